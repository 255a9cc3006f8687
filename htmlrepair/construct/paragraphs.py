"""Paragraphs that lost their start tag, and formatting that has no end tag anywhere.

Spec: https://html.spec.whatwg.org/multipage/grouping-content.html#the-p-element
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node
from htmlrepair.knowledge.elements import FORMATTING_ELEMENTS, HEADINGS, TEXT_LEVEL_ELEMENTS

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = [
    "end_unclosed",
    "end_unclosed_formatting",
    "end_unclosed_heading",
    "holds_paragraphs",
    "last_shown",
    "trailing_run",
    "wrap",
    "wrap_line",
    "wrap_run",
    "wrapped",
]

_FLOW_CONTAINERS: Final = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div fieldset figcaption figure footer form
    header li main nav search section td th
    """.split()
)
"""What may hold a paragraph."""
_LONGEST_HEADING: Final = 120
_MOST_UNSHOWN: Final = 200
"""How many comments and white spaces one after another are passed by."""
_NOT_LOOKED_AT: Final = (None, None)
_MOST_PHRASING: Final = 100
"""How many elements in formatting are looked at."""


def holds_paragraphs(node: Node) -> bool:
    """Whether a paragraph may stand directly in *node*."""
    return node.name in _FLOW_CONTAINERS


def wrap(state: State) -> bool:
    """For an end tag ``</p>`` that ends nothing: put the text before it into a paragraph; whether there is any."""
    run = trailing_run(state, state.stack.current)
    if run is None or not holds_paragraphs(state.stack.current):
        return False
    wrap_run(state, "p", run, state.find("missing-start-tag", f"{state.shown} ends a paragraph without a start tag"))
    return True


def wrap_line(state: State) -> bool:
    """For the end tag of a heading that ends nothing: put the line before it into one; whether it is one."""
    parent = state.stack.current
    run = trailing_run(state, parent) if holds_paragraphs(parent) and "missing-start-tag" in state.codes else None
    if run is None:
        return False
    start = state.tokens[run.start].span.start if run.span is None else run.span[0]
    line = state.source[start : state.start].strip()
    if len(line) > _LONGEST_HEADING or "\n" in line or "\r" in line:
        return False
    finding = state.find("missing-start-tag", f"{state.shown} ends a heading without a start tag")
    wrap_run(state, state.name, run, finding)
    return True


def trailing_run(state: State, parent: Node) -> Node | None:
    """The first of the phrasing content at the end of *parent*; None when there is none that shows.

    Where the last look came by it is not looked at again: one end tag after another may ask.
    """
    first = None
    node = parent.last
    known, first_known = state.runs.get(parent, _NOT_LOOKED_AT)
    while node is not None and (node.is_leaf or (node.name in TEXT_LEVEL_ELEMENTS and not _holds_blocks(node))):
        if node is known and (first_known is None or first_known.parent is parent):
            first = first_known or first
            break
        if not node.is_leaf or state.is_shown(node):
            first = node
        node = node.previous
    state.runs[parent] = parent.last, first
    return first


def last_shown(state: State, parent: Node) -> Node | None:
    """The last child of *parent* that is more than white space or a comment.

    Where the last look came by it is not looked at again.
    """
    known, known_shown = state.last_shown.get(parent, _NOT_LOOKED_AT)
    node = parent.last
    while node is not None and node.is_leaf:
        if node is known and (known_shown is None or known_shown.parent is parent):
            node = known_shown
            break
        if state.is_shown(node):
            break
        node = node.previous
    state.last_shown[parent] = parent.last, node
    return node


def shown_before(state: State, node: Node) -> Node | None:
    """What stands before *node* in its parent and is more than white space or a comment, if it is near."""
    before = node.previous
    for _ in range(_MOST_UNSHOWN):
        if before is None or not before.is_leaf or state.is_shown(before):
            return before
        before = before.previous
    return None


def wrapped(state: State, parent: Node) -> Node | None:
    """The paragraph at the end of *parent* that text before a lone ``</p>`` was put into; None without one."""
    last = last_shown(state, parent)
    return last if last is not None and last.name == "p" and last.start == NO_TOKEN else None


def _holds_blocks(node: Node) -> bool:
    """Whether *node* holds more than phrasing content, or more than can be looked through."""
    waiting = [node]
    for _ in range(_MOST_PHRASING):
        if not waiting:
            return False
        for child in waiting.pop().children:
            if not child.is_leaf:
                if child.name not in TEXT_LEVEL_ELEMENTS:
                    return True
                waiting.append(child)
    return True


def wrap_run(state: State, name: str, first: Node, finding: Finding) -> Node:
    """Put *first* and all its later siblings into a new element *name*, which the current end tag ends."""
    element = Node(name, NO_TOKEN, finding)
    element.end = state.place
    first.insert_before(element)
    while (following := element.next) is not None:
        element.append(following)
    return element


def end_unclosed(state: State) -> None:
    """Before a block: end the formatting, and the heading, that has no end tag anywhere."""
    end_unclosed_formatting(state)
    end_unclosed_heading(state)


def end_unclosed_heading(state: State) -> None:
    """Before a block: end the heading that has no end tag, unless the block is all that it holds."""
    node = state.stack.current
    if node.name not in HEADINGS or node.has_end_tag or "unclosed-heading" not in state.codes:
        return
    if trailing_run(state, node) is not None:
        message = f"the {node.name} element has no end tag and ends before the block"
        state.leave_space(state.pop_unclosed(state.find("unclosed-heading", message)))


def end_unclosed_formatting(state: State) -> None:
    """Before a block: end the formatting that has no end tag anywhere, unless the block is all that it holds."""
    while (
        (node := state.stack.current).name in FORMATTING_ELEMENTS
        and not node.has_end_tag
        and trailing_run(state, node) is not None
    ):
        state.pop_unclosed()
