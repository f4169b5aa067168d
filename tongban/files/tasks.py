"""What the worker does in the background."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tongban.files import services


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep_orphans", queueing_lock="files.sweep_orphans")
def sweep_orphans(timestamp: int) -> int:
    """Every night, remove bytes whose row was never committed."""
    return services.sweep_orphans(at=datetime.fromtimestamp(timestamp, UTC))
