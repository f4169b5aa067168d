"""A record of four epochs of two suites, sealed, exported and proven once; every test spoils a copy of its own."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.ledger.samples import AT, PEOPLE, STRANGER, fill
from tongban.ledger import api as ledger
from verifier import tongban_verify as verifier


@dataclass(frozen=True)
class Made:
    """What was made: where the export lies, proofs, what was published, and the public keys."""

    export: Path
    last: int
    root: str
    days: dict[str, str]
    pins: list[str]
    entry: dict[str, Any]
    growth: dict[str, Any]
    persons: list[dict[str, Any]]
    stranger: dict[str, Any]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001 -- hypothesis asks in this form
        del cycle
        printer.text("the record")


def _make(folder: Path) -> Made:
    for number, (suite, restored) in enumerate([("SM", 0), ("INTL", 0), ("INTL", 1), ("SM", 1)]):
        if restored:
            ledger.begin_epoch(reason="RESTORED", at=AT + timedelta(hours=number))
        with override_settings(SIGNATURE_SUITE=suite):
            fill(12, start=12 * number)
    ledger.close_days(at=AT + timedelta(days=1))
    ledger.close_days(at=AT + timedelta(days=3))
    ledger.stamp_days(at=AT + timedelta(days=3), most=2)
    last = ledger.sealing().batch
    ledger.export(out=folder / "export", at=AT)
    closed = ledger.days()
    return Made(
        folder / "export",
        last,
        closed[0].root,
        {day.date.isoformat(): day.digest for day in closed},
        [verifier.Key(key["pem"]).fingerprint for key in ledger.public_keys()],
        ledger.entry_proof(position=17),
        ledger.consistency(from_batch=1, to_batch=last),
        [ledger.person_proof(party=party, first_batch=1, last_batch=last) for party in PEOPLE],
        ledger.person_proof(party=STRANGER, first_batch=1, last_batch=last),
    )


@pytest.fixture(scope="session")
def made(
    django_db_setup: None,  # noqa: ARG001 -- the database must be there first
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    with django_db_blocker.unblock(), transaction.atomic():
        found = _make(tmp_path_factory.mktemp("record"))
        transaction.set_rollback(True)
    return found


class Copy:
    """A copy of the export that a test may spoil."""

    def __init__(self, folder: Path, made: Made) -> None:
        self.folder, self.made = folder, made
        shutil.copytree(made.export, folder)

    def file(self, name: str) -> Path:
        return self.folder / name

    def lines(self, name: str) -> list[str]:
        return self.file(name).read_text(encoding="ascii").splitlines()

    def put(self, name: str, lines: list[str]) -> None:
        self.file(name).write_text("".join(f"{line}\n" for line in lines), encoding="ascii")

    def headers(self) -> list[dict[str, Any]]:
        return [json.loads(json.loads(line)["header"]) for line in self.lines("headers.jsonl")]

    def of(self, position: int) -> tuple[str, int]:
        """Return the folder of the batch of a position, and the index in it."""
        header = next(one for one in self.headers() if one["first"] <= position <= one["last"])
        return f"batches/{header['number']:08}", position - header["first"]

    def faults(self, **given: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- whatever the check takes
        report, _ = verifier.check(str(self.folder), **given)
        return report.faults

    def positions(self, **given: Any) -> set[int]:  # noqa: ANN401 -- the same
        return {fault["position"] for fault in self.faults(**given) if "position" in fault}


@pytest.fixture
def spoiled(made: Made, tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy", made)
