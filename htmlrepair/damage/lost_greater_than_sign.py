"""An end tag that lost its greater-than sign.

**What** ``</strong text``, ``</td</tr>``: ``</`` and the name of an element, then text or the next tag.

**Why** A browser takes all up to the next ``>`` for one end tag, so what stands there vanishes. People delete one
character too many.

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
from htmlrepair.damage.torn import may_come_free, read_torn_end_tag
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead as far as ``may_come_free`` does."""
    found = read_torn_end_tag(source, pos)
    if found is None or not may_come_free(source, pos, found.end(), has_tag=False):
        return None
    reading = Reading(ReadingKind.END_TAG, found[1].lower(), f"</{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("lost-greater-than-sign", "<", match, "/", is_plain=True, module=__name__)
