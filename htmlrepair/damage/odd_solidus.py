r"""An end tag whose solidus has other signs beside it, or stands the other way round.

**What** ``<\/b>``, ``<\b>``, ``<//b>``, ``<./b>``: the name of an element that articles use, after ``<`` and a solidus
with a reverse solidus, a full stop or another solidus beside it; or a reverse solidus, or a sign like one, alone; or
``<?b>``, where the shift key was held too long. The full stop in ``<./p>`` ends the sentence before it, where that has
no end yet; so does the sign in ``</p.>``.

**Why** A browser shows it as text, or makes a comment of it, and the element runs on. JSON and scripts write the
solidus so, and what reads them forgets to unescape it; people hit the key beside; machine translation moves a sign in.

**Example** before and after::

    <b>x<\/b> y
    <b>x</b> y

**Confidence** Certain where the element is open. Without its start tag it is a guess in a document that is whole
otherwise: the text may show it on purpose.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import MEANT_ALONE, TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_END_TAG: Final = re.compile(
    r"<[^\S\r\n]?(?:\\[^\S\r\n]?/?|\./|(?<=<)\?|[.,;:|／⁄∕]|/[^\S\r\n]?(?:/|\./?|\\))[^\S\r\n]?([A-Za-z][A-Za-z0-9]*)[^\S\r\n]?>"
)
_SIGN_BEHIND: Final = re.compile(r"<[^\S\r\n]?/[^\S\r\n]?([A-Za-z][A-Za-z0-9]*)[^\S\r\n]?([.,;:!?。，、])[^\S\r\n]?>")
_GOES_ON: Final = re.compile(r"\s|</|\Z")
"""What follows a sign that stands after a word."""
_HOLD_SENTENCES: Final = frozenset({"dd", "li", "p", "td"})
_WITHOUT_END: Final = re.compile(r"[^\W_][\"'”’»)]?\s?(?:</[a-z0-9]{1,10}>\s?){0,3}\Z")
_TAG: Final = re.compile(r"<[^<>]*>")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS: Final = 5
"""Fewer are no sentence, but a name or a note."""
_LONGEST_SENTENCE: Final = 300
_LINE_BREAK: Final = re.compile(r"<(br|hr)[.,;:'’|\\-][^\S\r\n]?>", re.I)
"""The key beside the solidus, or beside the sign."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead eight characters and the name."""
    found = _END_TAG.match(source, pos) or _LINE_BREAK.match(source, pos) or _SIGN_BEHIND.match(source, pos)
    name = "" if found is None else found[1].lower()
    if found is None or not may_free_element(name) or (name in VOID_ELEMENTS and name not in MEANT_ALONE):
        return None
    stop = _moved_sign(source, found)
    reading = Reading(ReadingKind.END_TAG, name, f"{stop}</{found[1]}>")
    if name in VOID_ELEMENTS:
        reading = Reading(ReadingKind.START_TAG, name, f"<{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _moved_sign(source: str, found: re.Match[str]) -> str:
    """The sign in the end tag *found* that belongs to the text before it, which has none; empty if there is no such."""
    name = found[1].lower()
    if found[0].startswith("<./"):
        return "." if _lacks_full_stop(source, found.start(), name) else ""
    if found.re is not _SIGN_BEHIND:
        return ""
    if name in _HOLD_SENTENCES and found[2] in ".。":
        return found[2] if _lacks_full_stop(source, found.start(), name) else ""
    is_after_word = _WITHOUT_END.search(source, max(0, found.start() - _LONGEST_SENTENCE), found.start()) is not None
    is_inline = name in TEXT_LEVEL_ELEMENTS
    return found[2] if is_inline and is_after_word and _GOES_ON.match(source, found.end()) else ""


def _lacks_full_stop(source: str, pos: int, name: str) -> bool:
    """Whether a sentence stands before *pos* in the element *name*, and the sign at its end is missing."""
    if name not in _HOLD_SENTENCES or _WITHOUT_END.search(source, max(0, pos - _LONGEST_SENTENCE), pos) is None:
        return False
    start = source.rfind(f"<{name}", max(0, pos - _LONGEST_SENTENCE), pos)
    text = source[start if start >= 0 else max(0, pos - _LONGEST_SENTENCE) : pos]
    return len(_WORD.findall(_TAG.sub(" ", text))) >= _FEWEST_WORDS


DAMAGE: Final = DamageClass("odd-solidus", "<", match, r"[\s\\/.,;:|?／⁄∕BbHh]", module=__name__)
