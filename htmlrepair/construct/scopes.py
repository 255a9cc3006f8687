"""The cell and the list that a tag stands in, before any tree is built: tags of one element stand in the same one.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#the-stack-of-open-elements
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from htmlrepair.knowledge.elements import CELLS, ELEMENTS, LISTS

__all__ = ["Scopes"]

_CELLS: Final = CELLS | {"caption"}


@dataclass(slots=True)
class _Table:
    """An open table, or the document around all of them; it and its cells each have a number of their own."""

    number: int
    cell: int
    """The cell that began last; the table itself without one."""
    is_in_cell: bool = False
    """Whether this cell has not ended yet."""
    lists: list[int] = field(default_factory=list)
    """The lists that are open in it, innermost last."""


class Scopes:
    """Where the next tag stands, each cell and list known by a number of its own."""

    __slots__ = ("_serial", "_tables")

    def __init__(self) -> None:
        self._serial = 0
        self._tables = [_Table(0, 0)]

    @property
    def cell(self) -> int:
        """The cell that began last in the innermost table."""
        return self._tables[-1].cell

    @property
    def list(self) -> int:
        """The innermost list, or the cell without one."""
        table = self._tables[-1]
        return table.lists[-1] if table.lists else table.cell

    @property
    def around_list(self) -> int:
        """The list, or the cell, around the innermost list."""
        table = self._tables[-1]
        return table.lists[-2] if len(table.lists) > 1 else table.cell

    def of(self, name: str) -> int:
        """The scope that both tags of an element *name* stand in; elements of no such name in HTML may hold cells."""
        if name == "li":
            return self.list
        table = self._tables[-1]
        return table.cell if name in ELEMENTS or table.is_in_cell else table.number

    def note(self, name: str, *, is_start: bool) -> None:
        """Note a tag that may begin or end a scope."""
        table = self._tables[-1]
        if name in LISTS:
            if is_start:
                table.lists.append(self._next())
            elif table.lists:
                table.lists.pop()
        elif name == "table" and is_start:
            number = self._next()
            self._tables.append(_Table(number, number))
        elif name == "table" and len(self._tables) > 1:
            self._tables.pop()
        elif name in _CELLS and is_start:
            table.cell, table.is_in_cell, table.lists = self._next(), True, []
        elif name == "table" or name in _CELLS:
            table.is_in_cell = False

    def _next(self) -> int:
        self._serial += 1
        return self._serial
