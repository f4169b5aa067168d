"""Who goes along in the sample city where the law sends two (行政许可法34(3), 55(2))."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from tongban.cases import api as cases
from tongban.cases.sending import api as sending
from tongban.kernel.actors import Actor

FROM_OUTSIDE = "测试核查员（示例）"


class Along(TypedDict, total=False):
    """Who is named besides, as a verb takes them."""

    colleagues: list[UUID]
    others: list[str]


def verifying(
    case: cases.Case, steps: Collection[str], *, by: Actor, at: datetime, but: Collection[UUID] = ()
) -> Along:
    """Return a colleague who went to look too, where a step is done on the spot; nobody who decides (``but``)."""
    if sending.verifying(case, steps) is None:
        return {}
    found = [one for one in cases.who_reaches(case, at=at) if one != by.id and one not in but]
    return {"colleagues": found[:1]} if found else {"others": [FROM_OUTSIDE]}


def dispatched(case: cases.Case, ground: str, *, by: Actor, at: datetime) -> Along:
    """Return two who are sent to inspect, where the law sends somebody: whoever begins it, and a colleague."""
    if sending.dispatching(case, ground) is None:
        return {}
    found = [one for one in cases.who_reaches(case, at=at) if one != by.id]
    return {"colleagues": [by.id, *found[:1]], "others": [] if found else [FROM_OUTSIDE]}
