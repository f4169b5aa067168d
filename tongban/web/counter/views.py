"""Who came in, what for, and the receipt; the form in between is the one everybody uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.errors import Broken, Faulty
from tongban.web.counter import standing
from tongban.web.counter.searching import search_fields
from tongban.web.counter.shown import at_window
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import receivers_only
from tongban.web.late import beside_the_case
from tongban.web.lists import rows_of
from tongban.web.my.promising import take_in_at_window, take_in_deferred, take_in_report
from tongban.web.my.supplementing import take_in
from tongban.web.paging import page_number, part
from tongban.web.pictures import followed_at, picture
from tongban.web.request import Request

RECENT, SUSPENDED = 10, 3
RESIDENT_ID = identity.DocumentType.RESIDENT_ID


@require_http_methods(["GET", "POST"])
@receivers_only
def person(request: Request) -> HttpResponse:
    """Ask who came in, by their document; find or register them."""
    at = timezone.now()
    posted = {name: request.POST.get(name, "").strip() for name in ("name", "document_type", "number", "mobile")}
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            party = identity.register_walk_in(**posted, by=request.actor, at=at)
        except Faulty as refusal:
            faults = refusal.faults
        except Broken as refusal:
            faults = {refusal.field or "number": refusal.message}
        else:
            standing.keep(request, party, at=at)
            return redirect("counter:item", party=party)
    page = person_page(request, posted, faults)
    return render(request, "web/counter/person.html", page, status=422 if faults else 200)


def person_page(request: Request, posted: dict[str, str], faults: dict[str, str]) -> dict[str, object]:
    """Return what the page shows on which a person is looked for and registered."""
    at = timezone.now()
    recent = cases.read_list(by=request.actor, at=at, states=sorted(cases.OPEN))[:RECENT]
    return {
        "search": search_fields({}, {}),
        "fields": _person_fields(posted, faults),
        "faults": faults,
        "rows": rows_of(recent, at=at),
        "reads": identity.card_reader() is not None,
    }


@require_http_methods(["GET", "POST"])
@receivers_only
def item(request: Request, party: UUID) -> HttpResponse:
    """Choose what the person came for; the draft opens under the guide in force."""
    at = timezone.now()
    standing.require(request, party, at=at)
    if request.method == "POST":
        case = cases.open_draft(
            item=request.POST.get("item", ""),
            by=request.actor,
            at=at,
            applicant=party,
            place=identity.post_place(request.actor),
        )
        return redirect("apply:resume", draft=case.pk)
    query = request.GET.get("q", "").strip()[:60]
    who = identity.read_party(party=party, by=request.actor, at=at)
    context = {
        "party": who,
        "document_name": who.document_type.label,
        "begun": window.begun_at_home(request.actor, party)[:RECENT],
        "recent": [] if query else window.recent_items(request.actor, at=at),
        "q": query,
        "found": part(catalog.on_offer(query, at=at, by=request.actor), number=page_number(request)),
        "suspended": _suspended(request, query, at),
    }
    return render(request, "web/counter/item.html", context)


def _suspended(
    request: Request, query: str, at: datetime
) -> list[tuple[catalog.GuideVersion, catalog.Revision | None]]:
    """Return what was looked for and is suspended, with by what: it is not taken in, and the clerk can say why."""
    if not query:
        return []
    state = catalog.ItemState.SUSPENDED
    found = catalog.on_offer(query, at=at, by=request.actor, state=state)[:SUSPENDED]
    return [(one, catalog.last_change(one.item)) for one in found]


@require_GET
@receivers_only
def receipt(request: Request, number: str) -> HttpResponse:
    """Show the receipt to print and hand over."""
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    at_once = cases.Verb.GRANT_AT_ONCE in cases.open_verbs(request.actor, case, at=at)
    context = {"case": case, "clocks": cases.clocks(case, at=at), "rows": window.checklist(case), "at_once": at_once}
    context |= at_window(case, whole=False) | {"qr": picture(followed_at(request, number))}
    return render(request, "web/counter/receipt.html", context)


@require_http_methods(["GET", "POST"])
@receivers_only
@beside_the_case
def supplement(request: Request, number: str) -> HttpResponse:
    """Take in at the counter what the applicant brought to correct."""
    return take_in(request, number)


@require_http_methods(["GET", "POST"])
@receivers_only
@beside_the_case
def supply(request: Request, number: str) -> HttpResponse:
    """Take in at the counter what the applicant promised to hand in later."""
    return take_in_deferred(request, number)


@require_http_methods(["GET", "POST"])
@receivers_only
@beside_the_case
def rectify(request: Request, number: str) -> HttpResponse:
    """Take in at the counter what the applicant did about an order to put something right."""
    return take_in_report(request, number)


@require_http_methods(["GET", "POST"])
@receivers_only
def supply_for(request: Request, party: UUID, number: str) -> HttpResponse:
    """Take in what whoever stands there promised to hand in later, also in what they applied for online."""
    standing.require(request, party, at=timezone.now())
    return take_in_at_window(request, number, party)


def _person_fields(posted: dict[str, str], faults: dict[str, str]) -> list[Field]:
    kinds = [Choice(code, name) for code, name in identity.DocumentType.choices()]
    asked = (
        Field("document_type", "证件类型", FieldKind.SELECT, posted["document_type"] or RESIDENT_ID, choices=kinds),
        Field(
            "number", "证件号码", value=posted["number"], hint="请核对原件，按证件填写", width="20", autocomplete="off"
        ),
        Field("name", "姓名或单位名称", value=posted["name"], autocomplete="off"),
        Field(
            "mobile",
            "手机号码",
            FieldKind.TEL,
            posted["mobile"],
            hint="没有手机可以不填，进度在窗口查询",
            required=False,
            width="10",
            autocomplete="off",
        ),
    )
    return [replace(field, error=faults.get(field.name, "")) for field in asked]
