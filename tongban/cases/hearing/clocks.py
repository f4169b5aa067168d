"""The clocks of who was told: theirs, on the row of each. Mechanisms: the verb of the case writes the entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tongban.cases.hearing.tables import ToldParty
from tongban.duties import api as duties

OF_THE_TOLD = (duties.Kind.VIEWS, duties.Kind.HEARING_ASK)
GROUND = "HEARING"
"""The code of the special procedure that a hearing is (行政许可法45)."""


def begin(row: ToldParty, limits: duties.Hearing, *, at: datetime) -> None:
    """Let the time begin in which somebody may say what they think and ask for a hearing; a closure lengthens it."""
    kinds = {duties.Kind.HEARING_ASK: limits.ask}
    if not row.applicant:
        kinds[duties.Kind.VIEWS] = limits.views
    for kind, limit in kinds.items():
        duties.start(
            kind=kind,
            subject_kind="case_told",
            subject=row.pk,
            owed_by=f"party:{row.party_id or row.pk}",
            owed_to=f"department:{row.case.department_id}",
            event="case.tell_interested",
            event_at=at,
            limit=limit,
            at=at,
            department=row.case.department_id,
            region=row.case.region_id,
        )


def drop(rows: Iterable[ToldParty], *, at: datetime) -> None:
    """End the times of a case that has ended; nobody has to answer any more."""
    for row in rows:
        duties.lift(kinds=OF_THE_TOLD, subject=row.pk, at=at)


def runs(kind: duties.Kind, row: ToldParty, *, at: datetime) -> bool:
    """Tell whether a time of somebody who was told still runs."""
    duty = duties.open_duty(kind, subject=row.pk)
    return duty is not None and (duty.due_at is None or at < duty.due_at)
