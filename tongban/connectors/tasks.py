"""Background: what is owed to systems outside."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.connectors.telling import tell


@app.periodic(cron="* * * * *")
@app.task(name="connectors.tell_logouts", queueing_lock="connectors.tell_logouts")
def tell_logouts(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Tell departments' systems of the logins that ended, every minute."""
    return tell(at=timezone.now())
