"""常用语: the list of a department's texts, writing one, putting one away, and setting one into what is written."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.cases.desk import api as desk
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import writers_only
from tongban.web.request import Request

PLACES = "、".join(f"{{{name}}}" for name in desk.PLACEHOLDERS)
HINT = f"可以写 {PLACES}，用的时候换成办件里的内容；“依据”是文书引用的条款。"


@require_GET
@writers_only
def index(request: Request) -> HttpResponse:
    """List the texts of the departments in which one examines or decides."""
    rows = [(one, desk.BLOCK_VERBS[cases.Verb(one.verb)]) for one in desk.blocks_of(request.actor)]
    return render(request, "web/desk/blocks/index.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@writers_only
def write(request: Request, key: UUID | None = None) -> HttpResponse:
    """Write a text, or one anew."""
    if request.method == "GET":
        return _form(request, key)
    given = request.POST.get
    try:
        held = desk.write_block(
            department=given("department", ""),
            verb=given("verb", ""),
            title=given("title", ""),
            text=given("text", ""),
            block=key,
            by=request.actor,
            at=timezone.now(),
        )
    except Broken as refusal:
        return _form(request, key, refusal)
    flash.say(request, f"已保存常用语“{held.title}”。")
    return redirect("desk:blocks")


@require_POST
@writers_only
def put_away(request: Request, key: UUID) -> HttpResponse:
    """Offer a text no more."""
    held = desk.put_away_block(block=key, by=request.actor, at=timezone.now())
    flash.say(request, f"已停用常用语“{held.title}”。以前用它写的内容不变。")
    return redirect("desk:blocks")


def _form(request: Request, key: UUID | None, refusal: Broken | None = None) -> HttpResponse:
    held = desk.blocks_of(request.actor).filter(pk=key).first() if key else None
    if key and held is None:
        raise Http404
    kept = {"department": held.department_id, "verb": held.verb, "title": held.title, "text": held.text} if held else {}
    faults = {refusal.field: refusal.message} if refusal else {}
    values = {name: request.POST.get(name, kept.get(name, "")) for name in ("department", "verb", "title", "text")}
    context = {"held": held, "fields": _fields(request.actor, values, faults), "faults": faults}
    return render(request, "web/desk/blocks/form.html", context, status=422 if refusal else 200)


def _fields(actor: Actor, values: dict[str, str], faults: dict[str, str]) -> list[Field]:
    mine, names = desk.departments_of(actor), orgs.department_names()
    bodies = [Choice(code, name) for code, name in names.items() if code in mine or "*" in mine]
    verbs = [Choice(verb, name) for verb, name in desk.BLOCK_VERBS.items()]
    only = bodies[0].value if len(bodies) == 1 else ""
    return [
        Field("department", "部门", FieldKind.SELECT, values["department"] or only, choices=bodies),
        Field("verb", "用在哪项操作", FieldKind.SELECT, values["verb"], choices=verbs),
        Field("title", "名称", FieldKind.TEXT, values["title"], error=faults.get("title", "")),
        Field("text", "内容", FieldKind.TEXTAREA, values["text"], hint=HINT, error=faults.get("text", "")),
    ]


def offered(actor: Actor) -> Sequence[desk.TextBlock]:
    """Return the texts with which several cases can be handled: one opinion for all, filled in for each."""
    return [one for one in desk.blocks_of(actor) if one.verb in desk.BATCHED]


def texts_for(actor: Actor, case: cases.Case, verb: str) -> dict[str, object]:
    """Read the texts for a verb of a case, with what stands for their placeholders, and what the paper will cite."""
    values = desk.values_of(case, verb)
    texts = [(one, desk.filled(one.text, values)) for one in desk.blocks_for(actor, case, verb)]
    return {"blocks": texts, "cited": values["依据"]}


def inserted(actor: Actor, given: QueryDict, case: cases.Case | None = None, verb: str = "") -> str:
    """Return what is written with the chosen text set after it; of one case with what stands for its placeholders."""
    written, chosen = given.get("reason", ""), given.get("block", "")
    texts = desk.blocks_for(actor, case, verb) if case else offered(actor)
    block = next((one for one in texts if str(one.pk) == chosen), None)
    if block is None:
        return written
    text = desk.filled(block.text, desk.values_of(case, verb)) if case else block.text
    return f"{written.rstrip()}\n{text}" if written.strip() else text
