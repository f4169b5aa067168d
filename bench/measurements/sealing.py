"""Sealing: entries sequenced and sealed a second, and entries that an outsider's verifier checks a second."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import dataset
from bench.figures import Pair
from bench.rows import connect
from bench.running import Bench, Job
from tongban.crypto import api as crypto
from tongban.ledger import api as ledger
from verifier import tongban_verify as verifier

# Entries as verbs write them, each about a person; a person has four, as a case has steps.
WRITE = """
INSERT INTO ledger_entry (at, actor_id, actor_kind, for_party, verb, kind, subject, before, after, operation, facts,
                          purpose, basis, about)
SELECT now(), gen_random_uuid(), 'STAFF', md5((n / 4)::text)::uuid, 'case.accept', 'case', gen_random_uuid(),
       'RECEIVED', 'ACCEPTED', gen_random_uuid(),
       jsonb_build_object('number', '320213202609010000000017', 'department', 'Z320213-SJ'),
       'HANDLING', 'XKF.32.1.5', ARRAY[md5((n / 4)::text)::uuid]
FROM generate_series(1, %s) AS n
"""
# The least that sealing could be: every entry as JSON that the database made, and its digest.
FLOOR = "SELECT to_jsonb(e)::text FROM ledger_entry e ORDER BY id DESC LIMIT %s"


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield entries sequenced and sealed a second, and entries verified a second from an export."""
    count = bench.plan.entries
    digest = crypto.hasher(crypto.suite())
    with connect() as raw, TemporaryDirectory(prefix="tongban-bench-") as folder:

        def floor() -> int:
            return len([digest(text.encode()) for (text,) in raw.execute(FLOOR, [count])])

        yield bench.jobs(
            "ledger.sequence and seal, entries",
            Job(partial(write, count), partial(sealed, count)),
            "each entry as JSON from the database and its digest, raw",
            Job(lambda: None, floor),
            bound=0.20,
            aim="20,000/s",
        )
        out = Path(folder) / "export"
        ledger.export(out=out, at=dataset.now())
        yield bench.jobs(
            "verifier, entries of an export",
            Job(lambda: None, partial(verified, out)),
            "each line read as JSON, and its digest",
            Job(lambda: None, partial(read, out)),
            bound=0.20,
            aim="50,000/s",
        )


def write(count: int) -> None:
    """Write entries that wait for their places; those that other measurements left are sealed before."""
    ledger.sequence()
    ledger.seal(at=dataset.now())
    with connect(owner=True) as raw:
        raw.execute(WRITE, [count])


def sealed(count: int) -> int:
    """Place and seal what was written."""
    placed = ledger.sequence()
    ledger.seal(at=dataset.now())
    if placed != count or ledger.sealing().unsealed:
        raise RuntimeError("not everything was sealed")
    return count


def verified(out: Path) -> int:
    """Check the export as a stranger does, in this process; return how many entries it holds."""
    report, count = verifier.check(str(out))
    if report.count:
        raise RuntimeError(report.faults)
    return count


def read(out: Path) -> int:
    """Read every entry and hash it."""
    digest, count = crypto.hasher(crypto.suite()), 0
    for file in sorted(out.glob("batches/*/entries.jsonl")):
        with file.open("rb") as lines:
            for line in lines:
                json.loads(line)
                digest(line)
                count += 1
    return count
