"""The registry: every code that a diagnostic can have, and its page."""

from __future__ import annotations

from typing import Final

from htmlrepair.construct import RECOVERIES
from htmlrepair.damage import DAMAGE_CLASSES
from htmlrepair.escaped import ESCAPES
from htmlrepair.layout import SHAPES
from htmlrepair.punctuation import SPACING
from htmlrepair.swallowed import UNENDED_TEXT

__all__ = ["CODES", "page"]

CODES: Final[tuple[str, ...]] = (
    *(damage.code for damage in DAMAGE_CLASSES),
    *(row.code for row in (*ESCAPES, UNENDED_TEXT, *SHAPES, SPACING, *RECOVERIES)),
)
"""All codes: those of mangled markup, of escapes, titles, layout and punctuation, and of structure."""


def page(code: str) -> str:
    """The documentation of *code*, with the headings What, Why, Example, Confidence and Spec."""
    pages = {damage.code: damage.page for damage in DAMAGE_CLASSES}
    pages |= {recovery.code: recovery.page for recovery in (*ESCAPES, UNENDED_TEXT, *SHAPES, SPACING, *RECOVERIES)}
    return pages[code]
