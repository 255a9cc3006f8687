"""How a start tag that comes out of text is spelled: its values mended by kind, its attributes by the allow-list."""

from __future__ import annotations

from htmlrepair.allowlist import may_free_attribute
from htmlrepair.damage.live_tag import find_slips, spliced
from htmlrepair.damage.loose import LooseAttribute, LooseTag
from htmlrepair.damage.shifted_quotes import unshifted
from htmlrepair.damage.values import mended_value
from htmlrepair.tokens import Reading, ReadingKind

__all__ = ["start_tag_reading"]


def start_tag_reading(tag: LooseTag) -> Reading:
    """The reading of *tag* as a start tag, spelled with the attributes that may come alive."""
    parts = [tag.name]
    dropped = []
    seen: set[str] = set()
    for attribute, value in unshifted(tag.attributes):
        value = mended_value(attribute.name, value, True)
        if not may_free_attribute(attribute.name, value):
            dropped.append(attribute.name)
        elif attribute.name not in seen:
            seen.add(attribute.name)
            parts.append(_spelled(attribute, value))
    name = tag.name.lower()
    spelling = f"<{' '.join(parts)}{' /' if tag.has_solidus else ''}>"
    spelling = spliced(spelling, find_slips(name, spelling, 0))  # as a live tag of this spelling would be mended
    return Reading(ReadingKind.START_TAG, name, spelling, tuple(dropped))


def _spelled(attribute: LooseAttribute, value: str) -> str:
    if attribute.quote == "":
        return attribute.written
    if attribute.quote == "=":
        return f"{attribute.written}={value}"
    quote = "'" if attribute.quote == "'" or '"' in value else '"'
    return f"{attribute.written}={quote}{value}{quote}"
