"""Ends the reading of a source with too many tags, or nested too deeply, before it takes memory without bound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from htmlrepair.knowledge.elements import LISTS, TEXT_LEVEL_ELEMENTS, UNCLOSED_ELEMENTS, VOID_ELEMENTS
from htmlrepair.tokens import Characters, EndTag, MalformedMarkup, ReadingKind, StartTag, Token

__all__ = ["CapReachedError", "Caps"]

_ALONE: Final = VOID_ELEMENTS | {"a", "button", "nobr"}
"""Those that hold none of their kind, so that they do not nest for want of end tags."""
_CONTAINERS: Final = LISTS | {"dl", "select", "table"}
"""An item or a cell outside of one does not end with those inside of it."""
_ENDED_WITH_PARAGRAPH: Final = TEXT_LEVEL_ELEMENTS | UNCLOSED_ELEMENTS
"""All else ends the paragraph that it stands in."""
_SHORTEST_TAG: Final = 2
"""In code points: what is left of one, such as ``b>``."""


class CapReachedError(Exception):
    """The source has more tags than it may have, or nests them more deeply."""


class Caps(NamedTuple):
    """How much a source may hold."""

    tags: int
    """How many tags and character references, mangled ones too; beside tags also less-than signs that are text."""
    depth: int
    """How many elements in one another."""

    def watched(self, tokens: Iterable[Token], source: str) -> Iterable[Token]:
        """The *tokens* of *source*. As they are read it raises ``CapReachedError``."""
        can_reach = len(source) > min(self.tags, _SHORTEST_TAG * self.depth)
        return self._counted(tokens, source) if can_reach else tokens

    def _counted(self, tokens: Iterable[Token], source: str) -> Iterator[Token]:
        count = signs = 0
        nesting = _Nesting()
        for token in tokens:
            if isinstance(token, Characters):
                signs += source.count("<", *token.span)
            else:
                count += 1
            if count and count + signs > self.tags:
                raise CapReachedError(
                    f"the document has more than {self.tags} tags and references, and is left as it is"
                )
            if not isinstance(token, Characters) and nesting.depth_after(token) > self.depth:
                raise CapReachedError(f"the document nests more than {self.depth} elements; it stays")
            yield token


class _Nesting:
    """What is open, as far as the tags alone tell."""

    __slots__ = ("_blocks", "_containers", "_names", "_places")

    def __init__(self) -> None:
        self._names: list[str] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        """Where in them each name stands."""
        self._containers = [-1]
        """Where in them the containers of items and cells stand."""
        self._blocks = [-1]
        """Where in them those stand that no paragraph holds."""

    def depth_after(self, token: Token) -> int:
        """How many elements are open after *token*, a mangled one taken for what it looks most like."""
        if isinstance(token, MalformedMarkup):
            kind, name = token.readings[0].kind, token.readings[0].name
        elif isinstance(token, EndTag):
            kind, name = ReadingKind.END_TAG, token.name
        elif isinstance(token, StartTag) and not (token.within and token.is_self_closing):
            kind, name = ReadingKind.START_TAG, token.name
        else:
            return len(self._names)
        if kind is ReadingKind.END_TAG:
            self._end(name, -1)
        elif kind is ReadingKind.START_TAG and name not in _ALONE:
            if name in UNCLOSED_ELEMENTS:  # as the next of its kind it may end the last
                self._end(name, self._blocks[-1] if name == "p" else self._containers[-1])
            self._begin(name)
        return len(self._names)

    def _begin(self, name: str) -> None:
        place = len(self._names)
        self._names.append(name)
        self._places[name].append(place)
        if name in _CONTAINERS:
            self._containers.append(place)
        if name not in _ENDED_WITH_PARAGRAPH:
            self._blocks.append(place)

    def _end(self, name: str, outermost: int) -> None:
        """End the last *name* with all that is open in it, if it is open within the element at *outermost*."""
        places = self._places[name]
        if not places or places[-1] <= outermost:
            return
        place = places[-1]
        for inner in self._names[place:]:
            self._places[inner].pop()
        del self._names[place:]
        for standing in (self._containers, self._blocks):
            while standing[-1] >= place:
                standing.pop()
