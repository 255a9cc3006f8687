"""Parts of tables that stand in no table: they get one, or go on with the one that ended before them.

A browser drops such tags, and their cells run together.

Spec: https://html.spec.whatwg.org/multipage/tables.html#the-table-element
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from htmlrepair.construct import lists, paragraphs
from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node
from htmlrepair.knowledge.elements import CELLS, HEADINGS, ROW_GROUPS

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = ["cell_end", "enter_row", "part"]

_IN_ROW_GROUP: Final = CELLS | {"tr"}


def part(state: State) -> bool:
    """The start tag of a table part, in no table."""
    if "table-part-without-table" not in state.codes:
        state.stray()
        return False
    paragraphs.end_unclosed(state)
    state.close_paragraph()
    lists.prepare(state, "table")
    if state.stack.current.name in HEADINGS:  # which holds no table
        state.pop_unclosed()
    before = paragraphs.last_shown(state, state.stack.current)
    if before is not None and before.name == "table":
        finding = state.find("table-closed-early", f"{state.shown} goes on with the table that ended before it")
        state.reopen(before, finding)
        group = paragraphs.last_shown(state, before)
        if state.name in _IN_ROW_GROUP and group is not None and group.name in ROW_GROUPS:
            state.reopen(group, finding)
    else:
        state.imply("table", state.find("table-part-without-table", f"{state.shown} is in no table"))
    state.reset_mode()
    return True


def cell_end(state: State) -> bool:
    """The end tag of a cell, in no table: the text before it is the cell."""
    parent = state.stack.current
    run = paragraphs.trailing_run(state, parent) or paragraphs.wrapped(state, parent)
    if run is None or "missing-start-tag" not in state.codes or not paragraphs.holds_paragraphs(parent):
        state.stray()
        return False
    finding = state.find("missing-start-tag", f"{state.shown} ends a cell without a start tag")
    cell = paragraphs.wrap_run(state, state.name, run, finding)
    before = paragraphs.shown_before(state, cell)
    if before is not None and before.name == "table":
        group = paragraphs.last_shown(state, before)
        state.reopen(before, finding)
        if group is not None and group.name in ROW_GROUPS:
            state.reopen(group, finding)
    else:
        table = Node("table", NO_TOKEN, finding)
        cell.insert_before(table)
        state.tables.append(table)
        state.stack.push(table)
    enter_row(state, finding)
    state.stack.current.append(cell)
    state.reset_mode()
    return False


def enter_row(state: State, finding: Finding) -> None:
    """Make the current node, a table or a part of one, a row: the last there, or a new one.

    A row that a tag has ended is left alone, unless it is empty.
    """
    current = state.stack.current
    if current.name == "table":
        state.imply("tbody")
        current = state.stack.current
    if current.name in ROW_GROUPS:
        row = current.last
        while row is not None and row.name != "tr":
            row = row.previous
        if row is not None and (row.end == NO_TOKEN or row.first is None):
            state.reopen(row, finding)
        else:
            state.imply("tr", finding)
