"""Background: mends what was counted while a calendar was being put in force."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.duties.services import recompute
from tongban.kernel.actors import SYSTEM


@app.periodic(cron="27 2 * * *")
@app.task(name="duties.recount", queueing_lock="duties.recount")
def recount(timestamp: int) -> int:
    """Every night, count all open duties anew; nothing changes where all is as it should be. Return how many did."""
    del timestamp  # when it was planned; what counts is the calendar in force when it is done
    return recompute(by=SYSTEM, at=timezone.now())
