"""The dated figures of the room."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from tongban.privacy.rules import Policy

DATA = Path(__file__).resolve().parents[1] / "policy.toml"


@cache
def _policies() -> tuple[Policy, ...]:
    rows = tomllib.loads(DATA.read_text(encoding="utf8"))["policies"]
    return tuple(sorted((Policy(**row) for row in rows), key=lambda policy: policy.effective_from))


def policy(on: date) -> Policy:
    """Return the figures in force on a day; the earliest there are for a day before all of them."""
    return next((one for one in reversed(_policies()) if one.effective_from <= on), _policies()[0])
