"""The whole record, or a stretch of it, as files that are checked offline. ``docs/ledger.md`` describes them."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import connection

from tongban.crypto import api as crypto
from tongban.ledger.errors import NotSealed
from tongban.ledger.models import Batch, Day
from tongban.ledger.queries.proving import public_keys
from tongban.ledger.queries.seals import BULKY, batch, last_batch, token_of
from tongban.ledger.rules import canonical, merkle, subjects
from tongban.ledger.rules.canonical import FORMAT, dumps

EXPORT = "tongban-ledger-export"


class Sink(Protocol):
    """Where files are put."""

    def put(self, name: str, lines: Iterator[str]) -> None:
        """Write a file of lines."""
        ...


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, lines: Iterator[str]) -> None:
        path = self._root / name
        _make(path.parent)
        with os.fdopen(_new(path), "w", encoding="ascii", newline="\n") as out:
            out.writelines(f"{line}\n" for line in lines)


class _Zip:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def put(self, name: str, lines: Iterator[str]) -> None:
        with self._archive.open(name, "w") as out:
            for line in lines:
                out.write(f"{line}\n".encode("ascii"))


@contextmanager
def _sink(out: Path) -> Iterator[Sink]:
    _make(out.parent)
    if out.suffix == ".zip":
        with os.fdopen(_new(out), "wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            yield _Zip(archive)
    else:
        out.mkdir(mode=0o700)
        yield _Folder(out)


def _new(path: Path) -> int:
    """Open a file that was not there, for whoever writes the export alone: it holds what is withheld, too."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _make(folder: Path) -> None:
    """Make a folder and those above it that are missing, each as closed as the files."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=0o700)


def stretch(first: int, last: int | None) -> tuple[int, int]:
    """Return the batches that are meant, up to the newest if no ``last`` is said; NotSealed if they are not there."""
    newest = last_batch()
    end = last or (newest.number if newest else 0)
    if not 0 < first <= end <= (newest.number if newest else 0):
        raise NotSealed
    return first, end


def write_export(out: Path, first: int, last: int, *, serial: str) -> None:
    """Write the batches into a new folder or zip file, one batch at a time in memory.

    All headers from the first batch on go along, because the chain hangs on them.
    """
    manifest = {"type": EXPORT, "format": FORMAT, "first": first, "last": last, "serial": serial}
    with _sink(out) as sink:
        sink.put("manifest.json", iter([dumps(manifest)]))
        sink.put("keys.json", iter([dumps(public_keys())]))
        sink.put("headers.jsonl", _headers(last))
        sink.put("days.jsonl", _days(last))
        for number in range(first, last + 1):
            _put_batch(sink, batch(number))


def _headers(end: int) -> Iterator[str]:
    for one in Batch.objects.defer(*BULKY).filter(number__lte=end).order_by("number").iterator():
        yield dumps({"header": one.header, "signature": one.signature})


def _days(end: int) -> Iterator[str]:
    for day in Day.objects.filter(batch__lte=end).select_related("stamp").order_by("date").iterator():
        stamp = getattr(day, "stamp", None)
        token = b64encode(bytes(stamp.token)).decode() if stamp else None
        yield dumps({"statement": day.statement, "signature": day.signature, "token": token})


def _put_batch(sink: Sink, held: Batch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(canonical.ROWS_AFTER, [held.first - 1, held.last - held.first + 1])
        rows: list[canonical.Row] = cursor.fetchall()
    digest = crypto.hasher(crypto.Suite(held.suite))
    mentions = ((row[canonical.NUMBER], canonical.parties(row)) for row in rows)
    lines = subjects.listed(digest, held.number, mentions, token_of)
    folder = f"batches/{held.number:08}"
    sink.put(f"{folder}/entries.jsonl", (canonical.entry(row, held.epoch) for row in rows))
    sink.put(f"{folder}/leaves.txt", (leaf.hex() for leaf in merkle.split(bytes(held.leaves))))
    sink.put(f"{folder}/subjects.jsonl", map(_line, lines))


def _line(line: subjects.Listed) -> str:
    fields = {"pseudonym": line.pseudonym.hex(), "blind": line.blind.hex(), "positions": list(line.positions)}
    return dumps(fields)
