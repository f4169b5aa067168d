"""All clocks of one subject at once, with what stopped and what lengthened each: one statement for a whole page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tongban.duties.models import Duty, Extension, Pause
from tongban.duties.queries.clocks import Clock, clock, in_order
from tongban.duties.queries.counting import almanac
from tongban.duties.states import Kind, Silence, State
from tongban.orgs import api as orgs
from tongban.statements import api as statements

_DUTIES, _PAUSES, _EXTENSIONS = statements.Rows(Duty), statements.Rows(Pause), statements.Rows(Extension)


@dataclass(frozen=True, slots=True)
class Docket:
    """The clocks of one subject as they stood when they were read."""

    held: tuple[tuple[Duty, list[Pause], list[Extension]], ...]
    known: orgs.Stamp | None = None

    def running(self, kind: Kind) -> Duty | None:
        """Return the running clock of this kind, if any (``open_duty``)."""
        return next((duty for duty, _, _ in self.held if _runs(duty, kind)), None)

    def last(self, kind: Kind) -> Duty | None:
        """Return the clock of this kind that began last, whatever became of it."""
        return max((duty for duty, _, _ in self.held if duty.kind == kind), key=_begun, default=None)

    def silent(self, *, at: datetime) -> Duty | None:
        """Return the running clock whose silence the law concluded something from first (``silent``)."""
        return next((duty for duty, _, _ in self.held if _concludes(duty, at)), None)

    def first_end(self, subject: UUID) -> datetime | None:
        """Return when the first of its running clocks ends, of those on the subject itself; none where all stand."""
        runs = (duty for duty, _, _ in self.held if duty.subject == subject and duty.state == State.OPEN)
        return min((duty.due_at for duty in runs if duty.due_at), default=None)

    def pauses(self, kind: Kind) -> list[Pause]:
        """Return what stopped the running clock of this kind, in order (``pauses_of``)."""
        return next((pauses for duty, pauses, _ in self.held if _runs(duty, kind)), [])

    def extensions(self, kind: Kind) -> list[Extension]:
        """Return by what the running clock of this kind was extended, in order (``extensions_of``)."""
        return next((found for duty, _, found in self.held if _runs(duty, kind)), [])

    def clocks(self, *, at: datetime) -> list[Clock]:
        """Return the clocks as a person sees them, the open ones first, then by due date (``clocks``)."""
        if not self.held:
            return []
        by = almanac(self.known)
        return [clock(duty, by, at) for duty in in_order(duty for duty, _, _ in self.held)]

    def with_begun(self, begun: Sequence[Duty], *, lapsed: Kind) -> Docket:
        """Return it as it stands after the running clock of a kind lapsed and others began."""
        left = tuple(one for one in self.held if not _runs(one[0], lapsed))
        return replace(self, held=(*left, *((duty, [], []) for duty in begun)))


def docket(subject: UUID) -> Docket:
    """Read the clocks of one subject now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT duties_docket(%s)", [subject])
        return docket_from(json.loads(cursor.fetchone()[0]))


def docket_from(given: Sequence[Mapping[str, Any]], *, known: orgs.Stamp | None = None) -> Docket:
    """Return what the function ``duties_docket`` of the database gave, for rooms that ask it within a statement.

    ``known``: the stamp of calendars and closures, for those who asked for it in the same statement.
    """
    rows = ((_DUTIES.one(one), _PAUSES.some(one["pauses"]), _EXTENSIONS.some(one["extensions"])) for one in given)
    return Docket(tuple((duty, pauses, extensions) for duty, pauses, extensions in rows if duty is not None), known)


def _concludes(duty: Duty, at: datetime) -> bool:
    passed = duty.due_at is not None and duty.due_at <= at
    return passed and duty.state == State.OPEN and duty.effect != Silence.NONE


def _begun(duty: Duty) -> datetime:
    return duty.event_at


def _runs(duty: Duty, kind: Kind) -> bool:
    return duty.kind == kind and duty.state == State.OPEN
