"""A character reference with a sign of another script, or in the wrong case, or spelled in Cyrillic letters.

**What** ``＆nbsp;``, ``&nbsp；``, ``&nbsp؛``, ``＆＃39；``, ``&Nbsp;``, ``&нбсп;``; and ``don#8217;t``,
which has lost a sign.

**Why** A browser shows it as text, or reads ``&nbsp`` and shows the strange semicolon. Input methods and machine
translation write the signs of their language and begin every sentence with a capital; sites that come in two alphabets
put the names into the other one too.

**Example** before and after::

    10＆nbsp;km
    10&nbsp;km

**Confidence** Certain for names that are used for nothing else; the others need other damage in the document. A name is
put in lower case only if it is none as it stands; all in capitals, it is first tried as the name of a capital letter.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.references import folded_name, numeric_name, transliterated_name
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_REFERENCE: Final = re.compile(
    r"[&＆](?:([A-Za-z][A-Za-z0-9]{1,31})|[#＃]([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|([a-zа-јқҳ]{2,8}))[;；؛\u037e]"
)
_READERS: Final = {1: folded_name, 2: numeric_name, 3: transliterated_name}
"""What each group of it may be the name of."""


_IN_WORD: Final = re.compile(r"#(8217(?=;[^\W\d_]{1,20}(?![\w#/=]))|0?39(?=;(?:[dmst]|ll|re|ve)(?![\w#/=])));")
_WORD_BEFORE: Final = re.compile(r"(?:\A|[\s>(\[\"'“‘«;—–-])[^\W\d_]{1,24}\Z")
"""No address goes on so, and no code."""
_LONGEST_WORD: Final = 25


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The misspelled reference at *pos*, where an ampersand of any width stands; looks ahead 35 characters."""
    if source[pos] == "#":
        return _without_ampersand(source, pos)
    found = _REFERENCE.match(source, pos)
    if found is None:
        return None
    name = _READERS[found.lastindex or 0](found[found.lastindex or 0])
    is_sound = found[0] == (f"&{name};" if found[1] else f"&#{found[2]};")
    if name is None or is_sound:
        return None
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _without_ampersand(source: str, pos: int) -> MalformedMarkup | None:
    """The reference to an apostrophe inside a word at *pos* that has lost its ampersand."""
    found = _IN_WORD.match(source, pos)
    if found is None or _WORD_BEFORE.search(source, max(0, pos - _LONGEST_WORD), pos) is None:
        return None
    name = f"#{found[1]}"
    return malformed(source, pos, found.end(), DAMAGE.code, Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};"))


DAMAGE: Final = DamageClass("misspelled-reference", "&＆#", match, module=__name__)
