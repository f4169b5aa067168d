"""What the launcher tells this process: where the portal is, and what was agreed on with it."""

from __future__ import annotations

import os
from pathlib import Path

HOME = frozenset({"127.0.0.1", "localhost", "::1"})


def portal() -> str:
    """Return the portal's address."""
    return os.environ.get("OUTSIDE_PORTAL", "http://127.0.0.1:8000")


def word() -> str:
    """Return the secret that the portal's sample registers the department's system with."""
    return os.environ.get("OUTSIDE_WORD", "")


def keys() -> Path:
    """Return the folder for what a city would have been given by the providers: keys and secrets."""
    return Path(os.environ.get("OUTSIDE_KEYS") or ".state/outside")


def bracketed(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host
