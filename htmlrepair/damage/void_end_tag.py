"""An end tag of a void element.

**What** ``</br>``, ``</img>``, ``</hr>``.

**Why** A browser reads ``</br>`` as one more ``<br>``, so a line turns into two, and drops the others. Machine
translation and hand-written XHTML close what has no content.

**Example** before and after::

    one<br>two</br>
    one<br>two

**Confidence** Certain for elements other than ``br``, where the browser's page stays the same. ``</br>`` is likely to
be the end of its ``<br>`` where one stands before it in the same block; where none does, it is a ``<br>``.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#void-elements
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage import control_character_reference, missing_semicolon_after_character_reference
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE", "parts_markup"]

_END_TAG: Final = re.compile(r"</([A-Za-z]+)[\t\n\f\r ]*>")

_BEHIND: Final = 120
"""How far back what may be half of some markup is looked for."""
_RUN: Final = rf"(?:</\s{{0,40}}(?:{'|'.join(sorted(VOID_ELEMENTS - {'br'}))})\s{{0,40}}>)*"
"""Further such tags beside one; they go together or stay together. That of ``br`` may become a ``<br>`` between."""
_OPEN_MARKUP: Final = re.compile(rf"(?:[<＜][^<>＜＞]{{0,80}}|[{{}}%`~#-]\s{{0,4}}){_RUN}\Z", re.I)
_OPEN_REFERENCE: Final = re.compile(rf"[&＆]\s{{0,3}}[#＃]?\s{{0,2}}[A-Za-z0-9]*\s{{0,3}}(?={_RUN}\Z)", re.I)
_REST_OF_REFERENCE: Final = re.compile(rf"{_RUN}\s{{0,3}}[\w;；؛#＃]", re.I)


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The void element's end tag at *pos*, where a ``<`` stands."""
    found = _END_TAG.match(source, pos)
    if found is None or found[1].lower() not in VOID_ELEMENTS or parts_markup(source, pos, found.end()):
        return None
    name = found[1].lower()
    nothing = Reading(ReadingKind.NOTHING, name, "")
    if name != "br":
        return malformed(source, pos, found.end(), DAMAGE.code, nothing)
    line_break = Reading(ReadingKind.START_TAG, name, f"<{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, nothing, line_break)


def parts_markup(source: str, start: int, end: int) -> bool:
    """Whether what stands before the tag and what stands after it would be markup together, if the tag went."""
    behind = max(0, start - _BEHIND)
    if _OPEN_MARKUP.search(source, behind, start):
        return True
    reference = _OPEN_REFERENCE.search(source, behind, start)
    if reference is None or _REST_OF_REFERENCE.match(source, end) is None:
        return False
    whole = control_character_reference.match(source, reference.start())
    if whole is None:
        whole = missing_semicolon_after_character_reference.match(source, reference.start())
    return whole is None  # one that only lacks its semicolon gets it, and is whole by itself


DAMAGE: Final = DamageClass("void-end-tag", "<", match, module=__name__)
