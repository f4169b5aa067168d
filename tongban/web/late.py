"""A verb that came too late: somebody was faster, or the page was old. It is answered beside the case as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tongban.cases import api as cases
from tongban.kernel.actors import ROLE_NAMES, Actor, ActorKind, Role
from tongban.kernel.errors import WrongState
from tongban.web.desk.narrowing import listing, with_list
from tongban.web.request import Request


def beside_the_case(view: Any) -> Any:  # noqa: ANN401 - a view of any signature
    """Answer WrongState with the case, what it is now, who can do what with it, and the way back to it (409)."""

    @wraps(view)
    def guarded(request: Request, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - of any signature
        try:
            return cast("HttpResponse", view(request, **kwargs))
        except WrongState as refusal:
            return _page(request, kwargs, refusal)

    return guarded


def case_url(actor: Actor, case: cases.Case) -> str:
    """Return where this actor reads the case: at the desk, or among their own affairs."""
    return reverse("desk:case" if actor.kind == ActorKind.STAFF else "my:case", kwargs={"number": case.number})


def _page(request: Request, key: dict[str, Any], refusal: WrongState) -> HttpResponse:
    actor = request.actor
    at = timezone.now()
    if "draft" in key:
        case = cases.read_draft(draft=key["draft"], by=actor, at=at)
    else:
        case = cases.read_case(number=key["number"], by=actor, at=at)
    template = "web/desk/late.html" if actor.kind == ActorKind.STAFF else "web/my/late.html"
    url, query = case_url(actor, case), listing(request.GET)
    if actor.kind == ActorKind.STAFF:
        url = with_list(url, request.GET)
    context = {"case": case, "refusal": refusal, "url": url, "query": query, "turns": list(_turns(case, at))}
    return render(request, template, context, status=409)


def _turns(case: cases.Case, at: datetime) -> Iterator[tuple[str, str]]:
    """Say who can do what now, from the table of moves and the clocks; nobody anything once the result is delivered."""
    against = cases.barred(case, at=at)
    for line in cases.MOVES.lines:
        if (
            line.source != case.state
            or Role.LAW in line.roles
            or (case.delivered_at is not None and line.verb not in cases.AFTER_DELIVERY)
        ):
            continue
        if line.verb in against or line.verb in cases.AMONG_STAFF or line.verb == cases.Verb.FINISH_STEP:
            continue
        roles = sorted(line.roles - {Role.PARTNER})
        yield "、".join(ROLE_NAMES[Role(role)] for role in roles), cases.LABELS[cases.Verb(line.verb)]
