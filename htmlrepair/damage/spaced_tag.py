"""A start tag with white space after the less-than sign.

**What** ``< strong >``, ``< td class = "x" >``, ``<\\nspan\\n>``, ``< br / >``: the name of an element that articles
use, white space after ``<``, attributes that read as attributes, and a ``>``.

**Why** A browser shows it as text. Code formatters, tokenizers and machine translation write it.

**Example** before and after::

    < strong >Note</strong>
    <strong>Note</strong>

**Confidence** Certain with a partner: an end tag, live or damaged. A solidus on a void element is certain too. Names
of one or two letters and words such as ``label`` need a partner: ``a < b > c`` is a comparison. Where an element of the
name is open that has no end tag, and would not hold another, it is likely that end tag. It would be wrong where a text
shows spaced tags on purpose; a pair with nothing, or only ``and``, between its tags is taken for that, and so are tags
in a series, or with a word for tags beside them.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, has_blank_line, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseTag, read_tag
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]

_OPEN: Final = re.compile(r"<\s{1,40}(?=[A-Za-z])")

_NEXT_END_TAG: Final = re.compile(r"[^<>]{1,400}<\s{0,40}/\s{0,40}([A-Za-z][A-Za-z0-9]*)\s{0,40}>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, where a ``<`` stands; looks ahead as far as ``read_tag`` does."""
    opening = _OPEN.match(source, pos)
    if opening is None:
        return None
    tag = read_tag(source, opening.end())
    if tag is None or not may_free_element(tag.name.lower()):
        return None
    if has_blank_line(source, pos, opening.end()) and not _has_end_tag(source, tag):
        return None
    is_whole = tag.attributes and all(
        attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in tag.attributes
    )
    if not is_whole and has_blank_line(source, opening.end(), tag.end):
        return None
    return malformed(source, pos, tag.end, DAMAGE.code, start_tag_reading(tag))


def _has_end_tag(source: str, tag: LooseTag) -> bool:
    """Whether an end tag of that name is the next tag, so near that a sign before a blank line is that of the *tag*."""
    end_tag = _NEXT_END_TAG.match(source, tag.end)
    return end_tag is not None and end_tag[1].lower() == tag.name.lower()


DAMAGE: Final = DamageClass("spaced-tag", "<", match, r"\s", module=__name__)
