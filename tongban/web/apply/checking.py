"""核对页: everything that is signed for, before it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.actors import ActorKind
from tongban.kernel.days import day_of
from tongban.kernel.limits import UNIT_NAMES, amount_text
from tongban.web.answers import answer_pages
from tongban.web.apply.meanwhile import elsewhere
from tongban.web.apply.promising import owed_later, signed_for
from tongban.web.apply.steps import step_of, way
from tongban.web.guides.versions import told
from tongban.web.late import case_url
from tongban.web.request import Request


def running(request: Request, item: str) -> list[cases.Case]:
    """Return what the applicant has running of this item already; staff are told at the counter."""
    actor = request.actor
    return cases.running(item, actor.party, by=actor) if actor.party and actor.kind == ActorKind.PERSON else []


def check_page(
    request: Request,
    case: cases.Case,
    faults: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    moved: cases.NotAsShown | None = None,
    before: catalog.GuideVersion | None = None,
) -> HttpResponse:
    """Show what is signed for, and carry its mark. ``moved``: what is not as it was shown here before."""
    if case.state != cases.State.DRAFT:
        return redirect(case_url(request.actor, case))
    guide, whole = case.guide.guide, cases.application(case, at=timezone.now())
    faults = whole.faults if faults is None else faults
    here = way(case, "check")
    urls = {step.slug: step.url for step in here.steps} if here else {}
    given, hidden = cases.answers(case), bool(cases.unseen(request.actor, case, cases.answers(case)))
    promises, pages = signed_for(case), answer_pages(guide.form, given, masked=hidden)
    moves = elsewhere(guide, moved, pages=pages, beside={*_papers(whole), *(f"promises.{p.element}" for p in promises)})
    context = {
        "case": case,
        "way": here,
        **moves,
        "pages": [(page, urls[page.id]) for page in moves["pages"]],
        "rows": whole.rows,
        "shown": cases.shown_mark(case, whole, by=request.actor),
        "promises": promises,
        "follow": owed_later(case),
        **of_originals(case, at=timezone.now()),
        "materials_url": urls.get("materials", ""),
        "mend": [(urls.get(step_of(case, name), "") if name else "", name, text) for name, text in faults.items()],
        "token": uuid4(),
        "running": running(request, case.item_code),
        "guide": guide,
        "renewing": cases.renewing(case, at=timezone.now()),
        "altered": told(catalog.alterations(before.guide, guide)) if before else [],
        "versions": (before.version, case.guide.version) if before else None,
    }
    return render(request, "web/apply/check.html", context, status=status)


def _papers(whole: cases.Application) -> list[str]:
    """Return the elements of the materials that are on the page."""
    shown = (one.row for one in whole.rows if one.row.files or one.row.needed or one.paper.words)
    return [f"materials.{row.material.id}" for row in shown]


def of_originals(case: cases.Case, *, at: datetime) -> dict[str, object]:
    """Return what is told of the originals, and within how long the department answers (工作规范22(2))."""
    guide = case.guide.guide
    return {
        "originals": cases.originals_due(case),
        "bring_within": cases.originals_limit(at=at).amount,
        "notice": _notice(guide),
        "on_the_spot": guide.basics.project_type == catalog.ProjectType.IMMEDIATE,
    }


def _notice(guide: catalog.Guide) -> str:
    """Return within how long the department must say whether it accepts, by the legal regime of the guide."""
    limit = duties.regime(guide.regime, on=day_of(timezone.now())).notice
    return f"{limit.amount} {UNIT_NAMES[limit.unit]}" if limit.amount else amount_text(limit.amount, limit.unit)
