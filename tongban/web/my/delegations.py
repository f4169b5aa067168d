"""委托代办 at home: what one gave, what one was given, what waits for an answer. One writing domain call per view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.identity.api import DocumentType
from tongban.kernel.actors import Actor, MandateKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, Faulty, WrongState
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import citizens_only
from tongban.web.labels import said
from tongban.web.my import scopes
from tongban.web.my.acts import ACTS
from tongban.web.request import Request


@require_GET
@citizens_only
def delegations(request: Request) -> HttpResponse:
    """Show what one gave, what one was given, and what waits for an answer: always one's own."""
    at = timezone.now()
    found = identity.delegations_of(actor_for(request, at=at), at=at)
    every = [*found.given, *found.received, *found.waiting, *found.past]
    return render(request, "web/my/delegations.html", {"found": found, "names": item_names(every)})


@require_http_methods(["GET", "POST"])
@citizens_only
def offer(request: Request, party: UUID | None = None) -> HttpResponse:
    """Ask whom to let act for oneself, or for the enterprise one represents; then offer it to them."""
    at = timezone.now()
    by = actor_for(request, at=at, party=party)
    asked = scopes.read(request.POST, on=day_of(at))
    faults: dict[str, str] = {}
    if request.method == "POST" and scopes.FIND not in request.POST:
        faults = _offered(request, by, asked, at)
        if not faults:
            flash.say(request, _("委托已经发出。对方登录后会在“委托代办”里看到，接受以后才生效。"))
            return redirect("my:enterprises" if party else "my:delegations")
    last = day_of(at) + timedelta(days=settings.DELEGATION_DAYS)
    context = {
        "enterprise": next((one for one in identity.parties_of(_user(request), at=at) if one.id == party), None),
        "faults": faults,
        "agent_fields": agent_fields(request.POST, faults),
        "scope": scopes.fields(asked, faults, last=last),
        "asked": asked,
    }
    return render(request, "web/my/offer.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@citizens_only
def act(request: Request, delegation: UUID, verb: str, party: UUID | None = None) -> HttpResponse:
    """Ask once more, then accept, decline, withdraw or revoke."""
    chosen, at = ACTS.get(verb), timezone.now()
    if chosen is None:
        raise Http404
    by = actor_for(request, at=at, party=party)
    back = "my:enterprises" if party else "my:delegations"
    if request.method == "GET":
        one = identity.delegation_for(by, delegation, at=at)
        context = {
            "act": chosen,
            "one": one,
            "names": item_names([one]),
            "open": chosen.verb in one.verbs,
            "back": back,
        }
        return render(request, "web/my/delegation_act.html", context)
    chosen.do(delegation=delegation, by=by, at=at)
    flash.say(request, _(chosen.done))
    return redirect(back)


@require_GET
@citizens_only
def enterprises(request: Request) -> HttpResponse:
    """Show for which enterprises one acts and by what; the legal representative sees who else does."""
    at = timezone.now()
    held = [one for one in identity.parties_of(_user(request), at=at) if one.kind == identity.PartyKind.LEGAL]
    rows = [(one, _agents(request, one, at)) for one in held]
    every = [agent for _one, agents in rows for agent in agents]
    codes = {code for one in held if one.mandate and one.mandate.items for code in one.mandate.items}
    return render(
        request, "web/my/enterprises.html", {"rows": rows, "names": {**item_names(every), **catalog.names(codes)}}
    )


def actor_for(request: Request, *, at: datetime, party: UUID | None = None) -> Actor:
    """Return the person behind the account as themselves, or for an enterprise that they represent."""
    return identity.actor_of(_user(request), at=at, acting_for=party)


def item_names(found: Iterable[identity.DelegationView]) -> dict[str, str]:
    """Return the names of the items of some delegations, by code."""
    return catalog.names({code for one in found for code in one.items or ()})


def personal_documents() -> list[Choice]:
    """Return by which documents a natural person can be named."""
    return [Choice(one, said(one.label)) for one in DocumentType if one is not DocumentType.CREDIT_CODE]


def agent_fields(posted: Mapping[str, str], faults: Mapping[str, str]) -> list[Field]:
    """Return the fields that name the person who is to act."""
    name, number = posted.get("agent_name", ""), posted.get("agent_number", "")
    asked = (
        Field("agent_name", _("对方的姓名"), value=name, autocomplete="off", width="20"),
        Field(
            "agent_document_type",
            _("对方的证件"),
            FieldKind.SELECT,
            posted.get("agent_document_type") or DocumentType.RESIDENT_ID,
            choices=personal_documents(),
        ),
        Field("agent_number", _("对方的证件号码"), value=number, autocomplete="off", width="20"),
    )
    return [replace(field, error=faults.get(field.name, "")) for field in asked]


def _offered(request: Request, by: Actor, asked: scopes.Asked, at: datetime) -> dict[str, str]:
    """Offer what was filled in; return what is wrong with it, field by field."""
    posted = request.POST
    agent = identity.Named(
        name=posted.get("agent_name", ""),
        number=posted.get("agent_number", ""),
        document_type=posted.get("agent_document_type", ""),
    )
    try:
        identity.offer_delegation(agent=agent, scope=asked.scope, by=by, at=at)
    except Faulty as refusal:
        return refusal.faults
    except (Broken, WrongState) as refusal:
        return {refusal.field or "agent_number": refusal.message}
    return {}


def _agents(request: Request, one: identity.PartyView, at: datetime) -> list[identity.DelegationView]:
    """Return who else acts for an enterprise; only its legal representative is told."""
    if one.mandate is None or one.mandate.kind != MandateKind.LEGAL_REPRESENTATIVE:
        return []
    return identity.delegations_of(actor_for(request, at=at, party=one.id), at=at).given


def _user(request: Request) -> identity.User:
    return cast("identity.User", request.user)
