"""Giving the record its order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tongban.kernel.actors import SYSTEM
from tongban.ledger.models import Epoch, Position
from tongban.ledger.rules.facts import Fact
from tongban.ledger.rules.purposes import Purpose, Why
from tongban.ledger.services.writing import record

SEQUENCER_LOCK = 0x746F6E676C656467  # "tongledg": one number for every sequencer of this database
EPOCHS = UUID(int=0x65706F6368)  # the subject of the verb that begins an epoch
RESTORING = Why(Purpose.OPERATION, "GZGF.34")  # 工作规范34: 安全管理主体责任, 网络数据安全保障


def lock_order() -> None:
    """Be the only one who gives positions until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])


def sequence(*, batch: int = 5000) -> int:
    """Give every committed entry that has none its dense position; return how many were placed.

    ``ledger_sequence`` (migrations/sql/sequencing.py) takes the lock and moves a batch from the queue: the application
    itself may write neither. A second sequencer waits for the first and goes on where it ended: the lock lasts until
    the batch is committed, so that nobody ever sees a position while a lower one is still to come.
    """
    total = 0
    while placed := _sequence_batch(batch):
        total += placed
    return total


@transaction.atomic
def _sequence_batch(batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_sequence(%s)", [batch])
        return int(cursor.fetchone()[0])


@transaction.atomic
def begin_epoch(*, reason: str, at: datetime) -> Epoch:
    """Begin a new epoch after the last position: the database was brought back from a backup (``reason`` is a code).

    Whoever kept a position beyond the backup is then told so by ``since``. The verb is an entry of its own.
    """
    lock_order()
    last = Position.objects.order_by("-number").values_list("number", flat=True).first() or 0
    known = Epoch.objects.order_by("-number").values_list("number", flat=True).first() or 1
    number = max(known + 1, int(at.timestamp()))
    made = Epoch.objects.create(number=number, first=last + 1, begun_at=at, reason=reason)
    facts: dict[str, Fact] = {"epoch": number, "first": last + 1, "reason": reason}
    record(at=at, actor=SYSTEM, verb="ledger.begin_epoch", kind="ledger", subject=EPOCHS, facts=facts, why=RESTORING)
    return made
