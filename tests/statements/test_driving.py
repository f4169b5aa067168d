"""One call of libpq says and gives what the driver's own cursor says and gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from tongban.statements import api as statements
from tongban.statements import driving
from tongban.statements.base import DatabaseWrapper
from tongban.statements.driving import Keeping

pytestmark = pytest.mark.django_db


def kept() -> Keeping:
    connection.ensure_connection()
    return cast("DatabaseWrapper", connection).keeping


def by_the_driver(sql: str, params: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 -- whatever a statement takes
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "江苏省 'quoted' \\ % $1 :x"),
        ("text", ""),
        ("text", None),
        ("uuid", UUID(int=7)),
        ("boolean", True),
        ("integer", 2**31 - 1),
        ("bigint", -(2**40)),
        ("numeric", Decimal("12.50")),
        ("date", date(2026, 2, 29 - 1)),
        ("timestamptz", datetime(2026, 2, 17, 0, 0, 0, 1, tzinfo=timezone(timedelta(hours=8)))),
        ("timestamptz", datetime(1, 1, 2, tzinfo=UTC)),
        ("timestamptz", datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("bytea", b"\x00\xff'"),
        ("uuid[]", [UUID(int=1), UUID(int=2)]),
        ("text[]", ["甲", "乙,", '"']),
        ("jsonb", Jsonb({"甲": [1, None, "二"]})),
    ],
)
def test_a_value_goes_and_comes_as_by_the_driver(kind: str, value: object) -> None:
    sql = f"SELECT %s::{kind}, 1 WHERE %s::{kind} IS NOT DISTINCT FROM %s::{kind}"  # noqa: S608 -- kinds of ours

    (found,) = kept().execute(sql, [value, value, value]).fetchall()

    assert [found] == by_the_driver(sql, [value, value, value])
    assert type(found[0]) is type(by_the_driver(sql, [value, value, value])[0][0])


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])))
def test_every_moment_comes_back_as_itself(at: datetime) -> None:
    assert statements.fetch("SELECT %s::timestamptz", [at]) == [(at,)]


def test_a_moment_that_python_cannot_hold_is_the_drivers_to_refuse() -> None:
    with pytest.raises(DatabaseError):
        statements.fetch("SELECT 'infinity'::timestamptz")


def test_places_have_names_or_numbers_and_a_percent_sign_stands_for_itself_without_values() -> None:
    one = kept()

    assert one.execute("SELECT %(a)s::int + %(b)s::int, %(a)s::int, '%%'", {"b": 2, "a": 1}).fetchall() == [(3, 1, "%")]
    assert one.execute("SELECT %s::int, %s::int, '%%'", [1, 2]).fetchall() == [(1, 2, "%")]
    assert one.execute("SELECT '%s'").fetchall() == [("%s",)]


def test_a_statement_is_prepared_once_for_each_kind_of_value() -> None:
    one = kept()
    for value in (1, 2, 3, 2**40):
        assert one.execute("SELECT pg_typeof(%s)::text", [value]).fetchall()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT pg_typeof($1)::text'")
        assert cursor.fetchone() == (2,)


def test_of_more_than_a_session_keeps_the_oldest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    one = kept()
    one.execute("SELECT 'first'")
    monkeypatch.setattr(driving, "MOST", len(one._names))

    one.execute("SELECT 'second'")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept%'")
        assert cursor.fetchone() == (len(one._names),) == (driving.MOST,)
    assert one.execute("SELECT 'first'").fetchall() == [("first",)]


def test_how_many_rows_were_written_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE scrap (n int UNIQUE)")
    one = kept()

    assert one.execute("INSERT INTO scrap SELECT generate_series(1, %s)", [3]).rowcount == 3
    assert one.execute("DELETE FROM scrap WHERE n > %s", [9]).rowcount == 0
    assert one.execute("SELECT n FROM scrap").rowcount == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.fetch("INSERT INTO scrap VALUES (%s) RETURNING n", [1])
    assert one.execute("SELECT n FROM scrap WHERE n = %s", [1]).fetchall() == [(1,)]


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_the_first_statement_of_a_verb_begins_its_transaction(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE scrap (n int)")

        with transaction.atomic():
            statements.fetch("INSERT INTO scrap VALUES (%s) RETURNING n", [1])
            transaction.set_rollback(True)

        assert statements.fetch("SELECT count(*) FROM scrap") == [(0,)]
        assert statements.fetch("INSERT INTO scrap VALUES (%s) RETURNING n", [2]) == [(2,)]  # by its name, still known
        assert statements.fetch("SELECT n FROM scrap") == [(2,)]

    @pytest.mark.parametrize(
        "meanwhile", ["DEALLOCATE ALL", "ALTER TABLE scrap ALTER COLUMN n TYPE text", "DISCARD PLANS"]
    )
    def test_what_a_session_lost_is_prepared_anew(self, meanwhile: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE scrap (n int)")
            cursor.execute("INSERT INTO scrap VALUES (5)")
            assert statements.fetch("SELECT n FROM scrap") == [(5,)]
            cursor.execute(meanwhile)

        found = None
        for _ in range(2):
            try:
                found = statements.fetch("SELECT n FROM scrap")
            except DatabaseError:
                continue
        assert found in ([(5,)], [("5",)])

    def test_a_server_that_left_is_told_as_such_and_the_next_request_has_a_new_session(self) -> None:
        (mine,) = statements.fetch("SELECT pg_backend_pid()")
        with pytest.raises(OperationalError):
            statements.fetch("SELECT pg_terminate_backend(%s), pg_sleep(5)", [mine[0]])
        connection.close()

        (other,) = statements.fetch("SELECT pg_backend_pid()")
        assert other != mine
