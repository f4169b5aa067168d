"""What a promise is of, in which words it is made, how it stands, and what an order to put it right has to say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tongban.cases.errors import NoSuchCommitment
from tongban.cases.promises.errors import NothingNamed, RectificationRuns, UnfitTime
from tongban.cases.promises.states import MADE, PromiseState
from tongban.cases.rules import reason
from tongban.catalog import api as catalog
from tongban.kernel.wording import day_text

CRITERIA = "criteria."


def element_of(key: str) -> str:
    """Return the element of the guide that a promise is of: a material by its own id, a condition by its element."""
    return key if is_condition(key) else f"materials.{key}"


def is_condition(key: str) -> bool:
    """Tell whether a promise is of a condition (``criteria.2``), and not of a material (``4``)."""
    return key.startswith(CRITERIA)


def pledges(guide: catalog.Guide) -> dict[str, catalog.Pledge]:
    """Return what the guide lets be promised of its conditions, by the element."""
    return {f"{CRITERIA}{one.id}": one.commitment for one in guide.criteria if one.commitment}


def commitments(guide: catalog.Guide) -> dict[str, catalog.Commitment]:
    """Return everything that may be committed to, of materials and conditions, by what a promise calls it."""
    of_materials = {one.id: one.commitment for one in guide.materials if one.commitment}
    return {**of_materials, **pledges(guide)}


def names(guide: catalog.Guide) -> dict[str, str]:
    """Return what everything that may be promised is called, by what a promise calls it; conditions by their place."""
    conditions = {f"{CRITERIA}{one.id}": f"受理标准第{n}项" for n, one in enumerate(guide.criteria, start=1)}
    return {one.id: one.name for one in guide.materials} | conditions


def pledge_words(criterion: catalog.Criterion) -> str:
    """Return the one text in which the authority tells and the applicant promises; nothing where that is not allowed.

    It says the condition, what it asks, until when it has to be met, when that is checked, and the promise.
    """
    pledge = criterion.commitment
    if pledge is None:
        return ""
    lines = (
        f"许可条件：{criterion.text}",
        f"行政机关告知：{pledge.told}",
        until_met(pledge),
        f"作出决定以后{pledge.legal_text}内，行政机关核查是否符合。",
        f"申请人承诺：{pledge.wording}",
    )
    return "\n".join(lines)


def until_met(pledge: catalog.Pledge) -> str:
    """Return in a sentence until when a condition has to be met."""
    if pledge.meet is None:
        return "达到条件的时间：提出申请时就要符合。"
    return f"达到条件的期限：自作出决定之日起{pledge.meet.legal_text}内。"


def ends_soon(until: date | None, today: date, last: date) -> bool:
    """Tell whether a time ends between today and the last day about which somebody is reminded, both included."""
    return until is not None and today <= until <= last


class Standing(Protocol):
    """What of a promise says how it stands."""

    kind: str
    end: str
    ordered_at: datetime | None
    reported_at: datetime | None


def stands(promise: Standing) -> PromiseState:
    """Return how a promise stands: by how it ended, else by what was ordered and reported of it."""
    if promise.end:
        return PromiseState(promise.end)
    if promise.reported_at is not None:
        return PromiseState.REPORTED
    return PromiseState.ORDERED if promise.ordered_at is not None else MADE[promise.kind]


@dataclass(frozen=True, slots=True)
class ToRectify:
    """One thing to put right: what a promise calls it, and what exactly has to be reached."""

    material: str
    text: str


def to_rectify(points: Sequence[ToRectify], known: Collection[str]) -> dict[str, str]:
    """Return what is ordered, by what a promise calls it: every point says what to do (责令限期整改要写明要求).

    NothingNamed without any, NoSuchCommitment for what is not ``known`` to be promised, NeedsReason without words.
    """
    if not points:
        raise NothingNamed
    for one in points:
        if one.material not in known:
            raise NoSuchCommitment(field=f"text.{one.material}")
    return {one.material: reason(one.text, field=f"text.{one.material}") for one in points}


def refuse_time(days: int, *, longest: int) -> None:
    """Refuse (UnfitTime) a time in which nothing can be put right, or that the policy of the day does not give."""
    if not 1 <= days <= longest:
        message = f"整改期限要写从 1 到 {longest} 的整数（工作日）。"
        raise UnfitTime(message, field="days")


def refuse_while_ordered(state: PromiseState, until: date | None, *, today: date) -> None:
    """Refuse (RectificationRuns) to find unmet what was ordered to be put right while its time runs without a report.

    Whoever was given a time has it whole (信赖保护); what was reported is judged at once.
    """
    if state == PromiseState.ORDERED and until is not None and today <= until:
        message = f"已经责令整改，期限到{day_text(until)}（含当日），申请人还没有报告整改情况，现在不能认定不符合。"
        raise RectificationRuns(f"{message}已经整改到位的，可以认定属实。", field="kept")


def asked_for(asked: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what an order asks, as its paper lists it."""
    return [{"name": names.get(key, key), "text": text} for key, text in asked.items()]
