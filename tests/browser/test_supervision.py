"""Who supervises and who audits: their pages have no barrier, and a proof taken there satisfies the verifier."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import journey
from tests.browser.conftest import ROOT, House, People
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser
ROUND = "from tongban.ledger import api as l; from django.utils import timezone as t; l.sequence(); l.seal(at=t.now())"


def sealed(house: House) -> None:
    """Run a round of the sequencer and the sealer, as the worker does every ten minutes."""
    command = [sys.executable, "-m", "tongban", "shell", "--no-imports", "-c", ROUND]
    subprocess.run(command, cwd=ROOT, env=house.environment, check=True, timeout=120)


def test_the_pages_of_the_record_have_no_barrier_and_prove_what_they_show(
    people: People, house: House, tmp_path: Path
) -> None:
    auditor = Looker(people["auditor"])
    sealed(house)
    auditor.at("/desk/audit/")
    auditor.at("/desk/audit/?from=x&party=y")
    auditor.at("/desk/audit/withheld/")
    auditor.at("/desk/audit/1/")
    with auditor.page.expect_download() as download:
        auditor.page.get_by_role("link", name="下载这一条的证明").click()
    download.value.save_as(tmp_path / "proof.json")

    checked = subprocess.run(
        [sys.executable, ROOT / "verifier/tongban_verify.py", tmp_path / "proof.json"], check=False
    )

    assert "\n".join(auditor.wrong) == ""
    assert checked.returncode == 0


def test_the_list_of_running_limits_has_no_barrier(people: People) -> None:
    number = journey.apply(people["owner"])
    supervisor = Looker(people["supervisor"])

    supervisor.at("/desk/clocks/?tab=green")
    text = supervisor.page.locator("main").inner_text()
    supervisor.at("/desk/clocks/?tab=paused")

    assert number in text
    assert "\n".join(supervisor.wrong) == ""
