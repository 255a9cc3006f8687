"""Which malformed tokens are markup, decided in rounds: what one round accepts is live in the next."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from htmlrepair.damage import WEAK_CODES, full_width_tag, void_end_tag
from htmlrepair.damage.loose import LooseAttribute, read_attributes
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import CODE_ELEMENTS, FORMATTING_ELEMENTS, VOID_ELEMENTS
from htmlrepair.resolve.evidence import NEEDS_PARTNER, STANDS_ALONE, is_real_content
from htmlrepair.resolve.hazards import Hazards
from htmlrepair.resolve.pairing import Pairing, Part, pair
from htmlrepair.resolve.references import is_escaped_reference, reference_confidence, shows_damage
from htmlrepair.tokens import Characters, CommentToken, EndTag, MalformedMarkup, Reading, ReadingKind, StartTag, Token

__all__ = ["Decision", "Resolution", "resolve"]

_MAX_ROUNDS: Final = 6
"""How often harm is looked for and its cause denied; what then still does harm is denied whole."""


_MAX_BEFORE_DOCTYPE: Final = 40
"""How many tokens may stand before a doctype."""

_VOID_END_TAG: Final = re.compile(rf"</(?:{'|'.join(sorted(VOID_ELEMENTS))})[\t\n\f\r ]*>", re.I)
_NOT_IN_TITLE: Final = re.compile(r"[<`~{]")
"""Markup, or what shows code in text: in a title it is neither."""
_SPACED_OUT: Final = re.compile(r"\s=|=\s|\s>\Z")
_TAG_NAME: Final = re.compile(r"[<＜]\s*[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """A reading for one malformed token, or for the two tags of one element."""

    indexes: tuple[int, ...]
    """Places in the list of tokens, in order."""
    readings: tuple[Reading, ...]
    """The reading of each."""
    confidence: Confidence


class Resolution(NamedTuple):
    """What the repair pass decided about a document."""

    decisions: list[Decision]
    """In document order; those below the minimum confidence too."""
    sacred: Collection[int]
    """Places of the tokens that stand inside code, where nothing is repaired."""


def resolve(source: str, tokens: Sequence[Token], codes: Collection[str], minimum: Confidence) -> Resolution:
    """Decide about the malformed *tokens* of *source*.

    Only damage named in *codes* is considered, so that no half of a pair is left over.
    """
    resolver = _Resolver(source, tokens, codes, minimum)
    decisions = resolver.decisions()
    return Resolution(decisions, resolver.shown)


class _Resolver:
    __slots__ = (
        "_accepted",
        "_codes",
        "_hazards",
        "_is_damaged",
        "_is_escaped",
        "_is_settled",
        "_malformed",
        "_minimum",
        "_sacred",
        "_source",
        "_tokens",
        "shown",
    )

    def __init__(self, source: str, tokens: Sequence[Token], codes: Collection[str], minimum: Confidence) -> None:
        self._source = source
        self._tokens = tokens
        self._malformed = {index: token for index, token in enumerate(tokens) if isinstance(token, MalformedMarkup)}
        self._codes = codes
        self._minimum = minimum
        self._accepted: dict[int, Decision] = {}
        self._sacred: frozenset[int] = frozenset()
        """Places of the tokens inside code, as this round sees it."""
        self.shown: frozenset[int] = frozenset()
        """The same as the source shows it: the places where no slip is mended."""
        self._hazards = Hazards(tokens)
        self._is_damaged = False
        """Whether unmistakable damage was found, which lowers the bar for the rest."""
        self._is_escaped = False
        """Whether a reference that was escaped once more was found: then the others were escaped too."""
        self._is_settled = False
        """Whether the tokens are looked at as a second run would see them: what is accepted is live and sound."""

    def decisions(self) -> list[Decision]:
        """Decide in rounds, until a look at the output as it would then be finds nothing more."""
        if self._hazards.forbids_all:
            return []
        guesses: dict[int, Decision] = {}
        while True:
            found = list(self._round())
            chosen = [decision for decision in found if decision.confidence >= self._minimum]
            for decision in chosen:
                self._accept(decision)
            if chosen:
                self._is_settled = False
            elif self._is_settled:
                break
            else:
                guesses = {decision.indexes[0]: decision for decision in found}
                self.shown = self._sacred
                self._is_settled = True
        unique = {decision.indexes[0]: decision for decision in self._accepted.values()}
        left = {place: guess for place, guess in guesses.items() if not self._accepted.keys() & set(guess.indexes)}
        return [decision for _, decision in sorted({**left, **unique}.items())]

    def _accept(self, decision: Decision) -> None:
        for index in decision.indexes:
            self._accepted[index] = decision
        token = self._malformed[decision.indexes[0]]
        if decision.confidence is Confidence.CERTAIN and self._is_unmistakable(decision):
            self._is_damaged = True
        self._is_escaped = self._is_escaped or is_escaped_reference(token)

    @property
    def _has_profile(self) -> bool:
        """Whether the document shows unmistakable damage; the output, once settled, shows none."""
        return self._is_damaged and not self._is_settled

    def _is_unmistakable(self, decision: Decision) -> bool:
        token = self._malformed[decision.indexes[0]]
        if decision.readings[0].kind is ReadingKind.CHARACTER_REFERENCE:
            return shows_damage(token)
        return token.code != void_end_tag.DAMAGE.code

    def _round(self) -> Iterable[Decision]:
        """What can be decided, given what is accepted so far."""
        self._sacred = self._inside_code()
        open_indexes = [
            index
            for index, token in self._malformed.items()
            if index not in self._accepted and index not in self._sacred and token.code in self._codes
        ]
        yield from self._single_decisions(open_indexes)
        yield from self._tag_decisions([index for index in open_indexes if self._is_tag(index)])

    # --- what stands by itself: references, comments, doctypes, end tags of void elements

    def _single_decisions(self, indexes: Iterable[int]) -> Iterable[Decision]:
        for index in indexes:
            token = self._malformed[index]
            reading = token.readings[0]
            if reading.kind is ReadingKind.CHARACTER_REFERENCE:
                is_damaged = self._has_profile or (self._is_escaped and is_escaped_reference(token))
                confidence = reference_confidence(self._source, token, is_damaged)
                if confidence is not None:
                    yield Decision((index,), (reading,), confidence)
            elif reading.kind in (ReadingKind.COMMENT, ReadingKind.DOCTYPE):
                is_late = reading.kind is ReadingKind.DOCTYPE and not self._is_at_beginning(index)
                if not (is_late or self._hazards.is_touchy):
                    yield Decision((index,), (reading,), Confidence.CERTAIN)
            elif reading.kind is ReadingKind.NOTHING:
                yield self._void_end_tag(index, token)

    def _is_at_beginning(self, index: int) -> bool:
        """Whether only white space, comments and what goes away stand before the token at *index*."""
        if index > _MAX_BEFORE_DOCTYPE:
            return False
        for before in range(index):
            token = self._tokens[before]
            if before in self._accepted:
                if self._reading(before).kind not in (ReadingKind.COMMENT, ReadingKind.NOTHING):
                    return False
            elif isinstance(token, Characters):
                if token.span.cut(self._source).strip("\ufeff\t\n\f\r "):
                    return False
            elif not isinstance(token, CommentToken):
                return False
        return True

    def _void_end_tag(self, index: int, token: MalformedMarkup) -> Decision:
        nothing, *others = token.readings[:-1]
        if not others:
            return Decision((index,), (nothing,), Confidence.CERTAIN)
        if self._follows_line_break(index):
            return Decision((index,), (nothing,), Confidence.LIKELY)
        return Decision((index,), (others[0],), Confidence.CERTAIN)

    def _follows_line_break(self, index: int) -> bool:
        """Whether the nearest tag before *index*, formatting aside, is a ``<br>`` that nothing has closed."""
        for before in range(index - 1, max(-1, index - 40), -1):
            token = self._tokens[before]
            if isinstance(token, MalformedMarkup) and token.code == void_end_tag.DAMAGE.code:
                return False
            name = token.name if isinstance(token, (StartTag, EndTag)) else self._reading_name(before)
            if name == "br":
                return True
            if name and name not in FORMATTING_ELEMENTS:
                return False
        return False

    # --- tags

    def _tag_decisions(self, candidates: Sequence[int]) -> Iterable[Decision]:
        if not candidates:
            return
        allowed = self._harmless([index for index in candidates if not self._hazards.forbids(self._name(index))])
        parts = self._parts(allowed, with_weak=True)
        pairing = pair(_with_content(parts))
        if self._hazards.is_touchy:
            everything = self._parts(allowed, with_weak=False, with_sacred=True)
            if self._hazards.forbids_tags(everything, pair(_with_content(everything)).partners):
                return
        containers = self._containers(pairing)
        for index in sorted(allowed):
            reading = self._malformed[index].readings[0]
            if reading.name in VOID_ELEMENTS:
                yield Decision((index,), (reading,), self._void_confidence(index))
                continue
            partner = pairing.partners.get(index)
            if partner is None:
                if reading.name != "title":
                    yield Decision((index,), (reading,), self._lone_confidence(index, index in pairing.hinted))
            elif partner not in allowed or index < partner:
                start, end = sorted((index, partner))
                if not self._cuts(start, end, allowed, containers):
                    yield self._pair_decision(start, end, allowed)

    def _harmless(self, candidates: Iterable[int]) -> set[int]:
        """*candidates* without those that would take a live tag its partner."""
        allowed = set(candidates)
        alone = pair(_with_content(self._parts((), with_weak=False)))
        for _ in range(_MAX_ROUNDS):
            together = pair(_with_content(self._parts(allowed, with_weak=False)))
            harmful = set()
            for start, end in alone.partners.items():
                if start > end:
                    continue
                if end not in together.partners:
                    harmful |= {together.partners.get(start, -1), together.scopes.get(end, -1)}
                if start not in together.partners:
                    harmful |= {together.partners.get(end, -1)}
            harmful &= allowed
            if not harmful:
                return allowed
            harmful |= {together.partners[index] for index in harmful if index in together.partners} & allowed
            allowed -= harmful
        return set()

    def _containers(self, pairing: Pairing) -> list[int]:
        """For each token the start tag of the innermost live element round it that has both its tags; -1 for none."""
        containers = []
        stack: list[int] = []
        closed: set[int] = set()
        for index in range(len(self._tokens)):
            partner = pairing.partners.get(index)
            is_whole = partner is not None and self._is_live(index) and self._is_live(partner)
            if is_whole and partner is not None and partner < index:
                closed.add(partner)
                while stack and stack[-1] in closed:
                    stack.pop()
            containers.append(stack[-1] if stack else -1)
            if is_whole and partner is not None and partner > index:
                stack.append(index)
        return containers

    def _cuts(self, start: int, end: int, allowed: Collection[int], containers: Sequence[int]) -> bool:
        """Whether the pair would cut a live element in two, or turn markup into text."""
        if self._name(start) == "title":
            content = self._source[self._tokens[start].span.end : self._tokens[end].span.start]
            return _NOT_IN_TITLE.search(_VOID_END_TAG.sub("", content)) is not None
        return containers[start] != containers[end] and (start in allowed or self._hazards.is_touchy)

    def _pair_decision(self, start: int, end: int, allowed: Collection[int]) -> Decision:
        confidence = Confidence.CERTAIN
        if start in allowed and end in allowed and not self._has_content(start, end):
            confidence = Confidence.LIKELY if self._has_profile else Confidence.GUESS
        indexes = tuple(index for index in (start, end) if index in allowed)
        return Decision(indexes, tuple(self._malformed[index].readings[0] for index in indexes), confidence)

    def _has_content(self, start: int, end: int) -> bool:
        """Whether the pair holds more than a text about tags would put there."""
        if any(attribute.is_quoted and attribute.value for attribute in _attributes(self._malformed[start])):
            return True
        for index in range(start + 1, min(end, start + 12)):
            token = self._tokens[index]
            if isinstance(token, StartTag) and token.name not in FORMATTING_ELEMENTS:
                return True
            if index in self._accepted and self._is_tag(index) and self._name(index) not in FORMATTING_ELEMENTS:
                return True
        return end - start > 12 or is_real_content(
            "".join(
                self._tokens[index].span.cut(self._source)[:100]
                for index in range(start + 1, end)
                if not self._is_markup(index)
            )
        )

    def _is_markup(self, index: int) -> bool:
        return isinstance(self._tokens[index], (StartTag, EndTag)) or self._is_tag(index)

    def _void_confidence(self, index: int) -> Confidence:
        token = self._malformed[index]
        if token.code == full_width_tag.DAMAGE.code or "/" in token.text[-4:]:
            return Confidence.CERTAIN
        if self._has_profile or "/" in token.text[:4]:
            return Confidence.LIKELY
        has_place = any(
            attribute.name == "src" and ("/" in attribute.value or "." in attribute.value)
            for attribute in _attributes(token)
        )
        return Confidence.LIKELY if has_place else Confidence.GUESS

    def _lone_confidence(self, index: int, is_hinted: bool) -> Confidence:
        """How sure a start tag without its end tag, or an end tag without its start tag, is one."""
        token = self._malformed[index]
        name = token.readings[0].name
        if token.code == full_width_tag.DAMAGE.code:
            return Confidence.LIKELY if is_hinted else Confidence.GUESS
        if token.readings[0].kind is ReadingKind.END_TAG:
            is_comment = token.text.startswith("</")  # to a browser: text that it hides, so no one wrote it to be read
            return Confidence.LIKELY if is_comment or self._has_profile else Confidence.GUESS
        if is_hinted and self._has_profile:
            return Confidence.LIKELY
        has_attribute = any(attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in _attributes(token))
        if has_attribute and (self._has_profile or name not in NEEDS_PARTNER):
            return Confidence.LIKELY
        return Confidence.LIKELY if self._has_profile and name in STANDS_ALONE else Confidence.GUESS

    # --- code

    def _inside_code(self) -> frozenset[int]:
        """The places of all tokens inside intact ``pre``, ``code``, ``kbd`` and ``samp`` elements."""
        self._sacred = frozenset()
        candidates = [index for index in self._malformed if self._is_candidate(index)]
        pairing = pair(part for part in self._parts(candidates, with_weak=False) if part.name in CODE_ELEMENTS)
        inside: set[int] = set()
        covered = -1
        for start in sorted(pairing.partners):
            end = pairing.partners[start]
            if covered < start < end and self._is_intact(start) and self._is_intact(end):
                inside.update(range(start + 1, end))
                covered = end
        return frozenset(inside)

    def _is_intact(self, index: int) -> bool:
        token = self._tokens[index]
        if isinstance(token, StartTag):
            # ``<code >`` and ``<code class = "x">`` beside ``< b >`` were spaced out like the rest.
            is_spaced = self._has_profile and _SPACED_OUT.search(token.text) is not None
            return (self._is_settled or not token.slips) and not is_spaced
        return isinstance(token, EndTag) or (self._is_settled and index in self._accepted)

    # --- tokens

    def _parts(self, candidates: Collection[int], with_weak: bool, with_sacred: bool = False) -> list[Part]:
        parts = []
        chosen = frozenset(candidates)
        for index, token in enumerate(self._tokens):
            if index in self._sacred and not with_sacred:
                continue  # what code shows is balanced, or not, by itself
            if isinstance(token, (StartTag, EndTag)):
                if token.is_modelled:
                    parts.append(Part(index, token.name, isinstance(token, StartTag), True))
            elif isinstance(token, MalformedMarkup):
                is_accepted = index in self._accepted
                if is_accepted or index in chosen:
                    reading = self._reading(index)
                    if self._is_tag(index):
                        is_start = reading.kind is ReadingKind.START_TAG
                        parts.append(Part(index, reading.name, is_start, is_accepted))
                elif with_weak and token.readings[0].kind is ReadingKind.END_TAG and not self._is_candidate(index):
                    parts.append(Part(index, token.readings[0].name, False, False, is_weak=True))
        return parts

    def _is_candidate(self, index: int) -> bool:
        """Whether the token is a malformed tag whose spelling is certain, and not decided yet."""
        return index not in self._accepted and self._is_tag(index)

    def _is_tag(self, index: int) -> bool:
        token = self._malformed.get(index)
        if token is None or token.code in WEAK_CODES:
            return False
        return token.readings[0].kind in (ReadingKind.START_TAG, ReadingKind.END_TAG)

    def _is_live(self, index: int) -> bool:
        return index in self._accepted or isinstance(self._tokens[index], (StartTag, EndTag))

    def _reading(self, index: int) -> Reading:
        decision = self._accepted.get(index)
        if decision is None:
            return self._malformed[index].readings[0]
        return decision.readings[decision.indexes.index(index)]

    def _reading_name(self, index: int) -> str:
        return self._reading(index).name if self._is_tag(index) and index in self._accepted else ""

    def _name(self, index: int) -> str:
        token = self._tokens[index]
        return token.name if isinstance(token, (StartTag, EndTag)) else self._reading(index).name


def _with_content(parts: Iterable[Part]) -> Iterable[Part]:
    """*parts* without void elements, which pair with nothing."""
    return (part for part in parts if part.name not in VOID_ELEMENTS)


def _attributes(token: MalformedMarkup) -> tuple[LooseAttribute, ...]:
    """The attributes of a malformed start tag."""
    name = _TAG_NAME.match(token.text)
    return () if name is None else read_attributes(token.text, name.end(), len(token.text))[0]
