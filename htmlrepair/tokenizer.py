"""Source to tokens that tile it: the standard's tokenization, and malformed markup with its readings.

Every position of the source is either live, as a browser's tokenizer sees it, or inert, whether scripting is on or off;
malformed markup is looked for only where both agree that there is text (or a comment made by accident).

Spec: https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from htmlrepair.attributes import TAG, ascii_lower
from htmlrepair.caps import Caps
from htmlrepair.damage import FREEING_CODES, PLAIN_CODES, TRIGGERS, matchers_at
from htmlrepair.damage.base import has_blank_line
from htmlrepair.damage.curly_quotes import outside_strings
from htmlrepair.damage.freed_text import frees_nothing, holds_raw_text_tag
from htmlrepair.damage.live_tag import find_slips
from htmlrepair.foreign import ForeignContent
from htmlrepair.knowledge.elements import (
    ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    FOREIGN_ELEMENTS,
    NOT_MODELLED_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.knowledge.references import NAMES
from htmlrepair.source import Span
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
    live_tag,
    runs_on,
)
from htmlrepair.verbatim import ShownTag, front_matter_end, is_code_span, shown_tags

__all__ = ["Scan", "is_as_browsers_read_it", "scan", "tokenize"]

_INTERESTING: Final = re.compile("[" + re.escape("".join(sorted({*TRIGGERS, "<", "&", "{", "`", "~"}))) + "]")
_PLAIN_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)(>)(?!\s+[A-Za-z-]+\s?=)")
"""Most tags are such, no attribute behind them. With the name of an element nothing is wrong with them, but for the end
tags of void ones.

Its groups are those of ``TAG``.
"""
_COMMENT: Final = re.compile(r"<!--(?:-?>|[\s\S]*?(?:--!?>|\Z))")
_BOGUS_COMMENT: Final = re.compile(r"<(?:[!?]|/(?![A-Za-z]))[^>]*(?:>|\Z)")
_DOCTYPE: Final = re.compile(r"<!doctype[^>]*(?:>|\Z)", re.I)
_REFERENCE: Final = re.compile(r"&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_SCRIPT_STEP: Final = re.compile(r"<!---*>|<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.I)

_MAX_VERBATIM: Final = 2000
"""No inline code span or template expression is longer."""
_TEMPLATE_CODE: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_SERVER_CODE: Final = {"?": "?>", "%": "%>"}
"""What ends it, by what follows the ``<`` that it begins with."""
_RUN: Final = re.compile(r"`+|~+")
_INFO_STRING: Final = re.compile(r"[^\n\r`]{0,200}(?=[\n\r]|\Z)")
_LONGEST_TITLE: Final = 200
_LINE_START: Final = re.compile(r"(?:^|[\n\r]) {0,3}\Z")
_LINE_ABOVE: Final = re.compile(r"([^\n\r]*)(?:\r\n|\r|\n) {0,3}\Z")


def tokenize(source: str) -> Iterator[Token]:
    """Split *source* into tokens whose spans, joined, give it back exactly.

    Raises ``TypeError`` for anything but a ``str``. Time is linear in ``len(source)``. A token that looks like
    mangled markup is a ``MalformedMarkup`` with two readings or more; nothing is decided here.

    >>> [(type(token).__name__, token.span.cut("a < b >c</b>")) for token in tokenize("a < b >c</b>")]
    [('Characters', 'a '), ('MalformedMarkup', '< b >'), ('Characters', 'c'), ('EndTag', '</b>')]
    """
    if not isinstance(source, str):
        raise TypeError(f"source must be str, not {type(source).__name__}")
    return _Tokenizer("".join((source,))).tokens()  # a subclass may slice in a way of its own


def is_as_browsers_read_it(token: Token) -> bool:
    """Whether what follows *token* is read as browsers do, though it stays as it is."""
    return not ((isinstance(token, MalformedMarkup) and token.code in PLAIN_CODES) or runs_on(token))


class Scan(NamedTuple):
    """What tokenization tells about a source."""

    tokens: Sequence[Token]
    """Tokens that tile it, as ``tokenize`` gives them but for the tags that code shows."""
    verbatim: Sequence[Span]
    """Where its text shows code: Markdown code, template code, front matter; sorted, apart."""
    shown: Mapping[int, ShownTag]
    """The tags and doctypes in such code, by place; among the tokens they are text."""

    def live(self, source: str) -> list[Token]:
        """The tokens of the *source* as a browser reads them, whether they look like damage or code or not."""
        if not all(map(is_as_browsers_read_it, self.tokens)):
            return read_plainly(source)
        return [self.shown.get(place) or live_tag(token) or token for place, token in enumerate(self.tokens)]


def scan(source: str, caps: Caps | None = None) -> Scan:
    """All that ``tokenize`` finds in *source*, and where its text shows code.

    Raises ``CapReachedError`` where it holds more than *caps* allow.

    >>> scan("use `a < b` here").verbatim
    [Span(start=4, end=11)]
    """
    tokenizer = _Tokenizer(source)
    tokens = list(tokenizer.tokens() if caps is None else caps.watched(tokenizer.tokens(), source))
    shown = shown_tags(source, tokens, tokenizer.verbatim)
    for place, tag in shown.items():
        tokens[place] = Characters(tag.span)
    return Scan(tokens, tokenizer.verbatim, shown)


def read_plainly(source: str) -> list[Token]:
    """The tokens of *source* as a browser reads them, none of them malformed."""
    return list(_Tokenizer(source, reads_damage=False).tokens())


class _Tokenizer:
    """One pass over one source. All offsets are into it."""

    __slots__ = (
        "_alike",
        "_closed_before",
        "_foreign",
        "_has_foreign",
        "_opaque",
        "_opaque_depth",
        "_opaque_end",
        "_pos",
        "_reads_damage",
        "_source",
        "_spellings",
        "_verbatim_end",
        "verbatim",
    )

    def __init__(self, source: str, *, reads_damage: bool = True) -> None:
        self._source = source
        self._reads_damage = reads_damage
        self._pos = 0
        self._alike: dict[str, MalformedMarkup] = {}
        """The first malformed token of each spelling; a document has few."""
        self._spellings: dict[str, str] = {}
        """The texts and names of tags without attributes, each kept once."""
        self._opaque = ""
        """The element that is not modelled and has not ended yet; empty outside of one."""
        self._opaque_depth = 0
        self._foreign = ForeignContent("")
        """What is open in the foreign content that has not ended yet."""
        self._has_foreign = False
        """Whether foreign content has come up; from then on it may still be open, whatever its end tags say."""
        self._opaque_end = -1
        """Where a browser with scripting ends the noscript element; -1 outside of one."""
        self.verbatim: list[Span] = []
        """Where code was seen so far."""
        self._verbatim_end = 0
        """Up to here the text shows code: markup in it is live, but nothing is damage."""
        self._closed_before: dict[str, int] = {}
        """Offsets from which on a closing delimiter is known not to come any more."""
        self._note_verbatim(0, front_matter_end(source))

    def tokens(self) -> Iterator[Token]:
        source = self._source
        text_start = 0
        while (found := _INTERESTING.search(source, self._pos)) is not None:
            start = self._pos = found.start()
            new = self._token(found[0])
            if not new or new[0].span.start < text_start:
                self._pos = max(self._pos, start + 1)
                continue
            text_end = new[0].span.start  # a token may begin before its trigger
            if text_start < text_end:
                yield Characters(Span(text_start, text_end))
            yield from new
            text_start = self._pos = new[-1].span.end
        if text_start < len(source):
            yield Characters(Span(text_start, len(source)))

    def _token(self, trigger: str) -> list[Token]:
        """The tokens that begin at the trigger; none when it is text."""
        if trigger in "{`~":
            self._skip_verbatim()
            return []
        if trigger == "<":
            plain = _PLAIN_TAG.match(self._source, self._pos)
            if plain is not None and plain[2] in ELEMENTS and not (plain[1] and plain[2] in VOID_ELEMENTS):
                return self._tag(plain)
        malformed = self._malformed(trigger)
        if malformed is not None:
            return [malformed]
        if trigger == "<":
            return self._markup()
        reference = _REFERENCE.match(self._source, self._pos) if trigger == "&" else None
        if reference is None or not (reference[1][0] == "#" or reference[1] in NAMES):
            return []
        return [CharacterReference(Span(*reference.span()), reference[1])]

    @property
    def _is_repairable(self) -> bool:
        return self._reads_damage and not self._opaque and self._pos >= self._verbatim_end

    def _malformed(self, trigger: str) -> MalformedMarkup | None:
        if self._is_repairable and trigger in TRIGGERS:
            source, pos = self._source, self._pos
            for match in matchers_at(source[pos : pos + 2]):
                malformed = match(source, pos)
                if malformed is None or holds_raw_text_tag(source, *malformed.span):
                    continue
                if malformed.code in FREEING_CODES or frees_nothing(source, *malformed.span):
                    return self._sharing(malformed)
        return None

    def _sharing(self, token: MalformedMarkup) -> MalformedMarkup:
        """*token*, made of the same parts as another that is spelled alike."""
        alike = self._alike.setdefault(token.text, token)
        if alike.readings != token.readings or alike.code != token.code:
            return token
        return MalformedMarkup(token.span, alike.code, alike.text, alike.readings)

    def _markup(self) -> list[Token]:
        """The tokens that the standard reads at a ``<``; none when it is text."""
        source, pos = self._source, self._pos
        following = source[pos + 1 : pos + 2]
        closing = _SERVER_CODE.get(following)
        if closing is not None and pos >= self._verbatim_end:
            self._note_verbatim(pos, self._find(closing, pos))
        tag = TAG.match(source, pos)
        if tag is not None:
            return self._tag(tag)
        if following not in ("!", "?", "/"):
            return []
        comment = _COMMENT.match(source, pos)
        if comment is not None:
            return self._comment(CommentToken(Span(*comment.span())))
        doctype = _DOCTYPE.match(source, pos)
        if doctype is not None:
            return [DoctypeToken(Span(*doctype.span()))]
        bogus = _BOGUS_COMMENT.match(source, pos)
        if bogus is None:
            return []
        if source.startswith("<![CDATA[", pos) and self._has_foreign:
            self._opaque = "plaintext"  # foreign content and HTML end it in different places
        return self._comment(CommentToken(Span(*bogus.span())))

    def _comment(self, token: CommentToken) -> list[Token]:
        if self._opaque == "noscript" and token.span.end > self._opaque_end:
            self._opaque = "plaintext"
        return [token]

    def _tag(self, tag: re.Match[str]) -> list[Token]:
        source = self._source
        span = Span(*tag.span())
        if not tag[3]:  # the end of file inside a tag: a browser drops it, so there is nothing live in it
            return [RawText(span)]
        name, text = ascii_lower(tag[2]), tag[0]
        if tag.re is _PLAIN_TAG:
            name, text = self._spellings.setdefault(name, name), self._spellings.setdefault(text, text)
        if tag[1]:
            self._leave(name, span)
            return [EndTag(span, name, text, self._opaque)]
        self._has_foreign = self._has_foreign or name in FOREIGN_ELEMENTS
        slips = () if self._opaque else find_slips("img" if name == "image" else name, text, span.start)
        if slips and "\\" in text:
            slips = outside_strings(source, span.start, slips)
        start_tag = StartTag(span, name, text, slips, self._opaque)
        if self._opaque:
            return self._tag_inside_opaque(start_tag)
        if name in RAW_TEXT_ELEMENTS or name in ESCAPABLE_RAW_TEXT_ELEMENTS:
            return self._with_raw_text(start_tag)
        if name in NOT_MODELLED_ELEMENTS and not (name in FOREIGN_ELEMENTS and start_tag.is_self_closing):
            self._opaque, self._opaque_depth, self._foreign = name, 1, ForeignContent(name)
            if name == "noscript":
                end = self._raw_text_end("noscript", span.end)
                self._opaque_end = len(source) if end is None else end
        return [start_tag]

    def _tag_inside_opaque(self, start_tag: StartTag) -> list[Token]:
        """Inside foreign content, select and noscript the two readings of a browser may part; then all stays inert."""
        name = start_tag.name
        if self._opaque == "plaintext":
            return [start_tag]
        if self._opaque in FOREIGN_ELEMENTS:
            self._foreign.start(start_tag)
            if self._foreign.is_unclear:
                self._opaque = "plaintext"
        elif name == self._opaque:
            self._opaque_depth += 1
        if name == "plaintext" or name == "frameset":
            self._opaque = "plaintext"
        elif self._opaque == "noscript" and name in NOT_MODELLED_ELEMENTS:
            self._opaque = "plaintext"  # that of a head ends before it to browsers without scripting
        elif name in RAW_TEXT_ELEMENTS or name in ESCAPABLE_RAW_TEXT_ELEMENTS:
            end = self._raw_text_end(name, start_tag.span.end)
            if end is None or "<" in self._source[start_tag.span.end : end]:
                self._opaque = "plaintext"
        if self._opaque == "noscript" and start_tag.span.end > self._opaque_end:
            self._opaque = "plaintext"
        return [start_tag]

    def _leave(self, name: str, span: Span) -> None:
        if self._opaque in FOREIGN_ELEMENTS:
            self._foreign.end(name)
            if self._foreign.is_unclear:
                self._opaque = "plaintext"
            elif not self._foreign.is_open:
                self._opaque = ""
            return
        if name != self._opaque or name == "plaintext":
            return
        if name == "noscript" and span.start != self._opaque_end:
            self._opaque = "plaintext"
            return
        self._opaque_depth -= 1
        if self._opaque_depth <= 0 or name == "noscript":
            self._opaque = ""

    def _with_raw_text(self, start_tag: StartTag) -> list[Token]:
        """The start tag, and the text that its element holds."""
        start = start_tag.span.end
        end = self._raw_text_end(start_tag.name, start)
        if end is None:
            end = len(self._source)
        if start == end:
            return [start_tag]
        if start_tag.name == "title":
            return [start_tag, *self._title_text(start, end)]
        return [start_tag, RawText(Span(start, end))]

    def _title_text(self, start: int, end: int) -> Iterator[Token]:
        """The text of a title: character references live, and damaged, but no tags."""
        text_start = start
        for found in re.compile("[&＆]").finditer(self._source, start, end):
            if found.start() < text_start:
                continue
            self._pos = found.start()
            tokens = self._token(found[0])
            if tokens and tokens[-1].span.end <= end:
                if text_start < found.start():
                    yield RawText(Span(text_start, found.start()))
                yield from tokens
                text_start = tokens[-1].span.end
        if text_start < end:
            yield RawText(Span(text_start, end))

    def _raw_text_end(self, name: str, start: int) -> int | None:
        """Where the end tag that ends the raw text of *name* begins; None when it never ends."""
        if name == "script":
            return self._script_end(start)
        key = f"</{name}"
        if start >= self._closed_before.get(key, len(self._source) + 1):
            return None
        found = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.I).search(self._source, start)
        if found is None:
            self._closed_before[key] = start
            return None
        return found.start()

    def _script_end(self, start: int) -> int | None:
        """The same for script, where ``<!-- <script>`` hides the next end tag (#script-data-escaped-state)."""
        is_escaped = is_double_escaped = False
        for step in _SCRIPT_STEP.finditer(self._source, start):
            if step[0] == "<!--":
                is_escaped = True
            elif step[0].endswith("-->"):  # ``<!-->`` too
                is_escaped = is_double_escaped = False
            elif step[1]:
                if not is_double_escaped:
                    return step.start()
                is_double_escaped = False
            elif is_escaped:
                is_double_escaped = True
        return None

    def _skip_verbatim(self) -> None:
        """Note how far the text from here on shows code."""
        source, pos = self._source, self._pos
        run = _RUN.match(source, pos)
        self._pos = pos + 1 if run is None else run.end()
        if pos < self._verbatim_end:
            return  # code shows the trigger, or it is what ends the code
        if run is None:
            ending = _TEMPLATE_CODE.get(source[pos : pos + 2])
            found = -1 if ending is None else source.find(ending, pos + 2, pos + _MAX_VERBATIM)
            self._note_verbatim(pos, found + 2)
        elif self._opens_fence(run):
            # One that never closes runs to the end, as in CommonMark.
            fence = f"{run[0][0]}{{{len(run[0])},}}"
            closing = re.compile(rf"[\n\r] {{0,3}}{fence}[ \t]*(?=[\n\r]|\Z)").search(source, run.end())
            self._note_verbatim(pos, len(source) if closing is None else closing.end())
        elif run[0][0] == "`":
            for closing in _RUN.finditer(source, run.end(), run.end() + _MAX_VERBATIM):
                if closing[0] == run[0]:
                    is_one_block = not has_blank_line(source, run.end(), closing.start())
                    if is_one_block and is_code_span(source, pos, closing.start()):
                        self._note_verbatim(pos, closing.end())
                    return

    def _note_verbatim(self, start: int, end: int) -> None:
        """Note that the text from *start* to *end* shows code."""
        start = max(start, self._verbatim_end)
        if start < end:
            self.verbatim.append(Span(start, end))
            self._verbatim_end = end

    def _opens_fence(self, run: re.Match[str]) -> bool:
        """Whether *run* opens a Markdown fence, and is neither a code span nor a line of tildes under a title."""
        source, pos = self._source, run.start()
        info = _INFO_STRING.match(source, run.end())
        if len(run[0]) < 3 or info is None or _LINE_START.search(source, max(0, pos - 4), pos) is None:
            return False
        above = _LINE_ABOVE.search(source, max(0, pos - _LONGEST_TITLE), pos)
        title = "" if above is None else above[1].strip()
        is_underline = len(title) <= len(run[0]) and any(map(str.isalnum, title))
        return run[0][0] == "`" or bool(info[0].strip()) or not is_underline

    def _find(self, delimiter: str, start: int) -> int:
        """The offset after the next *delimiter*; the end of the source when there is none."""
        if start < self._closed_before.get(delimiter, len(self._source) + 1):
            found = self._source.find(delimiter, start)
            if found >= 0:
                return found + len(delimiter)
            self._closed_before[delimiter] = start
        return len(self._source)
