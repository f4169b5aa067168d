"""``tongban import_directory FILE``: a basic directory or implementations, read as the page reads them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import Refused

MOST_TOLD = 50


class Command(BaseCommand):
    """Show what a file would change; with --confirm take it in, exactly as it was shown.

    Without --confirm nothing stays: neither the file nor what it says. A line with a fault keeps the whole file out.
    A folder (docs/guide-format.md) brings licence types, items and their guides, all of it or nothing.
    """

    help = "Show what a file of the basic directory or of implementations changes; take it in with --confirm"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file, and what it is."""
        parser.add_argument("file", type=Path, help="CSV or JSON (docs/directory-format.md), or a folder of guides")
        parser.add_argument("--items", action="store_true", help="the lines are implementations, not entries")
        parser.add_argument("--whole", action="store_true", help="the whole directory: what is missing has gone")
        parser.add_argument("--confirm", action="store_true", help="take it in")

    def handle(self, *_args: object, **options: object) -> None:
        """Show, and take in if asked; CommandError with the reason where the file cannot be read or taken in."""
        file, confirm = Path(str(options["file"])), bool(options["confirm"])
        kind = directory.UploadKind.ITEMS if options["items"] else directory.UploadKind.ENTRIES
        try:
            if file.is_dir():
                self._folder(file, confirm=confirm)
                return
            row = self._show(kind, file.read_bytes(), file.name, whole=bool(options["whole"]))
            self._decide(row, confirm=confirm)
        except OSError as error:
            raise CommandError(f"读不到文件 {file}。") from error
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal

    def _folder(self, folder: Path, *, confirm: bool) -> None:
        with transaction.atomic():
            counts = catalog.load_directory(path=folder, at=timezone.now())
            transaction.set_rollback(not confirm)
        told = f"证照类型{counts['licences']}种、事项{counts['items']}个有变化，办事指南{counts['guides']}份。"
        self.stdout.write(f"已导入：{told}" if confirm else f"没有导入任何内容。确认无误后加 --confirm 导入：{told}")

    def _show(self, kind: directory.UploadKind, data: bytes, name: str, *, whole: bool) -> directory.DirectoryUpload:
        at = timezone.now()
        row = directory.upload_file(kind=kind, data=data, file_name=name, whole=whole, by=SYSTEM, at=at)
        counts = "、".join(
            f"{directory.CHANGE_NAMES[one]}{row.counts.get(one.value, 0)}" for one in directory.LineChange
        )
        self.stdout.write(f"{row.kind_name}，{row.lines}行，编码{row.encoding_name}：{counts}。")
        for line in directory.lines_of(row, directory.LineChange.FAULTY)[:MOST_TOLD]:
            self.stdout.write(f"第{line.number}行：{'；'.join(line.faults)}")
        return row

    def _decide(self, row: directory.DirectoryUpload, *, confirm: bool) -> None:
        if row.faulty or not confirm:
            directory.withdraw_upload(upload=row.pk, by=SYSTEM, at=timezone.now())
            self.stdout.write("没有导入任何内容。" + ("" if row.faulty else "确认无误后加 --confirm 导入。"))
            return
        row = directory.confirm_upload(upload=row.pk, digest=row.digest, by=SYSTEM, at=timezone.now(), later=False)
        while row.state == directory.UploadState.CONFIRMED:
            row = directory.carry_out_upload(upload=row.pk, at=timezone.now())
        self.stdout.write(f"已导入，{row.done_lines}项有变化。")
