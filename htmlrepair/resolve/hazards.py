"""Where freed markup could wake what lies dormant in live tags: handlers that a browser drops, or would copy.

Tree construction drops a table part outside a table with all its attributes, ignores a ``head`` that comes too late,
and copies a formatting element that a block cuts. A repair must not add to what is active, so near such tags it holds
back.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#adoption-agency-algorithm
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from htmlrepair.allowlist import is_active_attribute
from htmlrepair.attributes import TAG, parse_attributes
from htmlrepair.knowledge.elements import FORMATTING_ELEMENTS, TABLE_PARTS, TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS
from htmlrepair.resolve.pairing import Part, pair
from htmlrepair.tokens import EndTag, MalformedMarkup, ReadingKind, StartTag, Token

__all__ = ["Hazards"]

_TABLE_FAMILY: Final = TABLE_PARTS | {"table"}
_PLAIN_IN_SELECT: Final = frozenset({"hr", "optgroup", "option", "select"})
_PLAIN_INSIDE: Final = TEXT_LEVEL_ELEMENTS - {"a", "nobr"}
"""What may stand inside an active formatting element without cutting it."""


class Hazards:
    """What the live tags of one document forbid."""

    __slots__ = (
        "_active",
        "_dangling",
        "_has_active_table_part",
        "_has_hidden",
        "_has_odd_select",
        "forbids_all",
        "is_touchy",
    )

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._active: list[int] = []
        """Places of the formatting elements with an active attribute."""
        self._has_active_table_part = False
        self._has_odd_select = False
        self._has_hidden = False
        """Whether what may be a comment holds an active tag, live as long as it is none."""
        self.forbids_all = False
        """Whether nothing at all may be freed: frames and late heads hang on the least bit of text before them."""
        balance: Counter[str] = Counter()
        for index, token in enumerate(tokens):
            if isinstance(token, EndTag) and not token.is_modelled:
                balance[token.name] -= 1
            elif isinstance(token, MalformedMarkup):
                self._has_hidden = self._has_hidden or _hides_active_tag(token)
            elif isinstance(token, StartTag):
                self._note(index, token)
                balance[token.name] += not token.is_modelled
        self._dangling = {name for name, count in balance.items() if count < 0}
        """Names of end tags in parts that are not modelled; they would end an element opened outside."""
        self.is_touchy = bool(self._active) or self._has_active_table_part or self._has_hidden
        """Whether to leave alone what changes the tree without being a tag: comments round tags, doctypes."""

    def _note(self, index: int, tag: StartTag) -> None:
        if tag.name == "frameset":
            self.forbids_all = True
        if not tag.is_modelled and tag.within == "select" and tag.name not in _PLAIN_IN_SELECT:
            self._has_odd_select = True
        is_formatting = tag.name in FORMATTING_ELEMENTS
        if not (is_formatting or tag.name in TABLE_PARTS or tag.name == "head"):
            return
        if not _is_active(tag.mended):
            return
        if tag.name == "head":
            self.forbids_all = True
        elif is_formatting:
            self._active.append(index)
        else:
            self._has_active_table_part = True

    def forbids(self, name: str) -> bool:
        """Whether no tag of the element *name* may be freed."""
        if name in _TABLE_FAMILY and (self._has_active_table_part or self._has_odd_select):
            return True
        return name in self._dangling

    def forbids_tags(self, parts: Sequence[Part]) -> bool:
        """Whether an active formatting element is cut, or could be: then any tag more might copy it.

        It is safe when it has its end tag and only text-level elements inside, each with both its tags. *parts* are all
        tags, void elements and what stands in code included.
        """
        if not self._active or self._has_hidden:
            return self._has_hidden
        partners = pair(part for part in parts if part.name not in VOID_ELEMENTS).partners
        active = set(self._active)
        start = end = -1
        for part in parts:
            partner = partners.get(part.place, -1)
            if part.place > end and part.place in active:
                active.discard(part.place)
                start, end = part.place, partner
                if end < 0 or not part.is_live:
                    return True
            elif part.place < end:
                active.discard(part.place)
                if part.name not in _PLAIN_INSIDE or (part.name not in VOID_ELEMENTS and not start < partner < end):
                    return True
        return bool(active)  # one that is no part of the pairing stands in code, or in what is not modelled


def _is_active(tag: str) -> bool:
    return any(is_active_attribute(attribute.name, attribute.value) for attribute in parse_attributes(tag))


def _hides_active_tag(token: MalformedMarkup) -> bool:
    """Whether *token* may be a comment and holds a start tag with an active attribute."""
    if token.readings[0].kind is not ReadingKind.COMMENT:
        return False
    return any(_is_active(tag[0]) for tag in TAG.finditer(token.text, 1) if not tag[1])
