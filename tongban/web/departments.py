"""The departments and what each of them decides, by region."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.orgs import api as orgs
from tongban.web.request import Request


@require_safe
def departments(request: Request) -> HttpResponse:
    """List the departments that decide on something, with how much."""
    counts = catalog.counts_by_department()
    found = sorted((one for one in orgs.departments() if one.code in counts), key=lambda one: (one.region_id, one.code))
    groups = [
        (region.name, [(one, counts[one.code]) for one in some])
        for region, some in groupby(found, key=lambda one: one.region)
    ]
    return render(request, "web/departments.html", {"groups": groups})
