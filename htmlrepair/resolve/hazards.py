"""Where freed tags could wake what lies dormant in live ones: handlers that a browser drops, or would copy.

Tree construction drops a table part outside a table, with all its attributes, and copies a formatting element that a
block cuts. A repair must not add to what is active, so near such elements it holds back.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#adoption-agency-algorithm
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from htmlrepair.allowlist import is_active_attribute
from htmlrepair.knowledge.elements import FORMATTING_ELEMENTS, TABLE_PARTS, VOID_ELEMENTS
from htmlrepair.tokens import EndTag, StartTag, Token

__all__ = ["Hazards", "active_start_tags"]


def active_start_tags(tokens: Sequence[Token]) -> dict[int, str]:
    """The places and names of the formatting elements and table parts among *tokens* that have an active attribute."""
    return {
        index: token.name
        for index, token in enumerate(tokens)
        if isinstance(token, StartTag)
        and (token.name in FORMATTING_ELEMENTS or token.name in TABLE_PARTS)
        and any(is_active_attribute(attribute.name, attribute.value) for attribute in token.attributes)
    }


class Hazards:
    """What the active start tags of a document forbid."""

    __slots__ = ("_has_table_part", "_inside", "forbid_all")

    def __init__(self, tokens: Sequence[Token], active: Mapping[int, str], partners: Mapping[int, int]) -> None:
        self._has_table_part = any(name in TABLE_PARTS for name in active.values())
        self._inside: set[int] = set()
        self.forbid_all = False
        """Whether an active formatting element is cut already, so that any tag more could copy it."""
        for start in (index for index, name in active.items() if name in FORMATTING_ELEMENTS):
            end = partners.get(start, -1)
            inside = range(start + 1, end)
            self._inside.update(inside)
            self.forbid_all = self.forbid_all or end < 0 or _is_cut(tokens, partners, inside)

    def forbids(self, name: str) -> bool:
        """Whether tags of the element *name* could give a dropped table part its table."""
        return self._has_table_part and (name in TABLE_PARTS or name == "table")

    def may_copy(self, index: int) -> bool:
        """Whether a tag without its partner at *index* could copy an active formatting element round it."""
        return index in self._inside


def _is_cut(tokens: Sequence[Token], partners: Mapping[int, int], inside: Iterable[int]) -> bool:
    """Whether a live tag *inside* has its partner outside, or none."""
    places = set(inside)
    return any(
        isinstance(token, (StartTag, EndTag)) and token.name not in VOID_ELEMENTS and partners.get(index) not in places
        for index in places
        if (token := tokens[index])
    )
