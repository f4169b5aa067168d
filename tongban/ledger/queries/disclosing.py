"""What a person may see of what was done with their data, and what is kept from them for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.ledger.errors import EntryNotFound
from tongban.ledger.models import Batch, Entry, Mention, Review
from tongban.ledger.queries.seals import sealed_through
from tongban.ledger.rules.purposes import Disclose
from tongban.ledger.rules.reviewing import Decision


def about(party: UUID) -> QuerySet[Entry]:
    """Return the sequenced entries about a party, whether they may be shown or not; newest first."""
    positions = Mention.objects.filter(party=party).values("position")
    return Entry.objects.filter(place__number__in=positions).select_related("place").order_by("-place__number")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of what was done with their data somebody asks for: each filter that is given narrows the list.

    ``reading``: looks only, or changes only. ``but_by``: without what this account did itself. ``since_at``,
    ``until_at``: when it was done.
    """

    reading: bool | None = None
    but_by: UUID | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None


def disclosed(
    *, party: UUID, at: datetime, before: int | None = None, limit: int = 50, asked: Asked | None = None
) -> list[Entry]:
    """Return the entries about a party that may be shown to them now, newest first, ``before`` a position.

    Shown are those disclosed at once, those whose day has come, and those that a review has let go (个人信息保护法44,
    45). The caller has made sure that who asks is the party.
    """
    entries = about(party).filter(_open_now(at), _narrowed(asked or Asked()))
    if before is not None:
        entries = entries.filter(place__number__lt=before)
    return list(entries[:limit])


def count_disclosed(*, party: UUID, at: datetime) -> int:
    """Return how many entries about a party may be shown to them now."""
    return about(party).filter(_open_now(at)).count()


@dataclass(frozen=True, slots=True)
class Outside:
    """How many entries of a list are in none of some batches: not sealed yet, or sealed before the first of them."""

    unsealed: int
    earlier: int


def outside(*, party: UUID, at: datetime, since_at: datetime, until_at: datetime, batches: tuple[int, int]) -> Outside:
    """Count what of a time a party may see, and a proof over these batches (first and last) does not hold."""
    ends = Batch.objects.filter(number__in=batches).aggregate(first=Min("first"), last=Max("last"))
    entries = about(party).filter(_open_now(at), _narrowed(Asked(since_at=since_at, until_at=until_at)))
    return Outside(
        unsealed=entries.filter(place__number__gt=ends["last"]).count(),
        earlier=entries.filter(place__number__lt=ends["first"]).count(),
    )


def count_unsealed(*, party: UUID, at: datetime) -> int:
    """Return how many entries a party may see that are in no batch yet, so that nothing can be proven of them."""
    return about(party).filter(_open_now(at), place__number__gt=sealed_through()).count()


def disclosed_one(*, party: UUID, position: int, at: datetime) -> Entry:
    """Return one of the entries that a party may see; EntryNotFound for every other position, whatever is there."""
    entry = about(party).filter(_open_now(at), place__number=position).first()
    if entry is None:
        raise EntryNotFound
    return entry


def all_disclosed(*, party: UUID, at: datetime) -> bool:
    """Tell whether a party may see everything that is recorded about them.

    Only then can a proof that their list is whole be given: it opens every position about them, so that it would tell
    of each entry that a law keeps back, and when it was made (个人信息保护法18(1), 35).
    """
    return not about(party).exclude(_open_now(at)).exists()


def _open_now(at: datetime) -> Q:
    today = day_of(at)
    let_go = Review.objects.filter(entry=OuterRef("pk"), decision=Decision.LIFTED, day__lte=today)
    return Q(disclose=Disclose.NOW) | Q(disclose=Disclose.FROM, disclose_from__lte=today) | Q(Exists(let_go))


def _narrowed(asked: Asked) -> Q:
    wanted = Q() if asked.reading is None else Q(reading=asked.reading)
    if asked.but_by is not None:
        wanted &= ~Q(actor_id=asked.but_by)
    if asked.since_at is not None:
        wanted &= Q(at__gte=asked.since_at)
    if asked.until_at is not None:
        wanted &= Q(at__lt=asked.until_at)
    return wanted


def withheld_for_review(*, by: Actor, at: datetime, limit: int = 100) -> list[Entry]:
    """Return the withheld entries that wait for the audit administrator: never reviewed, or due again; oldest first."""
    if not by.holds(Role.AUDITOR):
        raise NotAllowed
    settled = Review.objects.filter(
        Q(decision=Decision.LIFTED) | Q(decision=Decision.CONFIRMED, day__gt=day_of(at)), entry=OuterRef("pk")
    )
    waiting = Entry.objects.filter(~Exists(settled), disclose=Disclose.WITHHELD, place__isnull=False)
    return list(waiting.select_related("place").prefetch_related("reviews").order_by("place__number")[:limit])


def lifted(entry: Entry) -> bool:
    """Tell whether a review has let the entry go."""
    return entry.reviews.filter(decision=Decision.LIFTED).exists()
