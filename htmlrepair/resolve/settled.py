"""The tokens as the decisions leave them: each malformed one as what it was taken for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from htmlrepair.damage import mangled_metadata
from htmlrepair.resolve.view import Decision
from htmlrepair.tokens import (
    CharacterReference,
    Characters,
    CommentToken,
    DoctypeToken,
    EndTag,
    MalformedMarkup,
    Reading,
    ReadingKind,
    StartTag,
    Token,
    live_tag,
)

__all__ = ["settled"]


def settled(
    tokens: Sequence[Token], decisions: Iterable[Decision], in_code: Collection[int], codes: Collection[str]
) -> list[Token]:
    """*tokens* with those that *decisions* are about replaced, and the slips of *codes* mended but for those *in_code*.

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
            found.append(StartTag(token.span, token.name, token.mended(codes)))
        elif isinstance(token, MalformedMarkup) and token.code == mangled_metadata.DAMAGE.code:
            found.append(Characters(token.span))  # signs in it are escaped as in any text
        else:
            found.append(live_tag(token) or token)
    return found


def _token(token: Token, reading: Reading) -> Token:
    if reading.kind is ReadingKind.START_TAG:
        return StartTag(token.span, reading.name, reading.spelling)
    if reading.kind is ReadingKind.END_TAG:
        tag = reading.spelling[reading.spelling.index("<") :]  # the end of a sentence may stand before it
        return EndTag(token.span, reading.name, tag)
    if reading.kind is ReadingKind.CHARACTER_REFERENCE:
        return CharacterReference(token.span, reading.name)
    return DoctypeToken(token.span) if reading.kind is ReadingKind.DOCTYPE else CommentToken(token.span, is_mended=True)
