"""An entry that was kept out of the order, or a place that holds none, does not stay unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.ledger.samples import AT, fill, write
from tongban.ledger.api import Disorder, Entry, Inspection, disorder, inspect, last_inspection, seal, sealing, sequence

pytestmark = pytest.mark.django_db


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_waits_and_what_has_its_place_is_in_order() -> None:
    fill(7, most=3)
    write(7)

    assert disorder() == Disorder(lost=0, holes=0)


def test_an_entry_written_past_the_services_waits_for_its_place_like_any_other() -> None:
    write(0)
    columns = ", ".join(str(field.column) for field in Entry._meta.concrete_fields if field.column != "id")

    sql(f"INSERT INTO ledger_entry ({columns}) SELECT {columns} FROM ledger_entry")  # noqa: S608 -- our own names

    assert sequence() == 2
    assert disorder() == Disorder(lost=0, holes=0)


def test_an_entry_that_was_taken_out_of_the_queue_is_found() -> None:
    write(0)
    write(1)
    sql("DELETE FROM ledger_pending WHERE entry_id = (SELECT max(entry_id) FROM ledger_pending)")
    sequence()

    assert disorder() == Disorder(lost=1, holes=0)


@pytest.mark.parametrize(("number", "holes"), [(4, 0), (5, 1), (100_000, 99_996)])
def test_a_place_beyond_the_dense_end_is_found(number: int, holes: int) -> None:
    fill(3)
    write(3)
    sql(f"INSERT INTO ledger_position SELECT {number}, entry_id FROM ledger_pending")  # noqa: S608 -- a number
    sql("DELETE FROM ledger_pending")

    assert disorder() == Disorder(lost=0, holes=holes)
    assert sealing().gap is (holes > 0)


def test_a_place_that_names_no_entry_is_found() -> None:
    fill(3)
    sql("INSERT INTO ledger_position VALUES (4, 0)")

    assert disorder() == Disorder(lost=0, holes=1)


def test_positions_that_cannot_be_sealed_are_still_known_to_wait() -> None:
    fill(3)
    write(3)
    sql("INSERT INTO ledger_position SELECT 100000, entry_id FROM ledger_pending")

    with pytest.raises(RuntimeError, match="dense"):
        seal(at=AT)
    known = sealing()

    assert known.gap
    assert known.oldest == Entry.objects.latest("id").recorded_at


def test_what_a_check_found_is_kept_until_the_next() -> None:
    fill(8, most=3)
    sql("SET LOCAL session_replication_role = replica")
    sql("UPDATE ledger_entry SET after = 'REFUSED' WHERE id = (SELECT entry_id FROM ledger_position WHERE number = 5)")
    assert last_inspection() is None
    now = timezone.now()

    found, faults = inspect(at=now, recent=100)

    assert (found.at, found.faults, found.lost, found.holes) == (now, len(faults), 0, 0)
    assert faults
    assert last_inspection() == found
    assert inspect(at=now + timedelta(days=1), recent=0)[0].faults == 0


def test_what_was_found_cannot_be_taken_back() -> None:
    inspect(at=AT, recent=1)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Inspection.objects.all().delete()
