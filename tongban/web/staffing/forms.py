"""What is asked before something is arranged for a member of staff, and the one domain call that arranges it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict

from tongban.identity import api as identity
from tongban.kernel.actors import ADMINISTRATORS, NEVER_GRANTED, ROLE_NAMES, Actor, Role
from tongban.kernel.codes.region import Level
from tongban.kernel.errors import Broken, Faulty, Refused
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind

LONGEST = 200
Faults = Mapping[str, str]
Said = Mapping[str, str]
Draw = Callable[[Said, Faults, Actor], list[Field]]
Do = Callable[[identity.Member, Said, Actor, datetime], object]
Offered = Callable[[Actor, identity.Member], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is arranged for a member of staff: words, what it asks, the verb, to whom it is offered."""

    name: str
    hint: str
    submit: str
    done: str
    fields: Draw
    do: Do
    offered: Offered
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that is taken away for good: words, for what reasons, the verb; asked before it is done."""

    name: str
    hint: str
    submit: str
    done: str
    reasons: Mapping[identity.Reason, str]
    do: Callable[[int, str, Actor, datetime], object]
    danger: bool = True


def gives(actor: Actor, member: identity.Member) -> bool:
    """Tell whether somebody is offered to give and take posts of this member of staff."""
    return actor.holds(Role.SECURITY) and not member.own and member.staff.closed_at is None


def arranges(actor: Actor, member: identity.Member) -> bool:
    """Tell whether somebody is offered to note a leave or a relative: for themselves, or as who gives the posts."""
    return (actor.holds(Role.SECURITY) or member.own) and member.staff.closed_at is None


def closes(actor: Actor, member: identity.Member) -> bool:
    """Tell whether somebody is offered to close this account."""
    return actor.holds(Role.OPERATOR) and not member.own and member.staff.closed_at is None


def said(post: QueryDict) -> dict[str, str]:
    """Return what was typed, without spaces around it and no longer than any field is."""
    return {name: str(value).strip()[:LONGEST] for name, value in post.items()}


def faults_of(refusal: Refused) -> dict[str, str]:
    """Return what is wrong with a form, field by field."""
    return refusal.faults if isinstance(refusal, Faulty) else {refusal.field: refusal.message}


def day_of(written: str, field: str) -> date:
    """Read a day; Broken about its field for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Broken("请填写日期。", field=field) from None


def period_fields(given: Said, faults: Faults, _: Actor | None = None) -> list[Field]:
    """Ask from which to which day."""
    return [
        _drawn("first", "第一天", given, faults, FieldKind.DATE, width="10"),
        _drawn("last", "最后一天（含）", given, faults, FieldKind.DATE, width="10"),
    ]


def account_fields(given: Said, faults: Faults) -> list[Field]:
    """Ask who gets a work account, and where they work."""
    hint = "用来认出本人，本人和亲属的办件自动回避；加密保存"
    return [
        _drawn("name", "姓名", given, faults, hint="与身份证上的一致"),
        _drawn("document_number", "身份证号码", given, faults, hint=hint, width="20"),
        _drawn("number", "工号", given, faults, width="10"),
        _drawn("username", "用户名", given, faults, hint="登录时用", width="20"),
        _drawn("department", "工作单位", given, faults, FieldKind.SELECT, choices=departments()),
    ]


def substitute_fields(given: Said, faults: Faults, found: list[identity.Colleague]) -> list[Field]:
    """Ask who stands in, and from when to when."""
    names = {one.code: one.short_name for one in orgs.departments()}
    people = [Choice(str(one.id), f"{one.name}（{names.get(one.department, '')} {one.number}）") for one in found]
    chosen = _drawn("substitute", "由谁代理", given, faults, FieldKind.SELECT, choices=people)
    return [chosen, *period_fields(given, faults)]


def reason_fields(reasons: Mapping[identity.Reason, str], faults: Faults) -> list[Field]:
    """Ask why; the answer is kept in the record."""
    choices = [Choice(code, name) for code, name in reasons.items()]
    hint = "原因记入留痕，不能修改"
    return [_drawn("reason", "为什么", {}, faults, FieldKind.RADIOS, hint=hint, choices=choices)]


def departments() -> list[Choice]:
    """Return every department and unit to choose from, the units below their bodies."""
    return [Choice(one.code, one.name) for one in orgs.departments()]


def _among(
    choices: list[Choice], given: Callable[[Actor, Iterable[str]], frozenset[str]], actor: Actor
) -> list[Choice]:
    """Keep of the choices those that the actor may give: what leads to a refusal is not offered."""
    within = given(actor, [one.value for one in choices])
    return [one for one in choices if one.value in within]


def _post_fields(roles: list[Role]) -> Draw:
    def draw(given: Said, faults: Faults, actor: Actor) -> list[Field]:
        everywhere = Choice(orgs.EVERYWHERE, "全部")
        areas = [Choice(one.code, one.name) for one in orgs.areas()]
        towns = [Choice(one.code, f"{one.name}（{one.code}）") for one in orgs.regions(level=Level.TOWN)]
        given_in = _among([everywhere, *departments()], identity.departments_given, actor)
        regions = _among([everywhere, *areas, *towns], identity.regions_given, actor)
        below = [Choice("1", "包括下属的分局、支队和所")]
        return [
            _drawn(
                "role", "岗位", given, faults, FieldKind.SELECT, choices=[Choice(one, ROLE_NAMES[one]) for one in roles]
            ),
            _drawn("department", "部门", given, faults, FieldKind.SELECT, choices=given_in),
            Field(
                "below",
                "下属单位",
                FieldKind.CHECKBOXES,
                values=[given.get("below", "")],
                choices=below,
                required=False,
            ),
            _drawn(
                "region",
                "地区",
                given,
                faults,
                FieldKind.SELECT,
                hint="所选地区及其以下的都算在内",
                choices=regions,
            ),
        ]

    return draw


def _kin_fields(given: Said, faults: Faults, _: Actor) -> list[Field]:
    kinds = [Choice(one, name) for one, name in identity.KIN_NAMES.items()]
    hint = "只用来认出这位亲属的办件，加密保存，同事看不到"
    return [
        _drawn("name", "亲属姓名", given, faults, hint="与身份证上的一致"),
        _drawn("number", "亲属身份证号码", given, faults, hint=hint, width="20"),
        _drawn("relation", "关系", given, faults, FieldKind.RADIOS, choices=kinds),
    ]


def _closing_fields(_: Said, faults: Faults, __: Actor) -> list[Field]:
    return reason_fields(identity.CLOSING, faults)


def _drawn(
    name: str,
    label: str,
    given: Said,
    faults: Faults,
    kind: FieldKind = FieldKind.TEXT,
    *,
    hint: str = "",
    width: str = "",
    choices: list[Choice] | None = None,
) -> Field:
    value, error = given.get(name, ""), faults.get(name, "")
    return Field(name, label, kind, value, hint=hint, error=error, width=width, choices=choices or ())


def _role(given: Said) -> Role:
    try:
        return Role(given.get("role", ""))
    except ValueError:
        raise Broken("请选择岗位。", field="role") from None


def _where(given: Said) -> dict[str, str]:
    missing = {
        name: f"请选择{label}。" for name, label in (("department", "部门"), ("region", "地区")) if not given.get(name)
    }
    if missing:
        raise Faulty(missing)
    return {"department": given["department"], "region": given["region"]}


def _appoint(member: identity.Member, given: Said, by: Actor, at: datetime) -> object:
    role, where, below = _role(given), _where(given), bool(given.get("below"))
    return identity.appoint(
        user=member.user, role=role, department=where["department"], region=where["region"], below=below, by=by, at=at
    )


def _nominate(member: identity.Member, given: Said, by: Actor, at: datetime) -> object:
    role, where, below = _role(given), _where(given), bool(given.get("below"))
    return identity.nominate(
        user=member.user, role=role, department=where["department"], region=where["region"], below=below, by=by, at=at
    )


def _leave(member: identity.Member, given: Said, by: Actor, at: datetime) -> object:
    first, last = day_of(given.get("first", ""), "first"), day_of(given.get("last", ""), "last")
    return identity.take_leave(staff=member.user.pk, first=first, last=last, by=by, at=at)


def _kin(member: identity.Member, given: Said, by: Actor, at: datetime) -> object:
    relation = given.get("relation", "")
    name, number = given.get("name", ""), given.get("number", "")
    return identity.declare_kin(staff=member.user.pk, relation=relation, name=name, number=number, by=by, at=at)


def _close(member: identity.Member, given: Said, by: Actor, at: datetime) -> object:
    return identity.close_staff_account(staff=member.user.pk, reason=given.get("reason", ""), by=by, at=at)


HANDLING = [one for one in Role if one not in ADMINISTRATORS | NEVER_GRANTED]
ACTS = {
    "appoint": Act(
        "授予岗位",
        "岗位从现在起生效。只能在您自己的管理范围以内授予，不能授予自己。",
        "授予",
        "已授予，从下一次操作起生效。",
        _post_fields(HANDLING),
        _appoint,
        gives,
    ),
    "nominate": Act(
        "提出管理员任命",
        "系统管理、安全管理、审计管理由三个不同的人担任，不兼任办理岗位。提交后由另一位管理员复核，复核前不生效。",
        "提交复核",
        "已提交，等待另一位管理员复核。",
        _post_fields(sorted(ADMINISTRATORS)),
        _nominate,
        gives,
    ),
    "leave": Act(
        "登记休假",
        "休假期间岗位全部停用，代理别人的岗位也停用；到期自动恢复，可以提前销假。",
        "登记",
        "已登记休假。",
        period_fields,
        _leave,
        arranges,
    ),
    "kin": Act(
        "登记回避的亲属",
        "登记后，这位亲属和其代表的单位的办件不再出现在列表、搜索和统计里，也不能打开。本人登记后，只有安全管理员可以解除。",
        "登记",
        "已登记，从下一次操作起回避。",
        _kin_fields,
        _kin,
        arranges,
    ),
    "close": Act(
        "注销账号",
        "注销后岗位和代理全部结束，已经登录的立即退出，不能再登录。办理过的记录都保留。",
        "注销账号",
        "已注销。",
        _closing_fields,
        _close,
        closes,
        danger=True,
    ),
}
ENDS: dict[str, tuple[str, Callable[[int, Actor, datetime], object]]] = {
    "leave": ("已销假，岗位恢复。", lambda number, by, at: identity.end_leave(leave=number, by=by, at=at)),
    "substitution": (
        "代理已结束。",
        lambda number, by, at: identity.end_substitution(substitution=number, by=by, at=at),
    ),
}
REMOVALS = {
    "post": Removal(
        "收回岗位",
        "收回后，从下一次操作起没有这个权限，正在由别人代理的也一并结束。要恢复只能重新授予，办理过的记录都保留。",
        "收回岗位",
        "岗位已收回，从下一次操作起没有这个权限。",
        identity.REVOKING,
        lambda number, reason, by, at: identity.revoke(post=number, reason=reason, by=by, at=at),
    ),
    "kin": Removal(
        "解除回避登记",
        "解除后，这位亲属和其代表的单位的办件会重新出现在这个人的列表里，也可以由这个人办理。",
        "解除登记",
        "回避登记已解除。",
        identity.PARTING,
        lambda number, reason, by, at: identity.end_kin(kinship=number, reason=reason, by=by, at=at),
    ),
}


def key_of(written: str) -> UUID:
    """Read the account that was chosen; Broken where none was."""
    try:
        return UUID(written)
    except ValueError:
        raise Broken("请选择由谁代理。", field="substitute") from None
