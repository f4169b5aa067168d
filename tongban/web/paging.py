"""Pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tongban.web.request import Request

FURTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list and where it stands."""

    rows: list[Any]
    number: int
    pages: int
    total: int


def page_number(request: Request) -> int:
    """Return the page asked for; the first when it is no number."""
    asked = request.GET.get("page", "")
    return min(int(asked), FURTHEST) if asked.isascii() and asked.isdigit() and int(asked) else 1


def cut(found: QuerySet[Any], *, number: int, size: int = 20) -> Slice:
    """Return one page of what was found; the last one when the number is beyond it."""
    return _slice(found, found.count(), number, size)


def part(rows: Sequence[Any], *, number: int, size: int = 20) -> Slice:
    """Return one page of rows at hand; the last one when the number is beyond it."""
    return _slice(rows, len(rows), number, size)


def _slice(rows: QuerySet[Any] | Sequence[Any], total: int, number: int, size: int) -> Slice:
    pages = max(1, -(-total // size))
    number = min(number, pages)
    return Slice(list(rows[(number - 1) * size : number * size]), number, pages, total)
