"""What a person may see of what was done with their data, and what is kept from them for now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.ledger.models import Entry, Mention, Review
from tongban.ledger.rules.purposes import Disclose
from tongban.ledger.rules.reviewing import Decision


def about(party: UUID) -> QuerySet[Entry]:
    """Return the sequenced entries about a party, whether they may be shown or not; newest first."""
    positions = Mention.objects.filter(party=party).values("position")
    return Entry.objects.filter(place__number__in=positions).select_related("place").order_by("-place__number")


def disclosed(*, party: UUID, at: datetime, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return the entries about a party that may be shown to them now, newest first, ``before`` a position.

    Shown are those disclosed at once, those whose day has come, and those that a review has let go (个人信息保护法44,
    45). The caller has made sure that who asks is the party.
    """
    today = day_of(at)
    let_go = Review.objects.filter(entry=OuterRef("pk"), decision=Decision.LIFTED, day__lte=today)
    open_now = Q(disclose=Disclose.NOW) | Q(disclose=Disclose.FROM, disclose_from__lte=today) | Exists(let_go)
    entries = about(party).filter(open_now)
    if before is not None:
        entries = entries.filter(place__number__lt=before)
    return list(entries[:limit])


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
