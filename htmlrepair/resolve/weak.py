"""Weak tokens: what spelling does not tell about ``strong >`` or ``/p>``, the whole document does.

Each may be an end tag, a start tag or text. A search over the document finds the readings that cost least together:
what is wrong with the structure, plus what is odd about each reading where it stands. Between two weak tokens there
is nothing to choose, and equal stacks of open elements are one, so that a few states suffice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from htmlrepair.damage import bare_tag_name
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import UNCLOSED_ELEMENTS
from htmlrepair.resolve import costs
from htmlrepair.resolve.neighbours import chained, weighed
from htmlrepair.resolve.sketch import MAY_BE_MISSED, Open, Sketch
from htmlrepair.resolve.view import Decision, View
from htmlrepair.tokens import Reading, ReadingKind

__all__ = ["weak_decisions"]

_WIDTH: Final = 16
"""How many states the search goes on with."""
_MARGIN: Final = 4.75
"""A state that costs so much more than the best never comes to be the best."""
_OWED: Final = 0.5
"""How much of what a state owes counts before the end; some of it will be paid."""

_Trace: TypeAlias = "tuple[_Trace, int, Reading] | None"
"""The choices that led to a state, the last first."""
_Weighed: TypeAlias = "list[tuple[Reading, float]]"
"""Readings with what each costs."""
_NEEDS_END_TAG: Final = frozenset({bare_tag_name.DAMAGE.code})
"""A start tag that may as well be an end tag needs an end tag of its own."""
_States: TypeAlias = "dict[Open, tuple[float, _Trace]]"
"""What may be open, with the cheapest way to get there."""


def weak_decisions(view: View, places: Collection[int], ends: Collection[int]) -> Iterator[Decision]:
    """The decisions about the weak tokens at *places*; nothing about those that are text.

    Those that are among *ends* are no start tags.
    """
    for place, reading in _chosen(view, places, ends):
        yield Decision((place,), (reading,), Confidence.LIKELY)


def _chosen(view: View, places: Collection[int], ends: Collection[int]) -> list[tuple[int, Reading]]:
    """The readings that cost least together, those as text left out."""
    sketch = Sketch(_written(view, places))
    chains = chained(view, places)
    states: _States = {sketch.root: (0.0, None)}
    for place, token in enumerate(view.tokens):
        if place in places:
            readings = weighed(view, place, is_chained=place in chains)
            if place in ends:
                readings = [(reading, cost) for reading, cost in readings if reading.kind is not ReadingKind.START_TAG]
            states = _branch(sketch, states, place, readings, is_weak=view.malformed[place].code in _NEEDS_END_TAG)
        elif place in view.in_code:
            continue
        elif (part := view.part(place)) is not None and part.is_live:
            move = sketch.start if part.is_start else sketch.end
            states = _advance(states, [move(stack, part.name) for stack in states])
        elif all(stack.takes_text for stack in states):
            continue
        elif view.is_text(place) and not token.span.cut(view.source).isspace():
            states = _advance(states, [sketch.text(stack) for stack in states])
    _, trace = min(((cost + stack.owed, trace) for stack, (cost, trace) in states.items()), key=_cost)
    chosen: list[tuple[int, Reading]] = []
    while trace is not None:
        trace, place, reading = trace
        chosen.append((place, reading))
    return chosen[::-1]


def _cost(state: tuple[float, _Trace]) -> float:
    return state[0]


def _written(view: View, places: Collection[int]) -> frozenset[str]:
    """The names of the elements whose end tags the document writes, though it need not, or seems to have written."""
    seeming = Counter(view.reading(place).name for place in places)
    return UNCLOSED_ELEMENTS & {*view.ended_names(), *(name for name, count in seeming.items() if count > 1)}


def _advance(states: _States, moves: list[tuple[Open, float]]) -> _States:
    """*states* after one token, which moves each of them so."""
    found: _States = {}
    for (before, trace), (stack, more) in zip(states.values(), moves, strict=True):
        cost = before + more
        known = found.get(stack)
        if known is None or cost < known[0]:
            found[stack] = cost, trace
    return found


def _keep(states: _States, stack: Open, cost: float, trace: _Trace) -> None:
    known = states.get(stack)
    if known is None or cost < known[0]:
        states[stack] = cost, trace


def _branch(sketch: Sketch, states: _States, place: int, readings: _Weighed, *, is_weak: bool) -> _States:
    """*states* after the weak token at *place*, in each of its *readings*."""
    found: _States = {}
    for stack, (cost, trace) in states.items():
        for reading, more in readings:
            if reading.kind is ReadingKind.TEXT:
                after, wrong = sketch.text(stack)
                _keep(found, after, cost + more + wrong + (costs.MISPLACED_NAME if wrong else 0.0), trace)
            else:
                if reading.kind is ReadingKind.END_TAG:
                    if reading.name not in MAY_BE_MISSED and not sketch.is_open(stack, reading.name):
                        continue  # to take it for an end tag would only delete it
                    after, wrong = sketch.end(stack, reading.name)
                else:
                    after, wrong = sketch.start(stack, reading.name, is_weak=is_weak)
                _keep(found, after, cost + more + wrong, (trace, place, reading))
    ratings = {stack: cost + _OWED * stack.owed for stack, (cost, _) in found.items()}
    limit = min(ratings.values()) + _MARGIN
    kept = {stack for stack in sorted(ratings, key=ratings.__getitem__)[:_WIDTH] if ratings[stack] <= limit}
    return {stack: state for stack, state in found.items() if stack in kept}
