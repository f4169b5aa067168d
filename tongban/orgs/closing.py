"""Days on which nothing can be done though the calendar counts them as worked: what is declared of them, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongban.kernel import law
from tongban.kernel.codes.region import stem
from tongban.orgs.states import ClosureKind

EVERYWHERE = "*"
LONGEST_DAYS = 366
LONGEST_NAME, LONGEST_SOURCE = 40, 200
EARLIEST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure or outage in effect: from the first to the last day, both included.

    ``department`` and ``region`` are codes, "*" for all; a region covers those below it. ``authority_basis`` is the
    rule by which the authority's own limits stop too, as citations (kernel.law); without one, only those that run
    against applicants do. The authority's stop from the day on which it was ``confirmed`` and never before.
    """

    id: UUID
    kind: str
    name: str
    first: date
    last: date
    department: str
    region: str
    source: str
    authority_basis: str
    confirmed: date

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is closed."""
        return self.first <= day <= self.last

    def covers(self, *, department: str, region: str) -> bool:
        """Tell whether it concerns a department in a region."""
        here = self.region == EVERYWHERE or region.startswith(stem(self.region))
        return here and self.department in {EVERYWHERE, department}

    @property
    def reason(self) -> str:
        """Return in words why a door is closed: 台风停办."""
        return self.name if "停办" in self.name else f"{self.name}停办"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is proposed: a closure before anybody confirmed it."""

    kind: str
    name: str
    first: date | None
    last: date | None
    department: str
    region: str
    source: str
    authority_basis: str = ""


def closed_on(closures: Iterable[Closure], day: date, *, department: str, region: str) -> str:
    """Return why a service place of this department and region is closed on a day, nothing when it is not.

    An outage closes no door: people are received, and told that the system is down.
    """
    found = (
        one.reason
        for one in closures
        if one.kind == ClosureKind.LOCAL_CLOSURE and day in one and one.covers(department=department, region=region)
    )
    return next(found, "")


def faults(said: Declaration) -> dict[str, str]:
    """Return what is wrong with a declaration by itself: field → what to do."""
    found = {}
    if said.kind not in set(ClosureKind):
        found["kind"] = "请选择类别：停办，或者系统停用。"
    if not 0 < len(said.name) <= LONGEST_NAME:
        found["name"] = f"请填写原因，例如“台风”“政务服务中心搬迁”，最多{LONGEST_NAME}个字。"
    if not 0 < len(said.source) <= LONGEST_SOURCE:
        found["source"] = f"请填写公告或者文件的标题和文号，最多{LONGEST_SOURCE}个字。"
    if wrong := _wrong_basis(said.authority_basis):
        found["authority_basis"] = wrong
    return found | _wrong_days(said.first, said.last)


def _wrong_basis(codes: str) -> str:
    """Say what is wrong with the rule by which an authority wants its own clock stopped (行政许可法42, 45, 82)."""
    if len(codes) > LONGEST_SOURCE:
        return f"最多{LONGEST_SOURCE}个字符，请只写条款的代码。"
    try:
        cited = law.parsed(codes)
    except law.UnknownCitation as refusal:
        return refusal.message
    if cited and not law.rests_on_law(codes):
        return "本系统的规则不能停止本机关的时限，请写明法律、法规的条款；没有的不填。"
    return ""


def _wrong_days(first: date | None, last: date | None) -> dict[str, str]:
    found = {}
    if first is None or first.year < EARLIEST_YEAR:
        found["first"] = "请填写第一天，例如 2026-09-02。"
    if last is None:
        found["last"] = "请填写最后一天；只有一天的，与第一天相同。"
    if found or first is None or last is None:
        return found
    if last < first:
        return {"last": "最后一天不能早于第一天，请核对。"}
    if last - first >= timedelta(days=LONGEST_DAYS):
        return {"last": "一条公告最长一年，请核对日期；更长的请分开写。"}
    return {}
