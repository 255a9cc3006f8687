"""An end tag that lost its greater-than sign, and any tag with a full-width sign in its place.

**What** ``</strong text``, ``</td</tr>``: ``</`` and the name of an element, then text or the next tag; ``<p＞``.

**Why** A browser takes all up to the next ``>`` for one tag, so what stands there vanishes. People delete one
character too many; input methods write the other sign.

**Example** before and after::

    <p>An <em>ebb</em runs out.</p>
    <p>An <em>ebb</em> runs out.</p>

**Confidence** Certain: no end tag has a less-than sign in it, nor the end of a sentence. It stays where a tag in what
comes free is none that a repair may make of text.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
"""

from __future__ import annotations

from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.torn import may_come_free, read_torn_end_tag, read_wide_tag
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead as far as ``may_come_free`` does."""
    wide = read_wide_tag(source, pos)
    if wide is not None:
        if not may_come_free(source, pos, wide.end(), has_tag=not wide[1]):
            return None
        kind = ReadingKind.END_TAG if wide[1] else ReadingKind.START_TAG
        return malformed(source, pos, wide.end(), DAMAGE.code, Reading(kind, wide[2].lower(), f"<{wide[1]}{wide[2]}>"))
    found = read_torn_end_tag(source, pos)
    if found is None or not may_come_free(source, pos, found.end(), has_tag=False):
        return None
    reading = Reading(ReadingKind.END_TAG, found[1].lower(), f"</{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("lost-greater-than-sign", "<", match, "[/A-Za-z]", is_plain=True, module=__name__)
