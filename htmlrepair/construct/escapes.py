"""Less-than signs that are text, and words in brackets that only look like tags.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parse-error-invalid-first-character-of-tag-name
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from htmlrepair.construct.nodes import Finding
from htmlrepair.construct.preparation import Preparation
from htmlrepair.construct.state import State
from htmlrepair.source import Span
from htmlrepair.tokenizer import verbatim_spans
from htmlrepair.tokens import Characters

__all__ = ["escape"]


def escape(state: State, known: Preparation) -> list[tuple[int, Finding]]:
    """The offset of each ``<`` in text that is to be a character reference, with its finding."""
    if not known.has_markup:
        return []
    source = state.source
    unknown = set(known.unknown)
    signs = [
        (place, at)
        for place, token in enumerate(known.tokens)
        if isinstance(token, Characters)
        for at in _signs(source, token.span)
    ]
    if not signs:
        return []
    shown = verbatim_spans(source)
    found: list[tuple[int, Finding]] = []
    for place, at in signs:
        if _covers(shown, at):
            continue
        if place in unknown:
            text = known.tokens[place].span.cut(source)
            finding = Finding("unknown-tag", f"'{text}' is no element and has no partner; it is text", place)
        else:
            finding = Finding("unescaped-less-than-sign", "a '<' that begins no tag is text", place)
        state.findings.append(finding)
        found.append((at, finding))
    return found


def _signs(source: str, span: Span) -> list[int]:
    found = []
    at = source.find("<", *span)
    while at >= 0:
        found.append(at)
        at = source.find("<", at + 1, span.end)
    return found


def _covers(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of *spans*, which are sorted and apart, holds *offset*."""
    at = bisect_right(spans, (offset, len(spans) and spans[-1].end + 1)) - 1
    return at >= 0 and offset < spans[at].end
