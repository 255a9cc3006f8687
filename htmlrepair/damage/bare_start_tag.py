"""A start tag with attributes that lost its less-than sign.

**What** ``tr align = right>``, ``td class="x">``: the name of an element, attributes with values, and a ``>``, with no
``<`` before them.

**Why** A browser shows it as text, and the cells after it run together. People delete one character too many.

**Example** before and after; whether it was a tag takes the rest of the document::

    <table>tr class="odd"><td>4</td></tr></table>
    <table><tr class="odd"><td>4</td></tr></table>

**Confidence** Likely where what follows belongs into such an element. ``width = 3 > 2`` begins with no element, and
stays.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#data-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import UNSPACED, DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]

_BEHIND: Final = 200
"""How far before the ``>`` the token may begin."""
_TOKEN: Final = re.compile(
    rf"(?:(?<![\w&#;<＜/\\.-])|(?<=[{UNSPACED}]))(?:[A-Za-z][A-Za-z0-9]*)"
    rf"(?=\s{{1,3}}(?:{'|'.join(sorted(ATTRIBUTES))})\s?=\s?[\"'\w])[^<>]*>\Z",
    re.I,
)


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The token that ends with the ``>`` at *pos*; looks back ``_BEHIND`` characters."""
    behind = max(0, pos - _BEHIND)
    behind = max(behind, source.rfind(">", behind, pos) + 1, source.rfind("<", behind, pos) + 1)
    if source.find("=", behind, pos) < 0:
        return None
    found = _TOKEN.search(source, behind, pos + 1)
    if found is None or (behind > 0 and source[behind - 1] == "<"):
        return None
    tag = read_tag(source, found.start())
    if tag is None or tag.end != pos + 1 or not tag.attributes or not may_free_element(tag.name.lower()):
        return None
    return malformed(source, found.start(), pos + 1, DAMAGE.code, start_tag_reading(tag))


DAMAGE: Final = DamageClass("bare-start-tag", ">", match, is_weak=True, module=__name__)
