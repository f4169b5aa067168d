"""What was promised in a case as people see it, and taking in what follows: online, or at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.late import case_url
from tongban.web.my.supplementing import uploads_of
from tongban.web.refusals import told
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it is read: of which material, in which words, how it ended; ``end`` is empty while it stands."""

    material: str
    name: str
    kind: str
    words: str
    promised_at: datetime | None
    end: str
    end_name: str
    ended_at: datetime | None


def promises_of(case: cases.Case) -> dict[str, Any]:
    """Return what was promised in a case, what of it is still to come and by when, and what a check found untrue."""
    names = {one.id: one.name for one in case.guide.guide.materials}
    rows = [
        Promised(
            material=one.material,
            name=names.get(one.material, ""),
            kind=one.kind,
            words=cases.promised_words(one),
            promised_at=one.promised_at,
            end=one.end,
            end_name=one.get_end_display() if one.end else "",
            ended_at=one.ended_at,
        )
        for one in cases.promises(case)
    ]
    due = [row for row in rows if row.kind == cases.Promised.DEFERRED and not row.end]
    until = cases.deferred_until(case) if due else None
    return {
        "promises": rows,
        "deferred": due,
        "deferred_until": until,
        "deferred_over": until is not None and until < day_of(timezone.now()),
        "unkept": [row for row in rows if row.end == cases.PromiseEnd.NOT_KEPT],
    }


def take_in_deferred(request: Request, number: str) -> HttpResponse:
    """Show what was promised to follow, or take in what came of it."""
    if request.method == "GET":
        return _form(request, number, {})
    try:
        case = cases.supply_deferred(number=number, uploads=uploads_of(request), by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _form(request, number, {refusal.field: told(refusal)})
    flash.say(request, _("后补的材料已经收到，收件凭证在“文书”里。"))
    return redirect(case_url(request.actor, case))


def _form(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    context = {
        "case": case,
        "url": case_url(request.actor, case),
        "open": cases.open_verbs(request.actor, case, at=at),
        "faults": faults,
        **promises_of(case),
    }
    return render(request, "web/my/supply.html", context, status=422 if faults else 200)
