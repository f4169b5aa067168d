"""What was said of a case and answered: for the applicant in it, and for whoever answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tongban.cases.complaints import rules
from tongban.cases.complaints.errors import ComplaintNotFound, HandledByOneself
from tongban.cases.complaints.tables import About, Complaint, ComplaintFile
from tongban.cases.models import Case
from tongban.cases.queries.finding import case_for, headings, roles_of
from tongban.cases.queries.sealing import unseal
from tongban.cases.services.looking import note_look
from tongban.cases.services.owing import looked_at
from tongban.cases.states import Aside
from tongban.duties import api as duties
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

PAGE = 50
AFTERWARDS = frozenset({f"case.{Aside.COMPLAIN.lower()}", f"case.{Aside.ANSWER_COMPLAINT.lower()}", "case.archive"})


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a case, in the clear; ``answer`` is empty until there is one, ``clock`` of the answer."""

    id: UUID
    about: About
    about_name: str
    words: str
    at: datetime
    answer: str
    answered_at: datetime | None
    clock: duties.Clock | None
    files: Sequence[ComplaintFile] = ()


def may_answer(actor: Actor) -> bool:
    """Tell whether an actor has a post that answers."""
    return any(map(actor.holds, rules.ANSWERING))


def said_of(case: Case, *, at: datetime, until: datetime | None = None) -> list[Said]:
    """Return what was said of a case by its applicant, the oldest first; ``until``: as it stood at a moment."""
    rows = case.complaints.order_by("at", "id")
    return told(list(rows.filter(at__lte=until) if until else rows), at=at)


def sayable(said: Collection[Said]) -> list[About]:
    """Return what can be said of a case of which this was said: no sort that waits for an answer, none past MOST."""
    waits = {one.about for one in said if one.answered_at is None}
    return [] if len(said) >= rules.MOST else [about for about in About if about not in waits]


def told(rows: Collection[Complaint], *, at: datetime) -> list[Said]:
    """Return them in the clear, for who was let in."""
    clocks = duties.clocks_of([row.pk for row in rows], at=at) if rows else {}
    held: dict[UUID, list[ComplaintFile]] = {}
    for one in ComplaintFile.objects.filter(complaint__in=rows).select_related("file").order_by("id") if rows else ():
        held.setdefault(one.complaint_id, []).append(one)
    return [_said(row, next(iter(clocks.get(row.pk, ())), None), held.get(row.pk, ())) for row in rows]


def _said(row: Complaint, clock: duties.Clock | None, held: Sequence[ComplaintFile]) -> Said:
    return Said(
        id=row.pk,
        about=About(row.about),
        about_name=row.get_about_display(),
        words=unseal(row.case_id, bytes(row.words))["text"],
        at=row.at,
        answer=unseal(row.case_id, bytes(row.answer))["text"] if row.answer is not None else "",
        answered_at=row.answered_at,
        clock=clock,
        files=held,
    )


def waiting(actor: Actor, *, answered: bool = False, at: datetime) -> list[tuple[Complaint, duties.Clock | None]]:
    """Return a page of what waits for an answer within reach, the oldest first; or of what was answered, the latest."""
    rows = _reached(actor).filter(answered_at__isnull=not answered).order_by("-answered_at" if answered else "at", "id")
    named = rows.select_related("case", "department", "applicant")
    found = list(named.defer("case__answers", "words", "answer")[:PAGE])
    clocks = duties.clocks_of([row.pk for row in found], at=at) if found else {}
    return [(row, next(iter(clocks.get(row.pk, ())), None)) for row in found]


def _reached(actor: Actor) -> QuerySet[Complaint]:
    return Complaint.objects.filter(identity.granted(rules.REACH, actor))


def complaint_for(actor: Actor, key: UUID) -> Complaint:
    """Return one within reach; ComplaintNotFound for every other."""
    row = _reached(actor).select_related("case", "department", "applicant").filter(pk=key).first()
    if row is None:
        raise ComplaintNotFound
    return row


def read_complaint(*, complaint: UUID, by: Actor, at: datetime) -> tuple[Complaint, Said]:
    """Return what somebody said, in the clear, for whoever answers; a look is an entry.

    Of a complaint about what one handled oneself neither words nor files: others answer it, and nobody who complains
    has to fear whom they complain about.
    """
    row = complaint_for(by, complaint)
    looked_at(row.case, "complaint", by=by, at=at)
    (said,) = told([row], at=at)
    return row, replace(said, words="", files=()) if own_work(row, by) else said


def read_complaint_file(*, complaint: UUID, row: UUID, by: Actor, at: datetime) -> str:
    """Return a short-lived handle for a file of what somebody said, for whoever answers; a look is an entry.

    HandledByOneself as for answering it.
    """
    found = complaint_for(by, complaint)
    if own_work(found, by):
        raise HandledByOneself
    handle = _handle(found.files.filter(pk=row), at)
    looked_at(found.case, "complaint.file", by=by, at=at)
    return handle


def read_own(*, number: str, by: Actor, at: datetime) -> list[Said]:
    """Return what was said of a case, for its applicant and whoever acts for them, whose look may be an entry.

    NotAllowed for staff, who read it where they answer; CaseNotFound outside of one's reach.
    """
    case = case_for(by, number)
    if Role.APPLICANT not in roles_of(by, case):
        raise NotAllowed
    note_look(case, by, at, part="complaint")
    return said_of(case, at=at)


def read_own_file(*, number: str, row: UUID, by: Actor, at: datetime) -> str:
    """Return the same for the applicant and whoever acts for them; ComplaintNotFound for all staff."""
    case = case_for(by, number)
    if Role.APPLICANT not in roles_of(by, case):
        raise ComplaintNotFound
    handle = _handle(ComplaintFile.objects.filter(complaint__case=case, pk=row), at)
    note_look(case, by, at, part="complaint.file")
    return handle


def _handle(rows: QuerySet[ComplaintFile], at: datetime) -> str:
    found = rows.first()
    if found is None:
        raise ComplaintNotFound
    return files.handle(found.file_id, at=at)


def own_work(complaint: Complaint, by: Actor) -> bool:
    """Tell whether this is a complaint about what an actor handled, which others answer (HandledByOneself)."""
    return complaint.about == About.COMPLAINT and by.id in handled(complaint.case)


def handled(case: Case) -> set[UUID]:
    """Return the accounts of staff that handled a case: whoever did anything in it, as the record says.

    Answering what was said of it, and filing it when it was over, is none of what can be complained about.
    """
    done = ledger.changes(kind="case", subject=case.pk)
    return {one.actor_id for one in done if one.actor_kind == ActorKind.STAFF and one.verb not in AFTERWARDS}


def own_complaints(case: Case, by: Actor) -> list[UUID]:
    """Return what was complained about in a case that somebody handled themselves; nothing for everybody else."""
    rows = case.complaints.filter(about=About.COMPLAINT).values_list("pk", flat=True)
    return list(rows) if by.id in handled(case) else []


def complaint_headings(actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return number and item of the cases that these are about, by the complaint, as far as the actor reaches them."""
    rows = dict(_reached(actor).filter(pk__in=ids).values_list("pk", "case_id")) if ids else {}
    named = headings(actor, set(rows.values())) if rows else {}
    return {key: named[case] for key, case in rows.items() if case in named}
