"""The world outside that a sample city has beside it: one more process, known here by its command alone."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from launch import preflight
from launch.places import REPOSITORY
from launch.state import State
from launch.supervisor import Child
from launch.surroundings import bracketed, reachable
from launch.trouble import Trouble

HOST = "127.0.0.1"
PORTS_TRIED, HIGHEST_PORT = 50, 65535
NOT_ITS_AFFAIR = ("DATABASE", "DJANGO_", "TONGBAN_", "PROMETHEUS_")


@dataclass(frozen=True)
class Neighbour:
    """Where it listens, what word both sides know, and the folder in which it lays keys for the programme."""

    port: int
    portal: str
    keys: str
    word: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def told_to_the_programme(self) -> dict[str, str]:
        """Return what the programme is told of it."""
        return {
            "TONGBAN_OUTSIDE": f"http://{HOST}:{self.port}",
            "TONGBAN_OUTSIDE_KEYS": self.keys,
            "TONGBAN_OUTSIDE_WORD": self.word,
        }

    def child(self, environment: Mapping[str, str]) -> Child:
        """Return the process; it is told nothing of the database and of what else is the programme's own."""
        own = {name: value for name, value in environment.items() if not name.startswith(NOT_ITS_AFFAIR)}
        told = {"OUTSIDE_PORTAL": self.portal, "OUTSIDE_KEYS": self.keys, "OUTSIDE_WORD": self.word}
        command = [sys.executable, "-m", "launch.web", "--interface", "wsgi", "--http", "1", "--no-ws"]
        command += ["--host", HOST, "--port", str(self.port), "--workers", "1", "--blocking-threads", "4"]
        command += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "2"]
        command += ["--log-level", "warning", "--working-dir", str(REPOSITORY), "sample.outside.app:application"]
        return Child("outside", command, own | told)


def beside(state: State, host: str, port: int) -> Neighbour | None:
    """Return the neighbour of a portal, on the next free port after its own; None when all of them are taken.

    The sample city works without it, only the buttons that lead there do not: that is no reason not to start.
    """
    for candidate in range(port + 1, min(port + PORTS_TRIED, HIGHEST_PORT) + 1):
        try:
            preflight.check_port(HOST, candidate)
        except Trouble:
            continue
        portal = f"http://{bracketed(reachable(host))}:{port}"
        return Neighbour(candidate, portal, str(state.run / "outside"))
    return None
