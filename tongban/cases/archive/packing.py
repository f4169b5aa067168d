"""One archive as one file: an index for people and for programmes, and every part of it with its digest."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from tongban.cases import queries
from tongban.cases.archive.contents import texts_of
from tongban.cases.archive.reading import archive_for, changed
from tongban.cases.archive.rules import PART_NAMES, Content, Part
from tongban.cases.archive.tables import Archive
from tongban.cases.complaints.reading import own_complaints
from tongban.cases.models import AddedFile, CaseMaterial, ComplaintFile
from tongban.cases.services.moving import both
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotAllowed, Unavailable
from tongban.ledger import api as ledger

TABLES: Mapping[Part, type[CaseMaterial | AddedFile | ComplaintFile]] = {
    Part.MATERIAL: CaseMaterial,
    Part.ADDED: AddedFile,
    Part.SAID: ComplaintFile,
}
KINDS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
KEPT_BACK = "是对您经办的工作的投诉，不向您提供。"
WITHOUT_WORDS = f"{PART_NAMES[Part.RECORD]}：投诉的内容{KEPT_BACK}所以这一部分的摘要与归档时不同。"
LEAFLET = """这是一份电子档案。

index.json 是目录：每一部分的名称、文件名、归档时的摘要（digest，SM3）和这个文件的摘要（sm3）。
申请表、办理记录、办理过程是规范化的 JSON，两个摘要应当相同；申请材料是原来提交的文件，也应当相同。
文书的 digest 是它的内容数据的摘要，PDF 是按这些数据排出来的。
changed 列出与归档时不同的部分，missing 列出没有取出的部分；都为空，才是完整的。
序列号 {serial}：谁在什么时候取走的，留痕里有记录。仅限工作使用。
"""


def take_archive(*, number: str, by: Actor, at: datetime) -> IO[bytes]:
    """Return one archive as a zip; the caller closes it. Its people see that it was taken (个人信息保护法51).

    Everything in it is whole, so only whoever decides there may take it: NotAllowed for the other posts,
    ArchiveNotFound outside of one's own. What was complained about their own handling stays out, words and files.
    """
    archive = archive_for(by, number)
    if Role.DECIDER not in queries.roles_of(by, archive.case):
        raise NotAllowed
    identity.throttle(identity.Throttled.EXPORT, str(by.id), at)
    serial = ledger.mark_export(
        what="archive",
        rows=len(archive.contents),
        purpose=ledger.Purpose.HANDLING,
        by=by,
        at=at,
        about=both(archive.case),
    )
    out = TemporaryFile()  # noqa: SIM115 -- the caller closes it when it is sent
    try:
        _fill(out, archive, serial, at, without=own_complaints(archive.case, by))
    except BaseException:
        out.close()
        raise
    return out


def _fill(out: IO[bytes], archive: Archive, serial: str, at: datetime, *, without: Collection[UUID]) -> None:
    texts = texts_of(archive.case, until=archive.filed_at, without=without)
    enclosed = ComplaintFile.objects.filter(complaint__in=without).values_list("pk", flat=True) if without else ()
    kept_back = {(Part.SAID, str(one)) for one in enclosed}
    lines: list[dict[str, Any]] = []
    missing = [WITHOUT_WORDS] if without else []
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        for place, content in enumerate(archive.listed(), start=1):
            if (content.part, content.ref) in kept_back:
                missing.append(f"{content.title}：{KEPT_BACK}")
                continue
            try:
                data, ending = _read(content, texts, at)
            except (Unavailable, files.Altered, files.Missing) as refusal:
                missing.append(f"{content.title}：{refusal.message}")
                continue
            name = f"{place:03d}-{PART_NAMES[content.part]}{ending}"
            box.writestr(name, data)
            line = {"part": content.part, "title": content.title, "file": name, "digest": content.digest}
            lines.append({**line, "sm3": crypto.sm3(data)})
        index = _index(archive, serial, at) | {"contents": lines, "missing": missing}
        box.writestr("index.json", json.dumps(index, ensure_ascii=False, indent=2))
        box.writestr("目录.csv", "\ufeff" + "\n".join(_rows(lines)))
        box.writestr("说明.txt", LEAFLET.format(serial=serial))
    out.seek(0)


def _index(archive: Archive, serial: str, at: datetime) -> dict[str, Any]:
    case = archive.case
    return {
        "serial": serial,
        "taken_at": at.astimezone(SHANGHAI).isoformat(),
        "number": case.number,
        "item": case.item_name,
        "department": archive.department.name,
        "retention": archive.get_retention_display(),
        "source": archive.source,
        "closed_on": archive.closed_on.isoformat(),
        "filed_at": archive.filed_at.astimezone(SHANGHAI).isoformat(),
        "keep_until": archive.keep_until.isoformat() if archive.keep_until else None,
        "digest": archive.digest,
        "changed": [one.title for one in changed(archive)],
    }


def _rows(lines: list[dict[str, Any]]) -> Iterator[str]:
    yield "序号,部分,名称,文件,归档时的摘要"
    for place, line in enumerate(lines, start=1):
        title = line["title"].replace('"', '""')
        yield f'{place},{PART_NAMES[line["part"]]},"{title}",{line["file"]},{line["digest"]}'


def _read(content: Content, texts: dict[Part, bytes], at: datetime) -> tuple[bytes, str]:
    if content.part in texts:
        return texts[content.part], ".json"
    if content.part == Part.PAPER:
        return documents.render(UUID(content.ref)), ".pdf"
    row = TABLES[content.part].objects.get(pk=content.ref)
    opened = files.open_handle(files.handle(row.file_id, at=at), at)
    return opened.data, KINDS[opened.mime]
