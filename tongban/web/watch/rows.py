"""Running limits in words, for the list and for the spreadsheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.orgs import api as orgs


@dataclass(frozen=True, slots=True)
class Row:
    """A running limit in words: of what, who owes it, and how it looks."""

    clock: duties.Clock
    department: str
    number: str
    what: str


def rows_of(actor: Actor, found: Collection[duties.Watched]) -> list[Row]:
    """Return the limits with the names of departments, and of the cases that the actor may reach."""
    names = {one.code: one.name for one in orgs.departments()}
    of_cases = cases.headings(actor, [one.duty.subject for one in found if one.duty.subject_kind == "case"])
    of_steps = cases.step_headings(actor, [one.duty.subject for one in found if one.duty.subject_kind == "case_step"])
    said = [one.duty.subject for one in found if one.duty.subject_kind == "case_complaint"]
    known = of_cases | of_steps | complaints.complaint_headings(actor, said)
    return [_row(one, names, known) for one in found]


def _row(one: duties.Watched, names: dict[str, str], of_cases: dict[UUID, tuple[str, str]]) -> Row:
    number, what = of_cases.get(one.duty.subject, ("", ""))
    return Row(one.clock, names.get(one.duty.department, ""), number, what)
