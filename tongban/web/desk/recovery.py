"""找回: two administrators help a member of staff who lost their second factor."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.identity import api as identity
from tongban.kernel.actors import Role
from tongban.kernel.errors import Broken, NotFound, Refused
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import staff_only
from tongban.web.request import Request


@require_GET
@staff_only
def index(request: Request) -> HttpResponse:
    """Show what is open and what was done; each administrator finds their own half to do."""
    return _page(request, {})


@require_POST
@staff_only
def begin(request: Request) -> HttpResponse:
    """Note that a security administrator made sure of the person."""
    username, checked = request.POST.get("username", ""), request.POST.get("checked", "")
    try:
        identity.open_recovery(username=username, checked=checked, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _page(request, {refusal.field or "username": refusal.message})
    flash.say(request, "已登记。请系统管理员批准，批准之前账号没有任何变化。")
    return redirect("desk:recovery")


@require_http_methods(["GET", "POST"])
@staff_only
def close(request: Request, key: UUID) -> HttpResponse:
    """Say what confirming does and ask how one made sure; then show the one-time code this once, or decline."""
    if request.method == "GET":
        return _verdict(request, key, {})
    if request.POST.get("verdict") == "decline":
        identity.decline_recovery(recovery=key, by=request.actor, at=timezone.now())
        flash.say(request, "没有批准，账号没有任何变化。")
        return redirect("desk:recovery")
    reason = request.POST.get("reason", "")
    try:
        made = identity.confirm_recovery(recovery=key, reason=reason, by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _verdict(request, key, {refusal.field: refusal.message})
    return render(request, "web/desk/recovery/code.html", {"made": made})


def _verdict(request: Request, key: UUID, faults: dict[str, str]) -> HttpResponse:
    """Ask whoever may decide on this recovery; it is not found for anybody else."""
    rows = identity.recoveries(by=request.actor, at=timezone.now())
    row = next((one for one in rows if one.id == key and one.yours and one.closed_at is None), None)
    if row is None:
        raise NotFound
    choices = [Choice(code, name) for code, name in identity.RECOVERING.items()]
    hint = "记入留痕，不能修改；不批准的不用选"
    error = faults.get("reason", "")
    field = Field("reason", "怎样核实了这次登记", FieldKind.RADIOS, hint=hint, choices=choices, error=error)
    context = {"row": row, "fields": [field], "faults": faults}
    return render(request, "web/desk/recovery/verdict.html", context, status=422 if faults else 200)


def _page(request: Request, faults: dict[str, str]) -> HttpResponse:
    username, checked = request.POST.get("username", ""), request.POST.get("checked", "")
    choices = [Choice(value, word) for value, word in identity.Checked.choices()]
    fields = [
        Field(
            "username",
            "对方的用户名",
            value=username,
            error=faults.get("username", ""),
            hint="请先按下面的方式核对了本人，再登记。",
            autocomplete="off",
        ),
        Field(
            "checked",
            "怎样核对了本人",
            FieldKind.RADIOS,
            value=checked,
            error=faults.get("checked", ""),
            choices=choices,
        ),
    ]
    context = {
        "faults": faults,
        "fields": fields,
        "rows": identity.recoveries(by=request.actor, at=timezone.now()),
        "opens": request.actor.holds(Role.SECURITY) or request.actor.holds(Role.AUDITOR),
        "audits": request.actor.holds(Role.AUDITOR),
    }
    return render(request, "web/desk/recovery/index.html", context, status=422 if faults else 200)
