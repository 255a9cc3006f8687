"""Less-than signs that are text, and words in brackets that only look like tags.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parse-error-invalid-first-character-of-tag-name
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from htmlrepair.construct.nodes import Finding
from htmlrepair.construct.preparation import Preparation, begins_opaque
from htmlrepair.construct.state import State, quoted
from htmlrepair.source import Span
from htmlrepair.tokens import Characters, CommentToken, EndTag, StartTag, Token

__all__ = ["escape", "escape_torn"]

_AROUND: Final = 200
_IN_ODD_COMMENT: Final = re.compile(r"<\s*[!！]\s*[-‐-―][^<]*\Z")
"""A comment by accident, with which what follows may be one comment if no sign stood between."""


def escape(state: State, known: Preparation, shown: Sequence[Span]) -> list[tuple[int, Finding]]:
    """The offset of each ``<`` in text that is to be a character reference, with its finding.

    None of them lies in one of the spans *shown*, which are sorted and apart.
    """
    if not known.has_markup:
        if known.cut_off_text >= 0:
            _leave_cut_off(state)
        return []
    source = state.source
    unknown = set(known.unknown)
    signs = list(_signs(source, known.tokens))
    if not signs:
        return []
    odd = {
        token.span.start
        for token in known.tokens
        if isinstance(token, CommentToken) and not (token.is_mended or source.startswith("<!--", token.span.start))
    }
    found: list[tuple[int, Finding]] = []
    for place, at in signs:
        comment = _IN_ODD_COMMENT.search(source, max(0, at - _AROUND), at) if odd else None
        if at in state.template.tags or _covers(shown, at) or (comment is not None and comment.start() in odd):
            continue
        if place in known.named:
            text = quoted(source, *known.tokens[place].span)
            finding = Finding("named-tag", f"the text speaks of {text}; it is text", place)
        elif place in unknown:
            text = quoted(source, *known.tokens[place].span)
            finding = Finding("unknown-tag", f"{text} is no element and has no partner; it is text", place)
        else:
            finding = Finding("unescaped-less-than-sign", "a '<' that begins no tag is text", place)
        state.findings.append(finding)
        found.append((at, finding))
    if known.cut_off_text not in (-1, *(at for at, _ in found)):
        _leave_cut_off(state)  # code shows it: nothing can be put behind it
    return found


def escape_torn(state: State) -> list[tuple[int, Finding]]:
    """The offset of each ``<`` that begins a tag which, to browsers, ends with one that goes; with its finding."""
    found: list[tuple[int, Finding]] = []
    begun = -1
    for place, token in enumerate(state.tokens):
        if begun >= 0 and (place in state.dropped or _goes(state.source, token)):
            span = state.tokens[begun].span
            finding = Finding("unknown-tag", f"{quoted(state.source, *span)} is no element; it is text", begun)
            state.findings.append(finding)
            found.append((span.start, finding))
        if not isinstance(token, Characters):
            begun = place if _goes_on(state.source, token) else -1
    return found


def _goes(source: str, token: Token) -> bool:
    """Whether *token* is an end tag that the repair pass made nothing of."""
    return isinstance(token, CommentToken) and token.is_mended and source.startswith("</", token.span.start)


def _leave_cut_off(state: State) -> None:
    state.leave("the end of the document cuts off a tag", len(state.tokens) - 1)


def _signs(source: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The place of the token and the offset of each ``<`` in text that is modelled."""
    is_opaque = False
    for place, token in enumerate(tokens):
        if isinstance(token, StartTag):
            is_opaque = is_opaque or begins_opaque(token)
        elif isinstance(token, EndTag):
            is_opaque = is_opaque and not token.is_modelled
        elif isinstance(token, Characters) and not is_opaque:
            at = source.find("<", *token.span)
            while at >= 0:
                yield place, at
                at = source.find("<", at + 1, token.span.end)


def _goes_on(source: str, token: Token) -> bool:
    """Whether *token* begins a tag that does not end with it."""
    if isinstance(token, (StartTag, EndTag)):
        return not token.text.endswith(">")
    return isinstance(token, CommentToken) and not token.is_mended and source[token.span.end - 1] != ">"


def _covers(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of *spans*, which are sorted and apart, holds *offset*."""
    at = bisect_right(spans, (offset, len(spans) and spans[-1].end + 1)) - 1
    return at >= 0 and offset < spans[at].end
