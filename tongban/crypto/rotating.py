"""Rotating the master key: a new one, every envelope and index renewed under it, then the old one is retired.

While it lasts both keys open what they sealed, and a row is found under either. It may be stopped at any moment, and
goes on where it was; done twice it is done once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tongban.crypto.errors import KeyInUse, KeySettling, NotRotating
from tongban.crypto.models import Renewal
from tongban.crypto.sealed import Sealed, declared
from tongban.crypto.services import key_ring

BATCH: Final = 200
SETTLING: Final = timedelta(minutes=10)
"""How long after its beginning an old key is kept at least: what was being written then has been committed."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """How a rotation stands. ``keys``: how many master keys open envelopes, one when none is under way.

    ``left``: envelopes not yet renewed by the last count, None before the first; ``at``: when that was.
    """

    keys: int
    left: int | None
    renewed: int
    begun_at: datetime | None
    at: datetime | None


def rotation() -> Rotation:
    """Return how far the rotation is, from its notes: cheap enough for a page."""
    ring = key_ring()
    notes = list(Renewal.objects.filter(key=ring.current().hex()))
    whole = bool(notes) and {note.place for note in notes} >= {place.name for place in declared()}
    return Rotation(
        keys=len(ring.held()),
        left=sum(note.left for note in notes) if whole else None,
        renewed=sum(note.renewed for note in notes),
        begun_at=min((note.begun_at for note in notes), default=None),
        at=min((note.at for note in notes), default=None),
    )


def begin_rotation() -> bool:
    """Make a new master key, unless an older one is still to be retired; tell whether one was made."""
    ring = key_ring()
    if len(ring.held()) > 1:
        return False
    ring.add()
    return True


def renew(*, at: datetime, go_on: Callable[[], bool] = lambda: True) -> Rotation:
    """Renew envelopes in small batches until all are under the current key, or ``go_on`` says to stop."""
    if len(key_ring().held()) > 1:
        for place in declared():
            _renew(place, at, go_on)
    return rotation()


def retire(*, at: datetime) -> int:
    """Take the oldest master key out of use, and return how many envelopes were counted to be under the current one.

    Refused (NotRotating) when there is one key only, and (KeyInUse) while anything is left under an older one, while
    a row has an index of an older one; (KeySettling) within ten minutes of the first renewal. What was sealed under
    the old key is then only in backups from before: keep its file with those.
    """
    ring = key_ring()
    if len(ring.held()) == 1:
        raise NotRotating
    begun = rotation().begun_at
    if begun is None:
        raise KeyInUse
    if at < begun + SETTLING:
        raise KeySettling
    if any(place.left() or place.unfound() for place in declared()):
        raise KeyInUse
    ring.retire(ring.held()[0])
    return rotation().renewed


def _renew(place: Sealed, at: datetime, go_on: Callable[[], bool]) -> None:
    note = _note(place, at)
    while note.left and go_on():
        step = place.renew(after=note.reached, limit=BATCH)
        note.reached = step.reached
        note.renewed += step.renewed
        note.left = max(0, note.left - step.renewed) if step.reached else place.left()
        note.at = at
        note.save()
        if not step.reached and not step.renewed:
            return  # what is left is held by others: the next round finds it


def _note(place: Sealed, at: datetime) -> Renewal:
    """Return the note of a place; one of an earlier key begins anew, one that ended is counted again."""
    key = key_ring().current().hex()
    note = Renewal.objects.filter(pk=place.name, key=key).first()
    if note is None:
        note = Renewal(place=place.name, key=key, left=place.left(), begun_at=at, at=at)
    elif not note.left or not note.reached:
        note.left = place.left()
    note.at = at
    note.save()
    return note
