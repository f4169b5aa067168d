"""Taking the record out: an act that is in the record itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from errno import EEXIST
from os import strerror
from pathlib import Path

from django.db import transaction

from tongban.kernel.actors import SYSTEM, Actor
from tongban.ledger.queries.exporting import stretch, write_export
from tongban.ledger.queries.seals import batch
from tongban.ledger.rules.purposes import Purpose, Why
from tongban.ledger.services.marking import draw_serial, export_id
from tongban.ledger.services.writing import record


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the numbers of the batches, and the serial number that stands in the manifest and the entry."""

    first: int
    last: int
    serial: str


def export(*, out: Path, at: datetime, first: int = 1, last: int | None = None, by: Actor = SYSTEM) -> Exported:
    """Write the batches from ``first`` to ``last`` (None: the newest) into a new folder, or a new file ``*.zip``.

    Refuses (NotSealed) batches that are not there; FileExistsError rather than overwrite.
    The files hold every entry whole, also what is withheld: they are for the audit administrator and for courts, and
    only who writes them may read them (0600, folders 0700). The look at everything is noted before the first byte is
    written (个人信息保护法51), under the serial number that the export carries: a copy is traced to who took it.
    """
    numbers = stretch(first, last)
    if out.exists():
        raise FileExistsError(EEXIST, strerror(EEXIST), str(out))
    made = Exported(*numbers, draw_serial())
    _note(made, by, at)
    write_export(out, *numbers, serial=made.serial)
    return made


@transaction.atomic
def _note(made: Exported, by: Actor, at: datetime) -> None:
    rows = batch(made.last).last - batch(made.first).first + 1
    record(
        at=at,
        actor=by,
        verb="ledger.export",
        kind="export",
        subject=export_id(made.serial),
        facts={"serial": made.serial, "what": "ledger", "rows": rows, "first": made.first, "last": made.last},
        why=Why(Purpose.AUDIT, "GBF.51", reading=True),
    )
