"""听证改期: a hearing that was called is put off to another day; what was told before stays in the record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.hearing import clocks, reading
from tongban.cases.hearing.errors import NothingCalled
from tongban.cases.hearing.holding import arrange, moment
from tongban.cases.hearing.rules import LONGEST_CONSENT, refuse_odd_moment, refuse_unfit_move
from tongban.cases.hearing.sealing import unseal
from tongban.cases.hearing.tables import Hearing, HearingMove, MovedNotice
from tongban.cases.hearing.telling import send, to_whom
from tongban.cases.models import Case
from tongban.cases.services import stepping
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import frozen, issue
from tongban.cases.states import MOVES, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

PAPER = "hearing_postponed"


@transaction.atomic
def postpone_hearing(
    *,
    number: str,
    begins_at: datetime,
    reason: str,
    by: Actor,
    at: datetime,
    venue: str = "",
    presider: UUID | str = "",
    consent: str = "",
    meant: bool = True,
) -> Case:
    """Put a hearing off to another moment, and tell everybody seven days before again (行政许可法48(1)1).

    ``venue``, ``presider``: where they change too. ``consent``: who of those who take part agreed, and how, to be told
    later than that. The limits stand on, until the new day. NothingCalled where none is open, SameDay, and what calling
    refuses (``meant`` as there).
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.POSTPONE_HEARING, state=case.state, roles=queries.roles_of(by, case))
    hearing, limits = reading.hearing_of(case), queries.regime_of(case).hearing
    if hearing is None or limits is None or not reading.lasts(hearing) or hearing.begins_at is None:
        raise NothingCalled
    whom = presider or hearing.presided_by or hearing.presider
    move = _move(hearing, hearing.begins_at, begins_at, rules.reason(reason), consent, by, at)
    arrange(case, hearing, venue or hearing.place, whom, by=by, at=at)
    _refuse_unfit(case, move, limits.tell)
    refuse_odd_moment(begins_at, calendar=orgs.work_calendar(), meant=meant)
    facts: dict[str, ledger.Fact] = {"on": day_of(begins_at).isoformat(), "agreed": int(bool(move.consent))}
    shift(case, Verb.POSTPONE_HEARING, actor=by, at=at, facts=facts)
    hearing.begins_at = begins_at
    hearing.save()
    move.save(force_insert=True)
    _notify(case, hearing, move, _stand_on(case, begins_at, at))
    return case


def _move(
    hearing: Hearing, before: datetime, begins_at: datetime, reason: str, consent: str, by: Actor, at: datetime
) -> HearingMove:
    """Write down from where to where a hearing moves; where it was and who presided, before that changes."""
    return HearingMove(
        id=uuid7(at),
        hearing=hearing,
        before=before,
        before_place=hearing.place,
        before_presider=hearing.presider,
        begins_at=begins_at,
        reason=reason,
        consent=" ".join(consent.split())[:LONGEST_CONSENT],
        at=at,
        by=by.id,
    )


def _refuse_unfit(case: Case, move: HearingMove, limit: duties.Limit) -> None:
    hold = duties.open_duty(duties.Kind.HEARING, subject=case.pk)
    refuse_unfit_move(
        move.begins_at,
        before=move.before,
        agreed=bool(move.consent),
        hold=hold.due_date if hold else None,
        tell=limit,
        at=move.at,
        calendar=orgs.work_calendar(),
    )


def _stand_on(case: Case, until: datetime, at: datetime) -> list[str]:
    """Let what stands for the hearing be expected until the new day, and return which limits do."""
    standing = next((one for one in queries.procedures(case, at=at) if one.ground == clocks.GROUND), None)
    if standing is None:
        return []
    duties.expect(kinds=queries.LIMITS, subject=case.pk, ground=clocks.GROUND, until=day_of(until))
    stepping.stand_until(case, clocks.GROUND, until=day_of(until))
    return [duties.KIND_NAMES[kind] for kind in standing.stopped]


def _notify(case: Case, hearing: Hearing, move: HearingMove, stopped: list[str]) -> None:
    at, day = move.at, day_of(move.begins_at)
    facts: dict[str, object] = {
        "before": moment(move.before),
        "begins": moment(move.begins_at),
        "until": day,
        "place": hearing.place,
        "presider": hearing.presider,
        "reason": move.reason,
        "consent": move.consent or None,
        "stopped": tuple(stopped),
    }
    issue(case, PAPER, at=at, more=facts)
    tell(case, "case.hearing_moved", at=at, on=day.isoformat())
    for row in case.told.filter(applicant=False).select_related("case", "party"):
        said = unseal(case.pk, row.told)
        kind = row.party.kind if row.party else ""
        paper = frozen(case, PAPER, at=at, more=facts | to_whom(said["name"], kind) | {"stopped": ()})
        MovedNotice.objects.create(id=uuid7(at), told=row, move=move, document=paper)
        send(row, said["mobile"], "told.hearing_moved", at=at)
