"""Live start tags that were end tags, as only a look at the whole document can tell.

Their solidus came late, ``<li>one<li/>``, or is lost in an element that stands in another of its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from htmlrepair.construct.nodes import Node
from htmlrepair.construct.stack import Mark, OpenElements
from htmlrepair.knowledge.elements import (
    CELLS,
    ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    FOREIGN_ELEMENTS,
    FORMATTING_ELEMENTS,
    LIST_PARTS,
    NOT_MODELLED_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    ROW_GROUPS,
    STRUCTURE_ELEMENTS,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.tokens import CommentToken, EndTag, StartTag, Token

__all__ = ["turned_tags"]

_LATE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9]*[\t\n\f\r ]*/[\t\n\f\r ]*>")
_BARE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9]*[\t\n\f\r ]*>")
_NAMES: Final = frozenset(ELEMENTS) - (
    VOID_ELEMENTS
    | FOREIGN_ELEMENTS
    | NOT_MODELLED_ELEMENTS
    | RAW_TEXT_ELEMENTS
    | ESCAPABLE_RAW_TEXT_ELEMENTS
    | {"body", "head", "html"}
)
_NESTED_NAMES: Final = (FORMATTING_ELEMENTS | {"span", "sub", "sup"}) - {"font", "nobr"}
"""Elements of text that mean nothing, without attributes, directly in one of their name."""
_ENDS_PARAGRAPH: Final = STRUCTURE_ELEMENTS | {"hr", "pre"}
_ENDED_BY: Final = {
    "p": _ENDS_PARAGRAPH,
    "li": frozenset({"li"}),
    **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt"})),
    **dict.fromkeys(CELLS, TABLE_PARTS),
    **dict.fromkeys(("caption", "tr"), TABLE_PARTS - CELLS),
    "colgroup": TABLE_PARTS - {"col"},
    **dict.fromkeys(ROW_GROUPS, ROW_GROUPS),
}
"""The start tags that end an element without its end tag, of those elements that need none."""
_MARKS: Final = {
    "li": Mark.LIST_ITEM_SCOPE,
    "p": Mark.BUTTON_SCOPE,
    **dict.fromkeys(TABLE_PARTS, Mark.TABLE_SCOPE),
}
"""What an end tag does not reach beyond, where that is no cell."""
_START_MARKS: Final = {**_MARKS, **dict.fromkeys(LIST_PARTS, Mark.ITEM_BARRIER)}
"""What a start tag that ends an element does not reach beyond."""
_LOOK_AHEAD: Final = 8
_DEEPEST: Final = 64
"""With more open elements in it, none is ended so, for the sake of time."""


def turned_tags(source: str, tokens: Sequence[Token]) -> dict[int, EndTag]:
    """The end tags that start tags among *tokens* were, by place.

    >>> from htmlrepair.tokenizer import scan
    >>> text = "<ul><li>one<li/><li>two<li/></ul>"
    >>> {place: tag.text for place, tag in turned_tags(text, scan(text).tokens).items()}
    {3: '</li>', 6: '</li>'}
    """
    turned: dict[int, EndTag] = {}
    known = list(tokens)
    for find_ends in (_late_ends, _nested_ends):
        for place in list(find_ends(source, known)):
            name = cast("StartTag", known[place]).name
            turned[place] = known[place] = EndTag(known[place].span, name, f"</{name}>")
    return turned


# A solidus that came late


def _late_ends(source: str, tokens: Sequence[Token]) -> Iterator[int]:
    """The places of the tags ``<name/>`` that end what is open."""
    late = Counter(token.name for token in tokens if isinstance(token, StartTag) and _is_late(token))
    return _Walk(source, tokens, late).ends() if late else iter(())


def _is_late(token: Token) -> bool:
    if not isinstance(token, StartTag) or not token.is_modelled or token.name not in _NAMES:
        return False
    return _LATE.fullmatch(token.text) is not None


class _Walk:
    """One walk through the tokens, with what is open; the elements that tags imply are left aside."""

    __slots__ = ("_content", "_late", "_open", "_source", "_tokens", "_unended")

    def __init__(self, source: str, tokens: Sequence[Token], late: Counter[str]) -> None:
        self._source = source
        self._tokens = tokens
        self._late = late
        """How many tags with a late solidus are still to come, by name."""
        self._unended = _unended(tokens)
        self._unended.subtract(late)
        """How many more start tags than end tags there are, those not counted."""
        self._open = OpenElements()
        self._open.push(Node("html"))
        self._content = -1
        """The place of the last token that is content."""

    def ends(self) -> Iterator[int]:
        for place, token in enumerate(self._tokens):
            if isinstance(token, StartTag):
                if _is_late(token) and self._is_end(place, token.name):
                    yield place
                    self._end(token.name)
                    continue
                if token.is_modelled and token.name in _NAMES:
                    self._start(place, token.name)
                self._content = place
            elif isinstance(token, EndTag):
                if token.is_modelled:
                    self._end(token.name)
            elif not isinstance(token, CommentToken) and not token.span.cut(self._source).isspace():
                self._content = place

    def _is_end(self, place: int, name: str) -> bool:
        """Whether the tag at *place*, with a late solidus, ends the innermost open element of its name.

        For an element that needs an end tag, all such tags of its name must find a start tag that lacks one; else they
        may be meant as whole elements.
        """
        needs_end_tag = name not in UNCLOSED_ELEMENTS
        is_short = self._unended[name] < (self._late[name] if needs_end_tag else 1)
        self._late[name] -= 1
        depth = self._open.depth(name)
        if is_short or not self._reaches(name) or self._content <= self._open.nodes[depth].start:
            return False
        if needs_end_tag:
            inner = self._open.nodes[depth + 1 : depth + 2 + _DEEPEST]
            is_end = len(inner) <= _DEEPEST and all(node.name in UNCLOSED_ELEMENTS for node in inner)
        else:
            is_end = self._begins_nothing(place, name)
        self._unended[name] -= is_end
        return is_end

    def _begins_nothing(self, place: int, name: str) -> bool:
        """Whether an element that began with the tag at *place* would be empty."""
        for following in self._tokens[place + 1 : place + 1 + _LOOK_AHEAD]:
            if isinstance(following, EndTag):
                return True
            if isinstance(following, StartTag):
                is_end = _is_late(following) and self._open.depth(following.name) >= 0
                return is_end or following.name in _ENDED_BY.get(name, ())
            if not isinstance(following, CommentToken) and not following.span.cut(self._source).isspace():
                return False
        return place + _LOOK_AHEAD >= len(self._tokens) - 1

    def _reaches(self, name: str) -> bool:
        return self._open.has(name, _MARKS.get(name, Mark.SCOPE))

    def _start(self, place: int, name: str) -> None:
        for ended, by in _ENDED_BY.items():
            if name in by and self._open.has(ended, _START_MARKS[ended]):
                self._open.replace(self._open.depth(ended), [])
        self._open.push(Node(name, place))

    def _end(self, name: str) -> None:
        if not self._reaches(name):
            return
        depth = self._open.depth(name)
        if name not in TEXT_LEVEL_ELEMENTS or self._open.first_special_above(depth) < 0:
            self._open.replace(depth, [])


# A solidus that is lost


def _nested_ends(source: str, tokens: Sequence[Token]) -> Iterator[int]:
    """The places of the tags ``<name>`` in text that end the inner one of two elements of their name.

    Without that, both would lack their end tag.
    """
    unended: Counter[str] | None = None
    start = bare = 0
    for place in range(len(tokens) + 1):
        token = tokens[place] if place < len(tokens) else None
        if isinstance(token, (StartTag, EndTag)) and token.name in TEXT_LEVEL_ELEMENTS:
            bare += _is_bare(token)
        elif token is None or isinstance(token, (StartTag, EndTag)):
            if bare:
                unended = _unended(tokens) if unended is None else unended
                yield from _nested_in_line(source, tokens, range(start, place), unended)
            start, bare = place + 1, 0


def _is_bare(token: Token) -> bool:
    return isinstance(token, StartTag) and token.name in _NESTED_NAMES and _BARE.fullmatch(token.text) is not None


def _unended(tokens: Iterable[Token]) -> Counter[str]:
    """How many more start tags than end tags there are, by name."""
    unended: Counter[str] = Counter()
    for token in tokens:
        if isinstance(token, (StartTag, EndTag)) and token.is_modelled:
            unended[token.name] += 1 if isinstance(token, StartTag) else -1
    return unended


def _nested_in_line(source: str, tokens: Sequence[Token], places: range, unended: Counter[str]) -> Iterator[int]:
    """The same for *places*, where no tag of a block stands; *unended* is for the whole document."""
    here = _unended(tokens[place] for place in places)
    stack: list[tuple[str, int]] = []
    is_open: Counter[str] = Counter()
    content = -1
    for place in places:
        token = tokens[place]
        if isinstance(token, EndTag):
            if stack and stack[-1][0] == token.name:
                is_open[stack.pop()[0]] -= 1
            continue
        if isinstance(token, StartTag) and token.name not in VOID_ELEMENTS:
            name = token.name
            is_inside = _is_bare(token) and is_open[name] > 0 and stack[-1][0] == name
            if is_inside and here[name] > 1 and unended[name] > 1 and content > stack[-1][1]:
                if is_open[name] > 1:  # else the element that is open tells by itself
                    yield place
                here[name] -= 2
                unended[name] -= 2
                is_open[stack.pop()[0]] -= 1
                continue
            stack.append((name, place))
            is_open[name] += 1
        if not isinstance(token, CommentToken) and not token.span.cut(source).isspace():
            content = place
