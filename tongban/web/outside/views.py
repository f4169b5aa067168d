"""Out to a service, back from it, and linking: one writing domain call each."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.kernel.errors import Refused
from tongban.web import flash
from tongban.web.guards import citizens_only
from tongban.web.oidc.protocol import issuer
from tongban.web.outside import attempts, shown
from tongban.web.outside.attempts import ENTER, LINK
from tongban.web.prefs import back_to
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin.entering import enter


@require_GET
def begin(request: Request, code: str) -> HttpResponseRedirect:
    """Send the browser to a service; whoever is signed in already links its account, everybody else signs in by it."""
    provider = identity.provider(code)
    purpose = LINK if request.actor.kind == ActorKind.PERSON else ENTER
    if request.actor.kind == ActorKind.STAFF:
        raise identity.NotForStaff
    back = issuer(request) + reverse("outside-back", args=[code])
    attempt = attempts.begin(request, provider=code, purpose=purpose, to=back_to(request), back=back, at=timezone.now())
    return HttpResponseRedirect(shown.beside(request, provider.authorize_url(attempt)))


@require_GET
@sensitive_variables("proven", "kept")
def back(request: Request, code: str) -> HttpResponse:
    """Take whom the service sent back, having asked it itself; whatever went wrong is said, with the other ways."""
    provider, at = identity.provider(code), timezone.now()
    kept = attempts.take(request, provider=code, state=request.GET.get("state", ""), at=at)
    try:
        proven = provider.redeem(request.GET.dict(), kept.attempt, at=at)
        if kept.purpose == LINK:
            return _link(request, proven)
        return enter(request, identity.sign_in_with(proven=proven, at=at), to=kept.to)
    except identity.LinkNeeded:
        attempts.hold(request, proven, at)
        return redirect("outside-unknown", code=code)
    except Refused as refusal:
        return _refused(request, code, refusal)


@require_GET
def unknown(request: Request, code: str) -> HttpResponse:
    """Say that this account outside opens nothing yet, and how it is linked."""
    if attempts.held(request, timezone.now()) is None:
        return redirect("signin")
    return render(request, "web/outside/unknown.html", {"name": _name(code), "next": reverse("outside-pending")})


@citizens_only
def pending(request: Request) -> HttpResponse:
    """Ask once whoever signed in another way whether the account they came with shall open theirs."""
    proven = attempts.held(request, timezone.now())
    if proven is None:
        return redirect("my:links")
    if request.method != "POST":
        return render(request, "web/outside/pending.html", {"name": _name(proven.provider)})
    attempts.drop(request)
    if request.POST.get("decision") != "link":
        return redirect("home")
    return _link(request, proven)


@require_POST
@citizens_only
def unlink(request: Request) -> HttpResponse:
    """Let an account outside open one's own no longer."""
    try:
        link = UUID(request.POST.get("link", ""))
    except ValueError:
        raise Http404 from None
    identity.unlink_identity(link=link, by=request.actor, at=timezone.now())
    flash.say(request, _("已解除关联，以后不能再用它登录。"))
    return redirect("my:links")


@sensitive_variables("proven")
def _link(request: Request, proven: identity.Proven) -> HttpResponse:
    identity.link_identity(proven=proven, by=request.actor, at=timezone.now())
    flash.say(request, _("已关联，以后可以用它登录。"))
    return redirect("my:links")


def _refused(request: Request, code: str, refusal: Refused) -> HttpResponse:
    others = [one for one in shown.buttons(to="/") if one.code != code]
    context = {"name": _name(code), "sentence": told(refusal), "again": reverse("outside-begin", args=[code])}
    return render(request, "web/outside/refused.html", context | {"providers": others}, status=refusal.status)


def _name(code: str) -> str:
    return shown.provider_names().get(code, code)
