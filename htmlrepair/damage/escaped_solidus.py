r"""An end tag whose solidus has a reverse solidus before it.

**What** ``<\/b>``, ``<\ /p>``: the name of an element that articles use, after ``<``, ``\`` and ``/``.

**Why** A browser shows it as text. JSON and scripts write the solidus so, and what reads them forgets to unescape it.

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
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_END_TAG: Final = re.compile(r"<[^\S\r\n]?\\[^\S\r\n]?/[^\S\r\n]?([A-Za-z][A-Za-z0-9]*)[^\S\r\n]?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead six characters and the name."""
    found = _END_TAG.match(source, pos)
    name = "" if found is None else found[1].lower()
    if found is None or not may_free_element(name) or name in VOID_ELEMENTS:
        return None
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(ReadingKind.END_TAG, name, f"</{found[1]}>"))


DAMAGE: Final = DamageClass("escaped-solidus", "<", match, r"[\s\\]", module=__name__)
