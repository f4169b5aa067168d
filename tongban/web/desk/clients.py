"""Departments' systems that accept our login: registered and managed by the security administrator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from tongban.identity import api as identity
from tongban.kernel import law
from tongban.kernel.errors import Broken, Faulty, NotFound, Refused
from tongban.orgs import api as orgs
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import security_only
from tongban.web.request import Request

TEXTS = ("name", "department", "purpose", "ground", "basis", "redirects", "leaves", "calls", "starts", "sector")
LONGEST = 6000
EMPTY: Mapping[str, str] = dict.fromkeys(TEXTS, "") | {"ground": identity.Ground.CONSENT}
SCOPES = tuple(scope for scope in identity.LoginScope if scope != identity.LoginScope.OPENID)
BASIS_HINT = "依法定职责取得信息的才填写，写成“法律代码.条.款.项”，例如 GZGF.34，多项用逗号分开。办事人登录时会看到。"
REFUSED = (Broken, NotFound, identity.BeyondScope)
HINTS = {
    "redirects": "每行一个，逐字比较；必须是https，本机试用除外",
    "leaves": "每行一个，退出登录后可以返回的地址",
    "calls": "办事人在通办退出时，系统会向这个地址发送通知",
    "starts": "填写后，办事人可以从通办直接进入这个系统",
}


@require_GET
@security_only
def index(request: Request) -> HttpResponse:
    """List the registered systems."""
    found = identity.clients(by=request.actor)
    return render(request, "web/desk/clients/index.html", {"clients": found, "departments": _departments()})


@require_http_methods(["GET", "POST"])
@sensitive_variables("secret")
@security_only
def register(request: Request) -> HttpResponse:
    """Take a system down from its department's application; its secret is shown on the answer, once."""
    if request.method == "GET":
        return _form(request, EMPTY, ())
    said, scopes = _said(request)
    try:
        made, secret = identity.register_client(said=_registration(said, scopes), by=request.actor, at=timezone.now())
    except REFUSED as refusal:
        return _form(request, said, scopes, _faults(refusal))
    return _secret(request, made, secret)


@require_http_methods(["GET", "POST"])
@security_only
def change(request: Request, key: UUID) -> HttpResponse:
    """Change what is registered of a system."""
    found = identity.client_for(key, by=request.actor)
    if request.method == "GET":
        return _form(request, _kept(found), tuple(found.scopes), client=found)
    said, scopes = _said(request)
    try:
        identity.change_client(client=key, said=_registration(said, scopes), by=request.actor, at=timezone.now())
    except REFUSED as refusal:
        return _form(request, said, scopes, _faults(refusal), client=found)
    flash.say(request, "已经修改，立即生效。")
    return redirect("desk:client", key=key)


@require_http_methods(["GET", "POST"])
@sensitive_variables("secret")
@security_only
def client(request: Request, key: UUID) -> HttpResponse:
    """Show a system; give it a new secret, stop it, or let it in again."""
    if request.method == "POST":
        return _do(request, key)
    found = identity.client_for(key, by=request.actor)
    context = {
        "client": found,
        "department": _departments().get(found.department, found.department),
        "scopes": [identity.SCOPE_NAMES[identity.LoginScope(scope)] for scope in found.scopes],
        "ground": identity.GROUND_NAMES[identity.Ground(found.ground)],
        "basis": law.cite(found.basis),
        "active": found.state == identity.ClientState.ACTIVE,
    }
    return render(request, "web/desk/clients/client.html", context)


def _do(request: Request, key: UUID) -> HttpResponse:
    verb, by, at = request.POST.get("verb", ""), request.actor, timezone.now()
    if verb == "renew":
        secret = identity.renew_client_secret(client=key, by=by, at=at)
        return _secret(request, identity.client_for(key, by=by), secret)
    if verb == "suspend":
        ended = identity.suspend_client(client=key, by=by, at=at)
        flash.say(request, f"已经停用，结束了{ended}个登录。")
    elif verb == "resume":
        identity.resume_client(client=key, by=by, at=at)
        flash.say(request, "已经恢复使用，办事人需要重新登录。")
    else:
        raise Http404
    return redirect("desk:client", key=key)


def _secret(request: Request, client: identity.Client, secret: str) -> HttpResponse:
    return render(request, "web/desk/clients/secret.html", {"client": client, "secret": secret})


def _said(request: Request) -> tuple[dict[str, str], tuple[str, ...]]:
    said = {name: request.POST.get(name, "").strip()[:LONGEST] for name in TEXTS}
    return said, tuple(request.POST.getlist("scopes"))


def _registration(said: Mapping[str, str], scopes: tuple[str, ...]) -> identity.Registration:
    return identity.Registration(
        name=said["name"],
        department=said["department"],
        purpose=said["purpose"],
        redirects=_lines(said["redirects"]),
        scopes=scopes,
        ground=said["ground"],
        basis=re.sub(r"[\s，、；;]+", ",", said["basis"]).strip(",").upper(),
        leaves=_lines(said["leaves"]),
        calls=said["calls"],
        starts=said["starts"],
        sector=said["sector"],
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _kept(found: identity.Client) -> dict[str, str]:
    kept = {name: getattr(found, name) for name in TEXTS} | {"sector": ""}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in kept.items()}


def _faults(refusal: Refused) -> dict[str, str]:
    if isinstance(refusal, Faulty):
        return dict(refusal.faults)
    return {"department": "请选择部门。"} if isinstance(refusal, NotFound) else {refusal.field: refusal.message}


def _departments() -> dict[str, str]:
    return {one.code: one.name for one in orgs.departments()}


def _form(
    request: Request,
    said: Mapping[str, str],
    scopes: tuple[str, ...],
    faults: dict[str, str] | None = None,
    *,
    client: identity.Client | None = None,
) -> HttpResponse:
    context = {"fields": _fields(request, said, scopes, faults or {}), "faults": faults or {}, "client": client}
    return render(request, "web/desk/clients/form.html", context, status=422 if faults else 200)


def _fields(
    request: Request, said: Mapping[str, str], scopes: tuple[str, ...], faults: Mapping[str, str]
) -> list[Field]:
    def drawn(name: str, label: str, kind: FieldKind = FieldKind.TEXT, **more: object) -> Field:
        found = {"hint": HINTS.get(name, ""), "error": faults.get(name, "")}
        return Field(name, label, kind, said.get(name, ""), **found | more)  # type: ignore[arg-type]

    grounds = [Choice(ground, name) for ground, name in identity.GROUND_NAMES.items()]
    data = [Choice(scope, identity.SCOPE_NAMES[scope]) for scope in SCOPES]
    places = [Choice(one.code, one.name) for one in identity.connectable(by=request.actor)]
    return [
        drawn("name", "系统名称", hint="办事人登录时会看到"),
        drawn("department", "管理部门", FieldKind.SELECT, choices=places),
        drawn("purpose", "使用个人信息的目的", FieldKind.TEXTAREA, hint="办事人登录时会看到，写清楚办什么事"),
        drawn("scopes", "提供的信息", FieldKind.CHECKBOXES, choices=data, values=scopes, required=False),
        drawn("ground", "提供信息的依据", FieldKind.RADIOS, choices=grounds),
        drawn("basis", "法律依据", hint=BASIS_HINT, required=False),
        drawn("redirects", "登录后的返回地址", FieldKind.TEXTAREA),
        drawn(
            "sector",
            "用户编号以哪个主机为准",
            required=False,
            hint="返回地址在几个主机上时才填写，只写主机名；登记后不变",
        ),
        drawn("leaves", "退出后的返回地址", FieldKind.TEXTAREA, required=False),
        drawn("calls", "退出通知地址", required=False),
        drawn("starts", "开始登录的地址", required=False),
    ]
