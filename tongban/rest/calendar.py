"""Working days: a year's calendar, and the day on which a limit ends."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.kernel import limits
from tongban.orgs import api as orgs
from tongban.rest.params import Day, UnitParameter

router = Router(tags=["工作日历"])


class Due(Schema):
    """When a limit ends."""

    due: dt.date = Field(description="届满日；期限到这一天的24:00为止", examples=["2026-10-19"])
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


@router.get("/due", response=Due, summary="计算期限在哪一天届满")
def calendar_due(
    request: HttpRequest,
    start: Annotated[Day, Query(description="事件发生日，当日不计，写成2026-09-29这样。", examples=["2026-09-29"])],
    amount: Annotated[int, Query(description="期限的长短，1到3660的整数。", ge=1, le=3660, examples=[10])],
    unit: Annotated[
        UnitParameter,
        Query(
            description="期限的单位：working_day（工作日）、natural_day（自然日）、month（月）、year（年）。",
            examples=["working_day"],
        ),
    ],
) -> limits.Due:
    """期间开始的当日不计，自次日起算；工作日按国务院办公厅公布的放假调休安排；届满于当日24:00（北京时间）。"""
    del request
    return limits.due_after(start, amount, limits.Unit[unit.name], orgs.work_calendar())


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
