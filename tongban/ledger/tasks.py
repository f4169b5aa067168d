"""The rounds of the sequencer and the sealer."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.ledger.queries.seals import SEALED_EVERY
from tongban.ledger.services.closing import close_days, stamp_days
from tongban.ledger.services.inspecting import inspect
from tongban.ledger.services.sealing import seal
from tongban.ledger.services.sequencing import sequence

log = logging.getLogger(__name__)

RECENT = 300  # batches: two days of one every ten minutes


@app.periodic(cron="* * * * * */10")
@app.task(name="ledger.sequence", queueing_lock="ledger.sequence")
def place_entries(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Give new entries their positions, every ten seconds."""
    return sequence()


@app.periodic(cron=f"*/{SEALED_EVERY} * * * *")
@app.task(name="ledger.seal", queueing_lock="ledger.seal")
def seal_entries(timestamp: int) -> int:  # noqa: ARG001 -- when it was due; what is signed says when it was done
    """Seal what has its position, every ten minutes; the round at midnight also closes the day, or a later one does."""
    made = seal(at=timezone.now())
    close_days(at=timezone.now())
    return made


@app.periodic(cron="3,33 * * * *")
@app.task(name="ledger.stamp", queueing_lock="ledger.stamp")
def stamp(timestamp: int) -> int:  # noqa: ARG001 -- when it was due, as above
    """Get the timestamps of the days that have none, twice an hour, until the authority answers."""
    return stamp_days(at=timezone.now())


@app.periodic(cron="40 18 * * *")  # 02:40 in Shanghai
@app.task(name="ledger.verify", queueing_lock="ledger.verify")
def verify_recent(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Check the batches of the last days and the whole order, every night; cry out if something is not as it was left.

    The status page says so too, until a later check finds nothing.
    """
    found, faults = inspect(at=timezone.now(), recent=RECENT)
    for fault in faults:
        log.error("ledger is not what was sealed", extra={"subject": f"{fault.batch}:{fault.position}:{fault.part}"})
    if found.lost:
        log.error("ledger has entries outside its order", extra={"subject": f"entries:{found.lost}"})
    if found.holes:
        log.error("ledger has positions without entries", extra={"subject": f"positions:{found.holes}"})
    return found.faults + found.lost + found.holes
