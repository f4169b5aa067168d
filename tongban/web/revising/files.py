"""A guide as a file: taken away, and brought in, which takes nothing until it was looked over and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.guards import keepers_only, revisers_only
from tongban.web.request import Request
from tongban.web.revising.labels import named_changes
from tongban.web.revising.shell import page


@require_GET
@revisers_only
def export(request: Request, key: UUID) -> HttpResponse:
    """Take a revision away as one readable file."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    return _file(held.document, f"{held.item.code}-draft")


@require_GET
@keepers_only
def version(request: Request, code: str, number: int) -> HttpResponse:
    """Take a published version away as one readable file: what is published is public."""
    del request
    found = next((one for one in catalog.versions(code) if one.version == number), None)
    if found is None:
        raise Http404
    return _file(found.document, f"{code}-{number}")


@require_http_methods(["GET", "HEAD", "POST"])
@revisers_only
def bring_in(request: Request, key: UUID) -> HttpResponse:
    """Read a file and say what is wrong with it and what it would change; take it over when that is confirmed."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    if request.method != "POST":
        return page(request, held, "web/revising/file.html", editing=True, context={"seen": held.digest})
    given = request.FILES.get("file")
    text = _text(given) if isinstance(given, UploadedFile) else request.POST.get("text", "").encode()
    try:
        document = catalog.read_file(text)
        if request.POST.get("do") != "take":
            return _looked_over(request, held, document)
        seen = request.POST.get("seen", "")
        catalog.save_document(revision=key, document=document, seen=seen, by=request.actor, at=timezone.now())
    except catalog.Overtaken as refusal:
        return page(
            request, held, "web/revising/file.html", editing=True, context={"seen": held.digest}, overtaken=refusal
        )
    except Broken as refusal:
        context = {"seen": held.digest, "text": text.decode("utf-8", "replace")}
        return page(
            request, held, "web/revising/file.html", editing=True, context=context, faults={"file": refusal.message}
        )
    flash.say(request, "文件的内容已经载入这份修订。")
    return redirect("revising:revision", key=key)


def _looked_over(request: Request, held: catalog.Revision, document: Mapping[str, Any]) -> HttpResponse:
    """Show what the file would change and what would still be wrong, before anything is taken.

    What the item says of itself is not taken from a file, and so it is no change and no fault here either.
    """
    before, document = held.document, revising.own(document, held.item)
    held.document = document
    found = catalog.assess(held, at=timezone.now())
    held.document = before
    changes = named_changes(revising.by_row(before, document))
    context = {
        "seen": request.POST.get("seen", ""),
        "text": catalog.to_toml(document),
        "read": True,
        "changes": changes,
        "blocking": [one.text for one in found.must],
        "of_file": found,
    }
    return page(request, held, "web/revising/file.html", editing=True, context=context)


def _text(given: UploadedFile[bytes]) -> bytes:
    return bytes(given.read(catalog.LARGEST_FILE + 1))


def _file(document: Mapping[str, Any], name: str) -> HttpResponse:
    answer = HttpResponse(catalog.to_toml(document), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer
