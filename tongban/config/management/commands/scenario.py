"""``tongban scenario FILE…``: play legal scenarios on an empty city, and say what is not as they expect."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import psycopg
from django.core.management import BaseCommand

from tongban.config.scenarios import reports
from tongban.config.scenarios.database import empty_city
from tongban.config.scenarios.describing import verbs_page
from tongban.config.scenarios.playing import play
from tongban.config.scenarios.reading import Line, lines_of
from tongban.config.scenarios.reports import Played

MISSING: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件，请核对路径",
    PermissionError: "没有读它的权限",
    IsADirectoryError: "这是文件夹",
}


class Command(BaseCommand):
    """Play every line of every file (docs/scenarios.md) in a database of its own, which is gone afterwards.

    Exit status 0: all as expected; 1: something is otherwise; 2: something could not be read or played.
    """

    help = "Play legal scenarios (docs/scenarios.md): exits with 0 as expected, 1 otherwise, 2 unreadable"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", metavar="FILE", help="files of scenarios, or folders of them; - is stdin"
        )
        parser.add_argument("--json", action="store_true", help="the whole run as one JSON object")
        parser.add_argument(
            "--verbs", action="store_true", help="write the list of verbs and expectations and do no more"
        )

    def handle(self, *args: object, files: Sequence[str], json: bool, verbs: bool, **options: object) -> None:
        if verbs:
            self.stdout.write(verbs_page(), ending="")
            return
        began, read = perf_counter(), list(_read(files))
        rows = [Played(name, line.number, fault=line.fault) for name, line in read if line.scenario is None]
        try:
            rows += self._played(read, silent=json)
        except psycopg.Error as fault:
            self.stderr.write(f"不能建立情景用的数据库，请给数据库账号建库的权限（CREATEDB）：{fault}")
            sys.exit(reports.UNREADABLE)
        order = list(dict.fromkeys(name for name, _ in read))
        rows.sort(key=lambda row: (order.index(row.file), row.line))
        self._report(rows, perf_counter() - began, as_json=json)
        sys.exit(reports.code(rows))

    def _played(self, read: Sequence[tuple[str, Line]], *, silent: bool) -> list[Played]:
        if not any(line.scenario for _, line in read):
            return []
        with empty_city():
            return [
                Played(name, line.number, outcome=play(line.scenario))
                for name, line in read
                if line.scenario is not None
            ]

    def _report(self, rows: Sequence[Played], seconds: float, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(reports.as_json(rows, seconds))
            return
        for row in rows:
            for line in reports.lines(row):
                self.stdout.write(line)
        self.stdout.write(reports.summary(rows, seconds))


def _read(files: Sequence[str]) -> Iterator[tuple[str, Line]]:
    """Yield every scenario of the files and of the folders among them; what cannot be read is a line with a fault."""
    if not files:
        yield "-", Line(0, fault="请写明情景文件")
    for name in files:
        path = Path(name)
        inside = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
        if not inside:
            yield name, Line(0, fault="这个文件夹里没有 *.jsonl 文件，请核对路径")
        for one in inside:
            try:
                text = sys.stdin.read() if name == "-" else one.read_bytes().decode("utf-8")
            except UnicodeDecodeError as fault:
                place = fault.object[: fault.start].count(b"\n") + 1
                yield str(one), Line(place, fault="这一行不是 UTF-8 编码，请把文件另存为 UTF-8")
                continue
            except OSError as fault:
                why = MISSING.get(type(fault), fault.strerror or "")
                yield str(one), Line(0, fault=f"打不开这个文件：{why}")
                continue
            found = list(lines_of(text))
            for line in found or [Line(0, fault="文件里没有情景")]:
                yield str(one), line
