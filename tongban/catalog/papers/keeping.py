"""The verbs of samples and blank forms: each changes one place of a draft, as saving a section does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tongban.catalog.guide.document import PAPERS
from tongban.catalog.guide.terms import PaperKind
from tongban.catalog.models import GuideVersion, PaperFile, Revision
from tongban.catalog.papers.errors import NoPlaceForPaper
from tongban.catalog.revising.editing import save_section, to_write
from tongban.files import api as files
from tongban.kernel.actors import Actor
from tongban.kernel.ids import uuid7

OWNER = "guide.paper"
_PLACES = {"materials": PAPERS, "results": ("sample",)}


@transaction.atomic
def attach(*, revision: UUID, place: str, data: bytes, name: str, seen: str, by: Actor, at: datetime) -> Revision:
    """Put a file in a place of a draft, such as ``materials.3.blank`` (第七条: 办理材料、审批结果).

    It is told from its bytes whether it may be kept (PDF, JPG, PNG up to 20 MB), and the refusals of the files room
    say what to do. NoPlaceForPaper where there is no such row; refuses as ``save_section`` does.
    """
    held = to_write(revision, by)
    _row(held, place)
    kept = _stored(held, data, name, by=by, at=at)
    paper = {
        "kind": PaperKind.UPLOADED.value,
        "name": kept.name,
        "mime": kept.mime,
        "size": kept.size,
        "sm3": kept.sm3,
    }
    return _put(held, place, paper, seen=seen, by=by, at=at)


@transaction.atomic
def let_generate(*, revision: UUID, place: str, seen: str, by: Actor, at: datetime) -> Revision:
    """Let the paper of a place be drawn from the guide: nothing is stored, and it always says what the guide says."""
    held = to_write(revision, by)
    row = _row(held, place)
    if place.startswith("materials.") and place.endswith(".sample"):
        raise NoPlaceForPaper
    what = "样例" if place.endswith(".sample") else "空白表"
    paper = {"kind": PaperKind.GENERATED.value, "name": f"{str(row.get('name') or '')[:100]}（{what}）"}
    return _put(held, place, paper, seen=seen, by=by, at=at)


@transaction.atomic
def detach(*, revision: UUID, place: str, seen: str, by: Actor, at: datetime) -> Revision:
    """Take the paper of a place out of a draft. What no guide ever named leaves nothing behind (个人信息保护法47)."""
    held = to_write(revision, by)
    _row(held, place)
    return _put(held, place, None, seen=seen, by=by, at=at)


def _put(held: Revision, place: str, paper: dict[str, Any] | None, *, seen: str, by: Actor, at: datetime) -> Revision:
    section, key, what = place.split(".")
    before = _row(held, place).get(what)
    rows = [_with(row, what, paper) if str(row.get("id")) == key else row for row in held.document[section]]
    saved = save_section(revision=held.pk, section=section, content=rows, seen=seen, by=by, at=at)
    if isinstance(before, dict) and before.get("sm3"):
        _forget_unused(saved, str(before["sm3"]))
    return saved


def _with(row: dict[str, Any], what: str, paper: dict[str, Any] | None) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != what}
    return rest if paper is None else {**rest, what: paper}


def _row(held: Revision, place: str) -> dict[str, Any]:
    section, _, rest = place.partition(".")
    key, _, what = rest.partition(".")
    rows = held.document.get(section)
    found = (
        [one for one in rows if isinstance(one, dict) and str(one.get("id")) == key] if isinstance(rows, list) else []
    )
    if what not in _PLACES.get(section, ()) or len(found) != 1:
        raise NoPlaceForPaper
    return found[0]


def _stored(held: Revision, data: bytes, name: str, *, by: Actor, at: datetime) -> files.StoredFile:
    """Keep the bytes once for the service; the same again is the file that is there already."""
    stored = files.store(data=data, name=name, owner_kind=OWNER, by=by, at=at, published=True)
    there = PaperFile.objects.select_related("file").filter(basic=held.item.basic_id, sm3=stored.sm3).first()
    if there is not None:
        files.forget(file=stored.pk)
        return there.file
    PaperFile.objects.create(id=uuid7(at), basic_id=held.item.basic_id, sm3=stored.sm3, file=stored)
    return stored


def _forget_unused(held: Revision, sm3: str) -> None:
    if any(sm3 == one for document in _documents(held) for one in _digests(document)):
        return
    for paper in PaperFile.objects.filter(basic=held.item.basic_id, sm3=sm3):
        paper.delete()
        files.forget(file=paper.file_id)


def _documents(held: Revision) -> Iterator[dict[str, Any]]:
    """Yield every text of the service that could name a file: what was ever published, and what is being written."""
    yield from GuideVersion.objects.filter(item__basic=held.item.basic_id).values_list("document", flat=True)
    yield from Revision.objects.filter(item__basic=held.item.basic_id).values_list("document", flat=True)


def _digests(document: dict[str, Any]) -> Iterator[str]:
    for section, places in _PLACES.items():
        rows = document.get(section)
        for row in rows if isinstance(rows, list) else ():
            papers = [row.get(what) for what in places] if isinstance(row, dict) else []
            yield from (str(one["sm3"]) for one in papers if isinstance(one, dict) and one.get("sm3"))
