"""提意见、投诉, and answering: neither changes the case, and the clock of the answer is its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.cases import policy, queries, rules
from tongban.cases.complaints import reading
from tongban.cases.complaints.errors import AnsweredBefore, NotAbout, SaidAlready
from tongban.cases.complaints.rules import refuse_to_answer, refuse_to_say
from tongban.cases.complaints.tables import About, Complaint, ComplaintFile
from tongban.cases.errors import NeedsReason
from tongban.cases.models import Case
from tongban.cases.queries import sealing
from tongban.cases.services.adding import enclosed
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import lock, note, tell
from tongban.cases.states import Aside
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.kernel.limits import Unit
from tongban.ledger import api as ledger

BASIS = "BXT.6,GZGF.7"
SUBJECT_KIND = "case_complaint"


@transaction.atomic
def complain(*, number: str, about: str, words: str, by: Actor, at: datetime, uploads: Sequence[Upload] = ()) -> UUID:
    """Say of a case what should be better (意见) or went wrong (投诉), to the department and its supervisors.

    ``about``: an ``About``; ``uploads``: what shows it. For the applicant and whoever acts for them in it. It changes
    nothing of the case; the answer is owed within the days of the policy. SaidAlready while the last of the same sort
    was not answered; a refusal of a file names it.
    """
    case = lock(number, actor=by, at=at)
    if Role.APPLICANT not in queries.roles_of(by, case):
        raise NotAllowed
    if about not in About:
        raise NotAbout(field="about")
    refuse_to_say(case.state, before=case.complaints.count(), files=len(uploads))
    if not words.strip():
        raise NeedsReason("请写明您的意见，或者您要投诉的事情。", field="words")
    text = rules.reason(words, field="words")
    row = _said(case, about, text, by, at)
    for upload in uploads:
        ComplaintFile.objects.create(id=uuid7(at), complaint=row, file=enclosed(upload, by=by, at=at))
    _owe(row, at)
    _note(row, Aside.COMPLAIN, by, at, {"about": about} | ({"files": len(uploads)} if uploads else {}))
    return row.pk


@transaction.atomic
def answer_complaint(*, complaint: UUID, answer: str, by: Actor, at: datetime) -> Complaint:
    """Answer what an applicant said, who is told; for whoever decides there or supervises.

    HandledByOneself for a complaint about what one handled oneself: nobody judges their own work. AnsweredBefore the
    second time, ComplaintNotFound outside of one's reach.
    """
    reading.complaint_for(by, complaint)
    row = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint)
    if row.answered_at is not None:
        raise AnsweredBefore
    case = Case.objects.whole().get(pk=row.case_id)
    refuse_to_answer(by.id, handled=reading.handled(case), complaint=row.about == About.COMPLAINT)
    row.answer = sealing.seal(case.pk, {"text": rules.reason(answer, field="answer")})
    row.answered_by, row.answered_at = by.id, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    duties.meet(kinds=(duties.Kind.COMPLAINT,), subject=row.pk, at=at)
    _note(row, Aside.ANSWER_COMPLAINT, by, at, {"about": row.about})
    tell(case, "case.complaint_answered", at=at)
    return row


def _said(case: Case, about: str, text: str, by: Actor, at: datetime) -> Complaint:
    row = Complaint(
        id=uuid7(at),
        case=case,
        department_id=case.department_id,
        region_id=case.region_id,
        applicant_id=case.applicant_id,
        agent_id=case.agent_id,
        about=about,
        words=sealing.seal(case.pk, {"text": text}),
        by=by.id,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise SaidAlready from None
    return row


def _owe(row: Complaint, at: datetime) -> None:
    found = policy.complaining(day_of(at))
    duties.start(
        kind=duties.Kind.COMPLAINT,
        subject_kind=SUBJECT_KIND,
        subject=row.pk,
        owed_by=f"department:{row.department_id}",
        owed_to=f"party:{row.applicant_id}",
        agent=f"party:{row.agent_id}" if row.agent_id else "",
        event="case.complain",
        event_at=at,
        limit=duties.Limit(found.answer, Unit.WORKING_DAY, found.source),
        at=at,
        department=row.department_id,
        region=row.region_id,
    )


def _note(row: Complaint, verb: Aside, by: Actor, at: datetime, facts: Mapping[str, ledger.Fact]) -> None:
    """Write the entry, on the case: before and after are its state, which stays."""
    case, said = row.case, dict(facts) | {"complaint": str(row.pk)}
    state = case.state
    note(case, f"case.{verb.lower()}", actor=by, at=at, before=state, after=state, facts=said, basis=BASIS)
