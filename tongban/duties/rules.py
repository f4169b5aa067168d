"""The law of limits as values and predicates: legal regimes, limits, lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.duties.errors import UnknownRegime
from tongban.duties.states import Light, Silence, State
from tongban.kernel.days import end_of
from tongban.kernel.wording import day_text
from tongban.kernel.workdays import Due, Unit, WorkCalendar, due


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of a unit, and the article it comes from."""

    amount: int
    unit: Unit
    basis: str


@dataclass(frozen=True, slots=True)
class Regime:
    """The general rules that one kind of matter is handled by, in force from a date.

    ``notice``: within how long acceptance, refusal or the one correction notice must be told, counted from receipt.
    ``silence``: what the law concludes when that limit passes. ``restarts``: whether the limit begins anew with the
    corrected material. ``correction``: how long the applicant has to correct (None: no limit is set by law).
    ``acts``: the articles each act is done by.
    """

    code: str
    name: str
    effective_from: date
    effective_to: date | None
    source: str
    notice: Limit
    silence: Silence
    restarts: bool
    correction: Limit | None
    delivery: Limit
    acts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LightPolicy:
    """From how many working days before the end a duty is shown as nearly due; dated data."""

    effective_from: date
    yellow_from: int
    source: str


def parse_regime(raw: dict[str, Any]) -> Regime:
    """Read one regime as it stands in the data file; a missing key is an error of the data."""
    return Regime(
        code=raw["code"],
        name=raw["name"],
        effective_from=raw["effective_from"],
        effective_to=raw.get("effective_to"),
        source=raw["source"],
        notice=_limit(raw["notice"]),
        silence=Silence(raw["silence"]),
        restarts=raw["restarts_after_correction"],
        correction=_limit(raw["correction"]) if "correction" in raw else None,
        delivery=_limit(raw["delivery"]),
        acts={act: tuple(articles) for act, articles in raw["acts"].items()},
    )


def in_force(regimes: list[Regime], code: str, on: date) -> Regime:
    """Return the regime of this code on a day (half-open); UnknownRegime if there is none."""
    for regime in regimes:
        ended = regime.effective_to is not None and on >= regime.effective_to
        if regime.code == code and regime.effective_from <= on and not ended:
            return regime
    raise UnknownRegime


def end_of_limit(day: date, amount: int, unit: Unit, calendar: WorkCalendar) -> Due:
    """Return when a limit ends. An amount of 0 means on the spot (当场): before the day of the event is over."""
    if amount == 0:
        return Due(day, end_of(day), estimated=False, explanation=f"当场办理：{day_text(day)}当天办结。")
    return due(day, amount, unit, calendar)


def light(*, state: State, due_at: datetime, ended_at: datetime | None, at: datetime, left: int, yellow: int) -> Light:
    """Return how a duty looks at a moment. ``left``: working days from today (not counted) to the due day."""
    if state == State.LAPSED:
        return Light.LAPSED
    if state == State.LIFTED:
        # A withdrawal ends the clock; it does not undo that it was late.
        return Light.OVERDUE if ended_at is not None and ended_at >= due_at else Light.LIFTED
    if state == State.MET:
        return Light.MET_LATE if ended_at is not None and ended_at >= due_at else Light.MET
    if at >= due_at:
        return Light.OVERDUE
    if left <= 0:
        return Light.RED
    return Light.YELLOW if left <= yellow else Light.GREEN


def _limit(raw: dict[str, Any]) -> Limit:
    return Limit(amount=raw["amount"], unit=Unit(raw["unit"]), basis=raw["basis"])
