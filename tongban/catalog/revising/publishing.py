"""The verbs at the end: publish at once or from a day on, recall what has not taken effect, change what an item is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from tongban.catalog import services
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import UNLISTED, GuideVersion, Item, Recall, Revision
from tongban.catalog.revising import policy
from tongban.catalog.revising.errors import FarAhead, InEffectAlready, InThePast, TooFarAhead, WrongItemState
from tongban.catalog.revising.judging import require_base, require_publishable, require_settled
from tongban.catalog.revising.moving import hold, move, roles_of, words_of
from tongban.catalog.revising.states import Kind, State, Verb, moves_of
from tongban.catalog.search import entering
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

# What becomes of the item, from where, and what the ledger calls it.
_BECOMES = {
    Kind.SUSPENSION: ("item.suspend", (ItemState.ACTIVE,), ItemState.SUSPENDED),
    Kind.RESUMPTION: ("item.resume", (ItemState.SUSPENDED,), ItemState.ACTIVE),
    Kind.WITHDRAWAL: ("item.withdraw", (ItemState.ACTIVE, ItemState.SUSPENDED), ItemState.CANCELLED),
}
CHANGING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6.1,GZGF.8")


@transaction.atomic
def publish_revision(
    *, revision: UUID, by: Actor, at: datetime, effective_from: datetime | None = None, far: bool = False
) -> Revision:
    """Publish what was reviewed, now or from a moment to come (第六、八条); cases that run keep their version.

    What would not be published otherwise is not published here either (GuideFaulty); InThePast for a moment that is
    over, FarAhead for one that looks like a slip of the year unless it was confirmed (``far``), TooFarAhead for one
    that is further off than anybody can know, BaseMoved where another version came into force since
    it was submitted, RemarksOpen while something said of it since is open. From the moment of a suspension or
    withdrawal on there are no new applications, while cases that run stay.
    """
    if effective_from is not None and effective_from < at:
        raise InThePast(field="effective_from")
    if effective_from is not None:
        _refuse_far(effective_from, at, confirmed=far)
    with ledger.operation():
        held = hold(revision, by)
        moves_of(held.kind).target(Verb.PUBLISH, state=held.state, roles=roles_of(by, held))
        require_settled(held)
        if held.with_guide:
            _publish_guide(held, by=by, at=at, start=effective_from or at)
        else:
            _change_item(held, by=by, at=at, start=effective_from or at)
    return held


def _refuse_far(start: datetime, at: datetime, *, confirmed: bool) -> None:
    if start > at + policy.furthest(confirmed=True):
        raise TooFarAhead(field="effective_from")
    if start > at + policy.furthest(confirmed=confirmed):
        raise FarAhead(field="effective_from")


def require_ready(held: Revision, at: datetime) -> None:
    """Refuse what could not be published now, whatever day is chosen: as ``publish_revision`` does."""
    require_settled(held)
    if held.with_guide:
        require_publishable(held, at=at)
    else:
        _require_source(held, held.item)


@transaction.atomic
def recall(*, revision: UUID, reason: str, by: Actor, at: datetime) -> Revision:
    """Take back what was to take effect on a day to come: all goes on as it is, and this waits to be published.

    A guide, or that the item is suspended, resumed or withdrawn: it was announced to everybody, and so is that it was
    taken back, with the reason.

    InEffectAlready from the moment of its effect on: then only another change can undo it.
    """
    words = words_of(reason, field="reason", needed=True, lacking="请写明为什么撤回定时发布。")
    with ledger.operation():
        held = hold(revision, by)
        version = held.version
        start = version.effective_from if version is not None else held.starts_at
        if held.state == State.SCHEDULED and start is not None and start <= at:
            raise InEffectAlready
        held.version = held.starts_at = None
        move(held, Verb.RECALL, by=by, at=at, words=words)
        if version is not None:
            services.recall(version=version, reason=words, by=by, at=at)
        else:
            Recall.objects.create(
                id=uuid7(at), revision=held, starts_at=start, ends_at=held.ends_at, at=at, reason=words
            )
    return held


def take_effect(*, at: datetime, item: UUID | None = None) -> int:
    """Say of every revision whose moment has come that it is published; return how many.

    A guide is in force by its period, whether or not this was done: the search follows, and a new revision of the item
    can be begun. An item is suspended, resumed or withdrawn here, and one whose suspension is over is offered again.
    """
    come = Q(version__effective_from__lte=at) | Q(starts_at__lte=at)
    due = Revision.objects.filter(come, state=State.SCHEDULED)
    over = Revision.objects.filter(
        kind=Kind.SUSPENSION, state=State.PUBLISHED, ends_at__lte=at, item__state=ItemState.SUSPENDED.value
    )
    if item is not None:
        due, over = due.filter(item=item), over.filter(item=item)
    count = sum(_take_effect(key, at) for key in due.values_list("pk", flat=True))
    return count + sum(_end_suspension(key, at) for key in over.values_list("pk", flat=True))


@transaction.atomic
def _take_effect(key: UUID, at: datetime) -> bool:
    locked = Revision.objects.select_for_update(of=("self",), skip_locked=True).select_related("item", "version")
    held = locked.filter(pk=key, state=State.SCHEDULED).first()
    if held is None:
        return False
    start = held.version.effective_from if held.version else held.starts_at
    if start is None or start > at:
        return False
    with ledger.operation():
        move(held, Verb.TAKE_EFFECT, by=SYSTEM, at=at)
        if held.with_guide:
            entering.enter([Item.objects.select_related("department__region").get(pk=held.item_id)])
        else:
            _become(held, by=SYSTEM, at=at)
    return True


@transaction.atomic
def _end_suspension(key: UUID, at: datetime) -> bool:
    """Offer an item again when the time of its suspension is over, unless something else became of it since."""
    held = Revision.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if held is None or (last := last_change(held.item)) is None or last.pk != held.pk:
        return False
    item = _locked(held)
    if item.state != ItemState.SUSPENDED:
        return False
    _set(item, ItemState.ACTIVE, "item.resume", by=SYSTEM, at=at)
    return True


def _publish_guide(held: Revision, *, by: Actor, at: datetime, start: datetime) -> None:
    verb = Verb.SCHEDULE if start > at else Verb.PUBLISH
    if held.state == State.APPROVED:
        require_base(held, at=at)
        require_publishable(held, at=at)
        document = {"schema_version": 1, **held.document}
        held.version = services.publish(item_code=held.item.code, document=document, by=by, at=at, effective_from=start)
    move(held, verb, by=by, at=at, facts={"effective_from": start.isoformat()})


def _change_item(held: Revision, *, by: Actor, at: datetime, start: datetime) -> None:
    if held.state == State.APPROVED:
        _require_source(held, _locked(held))
    if held.ends_at is not None and held.ends_at <= start:
        raise InThePast("恢复办理的时间要晚于开始暂停的时间，请换一个开始的日子。", field="effective_from")
    held.starts_at = start
    verb = Verb.SCHEDULE if start > at else Verb.PUBLISH
    move(held, verb, by=by, at=at, facts={"effective_from": start.isoformat()})
    if verb == Verb.PUBLISH:
        _become(held, by=by, at=at)


def _require_source(held: Revision, item: Item) -> None:
    _, sources, _ = _BECOMES[Kind(held.kind)]
    if item.state not in sources:
        raise WrongItemState(f"事项现在是“{label(ItemState(item.state))}”，不能这样办。")


def _become(held: Revision, *, by: Actor, at: datetime) -> None:
    verb, sources, becomes = _BECOMES[Kind(held.kind)]
    item = _locked(held)
    if item.state in sources:
        _set(item, becomes, verb, by=by, at=at)


def _locked(held: Revision) -> Item:
    items = Item.objects.select_for_update(of=("self",)).select_related("department__region")
    return items.get(pk=held.item_id)


def _set(item: Item, becomes: ItemState, verb: str, *, by: Actor, at: datetime) -> None:
    before, item.state = item.state, becomes.value
    item.save(update_fields=["state"])
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="item",
        subject=item.id,
        before=before,
        after=item.state,
        facts={"item": item.code},
        why=CHANGING,
    )
    entering.enter([item])


def planned(item: Item, *, at: datetime) -> Revision | None:
    """Return by which revision an item is to be suspended, resumed or withdrawn on a day to come; None without one."""
    found = Revision.objects.filter(item=item, state=State.SCHEDULED, version=None, starts_at__gt=at)
    return found.defer("document").first()


def in_force(*, at: datetime) -> int:
    """Return how many guides are in force of items that people find: one service may have several of them."""
    found = GuideVersion.objects.in_force(at).exclude(item__state__in=UNLISTED)
    return found.count()


def last_change(item: Item) -> Revision | None:
    """Return by which revision an item came to be suspended or withdrawn; None where it was loaded so."""
    kinds = [Kind.SUSPENSION, Kind.WITHDRAWAL]
    return Revision.objects.filter(item=item, kind__in=kinds, state=State.PUBLISHED).order_by("-stage_at").first()


def coming(item: Item, *, at: datetime) -> GuideVersion | None:
    """Return the version of an item that is published and takes effect later; None when there is none."""
    return (
        GuideVersion.objects.standing().filter(item=item, effective_from__gt=at).order_by(F("effective_from")).first()
    )
