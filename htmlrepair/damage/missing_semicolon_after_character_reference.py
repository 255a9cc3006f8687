"""A character reference without its semicolon.

**What** ``&nbsp``, ``&copy 2024``, ``&#8217``: a number, or one of the names that browsers read without a semicolon;
also another name that is used for nothing else, before white space, a digit, a tag or the end: ``&ndash 5``,
``&hellip``. A space between ``&rsquo`` and the end of a word, ``don&rsquo t``, was the semicolon.

**Why** The standard calls it a parse error, and other readers of HTML do not know the list of such names.

**Example** before and after::

    &copy 2024
    &copy; 2024

**Confidence** Certain for the names that browsers know so: they read the same character before and after. Likely for
the others, which they show as text. What looks like a query, ``?a=1&copy=2`` or
``?lang=fr&region=4``, stays, in text as in an attribute; so does a name that is a word and runs on, ``&copyright``.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#parse-error-missing-semicolon-after-character-reference
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES, LEGACY_NAMES, numeric_name
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE", "match_in_attribute"]

_LONGEST: Final = max(map(len, LEGACY_NAMES))
_NUMBER: Final = re.compile(r"&(#[0-9]{1,7}(?![0-9;])|#[xX][0-9A-Fa-f]{1,6}(?![0-9A-Fa-f;]))")
_NAME: Final = re.compile(rf"&([A-Za-z][A-Za-z0-9]{{1,{_LONGEST - 1}}})")
_LONG_NAME: Final = re.compile(r"&([A-Za-z]{3,31})")
_ADDRESS: Final = 64
"""How far before a name the parameters of an address are looked for."""
_QUERY: Final = re.compile(r"[A-Za-z0-9_]{0,40}=")
_ENDS_NAME: Final = re.compile(r"[\s<0-9]|\Z")
_ENDS_WORD: Final = re.compile(r"( ?)(?:s|t|re|ll|ve|d|m)\b")
"""What of an English word stands after an apostrophe."""
_IN_ADDRESS: Final = re.compile(r"[=?&][^\s<>;]{1,60}\Z|=\s?\Z")
"""What stands before a parameter or an operand, without white space between them."""
_SPLIT_REST: Final = re.compile(r"\s{1,3}[;；؛]")
_ESCAPED_REST: Final = re.compile(r"\s{0,3}#?\s{0,2}[A-Za-z0-9]{1,40}\s{0,3}[;；؛]")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The unfinished reference at *pos*, where an ampersand stands; looks ahead 60 characters."""
    number = _NUMBER.match(source, pos)
    if number is not None:
        is_text = numeric_name(number[1][1:]) == number[1]
        return _unfinished(source, pos, number[1]) if is_text else None
    found = _NAME.match(source, pos)
    if found is None:
        return None
    for length in range(len(found[1]), 1, -1):
        name = found[1][:length]
        if name in LEGACY_NAMES:
            end = pos + 1 + length
            is_whole = source[end : end + 1] == ";"
            # ``&ampnbsp;`` is a reference escaped once more, not one that lacks its semicolon.
            is_escape = name.lower() == "amp" and _ESCAPED_REST.match(source, end)
            # ``?lang=fr&region=4`` is a query; only names that are nothing else may cling to what follows.
            clings = length < len(found[1])
            is_query = _QUERY.match(source, end) is not None or (clings and name not in DISTINCTIVE_NAMES)
            return None if is_whole or is_escape or is_query else _unfinished(source, pos, name)
    return _unread(source, pos)


def _unread(source: str, pos: int) -> MalformedMarkup | None:
    """The reference at *pos* without its semicolon that browsers show as text, if its name is used for nothing else."""
    found = _LONG_NAME.match(source, pos)
    if found is None or _IN_ADDRESS.search(source, max(0, pos - _ADDRESS), pos):
        return None
    name, end = found[1], found.end()
    if name.startswith("rsquo") and (rest := _ENDS_WORD.match(source, pos + len("&rsquo"))):
        return _unfinished(source, pos, "rsquo", len(rest[1]))
    if name not in DISTINCTIVE_NAMES or name in LEGACY_NAMES or _ENDS_NAME.match(source, end) is None:
        return None
    is_split = _SPLIT_REST.match(source, end) is not None
    return None if is_split or _QUERY.match(source, end) else _unfinished(source, pos, name)


def match_in_attribute(source: str, pos: int) -> MalformedMarkup | None:
    """The same in the value of an attribute, where fewer characters may follow a name."""
    found = match(source, pos)
    name = "" if found is None else found.readings[0].name
    if found is None or not (name in LEGACY_NAMES or name.startswith("#")):
        return None
    if _SPLIT_REST.match(source, found.span.end):
        return None  # ``&amp ;`` has its semicolon, only apart
    following = source[found.span.end : found.span.end + 1]
    clings = following.isascii() and following.isalnum() and not found.readings[0].name.startswith("#")
    return None if clings else found


def _unfinished(source: str, pos: int, name: str, gap: int = 0) -> MalformedMarkup:
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, pos + 1 + len(name) + gap, DAMAGE.code, reading)


DAMAGE: Final = DamageClass("missing-semicolon-after-character-reference", "&", match, module=__name__)
