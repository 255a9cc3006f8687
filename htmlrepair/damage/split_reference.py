"""A character reference with white space inside.

**What** ``& nbsp;``, ``&nbsp ;``, ``& rsquo ;``, ``& # 39 ;``: the ampersand, a name of the standard's table or a
number, and the semicolon, with white space or zero-width signs between them; ``& nbs p;`` with a space in a name that
is used for nothing else; ``&# 8 217;`` and ``&#8,217;`` with the thousands set apart; ``& nbsp`` before a space or a
tag, with the semicolon lost, for a space, a dash, an ellipsis or a quotation mark.

**Why** A browser shows it as text. Machine translation splits them; so do programs that put a space before every
semicolon of a French text.

**Example** before and after::

    It& rsquo; s late.
    It&rsquo; s late.

**Confidence** Certain for numbers and for names that are used for nothing else, such as ``nbsp``. Names that are
words or variables too (``copy``, ``gamma``) need other damage in the document. It would be wrong where a text shows
the pieces on purpose: alone between quotes or cell borders, or beside the character that it stands for. A zero-width
sign is what people put there to show a reference, so that takes a word beside it, or other damage in the document.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES, PUNCTUATION_NAMES, folded_name, numeric_name
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_GAP: Final = r"[\s\u200b-\u200f\u2060\ufeff]{0,3}"
"""White space, or signs without width, which editors of texts in several scripts put in."""
_REFERENCE: Final = re.compile(
    rf"[&＆]{_GAP}(?:([A-Za-z][A-Za-z0-9]{{1,31}})"
    rf"|[#＃]{_GAP}([0-9]{{1,7}})|[#＃]{_GAP}[xX]{_GAP}([0-9A-Fa-f]{{1,6}})){_GAP}[;；؛]"
)
_WHOLE: Final = re.compile(r"[^\s\u200b-\u200f\u2060\ufeff]*")
_UNENDED: Final = re.compile(rf"[&＆]\s{{1,3}}({'|'.join(sorted(PUNCTUATION_NAMES))})(?=[\s<]|\Z)")

_TORN_NAME: Final = re.compile(r"&\s?([a-z]{1,5}) ([a-z]{1,5})\s?;")
_TORN_NUMBER: Final = re.compile(r"&\s?#\s?([0-9]{1,2})[ ,.\u00a0\u202f]([0-9]{3})\s?;")
_SHORTEST_TORN: Final = len("nbsp")
_SIGNS: Final = frozenset({"Gt", "Lt"})
"""Names of rare signs; with a gap in them they are ``gt`` and ``lt``, a capital being what follows a gap."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The split reference at *pos*, where an ampersand stands; looks ahead 50 characters."""
    found = _REFERENCE.match(source, pos)
    if found is None:
        return _unended(source, pos) or _torn(source, pos)
    if _WHOLE.fullmatch(found[0]):
        return None
    written = found[1].lower() if found[1] in _SIGNS else found[1]
    name = folded_name(written) if written else numeric_name(found[2] or f"x{found[3]}")
    if name is None:
        return None
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _unended(source: str, pos: int) -> MalformedMarkup | None:
    """The reference at *pos* with its semicolon lost; the space behind it was that, where none stands before it."""
    found = _UNENDED.match(source, pos)
    if found is None:
        return None
    end = found.end()
    is_gap = source[end : end + 1] == " " and pos > 0 and not source[pos - 1].isspace()
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, found[1], f"&{found[1]};")
    return malformed(source, pos, end + is_gap, DAMAGE.code, reading)


def _torn(source: str, pos: int) -> MalformedMarkup | None:
    """The reference at *pos* with a space in its name or number; short ones are too easily found in a text."""
    found = _TORN_NAME.match(source, pos)
    name: str | None = found[1] + found[2] if found is not None else ""
    if found is None:
        found = _TORN_NUMBER.match(source, pos)
        name = None if found is None else numeric_name(found[1] + found[2])
    elif not name or len(name) < _SHORTEST_TORN or name not in DISTINCTIVE_NAMES:
        return None
    if found is None or name is None:
        return None
    reading = Reading(ReadingKind.CHARACTER_REFERENCE, name, f"&{name};")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


DAMAGE: Final = DamageClass("split-reference", "&＆", match, module=__name__)
