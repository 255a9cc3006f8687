"""The insertion modes round the body.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#the-initial-insertion-mode
"""

from __future__ import annotations

from typing import Final, cast

from htmlrepair.construct import body
from htmlrepair.construct.merging import merge_attributes
from htmlrepair.construct.nodes import NO_TOKEN, Node
from htmlrepair.construct.state import Mode, State
from htmlrepair.knowledge.elements import METADATA_ELEMENTS

__all__ = [
    "after_body_end_tag",
    "after_body_start_tag",
    "after_body_text",
    "after_head_end_tag",
    "after_head_start_tag",
    "after_head_text",
    "before_end_tag",
    "before_start_tag",
    "before_text",
    "complete",
    "head_end_tag",
    "head_start_tag",
    "head_text",
]

_ENDS_THAT_BEGIN: Final = frozenset({"body", "br", "head", "html"})
"""End tags that imply what must come before them, where others are ignored."""


# Before the html element and before the head (#the-before-html-insertion-mode)


def before_text(state: State) -> bool:
    """Text before the head: white space is dropped by browsers, and stays where it is."""
    _keep_space(state, state.document if state.html is None else state.html)
    if state.is_placed:
        return False
    _begin_head(state)
    return True


def before_start_tag(state: State) -> bool:
    """A start tag before the head."""
    name = state.name
    if name == "html":
        if state.html is None:
            _begin_html(state, state.place)
        else:
            merge_attributes(state, state.html)
        return False
    if name == "head":
        _begin_html(state)
        state.head = state.insert()
        state.mode = Mode.IN_HEAD
        return False
    _begin_head(state)
    return True


def before_end_tag(state: State) -> bool:
    """An end tag before the head."""
    if state.name not in _ENDS_THAT_BEGIN:
        state.stray()
        return False
    _begin_head(state)
    return True


def _keep_space(state: State, parent: Node) -> None:
    """Keep the white space at the beginning of the current text in *parent*, where browsers drop it."""
    space = state.leading_space
    if space > state.start:
        parent.append(state.loose_leaf(space))


def _begin_html(state: State, place: int = NO_TOKEN) -> None:
    if state.html is None:
        state.html = Node("html", place)
        state.document.append(state.html)
        state.stack.push(state.html)
        state.mode = Mode.BEFORE_HEAD


def _begin_head(state: State) -> None:
    _begin_html(state)
    state.head = state.imply("head")
    state.mode = Mode.IN_HEAD


def complete(state: State) -> None:
    """At the end of the source: there is a head and a body, whatever there was."""
    if state.head is None:
        _begin_head(state)
    if state.body is None:
        if state.mode is Mode.IN_HEAD:
            _leave_head(state)
        _begin_body(state)


# In head (#parsing-main-inhead)


def head_text(state: State) -> bool:
    """Text in the head."""
    state.leaf_space()
    return not state.is_placed and _leave_head(state)


def head_start_tag(state: State) -> bool:
    """A start tag in the head."""
    name = state.name
    if name in METADATA_ELEMENTS:
        body.insert_metadata(state)
        return False
    if name == "html":
        return body.start_tag(state)
    if name == "head":
        state.stray()
        return False
    return _leave_head(state)


def head_end_tag(state: State) -> bool:
    """An end tag in the head."""
    if state.name == "head":
        state.pop_matched()
        state.mode = Mode.AFTER_HEAD
        return False
    if state.name not in _ENDS_THAT_BEGIN:
        state.stray()
        return False
    return _leave_head(state)


def _leave_head(state: State) -> bool:
    state.pop_implied()
    state.mode = Mode.AFTER_HEAD
    return True


# After head (#the-after-head-insertion-mode)


def after_head_text(state: State) -> bool:
    """Text after the head."""
    state.leaf_space()
    return not state.is_placed and _begin_body(state)


def after_head_start_tag(state: State) -> bool:
    """A start tag after the head."""
    name = state.name
    if name == "body":
        state.body = state.insert()
        state.mode = Mode.IN_BODY
        return False
    if name == "html":
        return body.start_tag(state)
    if name == "head":
        state.stray()
        return False
    head = state.head
    if name in METADATA_ELEMENTS and name != "noscript" and head is not None:
        finding = state.find("metadata-after-head", f"{state.shown} stands between the head and the body")
        head.ending = finding
        head.implied_by = NO_TOKEN
        state.stack.push(head)
        body.insert_metadata(state)
        if state.mode is not Mode.TEXT:  # else the head closes again after the text
            state.stack.pop()
        return False
    return _begin_body(state)


def after_head_end_tag(state: State) -> bool:
    """An end tag after the head."""
    if state.name not in _ENDS_THAT_BEGIN - {"head"}:
        state.stray()
        return False
    return _begin_body(state)


def _begin_body(state: State) -> bool:
    state.body = state.imply("body")
    state.mode = Mode.IN_BODY
    return True


# After body (#parsing-main-afterbody)


def after_body_text(state: State) -> bool:
    """Text after the body: white space stays, anything else goes on with the body."""
    space = state.leading_space
    if space > state.start:
        leaf = state.loose_leaf(space)
        _after(state).append(leaf)
        state.trailing.append(leaf)
    return not state.is_placed and _go_on(state)


def after_body_start_tag(state: State) -> bool:
    """A start tag after the body."""
    if state.name == "html":
        return body.start_tag(state)
    return _go_on(state)


def after_body_end_tag(state: State) -> bool:
    """An end tag after the body."""
    if state.name == "html" and state.mode is Mode.AFTER_BODY:
        cast("Node", state.html).end = state.place
        state.mode = Mode.AFTER_AFTER_BODY
        return False
    return _go_on(state)


def _after(state: State) -> Node:
    """Where white space and comments after the body go."""
    if state.mode is Mode.AFTER_AFTER_BODY or state.html is None:
        return state.document
    return state.html


def _go_on(state: State) -> bool:
    """The body is not at its end after all."""
    finding = state.find("content-after-body", f"{state.shown} stands after the end of the body")
    for node in (state.body, state.html):
        if node is not None and node.end != NO_TOKEN:
            state.dropped[node.end] = finding
            node.end = NO_TOKEN
    for leaf in state.trailing:
        state.stack.current.append(leaf)
    state.trailing.clear()
    state.mode = Mode.IN_BODY
    return True
