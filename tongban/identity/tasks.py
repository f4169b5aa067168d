"""Housekeeping of identity."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.identity.services.delegating import expire_delegations
from tongban.identity.services.sign_in import forget_attempts


@app.periodic(cron="7 * * * *")
@app.task(name="identity.forget_attempts", queueing_lock="identity.forget_attempts")
def forget(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Remove digests of failed sign-ins that no longer count, once an hour."""
    return forget_attempts(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="identity.expire_delegations", queueing_lock="identity.expire_delegations")
def expire(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Note which delegations have come to their end; rights never wait for it."""
    return expire_delegations(at=timezone.now())
