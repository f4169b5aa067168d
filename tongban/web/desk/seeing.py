"""How a case stood on the page that is acted by: what came in since is read before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict

from tongban.cases import api as cases

MARK = "@"


def seen_of(post: QueryDict) -> datetime | None:
    """Return how the case stood on the page that is decided by, as the page says; None where it says nothing."""
    return _moment(post.get("seen", ""))


def mark_of(case: cases.Case, seen: datetime | None = None) -> str:
    """Return what a line that can be ticked says: the number, and how the case stood when it was seen, or stands."""
    return f"{case.number}{MARK}{(seen or case.changed_at).isoformat()}"


def ticked(values: Iterable[str]) -> dict[str, datetime | None]:
    """Return the numbers that were ticked and how each stood then; None where the line did not say it."""
    split = (value.partition(MARK) for value in values)
    return {number.strip().upper(): _moment(seen) for number, _, seen in split if number.strip()}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
