"""The sequencer's round."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tongban.ledger.services.sequencing import sequence


@app.periodic(cron="* * * * * */10")
@app.task(name="ledger.sequence", queueing_lock="ledger.sequence")
def place_entries(timestamp: int) -> int:  # noqa: ARG001 -- a periodic task is told its moment
    """Give new entries their positions, every ten seconds."""
    return sequence()
