"""The order after a database was brought back from a backup, and while others hold transactions open."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from launch import binaries
from tests.conftest import in_threads
from tests.ledger.samples import AT
from tongban.kernel.actors import SYSTEM
from tongban.ledger.api import (
    Epoch,
    EpochChanged,
    Why,
    begin_epoch,
    current_epoch,
    disclosed,
    record,
    seal,
    sequence,
    since,
    verify_chain,
)
from tongban.ledger.rules.epochs import epoch_at, survived

WAIT = 20
TABLES = ("entry", "pending", "position", "mention", "epoch", "review", "batch", "day", "stamp")


def write(subject: UUID | None = None, *, about: tuple[UUID, ...] = ()) -> UUID:
    subject = subject or uuid4()
    with transaction.atomic():
        record(at=AT, actor=SYSTEM, verb="case.accept", kind="case", subject=subject, why=Why(about=about))
    return subject


def subjects(position: int = 0) -> list[UUID]:
    return [entry.subject for entry in since(position) if entry.verb == "case.accept"]


@pytest.mark.parametrize(
    ("position", "epoch", "still"),
    [
        (80, 300, 80),  # in the newest epoch everything stands
        (80, 1, 50),  # the second epoch began at 51
        (40, 1, 40),
        (80, 200, 70),  # the third at 71
        (60, 200, 60),
        (60, 250, 0),  # an epoch that was lost: nobody knows where it branched off
    ],
)
def test_what_a_reader_saw_stands_up_to_where_a_later_epoch_began(position: int, epoch: int, still: int) -> None:
    assert survived(position, epoch=epoch, epochs=[(1, 1), (200, 51), (300, 71)]) == still


def test_an_older_backup_takes_back_more_than_the_one_before() -> None:
    assert survived(90, epoch=1, epochs=[(1, 1), (200, 81), (300, 31)]) == 30


def test_the_epoch_of_a_position_is_the_last_that_had_begun() -> None:
    known = [(1, 1), (200, 51), (300, 51), (400, 71)]

    assert [epoch_at(p, known)[0] for p in (1, 50, 51, 70, 71)] == [1, 1, 300, 300, 400]
    assert epoch_at(51, known) == (300, 71)
    assert epoch_at(71, known) == (400, None)


@pytest.mark.django_db
class TestBegin:
    def test_the_first_epoch_needs_no_act(self) -> None:
        assert current_epoch() == 1
        assert since(0, epoch=1) == []

    def test_a_new_epoch_begins_after_the_last_position_and_is_an_entry(self) -> None:
        write()
        sequence()

        epoch = begin_epoch(reason="RESTORED", at=AT)
        sequence()

        assert (epoch.number, epoch.first) == (int(AT.timestamp()), 2)
        (entry,) = since(1)
        assert (entry.verb, entry.facts) == (
            "ledger.begin_epoch",
            {"epoch": epoch.number, "first": 2, "reason": "RESTORED"},
        )

    def test_two_restores_of_one_backup_are_two_epochs_and_numbers_only_grow(self) -> None:
        one = begin_epoch(reason="RESTORED", at=AT)
        two = begin_epoch(reason="RESTORED", at=AT)

        assert two.number == one.number + 1
        assert begin_epoch(reason="RESTORED", at=AT + timedelta(hours=1)).number == int(AT.timestamp()) + 3600

    def test_a_reader_beyond_the_backup_is_told_where_to_go_on(self) -> None:
        for _ in range(3):
            write()
        sequence()
        epoch = begin_epoch(reason="RESTORED", at=AT)

        with pytest.raises(EpochChanged) as refusal:
            since(5, epoch=1)

        assert (refusal.value.resume, refusal.value.epoch) == (3, epoch.number)
        assert since(3, epoch=1) == []
        assert since(3, epoch=epoch.number) == []
        with pytest.raises(EpochChanged):
            since(1, epoch=epoch.number - 1)


@pytest.mark.django_db(transaction=True)
class TestRestore:
    @pytest.fixture
    def _owner(self) -> Iterator[None]:
        yield
        with connection.cursor() as cursor:
            cursor.execute("RESET session_replication_role")

    def tool(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own tools on the database of the test."""
        given = connection.get_connection_params()
        words = {key: str(given[key]) for key in ("dbname", "user", "host", "port") if given.get(key)}
        address = psycopg.conninfo.make_conninfo("", **words)
        environment = os.environ | {
            "PGPASSWORD": str(given.get("password") or ""),
            "PGOPTIONS": "-c session_replication_role=replica",
        }
        subprocess.run([binaries.find().program(name), f"--dbname={address}", *arguments], env=environment, check=True)

    @pytest.mark.usefixtures("_owner")
    def test_a_reader_misses_nothing_and_keeps_nothing_that_was_lost(self, tmp_path: Path) -> None:
        party, kept, late = uuid4(), [write() for _ in range(5)], uuid4()
        write(late, about=(party,))
        sequence()
        seal(at=AT, most=4)
        waiting = write()
        names = [f"--table=ledger_{table}" for table in TABLES]
        self.tool("pg_dump", "--format=custom", "--data-only", f"--file={tmp_path / 'dump'}", *names)
        lost = [write() for _ in range(3)]
        sequence()
        seal(at=AT)
        read, position, epoch = subjects(), since(0)[-1].position, current_epoch()

        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE " + ", ".join(f"ledger_{table}" for table in TABLES))
        self.tool("pg_restore", "--data-only", "--single-transaction", "--exit-on-error", str(tmp_path / "dump"))
        with connection.cursor() as cursor:
            cursor.execute("RESET session_replication_role")
        begin_epoch(reason="RESTORED", at=AT + timedelta(days=1))
        new = write()
        sequence()
        with pytest.raises(EpochChanged) as changed:
            since(position, epoch=epoch)
        went_on = subjects(changed.value.resume)

        assert read == [*kept, late, waiting, *lost]
        assert changed.value.resume == 6
        assert went_on == [waiting, new]
        assert [entry.subject for entry in disclosed(party=party, at=AT)] == [late]
        seal(at=AT)
        assert verify_chain() == []
        assert Epoch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestLongTransactions:
    def test_one_in_another_database_of_the_server_holds_nobody_up(self) -> None:
        given = connection.get_connection_params()
        other = {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)}
        with psycopg.connect(dbname="postgres", **other) as elsewhere:
            elsewhere.execute("SELECT pg_current_xact_id()")  # it has written, and stays open
            before = [write() for _ in range(3)]
            sequence()
            after = write()
            sequence()

            assert subjects() == [*before, after]

    def test_two_sequencers_and_a_sealer_among_writers_skip_nothing(self) -> None:
        people = [uuid4() for _ in range(3)]
        done, open_long, go_on = threading.Event(), threading.Event(), threading.Event()
        late = uuid4()

        def long_open() -> None:
            with transaction.atomic():
                record(at=AT, actor=SYSTEM, verb="case.accept", kind="case", subject=late, why=Why(about=(people[0],)))
                open_long.set()
                assert go_on.wait(WAIT)

        def writer() -> list[UUID]:
            assert open_long.wait(WAIT)
            mine = [write(about=(people[number % 3],)) for number in range(40)]
            go_on.set()
            return mine

        def keeper() -> None:
            while not done.is_set():
                sequence(batch=7)
                seal(at=AT, most=9)

        def reader() -> list[UUID]:
            seen: list[UUID] = []
            position = 0
            while len(seen) < 81:
                page = since(position, limit=10)
                seen += [entry.subject for entry in page]
                position = page[-1].position if page else position
            done.set()
            return seen

        _, one, two, *_, seen = in_threads(long_open, writer, writer, keeper, keeper, reader)

        assert sorted(seen) == sorted([late, *one, *two])
        assert sum(len(disclosed(party=party, at=AT, limit=200)) for party in people) == 81
        seal(at=AT)
        assert verify_chain() == []
