"""A matter that is open under another identity of the same person: somebody changed it in another tab."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.web.guards import page_of_form
from tongban.web.request import Request

KEYS = frozenset({"draft", "number"})
"""What addresses call a case by."""


def under_another_identity(request: HttpRequest) -> HttpResponse | None:
    """Offer to change back to the identity under which the case is open (404); None where there is no such."""
    match, user = request.resolver_match, request.user
    key = {name: value for name, value in match.kwargs.items() if name in KEYS} if match else {}
    if not key or not isinstance(user, identity.User):
        return None
    at, now = timezone.now(), cast("Request", request).actor.party
    for party in identity.parties_of(user, at=at):
        if party.id != now and cases.exists_for(identity.actor_of(user, at=at, acting_for=party.id), **key):
            back = request.get_full_path() if request.method == "GET" else page_of_form(request)
            context = {"other": party, "back": back, "typed": request.method != "GET"}
            return render(request, "web/identity.html", context, status=404)
    return None
