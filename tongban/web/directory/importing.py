"""Bringing a file: what is in it is shown line by line, and nothing comes in before it is confirmed."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.errors import Broken, WrongState
from tongban.web import flash
from tongban.web.directory.files import plain_csv
from tongban.web.directory.lines import changed
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import bringers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

SIZE = 50
WHOLE = "whole"
NO_FILE = "请选择要上传的文件。"
SAMPLES = {
    "entries": (
        ("本地编码", "基本编码", "事项名称", "事项类型", "设定依据", "行使层级", "主管部门", "服务对象"),
        (
            ("ZBYLXK", "", "（样例）某项行政许可", "行政许可", "《行政许可法》第十二条", "市级、县级", "", "企业"),
            ("ZBYLFW", "", "（样例）某项公共服务", "公共服务", "", "县级、镇级", "", "个人、企业"),
        ),
    ),
    "items": (
        ("事项编码", "基本目录", "实施部门", "办理地区", "实施编码", "服务对象", "主题", "常用说法", "状态"),
        (("", "ZBYLXK", "ZD320200ADM", "", "", "企业", "", "", "草稿"),),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@bringers_only
def index(request: Request) -> HttpResponse:
    """Show what may be brought and what was; take a file in to be looked at."""
    if request.method != "POST":
        return _index(request)
    kind = next((one for one in directory.UploadKind if one == request.POST.get("kind")), None)
    file = request.FILES.get("file")
    if kind is None or not isinstance(file, UploadedFile):
        return _index(request, {"file": NO_FILE})
    try:
        row = directory.upload_file(
            kind=kind,
            data=file.read(directory.LARGEST_UPLOAD + 1),
            file_name=file.name or "",
            whole=WHOLE in request.POST.getlist("extent"),
            by=request.actor,
            at=timezone.now(),
        )
    except (Broken, directory.UploadWaiting) as refusal:
        return _index(request, {"file": refusal.message})
    return redirect("directory:upload", key=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@bringers_only
def upload(request: Request, key: UUID) -> HttpResponse:
    """Show a file that was brought: what is wrong, what would change; confirm it or let it go."""
    if request.method != "POST":
        return _upload(request, key)
    verb, at = request.POST.get("verb"), timezone.now()
    try:
        if verb == directory.UploadVerb.CONFIRM:
            digest = request.POST.get("digest", "")
            done = directory.confirm_upload(upload=key, digest=digest, by=request.actor, at=at)
            flash.say(request, DONE if done.state == directory.UploadState.DONE else RUNNING)
        elif verb == directory.UploadVerb.WITHDRAW:
            directory.withdraw_upload(upload=key, by=request.actor, at=at)
            flash.say(request, "已撤回，没有导入任何内容。可以上传新的文件。")
            return redirect("directory:import")
        else:
            raise Http404
    except (Broken, WrongState) as refusal:
        return _upload(request, key, {"verb": refusal.message})
    return redirect("directory:upload", key=key)


DONE = "已导入。"
RUNNING = "已确认，正在分批导入，不用在这里等；本页会显示进度。"


@require_GET
@bringers_only
def sample(request: Request, kind: str) -> HttpResponse:
    """Hand out a file of the form that is taken, with lines to be replaced."""
    del request
    if kind not in SAMPLES:
        raise Http404
    heads, rows = SAMPLES[kind]
    response = HttpResponse(plain_csv(heads, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}-sample.csv"'
    return response


def _index(request: Request, faults: dict[str, str] | None = None) -> HttpResponse:
    faults = faults or {}
    keeps = directory.keeps_directory(request.actor)
    kinds = [directory.UploadKind.ENTRIES] * keeps + [directory.UploadKind.ITEMS] * directory.may_claim(request.actor)
    context = {
        "faults": faults,
        "keeps": keeps,
        "file": Field("file", "文件", FieldKind.FILE, error=faults.get("file", ""), accept=".csv,.json,.jsonl,.txt"),
        "kind": Field(
            "kind",
            "文件里是什么",
            FieldKind.RADIOS,
            value=request.POST.get("kind", kinds[0].value),
            choices=[Choice(kind.value, *KINDS[kind]) for kind in kinds],
        ),
        "extent": Field(
            "extent",
            "是不是完整的目录",
            FieldKind.CHECKBOXES,
            values=request.POST.getlist("extent"),
            choices=[Choice(WHOLE, "这是完整的基本目录", "文件里没有的事项会标为“不在目录里”，不会删除")],
            required=False,
        ),
        "uploads": [(kind, directory.uploads(request.actor, kind)[:10]) for kind in kinds],
        "most": directory.MOST_LINES,
    }
    return render(request, "web/directory/import.html", context, status=422 if faults else 200)


KINDS = {
    directory.UploadKind.ENTRIES: ("基本目录", "事项的名称、编码、类型、设定依据，全市统一"),
    directory.UploadKind.ITEMS: ("实施清单", "哪个部门在哪里实施基本目录里的哪一项"),
}


def _upload(request: Request, key: UUID, faults: dict[str, str] | None = None) -> HttpResponse:
    row = directory.upload_of(key, request.actor)
    change = next((one for one in directory.LineChange if one == request.GET.get("change")), None)
    found = cut(directory.lines_of(row, change), number=page_number(request), size=SIZE)
    counts = [(one.value, directory.CHANGE_NAMES[one], row.counts.get(one.value, 0)) for one in directory.LineChange]
    context = {
        "upload": row,
        "adjusts": catalog.may_keep(request.actor),
        "faults": faults or {},
        "tabs": counts,
        "change": change,
        "found": found,
        "rows": [(line, changed(line)) for line in found.rows],
        "verbs": directory.UPLOADS.open_to(state=row.state, roles=[grant.role for grant in request.actor.grants]),
    }
    return render(request, "web/directory/upload.html", context, status=409 if faults else 200)
