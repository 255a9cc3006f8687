"""The model of finished tables: one caption, first; no span that reaches past the rows and cells there are.

A row with fewer cells than the others is sound. Where the table was damaged it gets the cells that it lacks.

Spec: https://html.spec.whatwg.org/multipage/tables.html#forming-a-table
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from htmlrepair.attributes import parse_attributes
from htmlrepair.construct.nodes import NO_TOKEN, Node
from htmlrepair.knowledge.elements import CELLS, ROW_GROUPS

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = ["check_tables"]

_RANKS: Final = {"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tfoot": 4}
"""The order of the parts of a table (#the-table-element)."""
_MANY: Final = (1, 3)
"""The ranks that a table may have more than one of."""
_WIDEST: Final = 1000
_TALLEST: Final = 65534
_NUMBER: Final = re.compile(r"[\t\n\f\r ]*\+?([0-9]{1,9})")
_MOST_SLOTS: Final = 64
_SPARE_SLOTS: Final = 100_000
"""Tables with more slots than ``_MOST_SLOTS`` for each of their cells and rows are nobody's. Their spans are left as
they are, for the sake of time, where they have so many more all together."""
_MOST_MISSING: Final = 20
"""A row that lacks more cells gets no more, so that the output stays in line with the source."""
_TABLE_DAMAGE: Final = frozenset(
    {
        "cell-without-row",
        "mismatched-end-tag",
        "missing-start-tag",
        "moved-table-content",
        "table-closed-early",
        "table-part-without-table",
    }
)
"""What tells that a table has lost cells or tags of cells."""


@dataclass(slots=True)
class _Cell:
    node: Node
    x: int
    width: int
    """As many columns as it spans, and no other cell covers."""
    height: int
    """As many rows as it spans in its row group; 0 for all that are left."""


@dataclass(slots=True)
class _Grid:
    """The slots of one table."""

    cells: list[_Cell] = field(default_factory=list)
    rows: list[tuple[Node, int]] = field(default_factory=list)
    """Each row with the column before which it ends."""
    slots: int = 0
    """How many slots were looked at."""


def check_tables(state: State, mangled: Collection[int]) -> None:
    """Put captions first and the other parts in their order, clip spans, and see to short rows.

    *mangled* are the places of the tags that were made of mangled ones.
    """
    damaged = sorted({*mangled, *(finding.place for finding in state.findings if finding.code in _TABLE_DAMAGE)})
    for table in state.tables:
        if "moved-caption" in state.codes:
            _check_captions(state, table)
        if "moved-table-part" in state.codes:
            _check_order(state, table)
        if "short-row" in state.codes and not _is_even(table):
            _check_rows(state, table, damaged)
    if "span-past-grid" in state.codes:
        _check_spans(state)


def _elements(parent: Node) -> Iterator[Node]:
    return (node for node in parent.children if not node.is_leaf)


def _check_captions(state: State, table: Node) -> None:
    captions = [node for node in _elements(table) if node.name == "caption"]
    if not captions:
        return
    first = captions[0]
    before = next(_elements(table))
    if before is not first:
        first.finding = first.finding or state.find("moved-caption", "the caption is not the first of its table")
        before.insert_before(first)
    for other in captions[1:]:
        finding = state.find("moved-caption", "the table has a caption already, which this one becomes a part of")
        for place in (other.start, other.end):
            if place != NO_TOKEN:
                state.dropped[place] = finding
        if other.first is not None and first.first is not None:
            first.append(Node("br", NO_TOKEN, finding))
        for child in other.children:
            child.finding = child.finding or finding
            first.append(child)
        other.remove()


def _check_order(state: State, table: Node) -> None:
    """Put columns and the head before the rows and the foot behind them; a second head or foot is a group of rows."""
    ranks = [_RANKS[node.name] for node in _elements(table) if node.name in _RANKS]
    if all(before < after or before == after in _MANY for before, after in pairwise(ranks)):
        return
    last = 0
    seen: set[str] = set()
    firsts: dict[int, Node] = {}
    """The first part of each rank, of those that stand in order by now."""
    for node in list(_elements(table)):
        rank = _RANKS.get(node.name)
        if rank is None:
            continue
        if node.name in ("thead", "tfoot") and node.name in seen:
            state.become(node, "tbody", "moved-table-part")
            rank = _RANKS["tbody"]
        seen.add(node.name)
        if rank < last:
            finding = state.find("moved-table-part", f"a {node.name} element stands after what it comes before")
            node.finding = node.finding or finding
            next(firsts[after] for after in sorted(firsts) if after > rank).insert_before(node)
        firsts.setdefault(rank, node)
        last = max(last, rank)


def _check_spans(state: State) -> None:
    """Clip the spans of all tables; of those with very many slots all, or none."""
    large: list[Node] = []
    for table in state.spanning:
        grid = _grid(state, table)
        if grid is None:
            large.append(table)
        else:
            _clip_spans(state, table, grid)
    grids: list[_Grid] = []
    spare = _SPARE_SLOTS
    for table in large:
        grid = _grid(state, table, spare)
        if grid is None:
            first = next((table.start for table in large if table.start != NO_TOKEN), 0)
            state.report("not-modelled", "the spans of tables with very many slots are left as they are", first)
            return
        spare -= min(spare, grid.slots)
        grids.append(grid)
    for table, grid in zip(large, grids, strict=True):
        _clip_spans(state, table, grid)


def _clip_spans(state: State, table: Node, grid: _Grid) -> None:
    cells = grid.cells
    declared = _declared_columns(state, table)
    anchors = Counter(cell.x for cell in cells)
    width = max((cell.x + cell.width for cell in cells), default=0)
    empty_before = [0, *accumulate(0 if x < declared or anchors[x] else 1 for x in range(width))]
    for cell in cells:
        columns = cell.width - (empty_before[cell.x + cell.width] - empty_before[cell.x])
        _clip(state, cell.node, "colspan", columns)
        _clip(state, cell.node, "rowspan", cell.height)


def _declared_columns(state: State, table: Node) -> int:
    """The number of columns that ``colgroup`` and ``col`` elements declare."""
    declared = 0
    for group in _elements(table):
        if group.name == "colgroup":
            columns = [node for node in _elements(group) if node.name == "col"]
            declared += sum(_span(state, column, "span") for column in columns) or _span(state, group, "span")
    return declared


def _grid(state: State, table: Node, spare: int = _WIDEST) -> _Grid | None:
    """The slots of *table*; None when there are too many, even with the *spare* ones."""
    grid = _Grid()
    groups = [group for group in _elements(table) if group.name in ROW_GROUPS]
    rows = ([row for row in _elements(group) if row.name == "tr"] for group in groups)
    return grid if all(_fill(state, grid, part, spare) for part in rows) else None


def _fill(state: State, grid: _Grid, rows: list[Node], spare: int) -> bool:
    """Add the *rows* of one row group with the slots that their cells get; whether there are not too many slots."""
    cells = grid.cells
    taken_until: list[int] = []
    """For each column the row up to which cells from above take it."""
    for y, row in enumerate(rows):
        x = 0
        for node in _elements(row):
            if node.name not in CELLS:
                continue
            while x < len(taken_until) and taken_until[x] > y:
                x += 1
                grid.slots += 1
            width, height = _span(state, node, "colspan"), _span(state, node, "rowspan")
            height = min(height, len(rows) - y)
            until = y + height if height else len(rows)
            cell = _Cell(node, x, 0, height)
            cells.append(cell)
            while cell.width < width and not (x < len(taken_until) and taken_until[x] > y):
                if x == len(taken_until):
                    taken_until.append(0)
                taken_until[x] = until
                cell.width += 1
                x += 1
            grid.slots += cell.width
            if grid.slots > spare + _MOST_SLOTS * (len(cells) + y):
                return False
        while x < len(taken_until) and taken_until[x] > y:
            x += 1
            grid.slots += 1
        if grid.slots > spare + _MOST_SLOTS * (len(cells) + y):
            return False
        grid.rows.append((row, x))
    return True


def _is_even(table: Node) -> bool:
    """Whether each row of *table* has as many cells as the others."""
    rows = (row for group in _elements(table) if group.name in ROW_GROUPS for row in _elements(group))
    counts = (sum(1 for _ in _elements(row)) for row in rows)
    first = next(counts, 0)
    return all(count == first for count in counts)


def _check_rows(state: State, table: Node, damaged: Sequence[int]) -> None:
    """Give the rows that are shorter than others empty cells, or report them."""
    grid = _grid(state, table)
    if grid is None:
        return
    width = max(end for _, end in grid.rows)
    for row, end in grid.rows:
        if end == width:
            continue
        message = f"the row has {end} of {width} columns"
        if _is_damaged(table, damaged):
            finding = state.find("short-row", message)
            if row.start != NO_TOKEN:
                finding.place = row.start
            for _ in range(min(width - end, _MOST_MISSING)):
                row.append(Node("td", NO_TOKEN, finding))
        elif row.start != NO_TOKEN:
            state.report("short-row", message, row.start)


def _is_damaged(table: Node, damaged: Sequence[int]) -> bool:
    """Whether one of the places *damaged* lies in *table*, which is whole: one that lacks a tag is a part of one."""
    if table.start == NO_TOKEN or table.end == NO_TOKEN:
        return False
    return bisect_left(damaged, table.start) < bisect_right(damaged, table.end)


def _span(state: State, cell: Node, name: str) -> int:
    """The number that the attribute *name* of *cell* stands for."""
    if cell.start == NO_TOKEN:
        return 1
    text = state.text(cell.start)
    if "span" not in text.lower():
        return 1
    value = next((attribute.value for attribute in parse_attributes(text) if attribute.name == name), "")
    number = _NUMBER.match(value)
    if number is None:
        return 1
    if name != "rowspan":
        return min(int(number[1]), _WIDEST) or 1
    return min(int(number[1]), _TALLEST)


def _clip(state: State, cell: Node, name: str, to: int) -> None:
    """Write *to* into the attribute *name* of *cell*, if it says more."""
    if _span(state, cell, name) <= to or not (to or name == "colspan"):
        return
    text = state.text(cell.start)
    attribute = next(attribute for attribute in parse_attributes(text) if attribute.name == name)
    finding = state.find("span-past-grid", f"{name}={attribute.value} reaches past the cells there are; it is {to}")
    new = f'{text[: attribute.start]}{name}="{to}"{text[attribute.end :]}'
    state.rewritten[cell.start] = (new, finding)
