"""Which malformed character references to mend."""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage import escaped_reference, misspelled_reference, split_reference
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES, NAMES
from htmlrepair.resolve.evidence import SHOWN_AFTER, SHOWN_BEFORE
from htmlrepair.tokens import MalformedMarkup

__all__ = ["reference_confidence", "shows_damage"]

_SEPARATOR: Final = r"\s{0,4}(?:[=＝|:：→]|=>|->)+\s{0,4}[\"'`]?\s{0,2}"
_SEPARATOR_BEFORE: Final = re.compile(r"(?:[=＝|:：→]|=>|->)[\s\"'`]{0,6}\Z")
_SEPARATOR_AFTER: Final = re.compile(_SEPARATOR)
_AROUND: Final = 48
"""How far around a reference a text may show what it stands for: a reference and a separator."""

_DROPPED: Final = rf"(?:</(?:{'|'.join(sorted(VOID_ELEMENTS))})\s*>)*"
"""End tags of void elements, which go, so that what stands round them meets."""
_WORD_BEFORE: Final = re.compile(rf"[^\W_]{_DROPPED}\Z", re.I)
_WORD_AFTER: Final = re.compile(rf"{_DROPPED}[^\W_]", re.I)

_DOUBTFUL: Final = frozenset(
    {escaped_reference.DAMAGE.code, misspelled_reference.DAMAGE.code, split_reference.DAMAGE.code}
)
"""The classes that a text may show on purpose; the others are references already, to a browser."""


def shows_damage(token: MalformedMarkup) -> bool:
    """Whether *token* by itself, if nothing around it shows it on purpose, tells that the document is damaged."""
    name = token.readings[0].name
    is_distinctive = name in DISTINCTIVE_NAMES or name.startswith("#")
    return token.code in _DOUBTFUL and token.code != escaped_reference.DAMAGE.code and is_distinctive


def reference_confidence(source: str, token: MalformedMarkup, is_damaged: bool) -> Confidence | None:
    """How sure it is that *token* is a character reference; None where the text shows it on purpose.

    *is_damaged* says whether the document shows unmistakable damage elsewhere.
    """
    if token.code not in _DOUBTFUL:
        return Confidence.CERTAIN
    if _is_shown(source, token):
        return None
    if token.code == escaped_reference.DAMAGE.code:
        return Confidence.LIKELY if is_damaged or clings_to_word(source, token) else Confidence.GUESS
    if shows_damage(token):
        return Confidence.CERTAIN
    return Confidence.LIKELY if is_damaged else Confidence.GUESS


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
    name = token.readings[0].name
    forms = _forms(name)
    following = _SEPARATOR_AFTER.match(after)
    if following is not None and after.startswith(forms, following.end()):
        return True
    preceding = _SEPARATOR_BEFORE.search(before)
    return preceding is not None and before[: preceding.start()].rstrip(" \"'`").endswith(forms)


def _forms(name: str) -> tuple[str, ...]:
    character = NAMES.get(name, "")
    return tuple(form for form in (f"&{name};", f"&amp;{name};", character) if form.strip())
