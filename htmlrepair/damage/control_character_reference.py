"""A numeric reference to a control character, written for a character of windows-1252.

**What** ``&#150;``, ``&#x92;``, ``&#128``: the numbers 128 to 159, but for the five that
windows-1252 leaves empty.

**Why** The standard calls it a parse error and reads the character of windows-1252, here an en dash; other readers
give an invisible control character. Old editors wrote the bytes of their code page.

**Example** before and after::

    1939&#150;1945
    1939&#8211;1945

**Confidence** Certain: browsers read the same character before and after.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.references import WINDOWS_1252
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_REFERENCE: Final = re.compile(r"&#(?:(?:0{0,3}(1[2-5][0-9]))(?![0-9])|[xX]0{0,3}([89][0-9A-Fa-f])(?![0-9A-Fa-f]));?")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The reference at *pos*, where an ampersand stands; looks ahead 10 characters."""
    found = _REFERENCE.match(source, pos)
    character = None if found is None else WINDOWS_1252.get(int(found[1]) if found[1] else int(found[2], 16))
    if found is None or character is None:
        return None
    name = f"#{ord(character)}"
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("control-character-reference", "&", match, module=__name__)
