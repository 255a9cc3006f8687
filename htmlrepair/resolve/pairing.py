"""A simple pairing of start tags with end tags, live and malformed ones together.

Each end tag takes the nearest start tag of its name that is open in the same table cell. Which malformed tags would
do harm shows by comparison with the pairing of the live tags alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from htmlrepair.knowledge.elements import TABLE_PARTS

__all__ = ["NO_SCOPE", "Pairing", "Part", "pair"]

NO_SCOPE: Final = -1
"""The scope of what stands in no table."""
_CELLS: Final = frozenset({"caption", "td", "th"})


class Part(NamedTuple):
    """A tag that takes part in the pairing."""

    place: int
    """Its place in the list of tokens."""
    name: str
    is_start: bool
    is_live: bool
    is_weak: bool = False
    """Whether it may only point at a partner."""


@dataclass(slots=True)
class Pairing:
    """Which start tag belongs to which end tag, by their places in the list of tokens."""

    partners: dict[int, int] = field(default_factory=dict)
    """Both ways: start tag to end tag and end tag to start tag."""
    hinted: set[int] = field(default_factory=set)
    """Start tags without an end tag for which a weak token stands where theirs would."""
    scopes: dict[int, int] = field(default_factory=dict)
    """For an end tag without a start tag, the start tag of the cell or table it stands in, or ``NO_SCOPE``."""


class _Open(NamedTuple):
    place: int
    scope: int


class _Scopes:
    """The tables and cells that are open, innermost last, each known by the place of its start tag."""

    __slots__ = ("_names", "_places", "_stack")

    def __init__(self) -> None:
        self._stack: list[int] = []
        self._names: list[str] = []
        self._places: set[int] = {NO_SCOPE}

    def enter(self, name: str, index: int) -> None:
        self._stack.append(index)
        self._names.append(name)
        self._places.add(index)

    def leave(self, index: int) -> None:
        """End the scope that began at *index* and all inside it."""
        while index in self._places:
            self.leave_innermost()

    def leave_innermost(self) -> None:
        self._names.pop()
        self._places.discard(self._stack.pop())

    def is_open(self, index: int) -> bool:
        return index in self._places

    @property
    def is_cell(self) -> bool:
        return bool(self._names) and self._names[-1] != "table"

    def around(self, name: str) -> int:
        """The scope that a tag of *name* belongs to: for table parts the table, not the cell before them."""
        depth = len(self._stack) - (name in TABLE_PARTS and self.is_cell)
        return self._stack[depth - 1] if depth > 0 else NO_SCOPE


def pair(parts: Iterable[Part], ended: Collection[int] = ()) -> Pairing:
    """Pair *parts*, which are in document order. Linear in their number.

    The start tags at the places *ended* leave the end tags after a weak token of their name to others.
    """
    found = Pairing()
    open_tags: defaultdict[str, list[_Open]] = defaultdict(list)
    scopes = _Scopes()
    for part in parts:
        name = part.name
        stack = open_tags[name]
        if not part.is_weak and _ends_cell(part) and scopes.is_cell:
            scopes.leave_innermost()
        if part.is_start:
            stack.append(_Open(part.place, scopes.around(name)))
            if name in _CELLS or name == "table":
                scopes.enter(name, part.place)
            continue
        while stack and not scopes.is_open(stack[-1].scope):
            stack.pop()  # its cell or table has ended
        if not stack or not (name == "table" or stack[-1].scope == scopes.around(name)):
            found.scopes[part.place] = scopes.around(name)
        elif part.is_weak:
            found.hinted.add(stack[-1].place)
            if stack[-1].place in ended:
                stack.pop()
        else:
            start = stack.pop().place
            found.partners[start] = part.place
            found.partners[part.place] = start
            if name in _CELLS or name == "table":
                scopes.leave(start)
    return found


def _ends_cell(part: Part) -> bool:
    """Whether the tag ends the cell that is open, and is not the cell's own end tag."""
    if part.name in _CELLS:
        return part.is_start
    return part.name in TABLE_PARTS or (part.name == "table" and not part.is_start)
