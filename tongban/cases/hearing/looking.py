"""What the desk and the applicant see of whom was told: staff all of it, the applicant only what concerns them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases.hearing import presiding, reading
from tongban.cases.models import Case
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger


@dataclass(frozen=True, slots=True)
class Heard:
    """Who was told in a case with what they said, and how the hearing stands."""

    told: tuple[reading.Told, ...]
    hearing: reading.Held


def read_heard(case: Case, *, by: Actor, at: datetime) -> Heard | None:
    """Return whom a case was told of, for staff who were let in, and record whose names were shown; None for nobody."""
    hearing = reading.hearing_of(case)
    if hearing is None:
        return None
    rows = reading.told_list(case, at=at)
    known = tuple(case.told.filter(applicant=False, party__isnull=False).values_list("party", flat=True))
    if known:
        ledger.note_reading(
            at=at,
            actor=by,
            kind="case",
            subject=case.pk,
            about=known,
            purpose=ledger.Purpose.HANDLING,
            facts={"part": "told"},
        )
    return Heard(tuple(rows), reading.held_of(hearing))


def could_preside(case: Case, *, by: Actor, at: datetime) -> dict[UUID, str]:
    """Return which colleagues may preside over the hearing of a case, with their names, for whoever calls it."""
    return presiding.bench(case, by=by, at=at).free


def of_applicant(case: Case, *, at: datetime) -> Heard | None:
    """Return what the applicant was told of the right to a hearing, and how it stands; nothing of who else was told."""
    hearing = reading.hearing_of(case)
    if hearing is None:
        return None
    own = [row for row in reading.told_list(case, at=at) if row.applicant]
    return Heard(tuple(own), reading.held_of(hearing))
