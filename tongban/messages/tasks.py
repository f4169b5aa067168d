"""Background: letters are carried as soon as they are written, and once a minute what has to be tried again."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.messages.dispatching import DELIVERING, deliver, forget_dispatches


@app.task(name=DELIVERING)
def deliver_now() -> int:
    """Carry what was just written. It holds no lock: each letter is claimed under a lock of its own."""
    return deliver(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="messages.deliver_again", queueing_lock="messages.deliver_again")
def deliver_again(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Carry what is to be tried again, and what a killed worker left."""
    return deliver(at=timezone.now())


@app.periodic(cron="50 18 * * *")  # 02:50 in Shanghai
@app.task(name="messages.forget", queueing_lock="messages.forget")
def forget(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Remove what is long over, every night."""
    return forget_dispatches(at=timezone.now())
