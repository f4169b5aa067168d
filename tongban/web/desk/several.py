"""批量办理: what is ticked in the list is handled with one opinion; the page says of each what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.cases import api as cases
from tongban.cases.desk import api as desk
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Broken
from tongban.web.desk.blocks import inserted, offered
from tongban.web.desk.narrowing import listing
from tongban.web.desk.seeing import mark_of, ticked
from tongban.web.fields import Choice
from tongban.web.guards import staff_only
from tongban.web.lists import rows_of
from tongban.web.request import Request

DOERS = {cases.Verb.ACCEPT: Role.ACCEPTOR, cases.Verb.EXAMINE: Role.EXAMINER, cases.Verb.GRANT: Role.DECIDER}
WORDS = {cases.Verb.ACCEPT: "受理", cases.Verb.EXAMINE: "提出符合条件的审查意见", cases.Verb.GRANT: "作出准予决定"}
FITTING = {
    cases.State.RECEIVED: cases.Verb.ACCEPT,
    cases.State.CORRECTED: cases.Verb.ACCEPT,
    cases.State.ACCEPTED: cases.Verb.EXAMINE,
    cases.State.EXAMINED: cases.Verb.GRANT,
}


@require_http_methods(["GET", "POST"])
@staff_only
def several(request: Request) -> HttpResponse:
    """Ask what is done with the chosen cases, then do it and say what became of each."""
    if request.method == "GET" or "block" in request.POST:
        return _form(request)
    posted, chosen = request.POST, ticked(request.POST.getlist("number"))
    try:
        found = desk.in_one_go(
            verb=posted.get("verb", ""),
            numbers=list(chosen),
            opinion=posted.get("reason", ""),
            by=request.actor,
            at=timezone.now(),
            later=timezone.now,
            seen={number: seen for number, seen in chosen.items() if seen},
        )
    except Broken as refusal:
        return _form(request, refusal)
    named = {
        case.number: case for case in cases.read_list(by=request.actor, at=timezone.now(), numbers=_numbers(found))
    }
    context = {
        "found": [(one, named.get(one.number)) for one in found],
        "done": sum(one.done for one in found),
        "verb": WORDS[cases.Verb(posted["verb"])],
        "query": listing(request.GET),
    }
    return render(request, "web/desk/several/done.html", context)


def verbs_of(actor: Actor) -> list[Choice]:
    """Return what somebody may do to several cases, by their posts."""
    return [Choice(verb, WORDS[verb]) for verb in desk.BATCHED if actor.holds(DOERS[verb])]


def _form(request: Request, refusal: Broken | None = None) -> HttpResponse:
    given, at = request.POST if request.method == "POST" else request.GET, timezone.now()
    stood = ticked(given.getlist("number")[: desk.AT_MOST])
    numbers = list(stood)
    chosen = cases.read_list(by=request.actor, at=at, numbers=numbers) if numbers else []
    verb = given.get("verb", "") or _fitting({case.state for case in chosen})
    context: dict[str, Any] = {
        "query": listing(request.GET),
        "rows": rows_of(chosen, at=at),
        "marks": {one.number: mark_of(one, stood.get(one.number)) for one in chosen},
        "missing": len(numbers) - len(chosen),
        "verbs": verbs_of(request.actor),
        "verb": verb,
        "blocks": offered(request.actor),
        "reason": inserted(request.actor, given),
        "faults": {refusal.field: refusal.message} if refusal else {},
    }
    return render(request, "web/desk/several/form.html", context, status=422 if refusal else 200)


def _numbers(found: Sequence[desk.Outcome]) -> list[str]:
    return [one.number for one in found]


def _fitting(states: Collection[str]) -> str:
    """Return the verb that fits all chosen cases; nothing where they are not at the same point."""
    fitting = {FITTING.get(cases.State(state), "") for state in states}
    return next(iter(fitting)) if len(fitting) == 1 else ""
