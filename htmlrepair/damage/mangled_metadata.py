"""A mangled tag of the head that no repair may make of text, such as ``meta``, ``link`` or ``script``.

**What** ``< meta charset = "utf-8" >``, ``＜link rel="icon" href="a.png"＞``, ``< script src = "a.js" >< / script >``:
white space after the sign, a no-break space after the name, or signs of another width, where only metadata stands
before it in its document. A script or a style sheet is taken with its text and its end tag, as long as no tag stands in
it that browsers read.

**Why** A browser shows it as text, or reads an unknown element, which ends the head: what comes after it, the title
too, is taken for the body. Machine translation of whole pages writes it.

**Example** before and after::

    < head >< meta name = "author" >< title >Tides< / title >< / head >
    <head><!--< meta name = "author" >--><title>Tides</title></head>

**Confidence** Likely, and only behind a doctype or a tag of the head. Such a tag can send requests and run scripts, so
it does not come alive: a comment keeps it, for people to look at. In the body it stays text.

**Spec** https://html.spec.whatwg.org/multipage/semantics.html#document-metadata
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_ODD_SPACE: Final = r"[^\S\t\n\f\r ]"
"""White space that is a part of the tag name to a browser."""
_OPEN: Final = rf"(?:<\s{{1,40}}|＜\s{{0,40}}|<(?=[A-Za-z]{{4,6}}{_ODD_SPACE}))"
_VOID: Final = re.compile(rf"{_OPEN}(?:base|link|meta)(?=[\s/])[^<>＜＞]{{1,1000}}[>＞]", re.I)
_WITH_TEXT: Final = re.compile(
    rf"{_OPEN}(script|style)(?:\s[^<>＜＞]{{0,1000}})?[>＞](?:[^<]|<(?![A-Za-z/!?])){{0,4000}}?"
    r"[<＜]\s{0,40}[/／]\s{0,40}\1\s{0,40}[>＞]",
    re.I,
)
_BEHIND_TAG: Final = re.compile(r"[>＞]\s{0,40}\Z")
_NOT_IN_COMMENT: Final = re.compile(r"--|<!")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The tag of the head at *pos*, where a bracket stands, with what its element holds; looks ahead 6,000."""
    if _BEHIND_TAG.search(source, max(0, pos - 41), pos) is None:
        return None
    found = _VOID.match(source, pos) or _WITH_TEXT.match(source, pos)
    if found is None or _NOT_IN_COMMENT.search(found[0]):
        return None
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(ReadingKind.COMMENT, "", f"<!--{found[0]}-->"))


DAMAGE: Final = DamageClass("mangled-metadata", "<＜", match, r"[\sA-Za-z]", module=__name__)
