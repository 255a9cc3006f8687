"""What a repair found, how sure it is, and what it changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from htmlrepair.source import Span, splice

__all__ = [
    "Confidence",
    "Diagnostic",
    "Edit",
    "Move",
    "apply_edits",
    "covered",
    "overlaps",
    "sorted_edits",
    "taken_spans",
    "undo_edits",
]


class Confidence(Enum):
    """How sure a repair is of a finding; the members compare, ``CERTAIN > LIKELY > GUESS``."""

    CERTAIN = "certain"
    """The spelling, or a partner, leaves no other reading."""
    LIKELY = "likely"
    """Another reading exists, but a careful reader would not take it."""
    GUESS = "guess"
    """Reported; changed only on request."""

    @property
    def rank(self) -> int:
        """0 for a guess, 1 for likely, 2 for certain."""
        return _RANKS[self._value_]

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Confidence) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self.rank <= other.rank if isinstance(other, Confidence) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self.rank > other.rank if isinstance(other, Confidence) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self.rank >= other.rank if isinstance(other, Confidence) else NotImplemented


_RANKS = {"guess": 0, "likely": 1, "certain": 2}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the source. Inserting has an empty span, deleting an empty replacement."""

    span: Span
    """What is replaced, as offsets into the source."""
    original: str
    """The text of the source at the span."""
    replacement: str
    """The text of the output in its place."""
    order: int = 0
    """The place among the insertions at the same offset."""

    @property
    def parts(self) -> tuple[Edit, ...]:
        """The edit itself."""
        return (self,)

    @property
    def rank(self) -> tuple[int, bool, int]:
        """What single changes are sorted by: insertions at an offset come before what is replaced from there on."""
        return self.span.start, self.span.end > self.span.start, self.order


@dataclass(frozen=True, slots=True)
class Move:
    """A part of the source that stands elsewhere in the output: taken out at its span, put in at another offset."""

    span: Span
    """What moves, as offsets into the source."""
    to: int
    """The offset into the source at which the output has it."""
    original: str
    """The text that moves."""
    order: int = 0
    """The place among the insertions at the offset *to*."""

    @property
    def parts(self) -> tuple[Edit, Edit]:
        """The deletion and the insertion that the move is."""
        return Edit(self.span, self.original, ""), Edit(Span(self.to, self.to), "", self.original, self.order)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. A start tag and its end tag that are both damaged are one finding with two edits."""

    code: str
    """The name of the damage, a kebab-case phrase of the registry."""
    span: Span
    """From the first to the last character concerned."""
    message: str
    """What was found, in the words of the source."""
    confidence: Confidence
    """How sure the finding is."""
    edits: tuple[Edit | Move, ...]
    """What the repair changes, sorted, never overlapping; empty for what is only reported."""
    applied: bool
    """Whether the output contains the edits."""


def apply_edits(source: str, edits: Iterable[Edit | Move]) -> str:
    """*source* with *edits* made, in any order; insertions at one place come out by their ``order``, then as given.

    Raises ``ValueError`` when an edit's original is not what stands at its span, when two edits overlap, or when a span
    lies outside of the source.

    >>> apply_edits("< b>x", [Edit(Span(0, 4), "< b>", "<b>")])
    '<b>x'
    """
    ordered = _parts(edits)
    at = 0
    for edit in ordered:
        start, end = edit.span
        if not 0 <= start <= end <= len(source):
            raise ValueError(f"the edit at {start}-{end} lies outside of a source of {len(source)} code points")
        if start < at:
            raise ValueError(f"the edit at {start}-{end} overlaps the one before it")
        if source[start:end] != edit.original:
            raise ValueError(f"the edit at {start}-{end} expects {edit.original!r}, found {source[start:end]!r}")
        at = end
    return splice(source, ((edit.span, edit.replacement) for edit in ordered))


def undo_edits(output: str, edits: Iterable[Edit | Move]) -> str:
    """The source that *edits* turned into *output*.

    Raises ``ValueError`` when *output* does not come from those edits.

    >>> undo_edits("<b>x", [Edit(Span(0, 4), "< b>", "<b>")])
    '< b>x'
    """
    reverse: list[Edit] = []
    shift = 0
    for order, edit in enumerate(_parts(edits)):
        start = edit.span.start + shift
        reverse.append(Edit(Span(start, start + len(edit.replacement)), edit.replacement, edit.original, order))
        shift += len(edit.replacement) - len(edit.original)
    return apply_edits(output, reverse)


def sorted_edits(edits: Iterable[Edit | Move]) -> tuple[Edit | Move, ...]:
    """*edits* by their spans."""
    ordered = tuple(edits)
    return ordered if len(ordered) < 2 else tuple(sorted(ordered, key=lambda edit: (edit.span, edit.order)))


def covered(edits: Sequence[Edit | Move]) -> Span:
    """From the first to the last character that *edits* take away or stand beside, moved ones too; not of none."""
    spans = [part.span for edit in edits for part in edit.parts]
    if len(spans) == 1:
        return spans[0]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def taken_spans(findings: Iterable[Diagnostic]) -> list[Span]:
    """Where the applied ones of *findings* change something, sorted."""
    return sorted(part.span for found in findings if found.applied for edit in found.edits for part in edit.parts)


def overlaps(taken: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the sorted, disjoint spans *taken* holds something of what lies between the two offsets."""
    index = bisect_right(taken, Span(start, start))  # behind what is inserted there
    before = index > 0 and taken[index - 1].end > start
    return before or (index < len(taken) and taken[index].start < max(end, start + 1))


def _parts(edits: Iterable[Edit | Move]) -> list[Edit]:
    """The single changes that *edits* are made of, in the order of the source."""
    parts = [part for edit in edits for part in edit.parts]
    return sorted(parts, key=lambda part: part.rank)
