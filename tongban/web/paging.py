"""Pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tongban.web.request import Request

FURTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list that is in memory already."""

    rows: Sequence[object]
    number: int
    pages: int
    total: int


def page_number(request: Request) -> int:
    """Return the page asked for; the first when it is no number."""
    asked = request.GET.get("page", "")
    return min(int(asked), FURTHEST) if asked.isascii() and asked.isdigit() and int(asked) else 1


def cut(rows: Sequence[object], *, number: int, size: int = 20) -> Slice:
    """Return one page of the rows; the last one when the number is beyond it."""
    pages = max(1, -(-len(rows) // size))
    number = min(number, pages)
    return Slice(rows[(number - 1) * size : number * size], number, pages, len(rows))
