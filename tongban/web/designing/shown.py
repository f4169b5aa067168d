"""What every editor here does: keep a section as it was changed and come back to where one was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from tongban.catalog import api as catalog
from tongban.web.request import Request
from tongban.web.revising.shell import saved

Again = Callable[[Mapping[str, str], catalog.Overtaken | None], HttpResponse]


def kept(
    request: Request,
    held: catalog.Revision,
    section: str,
    content: Any,  # noqa: ANN401 - JSON
    again: Again,
    *,
    anchor: str = "",
) -> HttpResponse:
    """Keep a section and come back to the place of the page where something was changed."""
    answer = saved(request, held, section, content, again)
    if anchor and isinstance(answer, HttpResponseRedirect):
        answer["Location"] = f"{answer.url}{anchor}"
    return answer


def taken(held: catalog.Revision, section: str) -> frozenset[str]:
    """Return the ids that the version before uses in a section: they mean something to running cases for ever."""
    before = held.base.document if held.base else {}
    if section == "form":
        return frozenset((before.get("form") or {}).get("properties") or ())
    return frozenset(str(row.get("id")) for row in before.get(section) or () if isinstance(row, Mapping))


def done(request: Request) -> tuple[str, str]:
    """Return what was to be done, and to what: ``up:name`` is ("up", "name")."""
    verb, _, what = request.POST.get("do", "").partition(":")
    return verb, what
