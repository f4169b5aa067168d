"""Taking everything out: what is kept about a party, as files a person and a programme can read (个人信息保护法45)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.cases.hearing import api as hearing
from tongban.catalog import api as catalog
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.kernel import law
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Unavailable
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.privacy import queries, readable
from tongban.privacy.errors import NotYourData
from tongban.privacy.models import CorrectionRequest
from tongban.privacy.queries.holding import held
from tongban.privacy.queries.requests import told
from tongban.privacy.rules import speaks_for_own
from tongban.privacy.states import FIELD_NAMES, Field

MOST_LOOKS = 10_000
MOST_MESSAGES = 10_000


def take_out(*, by: Actor, at: datetime, say: Callable[[queries.Look], readable.Told]) -> IO[bytes]:
    """Return a zip of everything kept about the party somebody acts as; the caller closes it.

    Own numbers are whole in it, so who takes it must have just shown who they are: the edge sees to that. It carries
    the serial number of its entry. Inside: a word of what is what, ``data.json`` for programmes, ``index.html`` and a
    table of who looked for people, and every file and paper of the party's cases. What cannot be opened at this moment
    is named and does not stop the rest. ``say``: how the page where people read who looked tells a line of it.
    """
    if not speaks_for_own(by):
        raise NotYourData
    identity.throttle(identity.Throttled.EXPORT, str(by.id), at)
    own = list(cases.mine(by))
    serial = ledger.mark_export(what="own-data", rows=len(own), purpose=ledger.Purpose.ENQUIRY, by=by, at=at)
    data = _data(by, at, own, serial) | {"looks": _looks(by, at, say)}
    out = TemporaryFile()  # noqa: SIM115 -- the caller closes it when it is sent
    try:
        _fill(out, data, _files(by, at, own))
    except BaseException:
        out.close()
        raise
    return out


def _fill(out: IO[bytes], data: dict[str, Any], contents: Iterable[tuple[str, Callable[[], bytes]]]) -> None:
    data["missing"] = []
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        for name, read in contents:
            try:
                box.writestr(name, read())
            except Unavailable as refusal:
                data["missing"].append(f"{name}：{refusal.message}")
        box.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, default=readable.plain))
        box.writestr("index.html", readable.page(data))
        box.writestr("谁看了我的信息.csv", readable.table(data["looks"]))
        box.writestr("说明.txt", readable.leaflet(data))
    out.seek(0)


def _data(by: Actor, at: datetime, own: list[cases.Case], serial: str) -> dict[str, Any]:
    stored = queries.stored(by=by, at=at)
    party = queries.own_party(by)
    requests = CorrectionRequest.objects.filter(party=party).select_related("party").order_by("filed_at")
    return {
        "serial": serial,
        "taken_at": at,
        "me": asdict(stored.party),
        **held(party, by=by, at=at),
        "cases": [_case(case) for case in own],
        "told": [_told(case, one) for case, one in hearing.told_to(by, at=at)],
        "wishes": asdict(messages.wishes_of(party)),
        "messages": [asdict(one) for one in messages.inbox(party, MOST_MESSAGES)],
        "requests": [
            {
                "field": one.field,
                "field_name": FIELD_NAMES[Field(one.field)],
                "right": one.right,
                "state": one.state_name,
                "filed_at": one.filed_at,
                "answer": one.answer,
            }
            for one in told(list(requests), at)
        ],
    }


def _looks(by: Actor, at: datetime, say: Callable[[queries.Look], readable.Told]) -> list[dict[str, Any]]:
    looks = queries.looked(by=by, at=at, asked=ledger.Asked(), limit=MOST_LOOKS).rows
    return [asdict(look) | asdict(say(look)) | {"ground": law.cite(look.basis)} for look in looks]


def _told(case: cases.Case, one: hearing.Told) -> dict[str, Any]:
    """Return what somebody was told as one whose interest a matter bears on; of its applicant nothing."""
    return {
        "code": one.code,
        "item": case.item_name,
        "department": case.department.name,
        "told_at": one.told_at,
        "matter": one.matter,
        "views": one.views,
        "views_at": one.views_at,
        "wish": one.wish_name,
        "wish_at": one.wish_at,
    }


def _case(case: cases.Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "item": case.item_name,
        "department": case.department.name,
        "state": cases.LABELS[cases.State(case.state)],
        "opened_at": case.opened_at,
        "received_at": case.received_at,
        "closed_at": case.closed_at,
        "answers": cases.answers(case),
        "said": [_complaint(one) for one in complaints.said_of(case, at=case.changed_at)],
        "form": _form(case),
        "added": [{"at": one.at, "words": one.words} for one in cases.addition_list(case)],
        "steps": [{"at": step.at, "what": step.name, "who": step.who} for step in cases.timeline(case)],
    }


def _form(case: cases.Case) -> dict[str, str]:
    """Return the form as it was filled in, in the words of the guide; what it never asked is not in it."""
    given, questions = cases.answers(case), case.guide.guide.form.properties
    return {question.label: _worded(question, given[name]) for name, question in questions.items() if name in given}


def _complaint(said: complaints.Said) -> dict[str, Any]:
    return {"about": said.about_name, "at": said.at, "words": said.words, "answer": said.answer}


def _worded(question: catalog.FormField, value: Any) -> str:  # noqa: ANN401 - any JSON
    if value in (None, "", []):
        return ""
    if question.table and isinstance(value, list):
        return catalog.rows_in_words(question.table, value, _worded)
    if isinstance(value, bool):
        return "是" if value else "否"
    return catalog.in_words(question, value)


def _files(by: Actor, at: datetime, own: list[cases.Case]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for case in own:
        folder = f"cases/{case.number or case.pk}"
        handed_in = [(row.pk, row.file.name) for material in cases.material_list(case) for row in material.files]
        added = [(row.pk, row.file.name) for one in cases.addition_list(case) for row in one.files]
        for key, name in (*handed_in, *added):
            yield f"{folder}/{str(key)[-8:]}-{name}", _reader(case, key, by, at)
        for row in (row for one in complaints.said_of(case, at=at) for row in one.files):
            yield f"{folder}/{str(row.pk)[-8:]}-{row.file.name}", _said_file(case, row.pk, by, at)
        if case.number:
            for paper in cases.document_list(case, without=cases.withheld(case, at=at)):
                yield f"{folder}/{paper.kind}.pdf", _paper(case, paper.kind, by, at)
    for _, one in hearing.told_to(by, at=at):
        for name in hearing.paper_names(told=one.id, by=by, at=at):
            yield f"told/{one.code}-{name}.pdf", _told_paper(one.id, name, by, at)


def _told_paper(told: UUID, paper: str, by: Actor, at: datetime) -> Callable[[], bytes]:
    return lambda: hearing.read_told_paper(told=told, paper=paper, by=by, ticket="", at=at)


def _reader(case: cases.Case, row: UUID, by: Actor, at: datetime) -> Callable[[], bytes]:
    def read() -> bytes:
        handle = cases.read_material(case=case.number or case.pk, row=row, by=by, at=at)
        return files.open_handle(handle, at).data

    return read


def _said_file(case: cases.Case, row: UUID, by: Actor, at: datetime) -> Callable[[], bytes]:
    def read() -> bytes:
        return files.open_handle(complaints.read_own_file(number=case.number, row=row, by=by, at=at), at).data

    return read


def _paper(case: cases.Case, kind: str, by: Actor, at: datetime) -> Callable[[], bytes]:
    return lambda: cases.read_document(number=case.number, kind=kind, by=by, at=at).pdf
