"""Signing in, with a brake on guessing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import F

from tongban.crypto import api as crypto
from tongban.identity import rules
from tongban.identity.errors import SignInRefused, TooManyAttempts
from tongban.identity.models import SignInGuard, User
from tongban.identity.queries import actor_of
from tongban.identity.services.cast import in_cast
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

# Counted before the password is looked at, so that a hundred guesses at once are not all free. What the brake refuses
# is not counted: it comes off a quarter of an hour after the failure that put it on.
_COUNT = """
INSERT INTO identity_signinguard AS guard (key, failures, last_at) VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN guard.last_at + %(window)s <= %(at)s THEN 1 ELSE guard.failures + 1 END,
    last_at = %(at)s
RETURNING failures
"""


def sign_in(*, username: str, password: str, address: str, at: datetime) -> User:
    """Return the user with this name and password.

    SignInRefused does not tell whether the user exists, neither by its words nor by the time it takes.
    TooManyAttempts after five failures at one name or twenty from one address, for fifteen minutes, also with the right
    password. Nothing but keyed digests of name and address is kept, and only while they are needed. Without an address
    only failures at the name count: people behind one proxy must not lock each other out. Nobody of the sample city
    signs in outside sample mode: their password is public.
    """
    name = rules.fit_username(username)
    by_name = crypto.digest("identity.guard-name", name)
    by_address = crypto.digest("identity.guard-address", address) if address else ""
    if by_address:
        _count(by_address, most=rules.FAILURES_PER_ADDRESS, at=at)
    _count(by_name, most=rules.FAILURES_PER_NAME, at=at)
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        make_password(password)  # as long as a check takes
    if user is None or not check_password(password, user.password):
        raise SignInRefused
    if in_cast(user) and not settings.SAMPLE_MODE:
        raise SignInRefused
    _admit(user, by_name, by_address, at)
    return user


@transaction.atomic(durable=True)
def _count(key: str, *, most: int, at: datetime) -> None:
    values: dict[str, Any] = {"key": key, "at": at, "window": rules.WINDOW}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        row = cursor.fetchone()
    if row is None or row[0] > most:
        raise TooManyAttempts


@transaction.atomic
def _admit(user: User, by_name: str, by_address: str, at: datetime) -> None:
    SignInGuard.objects.filter(key=by_name).delete()
    # The address keeps its other failures: an account of one's own must not buy free guesses at others.
    SignInGuard.objects.filter(key=by_address, failures__gt=0).update(failures=F("failures") - 1)
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb="identity.sign_in",
        kind="session",
        subject=uuid7(at),
        why=ledger.Why(ledger.Purpose.OPERATION, "GZGF.34"),
    )


@transaction.atomic
def forget_attempts(*, at: datetime) -> int:
    """Remove the digests of failures that no longer count; return how many."""
    removed, _ = SignInGuard.objects.filter(last_at__lte=at - rules.WINDOW).delete()
    return removed
