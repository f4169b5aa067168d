"""Which postal service is in use here. Called once, at start, by ``config``."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.cases.window.ports import Post


@dataclass(slots=True)
class _Wiring:
    post: Post | None = None


_wiring = _Wiring()


def use(*, post: Post | None = None) -> None:
    """Put the service in place; without one, nothing is sent and posting is not offered at the window."""
    _wiring.post = post


def post() -> Post | None:
    """Return the service, None where there is none."""
    return _wiring.post
