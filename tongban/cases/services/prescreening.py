"""预审: looking an online application through before its originals are brought, where a law demands them in person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import NoPrescreening, OriginalsSeen
from tongban.cases.models import Case
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import ANSWERING, lock, owe, owe_notice, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, State, Verb
from tongban.cases.window.visiting import brought_originals
from tongban.duties import api as duties
from tongban.kernel.actors import Actor


@transaction.atomic
def prescreen_pass(*, number: str, by: Actor, at: datetime) -> Case:
    """Find what was handed in online complete, and tell the applicant where and until when to bring the originals.

    工作规范22(2). The application was received the moment the system took it, so that the notice limit ran all the
    time; being told in writing to come is the answer that it asked for, and it begins anew with the originals. From now
    on the applicant owes the originals, for the days of the policy; nothing follows by itself from their end. Sending
    back is ``ask_correction``, the one notice. NoPrescreening where the guide has none, and for what was handed in at
    the counter; OriginalsSeen where they came already.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.PRESCREEN_PASS, state=case.state, roles=queries.roles_of(by, case))
    _refuse_without(case)
    case.originals_reminded_at = None
    shift(case, Verb.PRESCREEN_PASS, actor=by, at=at)
    duties.meet(kinds=ANSWERING, subject=case.id, at=at)
    limit = queries.originals_limit(at=at)
    until = owe(case, duties.Kind.ORIGINALS, limit, event=Verb.PRESCREEN_PASS, event_at=at, at=at).due_date
    issue(case, "prescreened", at=at)
    tell(case, "case.bring_originals", at=at, places=_places(case), until=until.isoformat() if until else "")
    return case


@transaction.atomic
def see_originals(*, number: str, by: Actor, at: datetime, differs: str = "") -> Case:
    """Note that the originals were brought and looked at, and whether they agree (工作规范22(2)).

    ``differs``: what does not agree or lacks, for whoever accepts; nothing where all of it agrees. From the first time
    the originals were brought the limit runs to accept, or to tell once what is to be corrected: silence counts from
    this day (行政许可法32(1)4). Once they agree, acceptance is possible; as long as nothing was decided they may be
    brought again, which moves no clock. Who comes before the prescreening was passed is not sent away.
    OriginalsSeen once they agreed, NoPrescreening where no law asks for them.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.SEE_ORIGINALS, state=case.state, roles=queries.roles_of(by, case))
    _refuse_without(case)
    found = rules.reason(differs, field="differs") if differs.strip() else ""
    first = case.state == State.PRESCREENED and queries.brought_at(case) is None
    if not found:
        case.originals_at = at
    shift(case, Verb.SEE_ORIGINALS, actor=by, at=at, facts={"differs": 1} if found else {})
    duties.meet(kinds=(duties.Kind.ORIGINALS,), subject=case.id, at=at)
    duties.lift(kinds=(duties.Kind.PRESCREEN,), subject=case.id, at=at)
    brought_originals(case, by=by, at=at)
    if first:
        owe_notice(case, event=Verb.SEE_ORIGINALS, at=at)
    if found:
        write_opinion(case, Verb.SEE_ORIGINALS, found, by=by, at=at, passed=False)
    tell(case, "case.originals_differ" if found else "case.originals_seen", at=at)
    return case


def _refuse_without(case: Case) -> None:
    """Refuse where no law asks for the originals, or they were seen and agree."""
    if not queries.prescreens(case):
        raise NoPrescreening
    if case.originals_at is not None:
        raise OriginalsSeen


@transaction.atomic
def remind_of_originals(*, case: UUID, at: datetime) -> bool:
    """Remind the applicant once of the originals that are to be brought soon; return whether a message was sent.

    A mechanism, as for what was promised to follow: the day stands in the notice already.
    """
    held = queries.hold_free(case)
    until = queries.originals_until(held) if held else None
    if held is None or until is None or held.originals_reminded_at is not None:
        return False
    Case.objects.filter(pk=held.pk).update(originals_reminded_at=at)
    tell(held, "case.originals_due", at=at, until=until.isoformat(), places=_places(held))
    return True


def _places(case: Case) -> str:
    return case.guide.guide.places_in_words[:LONGEST_PLACES]


LONGEST_PLACES = 200
