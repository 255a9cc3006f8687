"""A start tag whose greater-than sign came too early.

**What** ``<span> class="close">``, ``<li id="a"> class="b">``: a tag, white space, then attributes of HTML with quoted
values and a second ``>``.

**Why** A browser shows the attributes as text. People and editors close a tag before they add to it.

**Example** before and after::

    <div><span> class="close">&times;</span></div>
    <div><span class="close">&times;</span></div>

**Confidence** Certain: text that is attributes and nothing else up to a ``>`` is written by no one behind a tag. It
stays where one of the attributes may not be made of text, or stands in the tag already.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#after-attribute-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, has_blank_line, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseTag, read_attributes, read_tag
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]

_GOES_ON: Final = re.compile(r">\s{1,40}(?=[a-z][a-z-]{1,30}\s?=\s?[\"'])", re.I)
_MAX_TAG: Final = 400
_CLOSE: Final = re.compile(r"\s{0,40}(/?)>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, where a ``<`` stands; looks ahead as far as ``read_attributes`` does."""
    early = source.find(">", pos, pos + _MAX_TAG)
    gap = _GOES_ON.match(source, early) if early >= 0 else None
    tag = read_tag(source, pos + 1) if gap is not None else None
    if gap is None or tag is None or tag.end != early + 1 or has_blank_line(source, early, gap.end()):
        return None
    name = tag.name.lower()
    if not may_free_element(name) or name == "title" or tag.has_solidus:
        return None
    late, end = read_attributes(source, gap.end(), len(source))
    close = _CLOSE.match(source, end)
    if close is None or not all(a.name in ATTRIBUTES or a.name.startswith(("aria-", "data-")) for a in late):
        return None
    names = [attribute.name for attribute in (*tag.attributes, *late)]
    if len(set(names)) < len(names) or any(not a.is_quoted or "<" in a.value or ">" in a.value for a in late):
        return None
    whole = LooseTag(tag.name, (*tag.attributes, *late), bool(close[1]), close.end())
    reading = start_tag_reading(whole)
    return None if reading.dropped else malformed(source, pos, whole.end, DAMAGE.code, reading)


DAMAGE: Final = DamageClass("early-greater-than-sign", "<", match, "[A-Za-z]", is_plain=True, module=__name__)
