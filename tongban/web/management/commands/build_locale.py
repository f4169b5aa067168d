"""Compile the English words of the portal. Needs Babel, which only the build has; no GNU gettext."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand

SOURCE = Path(__file__).resolve().parents[2] / "locale"


class Command(BaseCommand):
    """Read every .po beside the portal and write its .mo into the build folder."""

    help = "Compile the message catalogues into the build folder"
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        for source in sorted(SOURCE.glob("*/LC_MESSAGES/*.po")):
            target = settings.BUILD_DIR / "locale" / source.relative_to(SOURCE).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as words, target.open("wb") as compiled:
                write_mo(compiled, read_po(words, abort_invalid=True))
