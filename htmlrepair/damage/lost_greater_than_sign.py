"""A tag that lost its greater-than sign, or has a full-width or an escaped one in its place.

**What** ``</strong text``, ``</td</tr>``, ``<li<a href="/x">``, ``<a href="/x" text</a>``: a tag, then text or the next
tag; ``<p＞``, ``<a href＝"/x"＞``; ``<a href="/x"&gt;``, ``</p&gt;``.

**Why** A browser takes all up to the next ``>`` for one tag, so what stands there vanishes. People delete one
character too many; input methods write the other sign.

**Example** before and after::

    <p>An <em>ebb</em runs out.</p>
    <p>An <em>ebb</em> runs out.</p>

**Confidence** Certain: no tag has a less-than sign in it, nor an end tag the end of a sentence. It stays where a tag in
what comes free is none that a repair may make of text.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.freed_text import may_come_free
from htmlrepair.damage.torn import read_torn_end_tag, read_unclosed_tag, read_wide_tag
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead as far as ``may_come_free`` does."""
    wide = read_wide_tag(source, pos)
    if wide is not None:
        if not may_come_free(source, pos, wide.end(), has_tag=False):
            return None
        return malformed(source, pos, wide.end(), DAMAGE.code, _wide_tag_reading(wide))
    tag = read_unclosed_tag(source, pos)
    if tag is not None:
        start_tag = start_tag_reading(tag)
        has_tag = source[tag.end - 1] != "＞"
        is_free = not start_tag.dropped and may_come_free(source, pos, tag.end, has_tag=has_tag)
        return malformed(source, pos, tag.end, DAMAGE.code, start_tag) if is_free else None
    found = read_torn_end_tag(source, pos)
    if found is None or not may_come_free(source, pos, found.end(), has_tag=False):
        return None
    reading = Reading(ReadingKind.END_TAG, found[1].lower(), f"</{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _wide_tag_reading(tag: re.Match[str]) -> Reading:
    """The reading of *tag*, which ``read_wide_tag`` found."""
    name = tag[2].lower()
    if tag[1]:
        return Reading(ReadingKind.END_TAG, name, f"</{tag[2]}>")
    solidus = " /" if tag[3] and name in VOID_ELEMENTS else ""
    return Reading(ReadingKind.START_TAG, name, f"<{tag[2]}{solidus}>")


DAMAGE: Final = DamageClass("lost-greater-than-sign", "<", match, "[/A-Za-z]", is_plain=True, module=__name__)
