"""Rows of a table added and taken away by the buttons of the form itself, so that it goes without a script."""

from __future__ import annotations

import re

from tongban.catalog import api as catalog
from tongban.web.request import Request

BUTTON, MORE = "rows", "more"
_PRESSED = re.compile(r"(add|drop):(([a-z][a-z0-9_]{0,59})(?:\[[0-9]{1,3}\])?)")


def pressed(request: Request) -> bool:
    """Tell whether a row was to be added or taken away; then nothing is handed in yet."""
    return BUTTON in request.POST


def posted(request: Request) -> dict[str, list[str]]:
    """Return what was filled in, without the row that was to be taken away."""
    given = {name: request.POST.getlist(name) for name in request.POST}
    found = _PRESSED.fullmatch(request.POST.get(BUTTON, ""))
    row = found[2] if found and found[1] == "drop" else ""
    return {name: list(values) for name, values in catalog.without(row, given).items()}


def grown(request: Request) -> str:
    """Return the table that is to be drawn with one row more; nothing for none."""
    found = _PRESSED.fullmatch(request.POST.get(BUTTON, ""))
    return found[3] if found and found[1] == "add" else request.GET.get(MORE, "")


def again(request: Request) -> str:
    """Return the address of the same page with its rows as they are now, at the table that changed."""
    found = _PRESSED.fullmatch(request.POST.get(BUTTON, ""))
    if found is None:
        return request.path
    more = f"?{MORE}={found[3]}" if found[1] == "add" else ""
    return f"{request.path}{more}#id_{found[3]}"
