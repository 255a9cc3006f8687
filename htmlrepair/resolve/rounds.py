"""The repair pass decides in rounds: what one round accepts is live in the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from htmlrepair.damage import WEAK_CODES, void_end_tag
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import ESCAPABLE_RAW_TEXT_ELEMENTS
from htmlrepair.resolve.code import places_in_code
from htmlrepair.resolve.line_ends import ends_alike
from htmlrepair.resolve.mentions import is_shown
from htmlrepair.resolve.references import is_plainly_escaped, shows_damage
from htmlrepair.resolve.singles import single_decisions
from htmlrepair.resolve.tags import tag_decisions
from htmlrepair.resolve.view import Decision, View
from htmlrepair.resolve.weak import weak_decisions
from htmlrepair.tokens import MalformedMarkup, ReadingKind, StartTag, Token

__all__ = ["Resolution", "resolve"]

_MOST_ROUNDS: Final = 200
"""What is not decided after so many rounds is left for the next look at the output, for the sake of time."""
_MOST_LOOKS: Final = 8
"""The same after so many looks as a second run would look."""
_MANY_BARE: Final = 3
"""So many weak tokens that the structure asks for show that tags of this document have lost their signs."""


class Resolution(NamedTuple):
    """What the repair pass decided about a document."""

    decisions: list[Decision]
    """In document order; those below the minimum confidence too."""
    in_code: Collection[int]
    """Places of the tokens that stand inside code, where no slip is mended either."""
    is_plainly_damaged: bool = False
    """Whether so much of the markup is mangled that some of it may be lost."""
    is_whole: bool = True
    """Whether nothing was left for later."""


def resolve(
    source: str,
    tokens: Sequence[Token],
    codes: Collection[str],
    minimum: Confidence,
    *,
    frees_tags: bool = True,
    held: Collection[int] = (),
    is_mangled: bool = False,
) -> Resolution:
    """Decide about the malformed *tokens* of *source*; without *frees_tags* about character references only.

    Weak tokens at the places *held* are left for later. Only damage named in *codes* is considered, so that no half of
    a pair is left over. When a round finds nothing, one more looks at the tokens as a second run would: what it finds
    is accepted now, so that a second run finds nothing. *is_mangled* says that *source* was made of a plainly damaged
    text.
    """
    has_slips = any(isinstance(token, StartTag) and token.slips for token in tokens)
    if not has_slips and not any(isinstance(token, MalformedMarkup) for token in tokens):
        return Resolution([], ())
    if any(isinstance(token, StartTag) and token.name == "frameset" for token in tokens):
        return Resolution([], range(len(tokens)))  # frames hang on the least bit of text before them
    view = View(source, tokens)
    view.is_mangled, view.is_damaged = view.is_mangled or is_mangled, is_mangled
    left: list[Decision] = []
    in_code: frozenset[int] = frozenset()
    searches = frees_tags and minimum <= Confidence.LIKELY
    has_searched = False
    looks = 0
    """How often the tokens were looked at as a second run would."""
    for _ in range(_MOST_ROUNDS):
        found = _round(view, codes, frees_tags=frees_tags)
        chosen = [decision for decision in found if decision.confidence >= minimum]
        has_searched = searches and not chosen and not has_searched
        if has_searched:
            chosen = _search(view, codes, held, found)
        for decision in chosen:
            view.accept(decision)
            _note_damage(view, decision)
        if chosen:
            view.is_settled = False
            continue
        if view.is_settled:
            in_code &= view.in_code  # where only one of the two looks sees code, a slip is mended
            break
        left, in_code = found, view.in_code
        if held or looks == _MOST_LOOKS or not (view.accepted or view.is_damaged or has_slips):
            break  # all is decided again once those held are; or a second run would see nothing else
        looks += 1
        view.is_settled, view.has_bare_names, has_searched = True, False, False
    else:
        in_code = view.in_code
    accepted = {decision.places: decision for decision in view.accepted.values()}
    left = [decision for decision in left if not any(place in view.accepted for place in decision.places)]
    return Resolution(
        sorted([*accepted.values(), *left], key=lambda decision: decision.places),
        in_code,
        (view.is_damaged and view.is_mangled) or view.is_mostly_bare,
        not held,
    )


def _round(view: View, codes: Collection[str], *, frees_tags: bool) -> list[Decision]:
    """What can be decided, given what is accepted so far."""
    view.in_code = places_in_code(view)
    places = [
        place
        for place, token in view.malformed.items()
        if place not in view.accepted
        and place not in view.in_code
        and token.code in codes
        and (frees_tags or token.readings[0].kind is ReadingKind.CHARACTER_REFERENCE)
    ]
    if not places:
        return []
    return [*single_decisions(view, places), *tag_decisions(view, places)]


def _search(view: View, codes: Collection[str], held: Collection[int], left: Collection[Decision]) -> list[Decision]:
    """What the whole document tells about the tags that are left, but for those at the places *held*.

    The decisions *left* are too unsure to be accepted; a pair among them is shown on purpose.
    """
    shown = {
        place
        for decision in left
        for place in decision.places
        if len(decision.places) > 1 or (view.is_candidate(place) and is_shown(view, place))
    }
    places = {
        place
        for place, token in view.malformed.items()
        if (token.code in WEAK_CODES or view.is_candidate(place))
        and token.code in codes
        and token.readings[0].name not in ESCAPABLE_RAW_TEXT_ELEMENTS  # they would swallow the markup after them
        and place not in shown
        and place not in view.mentions
        and place not in view.accepted
        and place not in view.in_code
    }
    alike = ends_alike(view, places)
    if alike:
        view.is_damaged = view.has_bare_names = True
    places.difference_update(held)
    found = list(weak_decisions(view, places, alike)) if places else []
    if len(found) >= _MANY_BARE and not view.is_plainly_damaged:
        view.has_bare_names = True
        found = list(weak_decisions(view, places, alike))
    return found


def _note_damage(view: View, decision: Decision) -> None:
    """Note what *decision* tells about the rest of the document."""
    token = view.malformed[decision.places[0]]
    view.is_escaped = view.is_escaped or is_plainly_escaped(view.source, token)
    is_reference = decision.readings[0].kind is ReadingKind.CHARACTER_REFERENCE
    is_unmistakable = shows_damage(token) if is_reference else token.code != void_end_tag.DAMAGE.code
    if decision.confidence is Confidence.CERTAIN and is_unmistakable:
        view.is_damaged = True
