"""The list of active formatting elements, and the adoption agency.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from htmlrepair.construct.nodes import Likeness, Node
from htmlrepair.knowledge.elements import LISTS, TABLE_CONTEXT
from htmlrepair.tokens import EndTag

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = ["ActiveFormatting", "adopt", "any_other_end_tag"]

_NOAHS_ARK: Final = 3
"""No more entries alike are kept (#push-onto-the-list-of-active-formatting-elements)."""
_LONGEST: Final = 512
"""No more entries at all are kept, for the sake of time; browsers nest no deeper."""
_FURTHEST: Final = 2 * _LONGEST
"""Behind more entries and markers none is looked for, for the sake of time."""
_OUTER_LOOPS: Final = 8
_INNER_LOOPS: Final = 3


class ActiveFormatting:
    """The list; an entry that is None is a marker."""

    __slots__ = ("_alike", "_max_reopened", "entries")

    def __init__(self, max_reopened: int) -> None:
        self.entries: list[Node | None] = []
        self._alike: list[Counter[Likeness]] = [Counter()]
        """How often each name with its attributes is in the list, since each marker."""
        self._max_reopened = max_reopened

    def push(self, node: Node) -> None:
        """Add *node*, and take out the earliest of four that are alike since the last marker."""
        alike = self._alike[-1]
        alike[node.likeness] += 1
        if alike[node.likeness] > _NOAHS_ARK:
            self.remove(next(entry for entry in self._since_marker() if entry.likeness == node.likeness))
        self.entries.append(node)
        if len(self.entries) > _LONGEST and self.entries[-_LONGEST] is not None:
            self.entries[-_LONGEST - 1 : -_LONGEST] = []

    def mark(self) -> None:
        """Add a marker."""
        self.entries.append(None)
        self._alike.append(Counter())

    def clear_to_marker(self) -> None:
        """#clear-the-list-of-active-formatting-elements-up-to-the-last-marker."""
        while self.entries and self.entries.pop() is not None:
            pass
        if len(self._alike) > 1:
            self._alike.pop()

    def _since_marker(self) -> list[Node]:
        found: list[Node] = []
        for entry in reversed(self.entries):
            if entry is None:
                break
            found.append(entry)
        return found[::-1]

    def last(self, name: str) -> Node | None:
        """The last entry *name* since the last marker."""
        for entry in reversed(self.entries):
            if entry is None:
                return None
            if entry.name == name:
                return entry
        return None

    def index(self, node: Node) -> int:
        """The index of *node* in the list; -1 when it is not there."""
        last = len(self.entries) - 1
        for at in range(last, max(-1, last - _FURTHEST), -1):
            if self.entries[at] is node:
                return at
        return -1

    def remove(self, node: Node) -> None:
        """Take *node* out of the list, if it is there."""
        at = self.index(node)
        if at >= 0:
            del self.entries[at]
            self._alike[-1][node.likeness] -= 1

    def replace(self, node: Node, by: Node) -> None:
        """Put the copy *by* in the place of *node*."""
        self.entries[self.index(node)] = by

    def move(self, node: Node, by: Node, bookmark: int) -> None:
        """Take *node* out and put its copy *by* at *bookmark*."""
        at = self.index(node)
        self.entries.insert(bookmark, by)
        del self.entries[at if at < bookmark else at + 1]

    def to_reconstruct(self) -> list[Node]:
        """The entries to open again, in order: those after the last that is open, or a marker.

        One with no end tag anywhere has ended with its block, and leaves the list.
        """
        if not self.entries or self.entries[-1] is None or self.entries[-1].is_open:
            return []
        closed: list[Node] = []
        while self.entries and (entry := self.entries[-1]) is not None and not entry.is_open:
            closed.append(entry)
            self.entries.pop()
            if not entry.has_end_tag or len(closed) > self._max_reopened:
                self._alike[-1][entry.likeness] -= 1
                closed.pop()
        closed.reverse()
        self.entries += closed
        return closed


def adopt(state: State, name: str) -> None:
    """#adoption-agency-algorithm for the tag name *name*."""
    stack, formatting = state.stack, state.formatting
    is_end = isinstance(state.token, EndTag)
    if stack.current.name == name and formatting.index(stack.current) < 0:
        _end(state, is_end)
        return
    copies: list[Node] = []
    for _ in range(_OUTER_LOOPS):
        if not _adopt_once(state, name, copies, is_end=is_end):
            break
    else:
        if is_end:
            state.stray()
    if "content-outside-item" in state.codes:
        for copy in copies:
            _unwrap_in_list(copy)


def _adopt_once(state: State, name: str, copies: list[Node], *, is_end: bool) -> bool:
    """One round of the adoption agency, which adds to *copies*; whether there is to be another."""
    stack, formatting = state.stack, state.formatting
    element = formatting.last(name)
    if element is None:
        if is_end:
            any_other_end_tag(state)
        return False
    if not element.is_open or not stack.has_node(element):
        if not element.is_open:
            formatting.remove(element)
        if is_end:
            state.stray()
        return False
    depth = stack.depth_of(element)
    if len(stack.nodes) - depth > _LONGEST:
        if is_end:
            state.stray()
        return False
    furthest = stack.first_special_above(depth)
    if furthest < 0:
        while stack.current is not element:
            state.pop_unclosed()
        formatting.remove(element)
        _end(state, is_end)
        return False
    copies.append(_cut(state, element, depth, furthest))
    return True


def _unwrap_in_list(copy: Node) -> None:
    """Take out a copy that the algorithm has put between a list and its items."""
    if copy.parent is None or copy.is_open or not (copy.parent.name in LISTS or copy.parent.name == "dl"):
        return
    for child in copy.children:
        copy.insert_before(child)
    copy.remove()
    if copy.finding is not None:
        copy.finding.code = "content-outside-item"
        copy.finding.message = f"the {copy.name} element goes round items of a list"


def _end(state: State, is_end: bool) -> None:
    """Take the current node off the stack, ended by the current end tag if that is what it is."""
    if is_end:
        state.pop_matched()
    else:
        state.pop_unclosed()


def _cut(state: State, element: Node, depth: int, furthest_depth: int) -> Node:
    """One round: *element* ends before the block at *furthest_depth*; its copy, which is returned, goes on inside."""
    stack, formatting = state.stack, state.formatting
    furthest = stack.nodes[furthest_depth]
    ancestor = stack.nodes[depth - 1]
    finding = state.find("misnested-formatting", f"the {element.name} element crosses a {furthest.name} element")
    bookmark = formatting.index(element)
    between: list[Node] = []
    """The copies of the elements between the two, outermost last."""
    last = furthest
    for inner, node in enumerate(reversed(stack.nodes[depth + 1 : furthest_depth]), 1):
        node.ending = node.ending or finding
        at = formatting.index(node)
        if inner > _INNER_LOOPS and at >= 0:
            formatting.remove(node)
            bookmark -= at < bookmark
            at = -1
        if at < 0:
            continue
        copy = node.copy(finding)
        formatting.entries[at] = copy
        if last is furthest:
            bookmark = at + 1
        copy.append(last)
        between.append(copy)
        last = copy
    element.ending = element.ending or finding
    if ancestor.name in TABLE_CONTEXT:
        state.foster(last)
    else:
        ancestor.append(last)
    inside = element.copy(finding)
    furthest.give_children(inside)
    furthest.append(inside)
    formatting.move(element, inside, bookmark)
    above = stack.nodes[furthest_depth + 1 :]
    for node in stack.nodes[depth:furthest_depth]:
        node.is_open = False
    stack.replace(depth, [*reversed(between), furthest, inside, *above])
    return inside


def any_other_end_tag(state: State) -> None:
    """An end tag with no rule of its own (#parsing-main-inbody, the last entry)."""
    stack, name = state.stack, state.name
    depth = stack.depth(name)
    if depth < 0 or stack.first_special_above(depth) >= 0:
        state.stray()
        return
    state.close(name)
