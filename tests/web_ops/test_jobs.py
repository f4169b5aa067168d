"""Jobs whose worker was killed are taken up by the next; what came to nothing is shown, and done again on demand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from tests.city import City
from tests.launch.running import eventually
from tongban.kernel.errors import NotAllowed, NotFound
from tongban.ledger import api as ledger
from tongban.web.ops import jobs

pytestmark = pytest.mark.django_db
NOW = timezone.now()
KIND = "sample.sweep"


def sql(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0]) if cursor.description else 0


def worker(silence: float) -> int:
    beat = NOW - timedelta(seconds=silence)
    return sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", beat)


def job(status: str = "doing", *, by: int | None = None, attempts: int = 0) -> int:
    return sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, lock, status, worker_id, attempts)"
        " VALUES ('default', 'connectors.tell_now', %s, %s, %s::procrastinate_job_status, %s, %s) RETURNING id",
        KIND,
        KIND,
        status,
        by,
        attempts,
    )


def states() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.filter(queueing_lock=KIND).values_list("id", "status"))


class TestSweeping:
    def test_what_a_dead_worker_left_waits_for_the_next_and_what_a_living_one_does_is_left_alone(self) -> None:
        left, done, orphan = job(by=worker(31)), job(by=worker(29)), job()
        assert jobs.stalled(at=NOW).count() == 2
        sql("UPDATE procrastinate_jobs SET queueing_lock = 'another' WHERE id = %s", orphan)

        assert jobs.sweep(at=NOW) == 2

        assert states() == {left: "todo", done: "doing"}
        assert ProcrastinateJob.objects.get(pk=orphan).status == "todo"
        assert jobs.sweep(at=NOW) == 0

    def test_one_whose_successor_waits_already_leaves_its_place(self) -> None:
        job()
        successor = job("todo")

        jobs.sweep(at=NOW)

        assert states() == {successor: "todo"}

    def test_one_that_took_three_workers_with_it_is_given_up_and_shown(self) -> None:
        number = job(attempts=jobs.MOST_TRIES - 1)

        jobs.sweep(at=NOW)

        assert states() == {number: "failed"}
        assert [(one.id, one.attempts, one.name) for one in jobs.dead()] == [(number, 3, "告知部门系统退出登录")]


def test_every_task_has_a_name_that_operators_read() -> None:
    ours = {name for name in app.tasks if not name.startswith(("builtin", "procrastinate"))}

    assert ours == jobs.NAMES.keys()


class TestAtTheDesk:
    @pytest.fixture
    def operator(self, city: City, client: Client) -> Client:
        client.force_login(city.user("operator"), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_an_operator_sees_what_came_to_nothing_and_has_it_done_again(self, operator: Client, city: City) -> None:
        number = job("failed", attempts=3)
        assert "告知部门系统退出登录" in operator.get("/desk/jobs/").content.decode()

        answer = operator.post(f"/desk/jobs/{number}/retry/", follow=True).content.decode()

        assert ("已重新安排" in answer, "没有做不成的任务" in answer) == (True, True)
        assert states() == {number: "todo"}
        entry = ledger.Entry.objects.get(verb="jobs.retry")
        assert (entry.subject.int, entry.facts, entry.actor_id) == (
            number,
            {"task": "connectors.tell_now", "attempts": 3},
            city.user("operator").pk,
        )
        assert operator.post(f"/desk/jobs/{number}/retry/").status_code == 409

    def test_where_another_one_waits_already_it_goes(self, city: City) -> None:
        number, other = job("failed"), job("todo")

        jobs.retry(job=number, by=city.actor("operator"), at=NOW)

        assert states() == {other: "todo"}

    def test_nobody_else_does(self, city: City, client: Client) -> None:
        number = job("failed")
        client.force_login(city.user("acceptor"), backend="django.contrib.auth.backends.ModelBackend")

        assert client.get("/desk/jobs/").status_code == 403
        with pytest.raises(NotAllowed):
            jobs.retry(job=number, by=city.actor("supervisor"), at=NOW)
        with pytest.raises(NotFound):
            jobs.retry(job=number + 1, by=city.actor("operator"), at=NOW)


@contextmanager
def working(settings: Settings, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker, on the database of the test."""
    given = connection.get_connection_params()
    here = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    path = {"user": here.pop("user"), "password": here.pop("password", ""), "dbname": here.pop("dbname")}
    url = f"postgresql://{path['user']}:{path['password']}@/{path['dbname']}?" + "&".join(
        f"{key}={value}" for key, value in here.items()
    )
    surroundings = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "TONGBAN_STATE": settings.STATE_DIR}
    command = [sys.executable, "-m", "tongban", "procrastinate", "worker", *words]
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_killed_in_the_middle_is_done_by_the_next(settings: Settings) -> None:
    given = connection.get_connection_params()
    here = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    number = app.tasks["connectors.tell_now"].defer()
    state = ProcrastinateJob.objects.filter(pk=number).values_list("status", flat=True)

    with psycopg.connect(make_conninfo("", **here)) as holding, working(settings) as first:
        holding.execute("LOCK TABLE identity_login IN ACCESS EXCLUSIVE MODE")  # what the job begins with waits
        assert eventually(lambda: state.first() == "doing", within=60)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert state.first() == "doing"
    sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")

    assert jobs.sweep(at=timezone.now()) >= 1
    with working(settings, "--one-shot") as second:
        assert second.wait(120) == 0

    assert state.first() == "succeeded"
