"""A tag whose name has white space between its letters.

**What** ``</t d>``, ``< / d i v >``, ``<l i class="x">``: pieces of one name, a space or two apart.

**Why** A browser makes an element ``t`` of the start tag, and ends nothing with the end tag. Text recognition writes
it, and tools that part what they take for words.

**Example** before and after::

    <d i v>low tide</ d i v>
    <div>low tide</div>

**Confidence** Certain with a partner. Without one ``</t d>``, which no one sees, is likely; a start tag needs other
damage in the document. ``<b hidden>`` has an attribute, and stays.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseTag, read_attributes
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_TAG: Final = re.compile(
    r"<\s{0,3}(/?)\s{0,3}([A-Za-z][A-Za-z0-9]{0,8}(?:\s{1,2}[A-Za-z0-9]{1,9}){1,9}?)(?=\s{0,3}/?>|\s{1,3}[a-z-]{1,40}\s?=)"
)
_CLOSE: Final = re.compile(r"\s{0,40}(/?)\s{0,40}>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ahead 100 characters and the attributes."""
    found = _TAG.match(source, pos)
    if found is None or "\n" in found[2]:
        return None
    pieces = found[2].split()
    written = "".join(pieces)
    name = written.lower()
    if not may_free_element(name) or any(piece.lower() in ATTRIBUTES for piece in pieces[1:]):
        return None
    attributes, end = read_attributes(source, found.end(), len(source))
    close = _CLOSE.match(source, end)
    if close is None or not all(attribute.is_plausible for attribute in attributes):
        return None
    if found[1]:
        if name in VOID_ELEMENTS or attributes:
            return None
        return malformed(source, pos, close.end(), DAMAGE.code, Reading(ReadingKind.END_TAG, name, f"</{written}>"))
    tag = LooseTag(written, attributes, bool(close[1]), close.end())
    return malformed(source, pos, close.end(), DAMAGE.code, start_tag_reading(tag))


DAMAGE: Final = DamageClass("split-tag-name", "<", match, r"[\s/A-Za-z]", module=__name__)
