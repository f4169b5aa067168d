"""Signing in with a code sent to a telephone."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from tongban.identity import api as identity
from tongban.kernel.codes import mobile as mobiles
from tongban.kernel.errors import NotFound, Refused
from tongban.web.prefs import back_to
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.entering import address_of, enter
from tongban.web.signin.views import SMS, form

BROWSER = "browser"


def where(request: Request) -> dict[str, str]:
    """Return from where a code is asked for or used up, by which it is braked and bound."""
    return {"browser": browser_of(request), "address": address_of(request)}


@require_POST
def send(request: Request) -> HttpResponse:
    """Send a code to the telephone named in the form, or once more to the one of before."""
    try:
        send_to(request, identity.CodePurpose.SIGN_IN)
    except Refused as refusal:
        return form(request, by=SMS, faults={refusal.field or "mobile": told(refusal)}, status=422)
    return redirect(f"{reverse('signin')}?{urlencode({'by': SMS, 'next': back_to(request)})}")


@require_POST
def by_sms(request: Request) -> HttpResponse:
    """Sign in with the code; a telephone that several people share asks who."""
    sent = steps.kept(request, steps.SENT)
    if sent is None:
        return form(request, by=SMS, faults={"mobile": told(identity.CodeRefused())}, status=422)
    try:
        found = identity.sign_in_by_code(
            mobile=steps.opened(sent["mobile"]),
            code=request.POST.get("code", ""),
            browser=browser_of(request),
            address=address_of(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return form(request, by=SMS, faults={"code": told(refusal)}, status=422)
    if isinstance(found, identity.Admission):
        return enter(request, found, to=back_to(request))
    steps.drop(request, steps.SENT)
    steps.keep(request, steps.CHOOSING, people=[[str(one.user), one.name] for one in found], to=back_to(request))
    return redirect("signin-who")


@require_http_methods(["GET", "POST"])
def who(request: Request) -> HttpResponse:
    """Ask who of those that share the telephone signs in."""
    choosing = steps.kept(request, steps.CHOOSING)
    if choosing is None:
        return redirect(f"{reverse('signin')}?by={SMS}")
    if request.method != "POST":
        return render(request, "web/signin/who.html", {"people": choosing["people"]})
    chosen = chosen_of(request, choosing["people"])
    admission = identity.admit(user=chosen, means=identity.Means.SMS, at=timezone.now())
    return enter(request, admission, to=choosing["to"])


def chosen_of(request: Request, people: list[list[str]]) -> UUID:
    """Return who of these was chosen; nobody else can be, whatever the form says."""
    chosen = request.POST.get("who", "")
    if chosen not in {user for user, _name in people}:
        raise NotFound("请从列出的人里选择。")
    return UUID(chosen)


def send_to(request: Request, purpose: identity.CodePurpose) -> None:
    """Send a code to the telephone of the form, or to the one of before, and remember where it went."""
    before = steps.kept(request, steps.SENT)
    number = request.POST.get("mobile", steps.opened(before["mobile"]) if before else "")
    at = timezone.now()
    browser, address = browser_of(request), address_of(request)
    identity.send_code(mobile=number, purpose=purpose, browser=browser, address=address, at=at)
    plain = mobiles.parse(number).code
    steps.keep(request, steps.SENT, mobile=steps.seal(plain), shown=mobiles.mask(plain), purpose=purpose.value)


def browser_of(request: Request) -> str:
    """Return the secret that only this browser's session knows; a code sent here serves nowhere else."""
    found: str = request.session.setdefault(BROWSER, secrets.token_urlsafe(24))
    return found
