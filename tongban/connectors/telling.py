"""Telling departments' systems that a login ended (OpenID Connect Back-Channel Logout 1.0)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from tongban.connectors import asking
from tongban.crypto import api as crypto
from tongban.identity import api as identity

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LASTS = timedelta(minutes=2)


def tell(*, at: datetime) -> int:
    """Tell every system that is owed it; return how many were reached. What fails is tried again, ten times at most."""
    return sum(_tell_one(login, at) for login in identity.untold_logins())


def _tell_one(login: identity.Login, at: datetime) -> bool:
    reached = not login.client.calls or _reached(login, at)
    identity.note_told(login=login.pk, reached=reached, at=at)
    return reached


def _reached(login: identity.Login, at: datetime) -> bool:
    try:
        asking.post(login.client.calls, {"logout_token": logout_token(login, at)})
    except identity.ProviderUnavailable:
        return False
    return True


def logout_token(login: identity.Login, at: datetime) -> str:
    """Return the statement: of this provider, for this system, that this login is over. It never holds a nonce."""
    return crypto.sign_token(
        {
            "iss": login.issuer,
            "aud": login.client.code,
            "iat": int(at.timestamp()),
            "exp": int((at + LASTS).timestamp()),
            "jti": str(uuid4()),
            "sub": login.subject,
            "sid": str(login.pk),
            "events": {EVENT: {}},
        }
    )
