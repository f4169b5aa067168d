"""Browsers that hand applications in while the house is being killed around them, and what is left of each."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

import psycopg

from launch import databases
from launch.places import REPOSITORY
from launch.state import State
from tests.launch.running import Running, eventually, surroundings

CSRF = "b" * 32
HANDED_IN_WITHIN = 90.0
PAUSE, STRUCK_AFTER = 0.05, 0.15
# All that a submission leaves, in one look: whether it was handed in, its number, clocks, papers, entries, messages.
LEFT = """
SELECT c.state <> 'DRAFT', (c.number <> '')::int,
    (SELECT count(*) FROM duties_duty WHERE subject = c.id AND kind = 'NOTICE'),
    (SELECT count(*) FROM cases_casedocument WHERE case_id = c.id),
    (SELECT count(*) FROM documents_issueddocument WHERE subject = c.id),
    (SELECT count(*) FROM ledger_entry WHERE subject = c.id AND verb = 'case.submit'),
    (SELECT count(*) FROM party_messages_message WHERE to_party = c.applicant_id AND template = 'case.received')
FROM cases_case c WHERE c.id = ANY(%s::uuid[])
"""
NOTHING, WHOLE = (False, 0, 0, 0, 0, 0, 0), (True, 1, 1, 1, 1, 1, 1)


@dataclass(frozen=True)
class Application:
    """A complete draft of somebody who is signed in."""

    draft: str
    session: str

    def hand_in(self, running: Running) -> int:
        """Press the button once; return how often it was pressed for nothing: not answered, or not let through."""
        deadline, lost = time.monotonic() + HANDED_IN_WITHIN, 0
        while time.monotonic() < deadline:
            if self._press(running) == http.HTTPStatus.FOUND:
                return lost
            lost += 1
            time.sleep(PAUSE)
        message = f"{self.draft} could not be handed in"
        raise AssertionError(message)

    def _press(self, running: Running) -> int:
        """Press the button; the same attempt every time, as a browser sends it again."""
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = f"token={uuid5(NAMESPACE_OID, self.draft)}"
        try:
            connection.request("POST", f"/apply/draft/{self.draft}/submit/", body=body, headers=headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def begun(running: Running, wanted: int) -> list[Application]:
    """Begin so many applications beside a running system."""
    words = [sys.executable, "-m", "launch", "database", "--state", str(running.root), "--"]
    words += [sys.executable, "-m", "tests.launch.drafts", str(wanted)]
    done = subprocess.run(words, env=surroundings(), cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Application(*one.split()) for one in done.stdout.splitlines()]


def struck(running: Running, applications: list[Application], strike: Callable[[], object]) -> int:
    """Let everybody press the button at once and strike while they wait; return how often it was pressed for nothing.

    Whatever is left in between is nothing of an application or the whole of it, and in the end the whole.
    """
    with ThreadPoolExecutor(len(applications)) as pool:
        answers = [pool.submit(one.hand_in, running) for one in applications]
        time.sleep(STRUCK_AFTER)
        strike()
        assert eventually(running.is_well, within=HANDED_IN_WITHIN)
        assert left(running, applications) <= {NOTHING, WHOLE}
        lost = sum(answer.result() for answer in answers)
    assert left(running, applications) == {WHOLE}
    return lost


def left(running: Running, applications: list[Application]) -> set[tuple[object, ...]]:
    """Return what there is of the applications, told apart only where they differ."""
    with psycopg.connect(databases.joined(State(running.root)).owner) as connection:
        return set(connection.execute(LEFT, [[one.draft for one in applications]]).fetchall())


def cut(running: Running) -> int:
    """End every connection of the programme to the database at once; return how many there were."""
    words = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'tongban'"
    # As the programme itself: whoever else is there is not its own to end, and setup is not running.
    with psycopg.connect(databases.joined(State(running.root)).application) as connection:
        row = connection.execute(words).fetchone()
    return int(row[0]) if row else 0
