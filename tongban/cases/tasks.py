"""Background: makes prompt what the law already did; rights never depend on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.cases import queries
from tongban.cases.archive import api as archive
from tongban.cases.promises.reminding import conditions_due, orders_due, remind_of_condition, remind_of_order
from tongban.cases.services.accepting import sweep, sweep_all
from tongban.cases.services.forgetting import forget_abandoned, untouched
from tongban.cases.services.ordering import mend_order
from tongban.cases.services.prescreening import remind_of_originals
from tongban.cases.services.promising import remind_deferred
from tongban.cases.services.telling_moves import tell_of_move
from tongban.cases.window.errors import PostAway
from tongban.cases.window.posting import ask_post
from tongban.cases.window.queries.wishes import parcels_to_ask
from tongban.duties import api as duties

PARCELS = 60  # asked in one sweep, those first that were asked longest ago
ARCHIVED = 5_000  # cases looked for in one night; what is left is filed in the next
BATCH = 200  # cases a transaction: their rows and the sequences of their papers are held for a third of a second
DRAFTS = 5_000  # drafts reminded of or thrown away in one night
FILED = 50  # cases that are filed in one transaction
SWEEP = 30.0  # seconds in which a sweep begins another batch

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.apply_silence", pass_context=False)
def apply_silence(timestamp: int) -> int:
    """Apply the effect of silence to the cases whose notice limit passed; BATCH in a transaction. Return how many.

    Batch after batch, as long as there is time before the next sweep: after a night without a worker there are many.
    """
    del timestamp  # when it was planned; the law looks at when it is done
    begun, at, done = monotonic(), timezone.now(), 0
    for cases in queries.waiting_for_law(at=at, limit=BATCH):
        done += _sweep_all(cases, at)
        if monotonic() - begun > SWEEP:
            break
    if done:
        log.info("effects of silence applied", extra={"task": f"cases.apply_silence:{done}"})
    return done


def _sweep_all(cases: list[UUID], at: datetime) -> int:
    """Apply it to all at once, or to each by itself where one of them cannot be moved."""
    try:
        return sweep_all(cases=cases, at=at)
    except Exception:  # noqa: BLE001 - whatever it was is told below, of the case that it came from
        log.warning("effects of silence are applied one by one", extra={"task": f"cases.apply_silence:{len(cases)}"})
        return sum(_sweep(case, at) for case in cases)


def _sweep(case: UUID, at: datetime) -> bool:
    try:
        return sweep(case=case, at=at)
    except Exception:  # one case that cannot be moved must not keep the others from theirs
        log.exception("effect of silence failed", extra={"subject": str(case)})
        return False


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="cases.remind_deferred", pass_context=False)
def remind_of_deferred(timestamp: int) -> int:
    """Remind applicants once of what they owe and is due soon; one transaction each. Return how many.

    Of a material to hand in (容缺), of a condition to be met (告知承诺), of originals to bring (预审), and of what was
    ordered to be put right (责令限期整改).
    """
    del timestamp  # when it was planned
    at = timezone.now()
    told = sum(_remind(remind_deferred, case, at) for case in queries.to_remind(at=at))
    told += sum(_remind(remind_of_originals, case, at) for case in queries.to_bring(at=at))
    told += sum(_remind(remind_of_condition, case, at) for case in conditions_due(at=at))
    return told + sum(_remind(remind_of_order, case, at) for case in orders_due(at=at))


def _remind(verb: Callable[..., bool], case: UUID, at: datetime) -> bool:
    try:
        return verb(case=case, at=at)
    except Exception:  # one who cannot be told must not keep the others from hearing
        log.exception("what is owed could not be reminded of", extra={"subject": str(case)})
        return False


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="cases.tell_of_moves", pass_context=False)
def tell_of_moves(timestamp: int) -> int:
    """Tell applicants of the periods that a closure or a calendar moved; one transaction each. Return how many."""
    del timestamp  # when it was planned
    at = timezone.now()
    kinds = ("case", "case_told")
    return sum(_tell(moved, at) for kind in kinds for moved in duties.moved_for_parties(subject_kind=kind))


def _tell(moved: duties.Moved, at: datetime) -> bool:
    try:
        return tell_of_move(moved=moved, at=at)
    except Exception:  # one who cannot be told must not keep the others from hearing
        log.exception("a moved period could not be told", extra={"subject": str(moved.subject)})
        return False


@app.periodic(cron="50 4 * * *")
@app.task(queueing_lock="cases.mend_order", pass_context=False)
def keep_order(timestamp: int) -> int:
    """Put right by what the inbox is ordered, after the clocks were counted anew in the night. Return how many."""
    del timestamp  # when it was planned
    mended = mend_order()
    if mended:
        log.info("cases put in order", extra={"task": f"cases.mend_order:{mended}"})
    return mended


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="cases.follow_parcels", pass_context=False)
def follow_parcels(timestamp: int) -> int:
    """Tell the post of parcels that were ordered and ask where the others are; return of how many there was news.

    A post that is away is asked again at the next sweep: everything stays as it is until then.
    """
    del timestamp  # when it was planned
    at, news = timezone.now(), 0
    for parcel in parcels_to_ask(limit=PARCELS):
        try:
            news += ask_post(parcel=parcel, at=at)
        except PostAway:
            log.warning("the postal service is away")
            break
        except Exception:  # one parcel that cannot be followed must not keep the others from theirs
            log.exception("a parcel could not be followed", extra={"subject": str(parcel)})
    return news


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="cases.forget_drafts", pass_context=False)
def forget_abandoned_drafts(timestamp: int) -> int:
    """Remind of the drafts that nobody touched for long, and throw away what stayed so; one transaction each."""
    del timestamp  # when it was planned
    at = timezone.now()
    return sum(_forget(draft, at) for draft in untouched(at=at, limit=DRAFTS))


def _forget(draft: UUID, at: datetime) -> bool:
    try:
        return forget_abandoned(draft=draft, at=at)
    except Exception:  # one draft that cannot be thrown away must not keep the others from it
        log.exception("an abandoned draft could not be handled", extra={"subject": str(draft)})
        return False


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="cases.archive", pass_context=False)
def file_what_is_over(timestamp: int) -> int:
    """File what is over and waits for nothing more, FILED in a transaction. Return how many."""
    del timestamp  # when it was planned
    at, ids = timezone.now(), archive.ready(limit=ARCHIVED)
    return sum(_file(ids[start : start + FILED], at) for start in range(0, len(ids), FILED))


def _file(cases: list[UUID], at: datetime) -> int:
    """File these at once, or each by itself where one of them cannot be filed."""
    try:
        return archive.archive_all(cases=cases, at=at)
    except Exception:  # one case that cannot be filed must not keep the others from being
        if len(cases) == 1:
            log.exception("a case could not be filed", extra={"subject": str(cases[0])})
            return 0
        log.warning("cases are filed one by one", extra={"task": f"cases.archive:{len(cases)}"})
        return sum(_file([case], at) for case in cases)
