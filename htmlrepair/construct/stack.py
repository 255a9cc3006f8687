"""The stack of open elements, with an index that answers every question about scopes without a walk.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#the-stack-of-open-elements
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from enum import IntEnum
from typing import Final

from htmlrepair.construct.nodes import Node
from htmlrepair.knowledge.elements import (
    BUTTON_SCOPE,
    LIST_ITEM_SCOPE,
    SCOPE,
    SPECIAL_ELEMENTS,
    TABLE_SCOPE,
)

__all__ = ["Mark", "OpenElements"]


class Mark(IntEnum):
    """What an element on the stack may be the end of a search for."""

    SCOPE = 0
    LIST_ITEM_SCOPE = 1
    BUTTON_SCOPE = 2
    TABLE_SCOPE = 3
    SPECIAL = 4
    ITEM_BARRIER = 5
    """Every special element but ``address``, ``div`` and ``p``: a start tag of ``li`` ends no item beyond it."""


_MARKED: Final = (
    SCOPE,
    LIST_ITEM_SCOPE,
    BUTTON_SCOPE,
    TABLE_SCOPE,
    SPECIAL_ELEMENTS,
    SPECIAL_ELEMENTS - {"address", "div", "p"},
)
_MARKS: Final = {
    name: tuple(mark for mark in Mark if name in _MARKED[mark]) for name in sorted(frozenset().union(*_MARKED))
}


class OpenElements:
    """The stack: the root first, the current node last."""

    __slots__ = ("_by_name", "_marked", "nodes")

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        """Depths of the open elements of each name, rising."""
        self._marked: tuple[list[int], ...] = tuple([] for _ in Mark)
        """Depths of the open elements with each mark, rising."""

    @property
    def current(self) -> Node:
        """The current node."""
        return self.nodes[-1]

    def push(self, node: Node) -> None:
        """Make *node* the current node."""
        depth = len(self.nodes)
        self.nodes.append(node)
        node.is_open = True
        self._by_name[node.name].append(depth)
        for mark in _MARKS.get(node.name, ()):
            self._marked[mark].append(depth)

    def pop(self) -> Node:
        """Take the current node off the stack."""
        node = self.nodes.pop()
        node.is_open = False
        self._by_name[node.name].pop()
        for mark in _MARKS.get(node.name, ()):
            self._marked[mark].pop()
        return node

    def replace(self, depth: int, nodes: list[Node]) -> None:
        """Put *nodes* in place of all from *depth* on."""
        while len(self.nodes) > depth:
            self.pop()
        for node in nodes:
            self.push(node)

    def depth(self, name: str) -> int:
        """The depth of the innermost open element *name*; -1 for none."""
        depths = self._by_name.get(name)
        return depths[-1] if depths else -1

    def count(self, name: str) -> int:
        """How many elements *name* are open."""
        return len(self._by_name.get(name, ()))

    def depth_of(self, node: Node) -> int:
        """The depth of the open element *node*."""
        return next(depth for depth in reversed(self._by_name[node.name]) if self.nodes[depth] is node)

    def has(self, name: str, mark: Mark = Mark.SCOPE) -> bool:
        """Whether an element *name* is open with no element of *mark* above it."""
        depths = self._by_name.get(name)
        if not depths:
            return False
        limits = self._marked[mark]
        return not limits or depths[-1] >= limits[-1]

    def has_node(self, node: Node, mark: Mark = Mark.SCOPE) -> bool:
        """The same for one element."""
        limits = self._marked[mark]
        return node.is_open and (not limits or self.depth_of(node) >= limits[-1])

    def barriers_above(self, depth: int) -> list[Node]:
        """The outermost elements above *depth* that bar the way to an item there, three at most."""
        barriers = self._marked[Mark.ITEM_BARRIER]
        at = bisect_right(barriers, depth)
        return [self.nodes[barrier] for barrier in barriers[at : at + 3]]

    def first_special_above(self, depth: int) -> int:
        """The depth of the outermost special element above *depth*; -1 for none."""
        specials = self._marked[Mark.SPECIAL]
        at = bisect_right(specials, depth)
        return specials[at] if at < len(specials) else -1
