"""The verbs of the catalogue: taking items in, publishing guides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from tongban.catalog import reading
from tongban.catalog.errors import BadItems, GuideFaulty, NotAfterLastVersion, UnknownItem
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import ItemState, ItemType
from tongban.catalog.models import GuideVersion, Item
from tongban.catalog.search import entering
from tongban.catalog.search.verbs import load_synonyms
from tongban.crypto import api as crypto
from tongban.duties import api as duties
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Role
from tongban.kernel.codes import item as item_codes
from tongban.kernel.codes.local import LocalItemCode
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

LICENSING = "ADMINISTRATIVE_LICENCE"
# 工作规范6: 清单化管理, 编制办事指南并公示; 7: its elements; 8: 动态调整.
LISTING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6")
PUBLISHING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6.1,GZGF.7,GZGF.8")


@transaction.atomic
def publish(
    *, item_code: str, document: Mapping[str, Any], by: Actor, at: datetime, effective_from: datetime | None = None
) -> GuideVersion:
    """Publish a guide: from ``effective_from`` (now, unless given) it is what cases are opened under (第六、七条).

    The version before it ends at that moment; cases opened under it keep it. Refuses a document with faults
    (GuideFaulty, all at once), an actor who does not manage the item (NotAllowed), and a version that would take effect
    before it is published or not after the last one (NotAfterLastVersion).
    """
    item = Item.objects.select_for_update(of=("self",)).select_related("department").filter(code=item_code).first()
    if item is None:
        raise UnknownItem
    _require_manager(item, by)
    guide, start = reading.guide_of(document), effective_from or at
    if faults := [*_against_item(guide, item), *_against_regime(guide, day_of(start)), *_against_city(guide)]:
        raise GuideFaulty(faults)
    last = GuideVersion.objects.filter(item=item).order_by("-version").first()
    _close(last, start, at)
    text = reading.canonical(guide)
    made = GuideVersion.objects.create(
        id=uuid7(at),
        item=item,
        version=last.version + 1 if last else 1,
        document=json.loads(text),
        digest=crypto.sm3(text.encode()),
        published_at=at,
        effective_from=start,
    )
    _note_published(made, by=by, at=at)
    entering.enter([item])
    return made


def _note_published(made: GuideVersion, *, by: Actor, at: datetime) -> None:
    facts: dict[str, ledger.Fact] = {
        "item": made.item.code,
        "version": made.version,
        "digest": made.digest,
        "effective_from": made.effective_from.isoformat(),
    }
    ledger.record(
        at=at,
        actor=by,
        verb="guide.publish",
        kind="guide",
        subject=made.id,
        after="PUBLISHED",
        facts=facts,
        why=PUBLISHING,
    )


@transaction.atomic
def load_directory(*, path: Path, at: datetime, by: Actor = SYSTEM) -> dict[str, int]:
    """Take in the items and guides of a directory; return how many items were new or changed, and guides published.

    The words by which people ask for them come along. Loading the same files again changes nothing. Refuses (BadItems,
    GuideFaulty) files with faults; then nothing is loaded. An item that is no longer in the files stays as it is: to
    end one is a verb of its own.
    """
    rows = reading.item_rows(path)
    _require_codes(rows)
    changed = [item for row in rows if (item := _load_item(row, by=by, at=at))]
    if changed:
        entering.enter(changed)
    load_synonyms(path=path, by=by, at=at)
    published = [_publish_new(document, by=by, at=at) for document in reading.guide_documents(path)]
    return {"items": len(changed), "guides": sum(published)}


def item_id(code: str) -> UUID:
    """Return the identifier of an item: the same for the same code in every city that loads it."""
    return uuid5(NAMESPACE_OID, f"tongban/item/{code}")


def _require_manager(item: Item, by: Actor) -> None:
    if by.kind == ActorKind.SYSTEM:
        return
    if item.department is None:
        raise NotAllowed
    roles = by.roles_for(department=item.department.code, region=item.department.region_id)
    if Role.ITEM_MANAGER not in roles:
        raise NotAllowed


def _against_item(guide: Guide, item: Item) -> Iterator[str]:
    """Name, code, type and department are the item's and cannot be edited in its guide (第六条)."""
    same = {
        "事项编码": (guide.basics.item, item.code),
        "事项名称": (guide.basics.name, item.name),
        "事项类型": (guide.basics.type.value, item.type),
        "决定部门": (guide.department.decides.code, item.department_id),
    }
    yield from (f"{name}与事项清单不一致，应为 {kept}" for name, (given, kept) in same.items() if given != kept)


def _against_regime(guide: Guide, on: date) -> Iterator[str]:
    """Hold a licence, and nothing else, to the law of licensing, where silence is acceptance (行政许可法第三十二条)."""
    try:
        regime = duties.regime(guide.regime, on=on)
    except duties.UnknownRegime:
        yield f"没有“{guide.regime}”这种办理规则"
        return
    licence = guide.basics.type == ItemType.LICENCE
    if licence and regime.silence != duties.Silence.ACCEPTED_FROM_RECEIPT:
        yield f"行政许可事项逾期不告知即为受理，不能使用“{regime.name}”，办理规则应为 {LICENSING}"
    if not licence and regime.code == LICENSING:
        yield f"这个事项的类型是{label(guide.basics.type)}，不是行政许可，办理规则不能使用 {LICENSING}"


def _against_city(guide: Guide) -> Iterator[str]:
    who = guide.department
    bodies = (who.receives, who.accepts, who.examines, who.decides, who.delivers, who.supervises, *who.joint)
    codes = {body.code for body in bodies if body} | {step.by for step in guide.process}
    known = {one.code for one in orgs.departments()}
    yield from (f"没有编码为 {code} 的部门" for code in sorted(codes - known))
    for window in guide.windows:
        try:
            orgs.place(window.place)
        except orgs.UnknownPlace:
            yield f"没有编码为 {window.place} 的服务场所"


def _close(last: GuideVersion | None, start: datetime, at: datetime) -> None:
    if start < at or (last is not None and start <= last.effective_from):
        raise NotAfterLastVersion
    if last is not None:
        GuideVersion.objects.filter(pk=last.pk, effective_to=None).update(effective_to=start)


def _require_codes(rows: list[ItemRow]) -> None:
    codes = [LocalItemCode.parse(row.code).code for row in rows]
    for row in rows:
        if row.basic_code:
            item_codes.parse_basic(row.basic_code)
    twice = sorted({code for code in codes if codes.count(code) > 1})
    unknown = sorted({row.decides for row in rows if row.decides} - {one.code for one in orgs.departments()})
    for names, what in ((twice, "事项编码重复"), (unknown, "没有这些部门")):
        if names:
            message = f"{what}：{'、'.join(names)}。没有载入任何内容。"
            raise BadItems(message)


def _load_item(row: ItemRow, *, by: Actor, at: datetime) -> Item | None:
    """Take in one item; None if it is already so."""
    item = Item.objects.filter(code=row.code).first() or Item(
        id=item_id(row.code), code=row.code, state=ItemState.ACTIVE.value
    )
    before = {} if item._state.adding else _columns(item)  # noqa: SLF001 - Django's own word for "not saved yet"
    item.basic_code, item.name, item.type = row.basic_code or "", row.name, row.type.value
    item.department = orgs.department(row.decides) if row.decides else None
    item.body, item.supervisors = row.body, list(row.supervises)
    item.audiences = [one.value for one in row.audiences]
    item.themes, item.search_words = list(row.themes), list(row.search_words)
    item.facts = row.facts.model_dump(mode="json", exclude_defaults=True)
    if before == _columns(item):
        return None
    item.save()
    ledger.record(at=at, actor=by, verb="item.load", kind="item", subject=item.id, after=item.state, why=LISTING)
    return item


def _columns(item: Item) -> dict[str, Any]:
    return {field.attname: getattr(item, field.attname) for field in Item._meta.concrete_fields}  # noqa: SLF001


def _publish_new(document: Mapping[str, Any], *, by: Actor, at: datetime) -> bool:
    guide = reading.guide_of(document)
    digest = crypto.sm3(reading.canonical(guide).encode())
    last = GuideVersion.objects.filter(item__code=guide.basics.item).order_by("-version").first()
    if last is not None and last.digest == digest:
        return False
    publish(item_code=guide.basics.item, document=document, by=by, at=at)
    return True
