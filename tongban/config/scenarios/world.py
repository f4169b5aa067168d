"""What happens in a scenario besides the verbs of cases: guides, calendars, closures, mandates that end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tongban.cases.window import api as window
from tongban.catalog import api as catalog
from tongban.config.scenarios import vocabulary
from tongban.config.scenarios.items import changed, document_of
from tongban.config.scenarios.moments import day
from tongban.config.scenarios.posting import SAYS, reporting
from tongban.config.scenarios.reading import Step, Unreadable, keyed, plain
from tongban.config.scenarios.stage import Stage
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs

HOLIDAYS = frozenset({"holiday", "放假", "假日", "off"})
WORKDAYS = frozenset({"workday", "上班", "调休上班", "work"})
OF_A_CLOSURE = frozenset({"first", "last", "kind", "name", "department", "region", "source", "authority_basis"})
OF_A_CHANGE = frozenset({"favourable", "transition", "from", "changes"})
CITY = "320200"


def look(_stage: Stage, _step: Step) -> None:
    """什么也不做，只是时间过去：到这时候依法已经发生的后果，都已经发生。"""


def publish_guide(stage: Stage, step: Step) -> None:
    """经修订、审核、合法性审核、审定，发布这个事项的新版办事指南。

    with：与现行版本不同的地方（写法与 item 相同），`favourable`（对申请人有利的地方）或者 `transition`（过渡规定）。
    """
    given = {plain(key) if "." not in key else key: value for key, value in step.given.items()}
    changes = {key: value for key, value in given.items() if key not in OF_A_CHANGE}
    document = changed(document_of(stage.item, at=stage.at), given.get("changes") or changes)
    manager, reviewer, legal = (
        _staff(stage, role) for role in (Role.ITEM_MANAGER, Role.ITEM_REVIEWER, Role.LEGAL_REVIEWER)
    )
    approver = Actor(
        _account(Role.ITEM_APPROVER), ActorKind.STAFF, grants=frozenset({Grant(Role.ITEM_APPROVER, region=CITY)})
    )
    at = stage.at
    held = catalog.begin(item=stage.item, document=document, by=manager, at=at)
    told = {key: str(given.get(key) or "") for key in ("favourable", "transition")}
    reason, basis = "按照规定调整", "本市公布的调整通知"
    catalog.ground(revision=held.pk, basis=basis, reason=reason, by=manager, at=at, **told)
    catalog.submit(revision=held.pk, by=manager, at=at)
    catalog.pass_review(revision=held.pk, by=reviewer, at=at)
    catalog.pass_check(revision=held.pk, by=legal, at=at)
    catalog.hand_up(revision=held.pk, words="不涉及别的部门", by=manager, at=at)
    catalog.approve(revision=held.pk, by=approver, at=at)
    catalog.publish_revision(revision=held.pk, by=manager, at=at)


def close(stage: Stage, step: Step) -> None:
    """发布停办公告，由第二个人确认，并重新计算时限。

    with：`first`、`last`（起止日），`name`，`source`，`kind`（LOCAL_CLOSURE 或者 OUTAGE），`department`，`region`，
    `authority_basis`（办理机关的时限也停止的法律依据）。
    """
    declare(step.given, stage.at)


def declare(raw: Mapping[str, Any], at: datetime) -> None:
    """Put one closure into effect, as two people do it."""
    given = keyed(raw, OF_A_CLOSURE, "停办 closure")
    today, calendar = day_of(at), orgs.work_calendar()
    first = day(str(given.get("first") or today), today, calendar)
    said = orgs.Declaration(
        kind=str(given.get("kind") or orgs.ClosureKind.LOCAL_CLOSURE).upper(),
        name=str(given.get("name") or "台风停办"),
        first=first,
        last=day(str(given.get("last") or first), today, calendar),
        department=str(given.get("department") or orgs.EVERYWHERE),
        region=str(given.get("region") or orgs.EVERYWHERE),
        source=str(given.get("source") or "本市公告"),
        authority_basis=str(given.get("authority_basis") or ""),
    )
    one, other = (
        Actor(_account(f"operator{place}"), ActorKind.STAFF, grants=frozenset({Grant(Role.OPERATOR)}))
        for place in (1, 2)
    )
    closure = orgs.propose_closure(said=said, by=one, at=at)
    duties.confirm_closure(closure=closure, by=other, at=at)
    duties.recount_closure(closure=closure, at=at)


def set_calendar(stage: Stage, step: Step) -> None:
    """改变放假安排，并重新计算时限。

    with：日期 → holiday 或者 workday。
    """
    announce(step.given, stage.at)


def announce(days: Mapping[str, Any], at: datetime) -> None:
    """Put calendars in force that say of these days that they are holidays or worked."""
    calendar = orgs.work_calendar()
    told = {day(str(key), day_of(at), calendar): _worked(value) for key, value in days.items()}
    folder = Path(mkdtemp(prefix="tongban-calendar-"))
    try:
        for year in {one.year for one in told}:
            (folder / f"{year}.toml").write_text(_notice(year, told), encoding="utf-8")
        years = orgs.load_calendars(at=at, folder=folder)
    finally:
        shutil.rmtree(folder)
    if years:
        duties.recompute(years=years, by=SYSTEM, at=at)


def _worked(value: object) -> bool:
    if plain(value) not in HOLIDAYS | WORKDAYS:
        raise Unreadable(f"日历里的一天只能是 holiday 或者 workday，不能是“{value}”")
    return plain(value) in WORKDAYS


def _notice(year: int, told: Mapping[date, bool]) -> str:
    """Write the notice of a year as the files of calendars are written."""
    old = orgs.calendar_year(year)
    days = {one.date: (one.working, one.name) for one in old.days.all()}
    for one, working in told.items():
        if one.year == year:
            days.pop(one, None)
            if working is not (one.isoweekday() < 6):  # noqa: PLR2004 - Saturday: the calendar says so itself
                days[one] = (working, "调整")
    head = f'year = {year}\nstatus = "ANNOUNCED"\nsource = "情景里的放假安排"\n'
    head += f"published_on = {year - 1}-11-01\n"
    worked = ", ".join(str(one) for one, (working, _) in days.items() if working)
    off = [(one, name) for one, (working, name) in days.items() if not working]
    rows = [f'[[holidays]]\nname = "{name}"\nfrom = {one}\nto = {one}\n' for one, name in off]
    return head + f"{rows[0]}make_up = [{worked}]\n" + "".join(rows[1:])


def revoke_mandate(stage: Stage, step: Step) -> None:
    """委托立刻结束；没有写 by，就是申请人撤回委托。"""
    if stage.people.mandate is None:
        raise Unreadable("这个情景里没有代办人，不能撤销委托")
    by = stage.people.actor(step.by or "applicant", at=stage.at)
    identity.revoke_delegation(delegation=stage.people.mandate, by=by, at=stage.at)


def post(stage: Stage, step: Step) -> None:
    """邮政企业报告邮件的情况（`send_by_post` 以后）。

    with：`says`：SENT 已收寄、SIGNED 已签收、RETURNED 退回、REFUSED 不收寄（地址不对）；不写就是 SENT。
    """
    given = keyed(step.given, frozenset({"says"}), "post 的 with ")
    says = vocabulary.one_of("says", given.get("says") or "SENT", SAYS)
    parcel = window.parcel_of(stage.case())
    if parcel is None:
        raise Unreadable("还没有交邮，先要有 send_by_post 这一步")
    with reporting(says):
        window.ask_post(parcel=parcel.pk, at=stage.at)


WORLD: dict[str, Callable[[Stage, Step], None]] = {
    "look": look,
    "publish_guide": publish_guide,
    "close": close,
    "set_calendar": set_calendar,
    "revoke_mandate": revoke_mandate,
    "post": post,
}
"""What a step may do that is no verb of the room of cases."""


def _staff(stage: Stage, role: Role) -> Actor:
    item = catalog.item(stage.item)
    grant = Grant(role, item.department_id or "*", item.region_id)
    return Actor(_account(role), ActorKind.STAFF, grants=frozenset({grant}))


def _account(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"tongban/scenario/{name}")
