"""Reads the lines of a document from top to bottom: lists first, then tables, then paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from htmlrepair.damage import bullet
from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, covered, sorted_edits
from htmlrepair.layout.blocks import Block
from htmlrepair.layout.columns import read_table
from htmlrepair.layout.items import read_list
from htmlrepair.layout.lines import Line, flow_lines
from htmlrepair.layout.listed import read_inner_lists, read_items
from htmlrepair.layout.rows import may_hold_rows, read_rows
from htmlrepair.layout.shapes import COLUMNS, HEADING, NUMBER, PARAGRAPH
from htmlrepair.resolve import FEWEST_MANGLED
from htmlrepair.source import Span
from htmlrepair.tokens import MalformedMarkup, Token

__all__ = ["may_be_damaged", "may_hold_layout", "read_layout"]

_MARKDOWN: Final = re.compile(
    r"^(?<!&\n)(?<!&\r\n) {0,3}#{1,6} +(?=[^\s#])(?=.*[^\W\d_])|^ {0,3}(?:```|~~~)"
    r"|\[[^\[\]\n]{1,200}\]\((?:https?:|[./#\w-])[^\s()]{0,400}\)",
    re.M,
)
"""A heading, a fence or a link as Markdown has them; then so are the paragraphs and the lists.

A number sign after an ampersand at the end of the line before is a reference that was wrapped.
"""
_MARKDOWN_RULE: Final = re.compile(r"^[ \t]*(?:\r\n|[\r\n]) {0,3}-{3,}[ \t]*$", re.M)
_MARKDOWN_ITEM: Final = re.compile(r"^ {0,3}[-+*] +[^\s*-]", re.M)
_MARK_IN_LIST: Final = re.compile(r"<[ou]l\b[^<>]{0,80}>\s{0,40}(?:[-*+–]|\d{1,3} ?[.)])[ \t]", re.I)
_MARKDOWN_SIGNS: Final = ("#", "```", "~~~", "](")
"""Without any of these there is none."""
_RULE: Final = re.compile(r"[-*_=~ ]*")
"""A line drawn with signs is no paragraph."""
_FEWEST_BLOCKS: Final = 2
"""A document with fewer blocks between blank lines shows no paragraphs."""
_MARKS: Final = {bullet.DAMAGE.code: "a bullet", NUMBER: "a number"}


def may_hold_layout(source: str) -> bool:
    """Whether *source* may have lines with bullets, marks in a list, or columns directly in a table; quickly told."""
    return bullet.may_begin_lines(source) or _MARK_IN_LIST.search(source) is not None or may_hold_rows(source)


def may_be_damaged(source: str, tokens: Sequence[Token]) -> bool:
    """Whether *source* has lines, or rows, and may be plainly damaged; quickly told."""
    mangled = [token.readings[0].name for token in tokens if isinstance(token, MalformedMarkup)]
    return len(mangled) >= FEWEST_MANGLED and ("\n" in source or "\r" in source or "tr" in mangled)


def read_layout(
    source: str, tokens: Sequence[Token], shown: Sequence[Span], codes: Collection[str], *, is_damaged: bool
) -> list[Diagnostic]:
    """What the lines of *source* stand for, with the edits that make tags of it; sorted, apart.

    *tokens* are decided as far as can be, *shown* is what shows code in text. Bullets are always read, all else only
    where *is_damaged*: the document shows lost markup, and is no Markdown. Linear in the source.
    """
    is_damaged = is_damaged and not _is_markdown(source)
    lines, lost_ends, listed, held = flow_lines(source, tokens, shown)
    findings = list(_Reading(lines, codes, is_damaged).findings())
    if bullet.DAMAGE.code in codes:
        message = "what begins with a mark in a list is an item"
        found = read_items(lines, listed)
        findings += [_finding(bullet.DAMAGE.code, message, edits) for edits in found]
        message = "lines that begin with a mark in an item or a cell are a list"
        found = read_inner_lists(lines, held, is_damaged=is_damaged)
        findings += [_finding(bullet.DAMAGE.code, message, edits) for edits in found]
    if COLUMNS in codes:
        rows = read_rows(source, tokens, shown, is_damaged=is_damaged)
        findings += [_finding(COLUMNS, "what stands in columns in a row is cells", edits) for edits in rows]
    if is_damaged and PARAGRAPH in codes:
        findings += [
            _finding(PARAGRAPH, f"a blank line ends what needs {end_tags}", [Edit(Span(at, at), "", end_tags, -1)])
            for at, end_tags in lost_ends
        ]
    return sorted(findings, key=lambda found: found.span)


def _is_markdown(source: str) -> bool:
    """Whether *source* has what only Markdown has, or a rule and an item that both look like it."""
    if any(sign in source for sign in _MARKDOWN_SIGNS) and _MARKDOWN.search(source) is not None:
        return True
    return "---" in source and _MARKDOWN_RULE.search(source) is not None and _MARKDOWN_ITEM.search(source) is not None


class _Reading:
    """One way through the lines."""

    __slots__ = ("_codes", "_has_blocks", "_is_damaged", "_lines")

    def __init__(self, lines: Sequence[Line], codes: Collection[str], is_damaged: bool) -> None:
        self._lines = lines
        self._codes = codes
        self._is_damaged = is_damaged
        blocks = sum(1 for at, line in enumerate(lines) if not line.is_blank and (not at or lines[at - 1].is_blank))
        self._has_blocks = blocks >= _FEWEST_BLOCKS

    def findings(self) -> Iterator[Diagnostic]:
        """The findings, in order."""
        at = 0
        is_bounded = True
        """Whether a block may begin here: after a blank line, another block, or what has just been read."""
        while at < len(self._lines):
            line = self._lines[at]
            if not line.is_text:
                if self._is_padding(line):
                    edit = Edit(Span(line.start, line.end), line.text, "")
                    yield _finding(PARAGRAPH, "a line of no-break spaces holds two paragraphs apart", [edit])
                is_bounded = (
                    line.is_blank
                    or (line.is_flow and line.is_ends)
                    or self._is_beside(at, is_block=line.ends_block or line.begins_holder)
                )
                at += 1
                continue
            if found := read_list(self._lines, at, is_damaged=self._is_damaged):
                if found.code in self._codes:
                    message = f"{len(found.items)} lines that begin with {_MARKS[found.code]} are a list"
                    yield _finding(found.code, message, found.edits())
                at, is_bounded = found.after, True
                continue
            if table := read_table(self._lines, at, is_damaged=self._is_damaged):
                if COLUMNS in self._codes:
                    yield _finding(COLUMNS, f"{len(table.rows)} lines in columns are a table", table.edits())
                at, is_bounded = table.after, True
                continue
            after = self._after_block(at)
            is_block = is_bounded and self._is_end(after) and not self._is_all(at, after)
            if is_block and self._is_damaged and self._has_blocks:
                yield from self._block(at, after)
            at, is_bounded = after, True

    def _is_padding(self, line: Line) -> bool:
        """Whether *line* holds no-break spaces between paragraphs, and nothing else."""
        is_read = self._is_damaged and self._has_blocks and PARAGRAPH in self._codes
        return is_read and line.is_flow and not line.content and "\u00a0" in line.text

    def _after_block(self, at: int) -> int:
        """The index of the line after the block that begins at index *at*."""
        after = at + 1
        while after < len(self._lines) and self._lines[after].is_text and not self._begins_shape(after):
            after += 1
        return after

    def _begins_shape(self, at: int) -> bool:
        """Whether a list or a table begins at index *at*."""
        if read_list(self._lines, at, is_damaged=self._is_damaged) is not None:
            return True
        return read_table(self._lines, at, is_damaged=self._is_damaged) is not None

    def _is_beside(self, at: int, *, is_block: bool) -> bool:
        """Whether the line after index *at* begins a paragraph directly after a block, if one *is_block*."""
        return is_block and at + 1 < len(self._lines) and self._lines[at + 1].has_words

    def _is_end(self, at: int) -> bool:
        """Whether a block may end before the line at index *at*."""
        if at == len(self._lines):
            return True
        line = self._lines[at]
        if line.is_blank or line.is_text or (line.is_flow and line.is_ends):
            return True
        return (line.begins_block or line.ends_holder) and self._lines[at - 1].has_words

    def _is_all(self, at: int, after: int) -> bool:
        """Whether the lines between the two indices are all that an element holds, as a ``div`` holds a name."""
        is_last = after < len(self._lines) and self._lines[after].ends_holder
        return is_last and at > 0 and self._lines[at - 1].begins_holder

    def _block(self, at: int, after: int) -> Iterator[Diagnostic]:
        block = Block(self._lines[at:after])
        if all(_RULE.fullmatch(line.content) or not line.shows_something for line in block.lines):
            return
        if PARAGRAPH in self._codes:
            yield _finding(PARAGRAPH, "text between blank lines is a paragraph", block.edits())
        if HEADING in self._codes and block.may_be_heading and self._goes_before_text(after):
            yield Diagnostic(HEADING, block.span, "the line may be a heading", Confidence.GUESS, (), False)

    def _goes_before_text(self, at: int) -> bool:
        """Whether something follows that is no heading itself."""
        while at < len(self._lines) and self._lines[at].is_blank:
            at += 1
        if at == len(self._lines):
            return False
        return not (self._lines[at].is_text and Block(self._lines[at : at + 1]).may_be_heading)


def _finding(code: str, message: str, edits: Sequence[Edit]) -> Diagnostic:
    ordered = sorted_edits(edits)
    return Diagnostic(code, covered(ordered), message, Confidence.LIKELY, ordered, True)
