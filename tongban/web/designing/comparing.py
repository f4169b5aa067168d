"""Holding an answer against others: rows to choose how and against what, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.web.fields import Choice
from tongban.web.request import Request

HEAD, TODAY = "compare.", "="
"""``=`` is the day of submission: no question is called that."""
SPARE = 2
Chosen = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Comparer:
    """What is drawn: how an answer can be compared, against what, and the rows chosen, some blank ones at the end."""

    relations: Sequence[Choice]
    others: Sequence[Choice]
    rows: Sequence[Chosen]
    chosen: int


def comparer(form: catalog.Form, name: str, given: object) -> Comparer | None:
    """Return what a question can be compared with and is, by the words of the form language; None for nothing."""
    relations = [Choice(one.value, words) for one, words in designing.relations(form, name)]
    rows = [_row(one) for one in given if isinstance(one, Mapping)] if isinstance(given, Sequence) else []
    if not relations and not rows:
        return None
    today = [Choice(TODAY, "提交申请的当天")] if len(relations) > 1 else []
    others = [*today, *(Choice(key, f"“{label}”") for key, label in designing.against(form, name))]
    known = {"", *(one.value for one in others)}
    others += [Choice(to, to) for _, to, _ in rows if to not in known]  # what does not fit is shown, not lost
    blank: list[Chosen] = [("", "", "")] * min(SPARE, max(designing.MOST_COMPARED - len(rows), 0))
    return Comparer(relations, others, [*rows, *blank], len(rows))


def compared(request: Request) -> list[dict[str, Any]] | None:
    """Return what was chosen, row by row; None for nothing. A working day is held against nothing else."""
    lists = [request.POST.getlist(f"{HEAD}{part}") for part in ("is", "to", "message")]
    found = [_said(how, to, message.strip()) for how, to, message in zip(*lists, strict=False) if how]
    return found or None


def _said(how: str, to: str, message: str) -> dict[str, Any]:
    to = "" if how == catalog.Relation.WORKING_DAY else to
    other: dict[str, Any] = {"today": True} if to == TODAY else {"field": to} if to else {}
    return {"is": how, **other, **({"message": message} if message else {})}


def _row(one: Mapping[str, Any]) -> Chosen:
    return (
        str(one.get("is", "")),
        TODAY if one.get("today") else str(one.get("field") or ""),
        str(one.get("message") or ""),
    )
