"""Whoever is killed while applications are handed in: each is one case or none, and never half of one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from bench import dataset
from launch import state
from launch.backup import run_tool
from launch.places import REPOSITORY
from launch.postgres import Postgres
from tests.cases.handing_in import AT_ONCE, GO_ON
from tests.city import City
from tests.launch.conftest import folder
from tests.launch.running import eventually

__all__ = ["folder"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A_ROUND, ROUNDS = 18, 3
# All that a submission leaves, in one look: number, state, clock, paper, entry, message.
LEFT = """
SELECT c.id::text, c.number, ARRAY[(c.state <> 'DRAFT')::int,
    (SELECT count(*) FROM duties_duty WHERE subject = c.id AND kind = 'NOTICE'),
    (SELECT count(*) FROM cases_casedocument WHERE case_id = c.id),
    (SELECT count(*) FROM documents_issueddocument WHERE subject = c.id),
    (SELECT count(*) FROM ledger_entry WHERE subject = c.id AND verb = 'case.submit'),
    (SELECT count(*) FROM party_messages_message WHERE to_party = c.applicant_id AND template = 'case.received')]
FROM cases_case c WHERE c.id = ANY(%s::uuid[])
"""
NOTHING, WHOLE = [0] * 6, [1] * 6


@dataclass
class Browsers:
    """Those who hand in, several at once, and believe what they are told."""

    process: subprocess.Popen[str]
    told: dict[int, str] = field(default_factory=dict)
    at_work: list[int] = field(default_factory=list)

    def begin(self, drafts: range) -> None:
        """Let them begin; return when all are at work and some were answered."""
        self.at_work.clear()
        self.order(f"{drafts.start} {drafts.stop}")
        heard = 0
        while len(self.at_work) < AT_ONCE or heard < 2 * AT_ONCE:
            assert self.listen()
            heard += 1

    def finish(self) -> None:
        """Let them hand in the last ones too, whoever of them is left."""
        for number in self.at_work:
            with suppress(ProcessLookupError):
                os.kill(number, GO_ON)
        while self.listen():
            pass

    def listen(self) -> bool:
        """Take one line; False when all are gone. Of a draft nobody is ever told two numbers."""
        assert self.process.stdout
        first, *rest = self.process.stdout.readline().split()
        if first == "process":
            self.at_work.append(int(rest[0]))
        elif first != "over":
            assert self.told.setdefault(int(first), rest[0]) == rest[0]
        return first != "over"

    def order(self, words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def wrong_in_the_record(self) -> str:
        self.order("inspect")
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@contextmanager
def browsers(server: Postgres, keys: Path) -> Iterator[Browsers]:
    urls = {"DATABASE_URL": server.application_url, "DATABASE_OWNER_URL": server.owner_url}
    words = [sys.executable, "-m", "tests.cases.handing_in"]
    # What they cry out when their server is killed is nothing to read.
    process = subprocess.Popen(
        words,
        env=os.environ | urls | {"TONGBAN_STATE": str(keys)},
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield Browsers(process)
        finally:
            process.kill()


def left(server: Postgres, drafts: range) -> dict[int, tuple[str, list[int]]]:
    keys = {str(dataset.draft(number).id): number for number in drafts}
    with psycopg.connect(server.owner_url) as raw:
        return {keys[key]: (number, traces) for key, number, traces in raw.execute(LEFT, [list(keys)])}


def kill_the_processes(people: Browsers) -> None:
    for number in people.at_work:
        os.kill(number, signal.SIGKILL)


def kill_a_backend(server: Postgres) -> None:
    """The server ends all its other processes then, and recovers."""
    with server.connect() as raw:
        found = raw.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'tongban'").fetchone()
    assert found is not None
    os.kill(int(str(found[0])), signal.SIGKILL)


def stop_the_server(server: Postgres) -> None:
    """At once, as when the power fails: nothing is brought to its end."""
    assert server.process is not None
    server.process.send_signal(signal.SIGQUIT)
    assert eventually(server.ended)


def stand(server: Postgres) -> None:
    """Have a server that answers, whatever was killed of it."""
    if server.ended():
        server.start()
    assert eventually(partial(answers, server))


def answers(server: Postgres) -> bool:
    try:
        server.connect().close()
    except psycopg.OperationalError:
        return False
    return True


def struck(server: Postgres, people: Browsers, drafts: range, strike: Callable[[], None]) -> int:
    """Strike while they hand in; return how many of them were not answered. Whoever was not tries again.

    However quick they are, each still has its last draft to hand in when it is struck.
    """
    people.begin(drafts)
    time.sleep(random.uniform(0, 0.1))  # noqa: S311 - any moment will do
    strike()
    people.finish()
    stand(server)
    answered, found = set(people.told) & set(drafts), left(server, drafts)
    assert all(traces in (NOTHING, WHOLE) for _, traces in found.values())
    assert all(found[draft] == (people.told[draft], WHOLE) for draft in answered)

    people.begin(drafts)
    people.finish()
    assert left(server, drafts) == {draft: (people.told[draft], WHOLE) for draft in drafts}
    return len(drafts) - len(answered)


@pytest.fixture
def server(city: City, folder: Path) -> Iterator[Postgres]:  # noqa: ARG001 - what is copied; the fixture of that name
    """A server that may be killed, with the city of the test and complete drafts, each of a person of its own."""
    dataset.make(received=0, drafts=ROUNDS * A_ROUND, bare=0)
    given = connection.get_connection_params()
    here = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    run_tool("pg_dump", make_conninfo("", **here), "--format=custom", "--no-owner", f"--file={folder / 'dump'}")
    with state.hold(folder / "state") as held:
        made = Postgres(held)
        try:
            made.start()
            state.finish(held)
            run_tool("pg_restore", made.owner_url, "--no-owner", "--no-privileges", str(folder / "dump"))
            yield made
        finally:
            made.stop()


def test_whatever_is_killed_an_application_is_one_case_or_none_and_the_same_again(
    server: Postgres, settings: Settings
) -> None:
    rounds = [range(first, first + A_ROUND) for first in range(0, ROUNDS * A_ROUND, A_ROUND)]
    with browsers(server, settings.STATE_DIR) as people:
        strikes = [
            partial(kill_the_processes, people),
            partial(kill_a_backend, server),
            partial(stop_the_server, server),
        ]

        lost = [struck(server, people, drafts, strike) for drafts, strike in zip(rounds, strikes, strict=True)]

        assert all(lost)
        assert len(set(people.told.values())) == len(people.told) == ROUNDS * A_ROUND
        assert people.wrong_in_the_record() == "wrong 0"
