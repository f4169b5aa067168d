"""终止: on which grounds of its regime a case may come to an end now, without a decision."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongban.cases.models import Case
from tongban.cases.queries.ruling import regime_of
from tongban.duties import api as duties

# What is a failing of the applicant is one only when their own time is over.
AFTER = {"NOT_CORRECTED": duties.Kind.CORRECTION, "NOT_SUPPLIED": duties.Kind.DEFERRED}


def open_endings(case: Case, *, at: datetime) -> list[duties.Ground]:
    """Return the grounds on which the case may end now: those of the regime, of a missed period only after its end."""
    return [one for one in regime_of(case).endings if one.code not in AFTER or _over(AFTER[one.code], case.id, at)]


def _over(kind: duties.Kind, subject: UUID, at: datetime) -> bool:
    duty = duties.open_duty(kind, subject=subject)
    return duty is not None and duty.due_at is not None and at >= duty.due_at
