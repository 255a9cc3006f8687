"""From tokens to the structure of the output: what tree construction finds, and how the source has to change for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from htmlrepair.construct.builder import NotModelledError, build
from htmlrepair.construct.escapes import escape, escape_torn
from htmlrepair.construct.grid import check_tables
from htmlrepair.construct.limits import Limits, active_attributes, is_active
from htmlrepair.construct.lists import check_descriptions
from htmlrepair.construct.nodes import Finding, Notice
from htmlrepair.construct.preparation import prepare
from htmlrepair.construct.printing import Piece, arrange, explicit, give_reasons, pieces
from htmlrepair.construct.state import State, is_text, quoted
from htmlrepair.damage import spaced_end_tag
from htmlrepair.knowledge.elements import TABLE_PARTS
from htmlrepair.source import ASCII_WHITESPACE, BYTE_ORDER_MARK
from htmlrepair.tokenizer import Scan
from htmlrepair.tokens import CommentToken, DoctypeToken, EndTag, StartTag, Token
from htmlrepair.verbatim import NO_TEMPLATE, TemplateCode

__all__ = ["Construction", "Structure", "active_counts", "browser_states", "construct", "write_out"]

_OF_TEMPLATES: Final = frozenset(
    """
    cell-without-row content-after-body content-outside-item cut-off-markup description-without-list item-without-list
    list-closed-early list-in-list metadata-after-head missing-end-tag missing-start-tag moved-caption
    moved-list-content moved-table-content moved-table-part repeated-document-tag span-past-grid stray-doctype
    stray-end-tag stray-start-tag table-closed-early table-part-without-table unclosed-formatting unclosed-heading
    unclosed-table
    """.split()
)
"""What is found where a tag, or what stands with it, is in no branch of a template, in several, or in another file."""
_LONGEST_ODD: Final = 200
"""A longer comment is one."""
_UNLIMITED: Final = 1_000_000


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


class Construction(NamedTuple):
    """What tree construction finds."""

    structure: Structure | None
    """None where nothing has to change, or nothing can."""
    notices: list[Notice]
    """What is only reported."""


def construct(
    source: str,
    tokens: Sequence[Token],
    codes: Collection[str],
    max_reopened: int,
    scanned: Scan,
    *,
    is_wanted: bool = False,
) -> Construction:
    """Build the document of *tokens*, in which every reading is chosen.

    *scanned* is what a browser reads: no handler and no script URL may take effect more often in the output than it
    does there. With *is_wanted* there is a structure even of what is sound.
    Raises ``NotModelledError`` where frames, parts of tables in a select, or foreign content or raw text that nothing
    ends decide about the rest, and where in a template without mangled tags one has no partner, or not
    its place.
    """
    if not tokens:
        return Construction(None, [])
    live = scanned.live(source)
    is_last_live = type(live[-1]) is type(tokens[-1])
    template = TemplateCode(source, scanned.verbatim)
    reads_words = "unknown-tag" in codes and spaced_end_tag.DAMAGE.code in codes
    mends_names = "mismatched-end-tag" in codes
    known = prepare(
        source,
        tokens,
        template,
        reads_words=reads_words,
        mends_names=mends_names,
        tells_named="named-tag" in codes,
        turns_tags="lost-solidus" in codes,
        is_last_live=is_last_live,
    )
    state = State(source, known, codes, max_reopened, template)
    escapes = escape(state, known, scanned.verbatim)
    for place, end_tag in known.turned.items():
        finding = Finding("lost-solidus", f"{quoted(source, *end_tag.span)} ends the {end_tag.name} element", place)
        state.findings.append(finding)
        state.rewritten[place] = (end_tag.text, finding)
    for place, end_tag in known.odd_ends.items():
        written = quoted(source, *end_tag.span)
        is_own_name = re.search(rf"\b{end_tag.name}\b", written.lower()) is not None
        code = spaced_end_tag.DAMAGE.code if is_own_name else "mismatched-end-tag"
        finding = Finding(code, f"{written} is an end tag, {end_tag.name}", place)
        state.findings.append(finding)
        state.rewritten[place] = (end_tag.text, finding)
    if known.cut_off:
        place = len(tokens) - 1
        finding = Finding("cut-off-markup", f"the end of the document cuts off '{known.cut_off}'", place)
        state.findings.append(finding)
        state.rewritten[place] = (known.cut_off, finding)
    build(state)
    escapes += escape_torn(state)
    check_tables(state, _mangled(tokens, live))
    check_descriptions(state)
    lone = next((finding for finding in state.findings if finding.code in _OF_TEMPLATES), None)
    if lone is not None and template.has_statements(tokens) and _is_unmangled(tokens, live, scanned):
        span = known.tokens[min(lone.place, len(known.tokens) - 1)].span
        raise NotModelledError(
            Notice("not-modelled", "template code may give a tag its partner or its place, or take it", span)
        )
    if known.active:
        state.limits = Limits(known.active, _browser_counts(source, live)[0])
    found = pieces(state) if known.active or state.findings or is_wanted else []
    state.document.dissolve()
    if not state.findings and not is_wanted:
        return Construction(None, state.notices)
    fallback = state.findings[0] if state.findings else Finding("void-end-tag", "a tag goes", 0)
    moved = arrange(found)
    give_reasons(found, moved)
    structure = Structure(found, moved, known.tokens, state.dropped, state.rewritten, escapes, fallback)
    return Construction(structure, state.notices)


def _is_unmangled(tokens: Sequence[Token], live: Sequence[Token], scanned: Scan) -> bool:
    """Whether *tokens* are what a browser reads, *live*, but for the tags in code, which are text among them."""
    shown = {tag.span for tag in scanned.shown.values()}
    return len(tokens) == len(live) and all(
        token.span == other.span and (type(token) is type(other) or token.span in shown)
        for token, other in zip(tokens, live, strict=True)
    )


def _mangled(tokens: Sequence[Token], live: Sequence[Token]) -> list[int]:
    """The places of the tags of *tokens* that are parts of tables and are none to a browser, which reads *live*."""
    known = {token.span for token in live if isinstance(token, (StartTag, EndTag))}
    return [
        place
        for place, token in enumerate(tokens)
        if isinstance(token, (StartTag, EndTag)) and token.name in TABLE_PARTS and token.span not in known
    ]


def write_out(source: str, tokens: Sequence[Token]) -> str:
    """*source* as a whole document with every tag written out that a browser implies, the optional ones too.

    Raises ``NotModelledError``.
    """
    return explicit(_browser_state(source, tokens)) if tokens else "<html><head></head><body></body></html>"


def active_counts(source: str, live: Sequence[Token]) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """How often a browser that reads *live* has each element that can act, such as run a script: least and most.

    An element is known by its name and the attributes by which it can. Where the structure is not modelled, each start
    tag counts once.
    """
    active = {
        token.span.start: (token.name, *active_attributes(token))
        for token in live
        if isinstance(token, StartTag) and is_active(token)
    }
    least: Counter[tuple[str, ...]] = Counter()
    most: Counter[tuple[str, ...]] = Counter()
    if active:
        try:
            counts = _browser_counts(source, live)
        except NotModelledError:
            counts = Counter(active.keys()), Counter(active.keys())
        for found, each in zip((least, most), counts, strict=True):
            for offset, count in each.items():
                found[active[offset]] += count
    return least, most


def _browser_state(source: str, tokens: Sequence[Token], *, is_quirky: bool | None = None) -> State:
    """The tree that a browser builds of *tokens*, the rules of lists and all other differences aside.

    *is_quirky* says in which mode, if it is not the document that tells.
    """
    known = prepare(source, tokens, NO_TEMPLATE, reads_words=False, mends=False)
    state = State(source, known, frozenset(), _UNLIMITED, NO_TEMPLATE)
    if is_quirky is not None:
        state.is_quirky = is_quirky
    build(state)
    return state


def browser_states(source: str, tokens: Sequence[Token]) -> Iterator[State]:
    """The trees that browsers build of *tokens*.

    A fragment may end up in a page of either mode, and what is built then may differ. A doctype that stands elsewhere
    than at the beginning tells browsers nothing.
    """
    state = _browser_state(source, tokens)
    yield state
    if not (state.is_quirky or _begins_with_doctype(source, tokens)):
        yield _browser_state(source, tokens, is_quirky=True)


def _begins_with_doctype(source: str, tokens: Sequence[Token]) -> bool:
    """Whether only white space and comments stand before a doctype."""
    for token in tokens:
        if not isinstance(token, CommentToken) and token.span.cut(source).strip(ASCII_WHITESPACE + BYTE_ORDER_MARK):
            return isinstance(token, DoctypeToken)
    return False


def _browser_counts(source: str, tokens: Sequence[Token]) -> tuple[Counter[int], Counter[int]]:
    """How often a browser has the element of each start tag that can do something, by its offset: least and most."""
    counts: list[Counter[int]] = []
    for state in browser_states(source, tokens):
        state.limits = Limits(state.active, Counter())
        pieces(state)
        state.document.dissolve()
        counts.append(state.limits.used)
    return counts[0] & counts[-1], counts[0] | counts[-1]
