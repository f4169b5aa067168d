"""The environment that the programme is started in: the only thing that the launcher tells it."""

from __future__ import annotations

import os
import socket

from launch.databases import Urls
from launch.places import build_folder
from launch.state import State

ALWAYS = ("127.0.0.1", "localhost", "[::1]")
ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with, never bound to


def environment(state: State, urls: Urls, *, sample: bool, hosts: list[str] | None = None) -> dict[str, str]:
    """Return the environment for the web processes, the worker and every command."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
        "TONGBAN_STATE": str(state.root),
        "TONGBAN_BUILD": str(build_folder()),
        "TONGBAN_SAMPLE": "1" if sample else "",
        "TONGBAN_HOSTS": ",".join(hosts if hosts is not None else names("")),
        "DATABASE_URL": urls.application,
        "DATABASE_OWNER_URL": urls.owner,
    }


def for_serving(state: State, urls: Urls, *, sample: bool, host: str) -> dict[str, str]:
    """Return the environment of the web processes and the worker, which are never told the owner's password."""
    told = environment(state, urls, sample=sample, hosts=names(host))
    del told["DATABASE_OWNER_URL"]
    return told | {"PROMETHEUS_MULTIPROC_DIR": str(state.run / "metrics")}


def names(host: str) -> list[str]:
    """Return the host names that requests may carry: the local ones, the one served on, and TONGBAN_HOSTS."""
    own = [socket.gethostname()] if host in ANY else [bracketed(host)] if host else []
    given = [name.strip() for name in os.environ.get("TONGBAN_HOSTS", "").split(",")]
    return list(dict.fromkeys(name for name in [*ALWAYS, *own, *given] if name))


def bracketed(host: str) -> str:
    """Return a host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def reachable(host: str) -> str:
    """Return where this machine itself reaches a server bound to ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, never bound to
