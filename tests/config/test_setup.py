from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from tests.city import City
from tongban.config import sample
from tongban.config.rights import grant_rights
from tongban.config.wiring import tell_what_is_missing
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

ROLE = "tongban test-app"


def run() -> list[str]:
    out = io.StringIO()
    call_command("setup", stdout=out)
    return out.getvalue().splitlines()


def try_as_application(statement: str, *, role: str = ROLE) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        cursor.execute(statement)


@pytest.fixture
def role(db: None) -> str:  # noqa: ARG001 -- it needs the database; the role goes with the test's transaction
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{ROLE}"')
    return ROLE


class TestRights:
    def test_are_given_once(self, role: str) -> None:
        given = [grant_rights(role) > 50, grant_rights(role)]

        assert given == [True, 0]

    def test_let_the_application_do_its_work(self, role: str, at: datetime) -> None:
        grant_rights(role)

        with connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{ROLE}"')
            user = identity.open_account(username="a", password="b", display_name="测试甲", by=SYSTEM, at=at)
            identity.sign_in(username="a", password="b", address="::1", at=at)
            placed = ledger.sequence()
            cursor.execute("SELECT procrastinate_defer_jobs_v1(ARRAY[]::procrastinate_job_to_defer_v1[])")
            cursor.execute("RESET ROLE")

        assert placed == 2
        assert ledger.history(kind="user", subject=user.id)

    @pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
    @pytest.mark.parametrize(
        ("table", "column"),
        [("ledger_entry", "id"), ("ledger_position", "number"), ("documents_issueddocument", "id")],
    )
    def test_do_not_let_it_change_what_is_append_only(self, role: str, verb: str, table: str, column: str) -> None:
        grant_rights(role)

        with pytest.raises(ProgrammingError, match="permission denied"):
            try_as_application(verb.format(table, column, column))

    @pytest.mark.parametrize("table", ["ledger_entry", "ledger_pending", "ledger_position", "ledger_mention"])
    @pytest.mark.parametrize("statement", ["INSERT INTO {} SELECT * FROM {}", "DELETE FROM {}"])
    def test_let_it_write_the_record_and_its_order_only_through_their_functions(
        self, role: str, statement: str, table: str
    ) -> None:
        grant_rights(role)

        with pytest.raises(ProgrammingError, match="permission denied"):
            try_as_application(statement.format(table, table))

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT ledger_sequence(1)",
            (
                "SELECT ledger_record(now(), gen_random_uuid(), 'SYSTEM', NULL, 'case.x', 'case', gen_random_uuid(),"
                " '', '', gen_random_uuid(), '{}', 'HANDLING', '', '{}', false, 'NOW', NULL, '')"
            ),
        ],
    )
    def test_give_these_functions_to_nobody_else(self, role: str, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute('CREATE ROLE "tongban test-other"')
            cursor.execute('GRANT USAGE ON SCHEMA public TO "tongban test-other"')
        grant_rights(role)
        try_as_application(statement)

        with pytest.raises(ProgrammingError, match="permission denied for function"):
            try_as_application(statement, role="tongban test-other")

    def test_do_not_let_it_put_a_table_of_its_own_in_the_place_of_the_queue(self, role: str, at: datetime) -> None:
        grant_rights(role)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE ledger_pending (entry_id bigint)")
            cursor.execute(f'GRANT ALL ON pg_temp.ledger_pending TO "{ROLE}"')
            cursor.execute(f'SET ROLE "{ROLE}"')
            user = identity.open_account(username="a", password="b", display_name="测试甲", by=SYSTEM, at=at)
            placed = ledger.sequence()
            cursor.execute("RESET ROLE")
            cursor.execute("DROP TABLE pg_temp.ledger_pending")

        assert placed == 1
        assert [entry.position for entry in ledger.history(kind="user", subject=user.id)] == [1]

    @pytest.mark.parametrize(
        "statement",
        [
            "TRUNCATE identity_user CASCADE",
            "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
            "DROP TRIGGER ledger_entry_append_only ON ledger_entry",
            "SET session_replication_role = replica",
            "DELETE FROM django_migrations",
            "CREATE TABLE mine (id int)",
        ],
    )
    def test_let_it_own_and_alter_nothing(self, role: str, statement: str) -> None:
        grant_rights(role)

        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            try_as_application(statement)

    def test_that_were_too_wide_are_narrowed(self, role: str) -> None:
        grant_rights(role)
        with connection.cursor() as cursor:
            cursor.execute(f'GRANT ALL ON ledger_entry TO "{ROLE}"')

        changed = grant_rights(role)

        assert changed == 1
        with pytest.raises(ProgrammingError, match="permission denied"):
            try_as_application("DELETE FROM ledger_entry")

    @pytest.mark.usefixtures("db")
    def test_of_one_role_for_everything_are_left_alone(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            (owner,) = cursor.fetchone() or ("",)

        assert grant_rights(owner) == 0


@pytest.fixture
def _empty(transactional_db: None, settings: Settings) -> Iterator[None]:  # noqa: ARG001 -- it needs the database
    """Stand on an empty database in sample mode, with one role for everything."""
    settings.SAMPLE_MODE = True
    settings.APP_ROLE = settings.DATABASES["default"]["USER"]
    yield
    connection.ensure_connection()


@pytest.mark.usefixtures("_empty")
class TestSetup:
    def test_says_what_it_did_and_the_second_time_nothing(self) -> None:
        first, second = run(), run()

        assert [line.partition("：")[0][:6] for line in first[:2]] == ["已载入工作日", "已载入样例城"]
        assert [line[:7] for line in first[-2:]] == ["已载入样例办件", "已载入样例修订"]
        assert second == []

    def test_loads_no_sample_unless_asked(self, settings: Settings) -> None:
        settings.SAMPLE_MODE = False

        lines = run()

        assert [line[:6] for line in lines] == ["已载入工作日"]
        assert not orgs.departments()
        assert not identity.has_users()

    def test_goes_on_where_it_was_interrupted(self, at: datetime) -> None:
        parts = sample.load(at=at)
        interrupted = [next(parts), next(parts)]
        del parts

        lines = run()

        assert len(interrupted) == 2
        assert [line[:7] for line in lines[-2:]] == ["已载入样例办件", "已载入样例修订"]
        assert not any(line.startswith(("已载入工作日", "已载入样例城")) for line in lines)
        assert run() == []

    def test_leaves_a_database_with_other_people_alone(self, at: datetime) -> None:
        identity.open_account(username="real", password="x", display_name="某", by=SYSTEM, at=at)

        lines = run()

        assert "不载入样例" in lines[-1]
        assert not orgs.departments()
        assert not identity.has_cast()

    def test_refuses_to_serve_people_in_earnest_where_the_sample_people_are(self, settings: Settings) -> None:
        run()
        settings.SAMPLE_MODE = False

        with pytest.raises(CommandError, match="密码是公开的") as refusal:
            run()

        assert "\n" not in str(refusal.value)

    def test_names_what_is_wrong_in_one_line(self, settings: Settings) -> None:
        settings.APP_ROLE = "nobody_of_this_name"

        with pytest.raises(CommandError) as refusal:
            run()

        assert "nobody_of_this_name" in str(refusal.value)
        assert "\n" not in str(refusal.value)

    def test_refuses_sample_files_that_are_not_there_and_loads_nothing_of_them(
        self, settings: Settings, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        settings.SAMPLE_DIR = tmp_path_factory.mktemp("nothing")

        with pytest.raises(CommandError, match="缺少资料文件"):
            run()

        assert not orgs.departments()


def test_a_city_that_is_loaded_again_stays_as_it_is(city: City) -> None:
    lines = list(sample.load(at=city.at))

    assert lines == []


def test_a_start_without_the_font_says_so_in_one_line(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tell_what_is_missing()
    settings.BASE_DIR = settings.BUILD_DIR = tmp_path

    tell_what_is_missing()

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "文书暂时不能生成" in caplog.text
