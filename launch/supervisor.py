"""Keeps the database, the web processes and the worker running, and stops them together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from launch import children
from launch.places import REPOSITORY, number
from launch.postgres import Postgres
from launch.surroundings import bracketed, reachable
from launch.trouble import Trouble

LOOK = 0.1  # seconds between two looks
PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # before the first, second … restart of a child
CALM = 60.0  # seconds after which a child's earlier deaths are forgotten
GRACE = 5.0  # seconds a child gets to finish what it is doing
DEATHS_BEFORE_READY = 3


def say(text: str) -> None:
    """Tell the operator something."""
    print(text, file=sys.stderr, flush=True)


@dataclass
class Child:
    """A process that is started again when it ends."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    start_at: float = 0.0

    def look(self, now: float) -> None:
        """Start it when it is time; notice when it ended."""
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
        elif children.ended(self.process):
            self._mourn(now, self.process.returncode)

    def _start(self, now: float) -> None:
        # When we are killed the database goes too: whoever waited politely for it would outlive us by half a minute.
        self.process = children.spawn(self.command, environment=self.environment, when_orphaned=signal.SIGKILL)
        self.started_at = now

    def _mourn(self, now: float, code: int | None) -> None:
        self.deaths = 1 if now - self.started_at > CALM else self.deaths + 1
        pause = PAUSES[min(self.deaths, len(PAUSES)) - 1]
        say(f"{self.name} 已退出（{code}），{pause:g} 秒后重新启动 / {self.name} ended ({code}); again in {pause:g} s")
        self.process, self.start_at = None, now + pause


@dataclass
class Supervisor:
    """The family of one running system; ``server`` is None when the database is somebody else's."""

    family: list[Child]
    server: Postgres | None = None
    clock: Callable[[], float] = field(default=time.monotonic)

    def look(self) -> None:
        """Look after everybody once."""
        if self.server is not None and self.server.ended():
            say("数据库已退出，正在重新启动 / the database ended; starting it again")
            self.server.start()
        for child in self.family:
            child.look(self.clock())

    def until_ready(self, host: str, port: int) -> None:
        """Return when requests are answered; Trouble when that does not happen (TONGBAN_READY_SECONDS, 60)."""
        deadline = self.clock() + number("TONGBAN_READY_SECONDS", 60)
        while not answers(host, port):
            self.look()
            if self.clock() > deadline or self.family[0].deaths >= DEATHS_BEFORE_READY:
                raise Trouble("系统没有就绪，原因见上", "the system did not become ready; the reason is above")
            time.sleep(LOOK)

    def forever(self) -> None:
        """Keep everybody running until a signal stops us."""
        while True:
            self.look()
            time.sleep(LOOK)

    def stop(self) -> None:
        """End web and worker together; the database is stopped after them by whoever started it."""
        children.stop([child.process for child in self.family if child.process], seconds=GRACE, number=signal.SIGTERM)


def answers(host: str, port: int) -> bool:
    """Tell whether the system says that it is healthy."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"{bracketed(reachable(host))}:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def web(host: str, port: int, environment: Mapping[str, str]) -> Child:
    """Return the web processes (TONGBAN_WEB_PROCESSES, TONGBAN_WEB_THREADS each)."""
    processes = str(number("TONGBAN_WEB_PROCESSES", min(os.cpu_count() or 1, 4)))
    threads = str(number("TONGBAN_WEB_THREADS", 8))
    command = [sys.executable, "-m", "launch.web", "--interface", "wsgi", "--http", "1", "--no-ws"]
    command += ["--host", host, "--port", str(port), "--workers", processes, "--blocking-threads", threads]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.1", "--workers-kill-timeout", "4"]
    command += ["--log-level", "warning", "--working-dir", str(REPOSITORY), "tongban.config.wsgi:application"]
    return Child("web", command, environment)


def worker(environment: Mapping[str, str]) -> Child:
    """Return the background worker."""
    # A job that went well leaves nothing: the sequencer alone would leave 8,640 rows a day.
    command = [sys.executable, "-m", "tongban", "procrastinate", "worker", "--delete-jobs", "successful"]
    return Child("worker", command, environment)
