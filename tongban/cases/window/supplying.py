"""容缺 at the counter: taking in what follows from whoever stands there, also in what they applied for online."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import CaseNotFound
from tongban.cases.models import Case, CaseQuerySet, Channel, Promise, Promised
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import apply_effects, note, touch
from tongban.cases.services.owing import looked_at
from tongban.cases.services.promising import take_in
from tongban.cases.states import MOVES, Verb
from tongban.cases.window.rules import OWED
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.ledger import api as ledger

ROLES = (Role.RECEIVER,)


def owing_at_window(by: Actor, applicant: UUID) -> CaseQuerySet:
    """Return the cases of somebody who stands at the counter for which the clerk may take in what is to follow."""
    owed = Promise.objects.filter(kind=Promised.DEFERRED, end="").values("case")
    return Case.objects.filter(identity.granted(OWED, by), applicant_id=applicant, pk__in=owed).order_by("-received_at")


def read_owing(*, number: str, applicant: UUID, by: Actor, at: datetime) -> Case:
    """Return such a case, to show what is to follow in it and nothing else, and record the look; else CaseNotFound."""
    case = owing_at_window(by, applicant).whole().filter(number=number).first()
    if case is None:
        raise CaseNotFound
    looked_at(case, "deferred", by=by, at=at)
    return case


@transaction.atomic
def supply_at_window(*, number: str, applicant: UUID, uploads: Sequence[Upload], by: Actor, at: datetime) -> Case:
    """Take in at the counter what an applicant promised to hand in later, whichever way they applied (工作规范21(1)).

    ``applicant``: who stands there, whose document was checked. CaseNotFound for a case of others, outside of where the
    clerk takes in, or in which nothing is owed; everything else is refused as ``supply_deferred`` refuses it.
    """
    held = owing_at_window(by, applicant).locked().only("pk").filter(number=number).first()
    if held is None:
        raise CaseNotFound
    case = queries.whole(held.pk)
    apply_effects(case, at=at)
    write = partial(_record, case, by, at)
    return take_in(case, uploads, write=write, by=by, at=at, channel=Channel.COUNTER.label)


def _record(case: Case, by: Actor, at: datetime, *, facts: Mapping[str, ledger.Fact]) -> None:
    """Write the entry by the line of the table: what a clerk reaches only so, no post gives them for anything else."""
    after = MOVES.target(Verb.SUPPLY_DEFERRED, state=case.state, roles=ROLES)
    article = MOVES.article(Verb.SUPPLY_DEFERRED, case.state)
    verb, said = f"case.{Verb.SUPPLY_DEFERRED.lower()}", dict(facts) | {"at_window": 1}
    touch(case, at=at)
    note(case, verb, actor=by, at=at, before=case.state, after=after, facts=said, basis=article)
