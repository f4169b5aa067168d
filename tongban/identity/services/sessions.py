"""Ending what is signed in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.identity.models import Session, User
from tongban.identity.queries import actor_of
from tongban.identity.services.reasons import GUARDING
from tongban.kernel.errors import NotFound
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.statements import api as statements

_KEEP_ALIVE = """
UPDATE identity_session SET seen_at = %s, expire_at = %s
FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried WHERE name = %s RETURNING 1
"""


@transaction.atomic
def end_session(*, user: User, session: str, at: datetime) -> None:
    """Sign somebody out of one of their own devices, at once; NotFound for a session that is not theirs or is over."""
    ended, _ = Session.objects.filter(name=session, user=user).delete()
    if not ended:
        raise NotFound("这台设备已经退出登录，不用再处理。")
    _record(user, ended, at)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str, at: datetime) -> int:
    """Sign somebody out everywhere but in this browser (``keep``); return how many sessions ended."""
    ended = end_all(user, but=keep)
    _record(user, ended, at)
    return ended


def end_all(user: User, *, but: str = "") -> int:
    """Delete every session of an account, one excepted if named, in the transaction of the verb that calls for it."""
    ended, _ = Session.objects.filter(user=user).exclude(name=but).delete()
    return ended


@transaction.atomic
def keep_alive(*, row: Session) -> None:
    """Write when a session was used last and how long it lasts; one that was ended meanwhile is not brought back.

    Nobody waits for the disk: what a crash would lose is the use of less than a second, and the session ends earlier.
    """
    statements.fetch(_KEEP_ALIVE, [row.seen_at, row.expire_at, row.name])


def forget_sessions(*, at: datetime) -> int:
    """Remove the sessions that are over; return how many."""
    removed, _ = Session.objects.filter(expire_at__lte=at).delete()
    return removed


def _record(user: User, ended: int, at: datetime) -> None:
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb="identity.end_sessions",
        kind="session",
        subject=uuid7(at),
        facts={"ended": ended},
        why=GUARDING,
    )
