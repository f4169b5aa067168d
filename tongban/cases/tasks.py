"""Background: makes prompt what the law already did; rights never depend on it."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.cases import queries
from tongban.cases.services.accepting import sweep

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.apply_silence", pass_context=False)
def apply_silence(timestamp: int) -> int:
    """Apply the effect of silence to the cases whose notice limit passed; one transaction each. Return how many."""
    del timestamp  # when it was planned; the law looks at when it is done
    at = timezone.now()
    done = sum(_sweep(case, at) for case in queries.waiting_for_law(at=at))
    if done:
        log.info("effects of silence applied", extra={"task": f"cases.apply_silence:{done}"})
    return done


def _sweep(case: UUID, at: datetime) -> bool:
    try:
        return sweep(case=case, at=at)
    except Exception:  # one case that cannot be moved must not keep the others from theirs
        log.exception("effect of silence failed", extra={"subject": str(case)})
        return False
