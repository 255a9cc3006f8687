"""Mangled tags without a partner that were the end tag of what is open: they have lost their solidus, or their name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from htmlrepair.knowledge.elements import FORMATTING_ELEMENTS, HEADINGS, TEXT_LEVEL_ELEMENTS
from htmlrepair.prose import is_named
from htmlrepair.resolve.pairing import Pairing
from htmlrepair.resolve.view import View
from htmlrepair.tokens import Reading, ReadingKind, StartTag

__all__ = ["end_tag_reading", "heading_end_reading"]

_FURTHEST: Final = 12
"""So many tokens before the tag the start tag is looked for that it ends."""
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_NEVER_NESTED: Final = (FORMATTING_ELEMENTS | HEADINGS) - {"font", "nobr"}
"""Elements that are of no use directly in one of their name."""
_MAY_LACK_END_TAG: Final = frozenset({"li", "p"})
"""Elements that a start tag of their name ends too, so that it must have nothing to begin."""
_NOTHING_AFTER: Final = re.compile(
    r"[.,;:!?。．，、；：！？）)]{0,2}[^\S\r\n]*(?:(?:\r\n?|\n)[^\S\r\n]*){0,2}(?=</|<(\w+)|\Z)"
)


def end_tag_reading(view: View, pairing: Pairing, place: int) -> Reading | None:
    """The start tag at *place*, which has no end tag, read as the end tag of what is open there; None if it is none.

    What is open has no end tag, and nothing but text is between the two.
    """
    token = view.malformed[place]
    name = view.reading(place).name
    written = _NAME.search(token.text)
    if "=" in token.text or written is None or written[0].lower() != name or is_named(view.source, *token.span):
        return None
    if name in _MAY_LACK_END_TAG:
        if not _has_nothing_to_begin(view, place):
            return None
    elif name not in _NEVER_NESTED:
        return None
    if _unended_before(view, pairing, place, {name}) is None:
        return None
    return Reading(ReadingKind.END_TAG, name, f"</{written[0]}>")


def heading_end_reading(view: View, pairing: Pairing, place: int) -> Reading | None:
    """The end tag at *place*, which has no start tag, read as that of the heading that is open; None if none is.

    No paragraph, and no other heading, may stand in a heading.
    """
    if view.reading(place).name not in HEADINGS | {"p"}:
        return None
    start = _unended_before(view, pairing, place, HEADINGS)
    if start is None:
        return None
    name = view.name(start)
    return Reading(ReadingKind.END_TAG, name, f"</{name}>")


def _has_nothing_to_begin(view: View, place: int) -> bool:
    """Whether the tag at *place* stands at the end of a word, and its element ends there too."""
    start, end = view.tokens[place].span
    if view.source[start - 1 : start].isspace():
        return False
    following = _NOTHING_AFTER.match(view.source, end)
    return following is not None and following[1] in (None, view.reading(place).name)


def _unended_before(view: View, pairing: Pairing, place: int, names: Collection[str]) -> int | None:
    """The place of the live start tag before *place*, of one of *names*, that has no end tag; None if there is none.

    Only text may stand between the two, but some there must be.
    """
    has_text = False
    for before in range(place - 1, max(-1, place - _FURTHEST), -1):
        part = view.part(before)
        if part is None:
            has_text = has_text or not view.tokens[before].span.cut(view.source).isspace()
        elif part.name in names and part.is_start and before not in pairing.partners:
            return before if part.is_live and has_text and isinstance(view.tokens[before], StartTag) else None
        elif part.name not in TEXT_LEVEL_ELEMENTS or part.is_weak:
            return None
    return None
