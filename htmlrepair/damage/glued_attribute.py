"""A start tag whose name and first attribute have run together.

**What** ``<ahref="/x">``, ``<tdalign="left"valign="top">``: the name of an element, directly after it the name of an
attribute that it may have, and ``=``. The quotation marks may be curly.

**Why** A browser makes an element ``ahref="`` of it, which means nothing. What strips white space writes it.

**Example** before and after::

    <ahref="/tide"title="Tide">today</a>
    <a href="/tide" title="Tide">today</a>

**Confidence** Certain: no element has such a name. The attributes are those that a repair may set free.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import CURLY_QUOTES, DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseTag, read_attributes
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import ELEMENTS
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]

_NAMES: Final = "|".join(sorted(filter(may_free_element, ELEMENTS), key=len, reverse=True))
_GLUED: Final = re.compile(
    rf"<\s?({_NAMES})(?=(?:{'|'.join(sorted(ATTRIBUTES, key=len, reverse=True))})\s?=\s?[\"'\w#{CURLY_QUOTES}‘’«»])",
    re.I,
)
_LONG_NAME: Final = re.compile(r"<\s?[A-Za-z0-9-]+\s?=")
"""What every such tag begins with, and hardly any other; quickly told."""
_CLOSE: Final = re.compile(r"\s{0,40}(/?)>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, where a ``<`` stands; looks ahead as far as ``read_attributes`` does."""
    found = _GLUED.match(source, pos) if _LONG_NAME.match(source, pos) else None
    if found is None:
        return None
    attributes, end = read_attributes(source, found.end(), len(source))
    close = _CLOSE.match(source, end)
    is_sure = len(found[1]) > 1  # than a word such as ``sid``
    if close is None or not attributes or not all(a.is_quoted or (is_sure and a.value) for a in attributes):
        return None
    tag = LooseTag(found[1], attributes, bool(close[1]), close.end())
    return malformed(source, pos, tag.end, DAMAGE.code, start_tag_reading(tag))


DAMAGE: Final = DamageClass("glued-attribute", "<", match, r"[\sA-Za-z]", module=__name__)
