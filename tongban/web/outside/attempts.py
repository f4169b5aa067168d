"""Ways out that wait for their way back: random words that only this browser's session knows, each used once."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from tongban.identity import api as identity
from tongban.web.request import Request

KEY, PENDING = "outside_attempts", "outside_pending"
MOST = 4
LASTS = timedelta(minutes=10)
LINK, ENTER = "link", "enter"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a way out: to whom, what for, where to afterwards."""

    provider: str
    purpose: str
    to: str
    attempt: identity.Attempt


def begin(request: Request, *, provider: str, purpose: str, to: str, back: str, at: datetime) -> identity.Attempt:
    """Keep a new way out in the session, with at most a few others (tabs) beside it."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    attempt = identity.Attempt(state, nonce, verifier, back)
    row = {"provider": provider, "purpose": purpose, "to": to, "at": at.isoformat(), **asdict(attempt)}
    request.session[KEY] = [*request.session.get(KEY, []), row][-MOST:]
    return attempt


def take(request: Request, *, provider: str, state: str, at: datetime) -> Kept:
    """Return the way out that this is the way back of, once.

    AttemptUnknown for one that began in another browser (login CSRF), with another service (mix-up), too long ago, or
    was used already.
    """
    rows = request.session.get(KEY, [])
    found = next((row for row in rows if compare_digest(row["state"].encode(), state.encode())), None)
    if found is None:
        raise identity.AttemptUnknown
    request.session[KEY] = [row for row in rows if row is not found]
    if found["provider"] != provider or datetime.fromisoformat(found["at"]) + LASTS <= at:
        raise identity.AttemptUnknown
    attempt = identity.Attempt(found["state"], found["nonce"], found["verifier"], found["back"])
    return Kept(found["provider"], found["purpose"], found["to"], attempt)


def hold(request: Request, proven: identity.Proven, at: datetime) -> None:
    """Keep an account outside that nobody linked yet, until whoever it is has signed in another way."""
    request.session[PENDING] = {"provider": proven.provider, "subject": proven.subject, "at": at.isoformat()}


def held(request: Request, at: datetime) -> identity.Proven | None:
    """Return the account outside that waits for its link, None if there is none or it waited too long."""
    row = request.session.get(PENDING)
    if not row or datetime.fromisoformat(row["at"]) + LASTS <= at:
        return None
    return identity.Proven(row["provider"], row["subject"])


def drop(request: Request) -> None:
    """Forget the account that waits."""
    request.session.pop(PENDING, None)
