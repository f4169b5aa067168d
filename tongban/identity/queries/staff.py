"""What staff may do, and by what names they are known."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.identity.models import StaffPost, User
from tongban.identity.queries.periods import in_force
from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.errors import NotAllowed


def grants_of(user: User, *, at: datetime) -> frozenset[Grant]:
    """Return what this user may do as a member of staff at this moment; nothing for citizens."""
    posts = StaffPost.objects.filter(in_force(at), user=user)
    return frozenset(Grant(Role(p.role), p.department, p.region) for p in posts)


def staff_names(users: Collection[UUID], *, by: Actor) -> dict[UUID, str]:
    """Return by what names staff are known to each other, by account; NotAllowed for everybody else.

    The names of citizens are not among them, whoever's accounts are asked for.
    """
    if by.kind is not ActorKind.STAFF:
        raise NotAllowed
    found = User.objects.filter(pk__in=users, posts__isnull=False).distinct()
    return dict(found.values_list("pk", "display_name"))


def post_place(actor: Actor) -> str:
    """Return the code of the service place where the clerk sits by the posts they act under; empty if at none."""
    held = Q()
    for grant in actor.grants:
        held |= Q(role=grant.role, department=grant.department, region=grant.region)
    posts = StaffPost.objects.filter(held, user_id=actor.id).exclude(place="")
    return posts.order_by("-from_at").values_list("place", flat=True).first() or ""


def staff_id(username: str) -> UUID | None:
    """Return the id of a member of staff by their user name, None when there is none of that name."""
    return User.objects.filter(username=username, posts__isnull=False).values_list("pk", flat=True).first()
