"""办件 for those who are signed in: a person's own, or those that a member of staff reaches. Never kept by anybody."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from tongban.cases import api as cases
from tongban.duties import api as duties
from tongban.kernel.actors import VISITOR, Actor, ActorKind
from tongban.rest.params import Limit
from tongban.rest.problems import NotSignedIn

router = Router(tags=["办件"])
MOST = 100
Number = Annotated[
    str, Path(description="办件编号，23位。", pattern=r"^[0-9]{22}[0-9A-Z]$", examples=["32021320260901000000019"])
]


class Clock(Schema):
    """One limit that runs."""

    kind: str = Field(description="哪一种时限", examples=["NOTICE"])
    name: str = Field(description="名称", examples=["告知受理或补正"])
    due: dt.date | None = Field(description="到哪天为止；没有期限或者暂停计算时为空")
    left: int = Field(description="还有几个工作日，超过的为负数", examples=[3])
    basis: str = Field(description="依据")
    explanation: str = Field(description="怎么算出来的")


class Step(Schema):
    """One thing that happened."""

    at: dt.datetime = Field(description="什么时候")
    verb: str = Field(description="做了什么，代码", examples=["ACCEPT"])
    name: str = Field(description="做了什么", examples=["受理"])
    by: str = Field(description="以什么身份", examples=["工作人员"])


class Case(Schema):
    """A case in a list."""

    number: str = Field(description="办件编号", examples=["32021320260901000000019"])
    item: str = Field(description="事项编码", examples=["ZISPJY"])
    name: str = Field(description="事项名称", examples=["食品经营许可（新办）"])
    department: str = Field(description="办理部门的编码", examples=["ZD320213ADM"])
    state: str = Field(description="办到哪一步，代码", examples=["ACCEPTED"])
    state_name: str = Field(description="办到哪一步", examples=["已受理，审查中"])
    received_at: dt.datetime | None = Field(description="收件时间")
    accepted_at: dt.datetime | None = Field(description="受理时间；还没有受理时为空")
    closed_at: dt.datetime | None = Field(description="办结时间；还没有办结时为空")
    delivered_at: dt.datetime | None = Field(description="送达时间；还没有送达时为空")


class CaseInFull(Case):
    """A case with what happened and what runs; of people, names and numbers, nothing."""

    version: int = Field(description="依据第几版办事指南", examples=[1])
    open_verbs: list[str] = Field(description="您现在可以做的操作，代码")
    clocks: list[Clock] = Field(description="正在计算的时限")
    steps: list[Step] = Field(description="办理过程，先发生的在前")


class Cases(Schema):
    """The latest cases."""

    cases: list[Case] = Field(description="最近的办件，新的在前；工作人员的按等候的先后")


@router.get("", response=Cases, summary="列出办件")
def case_list(request: HttpRequest, limit: Limit = 50) -> Cases:
    """办事人列出自己的，工作人员列出职责范围内的；草稿不在其中。"""
    actor = _actor(request)
    if actor.kind is ActorKind.STAFF:
        found = cases.read_list(by=actor, at=timezone.now())[:limit]
    else:
        found = list(cases.mine(actor).exclude(number="")[:limit])
    return Cases(cases=[_case(one) for one in found])


@router.get("/{number}", response=CaseInFull, summary="查看一个办件的进度")
def case_detail(request: HttpRequest, number: Number) -> CaseInFull:
    """别人的办件和不存在的办件，答复一样。工作人员查看会留痕。"""
    actor, at = _actor(request), timezone.now()
    case = cases.read_case(number=number, by=actor, at=at)
    running = [clock for clock in cases.clocks(case, at=at) if clock.state == duties.State.OPEN]
    return CaseInFull(
        **_case(case).dict(),
        version=case.guide.version,
        open_verbs=list(cases.open_verbs(actor, case, at=at)),
        clocks=[_clock(clock) for clock in running],
        steps=[Step(at=step.at, verb=step.verb, name=step.name, by=step.who) for step in cases.timeline(case)],
    )


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", VISITOR)
    if actor.kind is ActorKind.VISITOR:
        raise NotSignedIn
    return actor


def _case(case: cases.Case) -> Case:
    return Case(
        number=case.number,
        item=case.item_code,
        name=case.item_name,
        department=case.department_id,
        state=case.state,
        state_name=case.get_state_display(),
        received_at=case.received_at,
        accepted_at=case.accepted_at,
        closed_at=case.closed_at,
        delivered_at=case.delivered_at,
    )


def _clock(clock: duties.Clock) -> Clock:
    return Clock(
        kind=clock.kind,
        name=clock.name,
        due=clock.due_date,
        left=clock.left,
        basis=clock.basis,
        explanation=clock.explanation,
    )
