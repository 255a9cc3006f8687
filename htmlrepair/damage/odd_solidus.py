r"""An end tag whose solidus has other signs beside it, or stands the other way round.

**What** ``<\/b>``, ``<\b>``, ``<//b>``, ``<./b>``: the name of an element that articles use, after ``<`` and a solidus
with a reverse solidus, a full stop or another solidus beside it; or a reverse solidus, or a sign like one, alone.

**Why** A browser shows it as text, or makes a comment of it, and the element runs on. JSON and scripts write the
solidus so, and what reads them forgets to unescape it; people hit the key beside.

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
from htmlrepair.knowledge.elements import MEANT_ALONE, VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_END_TAG: Final = re.compile(
    r"<[^\S\r\n]?(?:\\[^\S\r\n]?/?|\./|[.,;:|／⁄∕]|/[^\S\r\n]?(?:/|\./?|\\))[^\S\r\n]?([A-Za-z][A-Za-z0-9]*)[^\S\r\n]?>"
)
_LINE_BREAK: Final = re.compile(r"<(br|hr)[.,;:'’|\\-][^\S\r\n]?>", re.I)
"""The key beside the solidus, or beside the sign."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead eight characters and the name."""
    found = _END_TAG.match(source, pos) or _LINE_BREAK.match(source, pos)
    name = "" if found is None else found[1].lower()
    if found is None or not may_free_element(name) or (name in VOID_ELEMENTS and name not in MEANT_ALONE):
        return None
    reading = Reading(ReadingKind.END_TAG, name, f"</{found[1]}>")
    if name in VOID_ELEMENTS:
        reading = Reading(ReadingKind.START_TAG, name, f"<{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("odd-solidus", "<", match, r"[\s\\/.,;:|／⁄∕BbHh]", module=__name__)
