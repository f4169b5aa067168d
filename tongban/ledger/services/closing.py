"""Closing the days: what was sealed when a legal day was over, signed for the public and stamped by others."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from tongban.crypto import api as crypto
from tongban.kernel.days import day_of
from tongban.ledger.models import Day
from tongban.ledger.queries.seals import last_batch
from tongban.ledger.rules.headers import DAY, day_text, signed
from tongban.ledger.services.sealing import lock_chain, seal
from tongban.ledger.services.sequencing import sequence


def close_days(*, at: datetime) -> list[date]:
    """Close every legal day (Asia/Shanghai) that is over at ``at`` and not closed yet, also those without any entry.

    What is committed is placed and sealed before, so that a day holds all that was committed while it lasted. After
    a time without a worker the missing days are closed together, on the same batch. The first day ever closed is
    yesterday. Closing again closes nothing twice.
    """
    sequence()
    seal(at=at)
    return _close(at)


@transaction.atomic
def _close(at: datetime) -> list[date]:
    lock_chain()
    yesterday = day_of(at) - timedelta(days=1)
    last = Day.objects.order_by("-date").values_list("date", flat=True).first()
    first = last + timedelta(days=1) if last else yesterday
    missing = [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]
    Day.objects.bulk_create(_day(day, at) for day in missing)
    return missing


def _day(day: date, at: datetime) -> Day:
    suite = crypto.suite()
    digest = crypto.hasher(suite)
    last = last_batch()
    number, root = (last.number, last.digest) if last else (0, digest(b"").hex())
    text = day_text(day=day, batch=number, last=last.last if last else 0, root=root, suite=suite, closed_at=at)
    return Day(
        date=day,
        batch=number,
        suite=suite,
        root=root,
        statement=text,
        digest=digest(text.encode()).hex(),
        signature=crypto.sign(signed(DAY, text), suite=suite),
        closed_at=at,
    )
