"""An end tag with white space round its solidus.

**What** ``</ b>``, ``< / td >``, ``< /p>``: ``<``, ``/`` and the name of an element that articles use, with white space
before or after the solidus. Attributes behind the name go with it.

**Why** A browser makes a comment of ``</ b>``, so the rest of the page stays bold, and shows ``< / b >`` as text.
Machine translation writes the first by the million, tokenizers the second.

**Example** before and after::

    <b>x</ b> y
    <b>x</b> y

**Confidence** Certain where the element is open. ``</ b>`` without its start tag is likely all the same, for it means
nothing else. It would be wrong where a text names the tags it talks about: see ``spaced-tag``.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#end-tag-open-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, has_blank_line, malformed
from htmlrepair.knowledge.elements import MEANT_ALONE, VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_END_TAG: Final = re.compile(
    r"<(?:\s{1,40}/\s{0,40}|/\s{1,40})([A-Za-z][A-Za-z0-9]*)"
    r"(?:\s{1,10}[A-Za-z-]{1,30}\s?=\s?\"[^\"<>]{0,400}\"){0,8}\s{0,40}(?:/\s{0,40})?>"
    r"|<\s{1,40}/\s{0,40}([A-Za-z][A-Za-z0-9]*)(?=\s{0,4}(?:[\r\n]|<\s{0,4}/?[A-Za-z]))"
)
"""The second form has lost its last sign too; to a browser it is text, as one that begins with ``</`` would not be."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed end tag at *pos*, where a ``<`` stands; looks ahead 120 characters, the name and attributes."""
    found = _END_TAG.match(source, pos)
    if found is None or has_blank_line(source, pos, found.end()):
        return None
    written = found[1] or found[2]
    name = written.lower()
    if not may_free_element(name):
        return None
    if name not in VOID_ELEMENTS:
        return malformed(source, pos, found.end(), DAMAGE.code, Reading(ReadingKind.END_TAG, name, f"</{written}>"))
    is_comment = found[0].startswith("</")  # to a browser; ``< / br >`` is ``<br />`` with its parts moved
    readings = []
    if is_comment:
        readings.append(Reading(ReadingKind.NOTHING, name, ""))
    if name in MEANT_ALONE and (name == "br" or not is_comment):
        readings.append(Reading(ReadingKind.START_TAG, name, f"<{written}>"))
    return malformed(source, pos, found.end(), DAMAGE.code, *readings) if readings else None


DAMAGE: Final = DamageClass("spaced-end-tag", "<", match, r"[\s/]", module=__name__)
