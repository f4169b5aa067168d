"""Importing implementations, and how soon a guide that is published meanwhile is found."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count, islice
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench.crew import Operation, Turn
from bench.figures import Figure
from bench.rows import Row, connect, copy, rows
from bench.running import Bench, Job
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.actors import SYSTEM
from tongban.orgs import api as orgs

CODE = "ZIIMPORT"
PUBLISHED = "ZISPJY"
VISIBLE = 2000.0  # ms from pressing publish until the search finds what is new
PATIENCE = 30.0  # seconds until what was published counts as never found
RARE = "鹭鸶榛荻蓼薜萝棣棠琥珀珊瑚翡翠玳瑁琉璃"  # in the name of nothing that the sample has
AIM = "100,000 within 5 minutes: 334 a second"


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield an import from reading the file to the last line, rows copied raw beside it; then publishing meanwhile."""
    number = bench.plan.imported
    text = "\n".join(islice(lines(), number)).encode()
    ours, raw = Job(clear, partial(bring, text)), Job(clear, partial(copied, number))
    yield bench.jobs(f"import of {number:,} implementations in use", ours, "their rows alone, raw COPY", raw, aim=AIM)
    clear()
    with meanwhile(text):
        yield bench.load("publish until found, during an import", visible, writers=1, bound=VISIBLE, aim="2 s")


def lines() -> Iterator[str]:
    """Yield implementations that there are not: every entry of the directory, done in every region."""
    department = idle()
    entries = list(catalog.BasicItem.objects.order_by("code").values_list("code", flat=True))
    number = count()
    for region in reversed(orgs.regions()):
        for entry in entries:
            line = {"code": f"{CODE}{next(number)}", "basic": entry, "department": department}
            yield json.dumps(line | {"region": region.code, "state": "ACTIVE", "search_words": ["批量导入"]})


def idle() -> str:
    """Return the department that does nothing yet, so that whatever others have measured before, all of it is new."""
    busy = set(catalog.Item.objects.exclude(code__startswith=CODE).values_list("department", flat=True))
    return next(one.code for one in orgs.departments() if one.code not in busy)


def bring(text: bytes) -> int:
    """Read a file, confirm it and take it in to the last line; return how many lines."""
    row = directory.upload_file(
        kind=directory.UploadKind.ITEMS, data=text, file_name="items.jsonl", by=SYSTEM, at=timezone.now()
    )
    row = directory.confirm_upload(upload=row.pk, digest=row.digest, by=SYSTEM, at=timezone.now(), later=False)
    while row.state == directory.UploadState.CONFIRMED:
        row = directory.carry_out_upload(upload=row.pk, at=timezone.now())
    return row.done_lines


def copied(number: int) -> int:
    """Write the rows of so many implementations with nothing read or checked."""
    with connect() as raw:
        department = idle()
        services = {row["basic_id"]: row for row in rows(raw, "catalog_item", state="ACTIVE")}
        places = ((region.code, row) for region in reversed(orgs.regions()) for row in services.values())
        made = (_row(row, region, department, place) for place, (region, row) in enumerate(islice(places, number)))
        copy(raw, "catalog_item", made)
    return number


def _row(row: Row, region: str, department: str, place: int) -> Row:
    new = {"id": uuid4(), "code": f"{CODE}{place}", "region_id": region, "department_id": department}
    return row | new


def clear() -> None:
    """Let go what a round brought."""
    with connect() as raw:
        ours = "SELECT id FROM catalog_item WHERE starts_with(code, %s)"
        raw.execute(f"DELETE FROM catalog_searchplacing WHERE item_id IN ({ours})", [CODE])  # noqa: S608 - our own text
        raw.execute("DELETE FROM catalog_item WHERE starts_with(code, %s)", [CODE])
        raw.execute("DELETE FROM catalog_directoryline")
        raw.execute("DELETE FROM catalog_directoryupload")


@contextmanager
def meanwhile(text: bytes) -> Iterator[None]:
    """Import over and over as long as something else is measured."""
    over = Event()

    def work() -> None:
        try:
            while not over.is_set():
                bring(text)
                clear()
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def visible(_turn: Turn) -> Iterator[Operation]:
    """Publish a guide with a result that nothing else has, and search until it is found."""
    document = catalog.versions(PUBLISHED)[-1].document
    chooser = random.Random(uuid4().int)  # noqa: S311 - no secret

    def publish() -> None:
        name = "".join(chooser.sample(RARE, 5)) + "凭单"
        new = document | {"results": [*document["results"], {"id": "seen", "name": name, "kind": "OTHER"}]}
        catalog.publish(item_code=PUBLISHED, document=new, by=SYSTEM, at=timezone.now())
        deadline = monotonic() + PATIENCE
        while not catalog.find(catalog.Wanted(name, ""), at=timezone.now()).total:
            if monotonic() > deadline:
                message = f"{name} was published and is not found"
                raise RuntimeError(message)

    yield publish
