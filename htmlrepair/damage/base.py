"""What a damage class is made of, and what several of them share."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from htmlrepair.source import Span
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = [
    "CURLY_QUOTES",
    "TEXT",
    "DamageClass",
    "MarkupMatcher",
    "ValueMender",
    "has_blank_line",
    "malformed",
]

MarkupMatcher = Callable[[str, int], MalformedMarkup | None]
"""Takes the source and the offset of a trigger; gives the malformed token that begins there, or None."""

ValueMender = Callable[[str, str, bool], str | None]
"""Takes an attribute's name (lower case), its raw value and whether the tag is damaged otherwise; gives the mended
value, or None when nothing is wrong with it."""

TEXT: Final = Reading(ReadingKind.TEXT, "", "")
"""The reading that every malformed token has last: it is what it looks like, text; its spelling is the source's."""

CURLY_QUOTES: Final = "“”„‟″＂"
"""Double quotation marks that word processors and input methods write for ``"``."""


_BLANK_LINE: Final = re.compile(r"(?:\r(?!\n)|\n)[^\S\r\n]*[\r\n]")


@dataclass(frozen=True, slots=True)
class DamageClass:
    """One class of damage, a line of the ordered table. Its page is the docstring of the module that holds it."""

    code: str
    """The name: a kebab-case phrase that names the damage, never the cure."""
    triggers: str
    """The characters that can begin it in text; empty for damage inside live tags and references."""
    match: MarkupMatcher | None = None
    """Finds it in text; None for damage that ``live_tag.py`` finds inside live tags."""
    follower: str = ""
    """A pattern of one character: what follows the trigger; empty where anything may, or nothing."""
    is_weak: bool = False
    """Whether the spelling alone never decides."""
    is_plain: bool = False
    """Whether the spelling alone always decides: to a browser it is a tag, with what stands after it inside."""
    module: str = ""
    """The module whose docstring is the page."""

    @property
    def page(self) -> str:
        """The documentation of the class, with the headings What, Why, Example, Confidence and Spec."""
        module = sys.modules[self.module]
        return module.__doc__ or ast.get_docstring(ast.parse(inspect.getsource(module))) or ""  # ``-OO`` leaves it out


def has_blank_line(source: str, start: int, end: int) -> bool:
    """Whether a line of nothing but white space lies between the two offsets, as never inside a tag or a code span."""
    return _BLANK_LINE.search(source, start, end) is not None


def malformed(source: str, start: int, end: int, code: str, *readings: Reading) -> MalformedMarkup:
    """The token of *source* from *start* to *end* with *readings*, and text as the last of them."""
    return MalformedMarkup(Span(start, end), code, source[start:end], (*readings, TEXT))
