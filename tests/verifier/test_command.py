"""The command as a stranger runs it: alone, with exit codes, whatever it is fed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifier.conftest import Copy, Made
from verifier import tongban_verify as verifier

pytestmark = pytest.mark.django_db
DIGEST = "0" * 64


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a copy of the one file with nothing around it."""
    file = cwd / "verify.py"
    file.write_bytes(Path(verifier.__file__).read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", file, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf8",
        check=False,
        cwd=cwd,
        env={"PATH": os.environ["PATH"]},
        timeout=60,
    )


def test_what_holds_ends_with_0(made: Made, tmp_path: Path) -> None:
    done = run(made.export, *[f"--key={pin}" for pin in made.pins], "--root", made.root, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "核验通过 / holds (50 条 / entries)"
    assert "key was pinned" not in done.stdout


def test_what_does_not_hold_ends_with_1_and_says_where(spoiled: Copy, tmp_path: Path) -> None:
    folder, index = spoiled.of(17)
    lines = spoiled.lines(f"{folder}/entries.jsonl")
    spoiled.put(f"{folder}/entries.jsonl", lines[:index] + lines[index + 1 :])

    plain, machine = run(spoiled.folder, cwd=tmp_path), run(spoiled.folder, "--json", cwd=tmp_path)

    assert (plain.returncode, machine.returncode) == (1, 1)
    assert "位置 / position 17, 记录被删除 / the entry was removed" in plain.stdout
    assert json.loads(machine.stdout)["faults"][0]["position"] == 17


def test_what_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert run(tmp_path / "nowhere", cwd=tmp_path).returncode == 2
    assert run(tmp_path / "empty", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("wrong", ["--root=12", "--day=today", "--key=missing.pem", "--day=2026-09-01=12"])
def test_what_was_asked_wrongly_ends_with_2(made: Made, tmp_path: Path, wrong: str) -> None:
    assert run(made.export, wrong, cwd=tmp_path).returncode == 2


def test_a_key_is_pinned_by_its_file_as_well(made: Made, tmp_path: Path) -> None:
    keys = json.loads((made.export / "keys.json").read_text())
    names = []
    for key in keys:
        names.append(tmp_path / f"{key['name']}.pem")
        names[-1].write_text(key["pem"])

    assert run(made.export, *[f"--key={name}" for name in names], cwd=tmp_path).returncode == 0
    assert run(made.export, f"--key={names[0]}", cwd=tmp_path).returncode == 1


MALICIOUS = [
    "[" * 100_000,
    '{"type":"tongban-ledger-entry-proof","format":1}',
    '{"type":"tongban-ledger-person-proof","format":1,"keys":[],"party":"x","token":"' + DIGEST + '","batches":7}',
    '{"type":"tongban-ledger-consistency-proof","format":1,"keys":[{"pem":"x"}]}',
    '{"type":["tongban-ledger-entry-proof"],"format":1}',
    '{"type":"tongban-ledger-entry-proof","format":' + "9" * 5000 + "}",
    "null",
    "",
    "\x00" * 100,
]


@pytest.mark.parametrize("text", MALICIOUS)
def test_malicious_documents_neither_crash_it_nor_pass(tmp_path: Path, text: str) -> None:
    file = tmp_path / "proof.json"
    file.write_text(text)

    with pytest.raises(verifier.Unreadable):
        verifier.check(str(file))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_only_unreadable(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "proof.json")
        file.write_bytes(content)
        with pytest.raises(verifier.Unreadable):
            verifier.check(str(file))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(spoiled: Copy) -> None:
    with spoiled.file("batches/00000001/entries.jsonl").open("wb") as file:
        file.truncate(1 << 34)  # sixteen gigabytes of nothing, on paper

    assert [fault["batch"] for fault in spoiled.faults()] == [1]


def test_a_batch_without_end_is_refused_before_it_fills_the_memory(spoiled: Copy) -> None:
    with spoiled.file("batches/00000001/entries.jsonl").open("wb") as file:
        file.write(b"{}\n" * 200_000)

    assert [fault["batch"] for fault in spoiled.faults()] == [1]


def test_a_zip_that_unfolds_without_end_is_refused(spoiled: Copy, tmp_path: Path) -> None:
    target = tmp_path / "bomb.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in spoiled.folder.rglob("*") if path.is_file()):
            name = file.relative_to(spoiled.folder).as_posix()
            archive.writestr(name, bytes(50 << 20) if name.endswith("00000002/entries.jsonl") else file.read_bytes())

    report, _ = verifier.check(str(target))

    assert [fault["batch"] for fault in report.faults] == [2]


def test_a_damaged_zip_does_not_pass(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "damaged.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(path for path in made.export.rglob("*") if path.is_file()):
            archive.writestr(file.relative_to(made.export).as_posix(), file.read_bytes())
    content = bytearray(target.read_bytes())
    content[content.index(b'"after"')] ^= 1
    target.write_bytes(content)

    report, _ = verifier.check(str(target))

    assert report.faults


def test_the_same_file_twice_in_a_zip_is_found(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "twice.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(path for path in made.export.rglob("*") if path.is_file()):
            archive.writestr(file.relative_to(made.export).as_posix(), file.read_bytes())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("batches/00000001/leaves.txt", (made.export / "batches/00000001/leaves.txt").read_bytes())

    report, _ = verifier.check(str(target))

    assert [fault["en"] for fault in report.faults] == ["several files of one name"]
