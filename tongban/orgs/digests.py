"""What the ledger commits calendars and closures by, so that a row bent in the database is found."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tongban.crypto import api as crypto
from tongban.kernel.days import SHANGHAI
from tongban.orgs.models import CalendarProposal, CalendarYear, DeclaredClosure

LOADED = "calendar.load"


def subject_of(year: int) -> UUID:
    """Return what stands for the calendar of a year in the ledger, whichever version is in force."""
    return uuid5(NAMESPACE_OID, f"tongban/calendar/{year}")


def calendar_digest(year: CalendarYear) -> str:
    """Return the SM3 digest of a year's calendar: its head and every day, by date."""
    days = sorted((str(day.date), day.working, day.name) for day in year.days.all())
    return _digest([year.year, year.status, year.source, str(year.published_on or ""), days])


def proposal_digest(held: CalendarProposal) -> str:
    """Return the SM3 digest of a proposed calendar and of who proposed and decided it."""
    said = [held.year, held.source, str(held.published_on), held.holidays, held.correction, held.verdict]
    return _digest([*said, held.state, str(held.proposed_by), str(held.decided_by or "")])


def closure_digest(row: DeclaredClosure) -> str:
    """Return the SM3 digest of a closure: what it says, where it stands, and by whom and when."""
    said = [row.kind, row.name, str(row.first_date), str(row.last_date), row.department, row.region, row.source]
    people = [str(who or "") for who in (row.proposed_by, row.confirmed_by, row.withdrawn_by)]
    moments = [_moment(at) for at in (row.proposed_at, row.confirmed_at, row.withdrawn_at)]
    return _digest([str(row.pk), *said, row.authority_basis, row.state, *people, *moments])


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(SHANGHAI).isoformat()


def _digest(content: list[Any]) -> str:
    """Digest values as text that is the same for the same content: JSON without spaces, keys in order."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return crypto.sm3(text.encode())
