"""In which capacity members of staff act and acted, without their names; and which systems do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Client, Staff, StaffPost
from tongban.kernel.actors import Role
from tongban.kernel.reach import EVERYWHERE


@dataclass(frozen=True, slots=True)
class Office:
    """A post as those may know it whose data somebody handled: role and place, from when to when.

    ``department``: of a post over all departments it is the one where its holder works, if that was said.
    """

    role: Role
    department: str
    region: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class System:
    """A department's system as those may know it whose data it got: its name and the code of its department."""

    name: str
    department: str


def offices_of(users: Collection[UUID]) -> dict[UUID, list[Office]]:
    """Return the posts, also former ones, of these accounts, the oldest first."""
    held: defaultdict[UUID, list[Office]] = defaultdict(list)
    homes = dict(Staff.objects.filter(user__in=users).exclude(department="").values_list("user", "department"))
    for post in StaffPost.objects.filter(user__in=users).order_by("from_at", "id"):
        department = homes.get(post.user_id, EVERYWHERE) if post.department == EVERYWHERE else post.department
        held[post.user_id].append(Office(Role(post.role), department, post.region, post.from_at, post.until_at))
    return dict(held)


def systems_of(clients: Collection[UUID]) -> dict[UUID, System]:
    """Return those of these that are departments' systems, suspended ones too."""
    rows = Client.objects.filter(pk__in=clients).values_list("pk", "name", "department")
    return {pk: System(name, department) for pk, name, department in rows}
