"""What the worker does in the background."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.privacy.services.closing import close_account, due_closings

log = logging.getLogger(__name__)


@app.periodic(cron="23 * * * *")
@app.task(name="privacy.close_accounts", queueing_lock="privacy.close_accounts")
def close_accounts(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Every hour, close the accounts whose time to think is over and of which nothing is open."""
    at = timezone.now()
    return sum(_close(closing, at) for closing in due_closings(at=at))


def _close(closing: UUID, at: datetime) -> bool:
    try:
        return close_account(closing=closing, at=at)
    except Exception:  # one that cannot be closed must not keep the others from leaving
        log.exception("an account could not be closed", extra={"subject": str(closing)})
        return False
