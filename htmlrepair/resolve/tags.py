"""Decisions about malformed tags: with a partner where there is one, and by evidence where there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from htmlrepair.damage import WEAK_CODES, angle_quote_tag
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import (
    CELLS,
    FORMATTING_ELEMENTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.resolve.evidence import NEEDS_PARTNER
from htmlrepair.resolve.lone_tags import begins_line, lone_confidence, void_confidence
from htmlrepair.resolve.mentions import mentions
from htmlrepair.resolve.pairing import Pairing, pair
from htmlrepair.resolve.shown_pairs import hides_markup, pair_confidence
from htmlrepair.resolve.turned import end_tag_reading, heading_end_reading
from htmlrepair.resolve.view import Decision, View, attributes_of
from htmlrepair.tokens import Reading, ReadingKind

__all__ = ["tag_decisions"]

_MAX_ROUNDS: Final = 6
"""How often harm is looked for and its cause denied; when harm is then still done, all is denied."""
_SEVERAL: Final = 3
"""So many mangled start tags, each with a weak token for its end tag, are no chance; short names count half."""
_NEAR: Final = 12
"""So many tokens after a start tag its end tag is looked for that lost its solidus."""
_BEGINS: Final = re.compile(r"(?:\A|[\r\n>])[ \t]*\Z")
_ENDS: Final = re.compile(r"[ \t]*(?:[\r\n]|</|\Z)")
"""What stands before and after all that a line or an element holds."""
_LONGEST_INDENT: Final = 12
"""So many characters before a tag the line begins, if it begins the line."""


def tag_decisions(view: View, places: Iterable[int]) -> Iterator[Decision]:
    """The decisions about the malformed tags at *places*."""
    candidates = {place for place in places if view.is_candidate(place)}
    view.mentions = frozenset()
    if not candidates:
        return
    allowed, pairing = _harmless(view, candidates)
    containers = _containers(view, pairing)
    if sum(_weight(view, place) for place in pairing.hinted & allowed) >= _SEVERAL:
        view.is_damaged = True
    view.mentions = mentions(view, _without_sign_of_end(view, pairing, candidates))
    if not _has_marked_pair(view, pairing, allowed):
        view.mentions |= {place for place in allowed if _is_marked_void(view, place)}
    sure: set[int] = set()
    """Those decided in this round, so that a long row of tags, each sure for the one before, takes no round each."""
    for place in sorted(allowed):
        reading = view.reading(place)
        partner = pairing.partners.get(place)
        if reading.name in VOID_ELEMENTS:
            yield Decision((place,), (reading,), void_confidence(view, place, is_mention=place in view.mentions))
        elif partner is None:
            if (turned := _turned(view, pairing, place)) is not None:
                yield Decision((place,), (turned,), Confidence.LIKELY)
            elif reading.name != "title":
                is_hinted = place in pairing.hinted or _goes_on_to_start_tag(view, pairing, place)
                is_mention = place in view.mentions
                confidence = Confidence.GUESS if is_mention else lone_confidence(view, place, is_hinted, sure)
                if confidence >= Confidence.LIKELY:
                    sure.add(place)
                yield Decision((place,), (reading,), confidence)
        elif partner not in allowed or place < partner:
            start, end = sorted((place, partner))
            is_cut = containers[start] != containers[end] and start in allowed
            if not is_cut and not hides_markup(view, start, end):
                yield _pair_decision(view, start, end, allowed)


def _is_marked_void(view: View, place: int) -> bool:
    """Whether the void tag at *place* stands between quotation marks, without an attribute that says what it is."""
    token = view.malformed[place]
    is_marked = token.code == angle_quote_tag.DAMAGE.code and "=" not in token.text
    return is_marked and view.reading(place).name in VOID_ELEMENTS


def _has_marked_pair(view: View, pairing: Pairing, allowed: Collection[int]) -> bool:
    """Whether an element has a tag between quotation marks, so that these are brackets all over the document."""
    for place, token in view.malformed.items():
        if token.code != angle_quote_tag.DAMAGE.code:
            continue
        partner = pairing.partners.get(place, -1)
        if place in view.accepted and partner >= 0:
            return True
        if place in allowed and (partner in allowed or (partner >= 0 and view.is_live(partner))):
            start, end = sorted((place, partner))
            if pair_confidence(view, start, end, allowed) is not Confidence.GUESS:
                return True
    return False


def _without_sign_of_end(view: View, pairing: Pairing, places: Iterable[int]) -> list[int]:
    """Those of *places* with a start tag that has no end tag, and nothing that may have been one."""
    return [
        place
        for place in places
        if place not in pairing.partners
        and place not in pairing.hinted
        and view.reading(place).kind is ReadingKind.START_TAG
        and not _goes_on_to_start_tag(view, pairing, place)
    ]


def _turned(view: View, pairing: Pairing, place: int) -> Reading | None:
    """The end tag that the tag at *place* was, which has no partner; None if it is what it looks like."""
    if view.reading(place).kind is ReadingKind.END_TAG:
        return heading_end_reading(view, pairing, place)
    return None if place in pairing.hinted else end_tag_reading(view, pairing, place)


def _harmless(view: View, candidates: Collection[int]) -> tuple[set[int], Pairing]:
    """*candidates* without those that would take a live tag its partner, and how they pair."""
    allowed = set(candidates)
    ended: set[int] = set()
    """Those whose own end tags are weak tokens: the live end tags after these belong to live start tags."""
    alone = pair(view.parts(())).partners
    for _ in range(_MAX_ROUNDS):
        together = pair(view.parts(allowed, with_weak=True), ended)
        harmful = set()
        robbed: list[tuple[int, int]] = []
        for start, end in alone.items():
            if start > end:
                continue
            if end not in together.partners:
                harmful |= {together.partners.get(start, -1), together.scopes.get(end, -1)}
            if start not in together.partners:
                thief = together.partners.get(end, -1)
                if not _begins_next(view, thief):
                    if thief in allowed:
                        harmful.add(thief)
                    else:
                        robbed.append((start, end))
        harmful |= _inside(view, allowed, robbed) if robbed else set()
        harmful &= allowed
        if not harmful:
            return allowed, together
        hinted = {place for place in harmful if _has_weak_end(view, place)} - ended
        if hinted:
            ended |= hinted
            continue
        harmful |= {together.partners[place] for place in harmful if place in together.partners} & allowed
        allowed -= harmful
    return set(), Pairing()


def _has_weak_end(view: View, place: int) -> bool:
    """Whether a weak token near the start tag at *place* ends it, as others end all that begins between the two."""
    names: list[str] = []
    for following in range(place, min(place + _NEAR, len(view.tokens))):
        part = view.part(following)
        if part is None or part.name in VOID_ELEMENTS or (part.is_live and part.name in TEXT_LEVEL_ELEMENTS):
            continue
        if part.is_start and not part.is_live:
            names.append(part.name)
        elif not (part.is_weak and names and names.pop() == part.name):
            return False
        elif not names:
            return True
    return False


def _begins_next(view: View, place: int) -> bool:
    """Whether the tag at *place* begins an element that ends the one of its name before it, whose end tag it takes.

    In a damaged document it does where no tag stands that a text names: behind another or at the beginning of a line,
    with attributes, or, if it is a cell, clinging to a word.
    """
    if not view.has_profile or not view.is_candidate(place):
        return False
    name, start = view.reading(place).name, view.tokens[place].span.start
    if name not in UNCLOSED_ELEMENTS or not view.is_start(place):
        return False
    if "=" in view.malformed[place].text or (name in CELLS and not view.source[start - 1 : start].isspace()):
        return True
    if begins_line(view, place):
        return True
    before = place - 1
    if before > 0 and view.tokens[before].span.cut(view.source).isspace():
        before -= 1
    return before >= 0 and view.part(before) is not None


def _inside(view: View, allowed: Collection[int], elements: Iterable[tuple[int, int]]) -> set[int]:
    """The places of *allowed* between the two tags of one of the live *elements*, that have its name."""
    inside: set[int] = set()
    ends: dict[str, int] = {}
    """For each name the last end tag of the elements that have begun."""
    for place, end in sorted([*elements, *((place, place) for place in allowed)]):
        if place == end:
            if place < ends.get(view.reading(place).name, 0):
                inside.add(place)
        else:
            ends[view.name(place)] = max(end, ends.get(view.name(place), 0))
    return inside


def _goes_on_to_start_tag(view: View, pairing: Pairing, place: int) -> bool:
    """Whether the next tag after the start tag at *place* is one of its name without an end tag, so that it was one."""
    reading = view.reading(place)
    for following in range(place + 1, min(place + _NEAR, len(view.tokens))):
        part = view.part(following)
        if part is not None:
            is_same = part.is_live and part.is_start and part.name == reading.name and following not in pairing.partners
            return is_same and reading.kind is ReadingKind.START_TAG and reading.name in FORMATTING_ELEMENTS
    return False


def _containers(view: View, pairing: Pairing) -> list[int]:
    """For each token the start tag of the innermost live element round it that has both its tags; -1 for none."""
    containers = []
    stack: list[int] = []
    closed: set[int] = set()
    for place in range(len(view.tokens)):
        partner = pairing.partners.get(place, -1)
        is_whole = partner >= 0 and view.is_live(place) and view.is_live(partner)
        if is_whole and partner < place:
            closed.add(partner)
            while stack and stack[-1] in closed:
                stack.pop()
        containers.append(stack[-1] if stack else -1)
        if is_whole and partner > place:
            stack.append(place)
    return containers


def _pair_decision(view: View, start: int, end: int, allowed: Collection[int]) -> Decision:
    places = tuple(place for place in (start, end) if place in allowed)
    return Decision(places, tuple(view.reading(place) for place in places), pair_confidence(view, start, end, allowed))


def _weight(view: View, place: int) -> int:
    """How much a mangled start tag with a weak token for its end tag tells about the document."""
    if any(attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in attributes_of(view.malformed[place])):
        return _SEVERAL
    if _frames_all(view, place):
        return _SEVERAL
    return 1 if view.reading(place).name in NEEDS_PARTNER else 2


def _frames_all(view: View, place: int) -> bool:
    """Whether the start tag at *place* begins a line, or an element, that a weak token of its name ends.

    No sentence would.
    """
    source, name = view.source, view.reading(place).name
    start = view.tokens[place].span.start
    if _BEGINS.search(source, max(0, start - _LONGEST_INDENT), start) is None:
        return False
    for following in range(place + 1, min(place + _NEAR, len(view.tokens))):
        start, end = view.tokens[following].span
        token = view.malformed.get(following)
        if token is not None and token.code in WEAK_CODES and token.readings[0].name == name:
            return _ENDS.match(source, end) is not None
        if "\n" in source[start:end] or "\r" in source[start:end]:
            return False
    return False
