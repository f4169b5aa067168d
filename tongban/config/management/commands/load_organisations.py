"""``tongban load_organisations``: a real city's regions, departments and service places."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongban.kernel.errors import Refused
from tongban.orgs import api as orgs


class Command(BaseCommand):
    """Load regions.csv, departments.csv and places.toml of a folder, all or nothing; again after they were changed."""

    help = "Load a city's regions, departments and service places from a folder"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the folder."""
        parser.add_argument("folder", type=Path, help="regions.csv, departments.csv, places.toml")

    def handle(self, *_args: object, **options: Path) -> None:
        """Load, and say how many of each; CommandError where a file is not as it should be."""
        if settings.SAMPLE_MODE:
            raise CommandError("这里是样例城市，不载入本市的区划和部门。请用 --no-sample 启动的正式系统。")
        try:
            counts = orgs.load_organisations(path=options["folder"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(_told(counts) if counts else "资料没有变化，没有改动任何内容。")


def _told(counts: dict[str, int]) -> str:
    regions, departments, places = counts["regions"], counts["departments"], counts["places"]
    return f"已载入区划{regions}个、部门{departments}个、服务场所{places}处。"
