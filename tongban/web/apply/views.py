"""Applying on the web, and at the counter for a person who came in: one writing domain call a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.files import api as files
from tongban.kernel.actors import ActorKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.web import flash, rows
from tongban.web.answers import drawn, words
from tongban.web.apply.checking import check_page, running
from tongban.web.apply.meanwhile import both_words
from tongban.web.apply.promising import barred, conditions, offers, promise
from tongban.web.apply.situation import situation_fields
from tongban.web.apply.steps import first_url, next_url, way
from tongban.web.guards import signed_in
from tongban.web.late import beside_the_case, case_url
from tongban.web.refusals import told as told_of
from tongban.web.request import Request
from tongban.web.served import serve_handle, serve_preview
from tongban.web.templatetags.tongban import year_month

AUTOSAVE = "autosave"
NAMED, MOST_BEFORE, LONGEST_TOLD = 3, 100, 400
"""Of files that came together: how many names are told, how many before are listened to, how much is of a refusal."""
"""What the script adds to a form that it sends by itself; the page answers in a few words."""
WITHOUT_TELEPHONE = "没有手机可以不填，进度在窗口查询。"
NOT_FORM = frozenset({"materials", "papers", "check"})


@require_http_methods(["GET", "POST"])
@signed_in
def start(request: Request, item: str) -> HttpResponse:
    """Say what is coming, then open the draft or go on with the one already begun."""
    at = timezone.now()
    if request.method == "POST":
        preset = {name: request.POST.getlist(name) for name in request.POST}
        try:
            case = cases.open_draft(item=item, by=request.actor, at=at, preset=preset)
        except cases.ItemSuspended as refusal:
            return _start(request, item, at, status=refusal.status)
        # What was filled in beforehand is looked at, too; who comes back goes on where something is missing.
        return redirect(first_url(case)) if case.opened_at == at else redirect("apply:resume", draft=case.pk)
    return _start(request, item, at)


def _start(request: Request, item: str, at: datetime, *, status: int = 200) -> HttpResponse:
    version = catalog.published(item, at=at)
    if version is None:
        raise cases.NotOnOffer
    given = {name: request.GET.getlist(name) for name in request.GET}
    led = catalog.lead(version.guide, given)
    suspended = version.item.state == catalog.ItemState.SUSPENDED
    context = {
        "item": version.item,
        "ended": catalog.last_change(version.item) if suspended else None,
        "guide": version.guide,
        "digest": version.digest,
        "materials": [one.material for one in led.materials] if led.answered else version.guide.materials,
        "pledged": any(one.commitment for one in version.guide.criteria),
        "preset": [(one.name, value) for one in led.answered for value in given[one.name]],
        "led": led,
        "situation": situation_fields(version.guide, led),
        "running": running(request, item),
        "outside": told_of(cases.NotInMandate()) if not _within(request, item) else "",
    }
    return render(request, "web/apply/start.html", context, status=status)


def _within(request: Request, item: str) -> bool:
    """Tell whether the actor may begin this item: whoever acts by a mandate only what is in it."""
    return request.actor.mandate is None or request.actor.mandate.is_for(item)


@require_GET
@signed_in
def resume(request: Request, draft: UUID) -> HttpResponse:
    """Go on where something is still missing; a new draft begins at its first page."""
    case = _read(request, draft)
    if case.state != cases.State.DRAFT:
        return redirect(case_url(request.actor, case))
    return redirect(next_url(case, cases.faults(case, at=timezone.now())))


@require_http_methods(["GET", "POST"])
@signed_in
@beside_the_case
def form(request: Request, draft: UUID, group: str) -> HttpResponse:
    """Show one page of the form; keep what was filled in, right or wrong, and go on when it is right."""
    faults: Mapping[str, str] = {}
    typed: Mapping[str, Any] | None = None
    if request.method == "POST":
        try:
            faults = _save(request, draft, group)
        except cases.ChangedMeanwhile as refusal:
            typed, faults = refusal.typed, both_words(_read(request, draft), group, refusal, by=request.actor)
        if AUTOSAVE in request.POST:
            return _saved(_read(request, draft), group) if typed is None else HttpResponse(status=409)
        if rows.pressed(request) and typed is None:
            return redirect(rows.again(request))
    case = _read(request, draft)
    here = way(case, group)
    if here is None or group in NOT_FORM:
        raise Http404
    if case.state != cases.State.DRAFT:
        return redirect(case_url(request.actor, case))
    if request.method == "POST" and not faults and here.next:
        return redirect(here.next.url)
    context = {
        "case": case,
        "way": here,
        "faults": faults,
        "seen": cases.page_mark(case, group, cases.answers(case)),
        **_fields(request, case, group, faults, typed),
    }
    return render(request, "web/apply/form.html", context, status=422 if faults else 200)


@require_POST
@signed_in
@beside_the_case
def clear(request: Request, draft: UUID, group: str) -> HttpResponse:
    """Take out an answer that was filled in beforehand, and go back to its question."""
    field = request.POST.get("clear", "")
    cases.clear_answer(draft=draft, field=field, by=request.actor, at=timezone.now())
    return redirect(f"{reverse('apply:form', args=[draft, group])}#id_{field}")


@require_http_methods(["GET", "POST"])
@signed_in
@beside_the_case
def materials(request: Request, draft: UUID) -> HttpResponse:
    """Show the materials of the guide with what was supplied; take one file, or take one out."""
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = _change_materials(request, draft)
        if not faults:
            return redirect(f"{reverse('apply:materials', args=[draft])}{_anchor(request)}")
    case = _read(request, draft)
    if case.state != cases.State.DRAFT:
        return redirect(case_url(request.actor, case))
    broken = barred(case)
    context = {
        "case": case,
        "guide": case.guide.guide,
        "way": way(case, "materials"),
        "rows": cases.material_list(case),
        "conditions": conditions(case),
        "barred": broken,
        "offers": offers(case, barred=broken),
        "faults": faults,
    }
    return render(request, "web/apply/materials.html", context, status=422 if faults else 200)


@require_GET
@signed_in
def material(request: Request, draft: UUID, row: UUID) -> HttpResponseRedirect:
    """Open a file of one's own draft."""
    return serve_handle(request, cases.read_material(case=draft, row=row, by=request.actor, at=timezone.now()))


@require_GET
@signed_in
def preview(request: Request, draft: UUID, row: UUID) -> HttpResponse:
    """Show a picture of one's own draft small enough for a list."""
    handle = cases.read_material(case=draft, row=row, by=request.actor, at=timezone.now())
    return serve_preview(files.preview(handle, timezone.now()))


@require_GET
@signed_in
def check(request: Request, draft: UUID) -> HttpResponse:
    """Show every answer and file before it is signed for, and everything still missing."""
    return check_page(request, _read(request, draft))


@require_http_methods(["GET", "POST"])
@signed_in
@beside_the_case
def submit(request: Request, draft: UUID) -> HttpResponse:
    """Submit what was shown. The token makes a second click the same submission; whoever comes back checks again."""
    token = _uuid(request, "token")
    if token is None:
        return redirect("apply:check", draft=draft)
    try:
        shown = request.POST.get("shown", "")
        case = cases.submit(draft=draft, token=token, by=request.actor, at=timezone.now(), shown=shown)
    except cases.NotAsShown as refusal:
        return check_page(request, _read(request, draft), status=409, moved=refusal)
    except cases.Incomplete:
        return check_page(request, _read(request, draft), status=422)
    except cases.GuideChanged as refusal:
        before = _read(request, draft).guide
        case = cases.follow_guide(draft=draft, by=request.actor, at=timezone.now())
        return check_page(request, case, {"": refusal.message}, status=422, before=before)
    target = "counter:receipt" if request.actor.kind == ActorKind.STAFF else "my:receipt"
    return redirect(target, number=case.number)


@require_http_methods(["GET", "POST"])
@signed_in
@beside_the_case
def discard(request: Request, draft: UUID) -> HttpResponse:
    """Ask once more, then throw the draft away."""
    if request.method == "POST":
        cases.discard(draft=draft, by=request.actor, at=timezone.now())
        flash.say(request, _("草稿已经删除，填写的内容和上传的文件都没有保留。"))
        return redirect("counter:person" if request.actor.kind == ActorKind.STAFF else "my:home")
    case = _read(request, draft)
    if case.state != cases.State.DRAFT:
        return redirect(case_url(request.actor, case))
    return render(request, "web/apply/discard.html", {"case": case})


def _read(request: Request, draft: UUID) -> cases.Case:
    return cases.read_draft(draft=draft, by=request.actor, at=timezone.now())


def _save(request: Request, draft: UUID, group: str) -> Mapping[str, str]:
    seen = request.POST.get("page-seen", "")
    return cases.save_answers(
        draft=draft, group=group, posted=rows.posted(request), by=request.actor, at=timezone.now(), seen=seen
    )


def _fields(
    request: Request, case: cases.Case, group: str, faults: Mapping[str, str], typed: Mapping[str, Any] | None
) -> dict[str, Any]:
    form = case.guide.guide.form
    given = cases.answers(case) if typed is None else typed
    unseen = {name for name in cases.unseen(request.actor, case, given) if not any(request.POST.getlist(name))}
    page = next(page for page in catalog.groups(form) if page.group.id == group)
    shown, here = set(catalog.visible(form, given)), {name for name, _ in page.fields}
    sources, spared = _sources(request, case), cases.may_be_empty(case)
    fields = []
    for name, question in page.fields:
        # What depends on this very page is drawn and shown or hidden while typing; the rest is already decided.
        depends = bool(here & set(catalog.fields_of(question.when)))
        if name in shown or depends:
            field = drawn(
                name,
                question,
                needed=form.needed(name) and name not in spared and name not in unseen,
                given={} if name in unseen else given,
                faults=faults,
                hint=catalog.hint(form, name),
                source=sources.get(name, ""),
                grown=rows.grown(request),
            )
            if name in unseen:
                field = replace(field, hint=_unseen(question, given[name]), source="")
            if name in spared:
                field = replace(field, hint=WITHOUT_TELEPHONE)
            fields.append((field, question.when if depends else None))
    return {"group": page.group, "fields": fields}


def _unseen(question: catalog.FormField, value: object) -> str:
    """Say what an answer is that whoever acts for the principal does not see whole, and that it stays."""
    before = words(question, value, masked=True)
    return _("已经填了“%(before)s”，这里只显示首尾。不改的，请留空；要改的，请重新填写完整。") % {"before": before}


def _sources(request: Request, case: cases.Case) -> dict[str, str]:
    """Return where the answers came from that were filled in beforehand, in words: the registration goes first."""
    before = {
        name: _("您%(month)s的“%(item)s”申请") % {"month": year_month(day_of(one.received_at)), "item": one.item}
        for name, one in cases.carried(case, by=request.actor, at=timezone.now()).items()
        if one.received_at
    }
    held = cases.prefilled(case, by=request.actor)
    if request.actor.kind == ActorKind.STAFF:
        # At the counter it came from the card or from what the clerk typed, and need not be of any account.
        held = dict.fromkeys(held, _("办事人的登记信息"))
    return before | held


def _saved(case: cases.Case, group: str) -> HttpResponse:
    """Say in a few words when the page was saved by itself; it is put below the form as it is, with its new mark."""
    at = timezone.localtime(timezone.now()).strftime("%H:%M")
    answer = HttpResponse(_("已自动保存 %(at)s") % {"at": at}, content_type="text/plain; charset=utf-8")
    answer.headers["X-Seen"] = cases.page_mark(case, group, cases.answers(case))
    return answer


def _change_materials(request: Request, draft: UUID) -> dict[str, str]:
    if row := _uuid(request, "remove"):
        cases.detach(draft=draft, row=row, by=request.actor, at=timezone.now())
        return {}
    if row := _uuid(request, "up"):
        cases.move_up(draft=draft, row=row, by=request.actor, at=timezone.now())
        return {}
    if "promise" in request.POST or "take_back" in request.POST:
        return promise(request, draft)
    name, sent = request.POST.get("material", ""), request.FILES.getlist("file")
    if not sent:
        return {f"materials.{name}": _("请先选择文件，再点“上传”。可以是 PDF、JPG 或 PNG。")}
    return _attach(request, draft, name, sent)


def _attach(request: Request, draft: UUID, material: str, sent: Sequence[UploadedFile[bytes]]) -> dict[str, str]:
    # One byte more than may be kept is enough to be refused, and no more is read into memory.
    uploads = [
        cases.Upload(material=material, data=file.read(files.MAX_BYTES + 1), name=file.name or "") for file in sent
    ]
    # A script sends them one by one: what became of those before is told with the last, the one page that is seen.
    names = request.POST.getlist("before")[:MOST_BEFORE]
    refused = [told[:LONGEST_TOLD] for told in request.POST.getlist("refused")[:MOST_BEFORE]]
    key, at = _uuid(request, "key"), timezone.now()
    try:
        done = cases.attach_files(draft=draft, material=material, uploads=uploads, key=key, by=request.actor, at=at)
        names, refused = [*names, *(row.file.name for row in done.rows)], [*refused, *done.refused]
    except Broken as refusal:
        refused.append(refusal.message)
    if names:
        flash.say(request, _("已上传：%(name)s") % {"name": _named(names)})
    return {f"materials.{material}": "\n".join(refused)} if refused else {}


def _named(names: Sequence[str]) -> str:
    """Return the names of files that came together, no more than a line of them."""
    told = _("、").join(names[:NAMED])
    return told if len(names) <= NAMED else _("%(names)s等 %(count)s 个文件") % {"names": told, "count": len(names)}


def _uuid(request: Request, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _anchor(request: Request) -> str:
    """Return the place of the material that was just supplied, so that one goes on from there."""
    name = request.POST.get("material") or request.POST.get("of", "")
    plain = name.removeprefix("criteria.")
    return f"#material-{name}" if plain.isascii() and plain.isalnum() else ""
