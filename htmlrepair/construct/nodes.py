"""The tree under construction: elements and leaves that know their tokens, linked so that moving one costs no search.

A node holds no text of its own. What it prints is a token of the source, or a tag that the source lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias, cast

from htmlrepair.source import Span

__all__ = ["NO_TOKEN", "Finding", "Likeness", "Node", "Notice"]

NO_TOKEN: Final = -1

Likeness: TypeAlias = tuple[str, frozenset[tuple[str, str]]]
"""A name and its attributes: what makes two formatting elements alike."""
_NO_LIKENESS: Final[Likeness] = ("", frozenset())


@dataclass(eq=False, slots=True)
class Finding:
    """One thing that is wrong with the structure; the reason of every change made for it."""

    code: str
    message: str
    place: int
    """The place of the token at which it was found."""


class Notice(NamedTuple):
    """One thing that is only reported."""

    code: str
    message: str
    span: Span
    """What it is about."""


class Node:
    """An element, or a leaf: text, a comment, a doctype, an element that is not modelled."""

    __slots__ = (
        "end",
        "ending",
        "finding",
        "first",
        "has_end_tag",
        "implied_by",
        "is_leaf",
        "is_limited",
        "is_open",
        "is_provisional",
        "last",
        "likeness",
        "name",
        "next",
        "origin",
        "parent",
        "previous",
        "reopened",
        "span",
        "start",
    )

    def __init__(self, name: str, start: int = NO_TOKEN, finding: Finding | None = None) -> None:
        self.name = name
        """The element's name; empty for a leaf."""
        self.start = start
        """The place of the start tag, or of the leaf's token."""
        self.end = NO_TOKEN
        """The place of the end tag; for a leaf of several tokens that of the last."""
        self.span: tuple[int, int] | None = None
        """Where the text of a leaf lies, None for a whole token; or a line end that is a part of the start tag."""
        self.origin: Node | None = None
        """The element that this one is a copy of."""
        self.implied_by = NO_TOKEN
        """The place of the token that ends the element without a word, as the standard allows."""
        self.finding = finding
        """Why the source does not have this element's start tag, or not here."""
        self.reopened: Finding | None = None
        """Why the element goes on after its end tag."""
        self.ending: Finding | None = None
        """Why the source does not have its end tag."""
        self.has_end_tag = True
        """Whether there is an end tag anywhere that could be its own."""
        self.is_open = False
        """Whether it is on the stack of open elements."""
        self.is_provisional = False
        """Whether it is an item made for loose content, which may still join the item before it."""
        self.is_limited = False
        """Whether the copy comes without what can run a script."""
        self.is_leaf = False
        self.likeness = _NO_LIKENESS
        """Set for formatting elements only."""
        self.parent: Node | None = None
        self.first: Node | None = None
        self.last: Node | None = None
        self.previous: Node | None = None
        self.next: Node | None = None

    @property
    def children(self) -> Iterator[Node]:
        """The children, in order; the one given last may be moved away meanwhile."""
        node = self.first
        while node is not None:
            following = node.next
            yield node
            node = following

    def copy(self, finding: Finding) -> Node:
        """A new element with the same start tag, as the adoption agency and the reconstruction make them."""
        node = Node(self.name, NO_TOKEN, finding)
        node.origin = self.origin or self
        node.has_end_tag = self.has_end_tag
        node.likeness = self.likeness
        return node

    def append(self, child: Node) -> None:
        """Make *child*, wherever it was, the last child."""
        child.remove()
        child.parent = self
        child.previous = self.last
        if self.last is None:
            self.first = child
        else:
            self.last.next = child
        self.last = child

    def insert_before(self, child: Node) -> None:
        """Put *child*, wherever it was, directly before this node, which has a parent."""
        child.remove()
        parent = cast("Node", self.parent)
        child.parent = parent
        child.previous, child.next = self.previous, self
        if self.previous is None:
            parent.first = child
        else:
            self.previous.next = child
        self.previous = child

    def remove(self) -> None:
        """Take the node out of its parent."""
        parent = self.parent
        if parent is None:
            return
        if self.previous is None:
            parent.first = self.next
        else:
            self.previous.next = self.next
        if self.next is None:
            parent.last = self.previous
        else:
            self.next.previous = self.previous
        self.parent = self.previous = self.next = None

    def dissolve(self) -> None:
        """Take all that is in the node apart; linked both ways, it would stay in memory long after its last use."""
        nodes = [self]
        while nodes:
            node = nodes.pop()
            nodes += node.children
            node.parent = node.first = node.last = node.previous = node.next = None

    def give_children(self, to: Node) -> None:
        """Move all children to the end of *to*."""
        for child in self.children:
            to.append(child)
