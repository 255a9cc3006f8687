"""How a tag that was mangled is spelled once it is mended: its values by kind, its attributes by the allow-list."""

from __future__ import annotations

from typing import Final

from htmlrepair.allowlist import may_free_attribute
from htmlrepair.damage import curly_quotes, spaced_value
from htmlrepair.damage.base import ValueMender
from htmlrepair.damage.loose import LooseAttribute, LooseTag
from htmlrepair.tokens import Reading, ReadingKind

__all__ = ["mended_value", "start_tag_reading"]

_MENDERS: Final[tuple[ValueMender, ...]] = (curly_quotes.mend, spaced_value.mend)
"""In this order: white space shows only once the quotation marks inside are gone."""


def mended_value(name: str, value: str, tag_is_damaged: bool) -> str:
    """*value* of the attribute *name* with every slip that its kind allows to mend mended."""
    for mend in _MENDERS:
        mended = mend(name, value, tag_is_damaged)
        value = value if mended is None else mended
    return value


def start_tag_reading(tag: LooseTag) -> Reading:
    """The reading of *tag* as a start tag, spelled with the attributes that may come alive."""
    parts = [tag.name]
    dropped = []
    seen: set[str] = set()
    for attribute in tag.attributes:
        value = mended_value(attribute.name, attribute.value, True)
        if not may_free_attribute(attribute.name, value):
            dropped.append(attribute.name)
        elif attribute.name not in seen:
            seen.add(attribute.name)
            parts.append(_spelled(attribute, value))
    spelling = f"<{' '.join(parts)}{' /' if tag.has_solidus else ''}>"
    return Reading(ReadingKind.START_TAG, tag.name.lower(), spelling, tuple(dropped))


def _spelled(attribute: LooseAttribute, value: str) -> str:
    if attribute.quote == "":
        return attribute.name
    if attribute.quote == "=":
        return f"{attribute.name}={value}"
    quote = "'" if attribute.quote == "'" or '"' in value else '"'
    return f"{attribute.name}={quote}{value}{quote}"
