"""Rows and lines of live tables whose cells have lost their tags, and stand in columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from htmlrepair.diagnostics import Edit
from htmlrepair.knowledge.elements import ROW_GROUPS, TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters, EndTag, MalformedMarkup, StartTag, Token

__all__ = ["may_hold_rows", "read_rows"]

_HOLDS_ROWS: Final = ROW_GROUPS | {"table"}
_LINE: Final = re.compile(r"[^\s][^\r\n]*")
_EDGE: Final = "|│┃║｜ \t\u00a0"
"""What may stand at the edges of a line beside its cells."""
_SPACE: Final = " \t\u00a0\r\n"
_SEPARATORS: Final = (
    re.compile(r"\t[ \u00a0\t]*"),
    re.compile(r"\|(?=[ \t\u00a0])[ \t\u00a0]*|[│┃║｜][ \t\u00a0]*"),
    re.compile(r"(?:(?:\u00a0|&nbsp;) *){2,}| {3,}"),
)
"""What may part the cells; white space may stand before it."""
_MOST_COLUMNS: Final = 40
_FEWEST_LINES: Final = 2
_FEWEST_EDITS: Final = 3
"""Those of a line with two cells."""
_TEXT_IN_TABLE: Final = re.compile(
    r"<t(?:able|body)\b[^<>]{0,200}>\s{0,80}[^<>\s][^<>\r\n]{0,400}?(?:\t|[|│┃║｜]|\u00a0|&nbsp;|   )", re.I
)
"""Text with what may part columns, where no text may stand."""


def may_hold_rows(source: str) -> bool:
    """Whether *source* may have text in columns directly in a table; quickly told."""
    return _TEXT_IN_TABLE.search(source) is not None


def read_rows(source: str, tokens: Sequence[Token], shown: Sequence[Span], *, is_damaged: bool) -> Iterator[list[Edit]]:
    """The edits for each row of a live table that holds nothing but text in columns, and for lines of it in no row.

    *tokens* are decided, and *shown* is what shows code in text, of which no cells are made. Rows are read only where
    *is_damaged*: the document shows lost markup. Linear in the source.
    """
    start = -1
    """The place of the start tag of the row, as long as it holds text-level content only; else -1."""
    table = -1
    """The place of the start tag of the table, or of a group of rows, as long as it holds nothing but text; else -1."""
    is_head = False
    for place, token in enumerate(tokens):
        if not isinstance(token, (StartTag, EndTag)):
            table = table if isinstance(token, (CharacterReference, Characters, MalformedMarkup)) else -1
            continue
        if table >= 0 and not _is_shown(shown, tokens[table].span.end, token.span.start):
            yield from _lines(source, Span(tokens[table].span.end, token.span.start))
        table = place if isinstance(token, StartTag) and token.name in _HOLDS_ROWS else -1
        if token.name == "tr" and isinstance(token, StartTag):
            start = place if is_damaged else -1
        elif token.name == "tr" and start >= 0 and not _is_shown(shown, tokens[start].span.end, token.span.start):
            yield from _row(source, tokens[start : place + 1], "th" if is_head else "td")
            start = -1
        elif token.name not in TEXT_LEVEL_ELEMENTS:
            start = -1
        if token.name == "thead":
            is_head = isinstance(token, StartTag)


def _row(source: str, row: Sequence[Token], cell: str) -> Iterator[list[Edit]]:
    """The edits that make cells of the text between the first token of *row*, and the last, if it has columns."""
    start, end = row[0].span.end, row[-1].span.start
    start += len(source[start:end]) - len(source[start:end].lstrip(_SPACE))
    end = start + len(source[start:end].rstrip(_SPACE))
    free = list(_free(row[1:-1]))
    for separator in _SEPARATORS:
        matches = (match for span in free for match in separator.finditer(source, *span))
        inner = (match.span() for match in matches if start < match.start() and match.end() < end)
        gaps = [_with_space_before(source, gap, start) for gap in islice(inner, _MOST_COLUMNS)]
        if 0 < len(gaps) < _MOST_COLUMNS:
            edits = [Edit(gap, gap.cut(source), f"</{cell}><{cell}>") for gap in gaps]
            yield [Edit(Span(start, start), "", f"<{cell}>"), *edits, Edit(Span(end, end), "", f"</{cell}>")]
            return


def _is_shown(shown: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the spans *shown*, which are sorted and apart, lies between the two offsets."""
    at = bisect_left(shown, Span(start, start))
    return at < len(shown) and shown[at].start < end


def _lines(source: str, text: Span) -> Iterator[list[Edit]]:
    """The edits that make rows of the lines of *text*, if they stand in the same number of columns."""
    lines = [(text.start + at.start(), text.start + at.end()) for at in _LINE.finditer(text.cut(source))]
    if len(lines) < _FEWEST_LINES:
        return
    for separator in _SEPARATORS:
        rows = [list(islice(_line(source, start, end, separator), _MOST_COLUMNS + 1)) for start, end in lines]
        if {len(row) for row in rows} == {len(rows[0])} and _FEWEST_EDITS <= len(rows[0]) <= _MOST_COLUMNS:
            yield [edit for row in rows for edit in row]
            return


def _line(source: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[Edit]:
    """The edits that make a row of the line between the two offsets; pipes at its edges go."""
    line = source[start:end]
    first = start + len(line) - len(line.lstrip(_EDGE))
    last = start + len(line.rstrip(_EDGE))
    yield Edit(Span(start, first), source[start:first], "<tr><td>")
    for match in separator.finditer(source, first, last):
        if first < match.start() and match.end() < last:
            gap = _with_space_before(source, match.span(), first)
            yield Edit(gap, gap.cut(source), "</td><td>")
    yield Edit(Span(last, end), source[last:end], "</td></tr>")


def _with_space_before(source: str, found: tuple[int, int], start: int) -> Span:
    before = source[start : found[0]]
    return Span(start + len(before.rstrip(" \u00a0")), found[1])


def _free(row: Sequence[Token]) -> Iterator[Span]:
    """Where text stands in no element."""
    depth = 0
    first = last = -1
    for token in row:
        if isinstance(token, (Characters, CharacterReference, MalformedMarkup)) and not depth:
            first = token.span.start if first < 0 else first
            last = token.span.end
            continue
        if first >= 0:
            yield Span(first, last)
            first = -1
        if isinstance(token, (StartTag, EndTag)) and token.name not in VOID_ELEMENTS:
            depth = max(0, depth + (1 if isinstance(token, StartTag) else -1))
    if first >= 0:
        yield Span(first, last)
