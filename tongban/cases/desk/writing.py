"""常用语: the texts that a department writes again and again, kept by those who examine and decide there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.cases.desk import rules
from tongban.cases.desk.errors import BlockNotFound, BlockTwice
from tongban.cases.desk.queries import blocks_of
from tongban.cases.desk.tables import TextBlock
from tongban.kernel.actors import Actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.kernel.reach import EVERYWHERE
from tongban.ledger import api as ledger

OWN_RULE = "BXT.5"


@transaction.atomic
def write_block(
    *, department: str, verb: str, title: str, text: str, by: Actor, at: datetime, block: UUID | None = None
) -> TextBlock:
    """Write a text for a verb of a department, or write one anew (``block``).

    NotAllowed for a department in which the actor neither examines nor decides; BlockNotFound for one of others.
    ``rules.block`` says what a text may be; a second one of the same name is refused (BlockTwice).
    """
    mine = rules.departments_of(by)
    if not {department, EVERYWHERE} & mine:
        raise NotAllowed
    name, kept = rules.block(verb, title, text)
    held = _held(by, block) if block else TextBlock(id=uuid7(at))
    held.department_id, held.verb, held.title, held.text = department, verb, name, kept
    held.by, held.changed_at = by.id, at
    try:
        with transaction.atomic():
            held.save(force_insert=block is None)
    except IntegrityError as error:
        if "block_title_once" not in str(error):
            raise
        raise BlockTwice(field="title") from None
    _record(held, "text_block.write", by, at)
    return held


@transaction.atomic
def put_away_block(*, block: UUID, by: Actor, at: datetime) -> TextBlock:
    """Offer a text no more; what was written with it stays as it was written. BlockNotFound for one of others."""
    held = _held(by, block)
    held.put_away_at, held.by = at, by.id
    held.save(update_fields=["put_away_at", "by"])
    _record(held, "text_block.put_away", by, at)
    return held


def _held(by: Actor, block: UUID) -> TextBlock:
    held = blocks_of(by).select_for_update(of=("self",)).filter(pk=block).first()
    if held is None:
        raise BlockNotFound
    return held


def _record(held: TextBlock, verb: str, by: Actor, at: datetime) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="text_block",
        subject=held.pk,
        facts={"department": held.department_id, "for": held.verb},
        why=ledger.Why(ledger.Purpose.HANDLING, OWN_RULE),
    )
