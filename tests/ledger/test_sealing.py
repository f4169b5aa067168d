"""One chain of batches over the order, whoever seals, whatever dies, whatever suite."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from tests.conftest import in_threads
from tests.ledger.samples import AT, PEOPLE, fill, write
from tongban.crypto import api as crypto
from tongban.ledger.api import (
    Batch,
    Day,
    Entry,
    Fault,
    NotSealed,
    ProofTooLong,
    begin_epoch,
    close_days,
    consistency,
    days,
    entry_proof,
    person_proof,
    seal,
    sealing,
    sequence,
    stamp_days,
    verify_chain,
)
from tongban.ledger.rules import canonical
from tongban.ledger.rules.headers import BATCH, DAY, signed

pytestmark = pytest.mark.django_db
WAIT = 20


def stretches() -> list[tuple[int, int, int]]:
    return list(Batch.objects.order_by("number").values_list("number", "first", "last"))


class TestBatches:
    def test_positions_are_sealed_in_order_at_most_so_many_in_a_batch(self) -> None:
        fill(12, most=5)

        assert stretches() == [(1, 1, 5), (2, 6, 10), (3, 11, 12)]
        assert verify_chain() == []

    def test_what_has_no_position_is_not_sealed(self) -> None:
        write(0)

        assert seal(at=AT) == 0
        sequence()
        assert seal(at=AT) == 1

    def test_sealing_again_seals_nothing_twice(self) -> None:
        fill(3)

        assert seal(at=AT) == 0
        assert stretches() == [(1, 1, 3)]

    def test_a_batch_is_signed_with_the_suite_that_is_configured(self, settings: Settings) -> None:
        fill(1)
        settings.SIGNATURE_SUITE = "INTL"
        fill(1, start=1)

        one, two = Batch.objects.order_by("number")
        assert (one.suite, two.suite) == ("SM", "INTL")
        assert two.signature.startswith("ecdsa-p256-sha256.")
        for batch in (one, two):
            assert crypto.verify(signed(BATCH, batch.header), batch.signature)

    def test_a_changed_suite_hashes_all_earlier_headers_anew_and_the_way_back_too(self, settings: Settings) -> None:
        for start, suite in enumerate(["SM", "SM", "INTL", "INTL", "SM", "INTL"]):
            settings.SIGNATURE_SUITE = suite
            fill(2, start=2 * start)

        assert verify_chain() == []
        assert verify_chain(first=4) == []

    def test_a_batch_never_spans_two_epochs(self) -> None:
        write(0)
        sequence()
        begin_epoch(reason="RESTORED", at=AT)  # writes an entry of its own
        write(1)
        sequence()

        seal(at=AT)

        assert stretches() == [(1, 1, 1), (2, 2, 3)]
        epochs = list(Batch.objects.order_by("number").values_list("epoch", flat=True))
        assert epochs == [1, int(AT.timestamp())]

    def test_positions_with_a_hole_are_never_sealed(self) -> None:
        fill(2)
        write(2)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledger_position SELECT 5, entry_id FROM ledger_pending")

        with pytest.raises(RuntimeError, match="dense"):
            seal(at=AT)

    @pytest.mark.django_db(transaction=True)
    def test_two_sealers_at_once_make_one_chain(self) -> None:
        for number in range(40):
            with transaction.atomic():
                write(number, PEOPLE[number % 3])
        sequence()
        start = threading.Barrier(2)

        def sealer() -> int:
            start.wait(WAIT)
            return seal(at=AT, most=3)

        counts = in_threads(sealer, sealer)

        assert sum(counts) == 14
        assert [first for _, first, _ in stretches()] == list(range(1, 41, 3))
        assert verify_chain() == []

    @pytest.mark.django_db(transaction=True)
    def test_a_sealer_that_dies_leaves_nothing_half_done(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with transaction.atomic():
            write(0)
        sequence()

        def die(*_args: object, **_more: object) -> str:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("tongban.crypto.api.sign", die)
            with pytest.raises(KeyboardInterrupt):
                seal(at=AT)

        assert stretches() == []
        assert seal(at=AT) == 1
        assert verify_chain() == []

    @pytest.mark.parametrize("table", ["batch", "day", "stamp", "epoch", "mention", "review"])
    @pytest.mark.parametrize("change", ["DELETE FROM ledger_{}", "TRUNCATE ledger_{} CASCADE"])
    def test_the_database_refuses_to_change_the_seals(self, table: str, change: str) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.format(table))


class TestOwnCheck:
    @pytest.fixture
    def _past_the_triggers(self) -> None:
        """Act, on a record that was written and sealed, as somebody who holds the database itself."""
        fill(8, most=3)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")

    @pytest.mark.usefixtures("_past_the_triggers")
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE ledger_entry SET after = 'REFUSED'",
            "UPDATE ledger_entry SET about = '{}'",
            "UPDATE ledger_entry SET recorded_at = now() - interval '1 year'",
            "DELETE FROM ledger_entry",
        ],
    )
    def test_whatever_is_changed_past_the_triggers_is_found_at_its_position(self, change: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"{change} WHERE id = (SELECT entry_id FROM ledger_position WHERE number = 5)")  # noqa: S608 -- our own words

        assert Fault(2, 5, "entry") in verify_chain()
        assert {fault.batch for fault in verify_chain()} == {2}

    @pytest.mark.usefixtures("_past_the_triggers")
    @pytest.mark.parametrize(
        ("change", "part"),
        [
            ("header = replace(header, '\"people\":', '\"people\":1')", "header"),
            ("signature = reverse(signature)", "signature"),
            ("digest = reverse(digest)", "header"),
            ("suite = 'INTL'", "header"),
        ],
    )
    def test_a_changed_batch_is_found(self, change: str, part: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_batch SET {change} WHERE number = 2")  # noqa: S608 -- our own words

        assert part in {fault.part for fault in verify_chain() if fault.batch == 2}


class TestDays:
    def test_the_day_that_is_over_is_closed_on_the_last_batch(self) -> None:
        fill(6, most=5)

        closed = close_days(at=AT + timedelta(days=1))

        (day,) = days()
        assert closed == [date(2026, 9, 1)]
        assert (day.date, day.batch) == (date(2026, 9, 1), 2)
        assert day.root == Batch.objects.get(pk=2).digest
        assert crypto.verify(signed(DAY, day.statement), day.signature)
        assert json.loads(day.statement)["last"] == 6

    def test_what_was_committed_before_is_sealed_before(self) -> None:
        write(0)

        close_days(at=AT + timedelta(days=1))

        assert (days()[0].batch, sealing().unsealed) == (1, 0)

    def test_a_day_without_any_entry_is_closed_all_the_same(self) -> None:
        close_days(at=AT)

        assert (days()[0].batch, json.loads(days()[0].statement)["last"]) == (0, 0)

    def test_the_legal_day_ends_at_midnight_in_shanghai(self) -> None:
        close_days(at=AT.replace(hour=15, minute=59))
        assert [day.date for day in days()] == [date(2026, 8, 31)]

        close_days(at=AT.replace(hour=16, minute=0))
        assert [day.date for day in days()] == [date(2026, 9, 1), date(2026, 8, 31)]

    def test_days_that_were_missed_are_closed_together_and_none_twice(self) -> None:
        close_days(at=AT)

        missed = close_days(at=AT + timedelta(days=3))
        again = close_days(at=AT + timedelta(days=3))

        assert missed == [date(2026, 9, day) for day in (1, 2, 3)]
        assert again == []
        assert Day.objects.count() == 4

    def test_a_day_is_stamped_and_only_once(self) -> None:
        close_days(at=AT)

        assert stamp_days(at=AT) == 1
        assert stamp_days(at=AT) == 0

        day = days()[0]
        said = crypto.check_timestamp(bytes(day.stamp.token), bytes.fromhex(day.digest), suite=crypto.Suite(day.suite))
        assert said.moment == AT

    def test_an_authority_that_is_away_is_asked_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        close_days(at=AT)

        def away(*_args: object, **_more: object) -> bytes:
            raise crypto.TimestampUnavailable

        with monkeypatch.context() as patch:
            patch.setattr("tongban.crypto.api.stamp", away)
            assert stamp_days(at=AT) == 0
        assert stamp_days(at=AT + timedelta(hours=1)) == 1


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class TestMoments:
    """A signed moment is true: it is never earlier than what it is about, whatever clock was given."""

    def test_a_batch_is_never_sealed_before_its_entries_were_recorded(self) -> None:
        write(0)
        sequence()
        recorded = Entry.objects.get().recorded_at

        seal(at=LONG_AGO)

        batch = Batch.objects.get()
        assert batch.sealed_at == recorded
        assert json.loads(batch.header)["sealed_at"] == canonical.moment(recorded)
        assert verify_chain() == []

    def test_nor_before_the_batch_before_it(self) -> None:
        later = timezone.now() + timedelta(days=3650)
        write(0)
        sequence()
        seal(at=later)
        write(1)
        sequence()

        seal(at=AT)

        assert [batch.sealed_at for batch in Batch.objects.all()] == [later, later]

    def test_a_moment_after_all_of_it_stays_as_it_is(self) -> None:
        later = timezone.now() + timedelta(days=1)
        write(0)
        sequence()

        seal(at=later)

        assert Batch.objects.get().sealed_at == later

    def test_a_day_is_never_closed_before_its_batch_was_sealed(self) -> None:
        write(0)

        close_days(at=LONG_AGO)

        day = days()[0]
        assert day.date == date(2019, 12, 31)
        assert day.closed_at == Batch.objects.get().sealed_at
        assert json.loads(day.statement)["closed_at"] == canonical.moment(day.closed_at)

    def test_a_batch_that_bears_a_false_moment_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(canonical, "latest", lambda _rows, at, *_moments: at)
            write(0)
            sequence()
            seal(at=LONG_AGO)
        fill(1, start=1)

        assert verify_chain() == [Fault(1, 0, "sealed_at")]


class TestProofs:
    def test_what_is_not_sealed_cannot_be_proven(self) -> None:
        write(0)
        sequence()

        with pytest.raises(NotSealed):
            entry_proof(position=1)
        with pytest.raises(NotSealed):
            consistency(from_batch=1, to_batch=1)
        with pytest.raises(NotSealed):
            person_proof(party=uuid4(), first_batch=1, last_batch=1)

    @pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1)])
    def test_a_stretch_that_is_none_is_refused(self, first: int, last: int) -> None:
        fill(1)

        with pytest.raises(NotSealed):
            consistency(from_batch=first, to_batch=last)
        with pytest.raises(NotSealed):
            person_proof(party=uuid4(), first_batch=first, last_batch=last)

    def test_a_proof_of_too_many_batches_is_refused(self) -> None:
        with pytest.raises(ProofTooLong):
            person_proof(party=uuid4(), first_batch=1, last_batch=1001)

    def test_an_entry_that_is_not_shown_is_still_proven_to_be_there(self) -> None:
        write(0, PEOPLE[0])
        write(1, PEOPLE[0])
        sequence()
        seal(at=AT)

        proof = person_proof(party=PEOPLE[0], first_batch=1, last_batch=1, shown=[2])

        (batch,) = proof["batches"]
        assert batch["positions"] == [1, 2]
        assert ["entry" in one for one in batch["entries"]] == [False, True]
        assert PEOPLE[0].hex not in json.dumps(batch["entries"][0])


@pytest.mark.parametrize("about", [(), (PEOPLE[0],), tuple(PEOPLE)])
def test_the_bytes_of_an_entry_are_the_one_spelling_of_json(about: tuple[object, ...]) -> None:
    write(0, *about)  # type: ignore[arg-type]  # ids, or none
    sequence()
    with connection.cursor() as cursor:
        cursor.execute(canonical.ROWS_AFTER, [0, 1])
        (row,) = cursor.fetchall()

    text = canonical.entry(row, 1)

    assert canonical.dumps(json.loads(text)) == text
    entry = json.loads(text)
    assert (entry["position"], entry["about"], entry["at"]) == (
        1,
        [str(p) for p in about],
        "2026-09-01T02:00:00.000000Z",
    )
    assert entry["facts"] == {"number": 0, "codes": ["A/1", "B"]}


def test_strange_words_written_past_the_services_are_spelled_all_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (at, actor_id, actor_kind, verb, kind, subject, before, after, operation, facts)"
            " VALUES (now(), %(id)s, 'S\"', 'a\\b', '受理', %(id)s, E'\\n', '{}', %(id)s, %(facts)s) RETURNING id",
            {"id": uuid4(), "facts": '{"b": 1.50, "a": ["\\"", null, true]}'},
        )
        cursor.execute("INSERT INTO ledger_position SELECT 1, id FROM ledger_entry")
        cursor.execute(canonical.ROWS_AFTER, [0, 1])
        (row,) = cursor.fetchall()

    text = canonical.entry(row, 1)

    assert canonical.dumps(json.loads(text)) == text
    assert (json.loads(text)["kind"], json.loads(text)["before"], json.loads(text)["after"]) == ("受理", "\n", "{}")
