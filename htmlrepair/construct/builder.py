"""Tokens to a tree: each token goes to the insertion mode that is current.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#tree-construction-dispatcher
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from htmlrepair.construct import body, document, tables
from htmlrepair.construct.escapes import escape
from htmlrepair.construct.grid import check_tables
from htmlrepair.construct.limits import Limits
from htmlrepair.construct.nodes import NO_TOKEN, Finding
from htmlrepair.construct.preparation import prepare
from htmlrepair.construct.printing import Piece, arrange, explicit, pieces
from htmlrepair.construct.state import Mode, State, is_text
from htmlrepair.construct.tags import check_end_tag, check_start_tag
from htmlrepair.knowledge.elements import CELLS, IMPLIED_END_ELEMENTS, ROW_GROUPS
from htmlrepair.tokens import CommentToken, DoctypeToken, EndTag, StartTag, Token

__all__ = ["NotModelledError", "Structure", "construct", "write_out"]

_LONGEST_ODD: Final = 200
"""A longer comment is one."""
_UNLIMITED: Final = 1_000_000
_OPEN_AT_END: Final = IMPLIED_END_ELEMENTS | ROW_GROUPS | CELLS | {"body", "caption", "colgroup", "head", "html", "tr"}
"""What may be open at the end without an error (#stop-parsing), and what browsers end with the table."""


class _Handlers(NamedTuple):
    text: body.Handler
    start_tag: body.Handler
    end_tag: body.Handler


def _raw_end_tag(state: State) -> bool:
    state.pop_matched()
    state.mode = state.original_mode
    if state.mode is Mode.AFTER_HEAD and state.stack.current is state.head:
        state.stack.pop()  # it was opened again for this element only
    return False


def _raw_text(state: State) -> bool:
    state.is_endless = state.is_endless or _hides_end_tag(state)
    state.leaf()
    return False


def _hides_end_tag(state: State) -> bool:
    """Whether an end tag at the end of the current text of a script would not be one (#script-data-escaped-state)."""
    if state.stack.current.name != "script" or state.place < len(state.tokens) - 1:
        return False
    return "<!--" in state.token.span.cut(state.source)


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


def build(state: State) -> None:
    """Build the tree of all the tokens of *state* in it."""
    for place in _places(state):
        state.place = place
        token = state.token = state.tokens[state.place]
        state.start = token.span.start
        if isinstance(token, StartTag):
            is_whole = check_start_tag(state, token)
            while _HANDLERS[state.mode].start_tag(state):
                pass
            if is_whole:
                state.end_at_once()
        elif isinstance(token, EndTag):
            check_end_tag(state, token)
            while _HANDLERS[state.mode].end_tag(state):
                pass
        elif is_text(token):
            while _HANDLERS[state.mode].text(state):
                pass
        elif isinstance(token, DoctypeToken):
            _doctype(state)
        else:
            _comment(state)
    if state.is_endless:
        raise NotModelledError
    _finish(state)


def _places(state: State) -> Iterator[int]:
    """The places of the tokens, each after the one at which the last was done."""
    place = 0
    while place < len(state.tokens):
        yield place
        place = state.place + 1


def _doctype(state: State) -> None:
    if (state.mode is Mode.BEFORE_HTML and state.document.first is None) or (
        state.doctype is None and state.html is None
    ):
        state.doctype = state.place
        state.document.append(state.loose_leaf())
    else:
        state.drop("stray-doctype", "a doctype stands only at the beginning of a document")


def _comment(state: State) -> None:
    if state.token.span.cut(state.source) == "</>":
        state.drop("stray-end-tag", "'</>' ends nothing")
        return
    if state.mode is Mode.AFTER_BODY or state.mode is Mode.AFTER_AFTER_BODY:
        leaf = state.loose_leaf()
        (state.document if state.mode is Mode.AFTER_AFTER_BODY or state.html is None else state.html).append(leaf)
    elif state.html is None:
        state.document.append(state.loose_leaf())
    else:
        state.leaf()


def _finish(state: State) -> None:
    """The end of the source (#stop-parsing)."""
    if state.mode is Mode.TEXT:
        state.pop_unclosed()
        state.mode = state.original_mode
        if state.mode is Mode.AFTER_HEAD and state.stack.current is state.head:
            state.stack.pop()
    document.complete(state)
    is_after = state.mode is Mode.AFTER_BODY or state.mode is Mode.AFTER_AFTER_BODY
    ends = [node.end for node in (state.body, state.html) if node is not None and node.end != NO_TOKEN]
    state.place = ends[0] if is_after and ends else len(state.tokens)
    while state.stack.nodes:
        if state.stack.current.name in _OPEN_AT_END:
            state.pop_implied()
        else:
            state.pop_unclosed()


class Structure(NamedTuple):
    """What tree construction makes of a document."""

    pieces: list[Piece]
    """The output, in order."""
    moved: set[int]
    """Indices of the pieces of the source that stand elsewhere in it."""
    tokens: Sequence[Token]
    """The tokens that places are places of."""
    dropped: dict[int, Finding]
    """The tokens that the output does without, by place."""
    rewritten: dict[int, tuple[str, Finding]]
    """The tokens that the output spells in another way, by place."""
    escapes: list[tuple[int, Finding]]
    """Offsets of each ``<`` that is text, and why."""
    fallback: Finding
    """The reason for what moves only because something round it does."""

    def is_text(self, piece: Piece, source: str) -> bool:
        """Whether *piece* is text of the *source*, or may be, such as a comment by accident."""
        token = self.tokens[piece.place]
        if isinstance(token, CommentToken):
            return token.span.end - token.span.start < _LONGEST_ODD and not source.startswith("<!--", token.span.start)
        return is_text(token)


class NotModelledError(Exception):
    """What is not modelled decides about the rest of the document."""


def construct(
    source: str,
    tokens: Sequence[Token],
    codes: Collection[str],
    max_reopened: int,
    live: Sequence[Token] | None = None,
    *,
    is_wanted: bool = False,
) -> Structure | None:
    """Build the document of *tokens*, in which every reading is chosen; None when nothing is wrong with it.

    *live* are the tokens as a browser reads them, if they are others: then no handler and no script URL may take effect
    more often in the output than it does in a browser. With *is_wanted* there is a structure even of what is sound.
    Raises ``NotModelledError`` where frames, parts of tables in a
    select, or foreign content or raw text that nothing ends decide about the rest.
    """
    if not tokens:
        return None
    known = prepare(
        source,
        tokens,
        reads_words="unknown-tag" in codes,
        is_last_live=live is None or type(live[-1]) is type(tokens[-1]),
    )
    state = State(source, known, codes, max_reopened)
    escapes = escape(state, known)
    if known.cut_off:
        place = len(tokens) - 1
        finding = Finding("cut-off-markup", f"the end of the document cuts off '{known.cut_off}'", place)
        state.findings.append(finding)
        state.rewritten[place] = (known.cut_off, finding)
    build(state)
    check_tables(state)
    if known.active:
        state.limits = Limits(known.active, _browser_counts(source, live or tokens))
    elif not state.findings and not is_wanted:
        return None
    found = pieces(state)
    if not state.findings and not is_wanted:
        return None
    fallback = state.findings[0] if state.findings else Finding("void-end-tag", "a tag goes", 0)
    return Structure(found, arrange(found), known.tokens, state.dropped, state.rewritten, escapes, fallback)


def write_out(source: str, tokens: Sequence[Token]) -> str:
    """*source* as a whole document with every tag written out that a browser implies, the optional ones too.

    Raises ``NotModelledError``.
    """
    return explicit(_browser_state(source, tokens)) if tokens else "<html><head></head><body></body></html>"


def _browser_state(source: str, tokens: Sequence[Token]) -> State:
    """The tree that a browser builds of *tokens*, the rules of lists and all other differences aside."""
    known = prepare(source, tokens, reads_words=False, mends=False)
    state = State(source, known, frozenset(), _UNLIMITED)
    build(state)
    return state


def _browser_counts(source: str, tokens: Sequence[Token]) -> Counter[int]:
    """How often a browser has the element of each start tag that can do something, by the offset of the tag."""
    state = _browser_state(source, tokens)
    state.limits = Limits(state.active, Counter())
    pieces(state)
    return state.limits.used
