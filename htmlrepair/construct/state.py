"""The state of tree construction, and the steps that every insertion mode is made of.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#tree-construction
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum, auto
from html import unescape
from typing import Final, cast

from htmlrepair.construct import lists
from htmlrepair.construct.extents import Extents
from htmlrepair.construct.formatting import ActiveFormatting
from htmlrepair.construct.limits import Limits
from htmlrepair.construct.merging import Merged
from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node, Notice
from htmlrepair.construct.preparation import Preparation
from htmlrepair.construct.stack import Mark, OpenElements
from htmlrepair.knowledge.elements import (
    CELLS,
    FOREIGN_ELEMENTS,
    FORMATTING_ELEMENTS,
    IMPLIED_END_ELEMENTS,
    ROW_GROUPS,
    TABLE_CONTEXT,
)
from htmlrepair.source import ASCII_WHITESPACE, BYTE_ORDER_MARK
from htmlrepair.tokens import (
    CharacterReference,
    Characters,
    CommentToken,
    DoctypeToken,
    EndTag,
    MalformedMarkup,
    RawText,
    StartTag,
    Token,
)
from htmlrepair.verbatim import TemplateCode

__all__ = ["Mode", "State", "is_space", "is_text", "quoted"]

_LINE_END: Final = re.compile(r"\r\n?|\n")
_VISIBLE: Final = re.compile(f"[^{ASCII_WHITESPACE}]")
_LOOK_AHEAD: Final = 16

_SHOWN_TAG: Final = 40
"""Longer tags are cut short in a message."""


def is_space(source: str, start: int, end: int) -> bool:
    """Whether *source* holds only ASCII whitespace between the two offsets."""
    return not source[start:end].strip(ASCII_WHITESPACE)


def quoted(text: str, start: int, end: int) -> str:
    """What stands in *text* between the two offsets, as a message shows it."""
    return f"'{text[start:end] if end - start <= _SHOWN_TAG else text[start : start + _SHOWN_TAG - 1] + '…'}'"


def is_text(token: Token) -> bool:
    """Whether tree construction takes *token* for characters."""
    if isinstance(token, MalformedMarkup):
        return not token.text.startswith(("</", "<!", "<?"))
    return isinstance(token, (CharacterReference, Characters, RawText))


class Mode(Enum):
    """The insertion modes that are modelled (#insertion-mode)."""

    BEFORE_HTML = auto()
    BEFORE_HEAD = auto()
    IN_HEAD = auto()
    AFTER_HEAD = auto()
    IN_BODY = auto()
    TEXT = auto()
    IN_TABLE = auto()
    IN_CAPTION = auto()
    IN_COLUMN_GROUP = auto()
    IN_TABLE_BODY = auto()
    IN_ROW = auto()
    IN_CELL = auto()
    AFTER_BODY = auto()
    AFTER_AFTER_BODY = auto()


_MARKING: Final = CELLS | {"applet", "caption", "marquee", "object"}
"""Elements out of which no formatting goes on (#concept-parser-marker)."""
_MODE_INSIDE: Final = {
    "td": Mode.IN_CELL,
    "th": Mode.IN_CELL,
    "tr": Mode.IN_ROW,
    "tbody": Mode.IN_TABLE_BODY,
    "thead": Mode.IN_TABLE_BODY,
    "tfoot": Mode.IN_TABLE_BODY,
    "caption": Mode.IN_CAPTION,
    "colgroup": Mode.IN_COLUMN_GROUP,
    "table": Mode.IN_TABLE,
    "body": Mode.IN_BODY,
}


class State:
    """One document under construction. Places are places in the list of tokens."""

    __slots__ = (
        "_is_run_space",
        "_messages",
        "_run_end",
        "active",
        "body",
        "budget",
        "codes",
        "descriptions",
        "doctype",
        "document",
        "dropped",
        "ended",
        "extents",
        "findings",
        "form",
        "formatting",
        "fostered",
        "head",
        "html",
        "is_document",
        "is_fostering",
        "is_quirky",
        "is_xhtml",
        "last_shown",
        "limits",
        "merged",
        "mode",
        "notices",
        "original_mode",
        "place",
        "plain",
        "rewritten",
        "runs",
        "shared_table",
        "source",
        "spanning",
        "stack",
        "start",
        "tables",
        "taken",
        "template",
        "token",
        "tokens",
        "trailing",
        "unmatched",
        "unmodelled",
        "words",
    )

    def __init__(
        self, source: str, known: Preparation, codes: Collection[str], max_reopened: int, template: TemplateCode
    ) -> None:
        self.source = source
        self.plain = known.plain
        self.template = template
        self.tokens: list[Token] = known.tokens
        self.ended = known.ended
        self.words = sorted({*known.unknown, *known.named})
        """The places of what looks like a tag and is a word in brackets."""
        """Places of the start tags for which an end tag of their name comes."""
        self.codes = codes
        """The codes whose rules are to be followed."""
        self.place = 0
        """The place of the current token."""
        self.token = self.tokens[0]
        """The current token."""
        self.start = 0
        """Where the part of the current text that is not placed yet begins."""
        self.mode = Mode.BEFORE_HTML
        self.original_mode = Mode.IN_BODY
        """The mode to go back to after raw text."""
        self.document = Node("")
        self.doctype: int | None = None
        """The place of the doctype."""
        self.html: Node | None = None
        self.head: Node | None = None
        self.body: Node | None = None
        self.form: Node | None = None
        self.stack = OpenElements()
        self.formatting = ActiveFormatting(max_reopened)
        self.budget = len(source) + 1000
        """How many characters of start tags may still be repeated, so that the output stays in line with the source."""
        self.taken = 0
        """Where the last line end that is a part of a start tag ends."""
        self.is_fostering = False
        self.extents: dict[frozenset[str], Extents] = {}
        """How far the tables and the lists reach, by their names, once it is asked for."""
        self.unmatched: lists.Unmatched | None = None
        """How many items and lists end later, once it is asked for."""
        self.active = known.active
        """Offsets of the start tags that can run a script or send something."""
        self.limits: Limits | None = None
        """How often what is active may be printed; None where nothing is active."""
        self.is_document = known.is_document
        self.is_xhtml = known.is_xhtml
        self.is_quirky = known.is_quirky
        self.unmodelled = known.unmodelled
        """What is not modelled and decides how the document ends."""
        self.fostered: list[Node] = []
        """What was foster-parented since the last tag that belongs to the table."""
        self.trailing: list[Node] = []
        """White space and comments after the body, which belong into it if it goes on."""
        self.runs: dict[Node, tuple[Node | None, Node | None]] = {}
        """By its parent, the last node and the first one shown of the phrasing content that was looked at last."""
        self.last_shown: dict[Node, tuple[Node | None, Node | None]] = {}
        """By its parent, the last node, and the last one shown, when it was looked for last."""
        self.merged: dict[int, Merged] = {}
        """What is added to start tags, by their places."""
        self._run_end = 0
        self._is_run_space = False
        self.tables: list[Node] = []
        """All tables, in the order in which they begin."""
        self.shared_table: Node | None = None
        """The last table with a form between its parts that stays there."""
        self.descriptions: list[Node] = []
        """All description lists."""
        self.spanning: list[Node] = []
        """Those with a cell that spans columns or rows."""
        self.findings: list[Finding] = []
        """What is wrong, and changed."""
        self._messages: dict[str, str] = {}
        """Each message of them once; a document has few."""
        self.notices: list[Notice] = []
        """What is only reported."""
        self.dropped: dict[int, Finding] = {}
        """The tokens that the output does without."""
        self.rewritten: dict[int, tuple[str, Finding]] = {}
        """The tokens that the output has in another spelling."""

    # Findings

    def find(self, code: str, message: str) -> Finding:
        """A new finding at the current token."""
        message = self._messages.setdefault(message, message)
        finding = Finding(code, message, min(self.place, len(self.tokens) - 1))
        self.findings.append(finding)
        return finding

    @property
    def shown(self) -> str:
        """The current tag, as a message shows it."""
        if isinstance(self.token, (StartTag, EndTag)):
            return quoted(self.token.text, 0, len(self.token.text))
        return quoted(self.source, *self.token.span)

    def report(self, code: str, message: str, place: int) -> None:
        """Report what is about the token at *place*, and changes nothing."""
        self.notices.append(Notice(code, message, self.tokens[place].span))

    def leave(self, message: str, place: int) -> None:
        """Note that the token at *place* is not modelled, and decides how the document ends."""
        self.unmodelled = self.unmodelled or Notice("not-modelled", message, self.tokens[place].span)

    def drop(self, code: str, message: str) -> None:
        """Leave the current token out of the output."""
        self.dropped[self.place] = self.find(code, message)

    def stray(self) -> None:
        """Leave the current tag out, which ends or starts nothing where it stands."""
        if isinstance(self.token, EndTag):
            self.drop("stray-end-tag", f"{self.shown} ends nothing that is open")
        else:
            self.drop("stray-start-tag", f"{self.shown} can not stand here")

    def text(self, place: int) -> str:
        """The tag at *place* as the output spells it, with its end, which it may lack where text shows it as code."""
        if place in self.rewritten:
            return self.rewritten[place][0]
        token = self.tokens[place]
        if not isinstance(token, StartTag):
            return token.span.cut(self.source)
        return token.text if token.text.endswith(">") else f"{token.text}>"

    def spell_anew(self, token: EndTag, finding: Finding) -> None:
        """Take *token* for the current one."""
        self.token = self.tokens[self.place] = token
        self.rewritten[self.place] = token.text, finding

    # Inserting

    @property
    def name(self) -> str:
        """The name of the current token, which is a tag."""
        return cast("StartTag | EndTag", self.token).name

    @property
    def tag(self) -> StartTag:
        """The current token, which is a start tag."""
        return cast("StartTag", self.token)

    def insert(self) -> Node:
        """Insert an element for the current start tag, and make it the current node (#insert-an-html-element)."""
        node = self.insert_void()
        self.stack.push(node)
        return node

    def insert_void(self) -> Node:
        """The same without making it the current node."""
        name = self.name
        lists.prepare(self, name)
        node = Node(name, self.place)
        node.has_end_tag = self.place in self.ended or "unclosed-formatting" not in self.codes
        self._add(node)
        self._note(node)
        if name in CELLS and "span" in self.tag.text.lower():
            table = self.stack.nodes[self.stack.depth("table")]
            if not (self.spanning and self.spanning[-1] is table):
                self.spanning.append(table)
        return node

    def take_line_end(self) -> None:
        """Make the line end after the current start tag a part of it, if there is one: no browser shows it."""
        following = self.place + 1
        if following == len(self.tokens) or not is_text(self.tokens[following]):
            return
        start, end = self.tokens[following].span
        if isinstance(self.tokens[following], CharacterReference):
            length = end - start if unescape(self.source[start:end]) == "\n" else 0
        else:
            found = _LINE_END.match(self.source, start, end)
            length = 0 if found is None else len(found[0])
        if length:
            self.taken = start + length
            self.stack.current.span = start, self.taken

    def imply(self, name: str, finding: Finding | None = None) -> Node:
        """Insert an element that the source has no start tag for, and make it the current node."""
        node = Node(name, NO_TOKEN, finding)
        self._add(node)
        self.stack.push(node)
        self._note(node)
        return node

    def _note(self, node: Node) -> None:
        """Note an element whose model is checked at the end."""
        if node.name == "table":
            self.tables.append(node)
        elif node.name == "dl":
            self.descriptions.append(node)

    def leaf(self, end: int | None = None) -> Node:
        """Insert the current token as a leaf, or of a text what lies before offset *end*."""
        node = self.loose_leaf(end)
        self._add(node)
        return node

    def leaf_space(self) -> None:
        """Insert the white space at the beginning of what is left of the current text, if there is any."""
        space = self.leading_space
        if space > self.start:
            self.leaf(space)

    def loose_leaf(self, end: int | None = None) -> Node:
        """A leaf for the current token that stands nowhere yet."""
        node = Node("", self.place)
        node.is_leaf = True
        node.end = self.place
        span = self.token.span
        end = span.end if end is None else end
        if (self.start, end) != span:
            node.span = (self.start, end)
        self.start = end
        return node

    def text_leaf(self) -> Node:
        """Insert the rest of the current text, which is not only white space."""
        lists.prepare(self, "")
        return self.leaf()

    def _add(self, node: Node) -> None:
        """Put *node* at the appropriate place for inserting a node."""
        current = self.stack.current
        if self.is_fostering and current.name in TABLE_CONTEXT:
            self.foster(node)
        else:
            current.append(node)

    def foster(self, node: Node) -> None:
        """Put *node* before the innermost table (#foster-parent)."""
        depth = self.stack.depth("table")
        table = self.stack.nodes[depth]
        if table.parent is None:
            self.stack.nodes[depth - 1].append(node)
        else:
            table.insert_before(node)
        if node.finding is None:
            node.finding = self.find("moved-table-content", "content of a table that is in no cell stands before it")
        self.fostered.append(node)

    def is_shown(self, leaf: Node) -> bool:
        """Whether *leaf* is more than white space or a comment."""
        if leaf.end != leaf.start:
            return True
        token = self.tokens[leaf.start]
        if isinstance(token, (CommentToken, DoctypeToken)):
            return False
        return _VISIBLE.search(self.plain, *(leaf.span or token.span)) is not None

    def leaf_text(self, leaf: Node) -> str:
        """The text of *leaf*; empty for a comment."""
        token = self.tokens[leaf.start]
        if isinstance(token, (CommentToken, DoctypeToken)):
            return ""
        start, end = leaf.span or token.span
        return self.plain[start:end]

    # Closing

    def pop(self) -> Node:
        """Take the current node off the stack; what becomes of its end tag is for the caller to say."""
        node = self.stack.pop()
        if node.is_provisional:
            lists.settle(self, node)
        return node

    def pop_implied(self) -> Node:
        """Take the current node off the stack, ended without a word by the current token."""
        node = self.pop()
        node.implied_by = self.place
        return node

    def pop_matched(self) -> Node:
        """Take the current node off the stack, ended by the current end tag."""
        self.stack.current.end = self.place
        node = self.pop()
        if node.name != self.name:
            finding = self.find("mismatched-end-tag", f"{self.shown} ends a {node.name} element")
            self.rewritten[self.place] = (f"</{node.name}>", finding)
        return node

    def pop_unclosed(self, reason: Finding | None = None) -> Node:
        """Take the current node off the stack, whose end tag is missing."""
        node = self.stack.current
        node.ending = reason or self.unclosed(node)
        return self.pop()

    def leave_space(self, node: Node) -> None:
        """Put the white space that *node*, which has just ended without an end tag, ends with after it."""
        leaf = node.last
        while leaf is not None and not leaf.is_leaf and leaf.end == NO_TOKEN:
            leaf = leaf.last
        if leaf is None or leaf.start != leaf.end or not isinstance(self.tokens[leaf.start], Characters):
            return
        start, end = leaf.span or self.tokens[leaf.start].span
        kept = start + len(self.source[start:end].rstrip(ASCII_WHITESPACE))
        if kept == end or node.parent is None:
            return
        space = leaf
        if kept > start:
            leaf.span = (start, kept)
            space = Node("", leaf.start)
            space.is_leaf, space.end, space.span = True, leaf.start, (kept, end)
        node.parent.append(space)

    def unclosed(self, node: Node) -> Finding:
        """The finding that *node* lacks its end tag."""
        if node.reopened is not None:
            return node.reopened
        if node.finding is not None and node.start == NO_TOKEN and node.origin is None:
            return node.finding
        if node.name not in FORMATTING_ELEMENTS:
            return self.find("missing-end-tag", f"the {node.name} element has no end tag")
        if node.has_end_tag:
            return self.find("misnested-formatting", f"the {node.name} element crosses the end of what it is in")
        return self.find("unclosed-formatting", f"the {node.name} element has no end tag and ends with its block")

    def generate_implied_end_tags(self, but: str = "") -> None:
        """#generate-implied-end-tags, except for the element *but*."""
        while (name := self.stack.current.name) in IMPLIED_END_ELEMENTS and name != but:
            self.pop_implied()

    def close(self, *names: str) -> None:
        """End the innermost open element of *names*, with the current end tag or without a word.

        What is open in it is ended too.
        """
        self.generate_implied_end_tags(names[0])
        while self.stack.current.name not in names:
            self.pop_unclosed()
        if isinstance(self.token, EndTag) and self.token.name in names:
            self.pop_matched()
        else:
            self.pop_implied()

    def close_paragraph(self) -> None:
        """#close-a-p-element, where one is in button scope."""
        if self.stack.has("p", Mark.BUTTON_SCOPE):
            self.close("p")

    def clear_to(self, names: Collection[str]) -> None:
        """Clear the stack back to an element of *names* (#clear-the-stack-back-to-a-table-context)."""
        while self.stack.current.name not in names and self.stack.current.name != "html":
            self.pop_unclosed()

    def reopen(self, node: Node, finding: Finding) -> None:
        """Make *node*, the last element of the current node, the current node again, with all that follows it."""
        if node.end != NO_TOKEN:
            self.dropped[node.end] = finding
        node.end = node.implied_by = NO_TOKEN
        node.ending = None
        node.reopened = finding
        while (following := node.next) is not None:
            node.append(following)
        self.stack.push(node)

    def reset_mode(self) -> None:
        """#reset-the-insertion-mode-appropriately."""
        innermost = max(_MODE_INSIDE, key=self.stack.depth)
        self.mode = _MODE_INSIDE[innermost]

    def close_list(self, name: str) -> None:
        """End the innermost open list *name* with the current end tag, which may be that of another kind of list."""
        self.generate_implied_end_tags()
        while self.stack.current.name != name:
            self.pop_unclosed()
        if self.stack.current.start == NO_TOKEN:
            self.rename(self.name)
        self.pop_matched()

    def rename(self, name: str) -> None:
        """Make the current node, which the source has no start tag for, an element *name*."""
        node = self.stack.pop()
        node.name = name
        if node.finding is None:
            node.finding = self.find("missing-start-tag", f"{self.shown} ends a {name} element without a start tag")
        self.stack.push(node)

    def end_at_once(self) -> None:
        """End the element that the current start tag has begun, as XML would."""
        node = self.stack.current
        if node.start != self.place or node.is_leaf or self.mode is Mode.TEXT:
            return
        self.pop_unclosed(self.rewritten[self.place][1])
        self.formatting.remove(node)
        if node.name in _MARKING:
            self.formatting.clear_to_marker()
        if node.name in _MODE_INSIDE:
            self.reset_mode()

    def become(self, node: Node, name: str, code: str) -> None:
        """Make the closed element *node* an element *name*, in its tags too."""
        finding = self.find(code, f"a second {node.name} element is a {name} element")
        for place, opening in ((node.start, "<"), (node.end, "</")):
            if place != NO_TOKEN:
                rest = self.text(place)[len(opening) + len(node.name) :]
                self.rewritten[place] = (f"{opening}{name}{rest}", finding)
        node.name = name

    def take_off(self, node: Node) -> None:
        """Take *node* off the stack, wherever it is; what is open in it stays open, and no tag ends it."""
        depth = self.stack.depth_of(node)
        self.stack.replace(depth, self.stack.nodes[depth + 1 :])
        node.is_open = False

    def take_out(self, node: Node) -> None:
        """Take *node* off the stack, wherever it is; what is open in it stays open."""
        self.take_off(node)
        node.ending = self.find("misnested-end-tag", f"the {node.name} element ends before what is open in it")

    def unfind(self, node: Node) -> None:
        """Forget why *node* stood elsewhere, now that it belongs."""
        if node.finding is not None and node.finding.code == "moved-table-content":
            at = len(self.findings) - 1  # it was found a moment ago
            while self.findings[at] is not node.finding:
                at -= 1
            del self.findings[at]
            node.finding = None

    # Text

    @property
    def is_rest_space(self) -> bool:
        """Whether what is left of the current text is white space."""
        return is_space(self.plain, self.start, self.token.span.end)

    @property
    def leading_space(self) -> int:
        """Where the white space at the beginning of what is left of the current text ends."""
        start, end = self.start, self.token.span.end
        if start == 0 and self.source.startswith(BYTE_ORDER_MARK):
            start = 1
        text = self.plain[start:end]
        return end - len(text.lstrip(ASCII_WHITESPACE))

    @property
    def is_placed(self) -> bool:
        """Whether nothing is left of the current text."""
        return self.start >= self.token.span.end

    @property
    def is_run_space(self) -> bool:
        """Whether the texts from here to the next tag or comment are white space throughout; U+0000 does not count."""
        if self.place >= self._run_end:
            self._is_run_space = True
            place = self.place
            while place < len(self.tokens) and is_text(self.tokens[place]):
                text = self.tokens[place].span.cut(self.plain)
                self._is_run_space = self._is_run_space and not text.strip(f"{ASCII_WHITESPACE}\0")
                place += 1
            self._run_end = place
        return self._is_run_space

    @property
    def next_tag(self) -> str:
        """The name of the tag that comes next, if only white space and comments stand before it."""
        for place in range(self.place + 1, min(self.place + _LOOK_AHEAD, len(self.tokens))):
            token = self.tokens[place]
            if isinstance(token, (StartTag, EndTag)):
                return token.name
            if not isinstance(token, CommentToken) and not is_space(self.plain, *token.span):
                return ""
        return ""

    def goes_on(self, parts: Collection[str], containers: frozenset[str]) -> bool:
        """Whether one of *parts*, or an end tag, of the innermost of *containers* comes after the current token."""
        return self.extents_of(parts, containers).goes_on(self.place)

    def extents_of(self, parts: Collection[str], containers: frozenset[str]) -> Extents:
        """How far *containers* reach, which hold *parts*."""
        if containers not in self.extents:
            self.extents[containers] = Extents(self.tokens, parts, containers)
        return self.extents[containers]

    @property
    def is_implied_group(self) -> bool:
        """Whether the innermost row group was made for its rows, in the table that is current."""
        if "missing-start-tag" not in self.codes:
            return False
        depth = max(self.stack.depth(name) for name in ROW_GROUPS)
        return depth > self.stack.depth("table") and self.stack.nodes[depth].start == NO_TOKEN

    # What is not modelled

    def opaque(self) -> None:
        """Insert the element that the current start tag begins as one leaf, up to its end tag."""
        node = Node("", self.place)
        node.is_leaf = True
        lists.prepare(self, self.name)
        self._add(node)
        token = self.tag
        self.report("not-modelled", f"the {token.name} element is left as it is", self.place)
        end = self.place
        if not token.is_self_closing or token.name not in FOREIGN_ELEMENTS:
            end += 1
            while end < len(self.tokens) and not self._ends_opaque(end):
                end += 1
            if end == len(self.tokens):
                self.leave(f"the {token.name} element has no end tag", self.place)
                end -= 1
        node.end = self.place = end

    def _ends_opaque(self, place: int) -> bool:
        token = self.tokens[place]
        return isinstance(token, EndTag) and token.is_modelled

    # Formatting

    def reconstruct(self) -> None:
        """#reconstruct-the-active-formatting-elements."""
        for entry in self.formatting.to_reconstruct():
            origin = self.tokens[(entry.origin or entry).start].span
            self.budget -= origin.end - origin.start
            if self.budget < 0:
                self.formatting.remove(entry)
                continue
            lists.prepare(self, entry.name)
            finding = self.find("misnested-formatting", f"the {entry.name} element goes on after what it began in")
            node = entry.copy(finding)
            self.formatting.replace(entry, node)
            self._add(node)
            self.stack.push(node)
