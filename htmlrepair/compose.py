"""Two repairs in a row as one: the findings of the second, in the offsets of the source of the first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from htmlrepair.diagnostics import Diagnostic, Edit, Move, covered, overlaps, sorted_edits, taken_spans
from htmlrepair.source import Span

__all__ = ["composed"]


class _Piece(NamedTuple):
    """A part of an output."""

    span: Span | None
    """Where it stands in the source; None for new text."""
    text: str
    owner: int
    """The finding that moved or wrote it; ``_NOBODY`` for what stands where it stood."""


class _Change(NamedTuple):
    """One part of an edit with the finding it belongs to."""

    part: Edit
    owner: int
    moves: Span | None
    """What it takes out or puts in elsewhere, if it is a part of a move."""


_NOBODY = -1


def composed(source: str, first: Sequence[Diagnostic], second: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that turn *source* into what the applied ones of *first*, and then those of *second*, make of it.

    What *first* only reported, with edits, is left to *second*, which has seen it again. A reported finding of *second*
    keeps its edits if they lie in what is left of the source. Time is linear in the source and the number of edits.
    """
    made = [found for found in (*first, *second) if found.applied]
    before = sum(found.applied for found in first)
    gone: list[tuple[Span, int]] = []
    middle = _applied([_Piece(Span(0, len(source)), source, _NOBODY)], _changes(made, range(before)), gone)
    final = _applied(middle, _changes(made, range(before, len(made))), gone)
    edits = _edits(source, final, gone)
    findings = [_with_edits(found, edits[index]) for index, found in enumerate(made) if edits[index]]
    taken = taken_spans(findings)
    places = _Places(middle)
    reported = [_reported(found, places, taken) for found in second if not found.applied]
    known = {(found.code, found.span) for found in reported}
    reported += [found for found in first if not found.edits and (found.code, found.span) not in known]
    findings += reported
    return tuple(sorted(findings, key=lambda found: found.span))


def _changes(made: Sequence[Diagnostic], owners: Iterable[int]) -> list[_Change]:
    """The parts of all edits of *owners*, in the order of the text they change."""
    changes: list[_Change] = []
    for owner in owners:
        for edit in made[owner].edits:
            moves = edit.span if isinstance(edit, Move) else None
            changes += [_Change(part, owner, moves) for part in edit.parts]
    return sorted(changes, key=lambda change: change.part.rank)


def _applied(pieces: Sequence[_Piece], changes: Iterable[_Change], gone: list[tuple[Span, int]]) -> list[_Piece]:
    """*pieces* after *changes*; what goes of the source is added to *gone*."""
    places = _Places(pieces)
    found: list[_Piece] = []
    at = 0
    for part, owner, moves in changes:
        found += places.between(at, part.span.start)
        at = part.span.end
        if moves is None:
            gone += [(piece.span, owner) for piece in places.between(*part.span) if piece.span is not None]
            if part.replacement:
                found.append(_Piece(None, part.replacement, owner))
        elif part.replacement:
            found += [piece if piece.span is None else piece._replace(owner=owner) for piece in places.between(*moves)]
    found += places.between(at, places.end)
    return found


class _Places:
    """Pieces by their offsets in the text that they make up, asked for in any order."""

    __slots__ = ("_following", "_pieces", "_starts", "end")

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self._pieces = pieces
        self._starts = [0, *accumulate(len(piece.text) for piece in pieces)]
        self.end = self._starts.pop()
        following = max((piece.span.end for piece in pieces if piece.span is not None), default=0)
        self._following = [following]
        """For each piece, and after the last, the offset into the source of the next that stands where it stood."""
        for piece in reversed(pieces):
            if piece.span is not None and piece.owner == _NOBODY:
                following = piece.span.start
            self._following.append(following)
        self._following.reverse()

    def between(self, start: int, end: int) -> Sequence[_Piece]:
        """The parts of the pieces from one offset to another."""
        if start >= end:
            return ()
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end, first + 1) - 1
        if first == last:
            return (self._part(first, start, end),)
        inner = self._pieces[first + 1 : last]
        return [self._part(first, start, self.end), *inner, self._part(last, start, end)]

    def _part(self, index: int, start: int, end: int) -> _Piece:
        """What of one piece lies between two offsets."""
        piece, begin = self._pieces[index], self._starts[index]
        span, text, owner = piece
        low, high = max(0, start - begin), min(len(text), end - begin)
        if high - low == len(text):
            return piece
        return _Piece(None if span is None else Span(span.start + low, span.start + high), text[low:high], owner)

    def offset(self, at: int) -> int:
        """The offset into the source of what stands at offset *at*, or else of the next that still stands there."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return self._following[0]
        is_kept = self._pieces[index].owner == _NOBODY
        return self._following[index] + (at - self._starts[index] if is_kept else 0)


def _edits(source: str, pieces: Iterable[_Piece], gone: list[tuple[Span, int]]) -> dict[int, list[Edit | Move]]:
    """The edits that make *pieces* of *source*, by their findings."""
    edits: defaultdict[int, list[Edit | Move]] = defaultdict(list)
    last: dict[int, tuple[int, Edit]] = {}
    """What is inserted last at each offset, with the place among the edits of its finding; no moves."""
    at = order = 0
    for span, text, owner in pieces:
        if owner == _NOBODY and span is not None:
            at, order = span.end, 0
            continue
        known = last.get(at)
        if span is None and known is not None and known[0] == len(edits[owner]) - 1 and edits[owner][-1] is known[1]:
            edits[owner].pop()
            text = known[1].replacement + text
        order += 1
        if span is None:
            new = Edit(Span(at, at), "", text, order)
            last[at] = len(edits[owner]), new
            edits[owner].append(new)
        else:
            last.pop(at, None)
            edits[owner].append(Move(span, at, text, order))
    for span, owner in _joined(gone):
        known = last.get(span.start)
        if known is not None and known[0] < len(edits[owner]) and edits[owner][known[0]] is known[1]:
            edits[owner][known[0]] = Edit(span, span.cut(source), known[1].replacement)
        else:
            edits[owner].append(Edit(span, span.cut(source), ""))
    return edits


def _joined(gone: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """*gone* in order, with what one finding takes out in one piece."""
    found: list[tuple[Span, int]] = []
    for span, owner in sorted(gone):
        if found and found[-1][1] == owner and found[-1][0].end == span.start:
            found[-1] = Span(found[-1][0].start, span.end), owner
        else:
            found.append((span, owner))
    return found


def _with_edits(found: Diagnostic, edits: Iterable[Edit | Move]) -> Diagnostic:
    ordered = sorted_edits(edits)
    return Diagnostic(found.code, covered(ordered), found.message, found.confidence, ordered, found.applied)


def _reported(found: Diagnostic, places: _Places, taken: Sequence[Span]) -> Diagnostic:
    """A finding about the middle text that changes nothing, as one about the source."""
    span = Span(places.offset(found.span.start), places.offset(found.span.end))
    edits: list[Edit | Move] = []
    for edit in found.edits:
        start, end = places.offset(edit.span.start), places.offset(edit.span.end)
        inside = list(places.between(*edit.span))
        is_whole = end - start == len(edit.original) and all(piece.owner == _NOBODY for piece in inside)
        if isinstance(edit, Move) or not is_whole or overlaps(taken, start, end):
            return replace(found, span=span, edits=())
        edits.append(replace(edit, span=Span(start, end)))
    return replace(found, span=span, edits=sorted_edits(edits))
