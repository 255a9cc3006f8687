"""A tag whose name was translated, while that of its partner was not.

**What** ``<fuerte>…</strong>``, ``<strong>…</强>``: a word that means the name of an element, or spells it
in the letters of a language, in one of the two tags. Of ``<code>…<代码>`` the second has lost its solidus too. Any
other word is one before text and the end tag of an element that is not open.

**Why** A browser makes an unknown element of the start tag, and a comment of an end tag in another script. Machine
translation takes the name for a word of the text.

**Example** before and after::

    <fuerte>Ebb</strong> and flood
    <strong>Ebb</strong> and flood

**Confidence** Certain with the partner, which stands near. Where both names were translated, or none that is left, the
word may be a placeholder, and stays, unless it is the partner of such a name elsewhere in the text, or stands directly
in what holds nothing else, such as a list. Likely for words that are known from their end tag alone.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseTag, read_attributes
from htmlrepair.knowledge.elements import ELEMENTS, UNCLOSED_ELEMENTS
from htmlrepair.knowledge.translations import TRANSLATIONS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE", "is_guessed"]

_AROUND: Final = 2000
"""How far away the partner may stand."""
_ONE: Final = frozenset("een ein en ett jeden o um un una une unu uno один 一个 一個 一つ".split())
"""What the name of a link is translated by, which is an article too; its address settles it."""
_TAG: Final = re.compile(r"<\s?(/?)\s?([^\W\d_]{1,12})(?:\s?>|(?=\s{1,3}[a-z]{2,12}\s?=))")
_TEXT_AND_END: Final = re.compile(r"[^<>]{1,200}</\s?(b|em|i|strong|u)\s?>", re.I)
"""What stands behind a start tag that only its end tag tells the name of; these elements are short."""
_JOINED_BEFORE: Final = re.compile(r"[A-Za-z0-9_<]\Z")
"""What stands before ``<T>`` in code."""
_ROW_WORDS: Final = "|".join(word for word, name in TRANSLATIONS.items() if name == "tr")
_PARENTS: Final = {"li": "menu|ol|ul", "td": f"tr|{_ROW_WORDS}", "tr": "table|tbody|tfoot|thead"}
"""What holds nothing else, so that a name of another language in it is known."""
_LONGEST: Final = 400
"""How long a start tag with attributes may be."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ``_AROUND`` characters to one side for its partner."""
    found = _TAG.match(source, pos)
    written = "" if found is None else found[2].lower()
    name = TRANSLATIONS.get(written, "")
    if found is None:
        return None
    if not (name or written in _ONE):
        return _with_unknown_name(source, found)
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


def _with_unknown_name(source: str, tag: re.Match[str]) -> MalformedMarkup | None:
    """The start *tag* whose name is that of no element, before some text and an end tag that has no start tag.

    None where it has an end tag of its own.
    """
    end_tag = _TEXT_AND_END.match(source, tag.end())
    if end_tag is None or tag[1] or not tag[0].endswith(">") or tag[2] != tag[2].lower() or tag[2] in ELEMENTS:
        return None
    name = end_tag[1].lower()
    if _JOINED_BEFORE.search(source, max(0, tag.start() - 1), tag.start()) or _depth(source, tag.start(), name):
        return None
    if f"</{tag[2]}" in source[end_tag.end() : end_tag.end() + _AROUND]:
        return None
    reading = Reading(ReadingKind.START_TAG, name, f"<{name}>")
    return malformed(source, tag.start(), tag.end(), DAMAGE.code, reading)


def _depth(source: str, pos: int, name: str) -> int:
    """How many elements of *name* are open at *pos*, as far as the tags before it tell."""
    depth = 0
    for tag in re.finditer(rf"<\s?(/?)\s?{name}\b", source[max(0, pos - _AROUND) : pos], re.I):
        depth = max(0, depth - 1) if tag[1] else depth + 1
    return depth


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
    """Whether, near *pos*, *written* is the partner of *name*, or stands where no other element may."""
    span = max(0, pos - _AROUND), pos + _AROUND
    if name in _PARENTS and _in_its_place(name, written).search(source, *span):
        return True
    tags = re.compile(rf"<(/?)\s?(?:({name})|{written})(?=[\s>])", re.I).finditer(source, *span)
    return any(end[1] and not start[1] and bool(start[2]) is not bool(end[2]) for start, end in pairwise(tags))


@lru_cache(maxsize=64)
def _in_its_place(name: str, written: str) -> re.Pattern[str]:
    """A pattern of the start tag *written* for *name* as the first thing in its parent."""
    return re.compile(rf"<\s?(?:{_PARENTS[name]})\b[^<>]{{0,{_LONGEST}}}>\s{{0,{_LONGEST}}}<\s?{written}[\s>]", re.I)


def is_guessed(token: MalformedMarkup) -> bool:
    """Whether *token* has a name of which nothing is known but its partner."""
    found = _TAG.match(token.text) if token.code == DAMAGE.code else None
    return found is not None and found[2].lower() not in TRANSLATIONS and found[2].lower() not in _ONE


def _is_open(before: str, name: str) -> bool:
    """Whether the last tag of *name* in *before* is a start tag."""
    before = before.lower()
    return max(before.rfind(f"<{name}>"), before.rfind(f"<{name} ")) > before.rfind(f"</{name}")


DAMAGE: Final = DamageClass("translated-tag-name", "<", match, r"[\s/\w]", module=__name__)
