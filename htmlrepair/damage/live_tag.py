"""Damage inside a start tag that browsers read as one: which characters of it to change, and whether that is safe."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final

from htmlrepair.allowlist import may_free_attribute, may_free_element
from htmlrepair.attributes import parse_attributes
from htmlrepair.damage import (
    control_character_reference,
    curly_quotes,
    missing_semicolon_after_character_reference,
    shifted_quotes,
    spaced_value,
    unexpected_solidus_in_tag,
)
from htmlrepair.damage.base import CURLY_QUOTES
from htmlrepair.damage.loose import LooseAttribute, read_attributes
from htmlrepair.damage.values import mended_value
from htmlrepair.source import Span
from htmlrepair.tokens import Slip

__all__ = ["find_slips"]

_SUSPECT: Final = re.compile(rf"[{CURLY_QUOTES}‘’‚‛&]|/[\t\n\f\r ]+>|#\s|\s[\"']|=\s*[\"'][^\"']*\s[^\"']*[\"']")
"""What every slip shows; a tag without it is not looked at more closely."""
_CLOSE: Final = re.compile(r"[\s/]*>\Z")


def find_slips(name: str, text: str, start: int) -> tuple[Slip, ...]:
    """The slips in the live start tag *text* of the element *name*, which begins at offset *start*; sorted by place.

    Empty unless the tag with all of them mended has only attributes that it had before, or that the allow-list admits.
    """
    if not _SUSPECT.search(text):
        return ()
    attributes, stop = read_attributes(text, len(name) + 1, len(text))
    if not _CLOSE.match(text, stop):
        return ()
    slips = _value_slips(attributes) if may_free_element(name) else []
    if slips and not _gains_nothing(text, slips):
        slips = []
    mended = [slip.span for slip in slips]
    slips += [slip for slip in _reference_slips(text, attributes) if not _overlaps(slip.span, mended)]
    solidus = unexpected_solidus_in_tag.find(name, text)
    if solidus is not None:
        slips.append(Slip(unexpected_solidus_in_tag.DAMAGE.code, solidus, "/>"))
    slips.sort(key=lambda slip: slip.span)
    return tuple(
        Slip(slip.code, Span(slip.span.start + start, slip.span.end + start), slip.replacement) for slip in slips
    )


def _value_slips(attributes: tuple[LooseAttribute, ...]) -> list[Slip]:
    slips = []
    is_shifted_tag = False
    for attribute, following in zip_longest(attributes, attributes[1:]):
        is_curly = attribute.is_quoted and attribute.quote not in "\"'"
        is_shifted = shifted_quotes.is_shifted(attribute, following)
        is_shifted_tag = is_shifted_tag or is_shifted
        value = mended_value(attribute.name, attribute.value, is_curly or is_shifted_tag)
        if is_shifted:
            value = value.rstrip()
        if is_curly or is_shifted:
            mark = "'" if '"' in value or attribute.quote == "'" else '"'
            code = shifted_quotes.DAMAGE.code if is_shifted else curly_quotes.DAMAGE.code
            gap = " " if following is not None and following.start == attribute.end else ""
            slips.append(Slip(code, Span(attribute.value_start - 1, attribute.end), f"{mark}{value}{mark}{gap}"))
        elif value != attribute.value:
            inside = curly_quotes.mend(attribute.name, attribute.value, False) is not None
            code = curly_quotes.DAMAGE.code if inside else spaced_value.DAMAGE.code
            end = attribute.value_start + len(attribute.value)
            slips.append(Slip(code, Span(attribute.value_start, end), value))
    return slips


def _gains_nothing(text: str, slips: list[Slip]) -> bool:
    """Whether a browser reads from the mended tag only what it read before, or what the allow-list admits."""
    before = {attribute.name: attribute.value for attribute in parse_attributes(text)}
    pieces: list[str] = []
    at = 0
    for slip in slips:
        pieces += (text[at : slip.span.start], slip.replacement)
        at = slip.span.end
    after = parse_attributes("".join((*pieces, text[at:])))
    return all(
        before.get(attribute.name) == attribute.value
        or may_free_attribute(attribute.name, attribute.value.replace("&", "&amp;"))
        for attribute in after
    )


def _reference_slips(text: str, attributes: tuple[LooseAttribute, ...]) -> list[Slip]:
    slips = []
    for attribute in attributes:
        if attribute.quote not in ("", "=", '"', "'"):
            continue
        pos = text.find("&", attribute.value_start, attribute.end)
        while pos >= 0:
            found = control_character_reference.match(text, pos)
            if found is None:
                found = missing_semicolon_after_character_reference.match_in_attribute(text, pos)
            if found is not None and found.span.end <= attribute.end:
                slips.append(Slip(found.code, found.span, found.readings[0].spelling))
            pos = text.find("&", pos + 1, attribute.end)
    return slips


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
