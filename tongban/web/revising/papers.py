"""Samples and blank forms of a draft: put in, taken out and opened beside the section they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongban.catalog import api as catalog
from tongban.catalog.papers import api as papers
from tongban.files import api as files
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.guards import revisers_only
from tongban.web.guides.specimens import drawn
from tongban.web.request import Request
from tongban.web.revising.shell import page
from tongban.web.served import inline

NAMES = {"materials": (("sample", "样例"), ("blank", "空白表")), "results": (("sample", "样例"),)}
CHOOSE = "请先选择文件，再点“上传”。可以是 PDF、JPG 或 PNG。"
DRAFTED = "还有必须写的没有写，写全以后才能看系统生成的样子。"
DONE = {"upload": "文件已上传。", "generate": "已改为由系统生成。", "remove": "已去掉。"}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place for a paper: whose it is, what, and what is there. ``makes``: it can be drawn from the guide."""

    place: str
    row: str
    what: str
    paper: Mapping[str, Any]
    makes: bool


def spots(held: catalog.Revision, section: str) -> list[Spot]:
    """Return the places of a section, in the order of its rows."""
    return list(_spots(held, section))


def _spots(held: catalog.Revision, section: str) -> Iterator[Spot]:
    rows = held.document.get(section)
    for row in rows if isinstance(rows, list) else ():
        for what, name in NAMES.get(section, ()) if isinstance(row, Mapping) and row.get("id") else ():
            there = row.get(what)
            yield Spot(
                f"{section}.{row['id']}.{what}",
                str(row.get("name") or "没有名称"),
                name,
                there if isinstance(there, Mapping) else {},
                section == "results" or what == "blank",
            )


@require_POST
@revisers_only
def change(request: Request, key: UUID, place: str) -> HttpResponse:
    """Put a file in its place, let the system draw one, or take out what is there."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    section = place.partition(".")[0]
    if section not in NAMES:
        raise papers.UnknownPaper
    wanted = request.POST.get("do", "upload")
    try:
        _change(request, held, place, wanted)
    except catalog.Overtaken as refusal:
        return _again(request, held, section, {}, overtaken=refusal)
    except Broken as refusal:
        return _again(request, held, section, {place: refusal.message})
    flash.say(request, DONE.get(wanted, DONE["upload"]))
    answer = redirect("revising:section", key=held.pk, section=section)
    answer["Location"] = f"{answer.url}#paper-{place}"
    return answer


@require_GET
@revisers_only
def opened(request: Request, key: UUID, place: str) -> HttpResponse:
    """Show the paper of a draft to whoever may see the draft."""
    at = timezone.now()
    held = catalog.revision(key, by=request.actor, at=at)
    spot = next((one for one in spots(held, place.partition(".")[0]) if one.place == place and one.paper), None)
    if spot is None:
        raise papers.UnknownPaper
    if spot.paper.get("kind") == papers.PaperKind.UPLOADED:
        kept = papers.uploaded_for(held, str(spot.paper.get("sm3", "")), at=at)
        return inline(kept.data, kept.mime, kept.name)
    guide = catalog.assess(held, at=at).guide
    if guide is None:
        raise Broken(DRAFTED)
    return drawn(guide, place, edition="草稿", at=held.changed_at)


def _change(request: Request, held: catalog.Revision, place: str, wanted: str) -> None:
    seen, by, at = request.POST.get("seen", ""), request.actor, timezone.now()
    match wanted:
        case "generate":
            papers.let_generate(revision=held.pk, place=place, seen=seen, by=by, at=at)
        case "remove":
            papers.detach(revision=held.pk, place=place, seen=seen, by=by, at=at)
        case _:
            given = request.FILES.get("file")
            if not isinstance(given, UploadedFile):
                raise Broken(CHOOSE)
            # One byte more than may be kept is enough to be refused, and no more is read into memory.
            data, name = given.read(files.MAX_BYTES + 1), given.name or ""
            papers.attach(revision=held.pk, place=place, data=data, name=name, seen=seen, by=by, at=at)


def _again(
    request: Request,
    held: catalog.Revision,
    section: str,
    faults: Mapping[str, str],
    *,
    overtaken: catalog.Overtaken | None = None,
) -> HttpResponse:
    now = catalog.revision(held.pk, by=request.actor, at=timezone.now())
    context = {"seen": now.digest, "papers": spots(now, section)}
    template = "web/revising/papers.html"
    return page(request, now, template, section=section, context=context, faults=faults, overtaken=overtaken)
