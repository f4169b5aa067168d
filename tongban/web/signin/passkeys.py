"""Signing in with a passkey: no user name, no password."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.web.prefs import back_to
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.entering import enter
from tongban.web.signin.site import site_of
from tongban.web.signin.views import PASSKEY, form


@require_POST
def by_passkey(request: Request) -> HttpResponse:
    """Check what the device answered to the question put to this session; the question serves once."""
    asked, site = steps.take(request, steps.PASSKEY), site_of(request)
    try:
        if asked is None or asked["new"] or site is None:
            raise identity.PasskeyRefused
        answer = request.POST.get("credential", "")
        admission = identity.sign_in_by_passkey(site=site, state=asked["state"], answer=answer, at=timezone.now())
    except Refused as refusal:
        return form(request, by=PASSKEY, faults={"": told(refusal)}, status=422)
    return enter(request, admission, to=back_to(request))
