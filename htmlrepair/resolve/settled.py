"""The tokens as the decisions leave them: each malformed one as what it was taken for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from htmlrepair.attributes import TAG
from htmlrepair.resolve.view import Decision
from htmlrepair.source import Span
from htmlrepair.tokenizer import tokenize
from htmlrepair.tokens import (
    CharacterReference,
    CommentToken,
    DoctypeToken,
    EndTag,
    Reading,
    ReadingKind,
    StartTag,
    Token,
    live_tag,
)

__all__ = ["settled"]


def settled(tokens: Sequence[Token], decisions: Iterable[Decision], in_code: Collection[int]) -> list[Token]:
    """*tokens* with those that *decisions* are about replaced, and the slips mended of those not *in_code*.

    What goes altogether becomes a comment, which takes no part in anything either. Spans stay those of the source.
    """
    chosen = {
        place: reading
        for decision in decisions
        for place, reading in zip(decision.places, decision.readings, strict=True)
    }
    found: list[Token] = []
    for place, token in enumerate(tokens):
        if place in chosen:
            found.append(_token(token, chosen[place]))
        elif isinstance(token, StartTag) and token.slips and place not in in_code:
            found += _mended(token)
        else:
            found.append(live_tag(token) or token)
    return found


def _mended(tag: StartTag) -> Iterator[Token]:
    """*tag* with its slips mended; more tokens than one where that gives it back the ``>`` it had lost."""
    text = tag.mended
    if len(text) != len(tag.text) or TAG.fullmatch(text):
        yield StartTag(tag.span, tag.name, text)
        return
    start = tag.span.start
    for token in tokenize(text):
        yield replace(token, span=Span(start + token.span.start, start + token.span.end))


def _token(token: Token, reading: Reading) -> Token:
    if reading.kind is ReadingKind.START_TAG:
        return StartTag(token.span, reading.name, reading.spelling)
    if reading.kind is ReadingKind.END_TAG:
        return EndTag(token.span, reading.name, reading.spelling)
    if reading.kind is ReadingKind.CHARACTER_REFERENCE:
        return CharacterReference(token.span, reading.name)
    return DoctypeToken(token.span) if reading.kind is ReadingKind.DOCTYPE else CommentToken(token.span, is_mended=True)
