"""A title or a style sheet that has taken in the document after it, since its end tag is mangled; read before all else.

What comes free so and may not be made of text, such as a script, comes free as a comment; a word in brackets as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from htmlrepair.construct import Recovery
from htmlrepair.construct.words import is_words
from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, apply_edits, covered
from htmlrepair.escaped import may_come_alive
from htmlrepair.knowledge.elements import ELEMENTS
from htmlrepair.source import Span
from htmlrepair.tokenizer import tokenize
from htmlrepair.tokens import CommentToken, EndTag, RawText, StartTag, Token

__all__ = ["UNENDED_TEXT", "read_unended_text"]

UNENDED_TEXT: Final = Recovery(
    "unended-text",
    Confidence.LIKELY,
    "A title or a style sheet that only a mangled end tag ends.",
    "Browsers take the rest of the document for its text, and show nothing.",
    ("<title>Tides< / title><p>High at two.</p>", "<title>Tides</title><p>High at two.</p>"),
    "A tag that no repair may make of text, such as a script, comes free as a comment.",
    "parsing.html#rcdata-state",
)
_END_TAG: Final = re.compile(r"[^<]*?(<(?:\s{1,4}/\s{0,4}|/\s{1,4})(title|style)\s{0,4}>)", re.I)
_LONGEST: Final = {"style": 20_000, "title": 400}
"""Longer texts hold more than a title or a style sheet."""
_NOT_IN_COMMENT: Final = re.compile(r"--|<!|-\Z")
"""What would end a comment around it, or be one in it."""


def read_unended_text(source: str, tokens: Sequence[Token]) -> Diagnostic | None:
    """The finding that the title or style sheet which the end of *source* ends was to end before; None if not.

    *tokens* are those of the source.
    """
    last = next((token for token in reversed(tokens) if isinstance(token, (StartTag, EndTag))), None)
    if not isinstance(last, StartTag) or last.name not in _LONGEST or not last.is_modelled:
        return None
    start = last.span.end
    found = _END_TAG.match(source, start, start + _LONGEST[last.name])
    if found is None or found[2].lower() != last.name:
        return None
    rest = source[found.end() :]
    bound = _bound(rest)
    if not all(map(_may_come_free, tokenize(apply_edits(rest, bound)))):
        return None
    edits = [Edit(Span(*found.span(1)), found[1], f"</{last.name}>")]
    edits += [replace(edit, span=Span(*(found.end() + offset for offset in edit.span))) for edit in bound]
    message = f"'{found[1]}' ends the {last.name} element, which else holds the rest of the document"
    return Diagnostic(UNENDED_TEXT.code, covered(edits), message, UNENDED_TEXT.confidence, tuple(edits), True)


def _bound(rest: str) -> list[Edit]:
    """The edits that make comments of the tags in *rest* that may not be made of text, as far as that can be done.

    Words in brackets, as in ``List<T>``, become text.
    """
    edits: list[Edit] = []
    found = list(tokenize(rest))
    ended = {token.name for token in found if isinstance(token, EndTag)} | ELEMENTS.keys()
    for is_free, group in groupby(found, _may_come_free):
        tokens = list(group)
        start, end = tokens[0].span.start, tokens[-1].span.end
        if all(isinstance(token, StartTag) and token.name not in ended and is_words(token.text) for token in tokens):
            edits += [Edit(Span(token.span.start, token.span.start + 1), "<", "&lt;") for token in tokens]
            continue
        is_opaque = any(isinstance(token, (StartTag, EndTag)) and not token.is_modelled for token in tokens)
        is_unended = isinstance(tokens[-1], RawText)
        if not (is_free or is_opaque or is_unended or _NOT_IN_COMMENT.search(rest, start, end)):
            edits += [Edit(Span(start, start), "", "<!--"), Edit(Span(end, end), "", "-->")]
    return edits


def _may_come_free(token: Token) -> bool:
    return may_come_alive(token) or isinstance(token, CommentToken)
