"""For whom one acts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.identity import api as identity
from tongban.web.middleware import ACTING_FOR
from tongban.web.prefs import back_to
from tongban.web.request import Request


@require_POST
def act_for(request: Request) -> HttpResponse:
    """Act from now on as oneself or as an organisation one represents; anything else is refused."""
    user, chosen = request.user, request.POST.get("party", "")
    allowed = identity.parties_of(user, at=timezone.now()) if isinstance(user, identity.User) else []
    if chosen not in {str(party.id) for party in allowed}:
        raise identity.NotYourParty
    request.session[ACTING_FOR] = chosen
    return redirect(back_to(request))
