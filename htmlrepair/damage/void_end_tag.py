"""An end tag of a void element.

**What** ``</br>``, ``</img>``, ``</hr>``.

**Why** A browser reads ``</br>`` as one more ``<br>``, so a line turns into two, and drops the others. Machine
translation and hand-written XHTML close what has no content.

**Example** before and after::

    one<br></br>two
    one<br>two

**Confidence** Certain for elements other than ``br``, where the browser's page stays the same. ``</br>`` is likely to
be the end of its ``<br>`` where one stands right before it, or before a line that ends there anyway; else it is a
``<br>``.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#void-elements
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_END_TAG: Final = re.compile(r"</([A-Za-z]+)[\t\n\f\r ]*>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The void element's end tag at *pos*, where a ``<`` stands."""
    found = _END_TAG.match(source, pos)
    if found is None or found[1].lower() not in VOID_ELEMENTS:
        return None
    name = found[1].lower()
    nothing = Reading(ReadingKind.NOTHING, name, "")
    if name != "br":
        return malformed(source, pos, found.end(), DAMAGE.code, nothing)
    line_break = Reading(ReadingKind.START_TAG, name, f"<{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, nothing, line_break)


DAMAGE: Final = DamageClass("void-end-tag", "<", match, "/", module=__name__)
