"""The damage classes: one file each, one line each in the table below, in the order in which they are tried."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from htmlrepair.damage import (
    angle_quote_tag,
    bare_start_tag,
    bare_tag_name,
    bullet,
    control_character_reference,
    curly_quotes,
    doubled_bracket,
    early_greater_than_sign,
    escaped_reference,
    full_width_tag,
    glued_attribute,
    homoglyph_tag_name,
    lost_greater_than_sign,
    lost_less_than_sign,
    mangled_metadata,
    missing_quotation_mark,
    missing_semicolon_after_character_reference,
    misspelled_reference,
    misspelled_tag_name,
    odd_solidus,
    odd_space_in_tag,
    shifted_quotes,
    spaced_comment,
    spaced_doctype,
    spaced_end_tag,
    spaced_tag,
    spaced_value,
    split_reference,
    split_tag_name,
    swallowing_less_than_sign,
    translated_tag_name,
    unexpected_solidus_in_tag,
    void_end_tag,
)
from htmlrepair.damage.base import DamageClass, MarkupMatcher

__all__ = ["DAMAGE_CLASSES", "FREEING_CODES", "PLAIN_CODES", "TRIGGERS", "WEAK_CODES", "matchers_at"]

DAMAGE_CLASSES: Final[tuple[DamageClass, ...]] = (
    doubled_bracket.DAMAGE,
    spaced_doctype.DAMAGE,
    spaced_comment.DAMAGE,
    mangled_metadata.DAMAGE,
    missing_quotation_mark.DAMAGE,
    lost_greater_than_sign.DAMAGE,
    early_greater_than_sign.DAMAGE,
    void_end_tag.DAMAGE,
    spaced_tag.DAMAGE,
    spaced_end_tag.DAMAGE,
    full_width_tag.DAMAGE,
    angle_quote_tag.DAMAGE,
    odd_solidus.DAMAGE,
    odd_space_in_tag.DAMAGE,
    homoglyph_tag_name.DAMAGE,
    translated_tag_name.DAMAGE,
    misspelled_tag_name.DAMAGE,
    glued_attribute.DAMAGE,
    split_tag_name.DAMAGE,
    swallowing_less_than_sign.DAMAGE,
    unexpected_solidus_in_tag.DAMAGE,
    curly_quotes.DAMAGE,
    shifted_quotes.DAMAGE,
    spaced_value.DAMAGE,
    escaped_reference.DAMAGE,  # before split-reference, which would take the ``& amp ;`` alone
    split_reference.DAMAGE,
    misspelled_reference.DAMAGE,
    control_character_reference.DAMAGE,  # before missing-semicolon…, which would keep the wrong number
    missing_semicolon_after_character_reference.DAMAGE,
    bare_start_tag.DAMAGE,
    lost_less_than_sign.DAMAGE,  # before bare-tag-name, which would leave the solidus
    bare_tag_name.DAMAGE,
    bullet.DAMAGE,
)
"""Every damage class. The order is the one in which they are tried where more than one could begin."""

PLAIN_CODES: Final[frozenset[str]] = frozenset(damage.code for damage in DAMAGE_CLASSES if damage.is_plain)
"""The classes whose spelling alone always decides."""

WEAK_CODES: Final[frozenset[str]] = frozenset(damage.code for damage in DAMAGE_CLASSES if damage.is_weak)
"""The classes whose spelling alone never decides."""

FREEING_CODES: Final[frozenset[str]] = frozenset(
    damage.DAMAGE.code
    for damage in (angle_quote_tag, lost_greater_than_sign, missing_quotation_mark, swallowing_less_than_sign)
)
"""The classes of tags that may end earlier than a browser takes them to; they look at what comes free by that."""


TRIGGERS: Final[frozenset[str]] = frozenset(trigger for damage in DAMAGE_CLASSES for trigger in damage.triggers)
"""The characters that can begin damage."""


@lru_cache(maxsize=4096)
def matchers_at(beginning: str) -> tuple[MarkupMatcher, ...]:
    """The matchers to try where *beginning* stands: a trigger and, but at the end, the character after it."""
    trigger, follower = beginning[:1], beginning[1:]
    return tuple(
        damage.match
        for damage in DAMAGE_CLASSES
        if damage.match is not None and trigger in damage.triggers and re.match(damage.follower, follower)
    )
