"""What a browser loads for its place, and whether a repair changes that.

Some elements load nothing until they are shown, and some parents load what their own children name. Damage may have
either stand where its author did not put it; what a repair brings back must not load what nothing loaded before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Final, NamedTuple

from htmlrepair.construct.builder import NotModelledError
from htmlrepair.construct.limits import active_attributes, calls, is_listed, lowered
from htmlrepair.construct.nodes import NO_TOKEN, Node
from htmlrepair.construct.state import State
from htmlrepair.construct.structure import browser_states
from htmlrepair.knowledge.safety import HIDING_ELEMENTS, HOLDING_ELEMENTS, SHOWN_ELEMENTS, VEILING_ATTRIBUTES
from htmlrepair.tokens import StartTag, Token

__all__ = ["Loading", "find_loading", "loads_by_place", "loads_otherwise", "may_load_by_place"]

_HOLDS: Final = re.compile(rf"<(?:{'|'.join(sorted(HOLDING_ELEMENTS))})[\s/>]", re.I)
_MAY_HIDE: Final = re.compile(rf"hidden|popover|shadowrootmode|style|<(?:{'|'.join(sorted(HIDING_ELEMENTS))})[\s/>]")
_HIDING_STYLE: Final = re.compile(r"display|content|\\|/\*", re.I)
"""What a style may hide by, if only with an escape or a comment in its words."""
_NONE: Final = -1

_Tag = tuple[str, ...]
"""The name of an element and those of its attributes that matter, with their values."""


class Waiting(NamedTuple):
    """An element that loads something once it is shown."""

    tag: _Tag
    veil: int
    """The index of the innermost element that may hide it, which may be itself; -1 if there is none."""
    summaries: int
    """In how many summaries it is that are shown whether their ``details`` are open or not."""


class Loading(NamedTuple):
    """What hangs on its place in a tree; all in the order of the tree, last children first."""

    veils: list[tuple[int, _Tag]]
    """Each element that may hide what is in it, with the index of the next one around it, -1 if there is none."""
    waiting: list[Waiting]
    held: list[tuple[int, _Tag]]
    """Each element that names what its parent loads, with the number of such parents up to its own."""


def may_load_by_place(source: str) -> bool:
    """Whether *source* may hold what loads once it is shown, or in its parent; quickly told."""
    if _HOLDS.search(source):
        return True
    text = lowered(source)
    may_wait = any(f"<{name}" in text and needed in text for name, needed in SHOWN_ELEMENTS.items())
    return may_wait and _MAY_HIDE.search(text) is not None


def loads_by_place(tokens: Iterable[Token]) -> bool:
    """Whether one of *tokens* is the start tag of what loads once it is shown, or loads what its children name."""
    return any(isinstance(t, StartTag) and (t.name in HOLDING_ELEMENTS or _loads_when_shown(t)) for t in tokens)


def find_loading(source: str, live: Sequence[Token]) -> list[Loading]:
    """What hangs on its place where a browser reads *live*, in each mode that it may do so in.

    Where the structure is not modelled, each start tag is taken to hold all that follows.
    """
    try:
        return [_loading(state) for state in browser_states(source, live)]
    except NotModelledError:
        return [_loading_in_line(live)]


def loads_otherwise(before: Sequence[Loading], after: Sequence[Loading]) -> bool:
    """Whether something may load in the trees of *after*, or first, or for another, that does not in *before*'s."""
    pairs = zip(before, after, strict=True) if len(before) == len(after) else product(before, after)
    return any(old.held != new.held or not _stays_veiled(old, new) for old, new in pairs)


def _stays_veiled(before: Loading, after: Loading) -> bool:
    """Whether what waits is the same in both trees, in *after* within all that may hide it in *before*."""
    if [old.tag for old in before.waiting] != [new.tag for new in after.waiting]:
        return False
    known: set[tuple[int, int]] = set()
    for old, new in zip(before.waiting, after.waiting, strict=True):
        if new.summaries > old.summaries:
            return False
        veil, other = old.veil, new.veil
        while veil != _NONE and (veil, other) not in known:
            if other == _NONE:
                return False
            known.add((veil, other))  # nothing is asked again once one of them is lacking
            around, tag = before.veils[veil]
            other, other_tag = after.veils[other]
            veil = around if tag == other_tag else veil
    return True


def _loading(state: State) -> Loading:
    found = Loading([], [], [])
    seen: Counter[str] = Counter()
    nodes: list[tuple[Node, StartTag | None, int, int]] = [(state.document, None, _NONE, 0)]
    while nodes:
        node, parent, veil, summaries = nodes.pop()
        tag = _start_tag(state, node)
        if tag is not None:
            seen[tag.name] += 1
            if parent is not None and tag.name in HOLDING_ELEMENTS.get(parent.name, ()):
                holders = sum(seen[name] for name in HOLDING_ELEMENTS)
                found.held.append((holders, _held_tag(tag, seen[tag.name])))
            if _may_hide(tag):
                found.veils.append((veil, _tag(tag, VEILING_ATTRIBUTES)))
                veil = len(found.veils) - 1
            if _loads_when_shown(tag):
                found.waiting.append(Waiting(_tag(tag), veil, summaries))
        first = next((child for child in node.children if child.name == "summary"), None)
        is_shown = tag is not None and tag.name == "details"
        nodes += ((child, tag, veil, summaries + (is_shown and child is first)) for child in node.children)
    state.document.dissolve()
    return found


def _loading_in_line(tokens: Iterable[Token]) -> Loading:
    found = Loading([], [], [])
    for tag in tokens:
        if isinstance(tag, StartTag):
            if _may_hide(tag):
                found.veils.append((len(found.veils) - 1, _tag(tag, VEILING_ATTRIBUTES)))
            if _loads_when_shown(tag):
                found.waiting.append(Waiting(_tag(tag), len(found.veils) - 1, 0))
    return found


def _start_tag(state: State, node: Node) -> StartTag | None:
    place = (node.origin or node).start
    token = None if place == NO_TOKEN else state.tokens[place]
    return token if isinstance(token, StartTag) else None


def _loads_when_shown(tag: StartTag) -> bool:
    """Whether the element of *tag* loads something once it is shown, other than a picture that calls no script."""
    return is_listed(tag, SHOWN_ELEMENTS) and (tag.name not in ("image", "img") or calls(tag))


def _may_hide(tag: StartTag) -> bool:
    """Whether the element of *tag*, or what is in it, may not be shown; by its tag alone, not by a style sheet."""
    names = {attribute.name: attribute.value for attribute in tag.attributes}
    if tag.name in HIDING_ELEMENTS and ("open" not in names or "name" in names):  # one of a name is open at a time
        return True
    return "hidden" in names or "popover" in names or _HIDING_STYLE.search(names.get("style", "")) is not None


def _held_tag(tag: StartTag, number: int) -> _Tag:
    """What tells *tag*, the *number*th of its name, from others in its parent: no repair makes any but a picture."""
    return ("img", *active_attributes(tag)) if tag.name in ("image", "img") else (tag.name, str(number))


def _tag(tag: StartTag, names: Iterable[str] | None = None) -> _Tag:
    """The name of *tag* and its attributes with their values; only those of the *names*, if any are given."""
    name = "img" if tag.name == "image" else tag.name
    return (name, *(f"{a.name}={a.value}" for a in tag.attributes if names is None or a.name in names))
