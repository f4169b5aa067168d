"""How a member of staff makes an account theirs: a one-time code, a password of their own, an authenticator."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.web.fields import Field, FieldKind
from tongban.web.pictures import picture
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.entering import address_of, begin, first_page
from tongban.web.signin.views import code_field


@require_http_methods(["GET", "POST"])
def invitation(request: Request) -> HttpResponse:
    """Ask for the one-time code; a right one opens the next page in this browser."""
    code = (request.POST if request.method == "POST" else request.GET).get("code", "")
    if request.method != "POST":
        return _invitation(request, code)
    try:
        found = identity.begin_enrolment(code=code, address=address_of(request), at=timezone.now())
    except Refused as refusal:
        return _invitation(request, code, error=told(refusal))
    request.session.cycle_key()
    steps.keep(request, steps.ENROLLING, enrolment=str(found.id))
    return redirect("signin-enrol")


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def enrol(request: Request) -> HttpResponse:
    """Set password and authenticator, and show the recovery codes this once."""
    step = steps.kept(request, steps.ENROLLING)
    if step is None:
        return redirect("signin-invitation")
    found = identity.enrolling(UUID(step["enrolment"]), at=timezone.now())
    if request.method != "POST":
        return _enrol(request, found)
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        return _enrol(request, found, {"again": _("两次输入的密码不一样，请重新输入。")})
    try:
        code = request.POST.get("code", "")
        admission, codes = identity.enrol(enrolment=found.id, password=new, code=code, at=timezone.now())
    except (identity.WeakPassword, identity.FactorRefused) as refusal:
        return _enrol(request, found, {refusal.field: told(refusal)})
    begin(request, admission)
    onward = first_page(identity.actor_of(admission.user, at=timezone.now()))
    return render(request, "web/signin/recovery_codes.html", {"codes": codes, "onward": onward})


def _invitation(request: Request, code: str, *, error: str = "") -> HttpResponse:
    field = Field("code", _("邀请码"), value=code, error=error, autocomplete="off", hint=_("管理员交给您的20位邀请码"))
    context = {"faults": {"code": error} if error else {}, "field": field}
    return render(request, "web/signin/invitation.html", context, status=422 if error else 200)


def _enrol(request: Request, found: identity.Enrolling, faults: dict[str, str] | None = None) -> HttpResponse:
    faults = faults or {}
    context = {
        "faults": faults,
        "username": found.user.username,
        "passwords": new_password_fields(faults),
        "secret": found.secret,
        "picture": picture(found.picture),
        "code": code_field(faults.get("code", "")),
    }
    return render(request, "web/signin/enrol.html", context, status=422 if faults else 200)


def password_hint() -> str:
    """Return what is asked of a new password."""
    rule = identity.policy().passwords
    return _("至少%(n)s个字符，混用大小写字母、数字、符号中的%(kinds)s种；或者写满%(long)s个字符，可以是一句话。") % {
        "n": rule.shortest,
        "kinds": rule.kinds,
        "long": rule.long,
    }


def new_password_fields(faults: dict[str, str]) -> list[Field]:
    """Return the two fields of a new password, with what is asked of it said beforehand."""
    hint = password_hint()
    wrong, differs, fill = faults.get("new", ""), faults.get("again", ""), "new-password"
    return [
        Field("new", _("新密码"), FieldKind.PASSWORD, hint=hint, error=wrong, autocomplete=fill),
        Field("again", _("再输入一次"), FieldKind.PASSWORD, error=differs, autocomplete=fill),
    ]
