"""Tokens to a tree: each token goes to the insertion mode that is current.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#tree-construction-dispatcher
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from htmlrepair.construct import body, document, forms, tables
from htmlrepair.construct.merging import write_merged
from htmlrepair.construct.nodes import NO_TOKEN, Notice
from htmlrepair.construct.state import Mode, State, is_text
from htmlrepair.construct.tags import check_end_tag, check_start_tag
from htmlrepair.knowledge.elements import CELLS, IMPLIED_END_ELEMENTS, LISTS, ROW_GROUPS
from htmlrepair.source import Span
from htmlrepair.tokens import Characters, DoctypeToken, EndTag, StartTag

__all__ = ["NotModelledError", "build"]

_OPEN_AT_END: Final = IMPLIED_END_ELEMENTS | ROW_GROUPS | CELLS | {"body", "caption", "colgroup", "head", "html", "tr"}
"""What may be open at the end without an error (#stop-parsing), and what browsers end with the table."""

_TEXT_MODES: Final = frozenset({Mode.IN_BODY, Mode.IN_CAPTION, Mode.IN_CELL, Mode.TEXT})
_HOLDS_NO_TEXT: Final = LISTS | {"dl"}


class _Handlers(NamedTuple):
    text: body.Handler
    start_tag: body.Handler
    end_tag: body.Handler


def _raw_end_tag(state: State) -> bool:
    state.pop_matched()
    _leave_raw_text(state)
    return False


def _leave_raw_text(state: State) -> None:
    state.mode = state.original_mode
    if state.mode is Mode.AFTER_HEAD and state.stack.current is state.head:
        state.stack.pop()  # it was opened again for this element only


def _raw_text(state: State) -> bool:
    state.leaf()
    return False


_BEFORE: Final = _Handlers(document.before_text, document.before_start_tag, document.before_end_tag)
_AFTER: Final = _Handlers(document.after_body_text, document.after_body_start_tag, document.after_body_end_tag)
_HANDLERS: Final[Mapping[Mode, _Handlers]] = {
    Mode.BEFORE_HTML: _BEFORE,
    Mode.BEFORE_HEAD: _BEFORE,
    Mode.IN_HEAD: _Handlers(document.head_text, document.head_start_tag, document.head_end_tag),
    Mode.AFTER_HEAD: _Handlers(document.after_head_text, document.after_head_start_tag, document.after_head_end_tag),
    Mode.IN_BODY: _Handlers(body.text, body.start_tag, body.end_tag),
    Mode.TEXT: _Handlers(_raw_text, body.start_tag, _raw_end_tag),
    Mode.IN_TABLE: _Handlers(tables.table_text, tables.table_start_tag, tables.table_end_tag),
    Mode.IN_CAPTION: _Handlers(body.text, tables.caption_start_tag, tables.caption_end_tag),
    Mode.IN_COLUMN_GROUP: _Handlers(
        tables.column_group_text, tables.column_group_start_tag, tables.column_group_end_tag
    ),
    Mode.IN_TABLE_BODY: _Handlers(tables.table_text, tables.table_body_start_tag, tables.table_body_end_tag),
    Mode.IN_ROW: _Handlers(tables.table_text, tables.row_start_tag, tables.row_end_tag),
    Mode.IN_CELL: _Handlers(body.text, tables.cell_start_tag, tables.cell_end_tag),
    Mode.AFTER_BODY: _AFTER,
    Mode.AFTER_AFTER_BODY: _AFTER,
}


class NotModelledError(Exception):
    """What is not modelled decides about the rest of the document."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.message)
        self.notice = notice


def build(state: State) -> None:
    """Build the tree of all the tokens of *state* in it. Raises ``NotModelledError``."""
    for place in _places(state):
        state.place = place
        token = state.token = state.tokens[state.place]
        state.start = max(token.span.start, state.taken)
        if isinstance(token, (StartTag, EndTag)) and not token.is_modelled:
            state.leave("what follows may be in foreign content, or not", place)
            break
        if isinstance(token, StartTag):
            is_whole = check_start_tag(state, token)
            while _HANDLERS[state.mode].start_tag(state):
                pass
            if is_whole:
                forms.end_empty(state)
                state.end_at_once()
        elif isinstance(token, EndTag):
            check_end_tag(state, token)
            while _HANDLERS[state.mode].end_tag(state):
                pass
        elif is_text(token) and not _is_template(state):
            while not state.is_placed and _HANDLERS[state.mode].text(state):
                pass
        elif isinstance(token, DoctypeToken):
            _doctype(state)
        else:
            _aside(state)
    if state.codes and state.mode is Mode.TEXT:
        if state.stack.current.name == "script":
            state.leave("a script that nothing ends, which no browser runs", len(state.tokens) - 1)
        elif "missing-end-tag" not in state.codes:
            state.leave("nothing may end the text that takes in all that follows", len(state.tokens) - 1)
    if state.unmodelled is not None:
        raise NotModelledError(state.unmodelled)
    _finish(state)


def _places(state: State) -> Iterator[int]:
    """The places of the tokens, each after the one at which the last was done."""
    place = 0
    while place < len(state.tokens):
        yield place
        place = state.place + 1


def _doctype(state: State) -> None:
    if state.doctype is None and state.html is None:
        state.doctype = state.place
        state.document.append(state.loose_leaf())
    else:
        state.drop("stray-doctype", "a doctype stands only at the beginning of a document")


def _is_template(state: State) -> bool:
    """Whether the current text is template code where no text may stand, which what fills the template in knows."""
    if state.mode in _TEXT_MODES and state.stack.current.name not in _HOLDS_NO_TEXT:
        return False
    return state.template.is_all(*state.token.span)


def _aside(state: State) -> None:
    """A comment, or what is none of the browser's business either."""
    if state.token.span.cut(state.source) == "</>":
        state.drop("stray-end-tag", "'</>' ends nothing")
        return
    if state.mode is Mode.AFTER_BODY or state.mode is Mode.AFTER_AFTER_BODY:
        leaf = state.loose_leaf()
        (state.document if state.mode is Mode.AFTER_AFTER_BODY or state.html is None else state.html).append(leaf)
        if is_text(state.token):  # template code: where the body goes on, it keeps its place
            state.trailing.append(leaf)
    elif state.html is None:
        state.document.append(state.loose_leaf())
    else:
        state.leaf()


def _finish(state: State) -> None:
    """The end of the source (#stop-parsing)."""
    write_merged(state)
    if state.mode is Mode.TEXT:
        state.pop_unclosed()
        _leave_raw_text(state)
    document.complete(state)
    is_after = state.mode is Mode.AFTER_BODY or state.mode is Mode.AFTER_AFTER_BODY
    ends = [node.end for node in (state.body, state.html) if node is not None and node.end != NO_TOKEN]
    state.place = ends[0] if is_after and ends else len(state.tokens)
    state.token = Characters(Span(len(state.source), len(state.source)))  # what ends now ends before no tag
    while state.stack.nodes:
        if state.stack.current.name in _OPEN_AT_END:
            state.pop_implied()
        else:
            state.pop_unclosed()
