"""A tag whose name was translated, while that of its partner was not.

**What** ``<fuerte>…</strong>``, ``<strong>…</强>``: a word that means the name of an element, or spells it
in the letters of a language, in one of the two tags. Of ``<code>…<代码>`` the second has lost its solidus too.

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
from htmlrepair.knowledge.elements import UNCLOSED_ELEMENTS
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
    written = found[2].lower()
    if found[1]:
        before = source[max(0, pos - _AROUND) : pos].lower()
        partner = max((tag.start() for tag in re.finditer(rf"<\s?{name}\b", before)), default=-1)
        is_partner_near = partner > before.rfind(f"<{written}")
        reading = Reading(ReadingKind.END_TAG, name, f"</{name}>")
    else:
        after = source[found.end() : found.end() + _AROUND].lower()
        end_tag = re.search(rf"</\s?(?:({name})\b|{written})", after)
        is_partner_near = end_tag is not None and end_tag[1] is not None
        reading = Reading(ReadingKind.START_TAG, name, f"<{name}>")
        has_end = end_tag is not None and f"<{name}" not in after[: end_tag.start()]
        if not has_end and name not in UNCLOSED_ELEMENTS and _is_open(source[max(0, pos - _AROUND) : pos], name):
            is_partner_near = True
            reading = Reading(ReadingKind.END_TAG, name, f"</{name}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading) if is_partner_near else None


def _is_open(before: str, name: str) -> bool:
    """Whether the last tag of *name* in *before* is a start tag."""
    before = before.lower()
    return max(before.rfind(f"<{name}>"), before.rfind(f"<{name} ")) > before.rfind(f"</{name}")


DAMAGE: Final = DamageClass("translated-tag-name", "<", match, r"[\s/\w]", module=__name__)
