"""Background of the sample city: it is set in motion after the first start, a little at a time."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tongban.cases.tasks import file_what_is_over
from tongban.config.moving import playing

SLICE = 8.0  # seconds at a time, half of them at rest: the site stays usable and other tasks have their turn


_settled: set[int] = set()
_done = {"moving": False}
"""What this worker knows already: another one looks for itself."""


@app.periodic(cron="* * * * *")
@app.task(name="config.keep_moving", queueing_lock="config.keep_moving", pass_context=False)
def keep_moving(timestamp: int) -> int:
    """Make some more of the sample cases and come again at once while any are left; return how many are left.

    Every minute once, for a start and after a worker was killed; outside the sample city it does nothing. It holds no
    lock of the queue, which a killed worker would keep: each case is looked for again under a lock of its own.
    """
    if _done["moving"] or not playing.wanted():
        return 0
    left = playing.make_some(at=timezone.now(), seconds=SLICE, settled=_settled)
    _done["moving"] = not left
    if left:
        with suppress(AlreadyEnqueued):
            keep_moving.configure().defer(timestamp=timestamp)
    else:  # what is over by then is filed now, and not only in the coming night
        with suppress(AlreadyEnqueued):
            file_what_is_over.configure().defer(timestamp=timestamp)
    return left
