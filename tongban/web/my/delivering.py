"""送达方式: how the result is to reach the applicant, chosen by them, or at the counter for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.kernel.errors import Broken, Faulty, Unavailable, WrongState
from tongban.web import flash
from tongban.web.counter import handing_out, standing
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import signed_in
from tongban.web.labels import said
from tongban.web.late import beside_the_case, case_url
from tongban.web.request import Request

SHOWN = "shown_"
"""Before the names of what is asked of the document of who stands at the window."""


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
@beside_the_case
def delivery(request: Request, number: str) -> HttpResponse:
    """Ask how the result is to be delivered, and keep it; the way may be changed until it is on its way.

    Whoever may not say it is not asked, and where it is too late the page says so in the place of the form.
    """
    at, faults = timezone.now(), dict[str, str]()
    if request.method == "POST":
        posted = request.POST
        way, name, mobile, place = (posted.get(key, "") for key in ("way", "name", "mobile", "place"))
        try:
            case = window.choose_delivery(
                number=number,
                wish=window.Wish(way=way, name=name, mobile=mobile, place=place),
                by=request.actor,
                at=at,
                **_at_window(request, number, at),
            )
        except Faulty as refusal:
            faults = refusal.faults
        except Broken as refusal:
            faults = {_shown(refusal.field) or "way": refusal.message}
        except Unavailable as refusal:
            faults = {f"{SHOWN}proof": refusal.message}
        else:
            flash.say(request, _("送达方式已经保存。"))
            return redirect(case_url(request.actor, case))
    case = cases.read_case(number=number, by=request.actor, at=at)
    context = {"case": case, "faults": faults, "back": case_url(request.actor, case)}
    try:
        window.refuse_to_choose(case, by=request.actor)
    except WrongState as refusal:
        context["too_late"] = refusal.message
    else:
        context["fields"] = _fields(request, case, faults)
        context["checking"] = _checking(request, case, faults, at)
    return render(request, "web/my/delivery.html", context, status=422 if faults else 200)


def _at_window(request: Request, number: str, at: datetime) -> dict[str, Any]:
    """Return who stands at the window for whom a clerk chooses; of what the applicant chooses, nothing."""
    if request.actor.kind != ActorKind.STAFF:
        return {}
    case = cases.read_case(number=number, by=request.actor, at=at)
    if (found := _standing(request, case, at)) is not None:
        return {"standing": found}
    posted = _posted(request)
    return {"receiver": handing_out.receiver_of(posted, by=request.actor, at=at)} if posted.get("proof") else {}


def _standing(request: Request, case: cases.Case, at: datetime) -> UUID | None:
    parties = [case.applicant_id, *([case.agent_id] if case.agent_id else [])]
    return standing.found(request, parties, at=at)


def _posted(request: Request) -> dict[str, str]:
    return {key.removeprefix(SHOWN): request.POST.get(key, "") for key in request.POST if key.startswith(SHOWN)}


def _checking(request: Request, case: cases.Case, faults: Mapping[str, str], at: datetime) -> list[Field]:
    """Return how a clerk checks who stands there, where they did not find them a while ago."""
    if request.actor.kind != ActorKind.STAFF or _standing(request, case, at) is not None:
        return []
    asked = handing_out.checking(_posted(request), by=request.actor, at=at)
    named = [replace(one, name=f"{SHOWN}{one.name}") for one in asked]
    return [replace(one, error=faults.get(one.name, "")) for one in named]


def _shown(field: str) -> str:
    """Return which question a refusal is about: the document is asked for under names of its own."""
    return f"{SHOWN}{field}" if field in {"proof", "number", "card", "document_type"} else field


def _fields(request: Request, case: cases.Case, faults: Mapping[str, str]) -> list[Field]:
    offered, staff = window.offered(case), request.actor.kind == ActorKind.STAFF
    mandate = request.actor.mandate
    whole = not staff and (mandate is None or mandate.whole)
    wish = window.wish_of(case, whole=whole)
    address = wish.address if wish and whole else None
    given = address or _known(request, case)
    posted = request.POST
    ways = [Choice(one, said(window.WAY_NAMES[one])) for one in offered]
    asked = [
        Field("way", _("结果怎样给您"), FieldKind.RADIOS, posted.get("way", wish.way if wish else ""), choices=ways)
    ]
    if (post := window.Way.POST) in offered:
        hint = _("选择邮寄的填写。收件地址加密保存，只用来寄送结果。")
        asked += [
            Field("name", _("收件人"), value=posted.get("name", given.name), hint=hint, width="20", beside=post),
            Field(
                "mobile",
                _("收件人手机号码"),
                FieldKind.TEL,
                posted.get("mobile", given.mobile),
                width="20",
                beside=post,
            ),
            Field("place", _("收件地址"), value=posted.get("place", given.place), beside=post),
        ]
    return [replace(one, error=faults.get(one.name, "")) for one in asked]


def _known(request: Request, case: cases.Case) -> window.Address:
    """Return what the applicant's registration says, as far as the actor may see it; nothing at the desk."""
    if request.actor.kind == ActorKind.STAFF or request.actor.mandate:
        return window.Address("", "", "")
    held = identity.party_view(case.applicant_id, by=request.actor)
    return window.Address(held.name, held.mobile, held.address)
