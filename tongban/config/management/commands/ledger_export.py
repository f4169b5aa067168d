"""``tongban ledger_export DIR|FILE.zip``: the sealed record as files that are checked offline."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger


class Command(BaseCommand):
    """Write batches of the ledger for the verifier. The files hold every entry whole: keep them as the backups are."""

    help = "Export sealed batches of the ledger into a new folder or zip file, for verifier/tongban_verify.py"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, help="absolute path of a new folder, or of a new file *.zip")
        parser.add_argument("--from", dest="first", type=int, default=1, metavar="N", help="first batch (1)")
        parser.add_argument("--to", dest="last", type=int, metavar="M", help="last batch (the newest)")

    def handle(self, *args: object, out: Path, first: int, last: int | None, **options: object) -> None:
        if not out.is_absolute():
            raise CommandError("请写绝对路径")
        try:
            written = ledger.export(out=out, first=first, last=last, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        except OSError as error:
            raise CommandError(f"无法写入 {out}：{error.strerror}") from error
        self.stdout.write(f"已导出第{written.first}批到第{written.last}批：{out}，序列号 {written.serial}")
