"""Service places of the four levels: where they are, their windows, and whether they are open today."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.kernel.codes.region import Level
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs
from tongban.rest import paging
from tongban.rest.invalid import about, called
from tongban.rest.params import AreaCode, Cursor, Limit, PlaceCode, PlaceLevel, PlaceLevelParameter, Words
from tongban.rest.regions import Named

router = Router(tags=["服务场所"])

_CLOCK = "^[0-2][0-9]:[0-5][0-9]$"


class Place(Schema):
    """A hall, centre or station."""

    code: str = Field(description="服务场所编码；Z开头的是本地编码，不是国家编码", examples=["ZP320213"])
    name: str = Field(description="名称", examples=["梁溪区政务服务中心"])
    level: PlaceLevel = Field(
        description="层级：CITY、COUNTY、TOWN、VILLAGE（市、区县、镇街、村社区）", examples=["COUNTY"]
    )
    region: Named = Field(description="所在地区")
    address: str = Field(description="地址")
    phone: str = Field(description="电话")


class Places(Schema):
    """A page of places."""

    places: list[Place] = Field(description="这一页的服务场所")
    total: int = Field(description="全部页共有多少处", examples=[1])
    next: str | None = Field(description="下一页的翻页标记；没有下一页时为空")


class Window(Schema):
    """A window of a place."""

    number: int = Field(description="窗口号，从1开始", examples=[1])
    kind: orgs.WindowKind = Field(description="窗口种类", examples=["GENERAL"])
    name: str = Field(description="窗口名称", examples=["综合窗口"])


class Hours(Schema):
    """From opening up to closing."""

    opens: str = Field(description="开始服务，北京时间，时:分", pattern=_CLOCK, examples=["09:00"])
    closes: str = Field(description="停止服务，北京时间，时:分", pattern=_CLOCK, examples=["12:00"])


class Today(Schema):
    """One day of a place."""

    date: dt.date = Field(description="日期（北京时间）", examples=["2026-09-29"])
    workday: bool = Field(description="是不是工作日", examples=[True])
    estimated: bool = Field(description="这一年的放假安排还没有公布，以公布的为准", examples=[False])
    hours: list[Hours] = Field(description="这一天的服务时间；不开放时为空")
    open_now: bool = Field(description="现在是否开放", examples=[True])
    sentence: str = Field(description="一句话说明", examples=["今天（周二）是工作日，9:00–12:00、13:00–17:00开放"])


class PlaceInFull(Place):
    """A place with its windows and today's hours."""

    windows: list[Window] = Field(description="窗口")
    today: Today | None = Field(description="今天的服务时间；今年的工作日历没有载入时为空")


@router.get("", response=Places, summary="列出或搜索服务场所")
def places(
    request: HttpRequest,
    area: Annotated[
        AreaCode | None,
        Query(description="只要这个地区及其以下的，填行政区划代码或功能区编码，例如320213。", examples=["320213"]),
    ] = None,
    level: Annotated[
        PlaceLevelParameter | None,
        Query(description="只要这一级：CITY、COUNTY、TOWN、VILLAGE（市、区县、镇街、村社区）。", examples=["TOWN"]),
    ] = None,
    q: Annotated[
        Words | None,
        Query(description="搜索名称和所在地区，1到60个字；多个词用空格分开。", examples=["东亭"]),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Places:
    """层级高的在前，每页最多100处；用next取下一页。搜索只给出最相关的，最多100处，不分页。"""
    del request
    if q is not None:
        return _searched(q, area, level, cursor, limit)
    with about("cursor"):
        at = paging.place(cursor, limit)
    with about("area"):
        page = orgs.places(area, Level(level) if level else None, page=at.number, size=at.size)
    shown = [Place.model_validate(each) for each in page.places]
    return Places(places=shown, total=page.total, next=at.after(page.total))


@router.get("/{code}", response=PlaceInFull, summary="查询一处服务场所")
def place(
    request: HttpRequest,
    code: Annotated[PlaceCode, Path(description="服务场所编码，以ZP开头，例如ZP320213。", examples=["ZP320213"])],
) -> PlaceInFull:
    """连同它的窗口和今天的服务时间。"""
    del request
    with called("code"):
        found = orgs.place(code)
    windows = [Window.model_validate(each) for each in found.windows.all()]
    return PlaceInFull(**Place.model_validate(found).model_dump(), windows=windows, today=_today(found, timezone.now()))


def _searched(q: str, area: str | None, level: PlaceLevel | None, cursor: str | None, limit: int) -> Places:
    with about("cursor"):
        if cursor is not None:
            raise Broken(paging.NO_PAGES)
    with about("area"):
        found = orgs.search_places(q, area, limit=100)
    kept = [Place.model_validate(each) for each in found if level is None or each.level == level][:limit]
    return Places(places=kept, total=len(kept), next=None)


def _today(place: orgs.ServicePlace, at: dt.datetime) -> Today | None:
    """Return today's hours, or None in a year whose calendar nobody has loaded: a gap, not the caller's fault."""
    try:
        opening = orgs.opening(place, at)
    except Broken:
        return None
    day = opening.today
    return Today(
        date=day.day,
        workday=day.working,
        estimated=day.estimated,
        hours=[Hours(opens=f"{each.opens:%H:%M}", closes=f"{each.closes:%H:%M}") for each in day.hours],
        open_now=opening.open_now,
        sentence=opening.sentence,
    )
