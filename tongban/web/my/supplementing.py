"""Taking in what was corrected: by the applicant online, or at the counter for the one who came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.files import api as files
from tongban.kernel.errors import Broken
from tongban.web import flash, rows
from tongban.web.answers import drawn, words
from tongban.web.fields import Field
from tongban.web.late import case_url
from tongban.web.refusals import told
from tongban.web.request import Request

TEXT = "text."
RIGHT = "right."
UNMET = "unmet."
PAPER = "on_paper"


@dataclass(frozen=True, slots=True)
class Asked:
    """A field to be corrected as it is drawn: what stood there, whether it is said to be right, its condition."""

    field: Field
    before: str
    right: bool
    when: object | None


def take_in(request: Request, number: str) -> HttpResponse:
    """Show what must be corrected, or take all of it in at once."""
    if request.method == "GET" or rows.pressed(request):
        return _form(request, number, {})
    try:
        case = cases.supplement(
            number=number,
            uploads=uploads_of(request),
            replies=_marked(request, TEXT),
            posted=rows.posted(request),
            stands_by=_marked(request, RIGHT).keys(),
            unmet=_unmet(request),
            on_paper=PAPER in request.POST,
            by=request.actor,
            at=timezone.now(),
        )
    except cases.Incomplete as refusal:
        return _form(request, number, refusal.faults)
    except Broken as refusal:
        return _form(request, number, {refusal.field: told(refusal)})
    accepted = case.state == cases.State.ACCEPTED
    waits = _("补正的内容已经收到，部门会告知是否受理，有结果会发消息。")
    flash.say(request, _("补正材料已经交齐，您的申请从今天起受理。") if accepted else waits)
    return redirect(case_url(request.actor, case))


def _form(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    verbs = cases.open_verbs(request.actor, case, at=at)
    context: dict[str, Any] = {
        "case": case,
        "url": case_url(request.actor, case),
        "open": verbs,
        "faults": faults,
        "said": _marked(request, TEXT),
        "unmet": _unmet(request),
        "on_paper": PAPER in request.POST,
        "until": cases.correction_until(case),
        "again": case.state == cases.State.CORRECTED,
        **(_asked(request, case, faults) if cases.Verb.SUPPLEMENT in verbs else {}),
    }
    return render(request, "web/my/supplement.html", context, status=422 if faults else 200)


def _asked(request: Request, case: cases.Case, faults: Mapping[str, str]) -> dict[str, Any]:
    right = _marked(request, RIGHT)
    kept = {key.removeprefix("form.") for key in _unmet(request)}
    posted = rows.posted(request) if request.method == "POST" else None
    now = cases.correcting(case, posted, stands_by={*right, *kept})
    hidden = not cases.sees_all_answers(request.actor, case)
    asked = dict(_fields(case.guide.guide.form, now, faults, right, hidden=hidden, grown=rows.grown(request)))
    return {
        "points": [(point, asked.get(point.field)) for point in now.correction.points],
        "following": [asked[name] for name in now.following],
        "more": [(f"materials.{key}", one) for key, one in now.newly_needed.items()],
    }


def _fields(
    form: catalog.Form,
    now: cases.Correcting,
    faults: Mapping[str, str],
    right: Mapping[str, str],
    *,
    hidden: bool,
    grown: str,
) -> Iterator[tuple[str, Asked]]:
    """Draw what may be filled in; ``hidden``: a sensitive answer is typed anew, not shown.

    So it is at the counter, and where somebody acts for the applicant for some things only (个人信息保护法6).
    """
    here = set(now.fields)
    for name in now.fields:
        question = form.properties[name]
        unseen = hidden and question.sensitive
        given = {} if unseen and name not in now.changed else now.answers
        depends = bool(here & set(catalog.fields_of(question.when)))
        yield (
            name,
            Asked(
                field=drawn(
                    name,
                    question,
                    needed=form.needed(name),
                    given=given,
                    faults=faults,
                    hint=catalog.hint(form, name),
                    grown=grown,
                ),
                before=words(question, now.before.get(name), masked=unseen),
                right=name in right,
                when=question.when if depends else None,
            ),
        )


def uploads_of(request: Request) -> list[cases.Upload]:
    """Read every file by its material, and no more than a byte beyond what may be kept: enough to be refused."""
    return [
        cases.Upload(material=material, data=file.read(files.MAX_BYTES + 1), name=file.name or "")
        for material, found in request.FILES.lists()
        for file in found
    ]


def _unmet(request: Request) -> dict[str, str]:
    """Return the points for which a reason is written why they cannot be handed in."""
    return {key: text for key, text in _marked(request, UNMET).items() if text.strip()}


def _marked(request: Request, head: str) -> dict[str, str]:
    """Return what was posted under names that begin with ``head``, by the rest of the name."""
    return {key.removeprefix(head): request.POST.get(key, "") for key in request.POST if key.startswith(head)}
