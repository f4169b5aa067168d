"""The verbs of claiming (认领, 第六条): a department takes an entry on for its level, or says that it does not."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tongban.catalog.directory import here
from tongban.catalog.directory.codes import implementation_faults, level_of
from tongban.catalog.directory.errors import (
    AlreadyClaimed,
    AlreadyDeclined,
    EntryGone,
    NothingToTakeBack,
    OtherLevel,
    UnknownEntry,
)
from tongban.catalog.directory.states import LISTING
from tongban.catalog.directory.tables import Declined
from tongban.catalog.directory.who import department_of
from tongban.catalog.guide.terms import Audience, ItemState, ItemType
from tongban.catalog.loading import item_id
from tongban.catalog.models import BasicItem, Item
from tongban.catalog.search import entering
from tongban.kernel.actors import Actor
from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

WHY = ledger.Why(ledger.Purpose.ADMINISTRATION, LISTING)
LONGEST_REASON = 200
NO_SUCH_ORGAN = "没有这个委托机关，请重新选择。"


@transaction.atomic
def claim(
    *, entry: str, department: str, by: Actor, at: datetime, entrusted_by: str = "", implementation_code: str = ""
) -> Item:
    """Make a department's implementation of an entry, a draft that nobody is offered before its first guide (第六条).

    Name, code, basis and type are the entry's and stay so. ``entrusted_by``: the department in whose name it is done,
    where it is done by delegation (委托; 实施主体性质 3). ``implementation_code``: the national one, where it is known.
    Refuses (NotAllowed) whoever does not manage the department's items, (EntryGone, OtherLevel) what is not to be
    claimed, (AlreadyClaimed, AlreadyDeclined), and (Broken) a code that contradicts the entry or the department.
    """
    body = department_of(by, department)
    row = _locked(entry)
    if row.gone_at is not None:
        raise EntryGone
    if row.levels and level_of(body.region_id).value not in row.levels:
        raise OtherLevel
    if Item.objects.filter(basic=row, department=body, region=body.region_id).exists():
        raise AlreadyClaimed
    if Declined.objects.filter(basic=row, department=body).exists():
        raise AlreadyDeclined
    code = clean(implementation_code)
    item = _item(row, body, _organ(entrusted_by, body), _fitting(code, row, body))
    _insert(item)
    entering.enter([item])
    facts: dict[str, ledger.Fact] = {"entry": row.code, "department": body.code}
    _note("item.claim", "item", item.pk, by=by, at=at, after=item.state, facts=facts)
    return item


@transaction.atomic
def unclaim(*, entry: str, department: str, by: Actor, at: datetime) -> None:
    """Take a claim back, as long as no guide was published or is being written for it. Refuses (NothingToTakeBack)."""
    body = department_of(by, department)
    row = _locked(entry)
    held = Item.objects.select_for_update(of=("self",)).filter(basic=row, department=body, region=body.region_id)
    item = held.filter(state=ItemState.DRAFT.value, versions=None).first()
    if item is None:
        raise NothingToTakeBack
    facts: dict[str, ledger.Fact] = {"entry": row.code, "department": body.code}
    _note("item.unclaim", "item", item.pk, by=by, at=at, after="", facts=facts)
    try:
        item.delete()
    except ProtectedError:
        raise NothingToTakeBack("已经在编制办事指南，不能撤回认领。请先删除草稿。") from None


@transaction.atomic
def decline(*, entry: str, department: str, reason: str, by: Actor, at: datetime) -> Declined:
    """Say that a department does not do an entry (不涉及), and why; it no longer counts as unclaimed there.

    Refuses as ``claim`` does, and (Broken) without a reason.
    """
    body = department_of(by, department)
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Broken(f"请写明为什么不涉及，最多{LONGEST_REASON}个字。", field="reason")
    row = _locked(entry)
    if Item.objects.filter(basic=row, department=body, region=body.region_id).exists():
        raise AlreadyClaimed
    if Declined.objects.filter(basic=row, department=body).exists():
        raise AlreadyDeclined
    made = Declined.objects.create(basic=row, department=body, reason=said, declined_at=at, declined_by=by.id)
    facts: dict[str, ledger.Fact] = {"department": body.code}
    _note("directory.decline", "basic_item", row.pk, by=by, at=at, after="DECLINED", facts=facts)
    return made


@transaction.atomic
def reconsider(*, entry: str, department: str, by: Actor, at: datetime) -> None:
    """Take back that a department does not do an entry: it is unclaimed there again. Refuses (NothingToTakeBack)."""
    body = department_of(by, department)
    row = _locked(entry)
    gone, _ = Declined.objects.filter(basic=row, department=body).delete()
    if not gone:
        raise NothingToTakeBack
    facts: dict[str, ledger.Fact] = {"department": body.code}
    _note("directory.reconsider", "basic_item", row.pk, by=by, at=at, after="UNCLAIMED", facts=facts)


def _locked(entry: str) -> BasicItem:
    """Lock an entry, so that two who answer to it follow each other; publishing and importing its items do not wait."""
    row = BasicItem.objects.select_for_update(no_key=True).filter(code=entry).first()
    if row is None:
        raise UnknownEntry
    return row


def _item(row: BasicItem, body: orgs.Department, organ: orgs.Department | None, code: str) -> Item:
    own = here.code_of(row.code, body.code, body.region_id)
    return Item(
        id=item_id(own),
        code=own,
        basic=row,
        basic_code=row.basic_code,
        name=row.name,
        type=row.type,
        department=body,
        region_id=body.region_id,
        audiences=row.audiences or [one.value for one in Audience],
        state=ItemState.DRAFT.value,
        facts=here.facts_of(row.legal, body, body.region_id),
        implementation_code=code,
        entrusted_by=organ,
    )


def _insert(item: Item) -> None:
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError as error:
        if "implementation_code" in str(error):
            raise Broken("这个实施编码已经用在另一个事项上，请核对。", field="implementation_code") from None
        raise AlreadyClaimed from None


def _organ(code: str, body: orgs.Department) -> orgs.Department | None:
    if not code:
        return None
    try:
        organ = orgs.department(code)
    except orgs.UnknownDepartment:
        raise Broken(NO_SUCH_ORGAN, field="entrusted_by") from None
    if organ.code == body.code:
        raise Broken("委托机关应当是另一个部门，请重新选择。", field="entrusted_by")
    return organ


def _fitting(code: str, row: BasicItem, body: orgs.Department) -> str:
    if code:
        faults = implementation_faults(
            code,
            kind=ItemType(row.type),
            basic_code=row.basic_code,
            region=body.region_id,
            credit_code=body.credit_code or "",
        )
        if faults:
            raise Broken(f"{'；'.join(one.rstrip('。') for one in faults)}。", field="implementation_code")
    return code


def _note(verb: str, kind: str, subject: UUID, *, by: Actor, at: datetime, after: str, facts: dict[str, Any]) -> None:
    ledger.record(at=at, actor=by, verb=verb, kind=kind, subject=subject, after=after, facts=facts, why=WHY)
