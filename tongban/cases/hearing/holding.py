"""听证: calling a hearing, whose time does not count, and ending it with its minutes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import NeedsReason
from tongban.cases.hearing import clocks, presiding, reading
from tongban.cases.hearing.errors import HearingCalled, NobodyAsked, NoHearings, NotBegunYet, NothingCalled
from tongban.cases.hearing.rules import LONGEST_PLACE, refuse_odd_moment, refuse_unfit_day, written
from tongban.cases.hearing.sealing import seal, unseal
from tongban.cases.hearing.tables import Hearing
from tongban.cases.hearing.telling import send, to_whom
from tongban.cases.models import Case
from tongban.cases.services import stepping
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import frozen, issue
from tongban.cases.states import MOVES, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.ids import uuid7
from tongban.kernel.wording import day_text
from tongban.orgs import api as orgs

HOW_WEIGHED = "请写明怎样对待听取的意见：采纳还是不采纳，理由是什么；举行过听证的，根据笔录写。"


@transaction.atomic
def call_hearing(
    *,
    number: str,
    begins_at: datetime,
    venue: str,
    presider: UUID | str,
    by: Actor,
    at: datetime,
    announced: str = "",
    meant: bool = True,
) -> Case:
    """Tell applicant and interested parties when and where the hearing is, and who presides (行政许可法48(1)).

    Told seven days before, and held within twenty days of being asked for (47(1)). ``presider``: a colleague of the
    department by account, or somebody of another office in words; nobody who did or does something of the examination
    (PresiderExamined), and whoever presides examines nothing afterwards. From now to its end the limits stand, which is
    told in the same paper (45). ``announced``: where the public was
    told, for a hearing that nobody asked for (46). HearingCalled the second time. ``meant``: False where nobody
    confirmed yet that a rest day, or an hour outside of the usual, is no slip (OddMoment).
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.CALL_HEARING, state=case.state, roles=queries.roles_of(by, case))
    limits = queries.regime_of(case).hearing
    if limits is None:
        raise NoHearings
    hearing = reading.hearing_of(case) or Hearing(id=uuid7(at), case=case, opened_at=at)
    if hearing.called_at is not None:
        raise HearingCalled
    arrange(case, hearing, venue, presider, by=by, at=at)
    if hearing.asked_at is None:
        hearing.announced = _announced(announced)
    hold = duties.open_duty(duties.Kind.HEARING, subject=case.pk)
    last = hold.due_date if hold else None
    refuse_unfit_day(begins_at, hold=last, tell=limits.tell, at=at, calendar=orgs.work_calendar())
    refuse_odd_moment(begins_at, calendar=orgs.work_calendar(), meant=meant)
    shift(case, Verb.CALL_HEARING, actor=by, at=at, facts={"on": day_of(begins_at).isoformat()})
    hearing.begins_at, hearing.called_at, hearing.called_by = begins_at, at, by.id
    hearing.save()
    _notify(case, hearing, _stop(case, begins_at, at), at)
    return case


def arrange(case: Case, hearing: Hearing, venue: str, whom: UUID | str, *, by: Actor, at: datetime) -> None:
    """Write down where a hearing is and who presides: nobody who examines the case (行政许可法48(1)3)."""
    hearing.place = written(venue, field="venue", longest=LONGEST_PLACE, what="请写明听证的地点。")
    presiding.appoint(hearing, whom, presiding.bench(case, by=by, at=at))


def _announced(where: str) -> str:
    if not where.strip():
        raise NobodyAsked(field="announced")
    return written(where, field="announced", longest=LONGEST_PLACE, what="")


def _stop(case: Case, until: datetime, at: datetime) -> list[str]:
    """Let the limits stand from now on, and return which did; what is over or stands for it already is left alone."""
    ground = queries.regime_of(case).ground(clocks.GROUND)
    open_duties = [duty for kind in queries.LIMITS if (duty := duties.open_duty(kind, subject=case.pk))]
    running = [duty for duty in open_duties if duty.due_at is None or at < duty.due_at]
    stands = {one.ground for one in queries.procedures(case, at=at)}
    if ground is None or not running or ground.code in stands:
        return []
    kinds = tuple(duties.Kind(duty.kind) for duty in running)
    duties.pause(kinds=kinds, subject=case.pk, ground=ground, at=at, expected_until=day_of(until))
    stepping.stand_still(case, ground, until=day_of(until), at=at)
    return [duties.KIND_NAMES[kind] for kind in kinds]


def _notify(case: Case, hearing: Hearing, stopped: list[str], at: datetime) -> None:
    facts: dict[str, object] = {
        "begins": moment(hearing.begins_at or at),
        "until": day_of(hearing.begins_at or at),
        "place": hearing.place,
        "presider": hearing.presider,
        "announced": hearing.announced or None,
        "stopped": tuple(stopped),
    }
    issue(case, "hearing_notice", at=at, more=facts)
    tell(case, "case.hearing_called", at=at, on=day_of(hearing.begins_at or at).isoformat())
    for row in case.told.filter(applicant=False).select_related("case", "party"):
        said = unseal(case.pk, row.told)
        kind = row.party.kind if row.party else ""
        row.notice = frozen(case, "hearing_notice", at=at, more=facts | to_whom(said["name"], kind) | {"stopped": ()})
        row.save(update_fields=["notice"])
        send(row, said["mobile"], "told.hearing_called", at=at)


@transaction.atomic
def record_hearing(
    *, number: str, minutes: str, by: Actor, at: datetime, held: bool = True, attended: str = ""
) -> Case:
    """End the hearing with its minutes, on which the decision has to be based (行政许可法48(1)5, 48(2)).

    ``attended``: who took part and how they confirmed the minutes. ``held``: False where it was given up, with the
    reason in ``minutes``. The limits run again, today included. NothingCalled where none is open, NotBegunYet before.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.RECORD_HEARING, state=case.state, roles=queries.roles_of(by, case))
    hearing = reading.hearing_of(case)
    if hearing is None or not reading.lasts(hearing) or hearing.begins_at is None:
        raise NothingCalled
    if held and at < hearing.begins_at:
        raise NotBegunYet
    text = rules.reason(minutes, field="minutes")
    who = rules.reason(attended, field="attended") if held else ""
    shift(case, Verb.RECORD_HEARING, actor=by, at=at, facts={"held": int(held)})
    hearing.ended_at, hearing.recorded_by, hearing.held = at, by.id, held
    hearing.minutes = seal(case.pk, {"attended": who, "minutes": text})
    hearing.save()
    _go_on(case, held=held, at=at)
    if held:
        facts = {"begins": moment(hearing.begins_at), "place": hearing.place, "presider": hearing.presider}
        issue(case, reading.MINUTES, at=at, more={**facts, "attended": who, "minutes": text})
    tell(case, "case.hearing_ended", at=at)
    return case


def _go_on(case: Case, *, held: bool, at: datetime) -> None:
    end = duties.meet if held else duties.lift
    end(kinds=(duties.Kind.HEARING,), subject=case.pk, at=at)
    if clocks.GROUND in {one.ground for one in queries.procedures(case, at=at)}:
        duties.resume(kinds=queries.LIMITS, subject=case.pk, ground=clocks.GROUND, at=at)
        stepping.go_on(case, clocks.GROUND, at=at)


def weigh(case: Case, words: str) -> str:
    """Keep how a decision deals with what was said and with the minutes; NeedsReason where there is something to it."""
    if not reading.heard(case):
        return ""
    if not words.strip():
        raise NeedsReason(HOW_WEIGHED, field="considered")
    kept = rules.reason(words, field="considered")
    Hearing.objects.filter(case=case).update(weighed=seal(case.pk, {"words": kept}))
    return kept


def moment(at: datetime) -> str:
    """Return a moment as a paper says it."""
    local = at.astimezone(SHANGHAI)
    return f"{day_text(local.date())} {local:%H:%M}"
