"""A character reference whose ampersand was escaped once more.

**What** ``&amp;nbsp;``, ``&amp;#8217;``, ``&amp; mdash;``, ``& amp ; nbsp ;``: the reference ``&amp;`` (which may be
split itself, or escaped again) and what is left of another reference.

**Why** A browser shows ``&nbsp;`` in place of a space. Feeds, job boards and content management systems escape what is
escaped already.

**Example** before and after::

    it&amp;#8217;s&amp;nbsp;late
    it&#8217;s&nbsp;late

**Confidence** Likely where it clings to a word, as a sign of a text does, is torn besides, or stands where such a sign
does (``5 &amp;euro;``); elsewhere a text may well talk about references, so that takes other damage in the document.
References to ``<``, ``>`` and ``&`` stay, as what they escape may be markup that someone meant to show, unless others
in the document were escaped once more.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#character-references
"""

from __future__ import annotations

import html
import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES, MARKUP_NAMES, folded_name, numeric_name
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
    name = numeric_name(re.sub(r"\s", "", found[3])) if found[2] else _name(found[1])
    if name is None or (found[2] and html.unescape(f"&{name};") in _MARKUP):
        return None
    if name in MARKUP_NAMES and not found[0].startswith("&amp;"):
        return None  # ``& amp; lt;`` is mended where it is split, and no more
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _name(written: str) -> str | None:
    """The reference that is *written*; in the wrong case or with a slip only if its name is used for nothing else."""
    name = folded_name(written)
    return name if name == written or name in DISTINCTIVE_NAMES - MARKUP_NAMES else None


DAMAGE: Final = DamageClass("escaped-reference", "&＆", match, module=__name__)
