"""归档: what is over and not filed, what was filed, what was kept long enough; one archive, and taking it away."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongban.cases import api as cases
from tongban.cases.archive import api as archive
from tongban.kernel.actors import Role
from tongban.kernel.days import day_of
from tongban.web import flash
from tongban.web.guards import archivists_only
from tongban.web.paging import page_number
from tongban.web.request import Request

TABS = (("waiting", "还没有归档"), ("filed", "已归档"), ("over", "保管期满"))


@require_GET
@archivists_only
def index(request: Request) -> HttpResponse:
    """List what is to be filed, what was, or what has been kept long enough."""
    tab = request.GET.get("tab", "")
    chosen = tab if tab in dict(TABS) else "waiting"
    text, number = request.GET.get("q", "")[:40], page_number(request)
    context = {"tabs": TABS, "tab": chosen, "text": text, "number": number, "today": day_of(timezone.now())}
    return render(request, "web/desk/archives/index.html", context | _rows(request, chosen, text, number))


def _rows(request: Request, tab: str, text: str, number: int) -> dict[str, object]:
    by, at = request.actor, timezone.now()
    if tab == "waiting":
        found, more = archive.to_file(by, page=number)
        return {"waiting": [(one, _why(one)) for one in found], "more": more}
    if tab == "filed":
        listed = archive.filed(by, text=text, page=number)
    else:
        listed = archive.kept_long_enough(by, at=at, page=number)
    return {"rows": listed.rows, "more": listed.more}


def _why(one: archive.ToFile) -> str:
    return archive.AWAITED_NAMES[one.awaited] if one.awaited else ""


@require_GET
@archivists_only
def detail(request: Request, number: str) -> HttpResponse:
    """Show the list of contents of one archive, and what of it is not what was filed any more."""
    found, changed = archive.read_archive(number=number, by=request.actor, at=timezone.now())
    context = {
        "archive": found,
        "contents": [(archive.PART_NAMES[one.part], one) for one in found.listed()],
        "changed": changed,
        "takes": Role.DECIDER in cases.roles_of(request.actor, found.case),
    }
    return render(request, "web/desk/archives/archive.html", context)


@require_POST
@archivists_only
def file(request: Request, number: str) -> HttpResponse:
    """File one case that is over, before the worker does."""
    made = archive.archive_case(number=number, by=request.actor, at=timezone.now())
    flash.say(request, f"已归档，保管期限：{made.get_retention_display()}。")
    return redirect("desk:archive", number=number)


@require_POST
@archivists_only
def take(request: Request, number: str) -> FileResponse:
    """Hand one archive out as a zip that says who took it and when."""
    out = archive.take_archive(number=number, by=request.actor, at=timezone.now())
    response = FileResponse(out, as_attachment=True, filename=f"{number}.zip", content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response
