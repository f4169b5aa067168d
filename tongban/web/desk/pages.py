"""What the pages of the desk show, read in one place; no rule is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.web.answers import answer_pages, mask, mended
from tongban.web.lists import rows_of
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of the inbox. ``undelivered``: only what waits to be delivered, all but that, or whatever there is."""

    slug: str
    name: str
    states: tuple[State, ...]
    undelivered: bool | None = None


RUNNING = Filter("open", "全部在办", tuple(sorted(cases.OPEN)))
DELIVERING = Filter("delivering", "待送达", tuple(sorted(cases.DELIVERABLE)), undelivered=True)
FILTERS = (
    RUNNING,
    Filter("waiting", "待受理", (State.RECEIVED, State.CORRECTED)),
    Filter("examining", "待审查", (State.ACCEPTED,)),
    Filter("deciding", "待决定", (State.EXAMINED,)),
    Filter("correction", "等补正", (State.CORRECTION,)),
    DELIVERING,
    Filter("done", "已办结", tuple(sorted(cases.CLOSED)), undelivered=False),
)

LONGEST_PAGE_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter of the inbox with how many cases it holds."""

    slug: str
    name: str
    count: int
    current: bool


def queue(request: Request, *, at: datetime) -> dict[str, Any]:
    """Read the inbox: filters with counts, one page of cases, the most urgent clock of each."""
    text = request.GET.get("q", "").strip()[:60]
    page = _page(request.GET.get("page", ""))
    chosen = _chosen(request.actor, request.GET.get("tab", ""))
    found = cases.read_list(
        by=request.actor,
        at=at,
        states=() if text else chosen.states,
        undelivered=None if text else chosen.undelivered,
        page=page,
        text=text,
    )
    return {
        "tabs": _tabs(request.actor, None if text else chosen),
        "rows": rows_of(found, at=at),
        "tab": chosen.slug,
        "q": text,
        "previous_page": page - 1,
        "next_page": page + 1 if len(found) == cases.PAGE else 0,
    }


def case_page(actor: Actor, number: str, *, at: datetime) -> dict[str, Any]:
    """Read one case: clocks, form by pages, materials by the guide, papers, opinions, history, open verbs."""
    case = cases.read_case(number=number, by=actor, at=at)
    guide = case.guide.guide
    correction = _masked(guide, cases.correction_of(case))
    before = correction.original if correction else None
    pages = answer_pages(guide.form, cases.answers(case), masked=True, before=before)
    steps, opinions = cases.timeline(case), cases.opinion_list(actor, case)
    acted = {*(step.staff for step in steps if step.staff), *(one.author for _, one in opinions)}
    names = identity.staff_names(acted, by=actor)
    return {
        "case": case,
        "guide": guide,
        "acting": cases.acting_for(case),
        "open": cases.open_verbs(actor, case, at=at),
        "barred": cases.barred(case, at=at),
        "procedures": cases.procedures(case, at=at),
        "clocks": cases.clocks(case, at=at),
        "pages": pages,
        "materials": cases.material_list(case),
        "documents": cases.document_list(case),
        "opinions": [(name, one, names.get(one.author, "")) for name, one in opinions],
        "correction": correction,
        "mended": mended(correction, pages),
        "correctable": _by_section(cases.correctable(case)),
        "steps": [(step, names.get(step.staff, "") if step.staff else "") for step in steps],
    }


def _chosen(actor: Actor, slug: str) -> Filter:
    """Return the part that was chosen; at first what waits for this person: results, for whoever only hands out."""
    roles = {grant.role for grant in actor.grants}
    first = DELIVERING if roles == {Role.HANDOUT} else RUNNING
    return next((one for one in FILTERS if one.slug == slug), first)


def _tabs(actor: Actor, chosen: Filter | None) -> list[Tab]:
    counts, waiting = cases.counts(actor), cases.undelivered(actor)
    return [Tab(one.slug, one.name, _count(one, counts, waiting), one == chosen) for one in FILTERS]


def _count(one: Filter, counts: Mapping[State, int], waiting: Mapping[State, int]) -> int:
    some = sum(waiting.get(state, 0) for state in one.states)
    every = sum(counts.get(state, 0) for state in one.states)
    return {True: some, False: every - some, None: every}[one.undelivered]


def _page(raw: str) -> int:
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) <= LONGEST_PAGE_NUMBER else 1


def _masked(guide: catalog.Guide, correction: cases.Correction | None) -> cases.Correction | None:
    """Return the correction with what was answered to sensitive questions masked, as in the form itself."""
    if correction is None:
        return None
    points = [replace(point, reply=_masked_reply(guide, point)) for point in correction.points]
    return replace(correction, points=points)


def _masked_reply(guide: catalog.Guide, point: cases.AskedPoint) -> str:
    question = guide.form.properties.get(point.field)
    return mask(question, point.reply) if question and question.sensitive and not point.stood_by else point.reply


def _by_section(elements: list[catalog.Element]) -> list[tuple[str, list[catalog.Element]]]:
    """Group what may be corrected as a clerk looks for it: files, fields of the form, criteria."""
    groups = {"materials.": "材料", "form.": "申请表", "criteria.": "受理标准"}
    found = [(name, [e for e in elements if e.id.startswith(head)]) for head, name in groups.items()]
    return [(name, group) for name, group in found if group]
