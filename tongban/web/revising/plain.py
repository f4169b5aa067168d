"""Writing a section as its part of the file, where no page of its own knows it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse

from tongban.catalog import api as catalog
from tongban.web.request import Request
from tongban.web.revising.checking import CHECK, checked, unread
from tongban.web.revising.shell import page, saved


def edit(request: Request, held: catalog.Revision, *, section: str) -> HttpResponse:
    """Show a section as it stands in a file, and keep it; the line of what cannot be read is told."""
    before = held.document.get(section)
    if request.method != "POST":
        return _form(request, held, section, catalog.to_toml({section: before} if before is not None else {}), {})
    text = request.POST.get("text", "")

    def again(faults: Mapping[str, str], overtaken: catalog.Overtaken | None) -> HttpResponse:
        return _form(request, held, section, text, faults, overtaken)

    try:
        content = catalog.read_file(text.encode()).get(section)
    except catalog.BadGuideFile as refusal:
        return unread(refusal.message) if request.POST.get("do") == CHECK else again({"text": refusal.message}, None)
    if request.POST.get("do") == CHECK:
        return checked(request, held, section, content)
    return saved(request, held, section, content, again)


def _form(
    request: Request,
    held: catalog.Revision,
    section: str,
    text: str,
    faults: Mapping[str, str],
    overtaken: catalog.Overtaken | None = None,
) -> HttpResponse:
    context = {"text": text, "seen": held.digest, "unsaved": bool(overtaken)}
    template = "web/revising/plain.html"
    return page(request, held, template, section=section, context=context, faults=faults, overtaken=overtaken)
