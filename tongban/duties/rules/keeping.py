"""What a party keeps of an end it was told, when a calendar or a closure would bring it nearer (信赖保护)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from tongban.kernel.days import day_of
from tongban.kernel.limits import Due
from tongban.kernel.wording import day_text

Moment = TypeVar("Moment", int, datetime)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class GracePolicy:
    """How many working days a party has at least, after the day of the count that moves its end nearer; dated data."""

    effective_from: date
    days: int
    source: str


def kept_end(*, told: Moment, counted: Moment, grace: Moment) -> Moment:
    """Return where a party's clock ends that was told another end: never nearer than the told end or the grace.

    行政许可法8 by analogy; a rule of the city. ``grace``: when the days are over that a party has in any case. What is
    over already stays as it was, and what is counted later than told is the party's gain.
    """
    return max(counted, min(told, grace))


def not_before(end: Due, kept_at: datetime | None) -> Due:
    """Return an end that is not nearer than what was kept for a party, and says why it is another than counted."""
    if kept_at is None or end.at is None or end.at >= kept_at:
        return end
    day = day_of(kept_at - _MICROSECOND)
    return Due(day, kept_at, end.estimated, partial(_told, end, day))


def _told(end: Due, day: date) -> str:
    return (
        f"{end.explanation}工作日安排或者停办公告变动前告知的期限更晚，为保护办事人的信赖，"
        f"保留到{day_text(day)}（本市规则，参照行政许可法第八条）。"
    )
