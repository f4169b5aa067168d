"""Whether what clocks are counted by is what two people, or a release, put in force: rows against the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from tongban.ledger import api as ledger
from tongban.orgs.digests import LOADED, calendar_digest, closure_digest, subject_of
from tongban.orgs.errors import BentCalendar
from tongban.orgs.models import CalendarYear, DeclaredClosure


def bent(*, until: date = date.min) -> list[str]:
    """Return what is not as the ledger says: years, and ids of closures that end on or after a day.

    Compared is the digest of what is in force with the one in the last entry of the same subject. What no entry tells
    of is bent; where the last entry is older than digests, there is nothing to compare.
    """
    rows = DeclaredClosure.objects.filter(last_date__gte=until).order_by("pk")
    return [*_bent_years(), *(str(row.pk) for row in rows if _differs("closure", row.pk, "", closure_digest(row)))]


def check() -> None:
    """Refuse (BentCalendar) to go on where what is in force is not what the ledger says."""
    found = bent()
    if found:
        raise BentCalendar(found)


def committed(year: int) -> bool:
    """Tell whether the ledger holds a digest of a year's calendar; a year without any entry is bent, not older."""
    return _last_digest("calendar", subject_of(year), LOADED) != ""


def _bent_years() -> list[str]:
    """Find the years that have had a calendar and not the one in force that was recorded last."""
    found = CalendarYear.objects.prefetch_related("days").order_by("year")
    years = [(year, list(versions)) for year, versions in groupby(found, key=lambda one: one.year)]
    return [str(year) for year, versions in years if _bent_year(year, versions)]


def _bent_year(year: int, versions: Sequence[CalendarYear]) -> bool:
    (*_, in_force) = sorted(versions, key=lambda one: one.superseded_at is None)
    if in_force.superseded_at is not None:
        return True
    return _differs("calendar", subject_of(year), LOADED, calendar_digest(in_force))


def _differs(kind: str, subject: UUID, verb: str, digest: str) -> bool:
    known = _last_digest(kind, subject, verb)
    return known not in {"", digest}


def _last_digest(kind: str, subject: UUID, verb: str) -> str | None:
    """Return the digest in the last entry, nothing where it holds none, None where there is no entry."""
    entries = [one for one in ledger.history(kind=kind, subject=subject) if not verb or one.verb == verb]
    return str(entries[-1].facts.get("digest", "")) if entries else None
