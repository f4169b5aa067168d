"""Housekeeping of the catalogue."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.catalog.revising.publishing import take_effect
from tongban.catalog.search.counting import forget
from tongban.catalog.viewing import forget_views
from tongban.kernel.days import day_of


@app.periodic(cron="23 4 * * *")
@app.task(name="catalog.forget_words", queueing_lock="catalog.forget_words")
def forget_words(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Remove counts of what people searched for and read that are too old to be of use, once a day."""
    today = day_of(timezone.now())
    return forget(on=today) + forget_views(on=today)


@app.periodic(cron="* * * * *")
@app.task(name="catalog.take_effect", queueing_lock="catalog.take_effect")
def note_effects(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Note that guides published for a moment to come are in force now, which they are by their periods anyway."""
    return take_effect(at=timezone.now())
