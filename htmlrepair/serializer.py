"""Prints: the decisions of the repair pass as edits to the source, and the source with the edits made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, apply_edits
from htmlrepair.resolve import Decision, Resolution
from htmlrepair.source import Span
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind, Slip, StartTag, Token

__all__ = ["print_source", "report"]

_LONGEST_QUOTE: Final = 60
"""Longer pieces of the source are cut short in a message."""


def print_source(source: str, diagnostics: Iterable[Diagnostic]) -> str:
    """*source* with the edits of the applied *diagnostics* made, all else byte for byte."""
    return apply_edits(source, (edit for found in diagnostics if found.applied for edit in found.edits))


def report(
    source: str, tokens: Sequence[Token], resolution: Resolution, codes: Collection[str], minimum: Confidence
) -> tuple[Diagnostic, ...]:
    """One diagnostic for each decision and for each slip inside a live tag, sorted by span."""
    found = [_from_decision(tokens, decision, minimum) for decision in resolution.decisions]
    for place, token in enumerate(tokens):
        if isinstance(token, StartTag) and token.slips and place not in resolution.in_code:
            found += [_from_slip(source, token, slip) for slip in token.slips if slip.code in codes]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.span))


def _from_decision(tokens: Sequence[Token], decision: Decision, minimum: Confidence) -> Diagnostic:
    chosen = [(tokens[place], reading) for place, reading in zip(decision.places, decision.readings, strict=True)]
    malformed = [(token, reading) for token, reading in chosen if isinstance(token, MalformedMarkup)]
    edits = tuple(Edit(token.span, token.text, reading.spelling) for token, reading in malformed)
    first = malformed[0][0]
    return Diagnostic(
        first.code,
        Span(edits[0].span.start, edits[-1].span.end),
        _message(malformed),
        decision.confidence,
        edits,
        decision.confidence >= minimum,
    )


def _message(chosen: Sequence[tuple[MalformedMarkup, Reading]]) -> str:
    token, reading = chosen[0]
    if len(chosen) > 1:
        what = f"{_quoted(token.text)} and {_quoted(chosen[1][0].text)} are the tags of a {reading.name} element"
    elif reading.kind is ReadingKind.NOTHING:
        what = f"{_quoted(token.text)} ends an element that has no end tag"
    elif reading.kind in (ReadingKind.COMMENT, ReadingKind.DOCTYPE):
        what = f"{_quoted(token.text)} is a {reading.kind.value}"
    else:
        what = f"{_quoted(token.text)} is a {reading.kind.value}, {reading.name}"
    return f"{what}; left out: {', '.join(reading.dropped)}" if reading.dropped else what


def _from_slip(source: str, tag: StartTag, slip: Slip) -> Diagnostic:
    original = slip.span.cut(source)
    message = f"{_quoted(original)} in the start tag of {tag.name} stands for {_quoted(slip.replacement)}"
    edit = Edit(slip.span, original, slip.replacement)
    return Diagnostic(slip.code, slip.span, message, Confidence.CERTAIN, (edit,), True)


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"'{shown if len(shown) <= _LONGEST_QUOTE else shown[: _LONGEST_QUOTE - 1] + '…'}'"
