"""An attribute's value that lost one of its quotation marks.

**What** ``<a href="/x>text</a>``, ``href="/x class="b"``, ``href=/x"``: the closing mark is gone, or the opening one.

**Why** A browser reads on to the next quotation mark, so a link swallows the text after it, or makes a second
attribute of the pieces. People delete one character too many.

**Example** before and after::

    <p>Read <a href="/tide>the chart</a> first.</p>
    <p>Read <a href="/tide">the chart</a> first.</p>

**Confidence** Certain: a value with a tag in it, or directly before the next one, is written by no one. It stays where
the tags in what comes free may not be made of text, or where the element would lose an attribute.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#parse-error-missing-whitespace-between-attributes
"""

from __future__ import annotations

from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.freed_text import may_come_free
from htmlrepair.damage.torn import read_torn_tag
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, where a ``<`` stands; looks ahead as far as ``may_come_free`` does."""
    tag = read_torn_tag(source, pos)
    if tag is None or not may_free_element(tag.name.lower()):
        return None
    reading = start_tag_reading(tag)
    if reading.dropped or not may_come_free(source, pos, tag.end):
        return None
    return malformed(source, pos, tag.end, DAMAGE.code, reading)


DAMAGE: Final = DamageClass("missing-quotation-mark", "<", match, "[A-Za-z]", is_plain=True, module=__name__)
