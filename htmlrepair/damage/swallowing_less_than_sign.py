"""A less-than sign of a text or a formula that takes in the tag after it.

**What** ``i<n;i++) done</p>``, ``if k <m, or <b>``, ``k<m</p>``: a name that no element has, or any with a sign after
it that no tag has there, then text or nothing, and then the ``<`` of a tag. With a solidus, as in ``</bread and</p>``,
the name is that of no element.

**Why** A browser makes a tag of all up to the next ``>``, so that the text vanishes, and the tag at the end of it.
People write such a sign without escaping it.

**Example** before and after::

    <p>While i<n;i++) wait.</p>
    <p>While i&lt;n;i++) wait.</p>

**Confidence** Certain: no tag has a less-than sign in it. It stays where a tag in what comes free is none that a repair
may make of text, and where quotation marks show that it was to be a tag.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#parse-error-unexpected-character-in-attribute-name
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_text import may_come_free
from htmlrepair.knowledge.elements import ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_SWALLOWED: Final = 200
"""How far after the sign the next one, or the tag that is taken in, may begin."""
_MOST_SIGNS: Final = 8
"""So many such signs may stand in a row."""
_SIGN: Final = re.compile(
    r"<(/?[A-Za-z][A-Za-z0-9_]{0,20})(?:([;,+*()\[\]|&!%^]|\s(?:&&|\|\|)|['’](?=[a-z]{1,2}\s))|(?=\s|</|<su[bp]>))"
    rf"(?:[^<>\"'`{{]|(?<=[A-Za-z])'(?=[a-z])|\{{(?![{{%#])){{0,{_SWALLOWED}}}(?=<(/?)([A-Za-z][A-Za-z0-9]*)\b)"
)
"""A name with what follows it up to the next tag, or sign; apostrophes stand in words."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The less-than sign at *pos*, if it is one of a text and takes in a tag; looks ahead ``_SWALLOWED`` characters.

    Signs of the same kind may stand before the tag.
    """
    sign = pos
    for _ in range(_MOST_SIGNS):
        found = _SIGN.match(source, sign)
        if found is None or _is_tag(source, found):
            return None
        if may_free_element(found[4].lower()) and (found[3] or not _SIGN.match(source, found.end())):
            break
        sign = found.end()
    else:
        return None
    is_own_end = found[3] and found[4].lower() == found[1].lower().lstrip("/")
    if is_own_end or not may_come_free(source, sign, sign + 1):
        return None
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, "lt", "&lt;")
    return malformed(source, pos, pos + 1, DAMAGE.code, reading)


def _is_tag(source: str, sign: re.Match[str]) -> bool:
    """Whether what the *sign* begins may be a tag."""
    name = sign[1].lower()
    if name[0] == "/":
        return name[1:] in ELEMENTS
    return sign[2] is None and name in ELEMENTS and not _is_compared(source, sign)


def _is_compared(source: str, sign: re.Match[str]) -> bool:
    """Whether the *sign* stands between a variable and another of one letter: ``k<b</code>``, ``k<b<sup>2</sup>``.

    Before an end tag the first may have a longer name.
    """
    start = sign.start()
    before = source[max(0, start - 1) : start]
    is_variable = len(sign[1]) == 1 and sign[1] not in "pP"  # a paragraph may have begun there
    is_power = sign[4] in ("sub", "sup") and not source[max(0, start - 2) : start - 1].isalnum()
    is_operand = before.isascii() and before.isalnum()
    return is_variable and is_operand and sign.end() == sign.end(1) and (sign[3] == "/" or is_power)


DAMAGE: Final = DamageClass("swallowing-less-than-sign", "<", match, "[/A-Za-z]", is_plain=True, module=__name__)
