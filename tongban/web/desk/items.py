"""The list of items for those who keep it: what is known and how surely, what to mend, and how districts differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.catalog import api as catalog
from tongban.kernel.actors import Role
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import keepers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

SIZE, SHOWN = 30, 5
MENDED_FIRST = tuple(catalog.Severity)


@dataclass(frozen=True, slots=True)
class Row:
    """A guide in the list: its score, what has to be mended by severity, and what nobody has verified.

    ``called``: the name that the guide still has, where the directory has another one by now.
    """

    quality: catalog.GuideQuality
    total: int
    counts: Mapping[str, int]
    confidence: str
    unverified: int
    revision: catalog.Revision | None = None
    called: str = ""

    @property
    def item(self) -> catalog.Item:
        """Return the item."""
        return self.quality.version.item


@require_GET
@keepers_only
def index(request: Request) -> HttpResponse:
    """List the guides one keeps or watches over, the worst first."""
    at = timezone.now()
    asked = {name: request.GET.get(name, "") for name in ("region", "department")}
    found = catalog.qualities(at=at, actor=request.actor, **asked)
    page = cut(found, number=page_number(request), size=SIZE)
    differing = catalog.names_that_differ(at=at)
    under_way = catalog.open_among([quality.version.item_id for quality in page.rows], by=request.actor)
    called = catalog.called_in_guides([quality.version_id for quality in page.rows])
    context = {
        "page_of_rows": page,
        "rows": [
            _row(one, differing, under_way.get(one.version.item_id), called.get(one.version_id, ""))
            for one in page.rows
        ],
        "fields": _filters(asked, catalog.bodies_in(catalog.qualities(at=at, actor=request.actor))),
        "asked": asked,
        "severities": catalog.SEVERITY_NAMES.items(),
    }
    return render(request, "web/desk/items/index.html", context)


@require_GET
@keepers_only
def item(request: Request, code: str) -> HttpResponse:
    """Show one item: what is known and where from, what to mend, and where others do the same service differently."""
    at = timezone.now()
    found = catalog.item(code)
    quality = catalog.qualities(at=at, actor=request.actor).filter(version__item=found).first()
    shared = catalog.together(code, at=at)
    context = {
        "item": found,
        "facts": found.known,
        "quality": quality,
        "findings": catalog.findings_of(quality, catalog.names_that_differ(at=at)) if quality else (),
        "called": catalog.called_in_guides([quality.version_id]).get(quality.version_id, "") if quality else "",
        "shared": shared,
        "revision": catalog.open_among([found.pk], by=request.actor).get(found.pk),
        "revisions": catalog.revisions(by=request.actor, item=code, ended=True)[:SHOWN],
        "versions": catalog.versions(code),
        "coming": catalog.coming(found, at=at),
        "manages": any(
            grant.role == Role.ITEM_MANAGER
            and grant.covers(department=found.department_id or "", region=found.region_id)
            for grant in request.actor.grants
        ),
        "differences": [(one, [one.said.get(each.code, "") for each in shared.items]) for one in shared.differences],
    }
    return render(request, "web/desk/items/item.html", context)


@require_GET
@keepers_only
def quality(request: Request) -> HttpResponse:
    """Show how good the guides are: all together, by department, by region, and by what rules."""
    at = timezone.now()
    found = catalog.qualities(at=at, actor=request.actor)
    breaches = catalog.breaches(found, at=at)
    context = {
        "mean": catalog.mean(found),
        "count": found.count(),
        "departments": catalog.standings(found, "department"),
        "regions": catalog.standings(found, "region"),
        "rules": [
            (rule, catalog.SEVERITY_NAMES[rule.severity], catalog.WEIGHTS[rule.severity], breaches[code])
            for code, rule in catalog.RULES.items()
        ],
        "most": catalog.MOST_OF_A_RULE,
        "full": catalog.FULL,
    }
    return render(request, "web/desk/items/quality.html", context)


def _row(
    quality: catalog.GuideQuality, differing: frozenset[str], revision: catalog.Revision | None, called: str
) -> Row:
    findings = catalog.findings_of(quality, differing)
    counts = {severity.value: sum(one.severity == severity for one in findings) for severity in MENDED_FIRST}
    unverified = sum(one.code == catalog.Code.LAW for one in findings)
    known = quality.version.item.known
    return Row(quality, catalog.total_of(quality), counts, known.confidence, unverified, revision, called)


def _filters(asked: Mapping[str, str], bodies: frozenset[str]) -> list[Field]:
    """Return the filters of the list; ``bodies``: the departments and regions that have anything in it."""
    regions = [Choice(one.code, one.name) for one in orgs.areas() if one.code in bodies and not one.organisation]
    departments = [Choice(one.code, one.name) for one in orgs.departments() if one.code in bodies]
    return [
        Field("region", "地区", FieldKind.SELECT, value=asked["region"], choices=regions, blank="全部地区"),
        Field("department", "部门", FieldKind.SELECT, value=asked["department"], choices=departments, blank="全部部门"),
    ]
