"""What stops the launcher: one line a person can act on."""

from __future__ import annotations


class Trouble(Exception):
    """Something outside the programme is not as it must be; nothing half-written is left behind."""

    def __init__(self, chinese: str, english: str) -> None:
        """Keep both sentences; they are shown on one line, Chinese first."""
        super().__init__(f"{chinese} / {english}")


class InUse(Trouble):
    """Another process works with the same state folder."""


class Stopped(BaseException):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, SIGHUP); everything unwinds in order."""
