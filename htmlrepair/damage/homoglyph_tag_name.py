"""A tag whose name has letters of another script, or digits, that look like its own.

**What** ``</р>`` with a Cyrillic er, ``<ѕtrong>``, ``</ο>``, ``<а href="/x">``, ``</ｐ>``, ``<lı>``: letters that look
like those of the name of an element; in some names digits too, as in ``<1i>`` and ``<tab1e>``.

**Why** A browser makes a comment of the end tag, and shows the start tag as text. People type it by hand, in the layout
of the language that they write, or with an input method that writes wide letters; capitals become small as in Turkish;
text recognition mistakes digits for letters.

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
from htmlrepair.damage.freed_text import frees_nothing_active
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.elements import ELEMENTS, VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_LETTERS: Final = ascii_letters + digits
_WIDE: Final = "".join(chr(ord(letter) + 0xFEE0) for letter in _LETTERS)
_LOOKS_LIKE: Final = str.maketrans(
    "авеікмнорсԁтухѕһԛԝьӏАВЕІКМНОРСТУХЅЬӀαβεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧօոսհɡıİ" + _WIDE,
    "abeikmhopcdtyxshqwblABEIKMHOPCTYXSbIabeikvoptuxABEHIKMNOPTYXonuhgiI" + _LETTERS,
)
_SCANNED: Final = str.maketrans({"0": "o", "1": "l", "I": "l"})
"""What text recognition takes one for the other."""
_SCANNED_NAMES: Final = frozenset("blockquote code dl li ol small strong table ul".split())
"""Names that hold such a letter, and of which no placeholder is made by it, as ``<b1>`` is."""
_LISTS: Final = frozenset({"dl", "ol", "ul"})
"""But ``<u1>`` is, unless an item follows."""
_AROUND: Final = 2000
"""How far before an end tag its list begins."""
_LONGEST: Final = 600
_START: Final = re.compile(r"<\s?([^\W_]{1,10})(?=\s+[A-Za-z])")
_TAG: Final = re.compile(r"<\s?(/?)\s?([^\W_]{1,10})\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ahead ``_LONGEST`` characters."""
    start = _START.match(source, pos)
    if start is not None:
        return _with_attributes(source, pos, start)
    found = _TAG.match(source, pos)
    if found is None:
        return None
    written = _meant(source, found[2], found.start(1), found.end(2))
    name = written.lower()
    if not may_free_element(name) or (found[1] and name in VOID_ELEMENTS):
        return None
    kind = ReadingKind.END_TAG if found[1] else ReadingKind.START_TAG
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(kind, name, f"<{found[1]}{written}>"))


def _meant(source: str, written: str, start: int, end: int) -> str:
    """The name that *written* looks like, between the two offsets with its solidus; empty where it looks like none."""
    if not written.isascii():
        return written.translate(_LOOKS_LIKE)
    name = "" if written.lower() in ELEMENTS else written.translate(_SCANNED)
    if name == written or name not in _SCANNED_NAMES:
        return ""
    if name in _LISTS and not written.startswith("0"):
        is_end = source[start] == "/"
        list_start = re.compile(rf"(?:(?<=<){name}|{written})\b[^<>]{{0,{_LONGEST}}}>\s{{0,40}}<(?:[l1I]i|d[dt])[\s>]")
        found = list_start.search(source, max(0, start - _AROUND), start) if is_end else list_start.match(source, start)
        return name if found is not None else ""
    return name


def _with_attributes(source: str, pos: int, start: re.Match[str]) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, of which *start* is the beginning."""
    begin, end = start.span(1)
    name = _meant(source, start[1], begin, end)
    tag = read_tag(name + source[end : begin + _LONGEST], 0)
    if not name or tag is None or not tag.attributes or not may_free_element(tag.name.lower()):
        return None
    if start[1][0] in ascii_letters and not frees_nothing_active(source, pos, begin + tag.end):
        return None  # to a browser it is a tag too, which may end elsewhere
    return malformed(source, pos, begin + tag.end, DAMAGE.code, start_tag_reading(tag))


DAMAGE: Final = DamageClass("homoglyph-tag-name", "<", match, r"[\s/\w]", module=__name__)
