"""What interested parties were told, for those who are signed in: of the matter, and of its applicant nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from tongban.cases import api as cases
from tongban.cases.hearing import api as hearing
from tongban.rest.own import signed_in

router = Router(tags=["被告知的事项"])
Key = Annotated[UUID, Path(description="告知的标识，列表里的id。", examples=["0199a0a0-0000-7000-8000-000000000000"])]


class Told(Schema):
    """What somebody was told, and until when they may answer."""

    id: UUID = Field(description="告知的标识")
    code: str = Field(description="告知编号，写在告知书上", examples=["K7MPQ2XWZ9"])
    item: str = Field(description="事项编码", examples=["ZISPJY"])
    name: str = Field(description="事项名称", examples=["食品经营许可（新办）"])
    department: str = Field(description="办理部门的编码", examples=["ZD320213ADM"])
    matter: str = Field(description="关系到什么利益")
    told_at: dt.datetime = Field(description="告知的时间")
    views_until: dt.date | None = Field(description="陈述意见到哪天为止")
    ask_until: dt.date | None = Field(description="要求听证到哪天为止")
    views: str = Field(description="陈述过的意见；没有时为空")
    views_at: dt.datetime | None = Field(description="陈述的时间；没有时为空")
    wish: str = Field(description="要求听证还是放弃，代码；没有说时为空", examples=["ASKED"])
    wish_at: dt.datetime | None = Field(description="什么时候说的；没有说时为空")


class Move(Schema):
    """A hearing that was put off."""

    before: dt.datetime = Field(description="原定的时间")
    begins_at: dt.datetime = Field(description="改到什么时间")
    reason: str = Field(description="改期的理由")


class Hearing(Schema):
    """How the hearing stands."""

    begins_at: dt.datetime | None = Field(description="听证的时间；还没有通知时为空")
    place: str = Field(description="地点")
    presider: str = Field(description="主持人")
    held: bool | None = Field(description="有没有举行；还没有办完时为空")
    moves: list[Move] = Field(description="改过的期，先改的在前")


class ToldInFull(Told):
    """The same, with how the hearing stands and how the decision deals with what was said."""

    hearing: Hearing = Field(description="听证")
    weighed: str = Field(description="决定怎样对待听取的意见；还没有决定时为空")


class AllTold(Schema):
    """What somebody was told, the latest first."""

    told: list[Told] = Field(description="被告知的事项，新的在前")


@router.get("", response=AllTold, summary="列出被告知的事项")
def told_list(request: HttpRequest) -> AllTold:
    """作为利害关系人被告知的事项，凭账号查看。凭告知编号和手机查看的，请用网页。"""
    found = hearing.told_to(signed_in(request), at=timezone.now())
    return AllTold(told=[Told(**_told(case, one)) for case, one in found])


@router.get("/{key}", response=ToldInFull, summary="查看一件被告知的事项")
def told_detail(request: HttpRequest, key: Key) -> ToldInFull:
    """别人被告知的事项和不存在的，答复一样。"""
    row, one, held = hearing.read_told(told=key, by=signed_in(request), ticket="", at=timezone.now())
    moves = [Move(before=move.before, begins_at=move.begins_at, reason=move.reason) for move in held.moves]
    stands = Hearing(begins_at=held.begins_at, place=held.place, presider=held.presider, held=held.held, moves=moves)
    weighed = held.weighed if row.case.closed_at else ""
    return ToldInFull(**_told(row.case, one), hearing=stands, weighed=weighed)


def _told(case: cases.Case, one: hearing.Told) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "item": case.item_code,
        "name": case.item_name,
        "department": case.department_id,
        "matter": one.matter,
        "told_at": one.told_at,
        "views_until": one.views_until,
        "ask_until": one.until,
        "views": one.views,
        "views_at": one.views_at,
        "wish": one.wish,
        "wish_at": one.wish_at,
    }
