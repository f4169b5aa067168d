"""Reading the chain of batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min

from tongban.crypto import api as crypto
from tongban.ledger.errors import DayNotClosed, NotSealed
from tongban.ledger.models import Batch, Day, Position
from tongban.ledger.rules import merkle

BULKY = ("leaves", "subjects")
SEALED_EVERY = 10  # minutes, by the clock: at 10:00, 10:10 …


def last_batch() -> Batch | None:
    """Return the newest batch, without what is bulky."""
    return Batch.objects.defer(*BULKY).order_by("-number").first()


def batch(number: int) -> Batch:
    """Return a batch whole; NotSealed if there is none of this number."""
    found = Batch.objects.filter(pk=number).first()
    if found is None:
        raise NotSealed
    return found


def batch_of(position: int) -> Batch:
    """Return the batch of a position whole; NotSealed if it is in none yet."""
    found = Batch.objects.filter(first__lte=position, last__gte=position).first()
    if found is None:
        raise NotSealed
    return found


def token_of(party: str) -> bytes:
    """Return the token from which a party's pseudonyms are made; it never changes and is given to the party alone."""
    return bytes.fromhex(crypto.digest("ledger.person", party))


def header_leaves(last: int, suite: str) -> list[bytes]:
    """Return the leaves of the history tree over the first headers, as a suite hashes them."""
    digest = crypto.hasher(crypto.Suite(suite))
    headers = Batch.objects.filter(number__lte=last).order_by("number").values_list("header", flat=True)
    return [merkle.leaf(digest, header.encode()) for header in headers.iterator()]


def peaks_up_to(before: Batch | None, suite: str) -> list[bytes]:
    """Return the history tree up to and with a batch, hashed by a suite: kept with the batch, unless the suite changed.

    The first batch of another suite hashes all headers before it anew, once.
    """
    if before is None:
        return []
    if before.suite == suite:
        return merkle.split(bytes(before.peaks))
    digest = crypto.hasher(crypto.Suite(suite))
    peaks: list[bytes] = []
    for size, leaf in enumerate(header_leaves(before.number, suite)):
        peaks = merkle.grown(digest, peaks, size, leaf)
    return peaks


@dataclass(frozen=True, slots=True)
class Sealing:
    """How far the chain is: the last batch, the positions that are in none yet, and since when the oldest waits.

    ``gap``: the positions that wait are not dense, so that sealing cannot go on.
    """

    batch: int
    unsealed: int
    oldest: datetime | None
    day: date | None
    gap: bool = False


def sealing() -> Sealing:
    """Return how far sealing lags behind the order, and the last day that was closed."""
    last = last_batch()
    sealed = last.last if last else 0
    waiting = Position.objects.filter(number__gt=sealed)
    first = waiting.order_by("number").values_list("entry__recorded_at", flat=True).first()
    counted = waiting.aggregate(count=Count("pk"), last=Max("pk"))
    unsealed = (counted["last"] or sealed) - sealed
    closed = Day.objects.order_by("-date").values_list("date", flat=True).first()
    return Sealing(last.number if last else 0, unsealed, first, closed, counted["count"] != unsealed)


def sealed_through() -> int:
    """Return the last position that is in a batch, 0 as long as there is none."""
    last = last_batch()
    return last.last if last else 0


def next_sealing(at: datetime) -> datetime:
    """Return when the next round of the sealer is, after a moment."""
    return at.replace(second=0, microsecond=0) + timedelta(minutes=SEALED_EVERY - at.minute % SEALED_EVERY)


def sealed_in(position: int) -> Batch | None:
    """Return the batch of a position without what is bulky; None if it is in none yet."""
    return Batch.objects.defer(*BULKY).filter(first__lte=position, last__gte=position).first()


def closed_day(day: date) -> Day:
    """Return a day that was closed, with its timestamp if there is one; DayNotClosed for any other."""
    found = Day.objects.select_related("stamp").filter(pk=day).first()
    if found is None:
        raise DayNotClosed
    return found


def days(*, until: date | None = None, limit: int = 31) -> list[Day]:
    """Return the days that were closed, newest first, with their timestamps where there are any."""
    found = Day.objects.select_related("stamp").order_by("-date")
    return list((found.filter(date__lte=until) if until else found)[:limit])


def batches_of(*, since_at: datetime, until_at: datetime) -> tuple[int, int] | None:
    """Return the numbers of the first and last batch that were sealed within a time; None where none was.

    What was recorded then is in these, or in the next one if it was still waiting.
    """
    found = Batch.objects.filter(sealed_at__gte=since_at, sealed_at__lt=until_at)
    ends = found.aggregate(first=Min("number"), last=Max("number"))
    return None if ends["first"] is None else (ends["first"], ends["last"])
