"""A tag whose brackets are doubled.

**What** ``<<p>>text<</p>>``, ``< <b> >``, ``<<b>text<</b>``: the less-than sign twice, and the greater-than sign too
or not, with the other tag of the element written the same; and ``<<td>``, ``<</ul>``.

**Why** A browser shows the outer signs as text. Scripts that put brackets round names put them round whole tags.

**Example** before and after::

    <<p>>Ebb and <<b>>flow<</b>><</p>>
    <p>Ebb and <b>flow</b></p>

**Confidence** Certain with the other tag: ``<<name>>`` alone is a placeholder, and ``<<b>name</b>>`` one in bold.
A sign alone before a block, or at the end of a list, a table or a row, stands for nothing.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#parse-error-invalid-first-character-of-tag-name
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.elements import (
    CELLS,
    HEADINGS,
    LIST_PARTS,
    LISTS,
    RAW_TEXT_ELEMENTS,
    STRUCTURE_ELEMENTS,
    TABLE_CONTEXT,
    TEXT_LEVEL_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_FURTHEST: Final = 1200
"""How far away other tags that are written so are looked for."""
_OPEN: Final = re.compile(r"<\s?<\s?(/?)\s?(?=[A-Za-z])")
_END: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s?>(\s?>)?")
_SECOND_CLOSE: Final = re.compile(r"\s?>")
_BEHIND_TAG: Final = re.compile(r"(?:\A|[\r\n>])[^\S\r\n]*\Z")
_MAX_INDENT: Final = 40
_NAMES: Final = "|".join(sorted(TEXT_LEVEL_ELEMENTS | LIST_PARTS | CELLS | HEADINGS | {"p", "div", "tr"}))
_START: Final = re.compile(rf"<\s?<\s?(?:{_NAMES})(?:\s[^<>]{{0,400}})?\s?>", re.I)
_WHOLE_END: Final = re.compile(rf"<\s?<\s?/\s?(?:{_NAMES})\s?>\s?>", re.I)
_HALF_END: Final = re.compile(rf"<\s?<\s?/\s?(?:{_NAMES})\s?>(?!\s?>)", re.I)
_LONGEST_START: Final = 240
_HOLDS_SIGN: Final = re.compile(r"(?<!<)(?<!<\s)<[A-Za-z][^<>]{0,200}>\s?\Z")
"""A start tag directly before: what it begins holds a sign and nothing else."""
_HOLD_NO_TEXT: Final = LISTS | TABLE_CONTEXT | {"dl"}


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ``_FURTHEST`` characters ahead or back."""
    opening = _OPEN.match(source, pos)
    if opening is None:
        return None
    found = _end_tag(source, opening) if opening[1] else _start_tag(source, opening)
    if found is None:
        return None
    reading, end, is_whole = found
    if not may_free_element(reading.name) or reading.name in RAW_TEXT_ELEMENTS or reading.dropped:
        return None
    if not (_is_told(source, pos, end, reading, is_whole) or _is_out_of_place(source, pos, reading)):
        return None
    return malformed(source, pos, end, DAMAGE.code, reading)


def _end_tag(source: str, opening: re.Match[str]) -> tuple[Reading, int, bool] | None:
    """The end tag that begins so, the offset after it, and whether its second bracket is doubled too."""
    found = _END.match(source, opening.end())
    if found is None or found[1].lower() in VOID_ELEMENTS:
        return None
    return Reading(ReadingKind.END_TAG, found[1].lower(), f"</{found[1]}>"), found.end(), found[2] is not None


def _start_tag(source: str, opening: re.Match[str]) -> tuple[Reading, int, bool] | None:
    """The same for a start tag."""
    tag = read_tag(source, opening.end())
    if tag is None:
        return None
    second = _SECOND_CLOSE.match(source, tag.end)
    return start_tag_reading(tag), tag.end if second is None else second.end(), second is not None


def _is_told(source: str, start: int, end: int, reading: Reading, is_whole: bool) -> bool:
    """Whether tags nearby tell that the brackets are doubled: start tags about end tags, end tags about start tags.

    An end tag with both brackets doubled tells by itself, and so does a start tag with attributes.
    """
    before, after = max(0, start - _FURTHEST), end + _FURTHEST
    if reading.kind is ReadingKind.END_TAG:
        holds_sign = _near(_HOLDS_SIGN, source, max(0, start - _LONGEST_START), start)
        return is_whole or (not holds_sign and _near(_START, source, before, after))
    if is_whole:
        return "=" in reading.spelling or _near(_WHOLE_END, source, before, after)
    return reading.name not in VOID_ELEMENTS and _near(_HALF_END, source, before, after)


def _near(pattern: re.Pattern[str], source: str, start: int, end: int) -> bool:
    return pattern.search(source, start, end) is not None


def _is_out_of_place(source: str, pos: int, reading: Reading) -> bool:
    """Whether the sign stands before a block, or in what holds no text, behind a tag or at the beginning of a line."""
    if reading.kind is ReadingKind.START_TAG:
        is_outside = reading.name in STRUCTURE_ELEMENTS
    else:
        holds_sign = _near(_HOLDS_SIGN, source, max(0, pos - _LONGEST_START), pos)
        is_outside = reading.name in _HOLD_NO_TEXT and not holds_sign
    if not is_outside:
        return False
    return _BEHIND_TAG.search(source, max(0, pos - _MAX_INDENT), pos) is not None


DAMAGE: Final = DamageClass("doubled-bracket", "<", match, r"[\s<]", is_plain=True, module=__name__)
