"""What the pages of the desk show, read in one place; no rule is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor
from tongban.web.answers import answer_pages, mask, mended
from tongban.web.lists import rows_of
from tongban.web.request import Request

FILTERS = (
    ("waiting", "待受理", (State.RECEIVED, State.CORRECTED)),
    ("examining", "待审查", (State.ACCEPTED,)),
    ("deciding", "待决定", (State.EXAMINED,)),
    ("correction", "等补正", (State.CORRECTION,)),
    ("done", "已办结", (State.GRANTED, State.REFUSED, State.NOT_ACCEPTED, State.WITHDRAWN)),
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
    counts = cases.counts(request.actor)
    chosen = request.GET.get("tab", "")
    text = request.GET.get("q", "").strip()[:60]
    page = _page(request.GET.get("page", ""))
    states = next((states for slug, _, states in FILTERS if slug == chosen), tuple(cases.OPEN))
    found = cases.read_list(by=request.actor, at=at, states=() if text else states, page=page, text=text)
    return {
        "tabs": _tabs(counts, chosen),
        "rows": rows_of(found, at=at),
        "open_count": sum(n for state, n in counts.items() if state in cases.OPEN),
        "tab": chosen,
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
    return {
        "case": case,
        "guide": guide,
        "open": cases.open_verbs(actor, case),
        "clocks": cases.clocks(case, at=at),
        "pages": pages,
        "materials": cases.material_list(case),
        "documents": cases.document_list(case),
        "opinions": cases.opinion_list(actor, case),
        "correction": correction,
        "mended": mended(correction, pages),
        "correctable": _by_section(cases.correctable(case)),
        "steps": cases.timeline(case),
    }


def _tabs(counts: Mapping[State, int], chosen: str) -> list[Tab]:
    return [
        Tab(slug, name, sum(counts.get(state, 0) for state in states), slug == chosen) for slug, name, states in FILTERS
    ]


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
