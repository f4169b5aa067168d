"""The versions of a guide: which there are, one of them, what differs between two, and the document itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.web.frame import framed
from tongban.web.guides.body import body_of
from tongban.web.labels import said
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Altered:
    """What differs in one of the fourteen elements."""

    title: str
    alterations: tuple[catalog.Alteration, ...]


@require_safe
def versions(request: Request, code: str) -> HttpResponse:
    """List the versions of a guide, the newest first, each with its period and its digest."""
    item = catalog.item(code)
    found = [*catalog.versions(code), *catalog.recalled_versions(code)]
    if not found:
        raise catalog.UnknownGuide
    found.sort(key=lambda one: one.version, reverse=True)
    context = {"item": item, "versions": found, "now": timezone.now()}
    return render(request, "web/guide/versions.html", context)


@require_safe
def version(request: Request, code: str, number: int) -> HttpResponse:
    """Show one version as it was or will be in force; nothing can be applied for from here."""
    at = timezone.now()
    item = catalog.item(code)
    try:
        found = catalog.version_of(code, number)
    except catalog.GuideRecalled as gone:
        return render(request, "web/guide/recalled.html", {"item": item, "gone": gone}, status=gone.status)
    body = body_of(request, item, found, {"applies": False, "other": True, "now": at})
    return framed(request, "web/guide/page.html", body.parts(at))


@require_safe
def compared(request: Request, code: str, number: int) -> HttpResponse:
    """Show in words what a version says otherwise than another, the one before it unless asked."""
    item = catalog.item(code)
    asked = request.GET.get("with", "")
    others = [one.version for one in catalog.versions(code) if one.version != number]
    known = asked.isascii() and asked.isdigit() and len(asked) < len("10000")
    other = int(asked) if known else next((one for one in others if one < number), 0)
    new, old = catalog.version_of(code, number), catalog.version_of(code, other)
    context = {
        "item": item,
        "new": new,
        "old": old,
        "others": others,
        "altered": told(catalog.alterations(old.guide, new.guide)),
    }
    return render(request, "web/guide/compared.html", context)


@require_safe
def document(request: Request, code: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it to every view
    """Send the document of a version in the one spelling that its digest is taken of."""
    try:
        found = catalog.version_of(code, number)
    except catalog.GuideRecalled as gone:
        return JsonResponse(_told_of(gone), status=gone.status, json_dumps_params={"ensure_ascii": False})
    response = HttpResponse(catalog.canonical(found.guide), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-{number}.json"'
    response.headers["ETag"] = f'"{found.digest}"'
    return response


def _told_of(gone: catalog.GuideRecalled) -> dict[str, object]:
    said = {"code": gone.code, "detail": gone.message, "item": gone.item, "version": gone.version}
    return said | {"recalled_at": gone.at.isoformat() if gone.at else None, "reason": gone.reason}


def told(alterations: tuple[catalog.Alteration, ...]) -> list[Altered]:
    """Return alterations under the titles of their elements."""
    groups = groupby(alterations, key=lambda one: one.section)
    return [Altered(said(catalog.SECTIONS[section]), tuple(some)) for section, some in groups]
