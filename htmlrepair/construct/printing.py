"""The tree as pieces of the source and new tags, in the order of the output; and which pieces have moved.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from htmlrepair.construct.limits import Limits, inert
from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node
from htmlrepair.construct.state import State, is_space
from htmlrepair.knowledge.elements import (
    DOCUMENT_ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    METADATA_ELEMENTS,
    ROW_GROUPS,
    VOID_ELEMENTS,
)
from htmlrepair.source import Span
from htmlrepair.tokens import CommentToken, EndTag, RawText, StartTag

__all__ = ["Piece", "arrange", "explicit", "give_reasons", "pieces"]

_MAY_LACK_START_TAG: Final = frozenset({"body", "head", "html", "tbody"})
_SHOWN: Final = 1000
"""How much heavier to move one shown character is than one of a tag."""


class Piece(NamedTuple):
    """A part of the output."""

    span: Span | None
    """The part of the source that it is; None for a new tag."""
    text: str
    """The new tag; empty for a part of the source."""
    place: int
    """The place of its first token; ``NO_TOKEN`` for a new tag."""
    finding: Finding | None
    """Why it is new or, if it has moved, why."""
    weight: int = 0
    """How much it takes to move it."""
    implied_by: int = NO_TOKEN
    """For an end tag that the source does without: the place of the token that makes it needless."""


def pieces(state: State) -> list[Piece]:
    """The whole tree, in order; end tags that are not needed are left out."""
    return _without_needless(list(_print(state)), len(state.tokens))


def _print(state: State) -> Iterator[Piece]:
    stack: list[tuple[Node, Finding | None, bool]] = [(state.document, None, False)]
    while stack:
        node, finding, is_leaving = stack.pop()
        if node.is_leaf:
            yield _leaf(state, node, node.finding or finding)
            continue
        if is_leaving:
            yield from _end(state, node, finding)
            continue
        inner = node.finding or finding
        yield from _start(state, node, inner)
        stack.append((node, inner, True))
        child = node.last
        while child is not None:
            stack.append((child, inner, False))
            child = child.previous


def _leaf(state: State, node: Node, finding: Finding | None) -> Piece:
    span = _leaf_span(state, node)
    if state.limits is not None:
        state.limits.count(span.start)
    return Piece(span, "", node.start, finding, _SHOWN * (1 + len(span.cut(state.source).strip())))


def _leaf_span(state: State, node: Node) -> Span:
    if node.span is not None:
        return Span(*node.span)
    first, last = state.tokens[node.start].span, state.tokens[node.end].span
    return first if first is last else Span(first.start, last.end)


def _start(state: State, node: Node, finding: Finding | None) -> Iterator[Piece]:
    if state.limits is not None:
        _limit(state, state.limits, node)
    if node.start != NO_TOKEN:
        span = state.tokens[node.start].span
        weight = span.end - span.start + (_SHOWN if node.name in VOID_ELEMENTS else 0)
        yield Piece(span, "", node.start, finding, weight)
        if node.span is not None:
            yield Piece(Span(*node.span), "", node.start + 1, finding, weight)
    elif node.origin is not None:
        text = state.text(node.origin.start)
        yield Piece(None, inert(text) if node.is_limited else text, NO_TOKEN, node.finding)
    elif node.finding is not None and node.name:
        yield Piece(None, f"<{node.name}>", NO_TOKEN, node.finding)
    elif node.name == "tbody" and _would_join(node):
        yield Piece(None, "<tbody>", NO_TOKEN, finding or state.findings[0])
    elif node.name == "body" and state.is_document and _would_leave_body(state, node):
        yield Piece(None, "<body>", NO_TOKEN, finding or state.findings[0])


def _limit(state: State, limits: Limits, node: Node) -> None:
    """Take from *node* what a browser does not have, or not so often."""
    origin = node.origin or node
    if origin.start == NO_TOKEN or not limits.exceeds(state.tokens[origin.start].span.start):
        return
    if node.name == "form":
        finding = state.find("stray-start-tag", "browsers know of no form here")
        state.dropped[node.start] = finding
        if node.end != NO_TOKEN:
            state.dropped[node.end] = finding
        node.name, node.start, node.end = "", NO_TOKEN, NO_TOKEN
    elif node.origin is not None:
        node.is_limited = True
    else:
        before = state.text(node.start)
        finding = state.find("table-part-without-table", f"'{before}' comes alive without what it could do")
        state.rewritten[node.start] = (inert(before), finding)


def _would_join(group: Node) -> bool:
    """Whether the rows of *group*, were it not for its start tag, would be a part of the group before it."""
    before = group.previous
    while before is not None and before.is_leaf:
        before = before.previous
    return before is not None and before.name in ROW_GROUPS and before.end == NO_TOKEN


def _would_leave_body(state: State, body: Node) -> bool:
    """Whether what *body* begins with would stand before it, were it not for its start tag (#optional-tags)."""
    first = body.first
    if first is None:
        return False
    return first.name in METADATA_ELEMENTS if first.name else _begins_with_space(state, first)


def _begins_with_space(state: State, leaf: Node) -> bool:
    start = _leaf_span(state, leaf).start
    return isinstance(state.tokens[leaf.start], CommentToken) or is_space(state.plain, start, start + 1)


def _as_written(state: State, node: Node) -> str:
    """The name of *node* as its start tag writes it if it has a prefix: what reads it may tell capitals apart."""
    return state.tokens[node.start].span.cut(state.source)[1 : 1 + len(node.name)] if ":" in node.name else node.name


def _end(state: State, node: Node, finding: Finding | None) -> Iterator[Piece]:
    name = node.name
    if node.end != NO_TOKEN:
        span = state.tokens[node.end].span
        yield Piece(span, "", node.end, node.ending or finding, span.end - span.start)
    elif not name or name in VOID_ELEMENTS:
        return
    elif node.ending is not None and not (name in DOCUMENT_ELEMENTS and node.start == NO_TOKEN):
        yield Piece(None, f"</{_as_written(state, node)}>", NO_TOKEN, node.ending)
    elif node.implied_by != NO_TOKEN and not (name in _MAY_LACK_START_TAG and node.start == NO_TOKEN):
        yield Piece(None, f"</{name}>", NO_TOKEN, finding, implied_by=node.implied_by)


def explicit(state: State) -> str:
    """The whole tree with every tag written out, optional ones too, so that no parser has to imply any."""
    found: list[str] = []
    stack: list[Node | str] = [state.document]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            found.append(node)
        elif node.is_leaf:
            found.append(_explicit_leaf(state, node))
        else:
            if node.name:
                origin = node.origin or node
                found.append(f"<{node.name}>" if origin.start == NO_TOKEN else state.text(origin.start))
                if node.span is not None:
                    found.append(Span(*node.span).cut(state.source))
                if node.name not in VOID_ELEMENTS:
                    stack.append(f"</{node.name}>")
            stack += reversed(list(node.children))
    return "".join(found)


def _explicit_leaf(state: State, node: Node) -> str:
    """What a leaf says, where a form between the parts of a table is empty."""
    token = state.tokens[node.start]
    if node.end == node.start and isinstance(token, EndTag):
        return ""
    text = _leaf_span(state, node).cut(state.source)
    if isinstance(token, RawText) and node.parent is not None and node.parent.name in ESCAPABLE_RAW_TEXT_ELEMENTS:
        return text.replace("<", "&lt;")  # not every parser knows that no tag stands there
    if isinstance(token, CommentToken) and text.lstrip("</")[:1].isalpha():
        return ""  # a tag that the end of the source cuts off
    is_form = node.end == node.start and isinstance(token, StartTag) and token.name == "form"
    return f"{text}</form>" if is_form else text


def _without_needless(found: list[Piece], end: int) -> list[Piece]:
    """*found* without the end tags that the tokens after them still make needless."""
    kept: list[Piece] = []
    following = end
    for piece in reversed(found):
        if piece.implied_by == following != NO_TOKEN:
            continue
        following = piece.place  # none for a new tag, which is only sure to end what has an end tag
        kept.append(piece)
    kept.reverse()
    return kept


def arrange(found: Sequence[Piece]) -> set[int]:
    """The indices of the pieces of the source that have to move: as little as can be, shown text least of all."""
    order = [index for index, piece in enumerate(found) if piece.span is not None]
    starts = [piece.span.start for piece in found if piece.span is not None]
    moved: set[int] = set()
    lowest_from = [max(starts, default=0) + 1]
    for start in reversed(starts):
        lowest_from.append(min(start, lowest_from[-1]))
    lowest_from.reverse()
    highest = -1
    first = 0
    # Cut the sequence wherever everything before is before everything after; only what lies between needs a choice.
    for at, start in enumerate(starts):
        highest = max(highest, start)
        if highest < lowest_from[at + 1]:
            if at > first:
                kept = _heaviest_rising([(starts[i], found[order[i]].weight) for i in range(first, at + 1)])
                moved.update(order[first + i] for i in range(at + 1 - first) if i not in kept)
            first = at + 1
    return moved


def give_reasons(found: list[Piece], moved: set[int]) -> None:
    """Give the pieces that only move because something round them does the finding of what they move past."""
    for order, is_passed in ((range(len(found)), operator.gt), (range(len(found) - 1, -1, -1), operator.lt)):
        nearest: tuple[Span, Finding] | None = None
        for index in order:
            piece = found[index]
            if piece.span is None:
                continue
            if piece.finding is not None:
                nearest = piece.span, piece.finding
            elif index in moved and nearest is not None and is_passed(nearest[0], piece.span):
                found[index] = piece._replace(finding=nearest[1])


def _heaviest_rising(items: Sequence[tuple[int, int]]) -> set[int]:
    """The indices of the heaviest rising subsequence of (position, weight) pairs."""
    positions = sorted(position for position, _ in items)
    size = len(positions)
    best: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    """A Fenwick tree of (weight of the best subsequence that ends up to a rank, index of its last item)."""
    before: list[int] = []
    for index, (position, weight) in enumerate(items):
        rank = bisect_left(positions, position)
        at, found = rank, (0, -1)
        while at > 0:
            found = max(found, best[at])
            at &= at - 1
        before.append(found[1])
        total = (found[0] + weight, index)
        at = rank + 1
        while at <= size:
            best[at] = max(best[at], total)
            at += at & -at
    top, at = (0, -1), size
    while at > 0:
        top = max(top, best[at])
        at &= at - 1
    kept: set[int] = set()
    last = top[1]
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept
