"""逐项核对: what an examiner found of each criterion, kept with the case and shown to whoever decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongban.cases import queries
from tongban.cases.desk import rules
from tongban.cases.desk.errors import PromisedInstead
from tongban.cases.desk.states import Found
from tongban.cases.desk.tables import CriterionCheck
from tongban.cases.hearing.presiding import refuse_presider
from tongban.cases.models import Case
from tongban.cases.queries.promising import promised_conditions
from tongban.cases.services.moving import lock, note
from tongban.cases.states import MOVES, STEPPING, Verb
from tongban.kernel.actors import Actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7

EXAMINING = "XKF.34.1"


@transaction.atomic
def note_checks(*, number: str, checks: Sequence[rules.Check], by: Actor, at: datetime) -> Case:
    """Keep what was found of the criteria of the guide, as long as the case is examined (行政许可法34(1)).

    ``checks``: one for each criterion that is on the page; what is not named stays as it is. It decides nothing:
    whoever examines says in the opinion what follows. NotAllowed for whoever does no step of the case now,
    PresidedHearing for whoever presides over its hearing, PromisedInstead for a condition that the applicant promised:
    it is checked after the decision (告知承诺).
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.FINISH_STEP, state=case.state, roles=queries.roles_of(by, case))
    refuse_presider(case, by=by)
    if not set(STEPPING) & set(queries.open_verbs(by, case, at=at)):
        raise NotAllowed
    kept = rules.checks(checks, {criterion.id for criterion in case.guide.guide.criteria})
    if promised_conditions(case).keys() & {one.criterion for one in kept}:
        raise PromisedInstead(field="checks")
    CriterionCheck.objects.filter(case=case, criterion__in=[one.criterion for one in kept if not one.found]).delete()
    CriterionCheck.objects.bulk_create(
        [
            CriterionCheck(
                id=uuid7(at), case=case, criterion=one.criterion, found=one.found, note=one.note, by=by.id, at=at
            )
            for one in kept
            if one.found
        ],
        update_conflicts=True,
        unique_fields=["case", "criterion"],
        update_fields=["found", "note", "by", "at"],
    )
    found = [one.found for one in kept]
    facts = {"met": found.count(Found.MET), "not_met": found.count(Found.NOT_MET)}
    note(case, "case.note_checks", actor=by, at=at, facts=facts, basis=EXAMINING)
    return case
