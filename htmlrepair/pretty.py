"""Repaired HTML laid out for reading: blocks on lines of their own, lists an item a line, tables a row a line.

Only white space that browsers do not show comes or goes, and end tags that the source leaves out are written out.

Spec: https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3
"""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import groupby
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from htmlrepair.caps import CapReachedError, Caps
from htmlrepair.construct import NotModelledError
from htmlrepair.construct.builder import build
from htmlrepair.construct.nodes import NO_TOKEN, Node
from htmlrepair.construct.preparation import prepare
from htmlrepair.construct.state import State, is_text
from htmlrepair.knowledge.elements import (
    DOCUMENT_ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    METADATA_ELEMENTS,
    PREFORMATTED_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    STRUCTURE_ELEMENTS,
    TEXT_LEVEL_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.tokenizer import scan
from htmlrepair.tokens import DoctypeToken, StartTag
from htmlrepair.verbatim import NO_TEMPLATE

__all__ = ["print_pretty"]

_BLOCKS: Final = STRUCTURE_ELEMENTS | PREFORMATTED_ELEMENTS | DOCUMENT_ELEMENTS | {"form", "hr", "legend", "xmp"}
"""White space at their edges does not show, inside and outside."""
_HIDDEN: Final = METADATA_ELEMENTS - {"noscript"}
"""They show nothing by themselves, wherever they stand."""
_ROWS: Final = frozenset({"colgroup", "tr"})
"""They share a line with the elements in them, if each of those takes no more than one."""
_VERBATIM: Final = RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS | PREFORMATTED_ELEMENTS
"""White space counts in them."""
_VERBATIM_STYLE: Final = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|break-spaces)", re.I)
"""A style with which it counts in any element; ``pre`` begins ``preserve`` too."""
_SPACE: Final = "\t\n\r "
"""The white space that browsers collapse; a form feed they do not."""
_SPACES: Final = re.compile(f"[{_SPACE}]+")
_LINE_END: Final = re.compile(r"[\n\r]")
_WIDE: Final = frozenset("FW")
"""Wide characters, as Unicode has them (East_Asian_Width)."""
_ZERO_WIDTH_SPACE: Final = "\u200b"
_UNLIMITED: Final = 1_000_000
_DEEPEST: Final = 40
"""What is nested deeper is indented no further, so that the output stays in line with the source."""


class _Kind(Enum):
    """What a line holds."""

    ELEMENT = auto()
    """A whole block."""
    RUN = auto()
    """Phrasing content between the edges of two blocks."""
    PART = auto()
    """Anything else: one tag of a block, a comment, an element that does not show."""


class _Line(NamedTuple):
    depth: int
    text: str
    kind: _Kind


class _Item(NamedTuple):
    """A part of a run of phrasing content."""

    text: str
    is_text: bool
    is_shown: bool


def print_pretty(markup: str, caps: Caps | None = None) -> str:
    """*markup*, which is repaired, laid out for reading, each block on a line of its own.

    Where it breaks the rules of tree construction, what is not modelled decides about the rest, or it holds more than
    *caps* allow, it comes back as it is. Never raises; printing twice changes nothing more. Time is linear in
    ``len(markup)``.

    >>> print(print_pretty("<ul><li>Tea<li>Rusks <b>or</b> bread</ul><table><tr><td>5<td>6</table>"), end="")
    <ul>
      <li>Tea</li>
      <li>Rusks <b>or</b> bread</li>
    </ul>
    <table>
      <tr><td>5</td><td>6</td></tr>
    </table>
    """
    state = _constructed(markup, caps)
    if state is None:
        return markup
    return "".join(f"{'  ' * min(line.depth, _DEEPEST)}{line.text}\n" for line in _Layout(state).lines())


def _constructed(markup: str, caps: Caps | None) -> State | None:
    """The document as browsers build it; None where they find an error, and where it is cut off or not modelled."""
    try:
        scanned = scan(markup, caps)
    except CapReachedError:
        return None
    tokens = [scanned.shown.get(place) or token for place, token in enumerate(scanned.tokens)]
    shown = scanned.shown.values()
    if not tokens or any(isinstance(tag, DoctypeToken) or tag.name not in TEXT_LEVEL_ELEMENTS for tag in shown):
        return None  # with a line for each tag, the code that shows a block would show it no more
    known = prepare(markup, tokens, NO_TEMPLATE, reads_words=False)
    if known.cut_off or known.tokens != tokens:
        return None
    state = State(markup, known, frozenset(), _UNLIMITED, NO_TEMPLATE)
    try:
        build(state)
    except NotModelledError:
        return None
    return None if state.findings else state


class _Layout:
    """The lines of one document."""

    __slots__ = ("_closed", "_depth", "_first", "_lines", "_opened", "_run", "_state")

    def __init__(self, state: State) -> None:
        self._state = state
        self._lines: list[_Line] = []
        self._depth = 0
        self._first: list[int] = []
        """The line of the start tag of each open block."""
        self._run: list[_Item] = []
        """The phrasing content since the last edge of a block."""
        self._opened = 0
        """How many elements begin in the run and do not end in it."""
        self._closed = 0
        """How many elements end in the run and do not begin in it."""

    def lines(self) -> list[_Line]:
        """All lines, in order."""
        stack: list[tuple[Node, bool]] = [(self._state.document, False)]
        while stack:
            node, is_leaving = stack.pop()
            if is_leaving:
                self._leave(node)
            elif node.is_leaf:
                self._leaf(node)
            elif node.start != NO_TOKEN and self._is_whole(node):
                self._whole(node)
            else:
                self._enter(node)
                stack.append((node, True))
                child = node.last
                while child is not None:
                    stack.append((child, False))
                    child = child.previous
        self._end_run()
        return self._lines

    # Nodes

    def _leaf(self, node: Node) -> None:
        state = self._state
        token = state.tokens[node.start]
        start, end = node.span or (token.span.start, state.tokens[node.end].span.end)
        text = state.source[start:end]
        if is_text(token):
            self._run.append(_Item(text, True, bool(text.strip(_SPACE))))
        else:
            self._add(node, text, is_shown=isinstance(token, StartTag) and token.name not in _HIDDEN)

    def _is_whole(self, node: Node) -> bool:
        """Whether the element is printed as the source has it."""
        if node.name in VOID_ELEMENTS or node.name in _VERBATIM:
            return True
        return _VERBATIM_STYLE.search(self._start_tag(node)) is not None

    def _whole(self, node: Node) -> None:
        text = self._start_tag(node) if node.name in VOID_ELEMENTS else self._source_of(node)
        if node.name in _BLOCKS:
            self._end_run()
            self._print(text, _Kind.ELEMENT)
        else:
            self._add(node, text, is_shown=node.name not in _HIDDEN)

    def _enter(self, node: Node) -> None:
        if not self._has_edges(node):
            if node.start != NO_TOKEN:
                self._opened += 1
                self._add(node, self._start_tag(node))
            return
        self._end_run()
        if node.start != NO_TOKEN:
            self._first.append(len(self._lines))
            self._print(self._start_tag(node), _Kind.PART)
            self._depth += 1

    def _leave(self, node: Node) -> None:
        if not self._has_edges(node):
            if node.start != NO_TOKEN:
                self._add(node, self._end_tag(node))
                if self._opened:
                    self._opened -= 1
                else:
                    self._closed += 1
            return
        self._end_run()
        if node.start != NO_TOKEN:
            self._depth -= 1
            first = self._first.pop()
            self._print(self._end_tag(node), _Kind.PART)
            if self._fits(node, first):
                text = "".join(line.text for line in self._lines[first:])
                self._lines[first:] = [_Line(self._depth, text, _Kind.ELEMENT)]
        elif node.end != NO_TOKEN:
            self._print(self._end_tag(node), _Kind.PART)

    def _has_edges(self, node: Node) -> bool:
        """Whether no white space shows at the edges of the element, which a mere part of a document may imply."""
        is_implied = node.start == NO_TOKEN and node.end == NO_TOKEN
        return node.name in _BLOCKS and (self._state.is_document or not is_implied)

    def _fits(self, node: Node, first: int) -> bool:
        """Whether the element, which has the lines from *first* on, is to have only one."""
        inner = range(first + 1, len(self._lines) - 1)
        if node.name in _ROWS:
            return all(self._lines[at].kind is _Kind.ELEMENT for at in inner)
        return not inner or (len(inner) == 1 and self._lines[inner[0]].kind is _Kind.RUN)

    # Tags

    def _start_tag(self, node: Node) -> str:
        return self._state.tokens[node.start].span.cut(self._state.source)

    def _end_tag(self, node: Node) -> str:
        """The end tag, even if the source leaves it out; but not between options and the parts of a ruby."""
        if node.end != NO_TOKEN:
            return self._state.tokens[node.end].span.cut(self._state.source)
        is_written = node.name in _BLOCKS or node.next is None
        return f"</{self._start_tag(node)[1 : 1 + len(node.name)]}>" if is_written else ""

    def _source_of(self, node: Node) -> str:
        """The element with all that is in it, as the source has it."""
        state = self._state
        start = state.tokens[node.start].span.start
        if node.end != NO_TOKEN:
            return state.source[start : state.tokens[node.end].span.end]
        is_at_end = node.implied_by == len(state.tokens)
        end = len(state.source) if is_at_end else state.tokens[node.implied_by].span.start
        return state.source[start:end] + self._end_tag(node)

    # Lines

    def _print(self, text: str, kind: _Kind) -> None:
        self._lines.append(_Line(self._depth, text, kind))

    def _add(self, node: Node, text: str, *, is_shown: bool = True) -> None:
        """Add to the run what is no text."""
        is_in_head = node.parent is not None and node.parent.name == "head" and self._has_edges(node.parent)
        self._run.append(_Item(text, False, is_shown and not is_in_head))

    def _end_run(self) -> None:
        """Print the run: on a line of its own if it shows anything, else a line for each thing in it."""
        run, self._run = self._run, []
        if any(item.is_shown for item in run):
            self._depth -= self._closed
            self._print(_joined(run).strip(_SPACE), _Kind.RUN)
            self._depth += self._opened
            self._opened = self._closed = 0
            return
        for item in run:
            if not item.is_text:
                self._print(item.text, _Kind.PART)


def _joined(run: list[_Item]) -> str:
    """The text of *run*, with white space collapsed, which may lie across several items."""
    pieces: list[str] = []
    for is_text_item, items in groupby(run, key=lambda item: item.is_text):
        text = "".join(item.text for item in items)
        pieces.append(_SPACES.sub(_space, text) if is_text_item else text)
    return "".join(pieces)


def _space(spaces: re.Match[str]) -> str:
    """What renders like *spaces*: a space; themselves where browsers drop a line end, as some do between ideographs.

    Spec: https://drafts.csswg.org/css-text/#line-break-transform
    """
    text, start, end = spaces.string, *spaces.span()
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    may_vanish = _ZERO_WIDTH_SPACE in around or all(east_asian_width(character) in _WIDE for character in around)
    return spaces[0] if around and may_vanish and _LINE_END.search(spaces[0]) else " "
