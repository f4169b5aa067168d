"""归档: gathering what belongs to a matter that is over: one case by staff, all that are ready by the worker."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.archive import policy, rules
from tongban.cases.archive.contents import FILED, contents_of, digest_of
from tongban.cases.archive.errors import FiledAlready, NotOverYet
from tongban.cases.archive.reading import awaited
from tongban.cases.archive.tables import Archive
from tongban.cases.models import Case
from tongban.cases.services.moving import lock, note
from tongban.cases.states import CLOSED, DECIDED
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

BASIS = "DAF.13,DAF.14,ZXFWGD.12"


@transaction.atomic
def archive_case(*, number: str, by: Actor, at: datetime) -> Archive:
    """File one case that is over (档案法13, 14): everything of it with its digest, and how long it is kept.

    For whoever accepts, examines, decides or supervises there. NotOverYet while a result waits to be delivered or a
    commitment to be checked, FiledAlready the second time.
    """
    case = lock(number, actor=by, at=at)
    if not queries.roles_of(by, case) & set(rules.READERS):
        raise NotAllowed
    if Archive.objects.filter(case=case).exists():
        raise FiledAlready
    if case.state not in CLOSED or awaited(case):
        raise NotOverYet
    return _file(case, by, at)


@transaction.atomic
def archive_all(*, cases: Collection[UUID], at: datetime) -> int:
    """File those of some cases that are ready and that nobody else holds at this moment; return how many."""
    free = Case.objects.select_for_update(skip_locked=True).filter(pk__in=cases, state__in=sorted(CLOSED))
    held = list(free.order_by("pk").values_list("pk", flat=True))
    ready = Case.objects.whole().filter(pk__in=held, archive__isnull=True).order_by("closed_at", "id")
    return sum(_file(case, SYSTEM, at) is not None for case in ready if not awaited(case))


def _file(case: Case, by: Actor, at: datetime) -> Archive:
    closed = day_of(case.closed_at or at)
    kind = case.guide.guide.basics.type
    keeping = policy.retention(item=case.item_code, kind=kind, decided=case.state in DECIDED, on=closed)
    contents = contents_of(case, until=at)
    made = Archive.objects.create(
        id=uuid7(at),
        case=case,
        department_id=case.department_id,
        region_id=case.region_id,
        applicant_id=case.applicant_id,
        agent_id=case.agent_id,
        retention=rules.BY_YEARS[keeping.years],
        source=keeping.source,
        closed_on=closed,
        due_on=rules.due_on(closed, policy.filing(closed)),
        keep_until=rules.keep_until(closed, keeping.years),
        contents=[asdict(one) for one in contents],
        digest=digest_of(contents),
        filed_at=at,
        filed_by=by.id,
    )
    facts: dict[str, ledger.Fact] = {"class": made.retention, "parts": len(contents), "digest": made.digest}
    note(case, FILED, actor=by, at=at, facts=facts, basis=BASIS)
    return made
