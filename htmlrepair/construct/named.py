"""Tags of which a text speaks and which it does not use: browsers read them, a careful reader takes them for words.

Only tags that are an error where they stand are looked at; what is sound is never text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final, TypeAlias

from htmlrepair.knowledge.elements import (
    LIST_PARTS,
    LISTS,
    STRUCTURE_ELEMENTS,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.prose import follows_article, is_spoken_of
from htmlrepair.tokens import EndTag, StartTag, Token

__all__ = ["named_tags"]

_Tag: TypeAlias = "StartTag | EndTag"

_NAMES: Final = (STRUCTURE_ELEMENTS | TEXT_LEVEL_ELEMENTS) - (VOID_ELEMENTS | {"body", "head", "html"})
"""The elements that texts about HTML speak of, and that neither swallow text nor have rules of their own."""
_HOLDERS: Final = {
    **dict.fromkeys(LIST_PARTS, LISTS | {"dl"}),
    **dict.fromkeys(TABLE_PARTS, frozenset({"table"})),
}
"""In which of these a part without its end tag is sound."""
_BEFORE_WORD: Final = frozenset(" \t\r\n\"'“‘«„「『（(/")
_AFTER_WORD: Final = frozenset(" \t\r\n\"'”’»」』）).,;:!?/、，。")
_LONGEST_GAP: Final = 24
"""No more stands between tags that a text names together."""


def named_tags(source: str, tokens: Sequence[Token]) -> set[int]:
    """The places of those *tokens* that are tags to a browser, an error where they stand, and words to a reader.

    >>> from htmlrepair.tokenizer import scan
    >>> text = "<p>The <div> element</p>"
    >>> sorted(named_tags(text, scan(text).tokens))
    [2]
    """
    bare = {
        place: token
        for place, token in enumerate(tokens)
        if isinstance(token, (StartTag, EndTag)) and _stands_as_word(source, token)
    }
    spoken = {place for place, token in bare.items() if _is_spoken_of(source, token)}
    if not spoken:
        return spoken
    spoken |= _in_company(source, bare, spoken)
    return _Partners(tokens, spoken).named()


def _stands_as_word(source: str, tag: _Tag) -> bool:
    """Whether *tag* stands where a word may stand, and says nothing but its name."""
    start, end = tag.span
    if source[start - 1 : start] not in _BEFORE_WORD or source[end : end + 1] not in _AFTER_WORD:
        return False
    solidus = "/" if isinstance(tag, EndTag) else ""
    return tag.name in _NAMES and tag.is_modelled and source[start:end] == f"<{solidus}{tag.name}>"


def _is_spoken_of(source: str, token: _Tag) -> bool:
    """Whether an article or a word for it says that the text speaks of *token*.

    An article may stand before a live tag that only marks text, as in ``the <b>sea</b>``.
    """
    start, end = token.span
    if is_spoken_of(source, start, end):
        return True
    return token.name not in TEXT_LEVEL_ELEMENTS and follows_article(source, start, end)


def _in_company(source: str, bare: dict[int, _Tag], spoken: set[int]) -> set[int]:
    """The places of those *bare* tags that a word or two part from one that is *spoken* of."""
    runs: list[list[int]] = []
    for place in sorted(bare):
        gap = source[bare[runs[-1][-1]].span.end : bare[place].span.start] if runs else ""
        if 0 < len(gap) <= _LONGEST_GAP and "\n" not in gap:
            runs[-1].append(place)
        else:
            runs.append([place])
    return {place for run in runs if not spoken.isdisjoint(run) for place in run}


class _Partners:
    """One way through the tags, to tell which of those that are spoken of are used all the same."""

    __slots__ = ("_depths", "_named", "_own", "_pairs", "_paragraph", "_passed", "_spoken", "_tokens", "_waiting")

    def __init__(self, tokens: Sequence[Token], spoken: Collection[int]) -> None:
        self._tokens = tokens
        self._spoken = spoken
        self._named: set[int] = set()
        self._own: defaultdict[str, list[int]] = defaultdict(list)
        """The places of the start tags that are not spoken of and that no end tag has come for, by name."""
        self._waiting: defaultdict[str, list[int]] = defaultdict(list)
        """The same of those that are spoken of."""
        self._passed: defaultdict[str, list[int]] = defaultdict(list)
        """The places of those that an element round them has ended without, by name."""
        self._depths: Counter[str] = Counter()
        """How many lists and tables are open that are not only spoken of."""
        self._paragraph = False
        """Whether the last tag of a paragraph, those that are spoken of aside, was a start tag."""
        self._pairs: list[int] = []
        """The places of pairs such as ``<p> and </p>`` since then: an error if the paragraph's own end tag comes."""

    def named(self) -> set[int]:
        """The places of the tags that are words."""
        for place, token in enumerate(self._tokens):
            if isinstance(token, StartTag) and token.is_modelled:
                self._start(place, token.name)
            elif isinstance(token, EndTag) and token.is_modelled:
                self._end(place, token.name)
        return self._named.union(*self._waiting.values())

    def _start(self, place: int, name: str) -> None:
        if place in self._spoken:
            if name not in UNCLOSED_ELEMENTS or self._is_out_of_place(name) or self._ends_at_once(place, name):
                self._waiting[name].append(place)
            return
        self._own[name].append(place)
        self._depths[name] += 1
        if name == "p":
            self._paragraph, self._pairs = True, []

    def _is_out_of_place(self, name: str) -> bool:
        """Whether nothing is open that an element *name* could stand in without its end tag."""
        holders = _HOLDERS.get(name)
        return holders is not None and not any(self._depths[holder] for holder in holders)

    def _ends_at_once(self, place: int, name: str) -> bool:
        """Whether the text speaks of the end tag too, next to the start tag."""
        following = next(
            (
                after
                for after in range(place + 1, len(self._tokens))
                if isinstance(self._tokens[after], (StartTag, EndTag))
            ),
            place,
        )
        token = self._tokens[following]
        return isinstance(token, EndTag) and token.name == name and following in self._spoken

    def _end(self, place: int, name: str) -> None:
        own, waiting, passed = self._own[name], self._waiting[name], self._passed[name]
        if place in self._spoken:
            if waiting and (not own or waiting[-1] > own[-1]):
                pair = [waiting.pop(), place]
                if name not in TEXT_LEVEL_ELEMENTS:  # a pair of these is likelier to stand for itself
                    self._pairs += pair
            elif own:
                self._close(name)
            else:
                self._named.add(place)
            return
        if own:
            self._close(name)
        elif waiting or passed:  # used all the same
            self._named.discard((waiting or passed).pop())
        if name == "p":
            if self._paragraph:
                self._named.update(self._pairs)
            self._paragraph, self._pairs = False, []

    def _close(self, name: str) -> None:
        """Take the end tag of *name* for that of the last start tag not spoken of; those after it have none."""
        start, waiting = self._own[name].pop(), self._waiting[name]
        while waiting and waiting[-1] > start:
            self._named.add(waiting[-1])
            self._passed[name].append(waiting.pop())
        self._depths[name] -= 1
