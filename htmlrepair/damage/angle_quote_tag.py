"""A tag between single angle quotation marks or brackets of other scripts.

**What** ``‹strong›``, ``</em›``, ``〈/p〉``: such a mark in place of one angle bracket or both, round the name of an
element.

**Why** A browser shows it as text, or makes a comment of it. Scanned books and word processors write it.

**Example** before and after::

    ‹strong›Ebb</strong›
    <strong>Ebb</strong>

**Confidence** Certain with a partner that has a solidus; ``‹em›`` alone is a quotation, ``〈strong〉`` a title.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.torn import frees_nothing_active
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_TAG: Final = re.compile(r"[<‹〈⟨]\s?(/?)\s?([A-Za-z][A-Za-z0-9]*)\s?[>›〉⟩]")

_LIVE: Final = re.compile("</?[A-Za-z]")
"""What begins a tag to a browser too, one that goes on to the next ``>``."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a bracket or such a mark stands; looks ahead up to the next ``>``."""
    found = _TAG.match(source, pos)
    if found is None or (found[0][0] == "<" and found[0][-1] == ">"):
        return None
    name = found[2].lower()
    if not may_free_element(name) or name in VOID_ELEMENTS:
        return None
    if _LIVE.match(source, pos) and not frees_nothing_active(source, pos, found.end()):
        return None
    kind = ReadingKind.END_TAG if found[1] else ReadingKind.START_TAG
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(kind, name, f"<{found[1]}{found[2]}>"))


DAMAGE: Final = DamageClass("angle-quote-tag", "<‹〈⟨", match, r"[\s/A-Za-z]", module=__name__)
