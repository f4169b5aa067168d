"""我的资料: who one is here, how that was proven, and what one can change oneself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.kernel.codes import document_type, email, mobile
from tongban.kernel.errors import Broken
from tongban.privacy import api as privacy
from tongban.web import flash
from tongban.web.fields import Field
from tongban.web.guards import citizens_only
from tongban.web.refusals import told
from tongban.web.request import Request


@require_GET
@citizens_only
def profile(request: Request) -> HttpResponse:
    """Show one's registration; numbers are masked on the screen, for whoever looks over the shoulder."""
    party = privacy.stored(by=request.actor, at=timezone.now()).party
    context = {
        "party": party,
        "number": document_type.mask(party.document_type, party.document_number),
        "mobile": mobile.mask(party.mobile),
        "email": email.mask(party.email),
        "mine": request.actor.mandate is None,
        "proven": identity.proven(party.id, by=SYSTEM),
        "own": privacy.is_the_person(request.actor),
        "levels": level_words(),
    }
    return render(request, "web/my/profile.html", context)


@require_http_methods(["GET", "POST"])
@citizens_only
def address(request: Request) -> HttpResponse:
    """Change the address, or take it out."""
    party = privacy.stored(by=request.actor, at=timezone.now()).party
    given, error = request.POST.get("address", party.address), ""
    if request.method == "POST":
        try:
            identity.change_address(address=given, by=request.actor, at=timezone.now())
        except Broken as refusal:
            error = told(refusal)
        else:
            flash.say(request, _("地址已经修改。"))
            return redirect("my:profile")
    asked = Field("address", _("地址"), value=given, required=False, error=error, autocomplete="street-address")
    context = {"field": asked, "faults": {"address": error} if error else {}}
    return render(request, "web/my/address.html", context, status=422 if error else 200)


def level_words() -> dict[str, str]:
    """Return what each level of proof means to the person."""
    return {
        identity.RealNameLevel.NONE: _("还没有核验"),
        identity.RealNameLevel.BASIC: _("姓名、号码和手机相符"),
        identity.RealNameLevel.FACE_TO_FACE: _("在窗口当面核对过证件"),
        identity.RealNameLevel.STRONG: _("经国家或省统一身份认证核验"),
    }
