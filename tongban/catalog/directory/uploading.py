"""The verbs of a file: show it, confirm exactly what was shown, take it back. Nothing comes in unconfirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from tongban.catalog.directory import here, reading, rows
from tongban.catalog.directory.comparing import Checked, Given, entries_against, gone, items_against, shown
from tongban.catalog.directory.errors import (
    DirectoryMoved,
    FaultyLines,
    NotWhatWasShown,
    UnknownUpload,
    UploadWaiting,
)
from tongban.catalog.directory.states import CLAIMER, LISTING, UPLOADS, WAITING, UploadKind, UploadState, UploadVerb
from tongban.catalog.directory.tables import DirectoryLine, DirectoryUpload
from tongban.catalog.directory.who import require_keeper
from tongban.catalog.directory.writing import PORTION, carry_out_upload
from tongban.crypto import api as crypto
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

WHY = ledger.Why(ledger.Purpose.ADMINISTRATION, LISTING)
CARRYING_OUT = "catalog.carry_out_upload"
_AT_ONCE = 2000


@transaction.atomic
def upload_file(
    *, kind: UploadKind, data: bytes, file_name: str, by: Actor, at: datetime, whole: bool = False
) -> DirectoryUpload:
    """Read a file and keep what it would change, to be shown and confirmed; nothing is taken in (第六条: 清单化管理).

    ``whole``: the file is the whole basic directory, so that what is missing from it has gone. Refuses (NotAllowed)
    whoever does not keep the list, (UploadWaiting) a second file before the first is done with, and (UnreadableFile)
    what is no such file; faults of lines are told with the lines. A file with faulty lines can never be confirmed: the
    next one that can be read takes its place.
    """
    require_bringer(kind, by)
    holder = "" if kind == UploadKind.ENTRIES else str(by.id)
    waiting = DirectoryUpload.objects.filter(kind=kind, holder=holder, state__in=WAITING)
    before = waiting.select_for_update().first()
    if before is not None and not before.broken:
        raise UploadWaiting
    text = reading.text_of(data)
    lines = _read(kind, text.text, by, whole=whole)
    counts = Counter(one.change.value for one in lines)
    row = DirectoryUpload(
        id=uuid7(at),
        kind=kind.value,
        whole=whole and kind == UploadKind.ENTRIES,
        holder=holder,
        file_name="".join(filter(str.isprintable, file_name))[:200],
        encoding=text.encoding,
        digest=crypto.sm3(data),
        shown=shown(lines),
        lines=sum(one.number > 0 for one in lines),
        counts=dict(counts),
        state=UploadState.OPEN.value,
        uploaded_at=at,
        uploaded_by=by.id,
    )
    with ledger.operation():
        if before is not None:
            withdraw_upload(upload=before.pk, by=by, at=at)
        _insert(row, lines)
        _note("directory.upload", row, by=by, at=at, facts={"digest": row.digest, "faulty": row.faulty})
    return row


@transaction.atomic
def confirm_upload(*, upload: UUID, digest: str, by: Actor, at: datetime, later: bool = True) -> DirectoryUpload:
    """Take in exactly the file that was shown: at once when it is small, else in portions that nobody has to wait for.

    ``digest`` is that of the file as the page showed it. ``later``: the worker takes in a large file; else the caller
    does, portion by portion. Refuses (NotWhatWasShown) any other, (FaultyLines) a file
    with faults, (DirectoryMoved) when what was shown does not hold any more, and what the moves do not allow.
    """
    row = _locked(upload, by)
    _move(row, UploadVerb.CONFIRM, by)
    if digest != row.digest:
        raise NotWhatWasShown
    if row.faulty:
        raise FaultyLines
    if shown(_again(row, by)) != row.shown:
        raise DirectoryMoved
    row.decided_at = at
    row.save(update_fields=["state", "decided_at"])
    _note("directory.confirm", row, by=by, at=at, facts={"digest": row.digest, "lines": row.to_do})
    if row.to_do <= PORTION:
        return carry_out_upload(upload=row.pk, by=by, at=at)
    if later:
        app.configure_task(CARRYING_OUT, allow_unknown=True).defer(upload=str(row.pk))
    return row


@transaction.atomic
def withdraw_upload(*, upload: UUID, by: Actor, at: datetime) -> DirectoryUpload:
    """Let a file go that was not confirmed; its lines go with it. Refuses what the table of moves does not allow."""
    row = _locked(upload, by)
    _move(row, UploadVerb.WITHDRAW, by)
    row.decided_at = at
    row.save(update_fields=["state", "decided_at"])
    row.rows.all().delete()
    _note("directory.withdraw", row, by=by, at=at, facts={})
    return row


def require_bringer(kind: UploadKind, by: Actor) -> None:
    """Refuse (NotAllowed) whoever may not bring such a file at all."""
    if kind == UploadKind.ENTRIES:
        require_keeper(by)
    elif by.kind != ActorKind.SYSTEM and not by.holds(CLAIMER):
        raise NotAllowed


def require_holder(row: DirectoryUpload, by: Actor) -> None:
    """Refuse (UnknownUpload) an upload that is not the actor's to see."""
    try:
        require_bringer(UploadKind(row.kind), by)
    except NotAllowed:
        raise UnknownUpload from None
    if row.holder not in {"", str(by.id)} and by.kind != ActorKind.SYSTEM:
        raise UnknownUpload


def _read(kind: UploadKind, text: str, by: Actor, *, whole: bool) -> list[Checked]:
    around = here.around()
    if kind == UploadKind.ENTRIES:
        before = here.entries_by_code()
        known = here.known_by_national(before)
        found = reading.lines_of(text, rows.ENTRY_COLUMNS, rows.ENTRY_REQUIRED)
        given = [_given(line, rows.entry_of(line.cells, around, known)) for line in found]
        return _entries(given, before, whole=whole)
    named = here.entries_named()
    found = reading.lines_of(text, rows.ITEM_COLUMNS, rows.ITEM_REQUIRED)
    return _items([_given(line, rows.item_of(line.cells, around, named)) for line in found], by)


def _again(row: DirectoryUpload, by: Actor) -> list[Checked]:
    """Return what the lines of an upload would change now."""
    kept = row.rows.filter(number__gt=0).order_by("number").values_list("number", "values")
    given = [Given(number, values) for number, values in kept.iterator(chunk_size=_AT_ONCE)]
    if row.kind == UploadKind.ENTRIES:
        return _entries(given, here.entries_by_code(), whole=row.whole)
    return _items(given, by)


def _entries(given: list[Given], before: Mapping[str, Mapping[str, object]], *, whole: bool) -> list[Checked]:
    found = list(entries_against(given, before, here.basic_codes_held()))
    return found + (gone((one.code for one in found), before) if whole else [])


def _items(given: list[Given], by: Actor) -> list[Checked]:
    @cache
    def reaches(department: str, region: str) -> bool:
        return by.kind == ActorKind.SYSTEM or CLAIMER in by.roles_for(department=department, region=region)

    there = here.items_there(str(one.values["basic"]) for one in given)
    return list(items_against(given, there, here.naming(), reaches))


def _given(line: reading.Line, read: rows.Read) -> Given:
    return Given(line.number, read.values, [line.fault, *read.faults] if line.fault else read.faults)


def _insert(row: DirectoryUpload, lines: Iterable[Checked]) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise UploadWaiting from None
    made = (
        DirectoryLine(
            upload=row,
            number=one.number,
            code=one.code[:60],
            name=str(one.values.get("name", ""))[:200],
            change=one.change.value,
            values=one.values,
            faults=list(one.faults),
            differs=list(one.differs),
            before=dict(one.before),
        )
        for one in lines
    )
    DirectoryLine.objects.bulk_create(made, batch_size=_AT_ONCE)


def _locked(upload: UUID, by: Actor) -> DirectoryUpload:
    row = DirectoryUpload.objects.select_for_update().filter(pk=upload).first()
    if row is None:
        raise UnknownUpload
    require_holder(row, by)
    return row


def _move(row: DirectoryUpload, verb: UploadVerb, by: Actor) -> None:
    roles = [CLAIMER] if by.kind == ActorKind.SYSTEM else [grant.role for grant in by.grants]
    row.state = UPLOADS.target(verb, state=row.state, roles=roles)


def _note(verb: str, row: DirectoryUpload, *, by: Actor, at: datetime, facts: dict[str, ledger.Fact]) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="directory_upload",
        subject=row.pk,
        after=row.state,
        facts=facts,
        why=WHY,
    )
