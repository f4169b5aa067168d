"""Codes that change with time (RFC 6238): six digits, steps of thirty seconds, one step of tolerance either way."""

from __future__ import annotations

import base64
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
TOLERANCE = 1
ISSUER = "通办"


def step_of(at: datetime) -> int:
    """Return the step of time of a moment."""
    return int(at.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Return the code of a step. SHA-1 is what authenticators can do; as HMAC it is not broken."""
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS).generate(step * STEP_SECONDS).decode()  # noqa: S303 -- see above


def open_steps(at: datetime, *, after: int) -> range:
    """Return the steps whose codes count at a moment: now and one either way, only later ones than the last used."""
    now = step_of(at)
    return range(max(now - TOLERANCE, after + 1), now + TOLERANCE + 1)


def address(secret: bytes, username: str) -> str:
    """Return what an authenticator reads from the picture."""
    label = quote(f"{ISSUER}:{username}")
    asked = {"secret": spelt(secret), "issuer": ISSUER, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked)}"


def spelt(secret: bytes) -> str:
    """Return the secret as it is typed into an authenticator."""
    return base64.b32encode(secret).decode()


def read(text: str) -> bytes:
    """Return the secret that is spelt so; ValueError for anything else."""
    return base64.b32decode(text)
