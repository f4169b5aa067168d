"""谁看了我的信息: the list, its filters, and the proof of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongban.kernel import law
from tongban.kernel.actors import Actor
from tongban.kernel.days import SHANGHAI, end_of, start_of
from tongban.ledger import api as ledger
from tongban.privacy import api as privacy
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import citizens_only
from tongban.web.my.looked_words import purpose, what, who
from tongban.web.request import Request

LONGEST_POSITION = 18
PRINTED = 500
WEEK = timedelta(days=7)
YEARS = range(2000, 2100)
"""In which years a day can be chosen: there is no record outside them, and no calendar to reckon with at its ends."""
OTHERS, LOOKS, EVERYTHING = "", "looks", "all"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list in words."""

    fold: privacy.Folded
    who: str
    what: str
    purpose: str
    ground: str
    sealed: bool

    @property
    def look(self) -> privacy.Look:
        """Return the latest of the looks that it tells of."""
        return self.fold.look


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for in the address; what cannot be understood is left out and named."""

    show: str
    since: date | None
    until: date | None
    faults: Mapping[str, str]

    def asked(self, by: Actor) -> ledger.Asked:
        """Return the filter for the record."""
        return ledger.Asked(
            reading=True if self.show == LOOKS else None,
            but_by=None if self.show == EVERYTHING else by.id,
            since_at=start_of(self.since) if self.since else None,
            until_at=end_of(self.until) if self.until else None,
        )


@require_GET
@citizens_only
def looked(request: Request) -> HttpResponse:
    """Show who did what with one's data, newest first; ``print`` lays out more of it for paper."""
    return _page(request, read_filters(request.GET.dict()))


def _page(request: Request, filters: Filters) -> HttpResponse:
    printed = "print" in request.GET
    found = privacy.looked(
        by=request.actor,
        at=timezone.now(),
        asked=filters.asked(request.actor),
        before=None if printed else _before(request),
        limit=PRINTED if printed else 30,
    )
    waiting = privacy.waiting_to_be_sealed(by=request.actor, at=timezone.now())
    context = {
        "rows": [] if filters.faults else [_row(one, waiting) for one in privacy.folded(found.rows)],
        "waiting": waiting,
        "older": 0 if printed else found.older,
        "first": _before(request) is None,
        "fields": fields(filters),
        "faults": filters.faults,
        "printed": printed,
        "party": privacy.stored(by=request.actor, at=timezone.now()).party,
    }
    return render(request, "web/my/looked.html", context, status=422 if filters.faults else 200)


@require_GET
@citizens_only
def proof(request: Request) -> HttpResponse:
    """Hand out the proof of the list for a time, of the last week if none is chosen, as the verifier takes it.

    A time that cannot be understood is no time that was left out: it is shown and named, and nothing is handed out.
    """
    filters, at = read_filters(request.GET.dict()), timezone.now()
    if filters.faults:
        return _page(request, filters)
    until_at = end_of(filters.until) if filters.until else at
    since_at = start_of(filters.since) if filters.since else until_at - WEEK
    document = privacy.proof_of_list(by=request.actor, at=at, since_at=since_at, until_at=until_at)
    return _download(document, f"looked-{since_at.astimezone(SHANGHAI):%Y%m%d}-{_last_day(until_at):%Y%m%d}")


@require_GET
@citizens_only
def proof_of_one(request: Request, position: int) -> HttpResponse:
    """Hand out the proof of one line."""
    document = privacy.proof_of_one(by=request.actor, at=timezone.now(), position=position)
    return _download(document, f"entry-{position}")


def read_filters(given: Mapping[str, str]) -> Filters:
    """Read the filters of the address."""
    faults: dict[str, str] = {}
    days = {name: _day(name, given.get(name, "").strip(), faults) for name in ("from", "until")}
    since, until = days["from"], days["until"]
    if since and until and until < since:
        faults["until"] = _("结束日期早于开始日期，请改正。")
    show = given.get("show", "")
    return Filters(show if show in {LOOKS, EVERYTHING} else OTHERS, since, until, faults)


def fields(filters: Filters) -> list[Field]:
    """Return the form of the filters as it was filled in."""
    kinds = [Choice(LOOKS, _("别人查看的")), Choice(EVERYTHING, _("全部，包括我自己"))]
    day = {"from": filters.since, "until": filters.until}
    return [
        Field("show", _("看什么"), FieldKind.SELECT, filters.show, choices=kinds, blank=_("别人查看和办理的")),
        Field("from", _("从哪一天"), FieldKind.DATE, _iso(day["from"]), error=filters.faults.get("from", "")),
        Field("until", _("到哪一天"), FieldKind.DATE, _iso(day["until"]), error=filters.faults.get("until", "")),
    ]


def _row(fold: privacy.Folded, waiting: privacy.Waiting) -> Row:
    look = fold.look
    sealed = look.position <= waiting.sealed_through
    return Row(fold, who(look), what(look), purpose(look), law.cite(look.basis), sealed)


def _day(name: str, text: str, faults: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day and day.year in YEARS:
        return day
    faults[name] = _("请选择日期，例如 2026-09-29。")
    return None


def _last_day(until_at: datetime) -> datetime:
    """Return the last day of a time that is over at its end: midnight belongs to the day before."""
    return (until_at - timedelta(microseconds=1)).astimezone(SHANGHAI)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _before(request: Request) -> int | None:
    raw = request.GET.get("before", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= LONGEST_POSITION else None


def _download(document: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(json.dumps(document, ensure_ascii=True), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.proof.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
