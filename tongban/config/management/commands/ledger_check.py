"""``tongban ledger_check``: the nightly check of the record, at once."""

from __future__ import annotations

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongban.ledger import api as ledger

ALL = 1_000_000_000  # more batches than there will ever be


class Command(BaseCommand):
    """Check every batch and the whole order; what is found stands on the status page until the next check."""

    help = "Check the sealed record and its order, as every night, but from the first batch on"

    def handle(self, *_args: object, **_options: object) -> None:
        found, faults = ledger.inspect(at=timezone.now(), recent=ALL)
        for fault in faults:
            self.stdout.write(f"第{fault.batch}批，位置{fault.position}：{fault.part}")
        if found.faults or found.lost or found.holes:
            message = f"与封存不符{found.faults}处，没有编号的记录{found.lost}条，没有记录的编号{found.holes}个"
            raise CommandError(message)
        self.stdout.write("留痕与封存时一致，编号连续")
