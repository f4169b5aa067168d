"""The management command: ``python -m tongban …``, reached by bin/tongban."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from tongban.kernel.errors import Refused

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    try:
        execute_from_command_line(["tongban", *sys.argv[1:]])
    except Refused as refusal:
        sys.exit(refusal.message)
