"""The insertion modes inside tables.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-intable
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from htmlrepair.construct import body, forms
from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node
from htmlrepair.construct.orphans import enter_row
from htmlrepair.construct.paragraphs import last_shown
from htmlrepair.construct.stack import Mark
from htmlrepair.construct.state import Mode, State
from htmlrepair.knowledge.elements import BLOCK_ELEMENTS, CELLS, HEADINGS, ROW_GROUPS, TABLE_PARTS
from htmlrepair.tokens import StartTag

__all__ = [
    "caption_end_tag",
    "caption_start_tag",
    "cell_end_tag",
    "cell_start_tag",
    "column_group_end_tag",
    "column_group_start_tag",
    "column_group_text",
    "row_end_tag",
    "row_start_tag",
    "table_body_end_tag",
    "table_body_start_tag",
    "table_end_tag",
    "table_start_tag",
    "table_text",
]

_BLOCKS: Final = BLOCK_ELEMENTS | HEADINGS
_IN_TABLE: Final = ROW_GROUPS | {"tr"}
_DEEPEST: Final = 512
"""Further away no element is looked for, for the sake of time."""
_CELL_LIKE: Final = CELLS | {"caption"}
_CELL_OR_TABLE: Final = _CELL_LIKE | {"table"}
_TABLE: Final = frozenset({"table"})
_DOCUMENT: Final = frozenset({"body", "html"})
_ROW_PARTS: Final = CELLS | {"tr"}
_ENDS_ROW: Final = TABLE_PARTS - CELLS
_ENDS_ROW_GROUP: Final = TABLE_PARTS - _ROW_PARTS
_IN_ROW_GROUP_ALREADY: Final = ROW_GROUPS | {"table"}
_IN_ROW_ALREADY: Final = _IN_ROW_GROUP_ALREADY | {"tr"}


# In table (#parsing-main-intable)


def table_text(state: State) -> bool:
    """Text directly in a table, a row group or a row (#parsing-main-intabletext)."""
    if state.is_run_space:
        state.leaf()
        return False
    return _foster(state, body.text)


def table_start_tag(state: State) -> bool:
    """A start tag directly in a table."""
    name = state.name
    if name in TABLE_PARTS:
        state.fostered.clear()
        state.clear_to({"table"})
        if name == "caption":
            state.formatting.mark()
            state.insert()
            state.mode = Mode.IN_CAPTION
        elif name == "colgroup":
            state.insert()
            state.mode = Mode.IN_COLUMN_GROUP
        elif name == "col":
            state.imply("colgroup")
            state.mode = Mode.IN_COLUMN_GROUP
            return True
        elif name in ROW_GROUPS:
            state.insert()
            state.mode = Mode.IN_TABLE_BODY
        else:
            state.imply("tbody")
            state.mode = Mode.IN_TABLE_BODY
            return True
        return False
    if name == "table":
        _close_table(state)
        return True
    if name in ("script", "template"):
        body.insert_metadata(state)
        return False
    if name == "style" or _is_hidden_field(state.tag):
        _hidden(state)
        return False
    if name == "form":
        forms.start_tag_in_table(state)
        return False
    if name in _BLOCKS and "unclosed-table" in state.codes and _is_over(state):
        _close_table(state, state.find("unclosed-table", f"the table has no end tag and ends before {state.shown}"))
        return True
    return _foster(state, body.start_tag)


def _is_hidden_field(token: StartTag) -> bool:
    return token.name == "input" and any(a.name == "type" and a.value.lower() == "hidden" for a in token.attributes)


def _hidden(state: State) -> None:
    """What shows nothing and browsers leave in the table, where it may not stand; it goes before it.

    Not a field where a form stands in the table, of which it would no longer be. It stays out of a form that has ended.
    """
    table = state.stack.nodes[state.stack.depth("table")]
    is_field = state.name == "input"
    state.is_fostering = "hidden-table-content" in state.codes and not (is_field and table is state.shared_table)
    if is_field:
        node = state.insert_void()
        if state.form is None and node.parent is not None and node.parent.name == "form":
            node.parent.insert_before(node)
    else:
        body.insert_metadata(state)
        node = state.stack.current
    state.is_fostering = False
    if node.finding is not None:
        node.finding.code = "hidden-table-content"
        node.finding.message = f"{state.shown} stands in a table, but in no cell of it"


def _is_over(state: State) -> bool:
    """Whether the table has rows, no empty one last, and nothing more of it comes, not even its end tag."""
    table, current = state.stack.nodes[state.stack.depth("table")], state.stack.current
    is_empty = table.last is None or (current.name == "tr" and current.last is None)
    if table.start == NO_TOKEN or is_empty:
        return False
    return not state.goes_on(TABLE_PARTS, _TABLE)


def _ends_cell_around(state: State) -> bool:
    """Whether the end tag of a cell ends the one that the table stands in, since a table lacks its end tag."""
    depth = state.stack.depth("table")
    table = state.stack.nodes[depth]
    if "unclosed-table" not in state.codes or table.start == NO_TOKEN or table.last is None:
        return False
    before = reversed(state.stack.nodes[max(0, depth - _DEEPEST) : depth])
    around = next((node.name for node in before if node.name in _CELL_OR_TABLE), "")
    return around == state.name and state.extents_of(TABLE_PARTS, _TABLE).lacking > 0


def table_end_tag(state: State) -> bool:
    """An end tag directly in a table."""
    name = state.name
    if name == "table":
        _close_table(state)
    elif name in CELLS and state.fostered and "missing-start-tag" in state.codes:
        _cell_of_fostered(state)
    elif name == "caption" and _begins_with_fostered(state):
        _caption_of_fostered(state)
    elif name in CELLS and _ends_cell_around(state):
        state.extents_of(TABLE_PARTS, _TABLE).lacking -= 1
        _close_table(state, state.find("unclosed-table", f"the table has no end tag and ends before {state.shown}"))
        return True
    elif name in TABLE_PARTS or name in _DOCUMENT:
        state.stray()
    else:
        return _foster(state, body.end_tag)
    return False


def _close_table(state: State, reason: Finding | None = None) -> None:
    state.fostered.clear()
    while reason is not None and state.stack.current.name in _IN_TABLE:
        state.pop_implied()
    state.clear_to({"table"})
    if state.name == "table" and not isinstance(state.token, StartTag):
        state.pop_matched()
    else:
        table = state.pop_unclosed(reason)
        if reason is not None:
            state.leave_space(table)
    if state.stack.current.name == "form" and state.stack.current.end != NO_TOKEN:
        state.stack.pop()  # it went round the table, in which it has ended
    state.reset_mode()


def _foster(state: State, process: body.Handler) -> bool:
    """Process the token as in the body, but what it inserts stands before the table (#foster-parent).

    A table that was made for its parts ends instead.
    """
    depth = state.stack.depth("table")
    table = state.stack.nodes[depth]
    if table.start == NO_TOKEN and state.stack.current.name in _IN_ROW_ALREADY:
        if process is body.end_tag and not _is_open_around(state, depth):
            state.stray()
            return False
        _end_implied_table(state, table)
        return True
    state.is_fostering = True
    again = process(state)
    state.is_fostering = False
    return again


def _end_implied_table(state: State, table: Node) -> None:
    """End *table*, which was made for its parts, before the current token."""
    while state.stack.current is not table:
        if state.stack.current.name in TABLE_PARTS:
            state.pop_implied()
        else:
            state.pop_unclosed()
    state.leave_space(state.pop_unclosed())
    state.reset_mode()


def _is_open_around(state: State, depth: int) -> bool:
    """Whether an element with the name of the current end tag is open around the table at *depth*, in the same cell."""
    if state.stack.depth(state.name) < 0:
        return False
    for node in reversed(state.stack.nodes[max(0, depth - _DEEPEST) : depth]):
        if node.name == state.name:
            return True
        if node.name in _CELL_LIKE:
            return False
    return False


def _cell_of_fostered(state: State) -> None:
    """The end tag of a cell: what was foster-parented since the last tag of the table is the cell."""
    state.clear_to(_IN_ROW_ALREADY)
    finding = state.find("missing-start-tag", f"{state.shown} ends a cell without a start tag")
    enter_row(state, finding)
    _take_fostered(state, finding)
    state.mode = Mode.IN_ROW


def _begins_with_fostered(state: State) -> bool:
    """Whether the table holds nothing yet, and something was foster-parented."""
    if not state.fostered or "missing-start-tag" not in state.codes:
        return False
    children = state.stack.nodes[state.stack.depth("table")].children
    return all(node.is_leaf for node in islice(children, _DEEPEST))


def _caption_of_fostered(state: State) -> None:
    """The end tag of a caption: what was foster-parented since the start tag of the table is the caption."""
    state.clear_to({"table"})
    _take_fostered(state, state.find("missing-start-tag", f"{state.shown} ends a caption without a start tag"))


def _take_fostered(state: State, finding: Finding) -> None:
    """Put what was foster-parented since the last tag of the table into an element, which the current end tag ends."""
    element = Node(state.name, NO_TOKEN, finding)
    element.end = state.place
    state.stack.current.append(element)
    for node in state.fostered:
        state.unfind(node)
        element.append(node)
    state.fostered.clear()


# In caption (#parsing-main-incaption)


def caption_start_tag(state: State) -> bool:
    """A start tag in a caption."""
    if state.name in TABLE_PARTS:
        _close_caption(state)
        return True
    return body.start_tag(state)


def caption_end_tag(state: State) -> bool:
    """An end tag in a caption."""
    name = state.name
    if name == "caption":
        _close_caption(state)
    elif name == "table":
        _close_caption(state)
        return True
    elif name in TABLE_PARTS or name in _DOCUMENT:
        state.stray()
    else:
        return body.end_tag(state)
    return False


def _close_caption(state: State) -> None:
    state.close("caption")
    state.formatting.clear_to_marker()
    state.mode = Mode.IN_TABLE


# In column group (#parsing-main-incolgroup)


def column_group_text(state: State) -> bool:
    """Text in a column group."""
    state.leaf_space()
    return not state.is_placed and _leave_column_group(state)


def column_group_start_tag(state: State) -> bool:
    """A start tag in a column group."""
    if state.name == "col":
        state.insert_void()
        return False
    if state.name == "template":
        body.insert_metadata(state)
        return False
    if state.name == "html":
        return body.start_tag(state)
    return _leave_column_group(state)


def column_group_end_tag(state: State) -> bool:
    """An end tag in a column group."""
    if state.name == "colgroup":
        state.pop_matched()
        state.mode = Mode.IN_TABLE
        return False
    if state.name == "col":
        state.stray()
        return False
    return _leave_column_group(state)


def _leave_column_group(state: State) -> bool:
    state.pop_implied()
    state.mode = Mode.IN_TABLE
    return True


# In table body (#parsing-main-intbody)


def table_body_start_tag(state: State) -> bool:
    """A start tag directly in a row group."""
    name = state.name
    if name in _ROW_PARTS:
        state.fostered.clear()
        state.clear_to(ROW_GROUPS)
        if name == "tr":
            state.insert()
        else:
            _enter_row(state)
        state.mode = Mode.IN_ROW
        return name != "tr"
    if name in _ENDS_ROW_GROUP:
        return _leave_row_group(state)
    return table_start_tag(state)


def _enter_row(state: State) -> None:
    """Make the current node, a row group, a row for the cell that starts: the empty one before it, or a new one."""
    before = last_shown(state, state.stack.current)
    is_empty = before is not None and before.name == "tr" and last_shown(state, before) is None
    if before is not None and is_empty and "table-closed-early" in state.codes:
        state.reopen(
            before, state.find("table-closed-early", f"{state.shown} goes on with the row that ended before it")
        )
    else:
        state.imply("tr", state.find("cell-without-row", f"{state.shown} is in no row"))


def table_body_end_tag(state: State) -> bool:
    """An end tag directly in a row group."""
    name = state.name
    if name in ROW_GROUPS:
        if not _may_end_part(state):
            state.stray()
            return False
        state.fostered.clear()
        state.clear_to(ROW_GROUPS)
        if state.stack.current.name != name:
            state.rename(name)
        state.pop_matched()
        state.mode = Mode.IN_TABLE
        return False
    if name == "table":
        return _leave_row_group(state)
    if name == "tr":
        state.stray()
        return False
    return table_end_tag(state)


def _may_end_part(state: State) -> bool:
    """Whether the current end tag of a table, row or row group ends one that is open."""
    return state.stack.has(state.name, Mark.TABLE_SCOPE) or (state.name in ROW_GROUPS and state.is_implied_group)


def _leave_row_group(state: State) -> bool:
    state.fostered.clear()
    state.clear_to(ROW_GROUPS)
    state.pop_implied()
    state.mode = Mode.IN_TABLE
    return True


# In row (#parsing-main-intr)


def row_start_tag(state: State) -> bool:
    """A start tag directly in a row."""
    name = state.name
    if name in CELLS:
        state.fostered.clear()
        state.clear_to({"tr"})
        state.insert()
        state.formatting.mark()
        state.mode = Mode.IN_CELL
        return False
    if name in _ENDS_ROW:
        return _leave_row(state)
    return table_start_tag(state)


def row_end_tag(state: State) -> bool:
    """An end tag directly in a row."""
    name = state.name
    if name == "tr":
        state.fostered.clear()
        state.clear_to({"tr"})
        state.pop_matched()
        state.mode = Mode.IN_TABLE_BODY
        return False
    if name in ROW_GROUPS and not _may_end_part(state):
        state.stray()
        return False
    if name == "table" or name in ROW_GROUPS:
        return _leave_row(state)
    return table_end_tag(state)


def _leave_row(state: State) -> bool:
    state.fostered.clear()
    state.clear_to({"tr"})
    state.pop_implied()
    state.mode = Mode.IN_TABLE_BODY
    return True


# In cell (#parsing-main-intd)


def cell_start_tag(state: State) -> bool:
    """A start tag in a cell."""
    if state.name in TABLE_PARTS:
        _close_cell(state)
        return True
    return body.start_tag(state)


def cell_end_tag(state: State) -> bool:
    """An end tag in a cell."""
    name = state.name
    if name in CELLS:
        if not state.stack.has(name, Mark.TABLE_SCOPE) and "mismatched-end-tag" not in state.codes:
            state.stray()
            return False
        _close_cell(state)
    elif name in _IN_ROW_ALREADY:
        if not _may_end_part(state):
            state.stray()
            return False
        _close_cell(state)
        return True
    elif name in TABLE_PARTS or name in _DOCUMENT:
        state.stray()
    elif _ends_around_implied_table(state):
        return True
    else:
        return body.end_tag(state)
    return False


def _ends_around_implied_table(state: State) -> bool:
    """End a table that was made for its parts at the end tag of what it is in; whether it was one."""
    depth = state.stack.depth("table")
    table = state.stack.nodes[depth]
    is_inside = state.stack.depth(state.name) > depth
    if table.start != NO_TOKEN or is_inside or state.name == "p" or not _is_open_around(state, depth):
        return False
    _close_cell(state)
    _end_implied_table(state, table)
    return True


def _close_cell(state: State) -> None:
    state.close("td", "th")
    state.formatting.clear_to_marker()
    state.mode = Mode.IN_ROW
