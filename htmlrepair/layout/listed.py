"""Lines with marks in a live list, where they stand for its items, or in an item, where they stand for a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from htmlrepair.diagnostics import Edit
from htmlrepair.knowledge.elements import LISTS, VOID_ELEMENTS
from htmlrepair.layout.flow import LIST_TAGS, closed
from htmlrepair.layout.items import Item, ListLines, Mark, item_of, marks_of, read_list
from htmlrepair.layout.lines import EDGE_SPACE, Line
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
)

__all__ = ["read_inner_lists", "read_items"]


def read_items(lines: Sequence[Line], listed: Sequence[Span]) -> Iterator[list[Edit]]:
    """The edits for each list whose items have marks in place of their tags; *listed* is the text directly in lists.

    No text may stand there, so that any mark is that of an item.
    """
    marks = marks_of(is_damaged=True)
    edits: list[Edit] = []
    last: Edit | None = None
    """What ends the item that is open, as far as it is read."""
    at = 0
    for line in map(_after_start_tag, lines):
        start = line.start + line.indent
        while at < len(listed) and listed[at].end <= start:
            at += 1
        if line.is_blank:
            continue
        is_listed = at < len(listed) and listed[at].start <= start and not (line.is_ends or _goes_beyond(line))
        item = _item_with_words(line, marks) if is_listed else None
        if last is not None and (item is not None or not is_listed):
            edits += [last] if last.replacement else []
            last = None
        if item is not None:
            edits.append(Edit(item.mark, item.written, "<li>"))
        elif edits and not is_listed:
            yield edits
            edits = []
        if edits and is_listed and (item is not None or last is not None):
            last = _end_of_item(line)
    if last is not None and last.replacement:
        edits.append(last)
    if edits:
        yield edits


def read_inner_lists(lines: Sequence[Line], held: Sequence[Span], *, is_damaged: bool) -> Iterator[list[Edit]]:
    """The edits for each list at the end of an item or a cell, after words; *held* is the text directly in such.

    Where the document shows no damage, lines that breaks hold apart are as somebody wrote them.
    """
    first = 0
    for span in held:
        while first < len(lines) and lines[first].start < span.start:
            first += 1
        last = first
        while last < len(lines) and lines[last].start < span.end:
            last += 1
        if not 0 < first < last:
            continue
        words = _after(lines[first - 1], span.start)
        inner = [words, *(_before(line, span.end) for line in lines[first:last])]
        if item_of(words, marks_of(is_damaged=is_damaged)) is None and (
            found := _first_list(inner, is_damaged=is_damaged)
        ):
            is_sure = is_damaged or not any(item.has_break for item in found.items)
            if is_sure and all(line.is_blank for line in inner[found.after :]):
                yield found.edits()


def _item_with_words(line: Line, marks: Sequence[Mark]) -> Item | None:
    """The item that *line* begins; None when a tag of a list follows its mark at once, which then stands for none."""
    item = item_of(line, marks)
    if item is None:
        return None
    following = next((token for token in line.tokens if token.span.end > item.mark.end), None)
    if following is None or not _tag_of_list(following):
        return item
    return item if following.span.start > item.mark.end else None


def _first_list(lines: Sequence[Line], *, is_damaged: bool) -> ListLines | None:
    """The first list in *lines* after the first line; None when there is none."""
    for at, line in enumerate(lines):
        if at and line.is_text and (found := read_list(lines, at, is_damaged=is_damaged)):
            return found
    return None


def _before(line: Line, end: int) -> Line:
    """What of *line* stands before the offset *end*, as text in flow content."""
    tokens = [token for token in line.tokens if token.span.start < end]
    return Line(line.start, line.text[: max(0, end - line.start)], tokens, is_flow=True)


def _after(line: Line, start: int) -> Line:
    """What of *line* stands after the offset *start*."""
    tokens = [token for token in line.tokens if token.span.end > start]
    return Line(start, line.text[start - line.start :], tokens, is_flow=True)


def _goes_beyond(line: Line) -> bool:
    """Whether *line* holds markup that goes on after it or began before, or that the end of the source may cut off."""
    open_names: list[str] = []
    for token in line.tokens:
        if isinstance(token, (Characters, CharacterReference, MalformedMarkup)):
            continue
        is_within = line.start <= token.span.start <= token.span.end <= line.end
        if not is_within or isinstance(token, (CommentToken, DoctypeToken, RawText)):
            return True
        if token.name in LISTS and isinstance(token, EndTag):
            break
        if token.name in LIST_TAGS or token.name in VOID_ELEMENTS:
            continue
        if isinstance(token, StartTag):
            open_names.append(token.name)
        elif not open_names or open_names.pop() != token.name:
            return True
    return bool(open_names)


def _after_start_tag(line: Line) -> Line:
    """What comes after the start tag of a list that *line* begins with; all of it if it begins with none."""
    first = line.tokens[0] if line.tokens else None
    if not (isinstance(first, StartTag) and first.name in LISTS and first.span.start >= line.start):
        return line
    at = first.span.end - line.start
    return Line(first.span.end, line.text[at:], line.tokens[1:], is_flow=False)


def _tag_of_list(token: Token) -> str:
    """The name of the tag of a list that *token* is, or may be if it ends one; empty for all else."""
    return token.name if isinstance(token, StartTag) and token.name in LIST_TAGS else closed(token)


def _end_of_item(line: Line) -> Edit:
    """The edit that ends the item which *line* holds, or goes on with; empty if that has its end tag."""
    for token in line.tokens:
        name = _tag_of_list(token)
        if name:
            end = len(line.text[: token.span.start - line.start].rstrip(EDGE_SPACE))
            span = Span(line.start + end, line.start + end)
            return Edit(span, "", "" if name == "li" and not isinstance(token, StartTag) else "</li>")
    return Edit(line.breaks, line.cut(line.breaks), "</li>")
