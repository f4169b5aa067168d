"""预审: looking an online application through before its originals are brought, where a law demands them in person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import NoPrescreening, OriginalsSeen
from tongban.cases.models import Case
from tongban.cases.services.moving import ANSWERING, lock, owe_notice, shift, tell
from tongban.cases.states import MOVES, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor


@transaction.atomic
def prescreen_pass(*, number: str, by: Actor, at: datetime) -> Case:
    """Find what was handed in online complete, and tell the applicant where to bring the originals (工作规范22(2)).

    The application was received the moment the system took it, so that the notice limit ran all the time; being told to
    come is the answer that it asked for, and it begins anew with the originals. Sending back is ``ask_correction``, the
    one notice. NoPrescreening where the guide has none, and for what was handed in at the counter.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.PRESCREEN_PASS, state=case.state, roles=queries.roles_of(by, case))
    if not queries.prescreens(case):
        raise NoPrescreening
    shift(case, Verb.PRESCREEN_PASS, actor=by, at=at)
    duties.meet(kinds=ANSWERING, subject=case.id, at=at)
    tell(case, "case.prescreened", at=at, places=case.guide.guide.places_in_words[:LONGEST_PLACES])
    return case


@transaction.atomic
def see_originals(*, number: str, by: Actor, at: datetime) -> Case:
    """Note that the originals were seen at the window and agree with what was handed in (工作规范22(2)).

    From now on acceptance is possible, and the limit to say so runs: silence counts from this day. OriginalsSeen the
    second time.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.SEE_ORIGINALS, state=case.state, roles=queries.roles_of(by, case))
    if case.originals_at is not None:
        raise OriginalsSeen
    case.originals_at = at
    shift(case, Verb.SEE_ORIGINALS, actor=by, at=at)
    owe_notice(case, event=Verb.SEE_ORIGINALS, at=at)
    tell(case, "case.originals_seen", at=at)
    return case


LONGEST_PLACES = 200
