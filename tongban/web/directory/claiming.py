"""Claiming: what a department has to answer to, and its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken, NotAllowed, WrongState
from tongban.orgs import api as orgs
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import claimers_only, directory_readers_only, keepers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

SIZE = 30
LONGEST = 60
BACK, LONGEST_BACK = "back", 1000
NARROWED = ("q", "type", "answer", "page")


@require_GET
@claimers_only
def index(request: Request) -> HttpResponse:
    """List the entries of a department's level and line, those it has not answered to first."""
    departments = directory.departments_of(request.actor)
    department = _chosen(departments, request.GET.get("department", ""))
    kind = next((one for one in catalog.ItemType if one == request.GET.get("type")), None)
    answer = next((one for one in directory.Answer if one == request.GET.get("answer")), None)
    q = request.GET.get("q", "").strip()[:LONGEST]
    found = cut(
        directory.entries_for(department, q=q, kind=kind, answer=answer), number=page_number(request), size=SIZE
    )
    items = directory.claimed_items(department, found.rows)
    reasons = directory.reasons_declined(department, found.rows)
    context = {
        "department": department,
        "found": found,
        "rows": [
            (entry, directory.answer_of(entry), items.get(entry.pk), reasons.get(entry.pk, "")) for entry in found.rows
        ],
        "fields": _filters(departments, department, kind, answer, q),
        "filtered": bool(q or kind or answer),
        "names": directory.ANSWER_NAMES,
        "back": request.GET.urlencode(),
    }
    return render(request, "web/directory/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@directory_readers_only
def entry(request: Request, code: str) -> HttpResponse:
    """Show an entry to a department; claim it, decline it, or take either back. Others look who has claimed it."""
    if request.method != "POST" and not directory.may_claim(request.actor):
        return render(request, "web/directory/entry.html", {"entry": directory.entry(code), "items": _done_by(code)})
    said = request.POST if request.method == "POST" else request.GET
    department = _chosen(directory.departments_of(request.actor), said.get("department", ""))
    if request.method != "POST":
        return _entry(request, code, department)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Http404
    do, told = VERBS[verb]
    try:
        done = do(code, department.code, request.POST, request.actor, timezone.now())
    except (Broken, WrongState) as refusal:
        return _entry(request, code, department, {refusal.field or "verb": refusal.message})
    url = reverse("revising:begin", args=[done.code]) if isinstance(done, catalog.Item) else ""
    flash.say(request, told, url=url, words="编写办事指南")
    return redirect(f"{reverse('directory:index')}?{_back(request.POST.get(BACK, ''), department)}")


def _back(said: str, department: orgs.Department) -> str:
    """Return the address of the list as it was left: its filters and its page, of what the list knows only."""
    kept = {name: value for name, value in parse_qsl(said[:LONGEST_BACK]) if name in NARROWED}
    return urlencode({**kept, "department": department.code})


@require_GET
@keepers_only
def answers(request: Request) -> HttpResponse:
    """Show how far every department has answered, and what nobody has taken on."""
    standings = directory.standings_of(request.actor)
    nobody = cut(directory.unclaimed_anywhere(), number=page_number(request), size=SIZE)
    context = {
        "standings": standings,
        "unclaimed": sum(one.unclaimed for one in standings),
        "declined": sum(one.declined for one in standings),
        "nobody": nobody,
    }
    return render(request, "web/directory/answers.html", context)


@require_GET
@keepers_only
def department(request: Request, code: str) -> HttpResponse:
    """Show what a department has not taken on, and why it declined what it did."""
    body = directory.department_watched(request.actor, code)
    found = cut(directory.unanswered(body), number=page_number(request), size=SIZE)
    reasons = directory.reasons_declined(body, found.rows)
    context = {
        "department": body,
        "found": found,
        "rows": [(entry, directory.answer_of(entry), reasons.get(entry.pk, "")) for entry in found.rows],
        "names": directory.ANSWER_NAMES,
    }
    return render(request, "web/directory/department.html", context)


@require_GET
@keepers_only
def adjust(request: Request) -> HttpResponse:
    """List the guides that say otherwise than the directory since it changed."""
    found = cut(directory.to_adjust(request.actor, at=timezone.now()), number=page_number(request), size=SIZE)
    context = {"found": found, "rows": [directory.adjusting(version) for version in found.rows]}
    return render(request, "web/directory/adjust.html", context)


def _claim(code: str, department: str, post: QueryDict, by: Actor, at: datetime) -> catalog.Item:
    return directory.claim(
        entry=code,
        department=department,
        entrusted_by=post.get("entrusted_by", ""),
        implementation_code=post.get("implementation_code", ""),
        by=by,
        at=at,
    )


def _decline(code: str, department: str, post: QueryDict, by: Actor, at: datetime) -> None:
    directory.decline(entry=code, department=department, reason=post.get("reason", ""), by=by, at=at)


def _unclaim(code: str, department: str, _: QueryDict, by: Actor, at: datetime) -> None:
    directory.unclaim(entry=code, department=department, by=by, at=at)


def _reconsider(code: str, department: str, _: QueryDict, by: Actor, at: datetime) -> None:
    directory.reconsider(entry=code, department=department, by=by, at=at)


Do = Callable[[str, str, QueryDict, Actor, datetime], object]
VERBS: dict[str, tuple[Do, str]] = {
    "claim": (
        _claim,
        "已认领，生成了实施清单草稿。名称、编码、类型和依据由基本目录统一；发布第一份办事指南后对外提供。",
    ),
    "decline": (_decline, "已回复不涉及。"),
    "unclaim": (_unclaim, "已撤回认领。"),
    "reconsider": (_reconsider, "已撤回“不涉及”的回复，这一项重新列为未认领。"),
}


def _chosen(departments: Sequence[orgs.Department], code: str) -> orgs.Department:
    """Return the department asked for, else the first the actor answers for; NotAllowed for another one."""
    found = next((one for one in departments if one.code == code), None)
    if found is None and (code or not departments):
        raise NotAllowed("您不管理这个部门的事项。请从列表里选择您管理的部门。")
    return found or departments[0]


def _entry(
    request: Request, code: str, department: orgs.Department, faults: dict[str, str] | None = None
) -> HttpResponse:
    faults = faults or {}
    directory.entry(code)
    found = directory.entries_for(department).filter(code=code).first()
    item = directory.claimed_items(department, [found]).get(found.pk) if found else None
    context = {
        "entry": found or directory.entry(code),
        "department": department,
        "answer": directory.answer_of(found) if found else None,
        "item": item,
        "reason": directory.reasons_declined(department, [found]).get(found.pk, "") if found else "",
        "faults": faults,
        "back": (said := request.POST if request.method == "POST" else request.GET).get(BACK, "")[:LONGEST_BACK],
        "back_to": _back(said.get(BACK, ""), department),
        "claim_fields": _claim_fields(request.POST, department, faults),
        "decline_field": _decline_field(request.POST, faults),
    }
    return render(request, "web/directory/entry.html", context, status=422 if faults else 200)


def _done_by(code: str) -> Sequence[catalog.Item]:
    """Return the listed items of an entry, by region."""
    found = catalog.items().filter(basic__code=code).select_related("department", "region")
    return list(found.order_by("region", "code")[:SIZE])


def _claim_fields(said: QueryDict, department: orgs.Department, faults: dict[str, str]) -> list[Field]:
    organs = [Choice(one.code, one.name) for one in orgs.departments() if one.code != department.code]
    return [
        Field(
            "entrusted_by",
            "委托机关",
            FieldKind.SELECT,
            value=said.get("entrusted_by", ""),
            choices=organs,
            hint="受委托办理的，选择委托机关；自己行使职权的不选",
            error=faults.get("entrusted_by", ""),
            required=False,
            blank="不是受委托办理",
        ),
        Field(
            "implementation_code",
            "实施编码",
            value=said.get("implementation_code", "")[:LONGEST],
            hint="31 位，业务办理项 33 位；没有国家编码的不填，不要编造",
            error=faults.get("implementation_code", ""),
            required=False,
            autocomplete="off",
        ),
    ]


def _decline_field(said: QueryDict, faults: dict[str, str]) -> Field:
    return Field(
        "reason",
        "为什么不涉及",
        FieldKind.TEXTAREA,
        value=said.get("reason", "")[:400],
        hint="例如：由市级部门办理；本区没有这类对象",
        error=faults.get("reason", ""),
    )


def _filters(
    departments: Sequence[orgs.Department],
    department: orgs.Department,
    kind: catalog.ItemType | None,
    answer: directory.Answer | None,
    q: str,
) -> list[Field]:
    bodies = [Choice(one.code, one.name) for one in departments]
    kinds = [Choice(one.value, catalog.label(one)) for one in catalog.ItemType]
    said = [Choice(one.value, name) for one, name in directory.ANSWER_NAMES.items()]
    return [
        Field("department", "部门", FieldKind.SELECT, value=department.code, choices=bodies, blank="我的第一个部门"),
        Field("q", "名称或者编码", value=q, required=True, autocomplete="off"),
        Field("type", "类型", FieldKind.SELECT, value=kind or "", choices=kinds, blank="全部类型"),
        Field("answer", "回复", FieldKind.SELECT, value=answer or "", choices=said, blank="全部"),
    ]
