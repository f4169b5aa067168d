"""The named data of the room: limits of sessions, codes and attempts, and the passwords everybody tries."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.identity.rules.policy import Policy, merge, read

ROOM = Path(__file__).resolve().parents[1]


def policy() -> Policy:
    """Return how signing in is guarded here: the data of the room, and what the installation says otherwise."""
    return _read(settings.IDENTITY_POLICY)


@cache
def common_passwords() -> frozenset[str]:
    """Return what everybody tries first."""
    lines = (ROOM / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _read(over: str) -> Policy:
    base = tomllib.loads((ROOM / "policy.toml").read_text("utf-8"))
    return read(merge(base, tomllib.loads(Path(over).read_text("utf-8"))) if over else base)
