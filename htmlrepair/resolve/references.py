"""Which malformed character references to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from htmlrepair.damage import (
    escaped_reference,
    missing_semicolon_after_character_reference,
    misspelled_reference,
    split_reference,
)
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES, LEGACY_NAMES, MARKUP_NAMES, WORDS, folded_name
from htmlrepair.resolve.shown_references import CONNECTIVE, follows_verb, is_named, is_shown, is_spoken_of
from htmlrepair.tokens import MalformedMarkup

__all__ = ["is_plainly_escaped", "reference_confidence", "shows_damage"]

_AROUND: Final = 48
"""How far around a reference its neighbours are looked at."""

_DROPPED: Final = rf"(?:</(?:{'|'.join(sorted(VOID_ELEMENTS))})\s*>)*"
"""End tags of void elements, which go, so that what stands round them meets."""
_WORD_BEFORE: Final = re.compile(rf"[^\W_]{_DROPPED}\Z", re.I)
_WORD_AFTER: Final = re.compile(rf"{_DROPPED}[^\W_]", re.I)

_NUMBER_BEFORE: Final = re.compile(r"\d\s{0,2}\Z")
_NUMBER_AFTER: Final = re.compile(r"\s{0,2}\d")
_BESIDE_NUMBER: Final[Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]] = MappingProxyType(
    {
        "cent": (_NUMBER_BEFORE, re.compile(r"\s{0,2}(?:[.,;:)<]|\w|\Z)")),
        "copy": (None, re.compile(r"\s{0,3}[12]\d{3}\b")),
        "deg": (_NUMBER_BEFORE, re.compile(r"\s{0,2}(?:[CFKNSEW]\b|[.,;:)<]|\Z)")),
        "euro": (_NUMBER_BEFORE, None),
        "micro": (_NUMBER_BEFORE, re.compile(r"\s{0,2}(?:[AFLVglmsΩ]|mol)\b")),
        "ordf": (_NUMBER_BEFORE, None),
        "ordm": (_NUMBER_BEFORE, None),
        "para": (None, _NUMBER_AFTER),
        "pound": (None, _NUMBER_AFTER),
        "sect": (None, _NUMBER_AFTER),
        "times": (_NUMBER_BEFORE, _NUMBER_AFTER),
        "yen": (None, _NUMBER_AFTER),
    }
)
"""What stands before and after signs of numbers; code has no such names beside them."""

_BEGINS_TEXT: Final = re.compile(r"[>\[(]\s{0,3}\Z")
_BEGINS_WORD: Final = re.compile(r"\s{0,3}\w")

_JOINS_BEFORE: Final = re.compile(r"[^\W_][.,!?)»”]?\s\Z")
_JOINS_AFTER: Final = re.compile(r"\s[(«„“]?[^\W_]")
_CLINGS_BEFORE: Final = re.compile(r"[^\s<>|]\Z")
_FILLED: Final = re.compile(r">&\s{1,3}nbsp\s{0,8}<[\s\S]*")
"""A space that is all an element holds."""
_EXPLAINED_AFTER: Final = re.compile(r"\s{0,3}(?:[-=:–—|→(]|</t[dh]>\s{0,8}<t[dh][^<>]{0,40}>\s{0,3}[^\s<&])")
_SIGN_BEFORE: Final = re.compile(
    r"(?:entity|code|sign|signs|symbol|character|Zeichen|Code|signe|caractère|signo|símbolo|carácter|segno|simbolo|sinal"
    r"|знак|символ|код|znak)\s{1,2}\Z",
    re.I,
)
"""Words for signs, before the one of which a text speaks."""
_ESCAPED_TWICE: Final = re.compile(r"\bdouble[- ]?(?:encod|escap)(?:e|ed|es|ing)\b", re.I)
"""What is said of references that were escaped twice."""
_DASHES: Final = frozenset({"mdash", "ndash"})
_ESCAPED: Final = r"&amp;(?:#?[A-Za-z0-9]{1,31});"
_LISTED_BEFORE: Final = re.compile(rf"(?<![^\W_]){_ESCAPED}(?:,\s|{CONNECTIVE})\s{{0,8}}\Z")
_LISTED_AFTER: Final = re.compile(rf"(?:,\s|{CONNECTIVE})\s{{0,8}}{_ESCAPED}(?![^\W_])")
"""Another escaped reference in the list of them."""

_ENDS_QUOTE: Final = re.compile(r"[^&<>]{3,66}&amp;\s?raquo;")
_BEGINS_QUOTE: Final = re.compile(r"&amp;\s?laquo;[^&<>]{3,66}\Z")
"""Only French quotes are set apart from what they quote."""

_SIGNS: Final = frozenset({"GT", "LT"})
"""Names in capitals that cars and firms have too; a split reference to such a sign has another one beside it."""
_SIGN_BESIDE: Final = re.compile(r"[&＆]\s{0,3}[GLgl][Tt]\s{0,3}[;；]")
_SIGNS_APART: Final = 24

_LINE: Final = 80
"""How far around a reference other statements or names of its shape are looked for."""
_SAME_SHAPE: Final = re.compile(r"[&＆]\s{1,3}([A-Za-z][A-Za-z0-9]{0,31})\s{0,3}[;；]")
_REFERS_TO_NAME: Final = re.compile(r"\w[ ]?& ([A-Za-z]\w{0,31})[ ]?[),]")
"""A parameter by reference, as in ``(Loop & copy)``."""
_OPERAND_BEFORE: Final = re.compile(
    r"(?:\w\(|[=,^|+*!~]|&&|\s[<>]=?\s)\s{0,3}(?:[\w.\[\]]{1,40}|\"[^\"\n<>]{0,40}\"|'[^'\n<>]{0,40}')\s?\Z|&\Z"
)
"""What stands before a conjunction of bits: an operator and the operand on the left."""
_ASSIGNED_BEFORE: Final = re.compile(r"\w\s=\s[\w.]{1,40}\s\Z")
_STATEMENT_AFTER: Final = re.compile(r"\s{0,2}(?://|/\*|[A-Za-z_]\w{0,30}\s=\s)")
"""What no comparison and no ampersand goes on with, but a statement ends before."""

_SEMICOLONS: Final = ";；؛\u037e"
_DOUBTFUL: Final = frozenset(
    {escaped_reference.DAMAGE.code, misspelled_reference.DAMAGE.code, split_reference.DAMAGE.code}
)
"""The classes that a text may show on purpose; the others are references already, to a browser."""


def is_escaped_reference(token: MalformedMarkup) -> bool:
    """Whether *token* is a reference that was escaped once more; where one is, the others are too."""
    return token.code == escaped_reference.DAMAGE.code


def is_plainly_escaped(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* is such a reference whatever the rest of the document is like."""
    return is_escaped_reference(token) and _escaped_confidence(source, token, False, False) is Confidence.LIKELY


def shows_damage(token: MalformedMarkup) -> bool:
    """Whether *token* by itself, if nothing around it shows it on purpose, tells that the document is damaged."""
    is_doubtful = is_escaped_reference(token) or _is_unended(token) or _is_held_apart(token)
    return token.code in _DOUBTFUL and not is_doubtful and is_distinctive(token)


def _is_unended(token: MalformedMarkup) -> bool:
    """Whether the reference is in pieces, and its semicolon lost."""
    return token.code == split_reference.DAMAGE.code and token.text[-1] not in _SEMICOLONS


def _is_held_apart(token: MalformedMarkup) -> bool:
    """Whether nothing but signs without width is between the pieces of the reference, as people put in to show it."""
    return token.code == split_reference.DAMAGE.code and not any(map(str.isspace, token.text))


def is_distinctive(token: MalformedMarkup) -> bool:
    """Whether the reference is a number, or has a name that is used for nothing else."""
    name = token.readings[0].name
    return name.startswith("#") or name in DISTINCTIVE_NAMES


def reference_confidence(source: str, token: MalformedMarkup, is_damaged: bool, is_escaped: bool) -> Confidence | None:
    """How sure it is that *token* is a character reference; None where the text shows it on purpose.

    *is_damaged* says whether the document shows unmistakable damage elsewhere, *is_escaped* whether other references
    of it were escaped once more.
    """
    name = token.readings[0].name
    if token.code == missing_semicolon_after_character_reference.DAMAGE.code:
        if name in LEGACY_NAMES or name.startswith("#"):
            return Confidence.CERTAIN
        return None if is_spoken_of(source, token) else Confidence.LIKELY
    if token.code not in _DOUBTFUL:
        return Confidence.CERTAIN
    if is_shown(source, token):
        return None
    if is_escaped_reference(token):
        return _escaped_confidence(source, token, is_damaged, is_escaped)
    if _is_unended(token):
        return _unended_confidence(source, token, is_damaged)
    if _is_held_apart(token):
        clings = is_distinctive(token) and clings_to_word(source, token)
        is_in_text = is_damaged or clings or _is_beside_number(source, token)
        return Confidence.LIKELY if is_in_text and not is_spoken_of(source, token) else Confidence.GUESS
    is_half_read = name in LEGACY_NAMES and token.text[:-1] == f"&{name}"  # browsers read ``&copy；`` but for its sign
    if (
        (is_distinctive(token) and not _ends_statement(source, token))
        or is_half_read
        or _has_sign_beside(source, token)
    ):
        return Confidence.CERTAIN
    if _is_beside_number(source, token) or _begins_copyright(source, token):
        return Confidence.LIKELY
    is_likely = is_damaged and name not in WORDS and not _is_operand(source, token)
    return Confidence.LIKELY if is_likely else Confidence.GUESS


def _unended_confidence(source: str, token: MalformedMarkup, is_damaged: bool) -> Confidence | None:
    """The same of the *token* in pieces whose semicolon is lost, as those write it too who tell of references."""
    start, end = token.span
    if is_spoken_of(source, token) or follows_verb(source, start):
        return None
    if token.readings[0].name == "nbsp" and _FILLED.fullmatch(source[max(0, start - 1) : end + _AROUND]):
        return Confidence.LIKELY
    if _EXPLAINED_AFTER.match(source, end) or _SIGN_BEFORE.search(source, max(0, start - _AROUND), start):
        return None
    clings = _CLINGS_BEFORE.search(source, max(0, start - 1), start) is not None
    return Confidence.LIKELY if is_damaged or clings else Confidence.GUESS


def _escaped_confidence(source: str, token: MalformedMarkup, is_damaged: bool, is_escaped: bool) -> Confidence | None:
    """The same of the escaped reference *token*, which the text does not show in quotes or a list of signs."""
    name = token.readings[0].name
    if name in MARKUP_NAMES:
        return Confidence.LIKELY if is_escaped else None
    if is_named(source, token):
        return None
    if is_escaped or (is_damaged and not is_spoken_of(source, token, _LINE) and not _is_listed(source, token)):
        return Confidence.LIKELY
    if not is_distinctive(token):
        return Confidence.GUESS
    if clings_to_word(source, token):
        around = source[max(0, token.span.start - _LINE) : token.span.end + _LINE]
        return Confidence.LIKELY if _ESCAPED_TWICE.search(around) is None else Confidence.GUESS
    is_torn = not token.text.endswith(f";{name};")
    is_dash = name in _DASHES and _joins_words(source, token)
    is_in_place = is_torn or is_dash or _is_beside_number(source, token) or _is_quote(source, token)
    return Confidence.LIKELY if is_in_place and not is_spoken_of(source, token) else Confidence.GUESS


def _is_listed(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* stands in a list of references: another, with no word at it, is only a comma or *and* away."""
    start, end = token.span
    if clings_to_word(source, token):
        return False
    return bool(_LISTED_BEFORE.search(source, max(0, start - _AROUND), start) or _LISTED_AFTER.match(source, end))


def _joins_words(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* stands between two words, a space on both its sides, as a dash does."""
    start, end = token.span
    before = _JOINS_BEFORE.search(source, max(0, start - _AROUND), start)
    return before is not None and _JOINS_AFTER.match(source, end) is not None and not follows_verb(source, start)


def _is_quote(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* begins or ends a quotation whose other end, escaped too, stands in the same sentence."""
    start, end = token.span
    name = token.readings[0].name
    if name == "laquo":
        other, side = _ENDS_QUOTE.match(source, end, end + _LINE), _JOINS_AFTER.match(source, end)
    elif name == "raquo":
        other = _BEGINS_QUOTE.search(source, max(0, start - _LINE), start)
        side = _JOINS_BEFORE.search(source, max(0, start - _AROUND), start)
    else:
        return False
    return other is not None and side is not None


def _has_sign_beside(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* is a split sign in capitals, and another such sign stands near."""
    start, end = token.span
    if token.readings[0].name not in _SIGNS:
        return False
    return bool(
        _SIGN_BESIDE.search(source, max(0, start - _SIGNS_APART), start)
        or _SIGN_BESIDE.search(source, end, end + _SIGNS_APART)
    )


def _ends_statement(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* rather ends a statement, ``y = x & amp; // mask``, or a name, ``Marie & Cie ; Paul & Lt ;``."""
    start, end = token.span
    written = _SAME_SHAPE.fullmatch(token.text)
    if written is None or token.readings[0].name not in MARKUP_NAMES:
        return False
    if written[1].istitle() and _has_sibling(source, token):
        return True
    is_assigned = _ASSIGNED_BEFORE.search(source, max(0, start - _LINE), start) is not None
    return is_assigned and _STATEMENT_AFTER.match(source, end, end + _AROUND) is not None


def _is_operand(source: str, token: MalformedMarkup) -> bool:
    """Whether the name of *token* is rather a variable, or a name like others of its shape that are no references."""
    start = token.span.start
    if _SAME_SHAPE.fullmatch(token.text) is None:
        return False
    return _OPERAND_BEFORE.search(source, max(0, start - _LINE), start) is not None or _has_sibling(source, token)


def _has_sibling(source: str, token: MalformedMarkup) -> bool:
    """Whether something of the shape of *token* stands near that is no reference, as in ``ar & alpha; ar & K;``."""
    start, end = token.span
    beside = (
        *_SAME_SHAPE.finditer(source, max(0, start - _LINE), start),
        *_SAME_SHAPE.finditer(source, end, end + _LINE),
    )
    if any(folded_name(match[1]) is None for match in beside):
        return True
    around = source[max(0, start - _LINE) : start] + source[end : end + _LINE]
    return any(match[1] == token.readings[0].name for match in _REFERS_TO_NAME.finditer(around))


def _is_beside_number(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* stands beside a number as the sign does that it may be, as in ``& copy; 2024``."""
    start, end = token.span
    before, after = _BESIDE_NUMBER.get(token.readings[0].name, (None, None))
    if before is None and after is None:
        return False
    return (before is None or before.search(source, max(0, start - _AROUND), start) is not None) and (
        after is None or after.match(source, end, end + _AROUND) is not None
    )


def _begins_copyright(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* may be a copyright sign where a text begins, or ends, as no statement does."""
    start, end = token.span
    if token.readings[0].name != "copy":
        return False
    is_first = _BEGINS_TEXT.search(source, max(0, start - _AROUND), start) is not None
    return is_first and _BEGINS_WORD.match(source, end) is not None


def clings_to_word(source: str, token: MalformedMarkup) -> bool:
    """Whether a letter or digit stands directly before or after *token*, as with a sign inside a text."""
    start, end = token.span
    return bool(_WORD_BEFORE.search(source, max(0, start - _AROUND), start) or _WORD_AFTER.match(source, end))
