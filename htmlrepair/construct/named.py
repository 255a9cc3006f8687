"""Tags of which a text speaks and which it does not use: browsers read them, a careful reader takes them for words.

Only tags that are an error where they stand are looked at; what is sound is never text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final, TypeAlias

from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    HEADINGS,
    LIST_PARTS,
    LISTS,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.prose import follows_article, is_spoken_of
from htmlrepair.tokens import EndTag, StartTag, Token

__all__ = ["named_tags"]

_Tag: TypeAlias = "StartTag | EndTag"

_NAMES: Final = (
    BLOCK_ELEMENTS | HEADINGS | LISTS | LIST_PARTS | TABLE_PARTS | TEXT_LEVEL_ELEMENTS | {"dl", "table"}
) - (VOID_ELEMENTS | {"body", "head", "html"})
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
    return _Partners(source, tokens, spoken).named()


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


def _in_company(source: str, bare: dict[int, _Tag], spoken: Collection[int]) -> set[int]:
    """The places of those *bare* tags that a word or two part from one that is *spoken* of."""
    found: set[int] = set()
    run: list[int] = []
    for place in sorted(bare):
        gap = source[bare[run[-1]].span.end : bare[place].span.start] if run else ""
        if not 0 < len(gap) <= _LONGEST_GAP or "\n" in gap:
            run = []
        run.append(place)
        if any(member in spoken for member in run):
            found.update(run)
    return found


class _Partners:
    """One way through the tags, to tell which of those that are spoken of are used all the same."""

    __slots__ = ("_depths", "_named", "_pairs", "_paragraph", "_passed", "_source", "_spoken", "_starts", "_tokens")

    def __init__(self, source: str, tokens: Sequence[Token], spoken: Collection[int]) -> None:
        self._source = source
        self._tokens = tokens
        self._spoken = spoken
        self._named: set[int] = set()
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        """The places of the start tags that no end tag has come for, by name."""
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
        left = {place for places in self._starts.values() for place in places if place in self._spoken}
        return self._named | left

    def _start(self, place: int, name: str) -> None:
        if place in self._spoken:
            if name not in UNCLOSED_ELEMENTS or self._is_out_of_place(name) or self._ends_at_once(place, name):
                self._starts[name].append(place)
            return
        self._starts[name].append(place)
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
        starts = self._starts[name]
        own = next((index for index in range(len(starts) - 1, -1, -1) if starts[index] not in self._spoken), None)
        if place in self._spoken:
            if starts and starts[-1] in self._spoken:
                self._pairs += [starts.pop(), place]
            elif own is None:
                self._named.add(place)
            else:
                self._close(name, own)
            return
        if own is not None:
            self._close(name, own)
        elif starts or self._passed[name]:  # used all the same
            self._named.discard(starts.pop() if starts else self._passed[name].pop())
        if name == "p":
            if self._paragraph:
                self._named.update(self._pairs)
            self._paragraph, self._pairs = False, []

    def _close(self, name: str, own: int) -> None:
        """Take the end tag of *name* for that of the start tag with the index *own*; those after it have none."""
        starts = self._starts[name]
        self._named.update(starts[own + 1 :])
        self._passed[name] += starts[own + 1 :]
        del starts[own:]
        self._depths[name] -= 1
