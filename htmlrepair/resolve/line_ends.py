"""Lines that end alike, in names that lost their signs: one may be chance, several are markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from htmlrepair.damage import bare_tag_name
from htmlrepair.knowledge.elements import CELLS, LIST_PARTS, LISTS, ROW_GROUPS
from htmlrepair.resolve.view import View

__all__ = ["ends_alike"]

_ENOUGH: Final = 3
"""So many lines with the same end show it; one fewer, and the end of what holds them."""
_LINE_END: Final = re.compile(r"\r\n?|\n")
_AT_LINE_END: Final = re.compile(r"[^\S\r\n]*(?:[\r\n]|\Z)")
_LAST_OF_LINE: Final = LIST_PARTS | CELLS | {"tr"}
_LAST_OF_ALL: Final = LISTS | ROW_GROUPS | {"dl", "table"}


class _LineEnd(NamedTuple):
    """The weak tokens that a line ends with."""

    places: tuple[int, ...]
    names: tuple[str, ...]
    is_next: bool
    """Whether the line before ends with weak tokens too."""
    has_text: bool
    """Whether the line holds more than them."""


def ends_alike(view: View, places: Iterable[int]) -> set[int]:
    """Those of *places* with weak tokens that end neighbouring lines alike, as items and rows end.

    The lines hold text; the end of a list or a table may follow the last of them.
    """
    found: set[int] = set()
    run: list[_LineEnd] = []
    for line_end in _line_ends(view, places):
        if not line_end.is_next or not (_goes_on(run, line_end) or _is_end_of_all(run, line_end)):
            run = []
        run.append(line_end)
        if len(run) >= _ENOUGH:
            found.update(place for each in run[-_ENOUGH:] for place in each.places)
    return found


def _goes_on(run: Sequence[_LineEnd], line_end: _LineEnd) -> bool:
    """Whether *line_end* is like the last of *run*."""
    is_like = line_end.has_text and _LAST_OF_LINE.issuperset(line_end.names)
    return is_like and bool(run) and run[-1].has_text and run[-1].names == line_end.names


def _is_end_of_all(run: Sequence[_LineEnd], line_end: _LineEnd) -> bool:
    """Whether *line_end* is the end of what holds the lines of *run*."""
    is_end = not line_end.has_text and line_end.names[-1] in _LAST_OF_ALL
    return is_end and len(run) > 1 and run[-1].has_text


def _line_ends(view: View, places: Iterable[int]) -> Iterator[_LineEnd]:
    source = view.source
    chain: list[int] = []
    before = 0
    for place in sorted(places):
        if view.malformed[place].code != bare_tag_name.DAMAGE.code:
            continue
        start, end = view.tokens[place].span
        gap = source[view.tokens[chain[-1]].span.end : start] if chain else ""
        if not gap.isspace() or _LINE_END.search(gap):
            chain = []
        chain.append(place)
        if _AT_LINE_END.match(source, end):
            *lines, line = _LINE_END.split(source[before : view.tokens[chain[0]].span.start])
            names = tuple(view.reading(part).name for part in chain)
            yield _LineEnd(tuple(chain), names, len(lines) == 1, bool(line.strip()))
            chain, before = [], end
