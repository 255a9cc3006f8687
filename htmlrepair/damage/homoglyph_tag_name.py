"""A tag whose name has letters of another script that look like its own.

**What** ``</р>`` with a Cyrillic er, ``<ѕtrong>``, ``</ο>``, ``<а href="/x">``, ``</ｐ>``: letters that look like those
of the name of an element.

**Why** A browser makes a comment of the end tag, and shows the start tag as text. People type it by hand, in the layout
of the language that they write, or with an input method that writes wide letters.

**Example** before and after::

    <p>вода</р>
    <p>вода</p>

**Confidence** Certain where the element is open, likely for any such end tag, which no one sees. A start tag needs its
partner, or other damage in the document.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#end-tag-open-state
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_LETTERS: Final = ascii_letters + digits
_WIDE: Final = "".join(chr(ord(letter) + 0xFEE0) for letter in _LETTERS)
_LOOKS_LIKE: Final = str.maketrans(
    "авеікмнорсԁтухѕһԛԝьАВЕІКМНОРСТУХЅЬαβεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧ" + _WIDE,
    "abeikmhopcdtyxshqwbABEIKMHOPCTYXSbabeikvoptuxABEHIKMNOPTYX" + _LETTERS,
)
_LONGEST: Final = 600
_START: Final = re.compile(r"<\s?([^\W_]{1,10})(?=\s+[A-Za-z])")
_TAG: Final = re.compile(r"<\s?(/?)\s?([^\W_]{1,10})\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ahead ``_LONGEST`` characters."""
    start = _START.match(source, pos)
    if start is not None and not start[1].isascii():
        return _with_attributes(source, pos, start)
    found = _TAG.match(source, pos)
    if found is None or found[2].isascii():
        return None
    written = found[2].translate(_LOOKS_LIKE)
    name = written.lower()
    if not may_free_element(name) or (found[1] and name in VOID_ELEMENTS):
        return None
    kind = ReadingKind.END_TAG if found[1] else ReadingKind.START_TAG
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(kind, name, f"<{found[1]}{written}>"))


def _with_attributes(source: str, pos: int, start: re.Match[str]) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, of which *start* is the beginning."""
    begin, end = start.span(1)
    tag = read_tag(start[1].translate(_LOOKS_LIKE) + source[end : begin + _LONGEST], 0)
    if tag is None or not tag.attributes or not may_free_element(tag.name.lower()):
        return None
    return malformed(source, pos, begin + tag.end, DAMAGE.code, start_tag_reading(tag))


DAMAGE: Final = DamageClass("homoglyph-tag-name", "<", match, r"[\s/\w]", module=__name__)
