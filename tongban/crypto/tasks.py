"""What the worker does in the background."""

from __future__ import annotations

import logging
import time

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.crypto.api import renew

log = logging.getLogger(__name__)
SECONDS = 50  # of the minute between two rounds


@app.periodic(cron="* * * * *")
@app.task(name="crypto.renew", queueing_lock="crypto.renew")
def renew_envelopes(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """While master keys rotate, renew envelopes for most of each minute; otherwise do nothing at all."""
    until = time.monotonic() + SECONDS
    found = renew(at=timezone.now(), go_on=lambda: time.monotonic() < until)
    if found.keys > 1:
        log.info("envelopes renewed", extra={"task": f"crypto.renew:{found.left}"})
    return found.left or 0
