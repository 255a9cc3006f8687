"""A character reference whose ampersand was escaped once more.

**What** ``&amp;nbsp;``, ``&amp;#8217;``, ``&amp; mdash;``, ``& amp ; nbsp ;``: the reference ``&amp;`` (which may be
split itself, or escaped again) and what is left of another reference.

**Why** A browser shows ``&nbsp;`` in place of a space. Feeds, job boards and content management systems escape what is
escaped already.

**Example** before and after::

    it&amp;#8217;s&amp;nbsp;late
    it&#8217;s&nbsp;late

**Confidence** Likely where it clings to a word, as a sign of a text does; where it stands alone, a text may well talk
about references, so that takes other damage in the document. References to ``<``, ``>`` and ``&`` stay: what they
escape may be markup that someone meant to show.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#character-references
"""

from __future__ import annotations

import html
import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.references import NAMES, numeric_name
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_REFERENCE: Final = re.compile(
    r"[&＆]\s{0,3}(?:amp;){0,2}(?:amp|AMP)(?:\s{0,3}[;；]\s{0,2}|(?=[A-Za-z#]))"
    r"(?:([A-Za-z][A-Za-z0-9]{1,31})|(#)\s{0,2}([0-9]{1,7}|[xX]\s{0,2}[0-9A-Fa-f]{1,6}))\s{0,3}[;；؛]"
)
_MARKUP: Final = frozenset("&<>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The escaped reference at *pos*, where an ampersand stands; looks ahead 65 characters."""
    found = _REFERENCE.match(source, pos)
    if found is None:
        return None
    name = numeric_name(re.sub(r"\s", "", found[3])) if found[2] else found[1] if found[1] in NAMES else None
    if name is None or html.unescape(f"&{name};") in _MARKUP:
        return None
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("escaped-reference", "&＆", match, module=__name__)
