"""What staff may do, and by what names they are known."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from tongban.identity.models import Leave, Staff, StaffPost, Substitution, User
from tongban.identity.queries.periods import in_force
from tongban.identity.queries.recusing import WHEN, WHO, recusing_statement
from tongban.kernel.actors import ADMINISTRATORS, Actor, ActorKind, Grant, Role
from tongban.kernel.codes.local import is_local
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.kernel.reach import EVERYWHERE
from tongban.orgs import api as orgs
from tongban.statements import api as statements

Text = tuple[str, tuple[Any, ...]]
Standing = tuple[str | None, list[UUID]]
USER, _NOBODY = UUID(int=2), UUID(int=0)  # stand for the user in the statement, and for whoever is not known
_SAID = ("role", "department", "region", "below")


def staff_actor(user: User, *, at: datetime) -> Actor:
    """Return a member of staff with what they may do at this moment and whose matters they keep out of.

    Everything is read at each request, so that an appointment, a leave or a recusal acts at once. They act by their own
    posts and by those in which they stand in for others; not at all while they are away. Whoever is an administrator
    stands in for nobody, whatever was arranged before. Citizens have no grants.
    """
    person = _behind(user) if user.employed is None else user.behind
    rows, parties = user.standing or _standing(user.id, person, at)
    held = [_Held(UUID(row["user_id"]), *(row[name] for name in _SAID)) for row in json.loads(rows or "[]")]
    keeps_out = frozenset({person, *parties}) if person else frozenset()
    return Actor(id=user.id, kind=ActorKind.STAFF, grants=_grants(user.id, held), person=person, recused=keeps_out)


def _behind(user: User) -> UUID | None:
    """Return the natural person behind a member of staff whose account was not read with a session."""
    held = _STAFF.first(user.id)
    return held.person_id if held else None


class _Held(NamedTuple):
    """A post in force, as far as it says what its holder may do; ``user``: whose it is."""

    user: UUID
    role: str
    department: str
    region: str
    below: bool


def _standing(user: UUID, person: UUID | None, at: datetime) -> Standing:
    posts, parties = written_standing()
    known: dict[Any, Any] = {USER: user, WHO: person or _NOBODY, WHEN: at}
    given = [known.get(value, value) for value in (*posts[1], *parties[1])]
    (found,) = statements.fetch(f"SELECT {posts[0]}, {parties[0]}", given)
    return found[0], found[1]


@lru_cache(1)
def written_standing() -> tuple[Text, Text]:
    """Write down, once for everybody, the posts of USER at WHEN, and in whose matters WHO does nothing then.

    Each is said elsewhere; here it becomes one value, so that both can be asked within another statement.
    """
    posts, of_posts = _posts(USER, WHEN).order_by().values("user_id", *_SAID).query.sql_with_params()
    parties, of_parties = recusing_statement()
    one = f"(SELECT json_agg(post)::text FROM ({posts}) AS post)"  # noqa: S608 - Django's own text
    return (one, tuple(of_posts)), (f"ARRAY(SELECT * FROM ({parties}) AS kept)", of_parties)  # noqa: S608 - the same


def _grants(user: UUID, posts: Sequence[_Held]) -> frozenset[Grant]:
    own = {post.role for post in posts if post.user == user}
    if own & ADMINISTRATORS:
        posts = [post for post in posts if post.user == user]
    reaching = {post.department for post in posts if post.below}
    below, runs = orgs.units_below(reaching) if reaching else {}, _territories(post.region for post in posts)
    return frozenset(_grant(post, user, below if post.below else {}, runs) for post in posts)


def grant_of(post: StaffPost) -> Grant:
    """Return what one post lets its holder do, whoever asks and whenever."""
    below = orgs.units_below([post.department]) if post.below else {}
    held = _Held(post.user_id, post.role, post.department, post.region, post.below)
    return _grant(held, post.user_id, below, _territories([post.region]))


def same_tree(department: str, home: str) -> bool:
    """Tell whether somebody who works at ``home`` may stand in at a department: there, above it or below it.

    A post over all departments is above each of them; who works nowhere that was said is nowhere near.
    """
    if department in {EVERYWHERE, home}:
        return True
    below = orgs.units_below([department, home])
    return home in below[department] or department in below[home]


def staff_number(user: User) -> str:
    """Return the employee number of a member of staff; empty for an account that has none."""
    return Staff.objects.filter(user=user).values_list("number", flat=True).first() or ""


def away_until(user: UUID, *, at: datetime) -> date | None:
    """Return the last day of the leave on which somebody is at this moment, None when they are not away."""
    ends = Leave.objects.filter(in_force(at), user=user).order_by("-until_at").values_list("until_at", flat=True)
    found = ends.first()
    return day_of(found - timedelta(microseconds=1)) if found else None


def _posts(user: UUID, at: datetime) -> QuerySet[StaffPost]:
    away = Leave.objects.filter(in_force(at), user=user)
    instead = Substitution.objects.filter(in_force(at), substitute=user).values("post")
    held = StaffPost.objects.filter(in_force(at))
    mine = held.filter(Q(user=user) | Q(pk__in=instead) & ~Q(role__in=sorted(ADMINISTRATORS)))
    return mine.filter(~Exists(away))


_STAFF = statements.Asked(lambda user: Staff.objects.filter(user=user).only("person"), UUID)


def _grant(post: _Held, holder: UUID, below: Mapping[str, frozenset[str]], runs: Mapping[str, frozenset[str]]) -> Grant:
    return Grant(
        role=Role(post.role),
        department=post.department,
        region=post.region,
        units=below.get(post.department, frozenset()),
        territory=runs.get(post.region, frozenset()),
        instead_of=None if post.user == holder else post.user,
    )


def _territories(regions: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the regions that the organisations among the regions of posts run; asked only where there is one."""
    codes = {region for region in regions if is_local(region)}
    return orgs.territories(codes) if codes else {}


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
        mine = grant.instead_of or actor.id
        held |= Q(role=grant.role, department=grant.department, region=grant.region, user=mine)
    posts = StaffPost.objects.filter(held).exclude(place="") if held else StaffPost.objects.none()
    return posts.order_by("-from_at").values_list("place", flat=True).first() or ""


def staff_id(username: str) -> UUID | None:
    """Return the id of a member of staff by their user name, None when there is none of that name."""
    return User.objects.filter(username=username, posts__isnull=False).values_list("pk", flat=True).first()
