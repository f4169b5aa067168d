"""Taking in what files say of items and licence types: a few statements for however many lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import models

from tongban.catalog.errors import BadItems
from tongban.catalog.facts import ItemRow, LicenceRow
from tongban.catalog.guide.terms import ItemState, Level
from tongban.catalog.models import BasicItem, Item, LicenceType
from tongban.catalog.search import entering
from tongban.kernel.actors import Actor
from tongban.kernel.codes import item as item_codes
from tongban.kernel.codes.local import LocalBasicItemCode, LocalItemCode
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

# 工作规范6: 清单化管理.
LISTING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6")
# What a list of items says nothing of, and what comes only by claiming.
OWN, OF_CLAIM = ("changed_at", "gone_at"), ("implementation_code", "entrusted_by_id")
# The words by which facts tell at which levels something is done.
LEVELS = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "区": Level.COUNTY,
    "县": Level.COUNTY,
    "镇": Level.TOWN,
    "街": Level.TOWN,
    "村": Level.VILLAGE,
}
Row = TypeVar("Row", bound=models.Model)
_AT_ONCE = 500


def item_id(code: str) -> UUID:
    """Return the identifier of an item: the same for the same code in every city that loads it."""
    return uuid5(NAMESPACE_OID, f"tongban/item/{code}")


def basic_id(code: str) -> UUID:
    """Return the identifier of an entry of the basic directory, made of its code in the same way."""
    return uuid5(NAMESPACE_OID, f"tongban/basic/{code}")


def licence_id(code: str) -> UUID:
    """Return the identifier under which the ledger knows a licence type."""
    return uuid5(NAMESPACE_OID, f"tongban/licence-type/{code}")


def require_codes(rows: Sequence[ItemRow]) -> None:
    """Refuse (BadItems, Broken) codes that are malformed, given twice or unknown, and entries that contradict."""
    codes = [LocalItemCode.parse(row.code).code for row in rows]
    for row in rows:
        LocalBasicItemCode.parse(row.basic_local_code)
        if row.basic_code:
            item_codes.parse_basic(row.basic_code)
    twice = sorted(code for code, count in Counter(codes).items() if count > 1)
    unknown = sorted({row.decides for row in rows if row.decides} - {one.code for one in orgs.departments()})
    no_region = sorted(row.code for row in rows if not row.decides and not row.region)
    for names, what in (
        (twice, "事项编码重复"),
        (unknown, "没有这些部门"),
        (_contradicting(rows), "同一基本目录事项的名称、编码、类型、依据不一致"),
        (no_region, "没有部门的事项要写明在哪个地区办理"),
    ):
        if names:
            message = f"{what}：{'、'.join(names)}。没有载入任何内容。"
            raise BadItems(message)


def _contradicting(rows: Sequence[ItemRow]) -> list[str]:
    """Return the entries of the basic directory of which two rows say different things (第六条)."""
    ordered = sorted(rows, key=lambda row: row.basic_local_code)
    return [
        code
        for code, same in groupby(ordered, key=lambda row: row.basic_local_code)
        if len({(row.name, row.type, row.basic_code, row.facts.legal) for row in same}) > 1
    ]


def load_items(rows: Sequence[ItemRow], *, by: Actor, at: datetime) -> int:
    """Write the entries of the basic directory and the items; return how many items were new or changed.

    An item has changed with its entry too, whether or not it is among the rows: it has inherited what is new.
    """
    departments = {one.code: one for one in orgs.departments()}
    entries = write({row.basic_local_code: _entry(row, departments) for row in rows}.values(), keep=OWN)
    written = write([_item(row, departments) for row in rows], keep=("state", *OF_CLAIM))
    inherited = Item.objects.select_related("department__region").filter(basic__in=entries)
    changed = {item.pk: item for item in (*inherited, *written)}
    for item in changed.values():
        ledger.record(at=at, actor=by, verb="item.load", kind="item", subject=item.id, after=item.state, why=LISTING)
    entering.enter(list(changed.values()))
    return len(changed)


def load_licences(rows: Sequence[LicenceRow], *, by: Actor, at: datetime) -> int:
    """Write the licence types; return how many were new or changed."""
    changed = write(LicenceType(**row.columns()) for row in rows)
    for one in changed:
        subject = licence_id(one.code)
        ledger.record(at=at, actor=by, verb="licence_type.load", kind="licence_type", subject=subject, why=LISTING)
    return len(changed)


def _entry(row: ItemRow, departments: Mapping[str, orgs.Department]) -> BasicItem:
    code = row.basic_local_code
    line = departments[row.decides].line if row.decides else ""
    return BasicItem(
        id=basic_id(code),
        code=code,
        basic_code=row.basic_code or "",
        name=row.name,
        type=row.type.value,
        legal=[law.model_dump(mode="json", exclude_defaults=True) for law in row.facts.legal],
        levels=sorted({level.value for word, level in LEVELS.items() if word in row.facts.level}),
        line=line,
        audiences=[one.value for one in row.audiences],
    )


def _item(row: ItemRow, departments: Mapping[str, orgs.Department]) -> Item:
    department = departments[row.decides] if row.decides else None
    return Item(
        id=item_id(row.code),
        code=row.code,
        state=ItemState.ACTIVE.value,
        basic_id=basic_id(row.basic_local_code),
        basic_code=row.basic_code or "",
        name=row.name,
        type=row.type.value,
        department=department,
        region_id=row.region or (department.region_id if department else ""),
        body=row.body,
        supervisors=list(row.supervises),
        audiences=[one.value for one in row.audiences],
        themes=list(row.themes),
        search_words=list(row.search_words),
        facts=row.facts.model_dump(mode="json", exclude_defaults=True),
    )


def write(rows: Iterable[Row], *, keep: tuple[str, ...] = ()) -> list[Row]:
    """Insert what is new and change what differs; return both. ``keep``: columns that only a new row is given."""
    given = {row.pk: row for row in rows}
    if not given:
        return []
    model = type(next(iter(given.values())))
    manager: Any = model._default_manager  # noqa: SLF001 - Django's documented interface to any model
    before = {row.pk: _columns(row) for row in manager.filter(pk__in=list(given))}
    for key in before:
        for name in keep:
            setattr(given[key], name, before[key][name])
    changed = [row for row in given.values() if _columns(row) != before.get(row.pk)]
    own: Any = model._meta  # noqa: SLF001 - as above
    manager.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=[own.pk.name],
        update_fields=[one.name for one in own.concrete_fields if not one.primary_key],
        batch_size=_AT_ONCE,
    )
    return changed


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001
