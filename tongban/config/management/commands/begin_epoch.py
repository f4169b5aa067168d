"""``tongban begin_epoch REASON``: say that the order of the record goes on from a backup."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger


class Command(BaseCommand):
    """Begin a new epoch of the ledger. ``bin/tongban restore`` does it; who restores otherwise does it by hand."""

    help = "Begin a new epoch of the ledger, after the database was brought back from a backup"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reason", nargs="?", default="RESTORED", help="a code, such as RESTORED")

    def handle(self, *args: object, reason: str, **options: object) -> None:
        try:
            epoch = ledger.begin_epoch(reason=reason, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"留痕从位置{epoch.first}起开始新的序列：{epoch.number}")
