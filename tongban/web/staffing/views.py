"""The pages of staff administration, and one's own posts: one domain call that writes a view."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.identity import api as identity
from tongban.kernel.actors import ROLE_NAMES, Actor, Role
from tongban.kernel.errors import Broken, NotAllowed, NotFound
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.web import flash
from tongban.web.audit.words import VERBS
from tongban.web.guards import administrators_only, staff_only
from tongban.web.paging import page_number
from tongban.web.request import Request
from tongban.web.staffing import forms

PAGE = 30
LATEST = 20
NOT_OFFERED = "这项操作不由您办理：岗位由安全管理员授予，账号由系统管理员开立和注销，都不办理自己的。"
VERB_OF_NOMINATION = {"agree": "已复核同意，岗位从现在起生效。", "decline": "已退回，岗位没有授予。"}


@require_GET
@administrators_only
def index(request: Request) -> HttpResponse:
    """List the staff that the administrator oversees, with what waits for a second administrator."""
    at, number = timezone.now(), page_number(request)
    text, department = request.GET.get("q", "").strip()[:60], request.GET.get("department", "")[:30]
    found = identity.staff_page(request.actor, at=at, text=text, department=department, page=number)
    context = {
        "rows": found[:PAGE],
        "q": text,
        "department": department,
        "departments": forms.departments(),
        "number": number,
        "more": len(found) > PAGE,
        "waiting": [(one, _scope(one)) for one in identity.waiting_nominations(request.actor)],
        **_words(),
    }
    return render(request, "web/desk/staffing/index.html", context)


@require_GET
@administrators_only
def member(request: Request, key: UUID) -> HttpResponse:
    """Show one member of staff: posts, absences, who stands in, recusal, and what was arranged for them."""
    return render(request, "web/desk/staffing/member.html", _member(request, key))


@require_GET
@staff_only
def mine(request: Request) -> HttpResponse:
    """Show one's own posts, leave and declared relatives."""
    return render(request, "web/desk/staffing/member.html", _member(request, request.actor.id))


@require_http_methods(["GET", "POST"])
@staff_only
def act(request: Request, key: UUID, verb: str) -> HttpResponse:
    """Ask what an arrangement needs, then make it."""
    asked, at = forms.ACTS.get(verb), timezone.now()
    if asked is None:
        raise Http404
    found = identity.staff_member(request.actor, key, at=at)
    if request.method == "GET" and not asked.offered(request.actor, found):
        raise NotAllowed(NOT_OFFERED)
    given, faults = forms.said(request.POST), {}
    if request.method == "POST":
        try:
            asked.do(found, given, request.actor, at)
        except Broken as refusal:
            faults = forms.faults_of(refusal)
        else:
            flash.say(request, asked.done)
            return _back(request, key)
    context = {"member": found, "act": asked, "fields": asked.fields(given, faults, request.actor), "faults": faults}
    return render(request, "web/desk/staffing/act.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@administrators_only
def begin(request: Request) -> HttpResponse:
    """Open a work account."""
    given, faults = forms.said(request.POST), {}
    if request.method == "POST":
        names = ("username", "name", "number", "department", "document_number")
        said = {name: given.get(name, "") for name in names}
        try:
            made = identity.open_staff_account(**said, by=request.actor, at=timezone.now())
        except (Broken, NotFound, identity.BeyondScope) as refusal:
            faults = forms.faults_of(refusal)
        else:
            return render(request, "web/desk/staffing/invited.html", {"made": made, "new": True})
    context = {"fields": forms.account_fields(given, faults), "faults": faults, "departments": forms.departments()}
    return render(request, "web/desk/staffing/open.html", context, status=422 if faults else 200)


@require_POST
@administrators_only
def invite(request: Request, key: UUID) -> HttpResponse:
    """Make a new invitation for somebody who never enrolled, and show its code this once."""
    made = identity.invite_again(user=key, by=request.actor, at=timezone.now())
    return render(request, "web/desk/staffing/invited.html", {"made": made, "new": False})


@require_http_methods(["GET", "POST"])
@administrators_only
def substitute(request: Request, post: int, key: UUID) -> HttpResponse:
    """Choose who stands in for the holder of a post, and until when."""
    at = timezone.now()
    found = identity.staff_member(request.actor, key, at=at)
    held = next((one for one in found.posts if one.pk == post), None)
    if held is None:
        raise identity.UnknownPost
    given, faults = forms.said(request.POST), {}
    if request.method == "POST":
        try:
            _substitute(request, post, given)
        except Broken as refusal:
            faults = forms.faults_of(refusal)
        else:
            flash.say(request, "已安排代理。代理人办理的每一步都会写明代谁办理。")
            return redirect("staff:member", key=key)
    fields = forms.substitute_fields(given, faults, identity.stand_ins(request.actor, held, at=at))
    context = {"member": found, "role": ROLE_NAMES[Role(held.role)], "fields": fields, "faults": faults}
    return render(request, "web/desk/staffing/substitute.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@administrators_only
def remove(request: Request, key: UUID, what: str, number: int) -> HttpResponse:
    """Say what taking something away means and ask why, then do it."""
    asked = forms.REMOVALS.get(what)
    if asked is None:
        raise Http404
    found, faults = identity.staff_member(request.actor, key, at=timezone.now()), {}
    if request.method == "POST":
        try:
            asked.do(number, request.POST.get("reason", ""), request.actor, timezone.now())
        except Broken as refusal:
            faults = forms.faults_of(refusal)
        else:
            flash.say(request, asked.done)
            return _back(request, key)
    context = {"member": found, "act": asked, "fields": forms.reason_fields(asked.reasons, faults), "faults": faults}
    return render(request, "web/desk/staffing/act.html", context, status=422 if faults else 200)


@require_POST
@staff_only
def end(request: Request, what: str, number: int) -> HttpResponseRedirect:
    """End a leave, a substitution or a declared relation."""
    if what not in forms.ENDS:
        raise Http404
    done, verb = forms.ENDS[what]
    verb(number, request.actor, timezone.now())
    flash.say(request, done)
    return _back(request, _uuid(request.POST.get("staff", "")))


@require_POST
@administrators_only
def nomination(request: Request, key: UUID) -> HttpResponseRedirect:
    """Agree to a proposed administrator, or decline."""
    verb = request.POST.get("verb", "")
    if verb not in VERB_OF_NOMINATION:
        raise Http404
    done = identity.agree if verb == "agree" else identity.decline
    done(nomination=key, by=request.actor, at=timezone.now())
    flash.say(request, VERB_OF_NOMINATION[verb])
    return redirect("staff:index")


def _substitute(request: Request, post: int, given: forms.Said) -> None:
    identity.substitute(
        post=post,
        substitute=forms.key_of(given.get("substitute", "")),
        first=forms.day_of(given.get("first", ""), "first"),
        last=forms.day_of(given.get("last", ""), "last"),
        by=request.actor,
        at=timezone.now(),
    )


def _member(request: Request, key: UUID) -> dict[str, Any]:
    found = identity.staff_member(request.actor, key, at=timezone.now())
    history = ledger.history(kind="user", subject=key)[-LATEST:]
    names = identity.staff_names({entry.actor_id for entry in history}, by=request.actor)
    steps = [(VERBS.get(one.verb, one.verb), one.at, names.get(one.actor_id, "系统")) for one in reversed(history)]
    actor = request.actor
    return {
        "member": found,
        "posts": [(post, _scope(post)) for post in found.posts],
        "nominations": [_scope(one) for one in found.nominations],
        "stands_in": [(one, _scope(one.post)) for one in found.stands_in],
        "steps": steps,
        "gives": actor.holds(Role.SECURITY) and not found.own,
        "closes": forms.closes(actor, found),
        "invites": _invites(request.actor, found),
        **_words(),
    }


def _invites(actor: Actor, found: identity.Member) -> bool:
    """Tell whether the actor may hand out a new invitation: the person has not yet made the account theirs."""
    return forms.closes(actor, found) and not identity.factors_of(found.user).any


def _scope(post: Any) -> dict[str, str]:  # noqa: ANN401 - a post, or one that is proposed
    """Say in words which role it is, and where."""
    names, areas = _names(), {one.code: one.name for one in orgs.areas()}
    region = "全部地区" if post.region == orgs.EVERYWHERE else areas.get(post.region) or orgs.region(post.region).name
    department = "全部部门" if post.department == orgs.EVERYWHERE else names.get(post.department, post.department)
    return {"role": ROLE_NAMES[Role(post.role)], "department": department, "region": region}


def _words() -> dict[str, Any]:
    return {"names": _names()}


def _names() -> dict[str, str]:
    return {one.code: one.name for one in orgs.departments()}


def _back(request: Request, key: UUID) -> HttpResponseRedirect:
    """Return to the page of the member of staff, or of oneself."""
    return redirect("staff:mine") if key == request.actor.id else redirect("staff:member", key=key)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
