from __future__ import annotations

import json
import os
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.ledger.samples import fill
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger
from tongban.ledger.tasks import place_entries, seal_entries, stamp, verify_recent
from verifier import tongban_verify as verifier

pytestmark = pytest.mark.django_db
MIDNIGHT = 1_788_192_000  # 1 September 2026, 0:00 in Shanghai


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["record", "record.zip"])
def test_an_export_is_written_and_holds(tmp_path: Path, name: str) -> None:
    fill(12, most=5)

    words = said("ledger_export", str(tmp_path / name), "--from", "2", "--to", "3")

    report, count = verifier.check(str(tmp_path / name))
    assert (report.faults, count) == ([], 7)
    assert words.startswith("已导出第2批到第3批")


def test_an_export_is_in_the_record_itself(tmp_path: Path) -> None:
    fill(1)

    words = said("ledger_export", str(tmp_path / "record"))

    entry = ledger.Entry.objects.order_by("-id")[0]
    serial = json.loads((tmp_path / "record" / "manifest.json").read_text())["serial"]
    assert (entry.verb, entry.reading, entry.purpose) == ("ledger.export", True, "AUDIT")
    assert entry.facts == {"serial": serial, "what": "ledger", "rows": 1, "first": 1, "last": 1}
    assert (entry.kind, entry.subject) == ("export", ledger.export_id(serial))
    assert serial in words


@pytest.mark.parametrize("name", ["record", "record.zip", "new/deep/record", "new/record.zip"])
def test_an_export_is_only_for_who_wrote_it(tmp_path: Path, name: str) -> None:
    fill(3)
    before = os.umask(0o022)
    try:
        said("ledger_export", str(tmp_path / name))
    finally:
        os.umask(before)

    made = [path for path in tmp_path.rglob("*") if path.exists()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} <= {0o700}


def test_an_export_that_was_not_written_is_no_look(tmp_path: Path) -> None:
    fill(1)
    (tmp_path / "record").mkdir()

    with pytest.raises(CommandError, match="无法写入"):
        said("ledger_export", str(tmp_path / "record"))

    assert not ledger.Entry.objects.filter(verb="ledger.export").exists()


def test_nothing_is_overwritten_and_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="还没有封存"):
        said("ledger_export", str(tmp_path / "record"))
    fill(1)
    (tmp_path / "record").mkdir()
    (tmp_path / "record.zip").touch()

    for name in ("record", "record.zip"):
        with pytest.raises(CommandError, match="无法写入"):
            said("ledger_export", str(tmp_path / name))
    with pytest.raises(CommandError, match="绝对路径"):
        said("ledger_export", "record")
    with pytest.raises(CommandError, match="还没有封存"):
        said("ledger_export", str(tmp_path / "other"), "--to", "9")


def test_a_new_epoch_is_begun_by_hand() -> None:
    assert "新的序列" in said("begin_epoch")
    assert ledger.Epoch.objects.get().reason == "RESTORED"

    with pytest.raises(CommandError, match="留痕只能记录编码"):
        said("begin_epoch", "because of a fire")


def test_the_rounds_place_seal_close_stamp_and_verify(caplog: pytest.LogCaptureFixture) -> None:
    fill(1)
    ledger.record(at=ledger.Entry.objects.get().at, actor=SYSTEM, verb="case.read", kind="case", subject=UUID(int=3))

    assert place_entries(MIDNIGHT) == 1
    assert seal_entries(MIDNIGHT) == 1
    assert len(ledger.days()) == 1
    assert stamp(MIDNIGHT) == 1
    assert verify_recent(MIDNIGHT) == 0
    assert caplog.records == []


def test_the_nightly_round_cries_out_about_what_stays_outside_the_order(caplog: pytest.LogCaptureFixture) -> None:
    fill(1)
    for number in (2, 3):
        ledger.record(at=timezone.now(), actor=SYSTEM, verb="case.x", kind="case", subject=UUID(int=number))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_position SELECT 3, min(entry_id) FROM ledger_pending")
        cursor.execute("DELETE FROM ledger_pending")

    assert verify_recent(MIDNIGHT) == 2
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert ["order" in caplog.text, "positions without entries" in caplog.text] == [True, True]


def test_the_check_can_be_made_by_hand_and_says_what_is_wrong() -> None:
    fill(3)
    assert said("ledger_check") == "留痕与封存时一致，编号连续\n"
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_position VALUES (9, 0)")

    with pytest.raises(CommandError, match="没有记录的编号6个"):
        said("ledger_check")


def test_what_the_rounds_sign_says_when_it_was_done_not_when_it_was_due() -> None:
    """A worker that was away for a quarter of an hour gets the round that was due before the entries were written."""
    began = timezone.now()
    ledger.record(at=began, actor=SYSTEM, verb="case.read", kind="case", subject=UUID(int=3), why=ledger.HANDLING)
    place_entries(MIDNIGHT)

    seal_entries(int(began.timestamp()) - 900)
    stamp(MIDNIGHT)

    batch, (day,) = ledger.sealed_in(1), ledger.days()
    assert batch is not None
    assert began <= ledger.Entry.objects.get().recorded_at <= batch.sealed_at <= day.closed_at <= day.stamp.stamped_at
    assert day.date == day_of(began) - timedelta(days=1)


def test_the_nightly_round_cries_out_about_what_was_changed(caplog: pytest.LogCaptureFixture) -> None:
    fill(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_entry SET after = 'REFUSED'")

    assert verify_recent(MIDNIGHT) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
