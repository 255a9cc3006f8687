"""The lines of a document: which are text directly in flow content, where layout may stand for lost tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from htmlrepair.knowledge.elements import TEXT_LEVEL_ELEMENTS
from htmlrepair.resolve.sketch import Open, Sketch
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters, EndTag, MalformedMarkup, ReadingKind, StartTag, Token

__all__ = ["EDGE_SPACE", "LINE", "LIST_TAGS", "Line", "flow_lines"]

EDGE_SPACE: Final = " \t\u00a0\u3000\ufeff"
"""What may stand at the edges of a line and say nothing."""
_FLOW: Final = frozenset("article aside blockquote body center div footer header html main section".split())
"""What holds paragraphs and lists, and text that stands for them."""
_SPACE_NAMES: Final = frozenset({"nbsp", "#160", "#xa0", "ensp", "emsp", "thinsp"})
LIST_TAGS: Final = frozenset({"li", "ol", "ul"})
"""What of a list may be left where lines stand for it."""
LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|[\r\n]|\Z)")
"""A line, and its end; one without either may come last."""
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
        "start",
        "text",
        "tokens",
    )

    def __init__(self, start: int, text: str, tokens: Sequence[Token], *, is_flow: bool) -> None:
        self.start = start
        self.end = start + len(text)
        """Before the line end."""
        self.text = text
        self.tokens = tokens
        """The tokens that lie in it, or partly."""
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
            name = _closed(token)
            if name:
                self.ends.append(name)
            elif not self._is_space(token):
                break
        else:
            self.is_ends = bool(self.ends)
        self.ends.reverse()
        self.is_text = is_flow and not self.is_blank and not self.is_ends
        """Whether the line is text that may be read as a paragraph, an item or a row."""

    @property
    def content_span(self) -> Span:
        """Where the line stands in the source, without white space at its edges."""
        start = self.start + self.indent
        return Span(start, start + len(self.content))

    def _is_space(self, token: Token) -> bool:
        """Whether *token*, or the part of it in this line, is white space or a reference to some."""
        if isinstance(token, CharacterReference):
            return token.name in _SPACE_NAMES
        if isinstance(token, MalformedMarkup):
            return token.readings[0].name in _SPACE_NAMES
        text = self.text[max(0, token.span.start - self.start) : token.span.end - self.start]
        return isinstance(token, Characters) and not text.strip(EDGE_SPACE)


def _closed(token: Token) -> str:
    """The name of the list or item that *token* ends, or may end; empty for anything else."""
    if isinstance(token, EndTag):
        return token.name if token.name in LIST_TAGS else ""
    if isinstance(token, MalformedMarkup) and token.readings[0].kind is ReadingKind.END_TAG:
        return token.readings[0].name if token.readings[0].name in LIST_TAGS else ""
    return ""


def flow_lines(source: str, tokens: Sequence[Token], shown: Sequence[Span]) -> list[Line]:
    """All lines of *source*, whose *tokens* are decided as far as can be; *shown* is what shows code in text.

    Linear in the source.
    """
    barred = sorted([*_barred(source, tokens), *shown])
    lines: list[Line] = []
    first = bar = 0
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
        lines.append(Line(start, match[1], tokens[first:last], is_flow=is_flow))
    return lines


def _barred(source: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Where no text stands directly in flow content; elements that hold text may stand there, each on one line."""
    sketch = Sketch(())
    stack = sketch.root
    since = -1
    for token in tokens:
        start, end = token.span
        if isinstance(token, (Characters, CharacterReference, MalformedMarkup)):
            continue
        before = stack
        if isinstance(token, (StartTag, EndTag)) and token.is_modelled:
            is_start = isinstance(token, StartTag)
            if not is_start and _closed(token) and not sketch.is_open(stack, token.name):
                continue
            stack = (sketch.start if is_start else sketch.end)(stack, token.name)[0]
            if token.name not in TEXT_LEVEL_ELEMENTS or _LINE_END.search(source, start, end):
                yield token.span
        else:
            yield token.span
        if since < 0 and not _is_flow(stack):
            since = start
        elif since >= 0 and _is_flow(stack):
            if not _is_text_level(before) or _LINE_END.search(source, since, end):
                yield Span(since, end)
            since = -1
    if since >= 0:
        yield Span(since, len(source))


def _is_flow(stack: Open) -> bool:
    """Whether all that is open holds flow content."""
    while stack.parent is not None:
        if stack.name not in _FLOW:
            return False
        stack = stack.parent
    return True


def _is_text_level(stack: Open) -> bool:
    """Whether text directly in flow content is marked up, and nothing else is open."""
    while stack.parent is not None and stack.name in TEXT_LEVEL_ELEMENTS:
        stack = stack.parent
    return _is_flow(stack)
