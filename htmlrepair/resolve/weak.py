"""Weak tokens: what spelling does not tell about ``strong >`` or ``/p>``, the whole document does.

Each may be an end tag, a start tag or text. A search over the document finds the readings that cost least together:
what is wrong with the structure, plus what is odd about each reading where it stands. Between two weak tokens there
is nothing to choose, and equal stacks of open elements are one, so that a few states suffice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from htmlrepair.damage import WEAK_CODES, bare_start_tag, lost_less_than_sign
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import (
    CELLS,
    LISTS,
    ROW_GROUPS,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
)
from htmlrepair.resolve.costs import WITH_PROFILE, WITHOUT_PROFILE, Readings
from htmlrepair.resolve.sketch import Open, Sketch
from htmlrepair.resolve.view import Decision, View
from htmlrepair.tokens import Characters, MalformedMarkup, Reading, ReadingKind

__all__ = ["weak_decisions"]

_WIDTH: Final = 16
"""How many states the search goes on with."""
_MARGIN: Final = 4.0
"""A state that costs so much more than the best never comes to be the best."""
_AROUND: Final = 40
"""How far around a token its neighbours are looked at."""
_BEFORE_TAG: Final = re.compile(r"[^\S\r\n]*(?:[\r\n<＜]|\Z)")
_BEFORE_NUMBER: Final = re.compile(r"[^\S\r\n]*(?:[=*+|%]|[-.,]?\d|\$)")
_IN_PATH: Final = re.compile(r"[\w/~:]\Z")
_AFTER_WORD: Final = re.compile(r"\w\s\Z")
_AFTER_SIGN: Final = re.compile(r"\w\s?>\s?\Z")
_NEAR: Final = 6
"""How many tokens after a weak one may show what it begins."""
_FIRST_PARTS: Final = {
    **dict.fromkeys(LISTS, frozenset({"li"})),
    **dict.fromkeys(ROW_GROUPS, CELLS | {"tr"}),
    "dl": frozenset({"dd", "div", "dt"}),
    "table": TABLE_PARTS,
    "tr": CELLS,
}
"""What stands first in an element that holds only parts of its own."""
_WORD_NEXT: Final = re.compile(r"[^\S\r\n]{0,3}[^\W\d_][\w-]*\b(?!\s{0,3}>)")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")

_Trace: TypeAlias = "tuple[_Trace, int, Reading] | None"
"""The choices that led to a state, the last first."""
_States: TypeAlias = "dict[Open, tuple[float, _Trace]]"
"""What may be open, with the cheapest way to get there."""


def weak_decisions(view: View, places: Collection[int]) -> Iterator[Decision]:
    """The decisions about the weak tokens at *places*; nothing about those that are text."""
    for place, reading in _chosen(view, places):
        yield Decision((place,), (reading,), Confidence.LIKELY)


def _chosen(view: View, places: Collection[int]) -> list[tuple[int, Reading]]:
    """The readings that cost least together, those as text left out."""
    sketch = Sketch(_written(view))
    chained = _chained(view, places)
    states: _States = {sketch.root: (0.0, None)}
    for place, token in enumerate(view.tokens):
        if place in places:
            states = _branch(view, sketch, states, place, is_chained=place in chained)
        elif place in view.in_code:
            continue
        elif view.is_live(place):
            move = sketch.start if view.is_start(place) else sketch.end
            states = _advance(states, [move(stack, view.name(place)) for stack in states])
        elif view.is_text(place) and token.span.cut(view.source).strip():
            states = _advance(states, [sketch.text(stack) for stack in states])
    _, trace = min(((cost + sketch.finish(stack), trace) for stack, (cost, trace) in states.items()), key=_cost)
    chosen: list[tuple[int, Reading]] = []
    while trace is not None:
        trace, place, reading = trace
        chosen.append((place, reading))
    return chosen[::-1]


def _cost(state: tuple[float, _Trace]) -> float:
    return state[0]


def _written(view: View) -> frozenset[str]:
    """The names of the elements whose end tags the document writes, though it need not."""
    return frozenset(
        name
        for place in range(len(view.tokens))
        if view.is_live(place) and not view.is_start(place) and (name := view.name(place)) in UNCLOSED_ELEMENTS
    )


def _advance(states: _States, moves: list[tuple[Open, float]]) -> _States:
    """*states* after one token, which moves each of them so."""
    found: _States = {}
    for (cost, trace), (stack, more) in zip(states.values(), moves, strict=True):
        _keep(found, stack, cost + more, trace)
    return found


def _keep(states: _States, stack: Open, cost: float, trace: _Trace) -> None:
    known = states.get(stack)
    if known is None or cost < known[0]:
        states[stack] = cost, trace


def _branch(view: View, sketch: Sketch, states: _States, place: int, *, is_chained: bool) -> _States:
    """*states* after the weak token at *place*, in each of its readings."""
    readings = _readings(view, place, is_chained=is_chained)
    found: _States = {}
    for stack, (cost, trace) in states.items():
        for reading, more in readings:
            if reading.kind is ReadingKind.TEXT:
                after, wrong = sketch.text(stack)
                _keep(found, after, cost + more + wrong, trace)
            else:
                move = sketch.end if reading.kind is ReadingKind.END_TAG else sketch.start
                after, wrong = move(stack, reading.name)
                _keep(found, after, cost + more + wrong, (trace, place, reading))
    limit = min(cost for cost, _ in found.values()) + _MARGIN
    kept = [state for state in found.items() if state[1][0] <= limit]
    if len(kept) > _WIDTH:
        kept = sorted(kept, key=lambda state: state[1][0])[:_WIDTH]
    return dict(kept)


def _chained(view: View, places: Collection[int]) -> set[int]:
    """The places of those that stand in a row, with nothing but white space between them, and then a word."""
    chained: set[int] = set()
    run: list[int] = []
    for place in sorted(places):
        if run and not view.source[view.tokens[run[-1]].span.end : view.tokens[place].span.start].isspace():
            run = []
        run.append(place)
        end = view.tokens[place].span.end
        if len(run) > 1 and _WORD_NEXT.match(view.source, end):
            chained.update(run)
    return chained


def _readings(view: View, place: int, *, is_chained: bool) -> list[tuple[Reading, float]]:
    """The readings of the token at *place* with what each costs there, whatever is open."""
    token = view.malformed[place]
    costs = WITH_PROFILE if view.has_profile else WITHOUT_PROFILE
    end = token.span.end
    before = _text_before(view, place)
    text, start_tag, end_tag = _spelling_costs(token, costs, before)
    tag = 0.0
    if _is_before_tag(view, place):
        tag += costs.before_tag
    elif _AFTER_WORD.search(before) and _is_lower(view.source, end):
        text, tag = text - costs.in_prose, tag + costs.in_prose
    if is_chained:
        text, tag = text - costs.in_chain, tag + costs.in_chain
    if before.strip() and _BEFORE_NUMBER.match(view.source, end):
        text, tag = text - costs.before_number, tag + costs.before_number
    if _AFTER_SIGN.search(before):
        tag += costs.after_sign
    if _is_beside_other_kind(view, place):
        text, tag = text - costs.side_by_side, tag + costs.side_by_side
    written = _NAME.search(token.text)
    if written is not None and not written[0].islower():
        tag += costs.capitals
    if not _has_content(view, place):
        start_tag += costs.without_content
    totals = {ReadingKind.TEXT: text, ReadingKind.START_TAG: start_tag + tag, ReadingKind.END_TAG: end_tag + tag}
    return [(reading, max(0.0, totals[reading.kind])) for reading in token.readings if reading.kind in totals]


def _spelling_costs(token: MalformedMarkup, costs: Readings, before: str) -> tuple[float, float, float]:
    """What it costs to take *token* for text, a start tag and an end tag, by its spelling alone."""
    if token.code not in WEAK_CODES:
        return costs.spaced_text, costs.spaced_tag, costs.spaced_tag
    if token.code == bare_start_tag.DAMAGE.code:
        return costs.solidus_text, 0.0, 0.0
    if token.code == lost_less_than_sign.DAMAGE.code and not _IN_PATH.search(before):
        return costs.solidus_text, costs.start_tag, costs.solidus_end_tag
    return costs.text, costs.start_tag, costs.end_tag


def _has_content(view: View, place: int) -> bool:
    """Whether what follows the weak token at *place* is what a start tag of its name has after it."""
    name = view.reading(place).name
    first_parts = _FIRST_PARTS.get(name)
    for following in range(place + 1, min(place + _NEAR, len(view.tokens))):
        part = view.part(following)
        if part is not None:
            return part.is_start if first_parts is None else part.name in first_parts
        text = view.tokens[following].span.cut(view.source)
        if name in TEXT_LEVEL_ELEMENTS and text[:1] in "\r\n":
            return False
        if text.strip():
            return first_parts is None
    return False


def _is_before_tag(view: View, place: int) -> bool:
    """Whether the end of the line, a tag or another weak token comes directly after the token at *place*."""
    following = place + 1
    if following < len(view.tokens) and view.tokens[following].span.cut(view.source).isspace():
        following += 1
    is_tag = following < len(view.tokens) and view.part(following) is not None
    return is_tag or _BEFORE_TAG.match(view.source, view.tokens[place].span.end) is not None


def _is_beside_other_kind(view: View, place: int) -> bool:
    """Whether a weak token stands directly beside a mangled tag that is none, or the other way round."""
    is_weak = view.malformed[place].code in WEAK_CODES
    for step in (-1, 1):
        beside = place + step
        if 0 <= beside < len(view.tokens) and view.tokens[beside].span.cut(view.source).isspace():
            beside += step
        other = view.malformed.get(beside)
        if other is not None and view.part(beside) is not None and (other.code in WEAK_CODES) is not is_weak:
            return True
    return False


def _text_before(view: View, place: int) -> str:
    """The end of the text directly before the token at *place*; empty after a tag, and after another weak token."""
    if not place or not isinstance(view.tokens[place - 1], Characters):
        return ""
    return view.tokens[place - 1].span.cut(view.source)[-_AROUND:]


def _is_lower(source: str, start: int) -> bool:
    """Whether the text at *start* goes on with a word in lower case."""
    following = source[start : start + _AROUND].lstrip()
    return following[:1].islower()
