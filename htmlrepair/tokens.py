"""The tokens that tile a source, and the readings of those whose markup is malformed.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from htmlrepair.attributes import TAG, Attribute, ascii_lower, has_trailing_solidus, parse_attributes
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.source import Span, splice

__all__ = [
    "CharacterReference",
    "Characters",
    "CommentToken",
    "DoctypeToken",
    "EndTag",
    "MalformedMarkup",
    "RawText",
    "Reading",
    "ReadingKind",
    "Slip",
    "StartTag",
    "Token",
    "live_tag",
    "runs_on",
]


class ReadingKind(Enum):
    """What a malformed token may be taken for."""

    TEXT = "text"
    START_TAG = "start tag"
    END_TAG = "end tag"
    CHARACTER_REFERENCE = "character reference"
    COMMENT = "comment"
    DOCTYPE = "doctype"
    LIST_ITEM = "list item"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a malformed token; nothing is changed yet."""

    kind: ReadingKind
    name: str
    """The name of the tag or the reference, as the standard spells it; empty for text and comments."""
    spelling: str
    """What the output says if this reading is chosen."""
    dropped: tuple[str, ...] = ()
    """Names of attributes that the spelling leaves out, because no repair may set them free."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Damage inside markup that is live all the same: an attribute's value, a character of a reference."""

    code: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class StartTag:
    """A start tag that browsers read as one."""

    span: Span
    name: str
    """The tag name in ASCII lower case."""
    text: str
    """The tag as written, from ``<`` to ``>``."""
    slips: tuple[Slip, ...] = ()
    """Damage found in its attributes, sorted by place."""
    within: str = ""
    """The element round it whose content is not modelled, such as ``svg``; empty for most tags."""

    @property
    def is_modelled(self) -> bool:
        """Whether the tag takes part in the repair, not being inside an element with rules of its own."""
        return not self.within

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes as a browser reads them, in order, duplicates left out."""
        return parse_attributes(self.text)

    def mended(self, codes: Collection[str] | None = None) -> str:
        """The tag with its slips mended; only those that *codes* name, if given."""
        start = self.span.start
        chosen = [slip for slip in self.slips if codes is None or slip.code in codes]
        return splice(
            self.text, ((Span(slip.span.start - start, slip.span.end - start), slip.replacement) for slip in chosen)
        )

    @property
    def is_self_closing(self) -> bool:
        """Whether the tag ends in a solidus that is no part of an attribute; only foreign elements heed it."""
        return self.text.endswith("/>") and has_trailing_solidus(self.text)


@dataclass(frozen=True, slots=True)
class EndTag:
    """An end tag that browsers read as one."""

    span: Span
    name: str
    """The tag name in ASCII lower case."""
    text: str
    """The tag as written, from ``</`` to ``>``."""
    within: str = ""
    """The element round it whose content is not modelled, such as ``svg``; empty for most tags."""

    @property
    def is_modelled(self) -> bool:
        """Whether the tag takes part in the repair, not being inside an element with rules of its own."""
        return not self.within


@dataclass(frozen=True, slots=True)
class CharacterReference:
    """A character reference that browsers read as one."""

    span: Span
    name: str
    """The name without ``&`` and ``;``; a numeric one begins with ``#``."""


@dataclass(frozen=True, slots=True)
class Characters:
    """Text."""

    span: Span


@dataclass(frozen=True, slots=True)
class RawText:
    """The text of an element whose content holds no tags, such as ``script``, ``style`` and ``textarea``."""

    span: Span


@dataclass(frozen=True, slots=True)
class CommentToken:
    """A comment, or what a browser takes for one."""

    span: Span
    is_mended: bool = False
    """Whether the repair pass made it one, or nothing."""


@dataclass(frozen=True, slots=True)
class DoctypeToken:
    """A doctype."""

    span: Span


@dataclass(frozen=True, slots=True)
class MalformedMarkup:
    """Text, or a comment by accident, that looks like markup which something mangled."""

    span: Span
    code: str
    """The class of damage; a name of the registry."""
    text: str
    """The token as written."""
    readings: tuple[Reading, ...]
    """Two or more ways to take it, the most markup-like first; the last is always text."""


Token: TypeAlias = (
    StartTag | EndTag | CharacterReference | Characters | RawText | CommentToken | DoctypeToken | MalformedMarkup
)


def live_tag(token: Token) -> StartTag | EndTag | None:
    """The tag that browsers read at the beginning of *token*, which looks like damage; None where they read none."""
    tag = TAG.match(token.text) if isinstance(token, MalformedMarkup) else None
    if tag is None or not isinstance(token, MalformedMarkup):
        return None
    name = ascii_lower(tag[2])
    is_end_tag = tag[1] and name not in VOID_ELEMENTS  # ``</br>`` is a line break
    return EndTag(token.span, name, token.text) if is_end_tag else StartTag(token.span, name, token.text)


def runs_on(token: Token) -> bool:
    """Whether browsers read a tag at the beginning of *token*, which looks like damage, that does not end with it."""
    tag = TAG.match(token.text) if isinstance(token, MalformedMarkup) else None
    return tag is not None and not tag[3]
