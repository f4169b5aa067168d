"""核查、指派: asking who of the staff went to look, and showing who it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypedDict
from uuid import UUID

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.sending import api as sending
from tongban.kernel.days import day_of
from tongban.kernel.wording import day_text
from tongban.web.fields import Choice, Field, FieldKind

Page = Mapping[str, Any]
Faults = Mapping[str, str]
COLLEAGUES, OTHERS = "colleagues", "others"
APART = re.compile(r"[、，,；;\n]")


class Opinion(Protocol):
    """What somebody wrote with a verb, as far as who was sent is told of it."""

    verb: str
    sent: Mapping[str, Any]
    at: datetime


class Who(TypedDict):
    """Who was named, as a verb takes them."""

    colleagues: list[UUID]
    others: list[str]


def who(post: QueryDict) -> Who:
    """Read who was ticked and who was written."""
    ticked = [key for one in post.getlist(COLLEAGUES) if (key := _key(one)) is not None]
    return {"colleagues": ticked, "others": [one for one in APART.split(post.get(OTHERS, "")) if one.strip()]}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def verifying_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask who verified on the spot together with whoever does a step, where the guide has it (行政许可法34(3))."""
    rule = sending.verifying(page["case"], [one.step for one in page["stages"] if one.mine])
    if rule is None:
        return []
    hint = (
        f"依法至少{rule.people}名工作人员，您是其中一名。勾选和您一起核查的同事；参加核查的人不能再作决定。"
        "材料本身就能看出不符合条件、没有去核查的，不用勾选。"
    )
    return _fields(page, post, faults, "和谁一起现场核查", hint, without=page["actor"])


def dispatching_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask who is sent, where the law sends somebody for one of the procedures that can begin (行政许可法55(2))."""
    grounds = cases.open_procedures(page["case"])
    sends = [one for one in grounds if sending.dispatching(page["case"], one.code)]
    if not sends:
        return []
    rule, until = sending.dispatching(page["case"], sends[0].code), sending.dispatch_until(page["case"])
    names = "、".join(one.name for one in sends)
    hint = f"{names}要写明指派的至少{rule.people if rule else 0}名工作人员，其他程序不用填。"
    if until is not None:
        hint += f"依法最晚{day_text(until)}指派。"
        hint += "现在已经晚了，仍然可以指派，记录里会写明。" if day_of(page["at"]) > until else ""
    return _fields(page, post, faults, "指派谁去", hint)


def _fields(
    page: Page, post: QueryDict, faults: Faults, label: str, hint: str, *, without: UUID | None = None
) -> list[Field]:
    reach = cases.who_reaches(page["case"], at=page["at"])
    people = [Choice(str(key), name) for key, name in reach.items() if key != without]
    error = faults.get(COLLEAGUES, "")
    ticked = Field(
        COLLEAGUES,
        label,
        FieldKind.CHECKBOXES,
        values=post.getlist(COLLEAGUES),
        choices=people,
        hint=hint,
        error=error,
        required=False,
    )
    written = Field(
        OTHERS,
        "其他单位的人员",
        value=post.get(OTHERS, ""),
        hint="写姓名和单位，几个人用顿号分开。没有就不填。",
        error=faults.get(OTHERS, ""),
        required=False,
    )
    return [ticked, written]


def how_late(case: cases.Case, opinion: Opinion) -> str:
    """Say of who was sent that it was later than the law gives; nothing where it was in time or nobody was."""
    until = sending.dispatch_until(case)
    looks = opinion.verb != cases.Verb.SUSPEND
    if looks or until is None or not sending.late(case, sending.sent_of(opinion.sent), at=opinion.at):
        return ""
    return f"（依法最晚{day_text(until)}指派，这次指派晚了）"


def accounts(kept: Iterable[Mapping[str, object]]) -> set[UUID]:
    """Return the accounts of all who were sent, whose names are to be read."""
    return {key for one in kept for key in sending.sent_of(one).staff}


def in_words(kept: Mapping[str, object], names: Mapping[UUID, str]) -> str:
    """Return by their names who was sent; nothing where nobody was."""
    sent = sending.sent_of(kept)
    return "、".join([*(names.get(one, "") or "（已离岗的工作人员）" for one in sent.staff), *sent.others])
