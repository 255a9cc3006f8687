"""Lines whose parts stand in columns, and were the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from htmlrepair.diagnostics import Edit
from htmlrepair.knowledge.elements import CELLS
from htmlrepair.layout.flow import TABLE_TAGS, closed
from htmlrepair.layout.lines import EDGE_SPACE, Line
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters

__all__ = ["TableLines", "may_be_row", "read_table"]

_DRAWN: Final = "│┃║｜"
"""Pipes that stand for nothing else."""
_PIPES: Final = f"|{_DRAWN}"
_REFERENCE: Final = "& ?(?:nbsp|#160) ?;"
_NO_BREAK: Final = rf"(?:\u00a0|{_REFERENCE})"
_MAY_PART: Final = re.compile(rf"\t|\||\u00a0 |{_NO_BREAK} ?{_NO_BREAK}|   |[{_DRAWN}]|\+[-=]|[─━═]")
_SPACE_BEFORE: Final = r"(?:(?<![ \u00a0])[ \u00a0]+)?"
"""All of it, so that each space is looked at once."""
_TABS: Final = re.compile(rf"{_SPACE_BEFORE}\t[ \u00a0\t]*")
_TAB: Final = re.compile(rf"{_SPACE_BEFORE}\t[ \u00a0]*")
"""One alone, so that a cell between two may be empty."""
_GAP_BEFORE: Final = r"(?<![ \t\u00a0])[ \t\u00a0]+"
_PIPE: Final = re.compile(rf"{_GAP_BEFORE}\|[ \t\u00a0]*|\|[ \t\u00a0]+|(?:{_GAP_BEFORE})?[{_DRAWN}][ \t\u00a0]*")
_FRAME: Final = re.compile(rf"(?:{_GAP_BEFORE})?[{_PIPES}][ \t\u00a0]*")
"""A pipe where one stands at both ends of the line too."""
_GAP: Final = re.compile(rf"\u00a0(?: ?{_NO_BREAK}| )+|{_REFERENCE}(?: ?{_NO_BREAK})+ ?| {{3,}}")
_ENDS_CLAUSE: Final = re.compile(r"[.!?,;]\Z")
_WORD: Final = re.compile(r"[^\W_]")
_RULE: Final = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:[|+][ \t]*:?-{2,}:?[ \t]*)+\|?")
_BORDER: Final = re.compile(r"\+[-=+]{3,}\+|[─━═┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╪╫╟╢]{3,}")
"""A line drawn above, between or below the rows."""
_FEWEST: Final = 2
_FEWEST_WITH_PIPES: Final = 3
"""Without a rule under the first row."""
_LONGEST_CELL: Final = 300
_MOST_COLUMNS: Final = 40


@dataclass(slots=True)
class TableLines:
    """Lines that were a table."""

    rows: list[tuple[Line, list[Span]]]
    """Each row with the cells in it."""
    rule: Line | None
    """The line of dashes under the first row."""
    after: int
    """The index of the first line that is no part of it."""
    borders: list[Line] = field(default_factory=list)
    """The lines drawn above the first row, between others, and below the last, and the end tags after that."""

    def edits(self) -> list[Edit]:
        """The edits that make tags of what stands between the cells."""
        edits = [Edit(Span(line.start, line.end), line.text, "") for line in self.borders]
        for index, (line, cells) in enumerate(self.rows):
            is_head = self.rule is not None and not index
            cell = "th" if is_head or any(closed(token, TABLE_TAGS) == "th" for token in line.tokens) else "td"
            before = "<table>\n" if not index else ""
            before += "<thead>\n" if is_head else "<tbody>\n" if index == (self.rule is not None) else ""
            after = "\n</tbody>\n</table>" if index == len(self.rows) - 1 else ""
            ends = [line.start, *(span.end for span in cells)]
            starts = [*(span.start for span in cells), line.end]
            begin, tags = line.start, ""
            for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
                opening = f"{before}<tr><{cell}>" if not number else f"<{cell}>" if number < len(cells) else ""
                closing = f"</{cell}>" if number else ""
                closing += f"</tr>{after}" if number == len(cells) else ""
                begin, tags = (begin, tags) if tags else (end, "")
                tags += closing + opening
                if number < len(cells) and cells[number].start == cells[number].end == begin:
                    continue  # the empty cell goes into one edit with the gap that it was in
                original = line.text[begin - line.start : start - line.start]
                edits.append(Edit(Span(begin, start), original, tags))
                tags = ""
            if is_head and self.rule is not None:
                edits.append(Edit(Span(self.rule.start, self.rule.end), self.rule.text, "</thead>"))
        return edits


def may_be_row(text: str) -> bool:
    """Whether *text*, a line, may have columns."""
    return _MAY_PART.search(text) is not None


def read_table(lines: Sequence[Line], at: int, *, is_damaged: bool) -> TableLines | None:
    """The table that begins with the line at index *at*; None when it begins none.

    Unless *is_damaged*, that is the document shows lost markup, each row must have kept its end tag, or what may have
    been one.
    """
    content = lines[at].content
    if not may_be_row(content) or content.startswith(">"):  # which quotes something
        return None
    for separators in ((_TABS, _TAB), (_FRAME,), (_PIPE,), (_GAP,)):
        tables = (_read(lines, at, separator, needs_ends=not is_damaged) for separator in separators)
        found = max(tables, key=lambda table: len(table.rows))
        is_free = found.rule is not None or not {_FRAME, _PIPE}.intersection(separators)
        is_ended = all(_ends_row(line) for line, _ in found.rows)
        fewest = _FEWEST if is_free or is_ended else _FEWEST_WITH_PIPES
        if len(found.rows) >= fewest:
            return found
    return None


def _ends_row(line: Line) -> bool:
    """Whether *line* ends with the end tag of a row, or of what holds rows, or with what may have been one."""
    last = line.last_token
    return last is not None and closed(last, TABLE_TAGS - CELLS) != ""


def _end_of_words(line: Line, end: int) -> int:
    """The offset after what *line* shows before the offset *end*, and before the end tags of cells and rows there."""
    ends = {token.span.end: token.span.start for token in line.tokens if closed(token, TABLE_TAGS)}
    while True:
        words = line.text[: end - line.start].rstrip(EDGE_SPACE)
        end = line.start + len(words)
        if end not in ends:
            return end
        end = max(line.start, ends[end])


def _read(lines: Sequence[Line], at: int, separator: re.Pattern[str], *, needs_ends: bool) -> TableLines:
    found = TableLines([], None, at)
    while found.after < len(lines):
        line = lines[found.after]
        if len(found.rows) == 1 and found.rule is None and _is_rule(line, separator):
            found.rule = line
        elif separator is _FRAME and len(found.borders) <= len(found.rows) and _is_border(line):
            found.borders.append(line)
        elif found.rows and line.is_flow and _ends_row(line) and _end_of_words(line, line.end) == line.start:
            found.borders.append(line)
            found.after += 1
            break
        elif needs_ends and not _ends_row(line):
            break
        elif line.is_text and (cells := _cells(line, separator)):
            if found.rows and separator is _GAP:
                cells = _aligned(line, cells, found.rows)
            if found.rows and len(found.rows[0][1]) != len(cells):
                break
            found.rows.append((line, cells))
        else:
            break
        found.after += 1
    return found


def _aligned(line: Line, cells: list[Span], rows: Sequence[tuple[Line, list[Span]]]) -> list[Span]:
    """*cells* with an empty one between two for each column of *rows* that *line* has only white space in.

    Two rows must show the columns. Each of *cells* must lie in a column of its own, the first in the first and the
    last in the last.
    """
    before, known = rows[0]
    if len(rows) < _FEWEST or not 1 < len(cells) < len(known):
        return cells
    offset = line.start - before.start
    found: list[Span] = []
    left = list(cells)
    for start, end in known:
        if found and start + offset < found[-1].end:  # it lies in two
            return cells
        if left and left[0].start < end + offset and start + offset < left[0].end:
            found.append(left.pop(0))
        elif not found:
            return cells
        else:
            found.append(Span(found[-1].end, found[-1].end))
    is_whole = not left and found[-1].start < found[-1].end
    return found if is_whole else cells


def _is_rule(line: Line, separator: re.Pattern[str]) -> bool:
    """Whether *line* parts the head of a table from the rows."""
    if separator not in (_FRAME, _PIPE) or not line.is_flow:
        return False
    return _RULE.fullmatch(line.content) is not None or _is_border(line)


def _is_border(line: Line) -> bool:
    """Whether *line* is drawn above, between or below the rows."""
    return line.is_flow and _BORDER.fullmatch(line.content) is not None


def _cells(line: Line, separator: re.Pattern[str]) -> list[Span]:
    """The cells of *line*, if there are two or more, none of them too long, nor empty but where that shows."""
    start = line.content_span.start
    end = max(start, _end_of_words(line, line.end))
    content = line.text[start - line.start : end - line.start]
    if separator is _FRAME:
        if not (content[:1] in _PIPES and content[-1:] in _PIPES and len(content) > len("||")):
            return []
        content = content[1:-1]
        start, end = start + 1, end - 1
    if separator in (_FRAME, _PIPE):
        strip = EDGE_SPACE if separator is _FRAME else f"{_PIPES}{EDGE_SPACE}"
        start += len(content) - len(content.lstrip(strip))
        end -= len(content) - len(content.rstrip(strip))
    cells: list[Span] = []
    for match in separator.finditer(line.text, start - line.start, end - line.start):
        if len(cells) >= _MOST_COLUMNS:
            return []
        if _is_in_text(line, line.start + match.start()):
            cells.append(Span(start, max(start, _end_of_words(line, line.start + match.start()))))
            start = line.start + match.end()
    cells.append(Span(start, end))
    if separator is _TAB:  # each at the end of the line is another empty cell
        tabs = line.text.count("\t", end - line.start)
        cells += [Span(line.end, line.end)] * min(tabs, _MOST_COLUMNS)
    texts = [line.text[span.start - line.start : span.end - line.start] for span in cells]
    shortest = 0 if separator in (_FRAME, _TAB) else 1
    if len(cells) < 2 or not all(shortest <= len(text) <= _LONGEST_CELL for text in texts):
        return []
    if separator is _GAP and (content[:1] in _PIPES or content[-1:] in _PIPES):
        return []
    if separator is _GAP and any(_ENDS_CLAUSE.search(text) for text in texts[:-1]):
        return []  # typists leave gaps between sentences
    return cells if any(_WORD.search(text) for text in texts) else []


def _is_in_text(line: Line, offset: int) -> bool:
    if any(start <= offset < end for start, end in line.shown):
        return False
    at = bisect_right(line.tokens, offset, key=lambda token: token.span.start) - 1
    return at >= 0 and isinstance(line.tokens[at], (CharacterReference, Characters))
