"""Background: what is owed to systems outside."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.connectors.telling import tell


@app.periodic(cron="* * * * *")
@app.task(name="connectors.tell_logouts", queueing_lock="connectors.tell_logouts", lock="connectors.tell_logouts")
def tell_logouts(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Tell departments' systems of the logins that ended, every minute: what was not told at once."""
    return tell(at=timezone.now())


@app.task(name="connectors.tell_now", lock="connectors.tell_logouts")
def tell_now() -> int:
    """Tell them as soon as logins ended; never beside the sweep, so that nobody is told twice."""
    return tell(at=timezone.now())
