"""Who else of the staff could do something: by the same declaration of reach as whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.identity.models import StaffPost, Substitution, User
from tongban.identity.queries.acting import actor_of
from tongban.identity.queries.periods import in_force
from tongban.kernel.actors import Role
from tongban.kernel.reach import EVERYWHERE, Reach

MOST = 200


def posted_in(department: str, *, apart_from: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Return who of the staff holds a post in a department at this moment, whichever, with their names, by account.

    Whoever keeps out of the matters of one of these parties (``apart_from``) is not among them; who is away is. At most
    MOST are looked at.
    """
    posts = StaffPost.objects.filter(in_force(at), department=department)
    users = User.objects.filter(pk__in=posts.values("user")).order_by("display_name", "pk")
    found = ((user, actor_of(user, at=at)) for user in users[:MOST])
    return {user.pk: user.display_name for user, actor in found if actor.recused.isdisjoint(apart_from)}


def colleagues(reach: Reach, row: object, *, department: str, roles: Collection[Role], at: datetime) -> dict[UUID, str]:
    """Return who of the staff reaches a row in one of some roles at this moment, with their names, by account.

    Whoever is away or keeps out of the matter is not among them; who stands in for somebody is. ``department``: the
    one that the row is of, by which they are looked for. At most MOST are looked at.
    """
    near = Q(department__in=[department, EVERYWHERE]) | Q(below=True)
    posts = StaffPost.objects.filter(in_force(at), near, role__in=roles)
    instead = Substitution.objects.filter(in_force(at), post__in=posts.values("pk")).values("substitute")
    users = User.objects.filter(Q(pk__in=posts.values("user")) | Q(pk__in=instead)).order_by("display_name", "pk")
    found = ((user, actor_of(user, at=at)) for user in users[:MOST])
    return {user.pk: user.display_name for user, actor in found if reach.roles_of(actor, row) & set(roles)}
