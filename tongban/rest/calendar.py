"""Working days: a year's calendar, and the day on which a limit ends."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.kernel import limits
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import Broken
from tongban.kernel.terms import BY_MOMENT
from tongban.orgs import api as orgs
from tongban.rest.invalid import about
from tongban.rest.params import (
    Day,
    Direction,
    DirectionParameter,
    Roll,
    RollParameter,
    Time,
    UnitParameter,
)

router = Router(tags=["工作日历"])
NEEDS_TIME = "按小时、半个工作日计算的，要写明事件发生的时间，例如09:30。"
NEEDS_NO_TIME = "只有按小时、半个工作日计算的才填时间，其他单位请不要填。"


class Due(Schema):
    """When a limit ends."""

    due: dt.date = Field(description="届满日；期限到这一天的24:00为止", examples=["2026-10-19"])
    at: dt.datetime | None = Field(
        None,
        description="届满的时刻；只在按小时、半个工作日计算时给出",
        examples=["2026-09-30T09:30:00+08:00"],
    )
    estimated: bool = Field(description="true表示用到了尚未公布的年份，公布后可能变化", examples=[False])
    explanation: str = Field(description="怎样算出来的", examples=["自2026年9月29日 的次日起算……"])


class SpecialDay(Schema):
    """A day that differs from the plain week, or a day off that has a name."""

    date: dt.date = Field(description="日期", examples=["2026-10-01"])
    workday: bool = Field(description="true为调休上班，false为放假", examples=[False])
    name: str = Field(description="节日名称", examples=["国庆节"])


class Year(Schema):
    """A year's calendar."""

    year: int = Field(description="年份", examples=[2026])
    estimated: bool = Field(description="true表示放假安排还没有公布，只有法定节假日本身，没有调休", examples=[False])
    source: str = Field(description="依据", examples=["国务院办公厅关于2026年部分节假日安排的通知"])
    published_on: dt.date | None = Field(description="公布日期；没有公布时为空", examples=["2025-11-04"])
    days: list[SpecialDay] = Field(description="与平常不同的日子：周一至周五放假、周末上班，以及有名称的假日")


FIRST_YEAR = 2000
"""Before the last century the clock of Shanghai had an offset of odd seconds, and later summer time."""
TOO_EARLY = "按小时、半个工作日计算的，日期应当在2000年1月1日以后。"
CountedIn = Annotated[
    UnitParameter,
    Query(
        description="期限的单位：working_day（工作日）、half_working_day（半个工作日，以12:00为界）、"
        "natural_day（自然日）、hour（小时）、month（月）、year（年）。",
        examples=["working_day"],
    ),
]
EventTime = Annotated[
    Time | None,
    Query(description="事件发生的时间，写成09:30这样。按小时、半个工作日计算的必填。", examples=["09:30"]),
]
Way = Annotated[
    DirectionParameter | None,
    Query(description="forward（往后数，不填即是）或者backward（往前数，如“届满30日前”）。", examples=["forward"]),
]
DayCounts = Annotated[bool, Query(description="true表示事件当天计入；不填为false，当天不算。", examples=[False])]
Rolls = Annotated[
    RollParameter | None,
    Query(
        description="最后一天不是工作日时：next_workday（顺延到下一个工作日，不填即是）、"
        "previous_workday（提前到前一个工作日）、none（不动）。按小时、工作日计算的没有影响。",
        examples=["next_workday"],
    ),
]


@router.get("/due", response=Due, exclude_none=True, summary="计算期限在哪一天届满")
def calendar_due(
    request: HttpRequest,
    start: Annotated[Day, Query(description="事件发生日，写成2026-09-29这样。", examples=["2026-09-29"])],
    amount: Annotated[int, Query(description="期限的长短，1到3660的整数。", ge=1, le=3660, examples=[10])],
    unit: CountedIn,
    time: EventTime = None,
    direction: Way = None,
    inclusive: DayCounts = False,  # noqa: FBT002 - a parameter of the operation
    roll: Rolls = None,
) -> dict[str, object]:
    """期间开始的当日不计，自次日起算；工作日按国务院办公厅公布的放假调休安排；届满于当日24:00（北京时间）。"""
    del request
    by_moment = limits.Unit[unit.name] in BY_MOMENT
    if by_moment != (time is not None):
        with about("time"):
            raise Broken(NEEDS_TIME if by_moment else NEEDS_NO_TIME)
    if by_moment and start.year < FIRST_YEAR:
        with about("start"):
            raise Broken(TOO_EARLY)
    question = limits.Question(
        event=dt.datetime.combine(start, time or dt.time(), SHANGHAI),
        amount=amount,
        unit=limits.Unit[unit.name],
        direction=limits.Direction[(direction or Direction.FORWARD).name],
        inclusive=inclusive,
        roll=limits.Roll[(roll or Roll.NEXT_WORKDAY).name],
    )
    found = limits.due(question, orgs.work_calendar())
    at = found.at if by_moment else None
    return {"due": found.due, "at": at, "estimated": found.estimated, "explanation": found.explanation}


@router.get("/{year}", response=Year, summary="查询一年的工作日历")
def calendar_year(
    request: HttpRequest,
    year: Annotated[int, Path(description="四位数的年份，2000到2100，例如2026。", ge=2000, le=2100, examples=[2026])],
) -> Year:
    """只列出与平常不同的日子，其余的周一至周五是工作日，周六、周日不是。"""
    del request
    found = orgs.calendar_year(year)
    return Year(
        year=found.year,
        estimated=found.status == orgs.CalendarStatus.ESTIMATED,
        source=found.source,
        published_on=found.published_on,
        days=[SpecialDay(date=each.date, workday=each.working, name=each.name) for each in found.days.all()],
    )
