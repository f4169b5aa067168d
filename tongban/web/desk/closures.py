"""Closures and outages: one person declares them from a document, another confirms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel import law
from tongban.kernel.actors import Actor
from tongban.kernel.codes.region import Level
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs
from tongban.web import flash
from tongban.web.desk.calendars import faults_of
from tongban.web.desk.written import day_of
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import operators_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

NAMES = ("kind", "name", "first", "last", "department", "region", "village", "source", "authority_basis")
LONGEST = 500
EMPTY = dict.fromkeys(NAMES, "") | {"department": orgs.EVERYWHERE, "region": orgs.EVERYWHERE}
HINTS = {
    "LOCAL_CLOSURE": "办事大厅不开放、工作人员不上班，例如台风、搬迁",
    "OUTAGE": "线上系统不能使用，大厅照常开放",
}
BASIS_HINT = (
    "对办事人不利的期限会自动顺延，不用填。只有法律、法规规定本机关的时限也停止的，才在这里写明条款，自确认生效之日起停止计算。"
    "写成“法律代码.条.款.项”，例如 XKF.45，多项用逗号分开。代码："
    + "、".join(f"{code} {name}" for code, name in law.LAWS.items())
)
_SEPARATORS = re.compile(r"[\s，,、；;]+")
DONE = {
    orgs.Verb.CONFIRM: "已确认生效。系统正在重新计算涉及的时限。",
    orgs.Verb.WITHDRAW: "已撤回。",
}


@require_GET
@operators_only
def index(request: Request) -> HttpResponse:
    """List closures and outages, the latest first."""
    found = cut(orgs.declared_closures(), number=page_number(request))
    context = {"found": found, "names": _names(request, found.rows), "places": _places(found.rows)}
    return render(request, "web/desk/closures/index.html", context)


@require_http_methods(["GET", "POST"])
@operators_only
def propose(request: Request) -> HttpResponse:
    """Take a closure down from its document."""
    if request.method == "GET":
        return _form(request, EMPTY)
    said = {name: request.POST.get(name, "").strip()[:LONGEST] for name in NAMES}
    try:
        key = orgs.propose_closure(said=_declaration(said), by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _form(request, said, faults_of(refusal))
    flash.say(request, "已提交，等待另一位系统运行人员复核。复核前不影响任何时限。")
    return redirect("desk:closure", key=key)


@require_http_methods(["GET", "POST"])
@operators_only
def closure(request: Request, key: UUID) -> HttpResponse:
    """Show a closure and how many clocks it would move, or has moved; confirm or withdraw it."""
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if verb not in DONE:
            raise Http404
        _do(orgs.Verb(verb), key, request.actor, timezone.now())
        flash.say(request, DONE[orgs.Verb(verb)])
        return redirect("desk:closure", key=key)
    found = orgs.declared_closure(key)
    context = {
        "closure": found,
        "names": _names(request, [found]),
        "places": _places([found]),
        "verbs": orgs.closure_verbs(request.actor, found),
        "foreseen": _foreseen(found, timezone.now()),
        "moved": _moved(found),
    }
    return render(request, "web/desk/closures/closure.html", context)


def _foreseen(found: orgs.DeclaredClosure, at: datetime) -> duties.Forecast | None:
    """Return what the next verb would move; nothing while clocks are being counted, or where there is no next verb."""
    if found.recount or found.state == orgs.ClosureState.WITHDRAWN:
        return None
    return duties.foresee_closure(found.pk, at=at)


def _moved(found: orgs.DeclaredClosure) -> duties.Forecast | None:
    """Return what the last verb moved, None before it was counted and where nothing was to be."""
    if found.recount or found.confirmed_at is None:
        return None
    return duties.recounted(found.pk, since=found.withdrawn_at or found.confirmed_at)


def _do(verb: orgs.Verb, key: UUID, by: Actor, at: datetime) -> None:
    done = duties.confirm_closure if verb == orgs.Verb.CONFIRM else duties.withdraw_closure
    done(closure=key, by=by, at=at)


def _declaration(said: Mapping[str, str]) -> orgs.Declaration:
    return orgs.Declaration(
        kind=said["kind"],
        name=said["name"],
        first=day_of(said["first"]),
        last=day_of(said["last"]),
        department=said["department"],
        region=said["village"] or said["region"],
        source=said["source"],
        authority_basis=_codes(said["authority_basis"]),
    )


def _codes(text: str) -> str:
    """Read citations as people type them, with Chinese commas or spaces between them."""
    return _SEPARATORS.sub(",", text).strip(",").upper()


def _form(request: Request, said: Mapping[str, str], faults: dict[str, str] | None = None) -> HttpResponse:
    faults = faults or {}
    if "region" in faults and said["village"]:
        faults["village"] = faults.pop("region")
    context = {"fields": _fields(said, faults), "faults": faults}
    return render(request, "web/desk/closures/propose.html", context, status=422 if faults else 200)


def _fields(said: Mapping[str, str], faults: Mapping[str, str]) -> list[Field]:
    def drawn(name: str, label: str, kind: FieldKind = FieldKind.TEXT, hint: str = "", **more: object) -> Field:
        error = faults.get(name, "")
        return Field(name, label, kind, said[name], hint=hint, error=error, **more)  # type: ignore[arg-type]

    kinds = [Choice(kind, name, HINTS[kind]) for kind, name in orgs.CLOSURE_KIND_NAMES.items()]
    return [
        drawn("kind", "类别", FieldKind.RADIOS, choices=kinds),
        drawn("name", "原因", hint="办事人会看到，例如：台风、政务服务中心搬迁"),
        drawn("first", "第一天", FieldKind.DATE, width="10"),
        drawn("last", "最后一天（含）", FieldKind.DATE, width="10"),
        drawn(
            "region", "地区", FieldKind.SELECT, "所选地区及其以下的都算在内", choices=_choices(_regions(), "全市各地区")
        ),
        drawn(
            "village",
            "村（社区）",
            hint="只停办一个村（社区）的，填写它的12位代码，不用选上面的地区",
            required=False,
            width="20",
        ),
        drawn("department", "部门", FieldKind.SELECT, choices=_choices(_departments(), "所有部门")),
        drawn("source", "公告或者文件", hint="标题和文号；没有文件的停办不能登记"),
        drawn(
            "authority_basis",
            "本机关时限也停止计算的依据",
            hint=_basis_hint(said["authority_basis"]),
            required=False,
        ),
    ]


def _choices(names: Mapping[str, str], everywhere: str) -> list[Choice]:
    return [Choice(orgs.EVERYWHERE, everywhere), *(Choice(code, name) for code, name in names.items())]


def _regions() -> dict[str, str]:
    """Return city, counties and towns, each town with its county: there are towns of one name."""
    levels = (Level.CITY, Level.COUNTY, Level.TOWN)
    found = {one.code: one.name for level in levels for one in orgs.regions(level=level)}
    return {code: found.get(code[:6], "") * (len(code) > len("320200")) + name for code, name in sorted(found.items())}


def _departments() -> dict[str, str]:
    return {one.code: one.name for one in orgs.departments()}


def _basis_hint(typed: str) -> str:
    """Say how a provision is written, and what was typed in words."""
    try:
        cited = law.cite(_codes(typed))
    except law.UnknownCitation:
        cited = ""
    return (f"已写：{cited}。" if cited else "") + BASIS_HINT


def _places(rows: list[orgs.DeclaredClosure]) -> dict[str, str]:
    """Return what the codes of closures are called; there are too many villages to name them all."""
    named = _regions() | _departments() | {orgs.EVERYWHERE: ""}
    return named | {row.region: orgs.region(row.region).name for row in rows if row.region not in named}


def _names(request: Request, rows: list[orgs.DeclaredClosure]) -> dict[UUID, str]:
    people = {who for one in rows for who in (one.proposed_by, one.confirmed_by, one.withdrawn_by) if who}
    return identity.staff_names(people, by=request.actor)
