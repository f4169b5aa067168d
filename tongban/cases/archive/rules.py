"""When something is filed and until when it is kept, what waits before it can be filed: values and predicates only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.cases.archive.policy import Filing
from tongban.kernel.actors import Role
from tongban.kernel.reach import ALL, Reach, as_it_is

READERS = (Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.SUPERVISOR)
REACH = Reach(
    roles=dict.fromkeys(READERS, ALL),
    recusing={"applicant": as_it_is, "agent": as_it_is},
    bearing={"told_parties": "case__told__party"},
)
"""Which archives exist for whom: those of the department and region of a post that reaches the case itself."""


class Retention(StrEnum):
    """保管期限: the classes in which an authority keeps its files."""

    PERMANENT = "PERMANENT"
    YEARS_30 = "YEARS_30"
    YEARS_10 = "YEARS_10"


RETENTION_NAMES = {Retention.PERMANENT: "永久", Retention.YEARS_30: "30年", Retention.YEARS_10: "10年"}
BY_YEARS = {0: Retention.PERMANENT, 30: Retention.YEARS_30, 10: Retention.YEARS_10}


class Part(StrEnum):
    """What an archive consists of."""

    FORM = "FORM"
    MATERIAL = "MATERIAL"
    ADDED = "ADDED"
    SAID = "SAID"
    PAPER = "PAPER"
    RECORD = "RECORD"
    HISTORY = "HISTORY"


PART_NAMES = {
    Part.FORM: "申请表",
    Part.MATERIAL: "申请材料",
    Part.ADDED: "补充的文件",
    Part.SAID: "意见、投诉的文件",
    Part.PAPER: "文书",
    Part.RECORD: "办理记录",
    Part.HISTORY: "办理过程",
}


class Awaited(StrEnum):
    """Why what is closed cannot be filed yet."""

    DELIVERY = "DELIVERY"
    CHECK = "CHECK"


AWAITED_NAMES = {Awaited.DELIVERY: "等待送达", Awaited.CHECK: "等待核查告知承诺"}


@dataclass(frozen=True, slots=True)
class Content:
    """One line of the list of contents: ``ref`` finds it in its table, ``digest`` is SM3 of what it says."""

    part: Part
    title: str
    digest: str
    ref: str = ""
    size: int = 0


def due_on(closed: date, filing: Filing) -> date:
    """Return the last day by which a matter that was over on a day has to be filed (档案法13: 按照规定归档)."""
    return date(closed.year + 1, filing.month, filing.day)


def keep_until(closed: date, years: int) -> date | None:
    """Return the last day on which it has to be kept: whole years from the one after it was over; None for ever."""
    return date(closed.year + years, 12, 31) if years else None


def altered(kept: Collection[Content], now: Collection[Content]) -> list[Content]:
    """Return what is not any more what was filed: another digest, or gone."""
    found = {(one.part, one.ref): one.digest for one in now}
    return [one for one in kept if found.get((one.part, one.ref)) != one.digest]
