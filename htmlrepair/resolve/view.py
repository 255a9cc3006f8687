"""A document in the middle of a repair: its tokens, and what has been decided about them so far."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from htmlrepair.damage import WEAK_CODES
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.resolve.pairing import Part
from htmlrepair.tokens import EndTag, MalformedMarkup, Reading, ReadingKind, StartTag, Token

__all__ = ["Decision", "View"]

_TAG_KINDS = frozenset({ReadingKind.END_TAG, ReadingKind.START_TAG})


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
        "_tags",
        "accepted",
        "in_code",
        "is_damaged",
        "is_escaped",
        "is_settled",
        "malformed",
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
        self.is_damaged = False
        """Whether unmistakable damage was found, which lowers the bar for the rest."""
        self.is_escaped = False
        """Whether a reference that was escaped once more was found: then the others were escaped too."""
        self.is_settled = False
        """Whether the tokens are looked at as a second run would see them: what is accepted is live and sound."""
        self._tags = [
            place
            for place, token in enumerate(tokens)
            if (isinstance(token, (StartTag, EndTag)) and token.is_modelled)
            or (
                place in self.malformed and self.malformed[place].readings[0].kind in _TAG_KINDS | {ReadingKind.NOTHING}
            )
        ]

    @property
    def has_profile(self) -> bool:
        """Whether the document shows unmistakable damage; the output, once settled, shows none."""
        return self.is_damaged and not self.is_settled

    def accept(self, decision: Decision) -> None:
        """Take *decision* for settled in all that follows."""
        for place in decision.places:
            self.accepted[place] = decision

    def reading(self, place: int) -> Reading:
        """The accepted reading of the malformed token at *place*, or else its first."""
        decision = self.accepted.get(place)
        if decision is None:
            return self.malformed[place].readings[0]
        return decision.readings[decision.places.index(place)]

    def is_tag(self, place: int) -> bool:
        """Whether the malformed token at *place* is spelled as a tag and nothing else."""
        token = self.malformed.get(place)
        return token is not None and token.code not in WEAK_CODES and self.reading(place).kind in _TAG_KINDS

    def is_candidate(self, place: int) -> bool:
        """Whether the token at *place* is such a tag and not decided yet."""
        return place not in self.accepted and self.is_tag(place)

    def is_live(self, place: int) -> bool:
        """Whether the tag at *place* is live in the source or accepted."""
        return place in self.accepted or isinstance(self.tokens[place], (StartTag, EndTag))

    def name(self, place: int) -> str:
        """The tag name of the token at *place*; empty when it is no tag, or one not accepted as such."""
        token = self.tokens[place]
        if isinstance(token, (StartTag, EndTag)):
            return token.name
        return self.reading(place).name if place in self.accepted and self.is_tag(place) else ""

    def parts(self, candidates: Collection[int], *, with_weak: bool = False) -> list[Part]:
        """The tags outside code that pair: those that are live, and *candidates* as if they were.

        *with_weak* adds weak tokens, which may only point at a partner.
        """
        parts = []
        for place in self._tags:
            if place not in self.in_code:  # what code shows is balanced, or not, by itself
                part = self._part(place, candidates)
                if part is not None and part.name not in VOID_ELEMENTS:
                    parts.append(part)
                elif part is None and with_weak and self.malformed[place].code in WEAK_CODES:
                    parts.append(Part(place, self.reading(place).name, is_start=False, is_live=False, is_weak=True))
        return parts

    def all_parts(self, candidates: Collection[int]) -> list[Part]:
        """The same with void elements, and with what stands in code."""
        return [part for place in self._tags if (part := self._part(place, candidates)) is not None]

    def _part(self, place: int, candidates: Collection[int]) -> Part | None:
        token = self.tokens[place]
        if isinstance(token, (StartTag, EndTag)):
            return Part(place, token.name, isinstance(token, StartTag), is_live=True)
        is_accepted = place in self.accepted
        if not ((is_accepted or place in candidates) and self.is_tag(place)):
            return None
        reading = self.reading(place)
        return Part(place, reading.name, reading.kind is ReadingKind.START_TAG, is_live=is_accepted)
