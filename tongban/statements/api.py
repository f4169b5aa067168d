"""The door of the room: statements that are written once and that a session keeps planned."""

from __future__ import annotations

from tongban.statements.asking import Asked, Written, among
from tongban.statements.keeping import alone, fetch
from tongban.statements.lanes import Lanes
from tongban.statements.rows import Rows
from tongban.statements.writing import insert, insert_all, insert_once, together, update, update_all, write

__all__ = [
    "Asked",
    "Lanes",
    "Rows",
    "Written",
    "alone",
    "among",
    "fetch",
    "insert",
    "insert_all",
    "insert_once",
    "together",
    "update",
    "update_all",
    "write",
]
