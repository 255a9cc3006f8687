"""Lines between blank lines, which were paragraphs or headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

from htmlrepair.damage import WEAK_CODES
from htmlrepair.diagnostics import Edit
from htmlrepair.knowledge.elements import HEADINGS
from htmlrepair.layout.lines import Line
from htmlrepair.source import Span
from htmlrepair.tokens import MalformedMarkup, ReadingKind, StartTag

__all__ = ["Block"]

_WIDEST: Final = 120
"""Longer lines are not broken by width."""
_NARROWEST: Final = 40
_LEAST_FULL: Final = 0.6
"""A line that is broken by width is full to this part at least."""
_LONGEST_HEADING: Final = 90
_ENDS_SENTENCE: Final = re.compile(r"[.!?:;,…。！？：；，、|]\W*\Z")
_WITH_FRAGMENT: Final = HEADINGS | {"blockquote", "p"}
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


@dataclass(slots=True)
class Block:
    """Lines with nothing between them."""

    lines: Sequence[Line]

    @property
    def span(self) -> Span:
        """From the first character that is shown to the last."""
        return Span(self.lines[0].content_span.start, self.lines[-1].content_span.end)

    @property
    def may_be_heading(self) -> bool:
        """Whether it is one short line that ends no sentence."""
        content = self.lines[0].content
        is_short = len(self.lines) == 1 and len(content) <= _LONGEST_HEADING and not _end_fragment(self.lines[0])
        return is_short and _LETTERS.search(content) is not None and _ENDS_SENTENCE.search(content) is None

    @property
    def _is_wrapped(self) -> bool:
        """Whether the lines are broken where they are full, or in a sentence, so that they are one text."""
        widest = max(line.width for line in self.lines)
        if widest < _NARROWEST:
            return False
        full = widest * _LEAST_FULL if widest <= _WIDEST else inf
        return all(line.width >= full or following.begins_low for line, following in pairwise(self.lines))

    def edits(self) -> list[Edit]:
        """The edits that make a paragraph of it; lines that are no broken text stay lines.

        A fragment such as ``h3 >`` at its end tells that it was a heading, and will be its end tag.
        """
        end = _end_fragment(self.lines[-1])
        edits = [_edge(self.lines[0], self.lines[0].start, self.span.start, f"<{end or 'p'}>")]
        if not self._is_wrapped:
            breaks = [line for line, following in pairwise(self.lines) if not _is_broken(line, following)]
            edits += [Edit(Span(at, at), "", "<br>") for at in (line.content_span.end for line in breaks)]
        return edits if end else [*edits, _edge(self.lines[-1], self.span.end, self.lines[-1].end, "</p>")]


def _is_broken(line: Line, following: Line) -> bool:
    """Whether a ``br`` ends *line* already, or begins the line *following*."""
    return any(isinstance(token, StartTag) and token.name == "br" for token in (line.last_token, following.first_token))


def _end_fragment(line: Line) -> str:
    """The name of the block of text that an undecided fragment at the end of *line* may end; empty for none."""
    last = line.last_token
    if not isinstance(last, MalformedMarkup) or last.code not in WEAK_CODES:
        return ""
    reading = last.readings[0]
    return reading.name if reading.kind is ReadingKind.END_TAG and reading.name in _WITH_FRAGMENT else ""


def _edge(line: Line, start: int, end: int, tag: str) -> Edit:
    """The edit that puts *tag* at the edge of a block, in place of no-break spaces that stand between the offsets."""
    space = line.text[start - line.start : end - line.start]
    if "\u00a0" in space:
        return Edit(Span(start, end), space, tag)
    at = start if tag == "</p>" else end
    return Edit(Span(at, at), "", tag)
