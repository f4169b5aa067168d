"""Pages of a list."""

from __future__ import annotations

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
    total = found.count()
    pages = max(1, -(-total // size))
    number = min(number, pages)
    return Slice(list(found[(number - 1) * size : number * size]), number, pages, total)
