"""A document in the middle of a repair: its tokens, and what has been decided about them so far."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from htmlrepair.damage import PLAIN_CODES, WEAK_CODES
from htmlrepair.damage.loose import LooseAttribute, read_attributes
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import BLOCK_ELEMENTS, CODE_ELEMENTS, HEADINGS, VOID_ELEMENTS
from htmlrepair.resolve.pairing import Part
from htmlrepair.tokens import (
    CharacterReference,
    Characters,
    EndTag,
    MalformedMarkup,
    RawText,
    Reading,
    ReadingKind,
    StartTag,
    Token,
)

__all__ = ["FEWEST_MANGLED", "Decision", "View", "attributes_of"]

FEWEST_MANGLED: Final = 2
"""The two tags of one block, with no live tag in the document, are all that is left of its markup."""
_FEWEST_BESIDE: Final = 3
"""A document with fewer mangled tags beside others has slips."""
_DEEPEST: Final = 80
"""A line is indented less."""
_BLOCKS: Final = BLOCK_ELEMENTS | HEADINGS | {"li", "p", "table"}
_MOST_LIVE: Final = 2
"""With more live tags than this for each mangled one, the markup is whole but for slips."""

_TAG_NAME: Final = re.compile(r"[<＜‹〈⟨˂«《﹤]\s*[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """A reading for one malformed token, or for the two tags of one element."""

    places: tuple[int, ...]
    """Places in the list of tokens, in order."""
    readings: tuple[Reading, ...]
    """The reading of each."""
    confidence: Confidence


class View:
    """The tokens of one source, known by their places in the list, and the decisions accepted so far."""

    __slots__ = (
        "_parts",
        "accepted",
        "has_bare_names",
        "has_capitals",
        "in_code",
        "is_damaged",
        "is_escaped",
        "is_mangled",
        "is_settled",
        "malformed",
        "mentions",
        "source",
        "tokens",
    )

    def __init__(self, source: str, tokens: Sequence[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.malformed = {place: token for place, token in enumerate(tokens) if isinstance(token, MalformedMarkup)}
        """The malformed tokens by place."""
        self.accepted: dict[int, Decision] = {}
        """The decisions accepted so far, by each of their places."""
        self.in_code: frozenset[int] = frozenset()
        """Places of the tokens inside code, where nothing is damage."""
        self.mentions: frozenset[int] = frozenset()
        """Places of the start tags that the text names."""
        self.is_damaged = False
        """Whether unmistakable damage was found, which lowers the bar for the rest."""
        self.is_escaped = False
        """Whether a reference that was escaped once more was found: then the others were escaped too."""
        self.has_bare_names = False
        """Whether several weak tokens were found to be tags, which lowers the bar for the others."""
        self.is_settled = False
        """Whether the tokens are looked at as a second run would see them: what is accepted is live and sound."""
        self._parts = {place: part for place, token in enumerate(tokens) if (part := _part(place, token)) is not None}
        """Every tag that pairs or could, in document order."""

        self.is_mangled = self._is_mostly_mangled()
        """Whether most of the tags are mangled, or those of a text that this one was made of were."""
        self.has_capitals = any(
            isinstance(token, (StartTag, EndTag)) and token.text.lstrip("</")[:1].isupper() for token in tokens
        )
        """Whether live tags are written in capital letters."""

    @property
    def is_plainly_damaged(self) -> bool:
        """Whether so much of the markup is mangled that what only looks like a tag is likely one."""
        return self.has_profile and self.is_mangled

    def _is_mostly_mangled(self) -> bool:
        tags = [token for place, token in self.malformed.items() if place in self._parts]
        spelled = sum(1 for token in tags if token.code not in WEAK_CODES)
        live = len(self._parts) - len(tags)
        if not live and spelled >= FEWEST_MANGLED and any(self._begins_line_of_block(token) for token in tags):
            return True
        return len(tags) >= _FEWEST_BESIDE and live <= _MOST_LIVE * spelled

    def _begins_line_of_block(self, token: MalformedMarkup) -> bool:
        """Whether *token* is the start tag of a block, at the beginning of a line, where no sentence names it."""
        reading, start = token.readings[0], token.span.start
        if reading.kind is not ReadingKind.START_TAG or reading.name not in _BLOCKS:
            return False
        line = self.source[max(0, start - _DEEPEST) : start].rstrip(" \t")
        return not line or line.endswith(("\n", "\r"))

    @property
    def is_mostly_bare(self) -> bool:
        """Whether so many weak tokens were accepted that other tags may be lost altogether."""
        bare = sum(1 for place in self.accepted if self.malformed[place].code in WEAK_CODES)
        return bare >= _FEWEST_BESIDE and len(self._parts) <= (_MOST_LIVE + 1) * bare

    @property
    def has_profile(self) -> bool:
        """Whether the document shows unmistakable damage; the output, once settled, shows none."""
        return self.is_damaged and not self.is_settled

    def accept(self, decision: Decision) -> None:
        """Take *decision* for settled in all that follows."""
        for place, reading in zip(decision.places, decision.readings, strict=True):
            self.accepted[place] = decision
            if place in self._parts:
                self._parts[place] = Part(place, reading.name, reading.kind is ReadingKind.START_TAG, is_live=True)

    def reading(self, place: int) -> Reading:
        """The accepted reading of the malformed token at *place*, or else its first."""
        decision = self.accepted.get(place)
        if decision is None:
            return self.malformed[place].readings[0]
        return decision.readings[decision.places.index(place)]

    def is_candidate(self, place: int) -> bool:
        """Whether the token at *place* is a malformed tag by its spelling, and not decided yet."""
        part = self._parts.get(place)
        return part is not None and not (part.is_live or part.is_weak)

    def is_live(self, place: int) -> bool:
        """Whether the token at *place* is a tag, live in the source or accepted."""
        part = self._parts.get(place)
        return part is not None and part.is_live

    def part(self, place: int) -> Part | None:
        """The tag at *place*, or what may be one; None for anything else."""
        return self._parts.get(place)

    def is_start(self, place: int) -> bool:
        """Whether the tag at *place* is a start tag."""
        return self._parts[place].is_start

    def is_text(self, place: int) -> bool:
        """Whether the token at *place* is text, or is taken for it as long as nothing is decided."""
        return isinstance(self.tokens[place], (CharacterReference, Characters, MalformedMarkup, RawText))

    def name(self, place: int) -> str:
        """The tag name of the live tag at *place*; empty when there is none."""
        part = self._parts.get(place)
        return part.name if part is not None and part.is_live else ""

    def ended_names(self) -> set[str]:
        """The names of the live end tags."""
        return {part.name for part in self._parts.values() if part.is_live and not part.is_start}

    def parts(self, candidates: Collection[int], *, with_weak: bool = False) -> list[Part]:
        """The tags outside code that pair: those that are live, and *candidates* as if they were.

        *with_weak* adds weak tokens, which may only point at a partner.
        """
        return [
            part
            for place, part in self._parts.items()
            if (part.is_live or place in candidates or (with_weak and part.is_weak))
            and place not in self.in_code  # what code shows is balanced, or not, by itself
            and part.name not in VOID_ELEMENTS
        ]

    def code_parts(self) -> list[Part]:
        """The tags of elements that show code, live or malformed."""
        return [part for part in self._parts.values() if part.name in CODE_ELEMENTS and not part.is_weak]


def _part(place: int, token: Token) -> Part | None:
    """The part that *token* takes in the pairing, or could take; None for what is no tag."""
    if isinstance(token, (StartTag, EndTag)):
        return Part(place, token.name, isinstance(token, StartTag), is_live=True) if token.is_modelled else None
    if not isinstance(token, MalformedMarkup):
        return None
    reading = token.readings[0]
    is_start = reading.kind is ReadingKind.START_TAG
    if not (is_start or reading.kind is ReadingKind.END_TAG):
        return None
    if token.code in WEAK_CODES:
        return Part(place, reading.name, is_start=False, is_live=False, is_weak=True)
    is_plain = token.code in PLAIN_CODES
    return Part(place, reading.name, is_start, is_live=is_plain)


def attributes_of(token: MalformedMarkup) -> Sequence[LooseAttribute]:
    """The attributes of a malformed start tag."""
    name = _TAG_NAME.match(token.text)
    return () if name is None else read_attributes(token.text, name.end(), len(token.text))[0]
