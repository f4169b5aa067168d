"""What an archive consists of, part by part, each with the digest by which it is known again."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from tongban.cases import queries
from tongban.cases.archive.rules import PART_NAMES, Content, Part
from tongban.cases.complaints import reading as complaints
from tongban.cases.hearing import reading as hearings
from tongban.cases.models import AddedFile, Case, CaseMaterial, ComplaintFile, HandingOut, ToldParty
from tongban.crypto import api as crypto
from tongban.ledger import api as ledger

FILED = "case.archive"
TOLD_PAPERS = {"paper": "听证权利告知书", "notice": "听证通知书"}
MOVED = "听证改期通知书"


def contents_of(case: Case, *, until: datetime) -> list[Content]:
    """Return the list of contents of a case that is over, as it stood at a moment; each part in its own order."""
    readers: tuple[Callable[[Case], Iterator[Content]], ...] = (_materials, _added, _papers, _told)
    found = [content for read in readers for content in read(case)] + list(_said(case, until))
    texts = [_of_text(part, text) for part, text in texts_of(case, until=until).items()]
    order = list(Part)
    return sorted([*texts, *found], key=lambda one: order.index(one.part))


def texts_of(case: Case, *, until: datetime, without: Collection[UUID] = ()) -> dict[Part, bytes]:
    """Return the parts that are no files: the form, what was written while it was handled, and what was done when.

    ``without``: the complaints whose words are left out.
    """
    return {
        Part.FORM: _text(queries.answers(case)),
        Part.RECORD: _text({name: read(case) for name, read in RECORDS.items()} | _complaints(case, until, without)),
        Part.HISTORY: _text(_history(case, until)),
    }


def digest_of(contents: list[Content]) -> str:
    """Return SM3 of a list of contents."""
    return crypto.sm3(_text([asdict(one) for one in contents]))


def _of_text(part: Part, text: bytes) -> Content:
    return Content(part, PART_NAMES[part], crypto.sm3(text), "", len(text))


def _text(value: object) -> bytes:
    """Return canonical JSON: the same content is the same bytes, years later too."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value.value if isinstance(value, Enum) else value)


def _materials(case: Case) -> Iterator[Content]:
    names = {one.id: one.title for one in case.guide.guide.elements()}
    rows = CaseMaterial.objects.filter(case=case).select_related("file").order_by("at", "id")
    for row in rows:
        # The guide's word for it and not the name of the file, which may tell who somebody is.
        name = names.get(f"materials.{row.material}") or names.get(row.material, row.material)
        title = f"{name}（{row.get_supplied_display()}）"
        yield Content(Part.MATERIAL, title, row.file.sm3, str(row.pk), row.file.size)


def _added(case: Case) -> Iterator[Content]:
    rows = AddedFile.objects.filter(addition__case=case).select_related("file").order_by("addition__at", "id")
    for row in rows:
        yield Content(Part.ADDED, PART_NAMES[Part.ADDED], row.file.sm3, str(row.pk), row.file.size)


def _said(case: Case, until: datetime) -> Iterator[Content]:
    rows = ComplaintFile.objects.filter(complaint__case=case, complaint__at__lte=until).select_related("file")
    for row in rows.order_by("complaint__at", "id"):
        yield Content(Part.SAID, PART_NAMES[Part.SAID], row.file.sm3, str(row.pk), row.file.size)


def _papers(case: Case) -> Iterator[Content]:
    titles = {one.number: one.title for one in queries.document_list(case)}
    for row in case.documents.select_related("document").order_by("at", "id"):
        number = row.document.number
        yield Content(Part.PAPER, f"{titles[number]} {number}", row.document.digest, str(row.document_id))


def _told(case: Case) -> Iterator[Content]:
    rows = ToldParty.objects.filter(case=case, applicant=False).select_related("paper", "notice")
    for row in rows.order_by("told_at", "id"):
        moved = row.moved.select_related("document").order_by("move__at", "id")
        papers = [(title, getattr(row, name)) for name, title in TOLD_PAPERS.items()]
        for title, paper in (*papers, *((MOVED, one.document) for one in moved)):
            if paper is not None:
                name = f"{title}（利害关系人）{paper.number}"
                yield Content(Part.PAPER, name, paper.digest, str(paper.pk))


def _history(case: Case, until: datetime) -> list[Mapping[str, Any]]:
    done = ledger.changes(kind="case", subject=case.pk)
    return [asdict(one) for one in done if one.at <= until and one.verb != FILED]


def _opinions(case: Case) -> list[dict[str, Any]]:
    names = ("verb", "passed", "ground", "competent", "text", "departing", "approval", "author", "at")
    return [
        {name: getattr(one, name) for name in names}
        | ({"considered": one.considered} if one.considered else {})
        | ({"sent": one.sent} if one.sent else {})
        for one in case.opinions.order_by("at", "id")
    ]


def _correction(case: Case) -> dict[str, Any] | None:
    told = queries.correction_of(case)
    if told is None:
        return None
    points = [{"element": one.element, "name": one.name, "text": one.text, "reply": one.reply} for one in told.points]
    return {"points": points, "issued_at": told.issued_at, "answered_at": told.answered_at, "original": told.original}


def _additions(case: Case) -> list[dict[str, Any]]:
    return [
        {"at": one.at, "words": one.words, **({"reports": True} if one.reports else {})}
        for one in queries.addition_list(case)
    ]


def _promises(case: Case) -> list[dict[str, Any]]:
    return [
        {
            "material": one.material,
            "kind": one.kind,
            "words": queries.promised_words(one),
            "end": one.end,
            # What was filed before there were orders has no such line, and its digest stays.
            **({"asked": words, "reported_at": one.reported_at} if (words := queries.asked_words(one)) else {}),
        }
        for one in queries.promises(case)
    ]


def _steps(case: Case) -> list[dict[str, Any]]:
    names = ("step", "name", "department_id", "state", "done_at", "done_by", "passed")
    return [{name: getattr(one, name) for name in names} for one in case.steps.order_by("place", "id")]


def _checks(case: Case) -> list[dict[str, Any]]:
    names = ("criterion", "found", "note", "by", "at")
    return [{name: getattr(one, name) for name in names} for one in case.checks.order_by("criterion")]


def _hearing(case: Case) -> dict[str, Any] | None:
    hearing = hearings.hearing_of(case)
    if hearing is None:
        return None
    told = [{"told_at": row.told_at, "wish": row.wish, **hearings.words_of(row)} for row in hearings.told_rows(case)]
    return {"told": told, **asdict(hearings.held_of(hearing))}


def _complaints(case: Case, until: datetime, without: Collection[UUID]) -> dict[str, Any]:
    """Return what was said of the handling, and answered, until then; nothing where nothing was."""
    said = [
        {"about": one.about, "words": "" if one.id in without else one.words, "at": one.at, **_answered(one, until)}
        for one in complaints.said_of(case, at=until, until=until)
    ]
    return {"complaints": said} if said else {}


def _answered(said: complaints.Said, until: datetime) -> dict[str, Any]:
    there = said.answered_at is not None and said.answered_at <= until
    return {"answer": said.answer, "answered_at": said.answered_at} if there else {}


def _handing_out(case: Case) -> dict[str, Any] | None:
    row = HandingOut.objects.filter(case=case).first()
    names = ("way", "capacity", "mandate", "proof", "signature", "place_code", "at")
    return None if row is None else {name: getattr(row, name) for name in names}


RECORDS: Mapping[str, Callable[[Case], object]] = {
    "opinions": _opinions,
    "correction": _correction,
    "additions": _additions,
    "promises": _promises,
    "steps": _steps,
    "checks": _checks,
    "hearing": _hearing,
    "handing_out": _handing_out,
}
"""What was written while a matter was handled, by what it is called in the file."""
