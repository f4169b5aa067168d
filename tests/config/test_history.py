from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tongban.config.history import BetweenVersions, bring_up_to_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def way() -> list[tuple[str, str]]:
    """Note in the database that it came all the way to the first release, as those did that are older than it."""
    recorder = MigrationRecorder(connection)
    gone: list[tuple[str, str]] = []
    for first, migration in MigrationLoader(connection).replacements.items():
        recorder.record_unapplied(*first)
        gone += migration.replaces
    for old in gone:
        recorder.record_applied(*old)
    return gone


def noted() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def test_who_came_all_the_way_goes_on_and_is_noted_as_having_the_first_release(way: list[tuple[str, str]]) -> None:
    assert bring_up_to_date() == 0
    assert noted() >= {*way, ("cases", "0001_first_release"), ("ledger", "0001_first_release")}


@pytest.mark.parametrize("room", ["cases", "ledger", "party_messages"])
@pytest.mark.parametrize("missing", [0, -1])
def test_who_came_a_part_of_the_way_is_refused_and_told_what_to_do(
    way: list[tuple[str, str]], room: str, missing: int
) -> None:
    MigrationRecorder(connection).record_unapplied(*[old for old in way if old[0] == room][missing])
    before = noted()

    with pytest.raises(BetweenVersions, match="升级前的最后一版"):
        bring_up_to_date()

    assert noted() == before
