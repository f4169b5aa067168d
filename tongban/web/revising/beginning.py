"""Beginning a revision of an item: a guide from where one likes, or a proposal of what becomes of the item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.catalog import api as catalog
from tongban.kernel.days import start_of
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import managers_only
from tongban.web.request import Request

DAY_NEEDED = "恢复办理的日子不对，请按年月日填写，例如 2027-01-04；不知道的不填。"
EMPTY, FORCE = "empty", "force"
GROUND = {
    "basis": ("依据", "法律、法规或者政策的名称和文号"),
    "reason": ("理由", "为什么要改，对办事人有什么影响"),
    "favourable": (
        "对申请人有利的地方",
        "例如：少交一份材料。写了的，新版施行以后正在办的办件可以逐件适用新版，不要求补交、不延长时限",
    ),
    "transition": ("过渡规定", "哪一条规定正在办的也可以适用新版；没有不用填"),
}
_PROPOSALS = {
    catalog.ItemState.ACTIVE: (catalog.RevisionKind.SUSPENSION, catalog.RevisionKind.WITHDRAWAL),
    catalog.ItemState.SUSPENDED: (catalog.RevisionKind.RESUMPTION, catalog.RevisionKind.WITHDRAWAL),
}


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def begin(request: Request, code: str) -> HttpResponse:
    """Show from what a revision of an item can begin, and begin it."""
    at = timezone.now()
    item = catalog.item(code)
    under_way = catalog.open_among([item.pk], by=request.actor).get(item.pk)
    if under_way is not None:
        return redirect("revising:revision", key=under_way.pk)
    if request.method != "POST":
        return _page(request, item, {}, at)
    try:
        held = _begun(request, code, at)
    except Broken as refusal:
        return _page(request, item, {refusal.field: refusal.message}, at)
    flash.say(request, f"已开始：{held.kind_name}。")
    return redirect("revising:revision", key=held.pk)


def _begun(request: Request, code: str, at: datetime) -> catalog.Revision:
    what = request.POST.get("what", FORCE)
    if what in catalog.RevisionKind.__members__:
        said = {name: request.POST.get(name, "") for name in ("basis", "reason", "notice")}
        until = _until(request.POST.get("until", "")) if what == catalog.RevisionKind.SUSPENSION else None
        return catalog.propose(item=code, kind=what, by=request.actor, at=at, until=until, **said)
    if what == EMPTY:
        return catalog.begin(item=code, document={}, by=request.actor, at=at)
    source = _uuid(what)
    return catalog.begin(item=code, source=source, by=request.actor, at=at)


def _page(request: Request, item: catalog.Item, faults: Mapping[str, str], at: datetime) -> HttpResponse:
    asked = request.POST or {"what": FORCE}
    proposals = _PROPOSALS.get(catalog.ItemState(item.state), ())
    choices = [Choice(one.value, catalog.REVISION_KINDS[one]) for one in proposals]
    context = {
        "item": item,
        "sources": _sources(item, at),
        "what": str(asked.get("what", FORCE)),
        "proposals": proposals,
        "fields": [
            Field("what", "对事项", FieldKind.RADIOS, str(asked.get("what", "")), choices=choices),
            *(_field(name, str(asked.get(name, "")), faults, required=True) for name in ("basis", "reason")),
            *_telling(asked, faults),
        ],
        "faults": faults,
    }
    return render(request, "web/revising/begin.html", context, status=422 if faults else 200)


def _sources(item: catalog.Item, at: datetime) -> list[Choice]:
    """Return from what a text can begin: the guide in force, that of another region, or nothing."""
    own = catalog.published(item.code, at=at)
    found = [Choice(FORCE, "从现行的办事指南改起", f"第{own.version}版")] if own else []
    for one in catalog.siblings([item]):
        version = catalog.published(one.code, at=at) if one.pk != item.pk else None
        if version:
            found.append(Choice(str(version.pk), f"从{one.region.name}的同一事项改起", one.handled_by))
    return [*found, Choice(EMPTY, "从空白写起", "名称、编码、类型和部门已经填好")]


def ground_fields(held: catalog.Revision, said: Mapping[str, str] | None, faults: Mapping[str, str]) -> list[Field]:
    """Return the form of what a change rests on; the last two are only for changed guides."""
    names = GROUND if held.with_guide else ("basis", "reason")
    needed = {"basis", "reason"} if held.base_id else set()
    return [
        _field(name, said[name] if said else getattr(held, name), faults, required=name in needed) for name in names
    ]


def _field(name: str, value: str, faults: Mapping[str, str], *, required: bool) -> Field:
    label, hint = GROUND[name]
    kind = FieldKind.TEXTAREA if name == "reason" else FieldKind.TEXT
    return Field(name, label, kind, value, hint=hint, error=faults.get(name, ""), required=required)


def _telling(asked: Mapping[str, Any], faults: Mapping[str, str]) -> list[Field]:
    """Return what is told in public, and until when: from when is chosen at publication."""
    return [
        Field(
            "notice",
            "公告",
            FieldKind.TEXTAREA,
            str(asked.get("notice", "")),
            hint="办事人在办事指南和变动公告里看到的话，例如暂停期间到哪里办；没有不用填",
            error=faults.get("notice", ""),
            required=False,
        ),
        Field(
            "until",
            "从哪一天起恢复办理",
            FieldKind.DATE,
            str(asked.get("until", "")),
            hint="只有暂停才填；到那天零点自动恢复。不知道哪天恢复的不填，到时另外提出恢复办理。从哪天起暂停，发布的时候选",
            error=faults.get("until", ""),
            required=False,
            width="10",
        ),
    ]


def _until(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return start_of(date.fromisoformat(text))
    except ValueError:
        raise Broken(DAY_NEEDED, field="until") from None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
