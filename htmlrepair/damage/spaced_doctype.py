"""A doctype whose delimiter has come apart, or lost a sign.

**What** ``< ! DOCTYPE html >``, ``<! doctype html>``, ``＜！DOCTYPE html＞``, ``<DOCTYPE html>``, ``!DOCTYPE html>``,
at the beginning of the document.

**Why** A browser shows it as text, or takes it for a comment, and renders the page in quirks mode either way.

**Example** before and after::

    < ! DOCTYPE html ><p>x</p>
    <!DOCTYPE html><p>x</p>

**Confidence** Certain at the beginning of the document, comments and an XML declaration aside, with no text after it
on its line; elsewhere a doctype means nothing and the text stays.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#the-doctype
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_DOCTYPE: Final = re.compile(
    r"(?:[<＜]\s{0,4}[!！]?|!)\s{0,4}(doctype)\s{1,4}(html\b[^<>＜＞]{0,200}?)\s{0,4}[>＞]"
    r"(?=[ \t]*(?:[\r\n<＜]|&lt;|\Z))",
    re.I,
)
_FURTHEST: Final = 100
"""How far from the beginning a doctype without its first sign may stand."""
_QUOTED: Final = re.compile(r"\s*\"([^\"]*)\"")
_GAP: Final = re.compile(r"\s*//\s*")
_SOUND: Final = re.compile(r"<!doctype", re.I)


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed doctype at *pos*, where a bracket or ``!`` stands; looks ahead 220 characters."""
    found = _DOCTYPE.match(source, pos)
    if found is None or _SOUND.match(source, pos):
        return None
    if source[pos] == "!" and (pos > _FURTHEST or source[:pos].strip()):
        return None  # the end of a sentence, or of a bracket before it
    if source.startswith("<!", pos) and source[found.end() - 1] != ">":
        return None  # to a browser this is a comment that goes on to the next ASCII sign
    reading = Reading(ReadingKind.DOCTYPE, "html", f"<!{found[1]} {_without_gaps(found[2])}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _without_gaps(text: str) -> str:
    """*text* of a doctype, its identifiers without the white space that none has at these places."""
    return _QUOTED.sub(lambda quoted: f' "{_GAP.sub("//", quoted[1].strip())}"', text)


DAMAGE: Final = DamageClass("spaced-doctype", "<＜!", match, r"[\s!！Dd]", module=__name__)
