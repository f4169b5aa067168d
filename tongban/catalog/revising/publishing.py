"""The verbs at the end: publish at once or from a day on, recall what has not taken effect, change what an item is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tongban.catalog import services
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import GuideVersion, Item, Revision
from tongban.catalog.revising.errors import InEffectAlready, InThePast, WrongItemState
from tongban.catalog.revising.judging import require_publishable
from tongban.catalog.revising.moving import hold, move, words_of
from tongban.catalog.revising.states import Kind, State, Verb
from tongban.catalog.search import entering
from tongban.kernel.actors import SYSTEM, Actor
from tongban.ledger import api as ledger

# What becomes of the item, from where, and what the ledger calls it.
_BECOMES = {
    Kind.SUSPENSION: ("item.suspend", (ItemState.ACTIVE,), ItemState.SUSPENDED),
    Kind.RESUMPTION: ("item.resume", (ItemState.SUSPENDED,), ItemState.ACTIVE),
    Kind.WITHDRAWAL: ("item.withdraw", (ItemState.ACTIVE, ItemState.SUSPENDED), ItemState.CANCELLED),
}
CHANGING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6.1,GZGF.8")


@transaction.atomic
def publish_revision(*, revision: UUID, by: Actor, at: datetime, effective_from: datetime | None = None) -> Revision:
    """Publish what was reviewed, now or from a moment to come (第六、八条); cases that run keep their version.

    What would not be published otherwise is not published here either (GuideFaulty); InThePast for a moment that is
    over. A suspension, resumption or withdrawal takes effect at once: no new applications, while cases that run stay.
    """
    if effective_from is not None and effective_from < at:
        raise InThePast(field="effective_from")
    with ledger.operation():
        held = hold(revision, by)
        if held.with_guide:
            _publish_guide(held, by=by, at=at, start=effective_from or at)
        else:
            _change_item(held, by=by, at=at)
    return held


@transaction.atomic
def recall(*, revision: UUID, reason: str, by: Actor, at: datetime) -> Revision:
    """Take a guide back before it takes effect: the one in force goes on, and this waits to be published.

    InEffectAlready from the moment of its effect on: then only another change can undo it.
    """
    words = words_of(reason, field="reason", needed=True)
    with ledger.operation():
        held = hold(revision, by)
        version = held.version
        if held.state == State.SCHEDULED and version is not None and version.effective_from <= at:
            raise InEffectAlready
        held.version = None
        move(held, Verb.RECALL, by=by, at=at, words=words)
        if version is not None:
            services.recall(version=version, by=by, at=at)
    return held


def take_effect(*, at: datetime, item: UUID | None = None) -> int:
    """Say of every revision whose guide has come into force that it is published; return how many.

    The guide itself is in force by its period, whether or not this was done: the search follows, and a new revision of
    the item can be begun.
    """
    due = Revision.objects.filter(state=State.SCHEDULED, version__effective_from__lte=at)
    if item is not None:
        due = due.filter(item=item)
    return sum(_take_effect(key, at) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _take_effect(key: UUID, at: datetime) -> bool:
    locked = Revision.objects.select_for_update(of=("self",), skip_locked=True).select_related("item", "version")
    held = locked.filter(pk=key, state=State.SCHEDULED).first()
    if held is None or held.version is None or held.version.effective_from > at:
        return False
    move(held, Verb.TAKE_EFFECT, by=SYSTEM, at=at)
    entering.enter([Item.objects.select_related("department__region").get(pk=held.item_id)])
    return True


def _publish_guide(held: Revision, *, by: Actor, at: datetime, start: datetime) -> None:
    verb = Verb.SCHEDULE if start > at else Verb.PUBLISH
    if held.state == State.APPROVED:
        require_publishable(held, at=at)
        document = {"schema_version": 1, **held.document}
        held.version = services.publish(item_code=held.item.code, document=document, by=by, at=at, effective_from=start)
    move(held, verb, by=by, at=at, facts={"effective_from": start.isoformat()})


def _change_item(held: Revision, *, by: Actor, at: datetime) -> None:
    verb, sources, becomes = _BECOMES[Kind(held.kind)]
    item = Item.objects.select_for_update(of=("self",)).select_related("department__region").get(pk=held.item_id)
    if held.state == State.APPROVED and item.state not in sources:
        raise WrongItemState(f"事项现在是“{label(ItemState(item.state))}”，不能这样办。")
    move(held, Verb.PUBLISH, by=by, at=at)
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


def last_change(item: Item) -> Revision | None:
    """Return by which revision an item came to be suspended or withdrawn; None where it was loaded so."""
    kinds = [Kind.SUSPENSION, Kind.WITHDRAWAL]
    return Revision.objects.filter(item=item, kind__in=kinds, state=State.PUBLISHED).order_by("-stage_at").first()


def coming(item: Item, *, at: datetime) -> GuideVersion | None:
    """Return the version of an item that is published and takes effect later; None when there is none."""
    return (
        GuideVersion.objects.standing().filter(item=item, effective_from__gt=at).order_by(F("effective_from")).first()
    )
