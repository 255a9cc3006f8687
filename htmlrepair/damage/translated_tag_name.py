"""A tag whose name was translated, while that of its partner was not.

**What** ``<fuerte>…</strong>``, ``<strong>…</强>``: a word that means the name of an element, or spells it
in the letters of a language, in one of the two tags. Of ``<code>…<代码>`` the second has lost its solidus too.

**Why** A browser makes an unknown element of the start tag, and a comment of an end tag in another script. Machine
translation takes the name for a word of the text.

**Example** before and after::

    <fuerte>Ebb</strong> and flood
    <strong>Ebb</strong> and flood

**Confidence** Certain with the partner, which stands near. Where both names were translated, or none that is left, the
word may be a placeholder, and stays, unless it is the partner of such a name elsewhere in the text.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseTag, read_attributes
from htmlrepair.knowledge.elements import UNCLOSED_ELEMENTS
from htmlrepair.knowledge.translations import TRANSLATIONS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_AROUND: Final = 2000
"""How far away the partner may stand."""
_ONE: Final = frozenset("een ein en ett jeden o um un una une unu uno один 一个 一個 一つ".split())
"""What the name of a link is translated by, which is an article too; its address settles it."""
_TAG: Final = re.compile(r"<\s?(/?)\s?([^\W\d_]{1,12})(?:\s?>|(?=\s{1,3}[a-z]{2,12}\s?=))")
_LONGEST: Final = 400
"""How long a start tag with attributes may be."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ``_AROUND`` characters to one side for its partner."""
    found = _TAG.match(source, pos)
    written = "" if found is None else found[2].lower()
    name = TRANSLATIONS.get(written, "")
    if found is None or not (name or written in _ONE):
        return None
    if not found[0].endswith(">"):
        return None if found[1] else _with_attributes(source, pos, found.end(), name or "a", written)
    if not name:
        is_link_end = found[1] and _is_open(source[max(0, pos - _AROUND) : pos], "a")
        link_end = Reading(ReadingKind.END_TAG, "a", "</a>")
        return malformed(source, pos, found.end(), DAMAGE.code, link_end) if is_link_end else None
    if found[1]:
        before = source[max(0, pos - _AROUND) : pos].lower()
        partner = max((tag.start() for tag in re.finditer(rf"<\s?{name}\b", before)), default=-1)
        is_partner_near = partner > before.rfind(f"<{written}")
        reading = Reading(ReadingKind.END_TAG, name, f"</{name}>")
    else:
        is_partner_near, has_end = _ends(source, found.end(), name, written)
        reading = Reading(ReadingKind.START_TAG, name, f"<{name}>")
        if not has_end and name not in UNCLOSED_ELEMENTS and _is_open(source[max(0, pos - _AROUND) : pos], name):
            is_partner_near = True
            reading = Reading(ReadingKind.END_TAG, name, f"</{name}>")
    is_tag = is_partner_near or _is_attested(source, pos, name, written)
    return malformed(source, pos, found.end(), DAMAGE.code, reading) if is_tag else None


def _with_attributes(source: str, pos: int, name_end: int, name: str, written: str) -> MalformedMarkup | None:
    """The start tag at *pos* with attributes behind its name; None without an end tag, or a link without address."""
    attributes, end = read_attributes(source, name_end, min(len(source), pos + _LONGEST))
    close = re.compile(r"\s?>").match(source, end)
    if close is None or not all(attribute.is_plausible for attribute in attributes):
        return None
    if any("<" in attribute.value or not attribute.is_quoted for attribute in attributes):
        return None
    if name == "a" and not any(attribute.name == "href" for attribute in attributes):
        return None
    is_partner_near, has_end = _ends(source, close.end(), name, written)
    if not (is_partner_near and has_end) and not _is_attested(source, pos, name, written):
        return None
    reading = start_tag_reading(LooseTag(name, attributes, False, close.end()))
    return malformed(source, pos, close.end(), DAMAGE.code, reading)


def _ends(source: str, pos: int, name: str, written: str) -> tuple[bool, bool]:
    """(whether the first end tag of either name from *pos* on is one of *name*, whether no start tag is before it)."""
    after = source[pos : pos + _AROUND].lower()
    end_tag = re.search(rf"</\s?(?:({name})\b|{written})", after)
    is_partner_near = end_tag is not None and end_tag[1] is not None
    return is_partner_near, end_tag is not None and f"<{name}" not in after[: end_tag.start()]


def _is_attested(source: str, pos: int, name: str, written: str) -> bool:
    """Whether, near *pos*, an element has *name* in one of its tags and *written* in the other."""
    tags = re.compile(rf"<(/?)\s?(?:({name})|{written})(?=[\s>])", re.I)
    near = tags.finditer(source, max(0, pos - _AROUND), pos + _AROUND)
    return any(end[1] and not start[1] and bool(start[2]) is not bool(end[2]) for start, end in pairwise(near))


def _is_open(before: str, name: str) -> bool:
    """Whether the last tag of *name* in *before* is a start tag."""
    before = before.lower()
    return max(before.rfind(f"<{name}>"), before.rfind(f"<{name} ")) > before.rfind(f"</{name}")


DAMAGE: Final = DamageClass("translated-tag-name", "<", match, r"[\s/\w]", module=__name__)
