"""How often something may be done: counted in the database, whichever process is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tongban.crypto import api as crypto
from tongban.identity.errors import TooManyAttempts
from tongban.identity.models import ThrottleCount
from tongban.identity.queries.policy import policy
from tongban.identity.rules.access import Throttled

# Counted before anything is looked at, so that a hundred guesses at once are not all free. What is refused is rolled
# back and so not counted: a brake comes off a whole window after the last time that counted.
_COUNT = """
INSERT INTO identity_throttlecount AS old (key, purpose, count, first_at, last_at)
VALUES (%(key)s, %(purpose)s, 1, %(at)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN {over} THEN 1 ELSE old.count + 1 END,
    first_at = CASE WHEN {over} THEN %(at)s ELSE old.first_at END,
    last_at = %(at)s
RETURNING count
"""
_SLIDING = _COUNT.format(over="old.last_at + %(window)s <= %(at)s")
_FIXED = _COUNT.format(over="old.first_at + %(window)s <= %(at)s")


def throttle(purpose: Throttled, key: str, at: datetime) -> None:
    """Count that something is about to be done by, at or from ``key``; TooManyAttempts when that is too often.

    Only a keyed digest of the key is kept, and only while it counts. Ask before the verb's own transaction: what is
    counted stays counted whatever becomes of the verb. An empty key is nobody in particular and is not counted, so
    that people behind one proxy do not lock each other out.
    """
    if key:
        _count(purpose, _digest(purpose, key), at)


@transaction.atomic(durable=True)
def _count(purpose: Throttled, digest: str, at: datetime) -> None:
    limit = policy().throttles[purpose]
    values: dict[str, Any] = {"key": digest, "purpose": purpose, "at": at, "window": limit.window}
    with connection.cursor() as cursor:
        cursor.execute(_SLIDING if limit.slides else _FIXED, values)
        row = cursor.fetchone()
    if row is None or row[0] > limit.most:
        raise TooManyAttempts(limit.sentence)


def hold_back(purpose: Throttled, key: str, at: datetime) -> None:
    """Refuse (TooManyAttempts) where ``throttle`` would, and count nothing.

    For what is counted only when it fails, because much of it comes at once from one place and nearly all is right.
    """
    limit = policy().throttles[purpose]
    began = "last_at__gt" if limit.slides else "first_at__gt"
    digest = _digest(purpose, key)
    full = ThrottleCount.objects.filter(key=digest, count__gte=limit.most, **{began: at - limit.window})
    if key and full.exists():
        raise TooManyAttempts(limit.sentence)


def forgive(purpose: Throttled, key: str) -> None:
    """Forget what was counted at a key, because what was tried there came out right."""
    ThrottleCount.objects.filter(key=_digest(purpose, key)).delete()


def forgive_one(purpose: Throttled, key: str) -> None:
    """Take back the last count at a key and keep the others: what is one's own must buy no free guesses at others."""
    ThrottleCount.objects.filter(key=_digest(purpose, key), count__gt=0).update(count=F("count") - 1)


@transaction.atomic
def forget_attempts(*, at: datetime) -> int:
    """Remove the digests of what no longer counts; return how many."""
    removed = 0
    for purpose, limit in policy().throttles.items():
        past = ThrottleCount.objects.filter(purpose=purpose, last_at__lte=at - limit.window)
        removed += past.delete()[0]
    return removed


def _digest(purpose: Throttled, key: str) -> str:
    return crypto.digest("identity.throttle", f"{purpose}:{key}")
