"""The rows of a table: how a cell is called, and how rows come out of what a browser posts.

A cell is ``members[2].name``: the column ``name`` of the second row of ``members``, counted as people count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_CELL = re.compile(r"([a-z][a-z0-9_]{0,59})\[([1-9][0-9]{0,2})\]\.([a-z][a-z0-9_]{0,59})")
_ROW = re.compile(r"([a-z][a-z0-9_]{0,59})\[([1-9][0-9]{0,2})\]")


def cell(table: str, row: int, column: str) -> str:
    """Return the name of a cell: of its input, and of a fault in it."""
    return f"{table}[{row}].{column}"


def field_of(name: str) -> str:
    """Return the field of the form to which a name belongs: the table of a cell, a field itself."""
    found = _CELL.fullmatch(name)
    return found[1] if found else name


def rows_in(table: str, posted: Mapping[str, Sequence[str]]) -> list[dict[str, Sequence[str]]]:
    """Return what was posted for a table, row by row in their order; each holds what a page of its own would."""
    rows: dict[int, dict[str, Sequence[str]]] = {}
    for name, values in posted.items():
        found = _CELL.fullmatch(name)
        if found and found[1] == table:
            rows.setdefault(int(found[2]), {})[found[3]] = values
    return [rows[number] for number in sorted(rows)]


def without(row: str, posted: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return what was posted without one row, such as ``members[2]``; anything else takes nothing away."""
    head = f"{row}." if _ROW.fullmatch(row) else None
    return {name: values for name, values in posted.items() if head is None or not name.startswith(head)}
