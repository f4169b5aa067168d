from __future__ import annotations
from pathlib import Path
import pytest
from tests.ledger.samples import AT, PEOPLE, STRANGER, fill, write
from tongban.ledger import api as ledger
from verifier import tongban_verify as verifier
from datetime import timedelta

pytestmark = pytest.mark.django_db


def test_x(tmp_path, settings):
    fill(12)
    settings.SIGNATURE_SUITE = "INTL"
    fill(12, start=12)
    ledger.begin_epoch(reason="RESTORED", at=AT)
    fill(12, start=24)
    settings.SIGNATURE_SUITE = "SM"
    fill(12, start=36)
    ledger.close_days(at=AT + timedelta(days=1))
    ledger.export(out=tmp_path / "x", at=AT)
    r, n = verifier.check(str(tmp_path / "x"))
    print(r.faults, r.notes, n)
    assert not r.count
    ledger.export(out=tmp_path / "x.zip", first=3, last=6, at=AT)
    r, n = verifier.check(str(tmp_path / "x.zip"))
    print(r.faults, r.notes, n)
    assert not r.count
    assert ledger.verify_chain() == []
    import json

    last = ledger.sealing().batch
    docs = [
        ledger.entry_proof(position=7),
        ledger.consistency(from_batch=1, to_batch=last),
        ledger.consistency(from_batch=2, to_batch=3),
        ledger.consistency(from_batch=2, to_batch=2),
    ]
    for p in [*PEOPLE, STRANGER]:
        docs.append(ledger.person_proof(party=p, first_batch=1, last_batch=last))
        docs.append(ledger.person_proof(party=p, first_batch=2, last_batch=4, shown=[]))
    for i, d in enumerate(docs):
        (tmp_path / f"{i}.json").write_text(json.dumps(d))
        r, n = verifier.check(str(tmp_path / f"{i}.json"))
        print(i, d["type"], n, r.faults, r.notes)
        assert not r.count
    print(
        sorted(str(x) for x in (tmp_path / "x").rglob("*"))[:9],
        (tmp_path / "x/batches/00000002/entries.jsonl").read_text()[:700],
        (tmp_path / "x/headers.jsonl").read_text()[:900],
        (tmp_path / "x/days.jsonl").read_text()[:900],
    )
