"""Housekeeping of identity."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.identity.services.codes import forget_codes
from tongban.identity.services.delegating import expire_delegations
from tongban.identity.services.logins import end_orphans
from tongban.identity.services.throttling import forget_attempts


@app.periodic(cron="7 * * * *")
@app.task(name="identity.forget_attempts", queueing_lock="identity.forget_attempts")
def forget(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Once an hour, remove digests of attempts that no longer count, and codes that are over."""
    at = timezone.now()
    return forget_attempts(at=at) + forget_codes(at=at)


@app.periodic(cron="*/10 * * * *")
@app.task(name="identity.expire_delegations", queueing_lock="identity.expire_delegations")
def expire(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Note which delegations have come to their end; rights never wait for it."""
    return expire_delegations(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="identity.end_orphans", queueing_lock="identity.end_orphans")
def end_logins(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """End the logins at other systems whose session here is over, every minute: their tokens are dead already."""
    return end_orphans(at=timezone.now())
