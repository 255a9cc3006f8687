"""Which malformed character references to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Final

from htmlrepair.damage import escaped_reference, misspelled_reference, split_reference
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES, LEGACY_NAMES, NAMES, WORDS
from htmlrepair.prose import SHOWN_AFTER, SHOWN_BEFORE
from htmlrepair.tokens import MalformedMarkup

__all__ = ["is_escaped_reference", "reference_confidence", "shows_damage"]

_SEPARATOR: Final = r"\s{0,4}(?:[=＝|:：→]|=>|->)+\s{0,4}[\"'`]?\s{0,2}"
_SEPARATOR_BEFORE: Final = re.compile(r"(?:[=＝|:：→]|=>|->)[\s\"'`]{0,6}\Z")
_SEPARATOR_AFTER: Final = re.compile(_SEPARATOR)
_MARKUP: Final = frozenset("\"&'<>")
_AROUND: Final = 48
"""How far around a reference a text may show what it stands for: a reference and a separator."""

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
        "para": (None, _NUMBER_AFTER),
        "pound": (None, _NUMBER_AFTER),
        "sect": (None, _NUMBER_AFTER),
        "times": (_NUMBER_BEFORE, _NUMBER_AFTER),
        "yen": (None, _NUMBER_AFTER),
    }
)
"""What stands before and after signs of numbers; code has no such names beside them."""

_LONGEST_KEY: Final = 80
"""A line that explains signs is short."""
_COLUMN: Final = re.compile(r"[\t|:：()（）]|\s{3,}")
_ITEM: Final = re.compile(r"\A\s*[-*]\s")
_ANY_REFERENCE: Final = re.compile(r"[&＆]\s?(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})\s?[;；]")
_BEGINS_TEXT: Final = re.compile(r"[>\[(]\s{0,3}\Z")
_BEGINS_WORD: Final = re.compile(r"\s{0,3}\w")

_DOUBTFUL: Final = frozenset(
    {escaped_reference.DAMAGE.code, misspelled_reference.DAMAGE.code, split_reference.DAMAGE.code}
)
"""The classes that a text may show on purpose; the others are references already, to a browser."""


def is_escaped_reference(token: MalformedMarkup) -> bool:
    """Whether *token* is a reference that was escaped once more; where one is, the others are too."""
    return token.code == escaped_reference.DAMAGE.code


def shows_damage(token: MalformedMarkup) -> bool:
    """Whether *token* by itself, if nothing around it shows it on purpose, tells that the document is damaged."""
    return token.code in _DOUBTFUL and not is_escaped_reference(token) and is_distinctive(token)


def is_distinctive(token: MalformedMarkup) -> bool:
    """Whether the reference is a number, or has a name that is used for nothing else."""
    name = token.readings[0].name
    return name.startswith("#") or name in DISTINCTIVE_NAMES


def reference_confidence(source: str, token: MalformedMarkup, is_damaged: bool) -> Confidence | None:
    """How sure it is that *token* is a character reference; None where the text shows it on purpose.

    *is_damaged* says whether the document shows unmistakable damage elsewhere.
    """
    if token.code not in _DOUBTFUL:
        return Confidence.CERTAIN
    if _is_shown(source, token):
        return None
    if is_escaped_reference(token):
        is_sign = is_distinctive(token) and clings_to_word(source, token)
        return Confidence.LIKELY if is_damaged or is_sign else Confidence.GUESS
    name = token.readings[0].name
    is_half_read = name in LEGACY_NAMES and token.text[:-1] == f"&{name}"  # browsers read ``&copy；`` but for its sign
    if is_distinctive(token) or is_half_read:
        return Confidence.CERTAIN
    if _is_beside_number(source, token) or _begins_copyright(source, token):
        return Confidence.LIKELY
    return Confidence.LIKELY if is_damaged and name not in WORDS else Confidence.GUESS


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


def _is_shown(source: str, token: MalformedMarkup) -> bool:
    """Whether the text shows the pieces: alone in quotes or a cell, or beside the character they stand for."""
    start, end = token.span
    before = source[max(0, start - _AROUND) : start]
    after = source[end : end + _AROUND]
    if SHOWN_BEFORE.search(before) and SHOWN_AFTER.match(after):
        return True
    if _is_in_key(source, token):
        return True
    name = token.readings[0].name
    following = _SEPARATOR_AFTER.match(after)
    if following is not None and after.startswith(_forms(name, following[0]), following.end()):
        return True
    preceding = _SEPARATOR_BEFORE.search(before)
    if preceding is None:
        return False
    return before[: preceding.start()].rstrip(" \"'`").endswith(_forms(name, preceding[0]))


def _is_in_key(source: str, token: MalformedMarkup) -> bool:
    """Whether *token* stands alone in a column of a line, and the character or another reference to it in another."""
    earliest = max(0, token.span.start - _LONGEST_KEY)
    start = max(source.rfind("\n", earliest, token.span.start) + 1, earliest)
    end = source.find("\n", token.span.end, token.span.end + _LONGEST_KEY)
    line = source[start : end if end >= 0 else token.span.end + _LONGEST_KEY]
    if _COLUMN.search(line) is None:
        return False
    columns = [column.strip() for column in _COLUMN.split(_ITEM.sub("", line))]
    if token.text.strip() not in columns:
        return False
    shown = {column for column in columns if column and column != token.text.strip()}
    name = token.readings[0].name
    return any(_character(column) == _character(f"&{name};") for column in shown)


def _character(text: str) -> str:
    """The character that *text* is, or refers to, damaged or not."""
    reference = _ANY_REFERENCE.fullmatch(text)
    return text if reference is None else unescape(f"&{reference[1]};")


def _forms(name: str, separator: str) -> tuple[str, ...]:
    """What *separator* may part from a reference *name* that a text shows."""
    character = NAMES.get(name, "")
    if character in _MARKUP:
        character = ""  # it stands beside everything, being a part of markup
    is_space = character.isspace() and separator.strip() in (":", "：")  # set apart from a colon, as the French do
    live = "" if is_space else f"&{name};"
    return tuple(form for form in (live, f"&amp;{name};", character) if form.strip())
