"""The passwords of the embedded database: made once, 0600, never in a backup."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from launch import notes
from launch.state import State

SUPERUSER = "postgres"
OWNER = "tongban_owner"
APPLICATION = "tongban"
DATABASE = "tongban"
NAME = "database.json"


@dataclass(frozen=True)
class Passwords:
    """One password a role: the launcher's own, the owner of the tables, the application that owns nothing."""

    superuser: str
    owner: str
    application: str


def of(state: State) -> Passwords:
    """Read the passwords of a state, or make them."""
    path = state.keys / NAME
    found = notes.read_json(path)
    if found:
        return Passwords(str(found["superuser"]), str(found["owner"]), str(found["application"]))
    made = Passwords(*(secrets.token_urlsafe(32) for _ in range(3)))
    notes.write_json(path, dict(asdict(made)), mode=0o600)
    return made
