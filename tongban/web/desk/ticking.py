"""逐项核对: the criteria of a case, ticked by whoever examines it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.cases import api as cases
from tongban.cases.desk import api as desk
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.web import flash
from tongban.web.desk.narrowing import with_list
from tongban.web.desk.timing import Faults, Page
from tongban.web.fields import Field, FieldKind
from tongban.web.guards import staff_only
from tongban.web.late import beside_the_case
from tongban.web.request import Request


@require_POST
@staff_only
@beside_the_case
def tick(request: Request, number: str) -> HttpResponse:
    """Keep what was ticked, and lead back to the criteria."""
    at = timezone.now()
    desk.note_checks(number=number, checks=ticked(request.POST), by=request.actor, at=at)
    flash.say(request, "核对结果已保存，决定人员可以看到。")
    case = f"{reverse('desk:case', kwargs={'number': number})}{_back(request.POST.get('file', ''))}"
    return redirect(f"{with_list(case, request.GET)}#checks")


def ticked(post: QueryDict) -> list[desk.Check]:
    """Read what was ticked of each criterion on the page, with the note beside it."""
    return [
        desk.Check(key, post.get(f"found.{key}", ""), post.get(f"note.{key}", "")) for key in post.getlist("criterion")
    ]


def checks_page(actor: Actor, case: cases.Case) -> dict[str, Any]:
    """Read the criteria with what was found, and by whom."""
    criteria = desk.criteria_of(case)
    names = identity.staff_names({one.by for one in criteria if one.by}, by=actor)
    return {
        "criteria": [(one, names.get(one.by, "") if one.by else "") for one in criteria],
        "any_found": any(one.found for one in criteria),
        "unmet": sum(one.found == desk.Found.NOT_MET for one in criteria),
    }


def resting_fields(page: Page, post: QueryDict, faults: Faults) -> list[Field]:
    """Ask on what a grant rests for the criteria that nobody ticked as met; nothing where all were.

    Nor where the examination found otherwise: why that is departed from is asked instead.
    """
    places = desk.open_places(page["case"])
    if not places or not all(one.passed for one, *_ in page["findings"]):
        return []
    return [
        Field(
            "checked",
            f"受理标准{desk.places_text(places)}没有核对为符合，依据什么认定符合",
            FieldKind.TEXTAREA,
            post.get("checked", ""),
            hint="审查时没有逐项核对，或者核对为不符合。写明看了哪些材料、怎样认定；这段话留在决定意见里。"
            "要由审查人员补上核对的，请退回重新审查。",
            error=faults.get("checked", ""),
        )
    ]


def _back(row: str) -> str:
    """Return the part of the address that keeps a file open; nothing for what is no row."""
    kept = "".join(one for one in row if one in "0123456789abcdef-")
    return f"?file={kept}" if kept else ""
