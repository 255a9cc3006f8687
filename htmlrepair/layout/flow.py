"""Where text stands directly in flow content, in a list, or in what lost its end tag."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from htmlrepair.construct.words import is_words
from htmlrepair.knowledge.elements import (
    CELLS,
    ELEMENTS,
    HEADINGS,
    LISTS,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.resolve.pairing import Part, pair
from htmlrepair.resolve.sketch import Open, Sketch
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters, EndTag, MalformedMarkup, ReadingKind, StartTag, Token

__all__ = ["FLOW_HOLDERS", "LIST_TAGS", "TABLE_TAGS", "Survey", "closed"]

FLOW_HOLDERS: Final = frozenset("article aside blockquote body center div footer header html main section".split())
"""What holds paragraphs and lists, and text that stands for them."""
_HOLDERS: Final = CELLS | {"dd", "li"}
"""What may hold a list after its words."""
_BLANK_LINE: Final = re.compile(r"(?:(?<![^\S\r\n])[^\S\r\n]+)?(?:\r\n|[\r\n])[^\S\r\n]*[\r\n]")
_LINE_END: Final = re.compile(r"[\r\n]")
_ENDS_AT_BLANK_LINE: Final = HEADINGS | {"p"}
"""Elements besides those that hold only text which no blank line divides."""
LIST_TAGS: Final = frozenset({"li", "ol", "ul"})
"""What of a list may be left where lines stand for it."""
TABLE_TAGS: Final = TABLE_PARTS | {"table"}
"""What of a table may be left where lines stand for its rows."""


class Survey:
    """One way through the tokens, with what is open at each."""

    __slots__ = (
        "_flow",
        "_held_in",
        "_open",
        "_since",
        "_sketch",
        "_source",
        "_stack",
        "barred",
        "held",
        "listed",
        "lost_ends",
    )

    def __init__(self, source: str, tokens: Sequence[Token]) -> None:
        self._source = source
        self._sketch = Sketch(())
        self._stack = self._sketch.root
        self._flow = {self._stack: True}
        """Whether all that is open holds flow content, for each stack that was asked for."""
        self._since = -1
        """Where what is open began to be no flow content."""
        self._open: list[str] = []
        """The elements among those that are open, innermost last, that a blank line ends: their end tags are lost."""
        self.barred: list[Span] = []
        """Where no text stands directly in flow content; elements that hold text may stand there, each on one line."""
        self.lost_ends: list[tuple[int, str]] = []
        """Offsets of blank lines, with the end tags that stood before them and are lost."""
        self.listed: list[Span] = []
        """Where text stands directly in a list, as no text may."""
        self.held: list[Span] = []
        """Where text, with what marks it up, stands directly in an item or a cell: each up to the next block."""
        self._held_in: Open | None = None
        """What the last of those stands in, as long as it goes on."""
        tags = [(place, token) for place, token in enumerate(tokens) if isinstance(token, (StartTag, EndTag))]
        ended = {token.name for _, token in tags if isinstance(token, EndTag)}
        pairing = pair(Part(place, tag.name, isinstance(tag, StartTag), is_live=True) for place, tag in tags)
        for place, token in enumerate(tokens):
            is_text = isinstance(token, (CharacterReference, Characters, MalformedMarkup))
            if is_text and self._stack.name in LISTS and not self._stack.is_implied:
                self.listed.append(token.span)
            if is_text:
                self._note_held(token)
            if isinstance(token, Characters):
                self._note_text(token.span)
            elif isinstance(token, StartTag) and token.name not in ended and _is_word(token):
                continue
            elif not is_text:
                self._note_markup(token, has_partner=place in pairing.partners)
                if not (isinstance(token, (StartTag, EndTag)) and token.name in TEXT_LEVEL_ELEMENTS):
                    self._held_in = None
                elif self._stack is self._held_in:
                    self.held[-1] = Span(self.held[-1].start, token.span.end)
        if self._since >= 0:
            self.barred.append(Span(self._since, len(source)))

    def _note_held(self, token: Token) -> None:
        if closed(token):
            self._held_in = None
        elif self._stack is self._held_in:
            self.held[-1] = Span(self.held[-1].start, token.span.end)
        elif self._stack.name in _HOLDERS and not self._stack.is_implied:
            self.held.append(token.span)
            self._held_in = self._stack

    def _note_text(self, span: Span) -> None:
        if self._stack.takes_text and not self._open:
            return
        source = self._source
        blank = _BLANK_LINE.search(source, *span) if self._open else None
        stack = self._sketch.text(self._stack)[0]
        if blank is not None:
            for name in reversed(self._open):
                stack = self._sketch.end(stack, name)[0]
            if self._is_flow(stack):
                self.lost_ends.append((blank.start(), "".join(f"</{name}>" for name in reversed(self._open))))
                self._move_to(stack, blank.start(), blank.start())
            self._open.clear()
        elif not source[span.start : span.end].isspace():
            self._move_to(stack, span.start, span.start)

    def _note_markup(self, token: Token, *, has_partner: bool) -> None:
        start, end = token.span
        stack = self._stack
        if isinstance(token, (StartTag, EndTag)) and token.is_modelled:
            is_start = isinstance(token, StartTag)
            if not is_start and closed(token) and not self._sketch.is_open(stack, token.name):
                return
            stack = (self._sketch.start if is_start else self._sketch.end)(stack, token.name)[0]
            is_text_level = token.name in TEXT_LEVEL_ELEMENTS
            if not is_text_level or _LINE_END.search(self._source, start, end):
                self.barred.append(token.span)
            if not is_text_level:
                self._open.clear()
            may_end = is_text_level or token.name in _ENDS_AT_BLANK_LINE
            if is_start and may_end and not has_partner and token.name not in VOID_ELEMENTS:
                self._open.append(token.name)
        else:
            self.barred.append(token.span)
        self._move_to(stack, start, end)

    def _move_to(self, stack: Open, start: int, end: int) -> None:
        """Go on with *stack* open, after what stands between the two offsets."""
        before, self._stack = self._stack, stack
        if self._since < 0 and not self._is_flow(stack):
            self._since = start
        elif self._since >= 0 and self._is_flow(stack):
            if not self._is_text_level(before) or _LINE_END.search(self._source, self._since, end):
                self.barred.append(Span(self._since, end))
            self._since = -1

    def _is_flow(self, stack: Open) -> bool:
        """Whether all that is open holds flow content."""
        unknown = []
        while stack not in self._flow and stack.parent is not None:
            unknown.append(stack)
            stack = stack.parent
        is_flow = self._flow[stack]
        for inner in reversed(unknown):
            is_flow = self._flow[inner] = is_flow and inner.name in FLOW_HOLDERS
        return is_flow

    def _is_text_level(self, stack: Open) -> bool:
        """Whether text directly in flow content is marked up, and nothing else is open."""
        while stack.parent is not None and stack.name in TEXT_LEVEL_ELEMENTS:
            stack = stack.parent
        return self._is_flow(stack)


def _is_word(tag: StartTag) -> bool:
    """Whether *tag*, which has no end tag, is a word in brackets, on one line."""
    return tag.name not in ELEMENTS and is_words(tag.text) and _LINE_END.search(tag.text) is None


def closed(token: Token, names: Collection[str] = LIST_TAGS) -> str:
    """The name of the list or item, or other of *names*, that *token* ends, or may end; empty for anything else."""
    if isinstance(token, EndTag):
        return token.name if token.name in names else ""
    if isinstance(token, MalformedMarkup) and token.readings[0].kind is ReadingKind.END_TAG:
        return token.readings[0].name if token.readings[0].name in names else ""
    return ""
