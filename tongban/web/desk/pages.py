"""What the pages of the desk show, read in one place; no rule is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.urls import reverse

from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.cases.desk import api as desk
from tongban.cases.desk.api import Narrow
from tongban.cases.hearing import api as hearing
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.privacy import api as privacy
from tongban.web.answers import answer_pages, mask, mended
from tongban.web.counter.shown import at_window
from tongban.web.desk.extending import proposed
from tongban.web.desk.narrowing import filter_of, left_out, listing, narrowed, written
from tongban.web.desk.sending import accounts, how_late, in_words
from tongban.web.desk.ticking import checks_page
from tongban.web.desk.working import working_page
from tongban.web.guides.versions import told
from tongban.web.lists import Row, rows_of
from tongban.web.my.promising import promises_of
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of the inbox. ``undelivered``: only what waits to be delivered, all but that, or whatever there is.

    ``assigned``: only what waits for the one who looks, by name; ``joint``: steps of other departments' matters;
    ``to_check``: what was granted on a commitment that is still to be checked, or to be put right; ``to_extend``: in
    which a colleague asks the one who looks for a longer limit.
    """

    slug: str
    name: str
    states: tuple[State, ...]
    undelivered: bool | None = None
    assigned: bool = False
    joint: bool = False
    to_check: bool = False
    to_extend: bool = False


RUNNING = Filter("open", "全部在办", tuple(sorted(cases.OPEN)))
DELIVERING = Filter("delivering", "待送达", tuple(sorted(cases.DELIVERABLE)), undelivered=True)
DONE = Filter("done", "已办结", tuple(sorted(cases.CLOSED)), undelivered=False)
MINE = Filter("mine", "等我办", tuple(sorted(cases.OPEN)), assigned=True)
CHECKING = Filter("checking", "待核查承诺", (State.GRANTED,), to_check=True)
EXTENDING = Filter("extending", "待批延期", (State.ACCEPTED, State.EXAMINED), to_extend=True)
JOINT = Filter("joint", "联办环节", (State.ACCEPTED,), joint=True)
FILTERS = (
    RUNNING,
    MINE,
    JOINT,
    Filter("waiting", "待受理", (State.RECEIVED, State.CORRECTED, State.PRESCREENED)),
    Filter("examining", "待审查", (State.ACCEPTED,)),
    Filter("deciding", "待决定", (State.EXAMINED,)),
    EXTENDING,
    Filter("correction", "等补正", (State.CORRECTION,)),
    DELIVERING,
    CHECKING,
    DONE,
)

SLUGS = frozenset(one.slug for one in FILTERS)
STEPPERS = frozenset({Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER})
LONGEST_PAGE_NUMBER = 5
SLEEPING = "休假期间岗位停用，办件由同事办理；提前回来的，请到“我的岗位”销假。"
WITHOUT_POST = "您现在没有岗位，看不到办件。需要时请联系本部门的安全管理员。"


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter of the inbox with how many cases it holds; ``more``: at least as many as that."""

    slug: str
    name: str
    count: int
    current: bool
    more: bool = False


@dataclass(frozen=True, slots=True)
class Line(Row):
    """A case in the inbox, with the address of its page."""

    address: str


def queue(request: Request, *, at: datetime) -> dict[str, Any]:
    """Read the inbox: filters with counts, one page of cases, the most urgent clock of each."""
    text = request.GET.get("q", "").strip()[:60]
    page = _page(request.GET.get("page", ""))
    asked = next((one for one in FILTERS if one.slug == request.GET.get("tab")), None)
    # Steps of others are a list of their own, which is short and has no such columns.
    narrow = Narrow() if asked and asked.joint else narrowed(request.GET)
    tally = cases.tally(request.actor, only=desk.condition(narrow, at=at) if narrow else None)
    chosen = asked or _first(request.actor, tally, looking=bool(text or narrow))
    found = _found(request.actor, chosen, at=at, page=page, text=text, narrow=narrow)
    return {
        "tabs": _tabs(None if text else chosen, tally, narrowed=bool(narrow)),
        "rows": _lines(rows_of(found, at=at), listing(request.GET)),
        "idle": _idle(request.actor, at=at),
        "tab": chosen.slug,
        "q": text,
        "narrow": narrow,
        "narrowed": written(narrow),
        "kept": parse_qsl(listing(request.GET)),
        "left_out": left_out(request.GET, narrow, SLUGS) if not chosen.joint else [],
        "filters": "" if chosen.joint else filter_of(narrow, request.actor),
        "previous_page": page - 1,
        "next_page": page + 1 if len(found) == cases.PAGE else 0,
    }


def _found(actor: Actor, chosen: Filter, *, at: datetime, page: int, text: str, narrow: Narrow) -> list[cases.Case]:
    """Read a page of the chosen part; what is looked for by number or name is looked for everywhere."""
    if chosen.joint and not text:
        return cases.read_joint_list(by=actor, at=at, page=page)
    if chosen.to_check and not text:
        return cases.read_to_check(by=actor, at=at, page=page, narrow=narrow)
    if chosen.to_extend and not text:
        return cases.read_to_extend(by=actor, at=at, page=page, narrow=narrow)
    found = cases.read_list(
        by=actor,
        at=at,
        states=() if text else chosen.states,
        undelivered=None if text else chosen.undelivered,
        assigned=chosen.assigned and not text,
        page=page,
        text=text,
        narrow=narrow,
    )
    if found or not text or narrow:
        return found
    return cases.read_joint_list(by=actor, at=at, page=page, text=text)


def case_page(actor: Actor, number: str, *, at: datetime) -> dict[str, Any]:
    """Read one case: clocks, form by pages, materials by the guide, papers, opinions, history, open verbs."""
    case = cases.read_case(number=number, by=actor, at=at)
    guide = case.guide.guide
    correction = _masked(guide, cases.correction_of(case))
    before = correction.original if correction else None
    pages = answer_pages(guide.form, cases.answers(case), masked=True, before=before)
    steps, opinions = cases.timeline(case, among_staff=True, with_agents=True), cases.opinion_list(actor, case)
    acted = {one.author for _, one in opinions} | {key for one in steps for key in (one.staff, one.instead_of) if key}
    names = identity.staff_names(acted | accounts(one.sent for _, one in opinions), by=actor)
    return {
        "case": case,
        "at": at,
        **promises_of(case),
        "absent": cases.absent(case),
        "differ": cases.originals_differ(case),
        "linked": cases.linked(case, by=actor),
        "whole": privacy.can_unmask(by=actor, case=case),
        "guide": guide,
        "acting": cases.acting_for(case),
        "agent": cases.agent_now(case, at=at),
        "open": cases.open_verbs(actor, case, at=at),
        "barred": cases.barred(case, at=at, by=actor),
        "newer": cases.newer_at_hand(case, at=at),
        "procedures": cases.procedures(case, at=at),
        "clocks": cases.clocks(case, at=at),
        "pages": pages,
        "materials": cases.material_list(case),
        "documents": cases.document_list(case),
        **_written(case, opinions, names),
        "correction": correction,
        "mended": mended(correction, pages),
        "additions": cases.addition_list(case),
        "correctable": _by_section(cases.correctable(case)),
        **at_window(case, whole=False),
        "steps": [(step, _colleague(step, names)) for step in steps],
        **working_page(actor, case, at=at),
        **checks_page(actor, case),
        **_around(actor, case, at),
    }


def _written(case: cases.Case, opinions: Sequence[tuple[str, Any]], names: Mapping[UUID, str]) -> dict[str, Any]:
    """Return what staff wrote, with its verb and its author, who was sent to look, and what waits for an answer."""
    found = [(name, one, names.get(one.author, "")) for name, one in opinions]
    went = {one.pk: in_words(one.sent, names) + how_late(case, one) for _, one in opinions if one.sent}
    return {"opinions": found, "went": went, "to_extend": proposed(found)}


def _around(actor: Actor, case: cases.Case, at: datetime) -> dict[str, Any]:
    """Read what lies around a case: others of the same applicant, whom it concerns besides, and for whom it may be."""
    return {
        "actor": actor.id,
        "earlier": desk.earlier_of(actor, case),
        "heard": hearing.read_heard(case, by=actor, at=at),
        "names_an_organisation": cases.names_an_organisation(case),
    }


def _colleague(step: cases.Step, names: Mapping[UUID, str]) -> str:
    """Say who of the staff did something, and for whom they stood in; nothing where nobody of them did."""
    name = names.get(step.staff, "") if step.staff else ""
    holder = names.get(step.instead_of, "") if step.instead_of else ""
    return f"{name}（代{holder}）" if name and holder else name


def adoption_page(page: Mapping[str, Any], *, at: datetime) -> dict[str, Any] | None:
    """Read what the newer guide says otherwise for the case of a page, by the elements; None where there is none."""
    if page["newer"] is None:
        return None
    found = cases.adoption(page["case"], at=at)
    since = found.newer.version.effective_from
    said = [(one, who) for _, one, who in page["opinions"] if one.verb == Verb.PROPOSE_VERSION and one.at >= since]
    return {
        "newer": found.newer,
        "changes": told(found.alterations),
        "refusal": found.refusal,
        "clock": found.clock,
        "sooner": found.promised is not None and not found.promised.kept,
        "proposals": said,
    }


def _idle(actor: Actor, *, at: datetime) -> str:
    """Say why nothing can be handled by somebody whose posts all sleep or are gone; nothing while one is in force."""
    if actor.grants:
        return ""
    last = identity.away_until(actor.id, at=at)
    return f"您在休假，到{last:%Y年%-m月%-d日}（含）。{SLEEPING}" if last else WITHOUT_POST


def _first(actor: Actor, tally: cases.Tally, *, looking: bool) -> Filter:
    """Return what somebody sees at first: what waits for them, which is results for whoever only hands out.

    A department that only has steps in others' matters finds these, unless it is ``looking`` for something.
    """
    roles = {grant.role for grant in actor.grants}
    if roles & STEPPERS and tally.joint and not looking and not sum(tally.in_hand.values()):
        return JOINT
    return DELIVERING if roles == {Role.HANDOUT} else RUNNING


def _lines(rows: list[Row], query: str) -> list[Line]:
    """Give each case its address, which is worked out once for all: there are fifty of them on a page.

    ``query``: which list it is, so that the page of the case shows the same.
    """
    mark = "NUMBER"
    before, after = reverse("desk:case", args=[mark]).split(mark)
    after += f"?{query}" if query else ""
    return [Line(row.case, row.clock, f"{before}{row.case.number}{after}") for row in rows]


def _tabs(chosen: Filter | None, tally: cases.Tally, *, narrowed: bool) -> list[Tab]:
    """Count each part of the list, of what the filter leaves."""
    own = {
        MINE.slug: tally.assigned,
        JOINT.slug: 0 if narrowed else tally.joint,
        EXTENDING.slug: tally.to_extend,
        CHECKING.slug: tally.to_check,
    }
    # What most people never have is a part of the list only when there is some.
    shown = [one for one in FILTERS if own.get(one.slug, 1) or one == chosen]
    return [
        Tab(one.slug, one.name, own[one.slug], one == chosen)
        if one.slug in own
        else _tab(one, tally, current=one == chosen)
        for one in shown
    ]


def _tab(one: Filter, tally: cases.Tally, *, current: bool) -> Tab:
    """Count a filter: what is in hand wholly, what is done with as far as it is counted."""
    if one == DONE:
        return Tab(one.slug, one.name, min(tally.done, cases.MOST), current, more=tally.done > cases.MOST)
    count = sum(tally.in_hand.get(state, 0) for state in one.states)
    return Tab(one.slug, one.name, min(count, cases.COUNTED), current, more=not tally.more.isdisjoint(one.states))


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
