"""转办与征求意见: handing work to a colleague by name, asking colleagues, answering them. No clock stops for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import AnsweredAlready, DueTooEarly, NoSuchColleague, NothingAsked
from tongban.cases.models import Assignment, Case, Consultation, Consulted
from tongban.cases.services.moving import lock, shift
from tongban.cases.states import MOVES, Verb
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


@transaction.atomic
def transfer(*, number: str, to: UUID, by: Actor, at: datetime, step: str = "", note: str = "") -> Case:
    """Hand the work that is to be done now over to a colleague who may do it as well (转办).

    Of a case that is examined that is a step in hand of the actor's (``step``, or the only one), else the case as it
    stands. It says whom the work waits for; whoever else may do it still may, since no limit waits for one person. It
    ends when the work is done. NoSuchColleague for whoever may not do it, is away or keeps out of the matter.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.TRANSFER, state=case.state, roles=queries.roles_of(by, case))
    work = queries.work_of(by, case, step=step)
    if to == by.id or to not in queries.who_can(case, work, at=at):
        raise NoSuchColleague(field="to")
    named = work.step.step if work.step else ""
    shift(case, Verb.TRANSFER, actor=by, at=at, facts={"to": str(to), "step": named})
    Assignment.objects.filter(case=case, step=work.step, ended_at__isnull=True).update(ended_at=at)
    kept = note.strip()[: rules.LONGEST_REASON]
    Assignment.objects.create(id=uuid7(at), case=case, step=work.step, assignee=to, given_by=by.id, note=kept, at=at)
    return case


@transaction.atomic
def ask_opinion(
    *,
    number: str,
    question: str,
    due_on: date,
    by: Actor,
    at: datetime,
    colleagues: Collection[UUID] = (),
    departments: Collection[str] = (),
) -> Consultation:
    """Ask colleagues, or departments that take part, what they think of a case, by a day (征求意见).

    ``colleagues``: accounts of who reaches the case; ``departments``: codes of those that decide or have a step of it.
    Question and answers stay among staff. It decides nothing and stops no clock: what the law asks for as a procedure
    of its own is begun as one (``suspend``). NoSuchColleague for anybody else or nobody, DueTooEarly for a day before.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.ASK_OPINION, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(question)
    if due_on < day_of(at):
        raise DueTooEarly(field="due_on")
    people, bodies = set(colleagues) - {by.id}, set(departments)
    if not people | bodies or people - queries.who_reaches(case, at=at).keys() or bodies - queries.taking_part(case):
        raise NoSuchColleague(field="whom")
    asked = Consultation(id=uuid7(at), case=case, question=text, asked_by=by.id, at=at, due_on=due_on)
    facts: dict[str, ledger.Fact] = {
        "consultation": str(asked.pk),
        "asked": len(people) + len(bodies),
        "due_on": due_on.isoformat(),
    }
    shift(case, Verb.ASK_OPINION, actor=by, at=at, facts=facts)
    asked.save(force_insert=True)
    rows = [Consulted(id=uuid7(at), consultation=asked, account=one) for one in sorted(people)]
    rows += [Consulted(id=uuid7(at), consultation=asked, department=one) for one in sorted(bodies)]
    Consulted.objects.bulk_create(rows)
    return asked


@transaction.atomic
def give_opinion(*, number: str, asked: UUID, answer: str, by: Actor, at: datetime) -> Case:
    """Answer what one was asked, once; for a department whoever handles cases in it answers.

    ``asked``: the entry of who was asked (``queries.consultations``). Late is better than never: the day does not bar
    it. NothingAsked where the actor was not asked, AnsweredAlready the second time.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.GIVE_OPINION, state=case.state, roles=queries.roles_of(by, case))
    row = Consulted.objects.filter(pk=asked, consultation__case=case).first()
    if row is None or not queries.is_asked(by, row):
        raise NothingAsked
    if row.answered_at is not None:
        raise AnsweredAlready
    text = rules.reason(answer)
    shift(case, Verb.GIVE_OPINION, actor=by, at=at, facts={"asked": str(row.pk)})
    row.answer, row.answered_by, row.answered_at = text, by.id, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    return case
