"""What a session holds between two pages of signing in: short-lived marks that make nobody anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.web.request import Request

PENDING = "pending"
"""The password of a member of staff was right; the second factor is due."""
SENT = "sent"
"""A code was sent to a telephone."""
CHOOSING = "choosing"
"""A telephone was proven that several people share."""
RESETTING = "resetting"
"""A telephone was proven to set a new password."""
ENROLLING = "enrolling"
"""An invitation was right."""
PASSKEY = "passkey"
"""A question was put to a device, to be answered once."""
AUTHENTICATOR = "authenticator"
"""A secret was shown for a new authenticator."""
STEPS = (PENDING, SENT, CHOOSING, RESETTING, ENROLLING, PASSKEY, AUTHENTICATOR)
SEALED = "web.signin-step"
ENROLLING_LIFE = timedelta(minutes=30)


def keep(request: Request, step: str, **facts: Any) -> None:  # noqa: ANN401 -- whatever JSON can hold
    """Keep what the next page has to know."""
    request.session[step] = {**facts, "at": timezone.now().isoformat()}


def kept(request: Request, step: str) -> dict[str, Any] | None:
    """Return what was kept, as long as it counts; forget what is over."""
    facts = request.session.get(step)
    if facts is None:
        return None
    if timezone.now() - datetime.fromisoformat(facts["at"]) >= _life(step):
        drop(request, step)
        return None
    return dict(facts)


def take(request: Request, step: str) -> dict[str, Any] | None:
    """Return what was kept, once."""
    facts = kept(request, step)
    drop(request, step)
    return facts


def drop(request: Request, *steps: str) -> None:
    """Forget."""
    for step in steps or STEPS:
        request.session.pop(step, None)


def seal(text: str) -> str:
    """Return a number or a secret as it may lie in a session, which others can read in the database."""
    return crypto.encrypt(SEALED, text.encode()).hex()


def opened(sealed: str) -> str:
    """Return what was sealed."""
    return crypto.decrypt(SEALED, bytes.fromhex(sealed)).decode()


def _life(step: str) -> timedelta:
    if step == ENROLLING:
        return ENROLLING_LIFE
    rules = identity.policy()
    return rules.codes.life if step == SENT else rules.factors.pending
