"""A file of a case opened in the page, beside the form: which one, how it is shown, and what comes before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from tongban.cases import api as cases
from tongban.web.middleware import POLICY
from tongban.web.served import PDF

FRAMED = f"{POLICY}; frame-src 'self'"
"""A page that shows a PDF in a frame may frame what this house serves, and nothing else.

The frame has no sandbox of its own, because browsers in use show no PDF in one; the file comes with a policy under
which nothing in it runs (served.py).
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: of which material, under which name, where it is; ``previous`` and ``next``: the rows beside it."""

    row: str
    material: str
    name: str
    url: str
    pdf: bool
    place: int
    count: int
    previous: str
    next: str


def opened(case: cases.Case, materials: Iterable[cases.MaterialRow], row: str) -> Opened | None:
    """Return the file that is asked for by its row in the list of materials; None where the case has none such."""
    files = [(one.material.name, held) for one in materials for held in one.files]
    places = [place for place, (_, held) in enumerate(files) if str(held.pk) == row]
    if not places:
        return None
    place = places[0]
    name, held = files[place]
    beside = [str(held.pk) for _, held in files]
    return Opened(
        row=row,
        material=name,
        name=held.file.name,
        url=reverse("desk:material", kwargs={"number": case.number, "row": held.pk}),
        pdf=held.file.mime == PDF,
        place=place + 1,
        count=len(files),
        previous=beside[place - 1] if place else "",
        next=beside[place + 1] if place + 1 < len(files) else "",
    )


def let_frame(response: HttpResponse, shown: Opened | None) -> HttpResponse:
    """Let a page frame our own files where one is open in it."""
    if shown and shown.pdf:
        response.headers["Content-Security-Policy"] = FRAMED
    return response
