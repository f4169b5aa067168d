"""What people read about a login at another system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.identity import api as identity
from tongban.identity.api import LoginScope
from tongban.kernel import law
from tongban.kernel.codes import document_type, mobile
from tongban.kernel.errors import NotFound
from tongban.orgs import api as orgs
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Row:
    """A line of what is given: what it is and what stands there now."""

    name: str
    value: str


def scope_names() -> dict[str, str]:
    """Return what each scope gives, in words."""
    return {
        LoginScope.OPENID: _("只在这个系统里使用的编号，别的系统认不出"),
        LoginScope.PROFILE: _("姓名、实名等级"),
        LoginScope.PHONE: _("手机号码"),
        LoginScope.DOCUMENT: _("证件类型、证件号码"),
        LoginScope.ENTERPRISE: _("您所代表单位的名称、统一社会信用代码、您的代表身份"),
    }


def level_names() -> dict[str, str]:
    """Return how surely somebody is who they say, in a word."""
    return {"NONE": _("未实名"), "BASIC": _("初级实名"), "FACE_TO_FACE": _("当面核验"), "STRONG": _("高级实名")}


def rows(scopes: Iterable[str], request: Request) -> list[Row]:
    """Return what will be given, with what stands there now; numbers are not shown whole on a screen."""
    values = _values(request)
    return [Row(scope_names()[scope], values.get(scope, "")) for scope in scopes if scope in set(LoginScope)]


def _values(request: Request) -> dict[str, str]:
    parties = identity.parties_of(request.user, at=timezone.now()) if request.user.is_authenticated else []
    if not parties:
        return {}
    own = parties[0]
    acting = next((one for one in parties if one.id == request.actor.party and one.id != own.id), None)
    return {
        LoginScope.OPENID: _("由通办生成"),
        LoginScope.PROFILE: f"{own.name} · {level_names()[own.level]}",
        LoginScope.PHONE: mobile.mask(own.mobile),
        LoginScope.DOCUMENT: document_type.mask(own.document_type, own.document_number),
        LoginScope.ENTERPRISE: _enterprise(acting),
    }


def _enterprise(acting: identity.PartyView | None) -> str:
    """Return which organisation is named; of a person somebody acts for, a system is told a number only."""
    if acting is None:
        return _("您现在以本人身份办事，不提供单位信息")
    if acting.kind != identity.PartyKind.LEGAL:
        return _("您现在代“%(name)s”办事，对方不是单位，不提供单位信息") % {"name": acting.name}
    return acting.name


def department_name(code: str) -> str:
    """Return what a department is called; its code if it is no longer there."""
    try:
        return orgs.department(code).name
    except NotFound:
        return code


def cited(client: identity.Client) -> str:
    """Return the provisions a statutory ground rests on, in words."""
    return law.cite(client.basis)
