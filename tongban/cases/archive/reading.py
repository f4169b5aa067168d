"""What is to be filed, what was, and what has been kept long enough: lists scoped to the actor, and one archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.cases import rules as case_rules
from tongban.cases.archive import policy, rules
from tongban.cases.archive.contents import contents_of
from tongban.cases.archive.errors import ArchiveNotFound
from tongban.cases.archive.rules import Awaited, Content
from tongban.cases.archive.tables import Archive
from tongban.cases.models import Case, CaseQuerySet, Promise, Promised
from tongban.cases.services.owing import looked_at
from tongban.cases.states import CLOSED, State
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class ToFile:
    """A case that is over and not filed: the last day for it, and what it waits for, if for anything."""

    case: Case
    due_on: date
    awaited: Awaited | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, and whether there is more."""

    rows: list[Archive]
    more: bool


def may_read(actor: Actor) -> bool:
    """Tell whether an actor has a post to which archives belong."""
    return any(map(actor.holds, rules.READERS))


def awaited(case: Case) -> Awaited | None:
    """Return for what a case that is closed waits before it can be filed, if for anything."""
    if case.undelivered:
        return Awaited.DELIVERY
    checks = case.state == State.GRANTED and _unchecked().filter(case=case).exists()
    return Awaited.CHECK if checks else None


def _unchecked() -> QuerySet[Promise]:
    return Promise.objects.filter(kind=Promised.COMMITMENT, end="")


def ready(*, limit: int) -> list[UUID]:
    """Return cases that are over and wait for nothing more, for the worker; the longest closed first."""
    waits = Q(Exists(_unchecked().filter(case=OuterRef("pk"))), state=State.GRANTED)
    rows = _unfiled().undelivered(so=False).exclude(waits).order_by("closed_at", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def to_file(actor: Actor, *, page: int = 1) -> tuple[list[ToFile], bool]:
    """Return a page of what is over within reach and not filed yet, the latest first, and whether there is more.

    The worker files every night what waits for nothing: what is left is of today, or waits.
    """
    if not may_read(actor):
        return [], False
    start = (max(page, 1) - 1) * PAGE
    rows = _unfiled().with_names().filter(identity.granted(case_rules.REACH, actor)).order_by("-received_at", "-id")
    found = list(rows[start : start + PAGE + 1])
    return [_to_file(case) for case in found[:PAGE]], len(found) > PAGE


def _to_file(case: Case) -> ToFile:
    closed = day_of(case.closed_at or case.changed_at)
    return ToFile(case, rules.due_on(closed, policy.filing(closed)), awaited(case))


def _unfiled() -> CaseQuerySet:
    return Case.objects.filter(state__in=sorted(CLOSED), archive__isnull=True)


def filed(actor: Actor, *, text: str = "", page: int = 1) -> Listed:
    """Return a page of what was filed within reach, the latest first; ``text`` finds by the number of the case."""
    rows = _reached(actor).filter(case__number=text.strip().upper()) if text.strip() else _reached(actor)
    return _page(rows.order_by("-filed_at", "-id"), page)


def kept_long_enough(actor: Actor, *, at: datetime, page: int = 1) -> Listed:
    """Return a page of what need not be kept any longer and is to be appraised, the longest over first.

    Nothing is destroyed by itself, nor here: whether something is, is for an appraisal by at least two people (鉴定).
    """
    rows = _reached(actor).filter(keep_until__lt=day_of(at))
    return _page(rows.order_by("keep_until", "id"), page)


def _reached(actor: Actor) -> QuerySet[Archive]:
    rows = Archive.objects.filter(identity.granted(rules.REACH, actor))
    return rows.select_related("case", "applicant", "department").defer("contents", "case__answers")


def _page(rows: QuerySet[Archive], page: int) -> Listed:
    start = (max(page, 1) - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return Listed(found[:PAGE], len(found) > PAGE)


def archive_for(actor: Actor, number: str) -> Archive:
    """Return the archive of a case within reach; ArchiveNotFound also for what is somebody else's."""
    rows = Archive.objects.filter(identity.granted(rules.REACH, actor), case__number=number)
    found = rows.exclude(case__number="").select_related("department").first()
    if found is None:
        raise ArchiveNotFound
    found.case = Case.objects.whole().get(pk=found.case_id)
    return found


def read_archive(*, number: str, by: Actor, at: datetime) -> tuple[Archive, list[Content]]:
    """Return an archive and what of it is not what was filed any more; a look at it is an entry."""
    found = archive_for(by, number)
    looked_at(found.case, "archive", by=by, at=at)
    return found, changed(found)


def changed(archive: Archive) -> list[Content]:
    """Return what of an archive is not any more what was filed."""
    return rules.altered(archive.listed(), contents_of(archive.case, until=archive.filed_at))
