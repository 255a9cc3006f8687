"""A title that has taken in the document after it, since its end tag is mangled. It is read before all else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from htmlrepair.construct import Recovery
from htmlrepair.diagnostics import Confidence, Diagnostic, Edit
from htmlrepair.escaped import may_come_alive
from htmlrepair.source import Span
from htmlrepair.tokenizer import tokenize
from htmlrepair.tokens import CommentToken, EndTag, StartTag, Token

__all__ = ["UNENDED_TITLE", "read_title"]

UNENDED_TITLE: Final = Recovery(
    "unended-title",
    Confidence.LIKELY,
    "A title that only a mangled end tag ends.",
    "Browsers take the rest of the document for its text, and show nothing.",
    ("<title>Tides< / title><p>High at two.</p>", "<title>Tides</title><p>High at two.</p>"),
    "Only where all that comes free may be made of text: no script, no style, no form.",
    "parsing.html#rcdata-state",
)
_END_TAG: Final = re.compile(r"[^<]{0,400}?(<(?:\s{1,4}/\s{0,4}|/\s{1,4})title\s{0,4}>)", re.I)


def read_title(source: str, tokens: Sequence[Token]) -> Diagnostic | None:
    """The finding that the last title of *source*, which has *tokens*, ends before the document does; None if not."""
    title = next((token for token in reversed(tokens) if isinstance(token, (StartTag, EndTag))), None)
    if not isinstance(title, StartTag) or title.name != "title" or not title.is_modelled:
        return None
    found = _END_TAG.match(source, title.span.end)
    if found is None:
        return None
    for token in tokenize(source[found.end() :]):
        if not (may_come_alive(token) or isinstance(token, CommentToken)):
            return None
    edit = Edit(Span(*found.span(1)), found[1], "</title>")
    message = f"'{found[1]}' ends the title, which else holds the rest of the document"
    return Diagnostic(UNENDED_TITLE.code, edit.span, message, UNENDED_TITLE.confidence, (edit,), True)
