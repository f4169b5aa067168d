"""What of each material is there when an application is taken in at a counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.cases.models import Case, Channel, Promise
from tongban.cases.queries.telling import MaterialRow, material_list
from tongban.cases.window.rules import OnPaper
from tongban.cases.window.tables import SeenPaper


@dataclass(frozen=True, slots=True)
class Checked:
    """A material of the guide with its files and what lay on the counter."""

    row: MaterialRow
    paper: OnPaper

    @property
    def missing(self) -> bool:
        """Tell whether it is needed and neither a file nor a paper nor a promise is there."""
        return self.row.missing and not self.paper.handed_in


def on_paper(case: Case) -> dict[str, OnPaper]:
    """Return what lay on the counter, by the material; nothing of what never came to one, without a query."""
    if case.channel != Channel.COUNTER:
        return {}
    rows = SeenPaper.objects.filter(case=case)
    return {one.material: OnPaper(seen=one.seen, copies=one.copies, kept=one.kept) for one in rows}


def checklist(
    case: Case, *, given: Mapping[str, Any] | None = None, made: Sequence[Promise] | None = None
) -> list[Checked]:
    """Return the materials that the answers ask for, each with what is there of it, in the order of the guide.

    ``given``, ``made``: its answers and promises, for whoever has read them already.
    """
    papers = on_paper(case)
    return [Checked(row, papers.get(row.material.id, OnPaper())) for row in material_list(case, given=given, made=made)]
