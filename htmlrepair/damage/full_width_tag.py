"""A tag between full-width brackets.

**What** ``＜strong＞``, ``＜/p＞``, ``＜br＞``: U+FF1C or U+FF1E in place of an angle bracket round the
name of an element, whose letters may be of full width too. ``<p＞`` is another matter: a browser takes it for the
beginning of a tag.

**Why** A browser shows it as text. Chinese and Japanese input methods, shop databases and machine translation write it.

**Example** before and after::

    ＜strong＞58＜/strong＞
    <strong>58</strong>

**Confidence** Certain with a partner, and for void elements; without either it stays, and so does ``＜注意＞``.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, has_blank_line, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_WIDE_TAG: Final = re.compile(r"＜\s?([/／]?)\s?([Ａ-Ｚａ-ｚ][Ａ-Ｚａ-ｚ０-９]{0,9})\s?＞")
_OPEN: Final = re.compile(r"(?:＜|<(?=[\s／]))\s{0,4}([/／]?)\s{0,4}(?=[A-Za-z])")
_END: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s{0,4}[>＞]")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a bracket of either width stands; looks ahead as far as ``read_tag`` does."""
    wide = _WIDE_TAG.match(source, pos)
    if wide is not None:
        return _with_wide_name(source, wide)
    opening = _OPEN.match(source, pos)
    if opening is None or has_blank_line(source, pos, opening.end()):
        return None
    if opening[1]:
        end_tag = _END.match(source, opening.end())
        name = "" if end_tag is None else end_tag[1].lower()
        if end_tag is None or not may_free_element(name) or name in VOID_ELEMENTS:
            return None
        if not _has_full_width_bracket(source, pos, end_tag.end()):
            return None
        reading = Reading(ReadingKind.END_TAG, name, f"</{end_tag[1]}>")
        return malformed(source, pos, end_tag.end(), DAMAGE.code, reading)
    tag = read_tag(source, opening.end(), ">＞")
    if tag is None or not may_free_element(tag.name.lower()) or has_blank_line(source, pos, tag.end):
        return None
    if not _has_full_width_bracket(source, pos, tag.end):
        return None
    return malformed(source, pos, tag.end, DAMAGE.code, start_tag_reading(tag))


def _with_wide_name(source: str, tag: re.Match[str]) -> MalformedMarkup | None:
    """The malformed *tag*, of which the name is in full-width letters too."""
    name = normalize("NFKC", tag[2])
    if not may_free_element(name.lower()) or (tag[1] and name.lower() in VOID_ELEMENTS):
        return None
    kind, solidus = (ReadingKind.END_TAG, "/") if tag[1] else (ReadingKind.START_TAG, "")
    return malformed(source, *tag.span(), DAMAGE.code, Reading(kind, name.lower(), f"<{solidus}{name}>"))


def _has_full_width_bracket(source: str, start: int, end: int) -> bool:
    return source[start] == "＜" or source[end - 1] == "＞"


DAMAGE: Final = DamageClass("full-width-tag", "＜<", match, r"[\s/／A-Za-zＡ-Ｚａ-ｚ]", module=__name__)
