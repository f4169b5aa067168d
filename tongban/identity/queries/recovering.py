"""Recoveries as the administrators see them, and what somebody would hold in their hands with an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity import posts
from tongban.identity.models import FactorRecovery, Staff, StaffPost, Substitution, User
from tongban.identity.queries.acting import actor_of
from tongban.identity.queries.staff import grant_of
from tongban.identity.rules.access import Checked
from tongban.identity.rules.recovering import closing, may_close, opening
from tongban.kernel.actors import ADMINISTRATORS, Actor, Grant, Role
from tongban.kernel.errors import NotAllowed

LATEST = 50


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A recovery as administrators see it. ``yours``: that it waits for whoever asked; ``closers``: who may agree."""

    id: UUID
    user: UUID
    username: str
    name: str
    checked: str
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    confirmed: bool | None
    yours: bool
    closers: frozenset[Role]


def held_by(user: User, *, at: datetime) -> list[Grant]:
    """Return all that an account reaches at this moment or later: where its holder works, its posts, stands-in.

    Whoever lets somebody into the account anew has to oversee all of it. Leave hides nothing here.
    """
    staff = Staff.objects.filter(user=user).first()
    home = posts.home(staff.department, staff.region) if staff else posts.home("", "")
    instead = Substitution.objects.filter(substitute=user, until_at__gt=at).values("post")
    ahead = StaffPost.objects.exclude(until_at__lte=at)
    held = ahead.filter(user=user) | ahead.filter(pk__in=instead)
    return [home, *map(grant_of, held.order_by("pk"))]


def recoveries(*, by: Actor, at: datetime) -> list[RecoveryView]:
    """Return the latest recoveries of accounts that the administrator oversees, open ones first.

    NotAllowed for all but administrators. The audit administrator sees those of the two others.
    """
    if not any(map(by.holds, ADMINISTRATORS)):
        raise NotAllowed
    rows = FactorRecovery.objects.select_related("user", "opened_by", "closed_by").order_by("-opened_at", "-id")
    held = [(row, held_by(row.user, at=at)) for row in rows[:LATEST]]
    found = [_recovery(row, grants, by, at) for row, grants in held if _concerns(by, grants)]
    return sorted(found, key=lambda view: view.confirmed is not None)


def _concerns(by: Actor, held: list[Grant]) -> bool:
    return all(posts.within(by, grant, *(opening(held) | closing(held))) for grant in held)


def _recovery(row: FactorRecovery, held: list[Grant], by: Actor, at: datetime) -> RecoveryView:
    return RecoveryView(
        id=row.id,
        user=row.user_id,
        username=row.user.username,
        name=row.user.display_name,
        checked=dict(Checked.choices())[row.checked],
        opened_by=row.opened_by.display_name,
        opened_at=row.opened_at,
        closed_by=row.closed_by.display_name if row.closed_by else "",
        closed_at=row.closed_at,
        confirmed=row.confirmed,
        yours=row.closed_at is None
        and may_close(by, actor_of(row.user, at=at), actor_of(row.opened_by, at=at), held=held),
        closers=closing(held),
    )
