"""Housekeeping of the catalogue."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.catalog.directory.states import UploadState
from tongban.catalog.directory.tables import DirectoryUpload
from tongban.catalog.directory.uploading import CARRYING_OUT
from tongban.catalog.directory.writing import carry_out_upload
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


@app.task(name=CARRYING_OUT)
def finish_upload(upload: str) -> int:
    """Take in a confirmed file to its end, portion by portion; return how many lines. One that is done stays."""
    row = DirectoryUpload.objects.filter(pk=UUID(upload)).first()
    while row is not None and row.state == UploadState.CONFIRMED:
        row = carry_out_upload(upload=row.pk, at=timezone.now())
    return row.done_lines if row else 0


@app.periodic(cron="*/10 * * * *")
@app.task(name="catalog.finish_uploads", queueing_lock="catalog.finish_uploads")
def finish_uploads(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Go on with files that a killed worker left half taken in; return how many."""
    waiting = DirectoryUpload.objects.filter(state=UploadState.CONFIRMED.value).values_list("pk", flat=True)
    return sum(1 for key in waiting if finish_upload(str(key)))


@app.periodic(cron="* * * * *")
@app.task(name="catalog.take_effect", queueing_lock="catalog.take_effect")
def note_effects(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Note that guides published for a moment to come are in force now, which they are by their periods anyway."""
    return take_effect(at=timezone.now())
