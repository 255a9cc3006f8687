"""A sketch of tree construction: which elements are open after each tag, and what is wrong with that.

It knows the rules that tell readings apart (scopes, implied end tags, what lists and tables hold) and leaves the rest
to the constructor, which works on what is decided. Stacks of open elements are shared and never change, so that a
search can go on from one in several ways.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    CELLS,
    FORMATTING_ELEMENTS,
    HEADINGS,
    LIST_PARTS,
    LISTS,
    METADATA_ELEMENTS,
    ROW_GROUPS,
    TABLE_CONTEXT,
    TABLE_PARTS,
    TEXT_LEVEL_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.resolve import costs

__all__ = ["MAY_BE_MISSED", "Open", "Sketch"]

_FURTHEST: Final = 100
"""How far up the stack an element is looked for."""
_CELL_LIKE: Final = CELLS | {"caption"}
_ENDS_PARAGRAPH: Final = BLOCK_ELEMENTS | HEADINGS | {"form", "hr", "pre", "table"}
_BLOCK_LIKE: Final = _ENDS_PARAGRAPH | LIST_PARTS | TABLE_PARTS
_LIST_LIKE: Final = LISTS | {"dl"}
_HOLDS_NO_TEXT: Final = _LIST_LIKE | TABLE_CONTEXT | {"colgroup"}
_CONTAINERS: Final = {
    **dict.fromkeys(ROW_GROUPS | {"caption", "colgroup"}, frozenset({"table"})),
    "tr": ROW_GROUPS | {"table"},
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "col": frozenset({"colgroup", "table"}),
    "li": LISTS,
    "dd": frozenset({"div", "dl"}),
    "dt": frozenset({"div", "dl"}),
}
"""What an element must stand in."""
_IMPLIED: Final = {
    **dict.fromkeys(ROW_GROUPS | {"caption", "colgroup", "col"}, "table"),
    "tr": "tbody",
    "tbody": "table",
    "td": "tr",
    "th": "tr",
    "li": "ul",
    "dd": "dl",
    "dt": "dl",
}
"""What an orphan gets."""
MAY_BE_MISSED: Final = LIST_PARTS | {"p"}
"""Elements whose start tag may be missing before text that is theirs."""


class Open:
    """An open element with those that it is in."""

    __slots__ = ("children", "ends", "is_implied", "is_weak", "name", "owed", "parent", "starts", "takes_text")

    def __init__(self, name: str, parent: Open | None, *, is_implied: bool = False, is_weak: bool = False) -> None:
        self.name = name
        self.parent = parent
        self.is_implied = is_implied
        """Whether it was made for its parts, and ends with them."""
        self.is_weak = is_weak
        """Whether only a weak token has begun it; then an end tag must come."""
        self.owed = 0.0
        """What it costs if the document ends here: the end tags that are missing then."""
        self.takes_text = not is_implied and name not in _HOLDS_NO_TEXT
        """Whether text may stand in it, and leaves it open."""
        self.children: dict[tuple[str, bool, bool], Open] = {}
        """The elements that were opened in it."""
        self.starts: dict[tuple[str, bool], tuple[Open, float]] = {}
        """What each start tag made of it."""
        self.ends: dict[str, tuple[Open, float]] = {}
        """What each end tag made of it."""


class Sketch:
    """The stacks of one document, and what each tag makes of them. Equal stacks are the same object."""

    __slots__ = ("_written", "root")

    def __init__(self, written: Collection[str]) -> None:
        self._written = written
        """The names of the elements whose end tags the document writes, though it need not."""
        self.root = Open("", None)

    def start(self, stack: Open, name: str, *, is_weak: bool = False) -> tuple[Open, float]:
        """(what is open after the start tag of *name*, what that costs)."""
        move = stack.starts.get((name, is_weak))
        if move is None:
            move = stack.starts[name, is_weak] = self._start(stack, name, is_weak=is_weak)
        return move

    def end(self, stack: Open, name: str) -> tuple[Open, float]:
        """(what is open after the end tag of *name*, what that costs)."""
        move = stack.ends.get(name)
        if move is None:
            move = stack.ends[name] = self._end(stack, name)
        return move

    def text(self, stack: Open) -> tuple[Open, float]:
        """(what is open after text, what that costs)."""
        if stack.takes_text:
            return stack, 0.0
        stack = self._without_implied(stack)
        return stack, 0.0 if stack.takes_text else costs.MISPLACED

    def is_open(self, stack: Open, name: str) -> bool:
        """Whether an end tag of *name* would end something."""
        return self._find(stack, name) is not None

    def _push(self, stack: Open, name: str, *, is_implied: bool = False, is_weak: bool = False) -> Open:
        found = stack.children.get((name, is_implied, is_weak))
        if found is None:
            found = Open(name, stack, is_implied=is_implied, is_weak=is_weak)
            stack.children[name, is_implied, is_weak] = found
            found.owed = stack.owed + self._missing(found)
        return found

    def _missing(self, element: Open) -> float:
        """What it costs that *element* has no end tag."""
        if element.is_implied:
            return 0.0
        if element.is_weak or element.name not in UNCLOSED_ELEMENTS:
            return costs.MISSING_END_TAG
        return costs.MISSING_USUAL_END_TAG if element.name in self._written else costs.MISSING_OPTIONAL_END_TAG

    def _start(self, stack: Open, name: str, *, is_weak: bool) -> tuple[Open, float]:
        if name in METADATA_ELEMENTS:  # they go anywhere
            return (stack if name in VOID_ELEMENTS else self._push(stack, name)), 0.0
        stack, cost = self._make_room(stack, name)
        containers = _CONTAINERS.get(name)
        if containers is None:
            stack = self._without_implied(stack)
            if stack.name in _HOLDS_NO_TEXT:
                cost += costs.MISPLACED
            if name in FORMATTING_ELEMENTS and self._is_in_own_kind(stack, name):
                cost += costs.NESTED
            if name in _BLOCK_LIKE and stack.name in TEXT_LEVEL_ELEMENTS:
                cost += costs.BLOCK_IN_TEXT
        elif stack.name not in containers:
            stack, missing = self._with_containers(stack, name)
            cost += missing * costs.ORPHAN
        elif name == "tr" and stack.name == "table":
            stack = self._push(stack, "tbody", is_implied=True)
        return (stack if name in VOID_ELEMENTS else self._push(stack, name, is_weak=is_weak)), cost

    def _with_containers(self, stack: Open, name: str) -> tuple[Open, int]:
        """(*stack* with what an element of *name* must stand in, how much of that was missing)."""
        missing = []
        while name in _IMPLIED and stack.name not in _CONTAINERS[name]:
            name = _IMPLIED[name]
            missing.append(name)
        for container in reversed(missing):
            stack = self._push(stack, container, is_implied=True)
        return stack, len(missing) - ("tbody" in missing)

    def _make_room(self, stack: Open, name: str) -> tuple[Open, float]:
        """End what the start tag of *name* ends without a word."""
        if name in TABLE_PARTS:
            ends, barrier = TABLE_PARTS - _CONTAINERS[name], frozenset({"table"})
        elif name == "li":
            ends, barrier = frozenset({"li"}), _LIST_LIKE | _CELL_LIKE | {"table"}
        elif name in ("dd", "dt"):
            ends, barrier = frozenset({"dd", "dt"}), _LIST_LIKE | _CELL_LIKE | {"table"}
        elif name in _ENDS_PARAGRAPH:
            ends, barrier = frozenset({"p"}), _CELL_LIKE | {"button", "table"}
        else:
            return stack, 0.0
        found, element = None, stack
        for _ in range(_FURTHEST):
            if element.parent is None or element.name in barrier:
                break
            if element.name in ends:
                found = element
                if name not in TABLE_PARTS:
                    break
            elif name in TABLE_PARTS and element.name in _CONTAINERS[name]:
                break
            element = element.parent
        return (stack, 0.0) if found is None else self._pop(stack, found, 0.0, is_ended=False)

    def _end(self, stack: Open, name: str) -> tuple[Open, float]:
        found = self._find(stack, name)
        if found is not None:
            return self._pop(stack, found, costs.ENDED_ORPHANS if found.is_implied else 0.0, is_ended=True)
        is_part = name in MAY_BE_MISSED
        if stack.parent is None:  # a piece cut out of a list or a table begins in the middle
            stack, _ = self._with_containers(stack, name)
        return stack, costs.STRAY_PARAGRAPH_END_TAG if is_part else costs.STRAY_END_TAG

    def _find(self, stack: Open, name: str) -> Open | None:
        """The open element that the end tag of *name* ends."""
        if name in TABLE_PARTS or name == "table":
            barrier = frozenset({"table"})
        elif name in LIST_PARTS:
            barrier = _LIST_LIKE | _CELL_LIKE | {"table"}
        else:
            barrier = _CELL_LIKE | {"table"}
        element = stack
        for _ in range(_FURTHEST):
            if element.parent is None:
                return None
            if element.name == name or (element.is_implied and element.name in LISTS and name in LISTS):
                return element
            if element.is_implied and element.name in ROW_GROUPS and name in ROW_GROUPS:
                return element
            if element.name in barrier:
                return None
            element = element.parent
        return None

    def _pop(self, stack: Open, last: Open, cost: float, *, is_ended: bool) -> tuple[Open, float]:
        """Take all up to *last* off the stack; *last* has an end tag if it *is_ended*."""
        while stack is not last and stack.parent is not None:
            cost += self._missing(stack)
            stack = stack.parent
        cost += 0.0 if is_ended else self._missing(last)
        return last.parent or last, cost

    def _without_implied(self, stack: Open) -> Open:
        """*stack* without the containers that were made for their parts, and end with them."""
        while stack.is_implied and stack.parent is not None:
            stack = stack.parent
        return stack

    def _is_in_own_kind(self, stack: Open, name: str) -> bool:
        element = stack
        for _ in range(_FURTHEST):
            if element.name == name:
                return True
            if element.parent is None or element.name in _BLOCK_LIKE:
                return False
            element = element.parent
        return False
