"""The lines of a document: which are text directly in flow content, where layout may stand for lost tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from htmlrepair.knowledge.elements import HEADINGS, LISTS, VOID_ELEMENTS
from htmlrepair.layout.flow import FLOW_HOLDERS, Survey, closed
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters, EndTag, MalformedMarkup, StartTag, Token

__all__ = ["EDGE_SPACE", "LINE", "Flow", "Line", "flow_lines"]

EDGE_SPACE: Final = " \t\u00a0\u3000\ufeff"
"""What may stand at the edges of a line and say nothing."""
_SPACE_NAMES: Final = frozenset({"nbsp", "#160", "#xa0", "ensp", "emsp", "thinsp"})
LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|[\r\n]|\Z)")
"""A line, and its end; one without either may come last."""
_BESIDE_PARAGRAPHS: Final = HEADINGS | LISTS | {"blockquote", "dl", "hr", "p", "pre", "table"}
_WORD: Final = re.compile(r"[^\W_]")
_INLINE_CODE: Final = ("`", "{{")
"""What code among the words of a line begins with."""
_LINE_END: Final = re.compile(r"[\r\n]")


class Line:
    """One line of the source."""

    __slots__ = (
        "content",
        "end",
        "ends",
        "indent",
        "is_blank",
        "is_ends",
        "is_flow",
        "is_text",
        "shown",
        "start",
        "text",
        "tokens",
    )

    def __init__(
        self, start: int, text: str, tokens: Sequence[Token], shown: Sequence[Span] = (), *, is_flow: bool
    ) -> None:
        self.start = start
        self.end = start + len(text)
        """Before the line end."""
        self.text = text
        self.tokens = tokens
        """The tokens that lie in it, or partly."""
        self.shown = shown
        """The code among its words."""
        self.is_flow = is_flow
        """Whether it is text-level content directly in flow content, and nothing else."""
        self.content = text.strip(EDGE_SPACE)
        """The line without white space at its edges."""
        self.indent = len(text) - len(text.lstrip(EDGE_SPACE))
        """How far the line is indented."""
        self.is_blank = not self.content or all(self._is_space(token) for token in tokens)
        """Whether the line shows nothing."""
        self.ends: list[str] = []
        """The names of the undecided or lone end tags at the end of the line, such as ``li`` and ``ul``, in order."""
        self.is_ends = False
        """Whether the line holds such end tags and nothing else."""
        for token in reversed(tokens):
            name = closed(token)
            if name:
                self.ends.append(name)
            elif not self._is_space(token):
                break
        else:
            self.is_ends = bool(self.ends)
        self.ends.reverse()
        is_template = self.content.startswith("{") and self.content.endswith("}")
        self.is_text = is_flow and not (self.is_blank or self.is_ends or is_template)
        """Whether the line is text that may be read as a paragraph, an item or a row."""

    @property
    def content_span(self) -> Span:
        """Where the line stands in the source, without white space at its edges."""
        start = self.start + self.indent
        return Span(start, start + len(self.content))

    @property
    def breaks(self) -> Span:
        """The ``br`` elements that the line ends with; an empty span at its end for none."""
        start = end = self.content_span.end
        for token in reversed(self.tokens):
            if isinstance(token, StartTag) and token.name == "br" and self.start < token.span.start:
                start = token.span.start
            elif token.span.start < end and not self._is_space(token):
                break
        start = self.start + len(self.text[: start - self.start].rstrip(EDGE_SPACE))
        return Span(start, end)

    def cut(self, span: Span) -> str:
        """What of the line lies in *span*."""
        return self.text[span.start - self.start : span.end - self.start]

    @property
    def begins_block(self) -> bool:
        """Whether the line begins with the start tag of a block that stands beside paragraphs."""
        first = self.first_token
        return isinstance(first, StartTag) and first.name in _BESIDE_PARAGRAPHS

    @property
    def ends_block(self) -> bool:
        """Whether the line ends with the end tag of such a block."""
        last = self.last_token
        return isinstance(last, EndTag) and last.name in _BESIDE_PARAGRAPHS

    @property
    def begins_holder(self) -> bool:
        """Whether the line ends with the start tag of what holds blocks."""
        last = self.last_token
        return isinstance(last, StartTag) and last.name in FLOW_HOLDERS

    @property
    def ends_holder(self) -> bool:
        """Whether the line begins with the end tag of what holds blocks."""
        first = self.first_token
        return isinstance(first, EndTag) and first.name in FLOW_HOLDERS

    @property
    def has_words(self) -> bool:
        """Whether the line shows a letter or a digit."""
        texts = (token.span for token in self.tokens if isinstance(token, Characters))
        return any(_WORD.search(self.text, max(0, start - self.start), end - self.start) for start, end in texts)

    @property
    def shows_something(self) -> bool:
        """Whether the line shows more than white space."""
        return any(
            token.name in VOID_ELEMENTS if isinstance(token, StartTag) else not isinstance(token, EndTag)
            for token in self.tokens
            if not self._is_space(token)
        )

    @property
    def width(self) -> int:
        """How many characters of the line are no tags."""
        tags = (token.span for token in self.tokens if isinstance(token, (StartTag, EndTag)))
        return len(self.content) - sum(min(end, self.end) - max(start, self.start) for start, end in tags)

    @property
    def begins_low(self) -> bool:
        """Whether the first letter or digit that the line shows is a small letter."""
        for token in self.tokens:
            if isinstance(token, Characters):
                start, end = max(self.start, token.span.start), min(self.end, token.span.end)
                first = _WORD.search(self.cut(Span(start, end)))
                if first is not None:
                    return first[0].islower()
        return False

    @property
    def first_token(self) -> Token | None:
        """The first that is no white space."""
        return next((token for token in self.tokens if not self._is_space(token)), None)

    @property
    def last_token(self) -> Token | None:
        """The last that is no white space."""
        return next((token for token in reversed(self.tokens) if not self._is_space(token)), None)

    def _is_space(self, token: Token) -> bool:
        """Whether *token*, or the part of it in this line, is white space or a reference to some."""
        if isinstance(token, CharacterReference):
            return token.name in _SPACE_NAMES
        if isinstance(token, MalformedMarkup):
            return token.readings[0].name in _SPACE_NAMES
        text = self.text[max(0, token.span.start - self.start) : token.span.end - self.start]
        return isinstance(token, Characters) and not text.strip(EDGE_SPACE)


class Flow(NamedTuple):
    """What is seen on the way through the lines of a document."""

    lines: list[Line]
    lost_ends: list[tuple[int, str]]
    """Offsets of blank lines, with the end tags that stood before them and are lost."""
    listed: list[Span]
    """Where text stands directly in a list, as no text may."""
    held: list[Span]
    """Where text stands directly in an item or a cell."""


def flow_lines(source: str, tokens: Sequence[Token], shown: Sequence[Span]) -> Flow:
    """All lines of *source*, whose *tokens* are decided as far as can be; *shown* is what shows code in text.

    Linear in the source.
    """
    survey = Survey(source, tokens)
    inline = [span for span in shown if _is_inline(source, span)]
    barred = sorted([*survey.barred, *set(shown).difference(inline)])
    lines: list[Line] = []
    first = bar = code = 0
    for match in LINE.finditer(source):
        if not match[0]:
            continue
        start, end = match.span(1)
        while first < len(tokens) and tokens[first].span.end <= start:
            first += 1
        last = first
        while last < len(tokens) and tokens[last].span.start < end:
            last += 1
        while bar < len(barred) and barred[bar].end <= start:
            bar += 1
        is_flow = bar == len(barred) or barred[bar].start >= end
        begin = code
        while code < len(inline) and inline[code].end <= end:
            code += 1
        lines.append(Line(start, match[1], tokens[first:last], inline[begin:code], is_flow=is_flow))
    return Flow(lines, survey.lost_ends, survey.listed, survey.held)


def _is_inline(source: str, span: Span) -> bool:
    """Whether the code in *span* may stand among the words of a line."""
    return source.startswith(_INLINE_CODE, span.start) and _LINE_END.search(source, *span) is None
