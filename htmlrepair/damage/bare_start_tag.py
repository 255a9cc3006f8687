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
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import TEXT_LEVEL_ELEMENTS
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]

_BEHIND: Final = 200
"""How far before the ``>`` the token may begin."""
_ATTRIBUTE: Final = rf"(?=\s{{1,3}}(?:{'|'.join(sorted(ATTRIBUTES))})\s?=\s?[\"'\w])[^<>]*>\Z"
_TOKEN: Final = re.compile(
    r"(?:(?<![A-Za-z0-9_\u00aa\u00b5\u00ba\u00c0-\u024f&#;<＜/\\.-])|(?<=nbsp;|dash;|dquo;|squo;|#160;))"
    rf"[A-Za-z][A-Za-z0-9]*{_ATTRIBUTE}",
    re.I,
)
"""Scripts without spaces, such as those of China and Japan, may stand directly before the name, and some references."""
_GLUED_TOKEN: Final = re.compile(
    rf"(?<=[A-Za-z0-9/])(?:{'|'.join(sorted(name for name in TEXT_LEVEL_ELEMENTS if len(name) > 1))}){_ATTRIBUTE}", re.I
)
"""The same where a word, or its solidus, clings to it."""
_ENDED: Final = 200
_END_TAG: Final = re.compile(rf"[^<>]{{1,{_ENDED}}}</([A-Za-z][A-Za-z0-9]*)\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The token that ends with the ``>`` at *pos*; looks back ``_BEHIND`` characters, and ahead ``_ENDED``."""
    behind = max(0, pos - _BEHIND)
    behind = max(behind, source.rfind(">", behind, pos) + 1, source.rfind("<", behind, pos) + 1)
    if source.find("=", behind, pos) < 0 or (behind > 0 and source[behind - 1] == "<"):
        return None
    for found in (_TOKEN.search(source, behind, pos + 1), _glued(source, behind, pos)):
        tag = None if found is None else read_tag(source, found.start())
        if found is None or tag is None or tag.end != pos + 1 or not tag.attributes:
            continue
        if may_free_element(tag.name.lower()):
            return malformed(source, found.start(), pos + 1, DAMAGE.code, start_tag_reading(tag))
    return None


def _glued(source: str, behind: int, pos: int) -> re.Match[str] | None:
    """The token that clings to the word before it, and whose end tag comes after the text behind it."""
    end_tag = _END_TAG.match(source, pos + 1)
    found = None if end_tag is None else _GLUED_TOKEN.search(source, behind, pos + 1)
    if found is None or end_tag is None or not found[0].lower().startswith(end_tag[1].lower()):
        return None
    return found


DAMAGE: Final = DamageClass("bare-start-tag", ">", match, is_weak=True, module=__name__)
