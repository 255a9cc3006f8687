"""A character reference with a sign of another script, or in the wrong case.

**What** ``＆nbsp;``, ``&nbsp；``, ``&nbsp؛``, ``&Nbsp;``.

**Why** A browser shows it as text, or reads ``&nbsp`` and shows the strange semicolon. Input methods and machine
translation write the signs of their language and begin every sentence with a capital.

**Example** before and after::

    10＆nbsp;km
    10&nbsp;km

**Confidence** Certain for names that are used for nothing else; the others need other damage in the document. A name is
put in lower case only if nothing else makes it a name.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.split_reference import is_character
from htmlrepair.knowledge.references import folded_name
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_REFERENCE: Final = re.compile(r"([&＆])(?:([A-Za-z][A-Za-z0-9]{1,31})|(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}))([;；؛])")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The misspelled reference at *pos*, where an ampersand of any width stands; looks ahead 35 characters."""
    found = _REFERENCE.match(source, pos)
    if found is None:
        return None
    written = found[2] or found[3]
    name = folded_name(written) if found[2] else written if is_character(written) else None
    if name is None or (name == written and found[1] == "&" and found[4] == ";"):
        return None
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("misspelled-reference", "&＆", match, module=__name__)
