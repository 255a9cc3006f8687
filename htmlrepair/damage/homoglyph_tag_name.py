"""A tag whose name has letters of another script that look like its own.

**What** ``</р>`` with a Cyrillic er, ``<ѕtrong>``, ``</ο>``: letters that look like those of the name of an element.

**Why** A browser makes a comment of the end tag, and shows the start tag as text. People type it by hand, in the layout
of the language that they write.

**Example** before and after::

    <p>вода</р>
    <p>вода</p>

**Confidence** Certain where the element is open, likely for any such end tag, which no one sees. A start tag needs its
partner, or other damage in the document.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#end-tag-open-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_LOOKS_LIKE: Final = str.maketrans(
    "авеікмнорсԁтухѕһԛԝАВЕІКМНОРСТУХЅαβεικνορτυχΑΒΕΗΙΚΜΝΟΡΤΥΧ",
    "abeikmhopcdtyxshqwABEIKMHOPCTYXSabeikvoptuxABEHIKMNOPTYX",
)
_TAG: Final = re.compile(r"<\s?(/?)\s?([^\W_]{1,10})\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ahead fifteen characters."""
    found = _TAG.match(source, pos)
    if found is None or found[2].isascii():
        return None
    written = found[2].translate(_LOOKS_LIKE)
    name = written.lower()
    if not may_free_element(name) or (found[1] and name in VOID_ELEMENTS):
        return None
    kind = ReadingKind.END_TAG if found[1] else ReadingKind.START_TAG
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(kind, name, f"<{found[1]}{written}>"))


DAMAGE: Final = DamageClass("homoglyph-tag-name", "<", match, r"[\s/\w]", module=__name__)
