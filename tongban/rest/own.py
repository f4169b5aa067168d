"""办件 for those who are signed in: a person's own, or those that a member of staff reaches. Never kept by anybody."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router
from pydantic import BaseModel, Field

from tongban.cases import api as cases
from tongban.cases.promises import api as promising
from tongban.duties import api as duties
from tongban.kernel.actors import VISITOR, Actor, ActorKind
from tongban.kernel.wording import without_remarks
from tongban.rest import paging
from tongban.rest.channel import written
from tongban.rest.invalid import about
from tongban.rest.params import Cursor, Limit
from tongban.rest.problems import NotSignedIn

router = Router(tags=["办件"])
Number = Annotated[
    str, Path(description="办件编号，23位。", pattern=r"^[0-9]{22}[0-9A-Z]$", examples=["32021320260901000000019"])
]


class Clock(BaseModel):
    """One limit that runs."""

    kind: str = Field(description="哪一种时限", examples=["NOTICE"])
    name: str = Field(description="名称", examples=["告知受理或补正"])
    due: dt.date | None = Field(description="到哪天为止；没有期限或者暂停计算时为空")
    left: int = Field(description="还有几个工作日，超过的为负数", examples=[3])
    basis: str = Field(description="依据")
    explanation: str = Field(description="怎么算出来的")


class Step(BaseModel):
    """One thing that happened."""

    at: dt.datetime = Field(description="什么时候")
    verb: str = Field(description="做了什么，代码", examples=["ACCEPT"])
    name: str = Field(description="做了什么", examples=["受理"])
    by: str = Field(description="以什么身份", examples=["工作人员"])


class Promised(BaseModel):
    """What was promised in writing in the place of a material or a proof."""

    kind: cases.Promised = Field(
        description="DEFERRED：材料后补（容缺）；COMMITMENT：告知承诺", examples=["COMMITMENT"]
    )
    element: str = Field(
        description="办事指南里的哪一项：materials.后面是材料，criteria.后面是条件", examples=["criteria.5"]
    )
    name: str = Field(description="这份材料或者这项条件的名称", examples=["受理标准第5项"])
    words: str = Field(description="承诺的全文，和办事人签的一样")
    promised_at: dt.datetime | None = Field(description="什么时候承诺的")
    until: dt.date | None = Field(
        description="最晚哪天补交、达到条件或者整改到位；还没有起算、没有期限或者已经补交、报告整改时为空"
    )
    check_due: dt.date | None = Field(description="部门最晚哪天核查、复查；不用核查、还没有起算或者已经核查时为空")
    state: str = Field(
        description="STANDING（待补交、待核查）、ORDERED（责令整改中）、REPORTED（已报告整改，待复查）、SUPPLIED（已补交）、KEPT（核查属实）、NOT_KEPT（核查不属实）、LIFTED（不再需要）",
        examples=["STANDING"],
    )
    state_name: str = Field(description="到了哪一步", examples=["待核查"])
    ended_at: dt.datetime | None = Field(description="什么时候补交、核查或者不再需要的；还没有时为空")
    asked: str = Field(description="责令整改的要求；没有责令整改时为空", examples=[""])
    reported_at: dt.datetime | None = Field(description="什么时候报告整改情况的；没有时为空")


class Case(BaseModel):
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
    promises: list[Promised] = Field(description="书面承诺，先作的在前；没有时为空")
    steps: list[Step] = Field(description="办理过程，先发生的在前")


class Cases(BaseModel):
    """A page of cases."""

    cases: list[Case] = Field(
        description="这一页的办件：办事人的，最近有变动的在前；工作人员的，按工作台的顺序，最先到期的在前"
    )
    next: str | None = Field(
        description="下一页的翻页标记，这一页没有满时为空；正好满的，下一页可能是空的。翻页期间有变动的办件会换位置"
    )


@router.get("", response=Cases, summary="列出办件")
def case_list(request: HttpRequest, cursor: Cursor = None, limit: Limit = 50) -> Cases:
    """办事人列出自己的，工作人员列出职责范围内的；草稿不在其中。用next取下一页。"""
    actor = signed_in(request)
    with about("cursor"):
        page = paging.place(cursor, limit)
    if actor.kind is ActorKind.STAFF:
        found = cases.read_list(by=actor, at=timezone.now(), page=page.number, size=page.size)
    else:
        found = list(cases.mine(actor).exclude(number="")[page.first : page.first + page.size])
    # Counting all that somebody reaches would cost more than the page: a full one may be followed by another.
    return Cases(cases=[Case(**_facts(one)) for one in found], next=page.after(page.first + len(found) + 1))


@router.get("/{number}", response=CaseInFull, summary="查看一个办件的进度")
def case_detail(request: HttpRequest, number: Number) -> HttpResponse:
    """别人的办件和不存在的办件，答复一样。工作人员查看会留痕。"""
    actor, at = signed_in(request), timezone.now()
    case = cases.read_case(number=number, by=actor, at=at, whole=False)
    running = [clock for clock in cases.clocks(case, at=at) if clock.state == duties.State.OPEN]
    # Written as it is: that it is a CaseInFull a test says, of every state, and not each answer anew.
    return written(
        {
            **_facts(case),
            "version": case.guide.version,
            "open_verbs": cases.open_verbs(actor, case, at=at),
            "clocks": [_clock(clock) for clock in running],
            "promises": [_promised(one) for one in promising.shown(case)],
            "steps": [
                {"at": one.at, "verb": one.verb, "name": one.name, "by": one.who} for one in cases.timeline(case)
            ],
        }
    )


def signed_in(request: HttpRequest) -> Actor:
    """Return who is signed in; NotSignedIn for a visitor."""
    if getattr(request, "actor", VISITOR).kind is ActorKind.VISITOR:
        raise NotSignedIn
    actor: Actor = vars(request)["actor"]  # who it is: until they were asked for, somebody stood in for them
    return actor


def _facts(case: cases.Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "item": case.item_code,
        "name": case.item_name,
        "department": case.department_id,
        "state": case.state,
        "state_name": case.get_state_display(),
        "received_at": case.received_at,
        "accepted_at": case.accepted_at,
        "closed_at": case.closed_at,
        "delivered_at": case.delivered_at,
    }


def _step(one: cases.Step) -> dict[str, Any]:
    """Return what happened as ``Step`` says."""
    return {"at": one.at, "verb": one.verb, "name": one.name, "by": one.who}


def _clock(clock: duties.Clock) -> dict[str, Any]:
    """Return a limit as ``Clock`` says."""
    return {
        "kind": clock.kind,
        "name": clock.name,
        "due": clock.due_date,
        "left": clock.left,
        "basis": without_remarks(clock.basis),
        "explanation": clock.explanation,
    }


def _promised(one: promising.Shown) -> dict[str, Any]:
    """Return a promise as ``Promised`` says."""
    return {
        "kind": one.kind,
        "element": one.element,
        "name": one.name,
        "words": one.words,
        "promised_at": one.promised_at,
        "until": one.until,
        "check_due": one.check_due,
        "state": one.end or (one.stands.value if one.ordered_at else "STANDING"),
        "state_name": one.state_name,
        "ended_at": one.ended_at,
        "asked": one.asked,
        "reported_at": one.reported_at,
    }
