"""The door of the room: statements that are written once and that a session keeps planned."""

from __future__ import annotations

from tongban.statements.asking import Asked
from tongban.statements.keeping import fetch
from tongban.statements.writing import insert, insert_once, together, update

__all__ = ["Asked", "fetch", "insert", "insert_once", "together", "update"]
