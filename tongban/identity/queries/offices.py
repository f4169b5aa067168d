"""In which capacity members of staff act and acted, without their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import StaffPost
from tongban.kernel.actors import Role


@dataclass(frozen=True, slots=True)
class Office:
    """A post as those may know it whose data somebody handled: role and place, from when to when."""

    role: Role
    department: str
    region: str
    from_at: datetime
    until_at: datetime | None


def offices_of(users: Collection[UUID]) -> dict[UUID, list[Office]]:
    """Return the posts, also former ones, of these accounts, the oldest first."""
    held: defaultdict[UUID, list[Office]] = defaultdict(list)
    for post in StaffPost.objects.filter(user__in=users).order_by("from_at", "id"):
        office = Office(Role(post.role), post.department, post.region, post.from_at, post.until_at)
        held[post.user_id].append(office)
    return dict(held)
