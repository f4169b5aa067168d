"""The list of limits that are red and overdue, its filters, and the list to take away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import SHANGHAI
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import watchers_only
from tongban.web.request import Request
from tongban.web.watch.rows import rows_of
from tongban.web.watch.sheet import XLSX, Mark, sheet

URGENT = (duties.Light.OVERDUE, duties.Light.RED)
TABS = (
    ("urgent", "今天到期和已超期", URGENT),
    ("overdue", "已超期", (duties.Light.OVERDUE,)),
    ("red", "今天到期", (duties.Light.RED,)),
    ("yellow", "临近到期", (duties.Light.YELLOW,)),
    ("green", "时间充足", (duties.Light.GREEN,)),
    ("paused", "计时已暂停", (duties.Light.PAUSED,)),
    ("no-limit", "没有法定期限", (duties.Light.NO_LIMIT,)),
)
LONGEST_PAGE_NUMBER = 5
MOST_ROWS = 50_000
ALL = "全部"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: which lights, of which department and kind."""

    tab: str
    lights: tuple[duties.Light, ...]
    department: str
    kind: duties.Kind | None


@require_GET
@watchers_only
def index(request: Request) -> HttpResponse:
    """Show a page of the running limits that the actor may watch, the longest overdue first."""
    at, asked = timezone.now(), _asked(request)
    found = duties.watchlist(
        request.actor, at=at, lights=asked.lights, department=asked.department, kind=asked.kind, page=_page(request)
    )
    context = {
        "rows": rows_of(request.actor, found.rows),
        "tabs": [(slug, name, _total(found.counts, lights), slug == asked.tab) for slug, name, lights in TABS],
        "asked": asked,
        "fields": _fields(request.actor, asked),
        "number": found.page,
        "more": found.more,
    }
    return render(request, "web/watch/index.html", context)


@require_GET
@watchers_only
def export(request: Request) -> HttpResponse:
    """Hand out the same list, all of it, as a spreadsheet that says who took it and when."""
    at, asked = timezone.now(), _asked(request)
    found = duties.watched(request.actor, at=at, lights=asked.lights, department=asked.department, kind=asked.kind)
    rows = list(duties.in_stream(found, at=at, limit=MOST_ROWS))
    left_out = max(0, found.count() - len(rows))
    identity.throttle(identity.Throttled.EXPORT, str(request.actor.id), at)
    serial = ledger.mark_export(
        what="clocks", rows=len(rows), purpose=ledger.Purpose.SUPERVISION, by=request.actor, at=at
    )
    mark = Mark(by=_by(request), at=at, purpose=ledger.PURPOSE_NAMES[ledger.Purpose.SUPERVISION], serial=serial)
    data = sheet(rows_of(request.actor, rows), title=_name(asked), mark=mark, left_out=left_out)
    response = HttpResponse(data, content_type=XLSX)
    name = f"clocks-{at.astimezone(SHANGHAI):%Y%m%d-%H%M}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _by(request: Request) -> str:
    """Return the name under which colleagues know who takes the list away."""
    return identity.staff_names([request.actor.id], by=request.actor).get(request.actor.id, "")


def _total(counts: Mapping[duties.Light, int], lights: Collection[duties.Light]) -> int:
    return sum(counts[light] for light in lights)


def _asked(request: Request) -> Asked:
    chosen = next((tab for tab in TABS if tab[0] == request.GET.get("tab")), TABS[0])
    kind = request.GET.get("kind", "")
    return Asked(
        tab=chosen[0],
        lights=chosen[2],
        department=request.GET.get("department", "")[:40],
        kind=duties.Kind(kind) if kind in set(duties.Kind) else None,
    )


def _name(asked: Asked) -> str:
    return next(name for slug, name, _ in TABS if slug == asked.tab)


def _fields(actor: Actor, asked: Asked) -> list[Field]:
    kinds = [Choice(kind, name) for kind, name in duties.KIND_NAMES.items()]
    return [
        Field("department", "责任部门", FieldKind.SELECT, asked.department, choices=_departments(actor), blank=ALL),
        Field("kind", "时限种类", FieldKind.SELECT, asked.kind or "", choices=kinds, blank=ALL),
    ]


def _departments(actor: Actor) -> list[Choice]:
    """Return the departments whose limits the actor may watch at all."""
    mine = {grant.department for grant in duties.watching(actor)}
    return [Choice(one.code, one.name) for one in orgs.departments() if mine & {"*", one.code}]


def _page(request: Request) -> int:
    raw = request.GET.get("page", "")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) <= LONGEST_PAGE_NUMBER else 1
