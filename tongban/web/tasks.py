"""Housekeeping of the portal."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.web.ops import jobs


@app.periodic(cron="37 3 * * *")
@app.task(name="web.clear_sessions", queueing_lock="web.clear_sessions")
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001 -- a periodic task is told its moment
    """Every night, remove the sessions that have ended: nothing of a person is kept longer than it is needed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.periodic(cron="* * * * *")
@app.task(name="web.sweep_jobs", queueing_lock="web.sweep_jobs")
def sweep_jobs(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Every minute, take up what a killed worker left in the middle: its lock would keep all that come after it out."""
    return jobs.sweep(at=timezone.now())
