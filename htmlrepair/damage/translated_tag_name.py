"""A tag whose name was translated, while that of its partner was not.

**What** ``<fuerte>…</strong>``, ``<strong>…</强>``: a word that means the name of an element, in one of the two tags.

**Why** A browser makes an unknown element of the start tag, and a comment of an end tag in another script. Machine
translation takes the name for a word of the text.

**Example** before and after::

    <fuerte>Ebb</strong> and flood
    <strong>Ebb</strong> and flood

**Confidence** Certain with the partner, which stands near. Where both names were translated, or none that is left, the
word may be a placeholder, and stays.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.translations import TRANSLATIONS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_AROUND: Final = 2000
"""How far away the partner may stand."""
_TAG: Final = re.compile(r"<\s?(/?)\s?([^\W\d_]{1,12})\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ``_AROUND`` characters to one side for its partner."""
    found = _TAG.match(source, pos)
    name = "" if found is None else TRANSLATIONS.get(found[2].lower(), "")
    if found is None or not name:
        return None
    if found[1]:
        around = source[max(0, pos - _AROUND) : pos].lower()
        is_partner_near = re.search(rf"<\s?{name}\b", around) is not None and f"<{found[2].lower()}" not in around
        kind, spelling = ReadingKind.END_TAG, f"</{name}>"
    else:
        around = source[found.end() : found.end() + _AROUND].lower()
        is_partner_near = re.search(rf"</\s?{name}\b", around) is not None and f"</{found[2].lower()}" not in around
        kind, spelling = ReadingKind.START_TAG, f"<{name}>"
    if not is_partner_near:
        return None
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(kind, name, spelling))


DAMAGE: Final = DamageClass("translated-tag-name", "<", match, r"[\s/\w]", module=__name__)
