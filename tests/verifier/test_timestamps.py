"""What docs/ledger.md says an outsider does about a timestamp works with openssl, for the authority in the house."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.verifier.conftest import Made

DOCS = Path(__file__).parents[2] / "docs/ledger.md"
COMMANDS = re.findall(r"`((?:grep|openssl) [^`]*)`", DOCS.read_text("utf-8"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="an outsider's own tool, which not every machine has")
def test_the_commands_of_the_page_check_the_timestamp_of_a_day(made: Made, tmp_path: Path) -> None:
    verify, extract, certificate = COMMANDS
    shutil.copy(made.export / "days.jsonl", tmp_path)
    digest = made.days["2026-09-01"]
    wrong = f"{int(digest[0], 16) ^ 1:x}{digest[1:]}"

    run(extract, tmp_path)
    run(certificate, tmp_path)
    good = run(verify.replace("<day's digest>", digest), tmp_path)
    bad = run(verify.replace("<day's digest>", wrong), tmp_path)

    assert "Verification: OK" in good
    assert "Verification: OK" not in bad


def run(command: str, folder: Path) -> str:
    """Do what the page says, in the folder of an export."""
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)  # noqa: S602 -- our own page
    return done.stdout.decode()
