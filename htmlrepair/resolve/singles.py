"""Decisions about what stands by itself: references, comments, doctypes, end tags of void elements."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from htmlrepair.damage import PLAIN_CODES, WEAK_CODES, mangled_metadata
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import FORMATTING_ELEMENTS, METADATA_ELEMENTS, TEXT_LEVEL_ELEMENTS
from htmlrepair.resolve.mentions import is_idle
from htmlrepair.resolve.references import reference_confidence
from htmlrepair.resolve.view import Decision, View
from htmlrepair.source import ASCII_WHITESPACE, BYTE_ORDER_MARK
from htmlrepair.tokens import (
    CharacterReference,
    Characters,
    CommentToken,
    DoctypeToken,
    EndTag,
    MalformedMarkup,
    ReadingKind,
    StartTag,
)

__all__ = ["single_decisions"]

_MAX_BEFORE_DOCTYPE: Final = 40
"""How many tokens may stand before a doctype."""
_MAX_BEFORE_LINE_BREAK: Final = 40
"""How many tokens may stand between a ``<br>`` and its ``</br>``."""
_BEGIN_HEAD: Final = frozenset({"head", "html"})
_GOES_AWAY: Final = frozenset({ReadingKind.COMMENT, ReadingKind.NOTHING})
_BEGINS_DOCUMENT: Final = frozenset({"body", "br", "head", "html"})
"""Their end tags begin a document; those of others end nothing at its beginning, and go away."""


def single_decisions(view: View, places: Iterable[int]) -> Iterator[Decision]:
    """The decisions about the tokens at *places* that are no tags with a partner."""
    places = list(places)
    has_metadata = any(view.malformed[place].code == mangled_metadata.DAMAGE.code for place in places)
    in_head = _places_in_head(view) if has_metadata else ()
    for place in places:
        decision = _decision(view, place, in_head)
        if decision is not None:
            yield decision


def _decision(view: View, place: int, in_head: Container[int]) -> Decision | None:
    token = view.malformed[place]
    reading = token.readings[0]
    if token.code in PLAIN_CODES:
        return Decision((place,), (reading,), Confidence.CERTAIN)
    if reading.kind is ReadingKind.CHARACTER_REFERENCE:
        confidence = reference_confidence(view.source, token, view.has_profile, view.is_escaped)
        return None if confidence is None else Decision((place,), (reading,), confidence)
    if reading.kind is ReadingKind.NOTHING:
        return _void_end_tag(view, place)
    if token.code == mangled_metadata.DAMAGE.code:
        return Decision((place,), (reading,), Confidence.LIKELY) if place in in_head else None
    if reading.kind is ReadingKind.COMMENT:
        is_word = is_idle(view, place, place) and not (view.has_profile or token.text.startswith("<!"))
        return Decision((place,), (reading,), Confidence.GUESS if is_word else Confidence.CERTAIN)
    if reading.kind is ReadingKind.DOCTYPE and _is_at_beginning(view, place):
        return Decision((place,), (reading,), Confidence.CERTAIN)
    return None


def _is_at_beginning(view: View, place: int) -> bool:
    """Whether only white space, comments and what goes away stand before the token at *place*."""
    if place > _MAX_BEFORE_DOCTYPE:
        return False
    for before, token in enumerate(view.tokens[:place]):
        if before in view.accepted:
            reading = view.reading(before)
            is_stray = reading.kind is ReadingKind.END_TAG and reading.name not in _BEGINS_DOCUMENT
            if reading.kind not in _GOES_AWAY and not is_stray:
                return False
        elif isinstance(token, EndTag):
            if token.name in _BEGINS_DOCUMENT:
                return False
        elif isinstance(token, Characters):
            if token.span.cut(view.source).strip(BYTE_ORDER_MARK + ASCII_WHITESPACE):
                return False
        elif not isinstance(token, CommentToken):
            return False
    return True


def _places_in_head(view: View) -> Container[int]:
    """The places behind a doctype or a tag that begins the head where only metadata and white space stand between."""
    places: set[int] = set()
    is_in_head = is_in_title = False
    for place, token in enumerate(view.tokens):
        if is_in_head:
            places.add(place)
        name, reading = view.name(place), view.reading(place) if place in view.accepted else None
        if isinstance(token, DoctypeToken) or (reading is not None and reading.kind is ReadingKind.DOCTYPE):
            is_in_head = True
        elif name in _BEGIN_HEAD:
            is_in_head = view.is_start(place)
        elif name and name not in METADATA_ELEMENTS:
            is_in_head = False
        elif name:
            is_in_title = name == "title" and view.is_start(place)
        elif isinstance(token, MalformedMarkup) and reading is None and token.code != mangled_metadata.DAMAGE.code:
            is_in_head = False
        elif isinstance(token, (CharacterReference, Characters)):
            is_in_head = is_in_head and (is_in_title or token.span.cut(view.source).isspace())
    return places


def _void_end_tag(view: View, place: int) -> Decision | None:
    nothing, *others = view.malformed[place].readings[:-1]
    if not others:
        confidence = Confidence.LIKELY if view.malformed[place].code in WEAK_CODES else Confidence.CERTAIN
        return Decision((place,), (nothing,), confidence)
    if _follows_line_break(view, place):
        return Decision((place,), (nothing,), Confidence.LIKELY)
    return Decision((place,), (others[0],), Confidence.CERTAIN)


def _follows_line_break(view: View, place: int) -> bool:
    """Whether the nearest tag before *place*, formatting aside, is a ``<br>`` that no ``</br>`` has closed.

    Text between the two is a line of its own, which browsers break at the ``</br>``; where the line
    ends there anyway, the break adds nothing and goes.
    """
    if not _breaks_anyway(view, place) and _has_text_since_tag(view, place):
        return False
    for before in range(place - 1, max(-1, place - _MAX_BEFORE_LINE_BREAK), -1):
        token = view.malformed.get(before)
        if token is not None and token.readings[0].kind is ReadingKind.NOTHING:
            if token.readings[0].name != "br":
                continue
            if not (view.is_settled and before in view.accepted):
                return False
            if view.reading(before).kind is ReadingKind.START_TAG:
                return True
            continue  # gone, as a second run sees it
        name = view.name(before)
        if name == "br":
            return True
        if name and name not in FORMATTING_ELEMENTS:
            return False
    return False


def _has_text_since_tag(view: View, place: int) -> bool:
    """Whether text stands between *place* and the nearest tag before it that is no formatting."""
    for before in range(place - 1, max(-1, place - _MAX_BEFORE_LINE_BREAK), -1):
        name = view.name(before)
        if name and name not in FORMATTING_ELEMENTS:
            return False
        token = view.tokens[before]
        if isinstance(token, CharacterReference):
            return True
        if isinstance(token, Characters) and not token.span.cut(view.source).isspace():
            return True
    return False


def _breaks_anyway(view: View, place: int) -> bool:
    """Whether the source ends right after *place*, or a tag comes there that begins a new line."""
    for token in view.tokens[place + 1 : place + 3]:
        if isinstance(token, Characters) and token.span.cut(view.source).isspace():
            continue
        if not isinstance(token, (StartTag, EndTag)):
            return False
        return token.name == "br" or token.name not in TEXT_LEVEL_ELEMENTS
    return True
