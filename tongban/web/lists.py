"""Cases in a list, each with the clock that ends first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tongban.cases import api as cases
from tongban.duties import api as duties

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list, with the open clock that ends first."""

    case: cases.Case
    clock: duties.Clock | None


def rows_of(found: Sequence[cases.Case], *, at: datetime) -> list[Row]:
    """Return the rows of a list; all clocks come from one query."""
    clocks = duties.clocks_of([case.pk for case in found], at=at)
    return [Row(case, first_to_end(clocks.get(case.pk, []))) for case in found]


def first_to_end(clocks: Sequence[duties.Clock]) -> duties.Clock | None:
    """Return the open clock that ends first, if one runs; one without an end comes last."""
    running = [clock for clock in clocks if clock.state == duties.State.OPEN]
    return min(running, key=lambda clock: clock.due_at or NEVER, default=None)
