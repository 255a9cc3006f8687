"""The value of an attribute with the slips that its kind allows to mend mended."""

from __future__ import annotations

from typing import Final

from htmlrepair.damage import curly_quotes, spaced_value
from htmlrepair.damage.base import ValueMender

__all__ = ["mended_value"]

_MENDERS: Final[tuple[ValueMender, ...]] = (curly_quotes.mend, spaced_value.mend)
"""In this order: white space shows only once the quotation marks inside are gone."""


def mended_value(name: str, value: str, tag_is_damaged: bool) -> str:
    """*value* of the attribute *name* with every slip that its kind allows to mend mended."""
    for mend in _MENDERS:
        mended = mend(name, value, tag_is_damaged)
        value = value if mended is None else mended
    return value
