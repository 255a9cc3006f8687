"""Prints: what was decided and what was found, as edits to the source, and the source with the edits made."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from htmlrepair.construct import CONFIDENCES, Construction, Finding, Structure
from htmlrepair.diagnostics import (
    Confidence,
    Diagnostic,
    Edit,
    Move,
    apply_edits,
    covered,
    overlaps,
    sorted_edits,
    taken_spans,
)
from htmlrepair.knowledge.elements import PREFORMATTED_ELEMENTS, VOID_ELEMENTS
from htmlrepair.resolve import Decision, Resolution
from htmlrepair.source import Span
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind, Slip, StartTag, Token

__all__ = ["print_source", "report"]

_SEPARATOR: Final = "<!---->"
"""Keeps apart two pieces of text that meet because a tag between them goes."""
_AROUND: Final = 120
_LINE_END: Final = re.compile(r"[\n\r]|&(?:#0*10(?![0-9]);?|#[Xx]0*[Aa](?![0-9A-Fa-f]);?|NewLine;)")
_BEGINS_MARKUP: Final = re.compile(
    r"(?:[<＜]|[&＆](?![A-Za-z0-9#]{1,32};))[^>＞]*\Z|[{}%`~#\[\]-]\s*\Z|<(?!!--[^<]*-->)\s*[!！]\s*[-‐-―][^<]*\Z"
)
_ENDS_MARKUP: Final = re.compile(r"\s*[/{}%`~>＞=]")
_LONGEST_QUOTE: Final = 60
"""Longer pieces of the source are cut short in a message."""


def print_source(source: str, diagnostics: Iterable[Diagnostic]) -> str:
    """*source* with the edits of the applied *diagnostics* made, all else byte for byte."""
    return apply_edits(source, (edit for found in diagnostics if found.applied for edit in found.edits))


@dataclass(slots=True)
class _Draft:
    """A diagnostic whose edits are not all known yet."""

    code: str
    message: str
    confidence: Confidence
    applied: bool
    span: Span
    """What it is about; with edits, from the first to the last of them."""
    edits: list[Edit | Move] = field(default_factory=list)

    def finished(self) -> Diagnostic:
        edits = sorted_edits(self.edits)
        span = covered(edits) if edits else self.span
        return Diagnostic(self.code, span, self.message, self.confidence, edits, self.applied and bool(edits))


class _Change(NamedTuple):
    """A change inside a token, wherever the token goes."""

    span: Span
    replacement: str
    draft: _Draft


def report(
    source: str,
    tokens: Sequence[Token],
    resolution: Resolution,
    construction: Construction,
    codes: Collection[str],
    minimum: Confidence,
    spacing: Iterable[Diagnostic] = (),
) -> tuple[Diagnostic, ...]:
    """One diagnostic for each decision, for each slip inside a live tag, finding and notice, sorted by span.

    The findings of *spacing*, whose edits lie inside the text, come along.
    """
    drafts = _drafts(source, tokens, resolution, construction.structure, codes, minimum, spacing)
    finished = _compatible(_finished(drafts))
    finished += [
        Diagnostic(notice.code, notice.span, notice.message, Confidence.GUESS, (), False)
        for notice in construction.notices
        if notice.code in codes
    ]
    return tuple(sorted(finished, key=lambda diagnostic: diagnostic.span))


def _drafts(
    source: str,
    tokens: Sequence[Token],
    resolution: Resolution,
    structure: Structure | None,
    codes: Collection[str],
    minimum: Confidence,
    spacing: Iterable[Diagnostic],
) -> list[_Draft]:
    """All that ``report`` gives but for the notices, with the edits complete."""
    drafts: list[_Draft] = []
    changes: list[_Change] = []
    for decision in resolution.decisions:
        draft = _from_decision(tokens, decision, minimum)
        drafts.append(draft)
        made = [
            _Change(tokens[place].span, reading.spelling, draft)
            for place, reading in zip(decision.places, decision.readings, strict=True)
        ]
        if draft.applied:
            changes += made
        else:
            draft.edits += [_edit(source, change) for change in made]
    for place, token in enumerate(tokens):
        if isinstance(token, StartTag) and token.slips and place not in resolution.in_code:
            for slip in token.slips:
                if slip.code in codes:
                    drafts.append(_from_slip(source, token, slip))
                    changes.append(_Change(slip.span, slip.replacement, drafts[-1]))
    for found in spacing:
        drafts.append(_Draft(found.code, found.message, found.confidence, found.applied, found.span))
        changes += [_Change(edit.span, part.replacement, drafts[-1]) for edit in found.edits for part in edit.parts]
    if structure is None:
        for change in changes:
            change.draft.edits.append(_edit(source, change))
    else:
        sure = {code for code in codes if CONFIDENCES.get(code, Confidence.CERTAIN) >= minimum}
        drafts += _Arrangement(source, structure, changes, sure).drafts()
    return drafts


def _finished(drafts: list[_Draft]) -> list[Diagnostic]:
    """The diagnostics that *drafts* became, which are used up, as many are large."""
    found: list[Diagnostic] = []
    messages: dict[str, str] = {}
    """Each message once; a document has few."""
    drafts.reverse()
    while drafts:
        draft = drafts.pop()
        if draft.edits or not draft.applied:
            draft.message = messages.setdefault(draft.message, draft.message)
            found.append(draft.finished())
    return found


def _compatible(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """*findings*, those that are not applied without their edits where these and applied ones can not both be made."""
    if all(found.applied or not found.edits for found in findings):
        return list(findings)
    taken = taken_spans(findings)
    return [
        replace(found, edits=())
        if not found.applied and any(overlaps(taken, *edit.span) for edit in found.edits)
        else found
        for found in findings
    ]


class _Arrangement:
    """The edits that turn the source into the pieces of a structure."""

    __slots__ = (
        "_at",
        "_changes",
        "_codes",
        "_drafts",
        "_here",
        "_order",
        "_reasons",
        "_source",
        "_starts",
        "_structure",
    )

    def __init__(self, source: str, structure: Structure, changes: Iterable[_Change], codes: Collection[str]) -> None:
        self._source = source
        self._codes = codes
        """The codes of the findings that may change something."""
        self._structure = structure
        self._drafts: dict[int, _Draft] = {}
        """The drafts by the identity of their findings."""
        self._reasons = {
            structure.tokens[place].span.start: self._draft(finding) for place, finding in structure.dropped.items()
        }
        """Why a token goes, by its offset."""
        self._at = 0
        """The offset at which insertions go: after the last piece of the source that stays."""
        self._here = Span(0, 0)
        """The span of the last insertion, which the next has too if it is at the same place."""
        self._order = 0
        self._changes: list[_Change] = []
        self._starts: list[int] = []
        self._set_changes(changes)
        self._add_changes()

    def drafts(self) -> Iterator[_Draft]:
        """The drafts of all findings that may change something; those of the decisions are completed meanwhile."""
        text_end: int | None = None
        """Where the text that was printed last ends in the source; None after a tag."""
        before: Token | None = None
        """The token of the piece before, if it is one of the source."""
        for index, piece in enumerate(self._structure.pieces):
            if piece.span is None:
                self._draft(piece.finding).edits.append(self._insertion(piece.text))
                text_end = before = None
                continue
            inside = self._inside(piece.span)
            gone = inside[0] if inside and inside[0].span == piece.span and not inside[0].replacement else None
            if gone is not None:  # the change leaves nothing of the piece
                gone.draft.edits.append(_edit(self._source, gone))
                self._reasons[piece.span.start] = gone.draft
                continue
            is_text = self._structure.is_text(piece, self._source)
            if is_text and text_end is not None and self._would_join(text_end, piece.span.start):
                reason = self._reasons.get(text_end) or self._draft(piece.finding)
                reason.edits.append(self._insertion(_SEPARATOR))
            text_end = piece.span.end if is_text else None
            if is_text and before is not None and self._would_take(before, piece.span.start):
                (self._reasons.get(before.span.end) or self._draft(piece.finding)).edits.append(self._insertion("\n"))
            before = self._structure.tokens[piece.place]
            if index in self._structure.moved and self._is_wanted(piece.finding):
                self._move(piece.finding, piece.span, inside)
            else:
                self._keep(piece.span, inside)
        self._drop()
        return (draft for draft in self._drafts.values() if draft.code in self._codes)

    def _would_join(self, left: int, right: int) -> bool:
        """Whether the text before offset *left* and that from *right* on may be markup together, in the output."""
        if left == right:
            return False
        start = max(0, left - _AROUND)
        before, after = self._source[start:left], self._source[right : right + _AROUND]
        for change in reversed(self._inside(Span(start, left))):
            before = before[: change.span.start - start] + change.replacement + before[change.span.end - start :]
        return _BEGINS_MARKUP.search(before) is not None or _ENDS_MARKUP.match(after) is not None

    def _would_take(self, tag: Token, start: int) -> bool:
        """Whether *tag* would take the line end at *start* for its own, which browsers do not show."""
        is_taking = isinstance(tag, StartTag) and tag.name in PREFORMATTED_ELEMENTS and start != tag.span.end
        return is_taking and _LINE_END.match(self._source, start) is not None

    def _set_changes(self, changes: Iterable[_Change]) -> None:
        self._changes = sorted(changes, key=lambda change: change.span)
        self._starts = [change.span.start for change in self._changes]

    def _add_changes(self) -> None:
        """Add the changes inside tokens that the structure asks for, and may have, to those of the decisions."""
        new: list[_Change] = []
        replaced: set[int] = set()
        for place, (text, finding) in self._structure.rewritten.items():
            span = self._structure.tokens[place].span
            changed = self._inside(span)
            if changed:
                replaced.update(map(id, changed))
                new.append(_Change(span, text, changed[0].draft))
            elif self._is_wanted(finding):
                new.append(_Change(*_smallest(span, span.cut(self._source), text), self._draft(finding)))
        for offset, finding in self._structure.escapes:
            if self._is_wanted(finding):
                new.append(_Change(Span(offset, offset + 1), "&lt;", self._draft(finding)))
        self._set_changes([*(change for change in self._changes if id(change) not in replaced), *new])

    def _is_wanted(self, finding: Finding | None) -> bool:
        """Whether *finding* may change something."""
        return (finding or self._structure.fallback).code in self._codes

    def _draft(self, finding: Finding | None) -> _Draft:
        finding = finding or self._structure.fallback
        draft = self._drafts.get(id(finding))
        if draft is None:
            span = self._structure.tokens[finding.place].span
            confidence = CONFIDENCES.get(finding.code, Confidence.CERTAIN)
            draft = self._drafts[id(finding)] = _Draft(finding.code, finding.message, confidence, True, span)
        return draft

    def _inside(self, span: Span) -> list[_Change]:
        """The changes inside of *span*, in order."""
        first = bisect_left(self._starts, span.start)
        last = bisect_right(self._starts, span.end, first)
        return [change for change in self._changes[first:last] if change.span.end <= span.end]

    def _insertion(self, text: str) -> Edit:
        self._order += 1
        if self._here.start != self._at:
            self._here = Span(self._at, self._at)
        return Edit(self._here, "", text, self._order)

    def _keep(self, span: Span, changes: Iterable[_Change]) -> None:
        """Keep what is at *span*, with the *changes* inside of it."""
        for change in changes:
            change.draft.edits.append(_edit(self._source, change))
        self._at, self._order = span.end, 0

    def _move(self, finding: Finding | None, span: Span, changes: Iterable[_Change]) -> None:
        """Move what is unchanged at *span*, and make the *changes* inside of it where it goes."""
        start = span.start
        for change in changes:
            self._move_part(finding, Span(start, change.span.start))
            if change.span.start < change.span.end:
                change.draft.edits.append(Edit(change.span, change.span.cut(self._source), ""))
            if change.replacement:
                change.draft.edits.append(self._insertion(change.replacement))
            start = change.span.end
        self._move_part(finding, Span(start, span.end))

    def _move_part(self, finding: Finding | None, span: Span) -> None:
        if span.start < span.end:
            self._order += 1
            self._draft(finding).edits.append(Move(span, self._at, span.cut(self._source), self._order))

    def _drop(self) -> None:
        """Delete every token that no piece holds."""
        pieces = iter(sorted(piece.span for piece in self._structure.pieces if piece.span is not None))
        piece = next(pieces, None)
        for place, token in enumerate(self._structure.tokens):
            while piece is not None and piece.end <= token.span.start:
                piece = next(pieces, None)
            if piece is not None and piece.start < token.span.end:
                continue
            changed = self._inside(token.span)
            draft = changed[0].draft if changed else self._draft(self._structure.dropped.get(place))
            draft.edits.append(Edit(token.span, token.span.cut(self._source), ""))


def _edit(source: str, change: _Change) -> Edit:
    return Edit(change.span, change.span.cut(source), change.replacement)


def _smallest(span: Span, before: str, after: str) -> tuple[Span, str]:
    """The smallest change at *span* that turns *before* into *after*."""
    same = 0
    shorter = min(len(before), len(after))
    while same < shorter and before[same] == after[same]:
        same += 1
    tail = 0
    while tail < shorter - same and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if same and same + tail == len(before):
        same -= 1  # an insertion is one of a character, so that it is plain which token it belongs to
    return Span(span.start + same, span.end - tail), after[same : len(after) - tail]


def _from_decision(tokens: Sequence[Token], decision: Decision, minimum: Confidence) -> _Draft:
    chosen = [(tokens[place], reading) for place, reading in zip(decision.places, decision.readings, strict=True)]
    malformed = [(token, reading) for token, reading in chosen if isinstance(token, MalformedMarkup)]
    first, last = malformed[0][0], malformed[-1][0]
    span = first.span if first is last else Span(first.span.start, last.span.end)
    return _Draft(
        first.code,
        _message(malformed),
        decision.confidence,
        decision.confidence >= minimum,
        span,
    )


def _message(chosen: Sequence[tuple[MalformedMarkup, Reading]]) -> str:
    token, reading = chosen[0]
    if len(chosen) > 1:
        what = f"{_quoted(token.text)} and {_quoted(chosen[1][0].text)} are the tags of one {reading.name} element"
    elif reading.kind is ReadingKind.NOTHING and reading.name not in VOID_ELEMENTS:
        what = f"{_quoted(token.text)} says again what the end tag before it says"
    elif reading.kind is ReadingKind.NOTHING:
        what = f"{_quoted(token.text)} ends an element that has no end tag"
    else:
        kind = f"{'an' if reading.kind is ReadingKind.END_TAG else 'a'} {reading.kind.value}"
        what = f"{_quoted(token.text)} is {kind}"
        if reading.kind not in (ReadingKind.COMMENT, ReadingKind.DOCTYPE):
            what = f"{what}, {reading.name}"
    return f"{what}; left out: {', '.join(reading.dropped)}" if reading.dropped else what


def _from_slip(source: str, tag: StartTag, slip: Slip) -> _Draft:
    original = slip.span.cut(source)
    message = f"{_quoted(original)} in the start tag of {tag.name} stands for {_quoted(slip.replacement)}"
    return _Draft(slip.code, message, Confidence.CERTAIN, True, slip.span)


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"'{shown if len(shown) <= _LONGEST_QUOTE else shown[: _LONGEST_QUOTE - 1] + '…'}'"
