"""Which page writes which section of a guide. An editor of a section joins here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.catalog import api as catalog
from tongban.web.designing import forms, rows
from tongban.web.guards import revisers_only
from tongban.web.request import Request
from tongban.web.revising import parts, plain
from tongban.web.revising.typed import TYPED

Editor = Callable[[Request, catalog.Revision], HttpResponse]
EDITORS: Mapping[str, Editor] = {
    **{section: partial(parts.edit, section=section) for section in TYPED},
    **{section: partial(rows.edit, section=section) for section in rows.APART},
    "form": forms.edit,
}
"""Sections with a page of their own; every other section is written as its part of the file."""


@require_http_methods(["GET", "HEAD", "POST"])
@revisers_only
def section(request: Request, key: UUID, section: str) -> HttpResponse:
    """Show or keep one section of a revision, by the page that knows it."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    if section not in catalog.SECTION_NAMES or not held.with_guide:
        raise catalog.UnknownSection
    editor: Any = EDITORS.get(section, partial(plain.edit, section=section))
    return editor(request, held)  # type: ignore[no-any-return]
