"""What of a whole page, whose tags are all escaped, stays escaped: in the head it goes into comments.

So does what comments hold. A tag that may come alive without some of its attributes does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from htmlrepair.allowlist import may_free_attribute, may_free_element
from htmlrepair.attributes import written_attributes
from htmlrepair.diagnostics import Edit
from htmlrepair.source import Span
from htmlrepair.tokenizer import tokenize
from htmlrepair.tokens import CommentToken, EndTag, RawText, StartTag, Token

__all__ = ["is_plain_comment", "kept_back"]

_PAGE: Final = re.compile(r"\s*(?:<\?xml\s[^<>]*>\s*)?<(?:!doctype\s|html[\s>])[\s\S]*?<body[\s>]", re.I)
_PLAIN_COMMENT: Final = re.compile(r"<!--(?!-?>)[^<]*-->")
_COMMENT: Final = re.compile(r"<!--(?!-?>)[\s\S]*-->")
_ENDS_COMMENT: Final = re.compile(r"<|--!?>|-\Z")


class _Kept(NamedTuple):
    """A part of the page that does not come alive as it is, and what becomes of it."""

    span: Span
    is_in_comment: bool
    spelling: str = ""
    """What it comes alive as; empty where it stays escaped."""


def is_plain_comment(text: str) -> bool:
    """Whether *text* is a comment without tags in it, and nothing else."""
    return _PLAIN_COMMENT.fullmatch(text) is not None


def kept_back(source: str, plain: str, edits: Sequence[Edit]) -> list[Edit]:
    """*edits*, sorted, which make the page *plain* of *source*, but for what may not come alive.

    They are returned as they are where *plain* is no page, or its head holds what no comment can.
    """
    if _PAGE.match(plain) is None:
        return list(edits)
    shifts = [0, *accumulate(len(edit.replacement) - len(edit.original) for edit in edits)]
    at = 0
    changed: list[Edit] = []
    for kept in _kept(plain):
        while at < len(edits) and edits[at].span.start + shifts[at] < kept.span.start:
            changed.append(edits[at])
            at += 1
        start = kept.span.start - shifts[at]
        while at < len(edits) and edits[at].span.start + shifts[at] < kept.span.end:
            at += 1
        span = Span(start, kept.span.end - shifts[at])
        text = span.cut(source)
        if kept.spelling:
            changed.append(Edit(span, text, kept.spelling))
        elif kept.is_in_comment and _ENDS_COMMENT.search(text) is not None:
            return list(edits)
        elif kept.is_in_comment:
            changed += (Edit(Span(span.start, span.start), "", "<!--"), Edit(Span(span.end, span.end), "", "-->"))
    return [*changed, *edits[at:]]


def _kept(plain: str) -> Iterator[_Kept]:
    """What of the page *plain* does not come alive as it is, in order."""
    tokens = list(tokenize(plain))
    is_head = True
    end = 0
    for place, token in enumerate(tokens):
        if token.span.start < end:
            continue
        if isinstance(token, CommentToken):
            yield _in_comment(plain, token.span)
        if not isinstance(token, (StartTag, EndTag)):
            continue
        is_head &= token.name != "body" and not (token.name == "head" and isinstance(token, EndTag))
        if not may_free_element(token.name):
            end = _end_of_text(tokens, place)
            yield _Kept(Span(token.span.start, end), is_in_comment=is_head)
        elif isinstance(token, StartTag) and (spelling := _without_others(token)) != token.text:
            yield _Kept(token.span, is_in_comment=False, spelling=spelling)


def _in_comment(plain: str, comment: Span) -> _Kept:
    """What the *comment* of the page *plain* holds; all of it where it is one by accident."""
    if _COMMENT.fullmatch(plain, *comment) is None:
        return _Kept(comment, is_in_comment=True)
    return _Kept(Span(comment.start + len("<!--"), comment.end - len("-->")), is_in_comment=False)


def _without_others(tag: StartTag) -> str:
    """*tag* without the attributes that may not come alive."""
    text = tag.mended()
    end = len("<") + len(tag.name)
    parts = [text[:end]]
    for attribute in written_attributes(text):
        if may_free_attribute(attribute.name, attribute.value.replace("&", "&amp;")):
            parts.append(text[end : attribute.end])
        end = attribute.end
    return "".join([*parts, text[end:]])


def _end_of_text(tokens: Sequence[Token], place: int) -> int:
    """Where the tag at *place* ends, with the text that only its end tag ends, such as a script, and that end tag."""
    following = tokens[place + 1 : place + 3]
    if following and isinstance(tokens[place], StartTag) and isinstance(following[0], RawText):
        return following[-1].span.end
    return tokens[place].span.end
