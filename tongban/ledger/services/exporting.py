"""Taking the record out: an act that is in the record itself."""

from __future__ import annotations

from datetime import datetime
from errno import EEXIST
from os import strerror
from pathlib import Path
from uuid import UUID

from django.db import transaction

from tongban.kernel.actors import SYSTEM, Actor
from tongban.ledger.queries.exporting import stretch, write_export
from tongban.ledger.rules.purposes import Purpose, Why
from tongban.ledger.services.writing import record

EXPORTS = UUID(int=0x6578706F7274)  # the subject of exports


def export(*, out: Path, at: datetime, first: int = 1, last: int | None = None, by: Actor = SYSTEM) -> tuple[int, int]:
    """Write the batches from ``first`` to ``last`` (None: the newest) into a new folder, or a new file ``*.zip``.

    Returns the numbers written; refuses (NotSealed) batches that are not there; FileExistsError rather than overwrite.
    The files hold every entry whole, also what is withheld: they are for the audit administrator and for courts, and
    only who writes them may read them (0600, folders 0700). The look at everything is noted before the first byte is
    written (个人信息保护法51).
    """
    numbers = stretch(first, last)
    if out.exists():
        raise FileExistsError(EEXIST, strerror(EEXIST), str(out))
    _note(numbers, by, at)
    write_export(out, *numbers)
    return numbers


@transaction.atomic
def _note(numbers: tuple[int, int], by: Actor, at: datetime) -> None:
    record(
        at=at,
        actor=by,
        verb="ledger.export",
        kind="ledger",
        subject=EXPORTS,
        facts={"first": numbers[0], "last": numbers[1]},
        why=Why(Purpose.AUDIT, "GBF.51", reading=True),
    )
