"""Closing the days: what was sealed when a legal day was over, signed for the public and stamped by others."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from tongban.crypto import api as crypto
from tongban.kernel.days import day_of
from tongban.ledger.models import Day, Stamp
from tongban.ledger.queries.seals import last_batch
from tongban.ledger.rules.headers import DAY, day_text, signed
from tongban.ledger.services.sealing import lock_chain, seal
from tongban.ledger.services.sequencing import sequence


def close_days(*, at: datetime) -> list[date]:
    """Close every legal day (Asia/Shanghai) that is over at ``at`` and not closed yet, also those without any entry.

    What is committed is placed and sealed before, so that a day holds all that was committed while it lasted. After
    a time without a worker the missing days are closed together, on the same batch. The first day ever closed is
    yesterday. Closing again closes nothing twice. A statement is never earlier than the batch it names: it bears that
    batch's moment where ``at`` is behind it.
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
    closed_at = max(at, last.sealed_at) if last else at
    text = day_text(day=day, batch=number, last=last.last if last else 0, root=root, suite=suite, closed_at=closed_at)
    return Day(
        date=day,
        batch=number,
        suite=suite,
        root=root,
        statement=text,
        digest=digest(text.encode()).hex(),
        signature=crypto.sign(signed(DAY, text), suite=suite),
        closed_at=closed_at,
    )


def stamp_days(*, at: datetime, most: int = 31) -> int:
    """Ask the timestamp authority for the days that have no token yet, oldest first; return how many were stamped.

    An authority that cannot be had is asked again another time; a day without a token is closed and signed all the
    same (电子签名法5: 内容保持完整、未被更改). Nothing is locked while it is asked.
    """
    done = 0
    for day in Day.objects.filter(stamp__isnull=True).order_by("date")[:most]:
        try:
            token = crypto.stamp(bytes.fromhex(day.digest), at=at, suite=crypto.Suite(day.suite))
        except crypto.TimestampUnavailable:
            break
        # Two rounds at once each get a token, and the first one is kept.
        Stamp.objects.bulk_create([Stamp(day=day, token=token, stamped_at=at)], ignore_conflicts=True)
        done += 1
    return done
