"""Carrying out a confirmed file, a portion in a transaction: whoever publishes meanwhile does not wait for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tongban.catalog.directory import here
from tongban.catalog.directory.comparing import ENTRY_COLUMNS, INHERITED, ITEM_COLUMNS
from tongban.catalog.directory.errors import UnknownUpload
from tongban.catalog.directory.states import DOING, LISTING, UPLOADS, Change, UploadKind, UploadVerb
from tongban.catalog.directory.tables import DirectoryLine, DirectoryUpload
from tongban.catalog.guide.terms import Audience
from tongban.catalog.loading import basic_id, item_id, write
from tongban.catalog.models import BasicItem, Item
from tongban.catalog.search import entering
from tongban.kernel.actors import SYSTEM, Actor, Role
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

PORTION = 1000
WHY = ledger.Why(ledger.Purpose.ADMINISTRATION, LISTING)


@transaction.atomic
def carry_out_upload(*, upload: UUID, at: datetime, by: Actor = SYSTEM) -> DirectoryUpload:
    """Take in the next portion of a confirmed file; done when nothing is left (第六条).

    What is inherited reaches every implementation; guides published before stay as they are and are listed for those
    who keep them. An entry that has gone is marked, not removed. Refuses a file that is not confirmed (WrongState).
    """
    row = DirectoryUpload.objects.select_for_update().filter(pk=upload).first()
    if row is None:
        raise UnknownUpload
    after = UPLOADS.target(UploadVerb.CARRY_OUT, state=row.state, roles=[Role.LAW])
    waiting = row.rows.filter(change__in=[one.value for one in DOING]).order_by("number")
    lines = list(waiting[row.done_lines : row.done_lines + PORTION])
    _write(UploadKind(row.kind), lines, by=by, at=at)
    row.done_lines += len(lines)
    if row.done_lines >= row.to_do:
        row.state, row.done_at = after, at
    row.save(update_fields=["done_lines", "state", "done_at"])
    ledger.record(
        at=at,
        actor=by,
        verb="directory.carry_out",
        kind="directory_upload",
        subject=row.pk,
        after=row.state,
        facts={"lines": row.done_lines},
        why=WHY,
    )
    return row


def _write(kind: UploadKind, lines: Sequence[DirectoryLine], *, by: Actor, at: datetime) -> None:
    if kind == UploadKind.ITEMS:
        _items(lines, by=by, at=at)
        return
    missing = [one.code for one in lines if one.change == Change.GONE]
    BasicItem.objects.filter(code__in=missing, gone_at=None).update(gone_at=at)
    _entries([one for one in lines if one.change != Change.GONE], by=by, at=at)


def _entries(lines: Sequence[DirectoryLine], *, by: Actor, at: datetime) -> None:
    codes = [line.code for line in lines]
    locked = BasicItem.objects.select_for_update().filter(code__in=codes).order_by("code")
    known = {entry.code: entry for entry in locked}
    inherited = []
    for line in lines:
        entry = known.get(line.code)
        if entry is None:
            known[line.code] = BasicItem(id=basic_id(line.code), **_columns(line.values, ("code", *ENTRY_COLUMNS)))
            continue
        for name in set(line.differs) & set(ENTRY_COLUMNS):
            setattr(entry, name, line.values[name])
        entry.gone_at = None
        if set(line.differs) & set(INHERITED):
            entry.changed_at = at
            inherited.append(entry)
    write(known.values())
    _inherit(inherited, by=by, at=at)


def _inherit(entries: Sequence[BasicItem], *, by: Actor, at: datetime) -> None:
    """Let the implementations know their basis as it is now, and be found by their name; the rest follows by key."""
    legal = {entry.pk: entry.legal for entry in entries}
    found = Item.objects.select_related("department__region").filter(basic__in=legal).order_by("code")
    items = list(found)
    for item in items:
        item.facts = item.facts | {"legal": legal[item.basic_id]}
    Item.objects.bulk_update(items, ["facts"], batch_size=PORTION)
    for item in items:
        _note(item, verb="item.inherit", by=by, at=at)
    entering.enter(items)


def _items(lines: Sequence[DirectoryLine], *, by: Actor, at: datetime) -> None:
    entries = {one.code: one for one in BasicItem.objects.filter(code__in={line.values["basic"] for line in lines})}
    departments = {one.code: one for one in orgs.departments()}
    known = {item.code: item for item in Item.objects.filter(code__in=[line.code for line in lines])}
    for line in lines:
        item = known.get(line.code)
        if item is None:
            known[line.code] = _new(line.values, entries[line.values["basic"]], departments)
            continue
        for name in set(line.differs) & set(ITEM_COLUMNS):
            setattr(item, name, line.values[name])
    written = write(known.values())
    for item in written:
        _note(item, verb="item.load", by=by, at=at)
    found = Item.objects.select_related("department__region").filter(pk__in=[item.pk for item in written])
    entering.enter(list(found))


def _new(values: Mapping[str, Any], entry: BasicItem, departments: Mapping[str, orgs.Department]) -> Item:
    department, code = departments[values["department"]], values["code"]
    audiences = values.get("audiences") or entry.audiences or [one.value for one in Audience]
    return Item(
        id=item_id(code),
        code=code,
        basic_id=entry.pk,
        basic_code=entry.basic_code,
        name=entry.name,
        type=entry.type,
        department=department,
        region_id=values["region"],
        audiences=audiences,
        state=values.get("state", here.DRAFT),
        facts=here.facts_of(entry.legal, department, values["region"]),
        **_columns(values, ("themes", "search_words", "implementation_code")),
    )


def _columns(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _note(item: Item, *, verb: str, by: Actor, at: datetime) -> None:
    ledger.record(at=at, actor=by, verb=verb, kind="item", subject=item.pk, after=item.state, why=WHY)
