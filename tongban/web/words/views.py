"""What people searched for and did not find, and the words that mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.catalog import api as catalog
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.fields import Field, FieldKind
from tongban.web.guards import managers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

MISSED = 30
LONGEST = 2000
LABELS = {
    "say": ("人们怎么说", "意思相同的说法，用空格分开，例如：饭馆 餐馆 小饭店"),
    "means": ("事项里怎么写", "事项名称、材料或者证照里的词，用空格分开，例如：食品经营许可。没有可以不填"),
}


@require_GET
@managers_only
def index(request: Request) -> HttpResponse:
    """List what led to nothing, the most asked for first, and the groups of words, the latest first."""
    asked = request.GET.get("q", "").strip()
    context = {
        "missed": catalog.missed()[:MISSED],
        "found": cut(catalog.synonyms(asked), number=page_number(request)),
        "asked": asked,
    }
    return render(request, "web/words/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def put(request: Request, group: UUID | None = None) -> HttpResponse:
    """Make a group of words or change one; the search goes by it at once."""
    if request.method != "POST":
        return _form(request, _before(request, group), group)
    said = {name: request.POST.get(name, "")[:LONGEST] for name in LABELS}
    words = {name: catalog.words_in(text) for name, text in said.items()}
    try:
        catalog.put_synonyms(say=words["say"], means=words["means"], group=group, by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _form(request, said, group, {refusal.field: refusal.message})
    flash.say(request, "已保存，搜索马上按新的说法查找。")
    return redirect("words:index")


@require_POST
@managers_only
def withdraw(request: Request, group: UUID) -> HttpResponse:
    """Take a group out of use."""
    catalog.withdraw_synonyms(group=group, by=request.actor, at=timezone.now())
    flash.say(request, "已停用这组同义词。")
    return redirect("words:index")


def _before(request: Request, group: UUID | None) -> dict[str, str]:
    if group is None:
        return {"say": request.GET.get("say", "")[:LONGEST], "means": ""}
    row = catalog.synonym_group(group)
    return {"say": " ".join(row.say), "means": " ".join(row.means)}


def _form(
    request: Request, said: Mapping[str, str], group: UUID | None, faults: Mapping[str, str] | None = None
) -> HttpResponse:
    faults = faults or {}
    fields = [
        Field(
            name,
            label,
            FieldKind.TEXTAREA if name == "say" else FieldKind.TEXT,
            said[name],
            hint=hint,
            error=faults.get(name, ""),
            required=name == "say",
        )
        for name, (label, hint) in LABELS.items()
    ]
    context = {"fields": fields, "faults": faults, "group": group}
    return render(request, "web/words/put.html", context, status=422 if faults else 200)
