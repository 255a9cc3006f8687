"""Lines that begin with a bullet or a number, and were the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple

from htmlrepair.damage import bullet
from htmlrepair.diagnostics import Edit
from htmlrepair.layout.columns import may_be_row
from htmlrepair.layout.flow import LIST_TAGS, TABLE_TAGS
from htmlrepair.layout.lines import EDGE_SPACE, LINE, Line
from htmlrepair.layout.shapes import NUMBER
from htmlrepair.source import Span
from htmlrepair.tokens import EndTag, MalformedMarkup, StartTag, Token

__all__ = ["Item", "ListLines", "Mark", "ends_of_lines", "item_of", "marks_of", "read_list"]

_BULLET_CODE: Final = bullet.DAMAGE.code
_REFERENCE: Final = re.compile("& ?(?:nbsp|#160|#xa0) ?;", re.I)
"""A no-break space, which may have been split."""
_SPACE: Final = f"(?:[{EDGE_SPACE}]|{_REFERENCE.pattern})"
_INDENT: Final = re.compile(f"{_SPACE}*", re.I)
_WORDS: Final = f"(?!{_SPACE}|\\Z)"
"""What follows is no white space."""
_GLUED: Final = "•●▪■"
"""Bullets that stand for nothing else, so that a word may follow at once."""
_BULLET: Final = re.compile(rf"{_SPACE}*(?:[{bullet.BULLETS}]|& ?(?:bull|#8226|#x2022) ?;){_SPACE}+{_WORDS}", re.I)
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER: Final = re.compile(
    rf"{_SPACE}*(?:(?:(\d{{1,3}}) ?[.)]|[(（](\d{{1,3}})[)）]){_SPACE}+"
    rf"|(?:(\d{{1,3}})[、．）]|([{_CIRCLED}])){_SPACE}*){_WORDS}",
    re.I,
)
_TAG: Final = r"< ?[A-Za-z]"
_DASH: Final = re.compile(
    rf"{_SPACE}*(?:(?:[-*+]{_SPACE}+(?:(?=\d+{_SPACE}?[^\W\d])|(?=[^\W\d]|[(\[“„«¿¡]|{_TAG}))"
    rf"|[{bullet.MIDDLE_DOTS}]{_SPACE}*(?=[^\W\d]|{_TAG}))|[{_GLUED}](?=[^\W\d]|<))"
)
"""No mere number, which the dash would be the sign of."""
_LONG_DASH: Final = re.compile(rf"{_SPACE}*–{_SPACE}+(?=[^\W\d]|{_TAG})")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…。！？][\W_]*\Z")
"""How something ends that somebody says, which a long dash may begin too."""
_LONGEST_END: Final = 40
"""So many signs stand at the end of a sentence, the mark that ends it among them."""
_SIGNED: Final = re.compile(rf"{_SPACE}*[-+]{_SPACE}+\d")
_MOST_SIGNED: Final = 8
"""So many lines are looked at for one that does not begin with a dash and a number."""
_DOT: Final = re.compile(rf"{_SPACE}*[{bullet.MIDDLE_DOTS}]{_SPACE}*(?=[^\W\d]|{_TAG})")
_WORD: Final = re.compile(r"[^\W_]")
_INNER_DOT: Final = re.compile(rf"\s[{bullet.MIDDLE_DOTS}]\s")
_INNER_BULLET: Final = re.compile(rf"\s[{bullet.BULLETS}](?:\s|\Z)")
_DATE: Final = re.compile(r"[^\W\d]+\.?\s[12]\d{3}\b")
_ANY_MARK: Final = re.compile(f"{_BULLET.pattern}|{_NUMBER.pattern}|{_DASH.pattern}|{_LONG_DASH.pattern}")
_ENDS: Final = re.compile(r"(?:\s*(?:<\s?)?(?:/\s?)?(?:li|ol|ul)\s{0,3}>)+\s*", re.I)
_TABLE_ENDS: Final = re.compile(r"(?:\s{0,40}(?:<\s?)?(?:/\s?)?(?:t[dhr]|tbody|tfoot|thead|table)\s{0,3}>)+\s*", re.I)
_FEWEST_ENDED: Final = 2
"""So many lines are a list if each has kept its end tag, and the list too."""
_MOST_BLANK: Final = 2
"""So many blank lines may stand between two items, or before a lone end tag of the list."""


class Mark(NamedTuple):
    """What may stand for the start tag of an item."""

    code: str
    pattern: re.Pattern[str]
    fewest: int
    """So many lines are a list; a single one may begin so for many reasons."""


_BULLET_MARK: Final = Mark(_BULLET_CODE, _BULLET, 2)
_MARKS: Final = (
    _BULLET_MARK,
    Mark(NUMBER, _NUMBER, 3),
    Mark(_BULLET_CODE, _DASH, 2),
    Mark(_BULLET_CODE, _LONG_DASH, 3),
)
_SOUND_MARKS: Final = (_BULLET_MARK, Mark(_BULLET_CODE, _DOT, bullet.FEWEST_DOTS))


@dataclass(slots=True)
class Item:
    """Lines that were an item of a list."""

    lines: list[Line]
    indent: int
    mark: Span
    """The mark with the white space round it."""
    pattern: re.Pattern[str]
    """What it is one of."""
    number: int = 0

    @property
    def written(self) -> str:
        """The mark as it stands in the source, with the white space round it."""
        return self.lines[0].text[: self.mark.end - self.lines[0].start]

    @property
    def sign(self) -> str:
        """The mark without the white space round it."""
        return _REFERENCE.sub(" ", self.written).strip(EDGE_SPACE)

    @property
    def end(self) -> int:
        """The offset after its last character that is shown."""
        return self.lines[-1].content_span.end

    @property
    def tail(self) -> Span:
        """The line breaks that it ends with; empty for none."""
        return self.lines[-1].breaks

    @property
    def has_break(self) -> bool:
        """Whether a line break keeps it apart from the next."""
        start, end = self.tail
        return start < end

    @property
    def ends(self) -> list[str]:
        """The names of the end tags that are left at its end."""
        return self.lines[-1].ends


@dataclass(slots=True)
class ListLines:
    """Lines that were a list."""

    code: str
    items: list[Item]
    ends: list[str]
    """The names of the end tags that stand on a line of their own after it."""
    after: int
    """The index of the first line that is no part of it."""

    @property
    def name(self) -> str:
        """The name of the list element; an end tag that is left tells it, or else the marks."""
        lists = [name for name in (*self.items[-1].ends, *self.ends) if name in ("ol", "ul")]
        return lists[-1] if lists else _name(self.items[0])

    @property
    def is_ended(self) -> bool:
        """Whether the end tag of the list is left."""
        return not {"ol", "ul"}.isdisjoint((*self.items[-1].ends, *self.ends))

    @property
    def count(self) -> int:
        """The number of items with the mark of the first."""
        return sum(1 for item in self.items if item.pattern is self.items[0].pattern)

    def edits(self) -> list[Edit]:
        """The edits that make tags of the marks."""
        edits: list[Edit] = []
        first = self.items[0]
        start = f' start="{first.number}"' if self.name == "ol" and first.number > 1 else ""
        levels = [(first.indent, self.name)]
        opening = f"<{self.name}{start}>\n"
        for item, following in zip(self.items, [*self.items[1:], None], strict=True):
            edits.append(Edit(item.mark, item.written, f"{opening}<li>"))
            opening, closing = "", "" if "li" in item.ends else "</li>"
            if following is not None and following.indent > levels[-1][0]:
                name = self.name if following.pattern is first.pattern else _name(following)
                levels.append((following.indent, name))
                opening, closing = f"<{name}>\n", ""
            while len(levels) > 1 and (following is None or following.indent < levels[-1][0]):
                closing += f"\n</{levels.pop()[1]}>\n</li>"
            if following is None and not self.is_ended:
                closing += f"\n</{self.name}>"
            if closing or item.has_break:
                edits.append(Edit(item.tail, item.lines[-1].cut(item.tail), closing))
        return edits


def ends_of_lines(source: str, tokens: Sequence[Token]) -> set[int]:
    """The places of the fragments such as ``li >`` and ``ul >`` in and after lines that begin with a mark.

    So too ``td >`` and ``tr >`` in and after lines in columns. What those lines stand for decides about them.
    """
    found: set[int] = set()
    place = 0
    is_list = is_table = False
    for line in LINE.finditer(source):
        text = line[1]
        if _ANY_MARK.match(text):
            is_list = True
        elif text.strip(EDGE_SPACE) and not _ENDS.fullmatch(text):
            is_list = False
        is_table = may_be_row(text.strip(EDGE_SPACE)) or (is_table and _TABLE_ENDS.fullmatch(text) is not None)
        while place < len(tokens) and tokens[place].span.start < line.end():
            token = tokens[place]
            name = token.readings[0].name if isinstance(token, MalformedMarkup) else ""
            if (is_list and name in LIST_TAGS) or (is_table and name in TABLE_TAGS):
                found.add(place)
            place += 1
    return found


def marks_of(*, is_damaged: bool) -> Sequence[Mark]:
    """The marks that are read; most of them where the document shows lost markup."""
    return _MARKS if is_damaged else _SOUND_MARKS


def read_list(lines: Sequence[Line], at: int, *, is_damaged: bool) -> ListLines | None:
    """The list that begins with the line at index *at*; None when it begins none.

    Numbers and dashes are read only where *is_damaged*: the document shows lost markup; or where each item has kept
    its end tag, or what may have been one.
    """
    found = _list(lines, at, marks_of(is_damaged=is_damaged))
    if found is None and not is_damaged and "li" in lines[at].ends:
        return _list(lines, at, _MARKS, needs_ends=True)
    return found


def _list(lines: Sequence[Line], at: int, marks: Sequence[Mark], *, needs_ends: bool = False) -> ListLines | None:
    for code, pattern, fewest in marks:
        if pattern.match(lines[at].text) and _may_begin(lines, at, pattern):
            found = _read(lines, at, code, marks, needs_ends=needs_ends)
            if not found.items or found.items[0].pattern is not pattern:
                continue
            are_ended = found.is_ended and all("li" in item.ends for item in found.items)
            if found.count >= (min(fewest, _FEWEST_ENDED) if are_ended else fewest):
                return found
    return None


def _may_begin(lines: Sequence[Line], at: int, pattern: re.Pattern[str]) -> bool:
    """Whether the mark of the line at index *at* is no sign of a number, and holds no two words apart."""
    if pattern is _DOT:
        return _stands_alone(lines, at)
    if pattern is not _DASH or not _SIGNED.match(lines[at].text):
        return True
    marked = takewhile(lambda line: _DASH.match(line.text), lines[at : at + _MOST_SIGNED])
    return any(not _SIGNED.match(line.text) for line in marked)


def _is_said(item: Item) -> bool:
    """Whether *item* may be what somebody says, or the last of a list that is one sentence."""
    end = item.lines[0].content[-_LONGEST_END:]
    return item.pattern is _LONG_DASH and _ENDS_SENTENCE.search(end) is not None


def _is_set_apart(item: Item) -> bool:
    """Whether a line break keeps *item* apart from the next, or its middle dot is one of several between words."""
    if item.pattern is not _DOT:
        return False
    return item.has_break or _INNER_DOT.search(item.lines[0].content) is not None


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether the line at index *at* goes on with nothing, so that its middle dot does not hold two words apart."""
    if not at or lines[at - 1].is_blank or lines[at - 1].content.endswith((":", "：")):
        return True
    before = lines[at - 1]
    return not before.is_flow and isinstance(before.last_token, (StartTag, EndTag))


def _read(lines: Sequence[Line], at: int, code: str, marks: Sequence[Mark], *, needs_ends: bool) -> ListLines:
    items: list[Item] = []
    after = at
    blank = 0
    while after + blank < len(lines):
        line = lines[after + blank]
        if line.is_blank and blank < _MOST_BLANK:
            blank += 1
            continue
        if needs_ends and "li" not in line.ends:
            break
        item = item_of(line, marks) if line.is_text else None
        if item is not None:
            if not _is_item(line.text[item.mark.end - line.start :]) or (items and not _is_alike(item, items)):
                break
            is_last = _is_said(item)
            if (is_last and not items) or _is_set_apart(item):
                break
            items.append(item)
            if is_last:
                after += blank + 1
                break
        elif not blank and line.is_text and items and _goes_on(lines, after, items[-1]):
            items[-1].lines.append(line)
        else:
            break
        after += blank + 1
        blank = 0
    ends = _ends_after(lines, after)
    return ListLines(code, items, ends, after)


def item_of(line: Line, marks: Sequence[Mark]) -> Item | None:
    """The item that *line* begins; None when it begins none, as with a mark before nothing but line breaks."""
    for _, pattern, _ in marks:
        match = pattern.match(line.text)
        if match is not None and line.start + match.end() <= line.breaks.start:
            number = next((_value(digits) for digits in match.groups() if digits), 0)
            return Item([line], _indent(line), Span(line.start, line.start + match.end()), pattern, number)
    return None


def _indent(line: Line) -> int:
    """How far *line* is indented, by references to white space too."""
    before = _INDENT.match(line.text)
    return 0 if before is None else len(_REFERENCE.sub(" ", before[0]))


def _value(digits: str) -> int:
    """The number that *digits* of any script, or one in a circle, stand for."""
    return int(digits) if digits.isdecimal() else _CIRCLED.index(digits) + 1


def _name(item: Item) -> str:
    return "ol" if item.pattern is _NUMBER else "ul"


def _is_item(text: str) -> bool:
    """Whether *text* after a mark has a word in it and no other bullet, and is no day of a month and a year."""
    return _WORD.search(text) is not None and _INNER_BULLET.search(text) is None and _DATE.match(text) is None


def _is_alike(item: Item, before: Sequence[Item]) -> bool:
    """Whether *item* goes on with the items that are indented like it: the same mark, or the next number.

    Other marks are a key to something.
    """
    inner = takewhile(lambda known: known.indent >= item.indent, reversed(before))
    other = next((known for known in inner if known.indent == item.indent), None)
    if other is None:
        return item.indent > before[-1].indent or item.pattern is before[0].pattern
    if item.number or other.number:
        return item.number == other.number + 1
    return other.sign == item.sign


def _goes_on(lines: Sequence[Line], at: int, item: Item) -> bool:
    """Whether the line at index *at* goes on with *item*: it is indented deeper, or the next item follows."""
    if lines[at].indent > item.indent or item.ends:
        return lines[at].indent > item.indent
    following = next((line for line in lines[at + 1 : at + 2] if line.is_text), None)
    return lines[at].content[:1].islower() and following is not None and item.pattern.match(following.text) is not None


def _ends_after(lines: Sequence[Line], at: int) -> list[str]:
    """The names of the end tags that stand alone on the line after the list, blank lines aside."""
    for line in lines[at : at + _MOST_BLANK + 1]:
        if line.is_ends and line.is_flow:
            return line.ends
        if not line.is_blank:
            break
    return []
