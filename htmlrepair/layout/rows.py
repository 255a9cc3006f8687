"""Rows of live tables whose cells have lost their tags, and stand in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from htmlrepair.diagnostics import Edit
from htmlrepair.knowledge.elements import TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters, EndTag, MalformedMarkup, StartTag, Token

__all__ = ["read_rows"]

_SPACE: Final = " \t\u00a0\r\n"
_SEPARATORS: Final = (
    re.compile(r"\t[ \u00a0\t]*"),
    re.compile(r"\|(?=[ \t\u00a0])[ \t\u00a0]*|[│┃║｜][ \t\u00a0]*"),
    re.compile(r"(?:(?:\u00a0|&nbsp;) *){2,}| {3,}"),
)
"""What may part the cells; white space may stand before it."""
_MOST_COLUMNS: Final = 40


def read_rows(source: str, tokens: Sequence[Token]) -> Iterator[list[Edit]]:
    """The edits for each row of a live table that holds nothing but text in columns; *tokens* are decided.

    Linear in the source.
    """
    start = -1
    """The place of the start tag of the row, as long as it holds text-level content only; else -1."""
    is_head = False
    for place, token in enumerate(tokens):
        if not isinstance(token, (StartTag, EndTag)):
            continue
        if token.name == "tr" and isinstance(token, StartTag):
            start = place
        elif token.name == "tr" and start >= 0:
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
        gaps = [
            _with_space_before(source, match.span(), start)
            for span in free
            for match in separator.finditer(source, *span)
            if start < match.start() and match.end() < end
        ]
        if 0 < len(gaps) < _MOST_COLUMNS:
            edits = [Edit(gap, gap.cut(source), f"</{cell}><{cell}>") for gap in gaps]
            yield [Edit(Span(start, start), "", f"<{cell}>"), *edits, Edit(Span(end, end), "", f"</{cell}>")]
            return


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
