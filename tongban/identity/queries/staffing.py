"""Staff as administrators see them: within the department and region that they oversee."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.identity import posts, reach
from tongban.identity.errors import UnknownStaff
from tongban.identity.models import (
    Kinship,
    Leave,
    Nomination,
    Passkey,
    Staff,
    StaffPost,
    Substitution,
    TotpSecret,
    User,
)
from tongban.identity.queries.periods import in_force
from tongban.identity.queries.staff import same_tree
from tongban.identity.states import KIN_NAMES, Kin
from tongban.kernel.actors import ADMINISTRATORS, ROLE_NAMES, Actor, Role

PAGE = 30


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff in the list: what they may do now in words, and whether they are away.

    ``enrolled``: they made the account theirs, by a second factor of their own.
    """

    id: UUID
    name: str
    number: str
    department: str
    roles: tuple[str, ...]
    away: bool
    closed: bool
    enrolled: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody whose matters a member of staff keeps out of, with the relation in words."""

    id: int
    name: str
    relation: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One member of staff: posts, times away, who stands in, whose matters they keep out of. ``own``: oneself."""

    staff: Staff
    user: User
    posts: list[StaffPost]
    leaves: list[Leave]
    substitutes: list[Substitution]
    stands_in: list[Substitution]
    relatives: list[Relative]
    nominations: list[Nomination]
    away: bool
    own: bool
    enrolled: bool


def staff_page(actor: Actor, *, at: datetime, text: str = "", department: str = "", page: int = 1) -> list[Colleague]:
    """Return one page of the staff that an administrator oversees, by department and number, and one more if there is.

    ``text`` finds by employee number or by the beginning of the name.
    """
    rows = Staff.objects.select_related("user")
    if text:
        rows = rows.filter(Q(number__iexact=text) | Q(user__display_name__startswith=text))
    if department:
        rows = rows.filter(department=department)
    start = (max(page, 1) - 1) * PAGE
    order = ("department", "number")
    found = reach.granted_page(rows, posts.REACH, actor, order=order, start=start, stop=start + PAGE + 1)
    return _colleagues(found, at)


def staff_member(actor: Actor, staff: UUID, *, at: datetime) -> Member:
    """Return one member of staff whom an administrator oversees, or oneself; UnknownStaff for everybody else."""
    mine = Q(pk=actor.id) if actor.id == staff else reach.granted(posts.REACH, actor)
    held = Staff.objects.select_related("user").filter(mine, pk=staff).first()
    if held is None:
        raise UnknownStaff
    ahead = Q(until_at__gt=at)
    return Member(
        staff=held,
        user=held.user,
        posts=list(held.user.posts.exclude(until_at__lte=at).order_by("role", "department", "region", "pk")),
        leaves=list(held.user.leaves.filter(ahead).order_by("from_at", "pk")),
        substitutes=_substitutions(ahead, Q(post__user=staff)),
        stands_in=_substitutions(ahead, Q(substitute=staff)),
        relatives=_relatives(held.person_id),
        nominations=list(Nomination.objects.filter(user=staff, decided_at__isnull=True).order_by("pk")),
        away=held.user.leaves.filter(in_force(at)).exists(),
        own=actor.id == staff,
        enrolled=bool(_enrolled([staff])),
    )


def waiting_nominations(actor: Actor) -> list[Nomination]:
    """Return the administrators' posts that wait for somebody to agree, as far as the actor oversees them."""
    found = Nomination.objects.filter(decided_at__isnull=True).select_related("user").order_by("pk")
    return [one for one in found if posts.oversees(actor, department=one.department, region=one.region)]


def stand_ins(actor: Actor, post: StaffPost, *, at: datetime) -> list[Colleague]:
    """Return who could stand in for a post: accounts that the actor oversees in its tree, administrators apart.

    Colleagues of the post's own department come first: most often it is one of them.
    """
    rows = Staff.objects.select_related("user").filter(closed_at__isnull=True).exclude(user=post.user_id)
    rows = rows.exclude(user__in=_administrators(at)).filter(reach.granted(posts.REACH, actor))
    near = Staff.objects.filter(user=post.user_id).values_list("department", flat=True).first()
    fit = [one for one in rows.order_by("department", "number") if same_tree(post.department, one.department)]
    return _colleagues(sorted(fit, key=lambda one: one.department != near), at)


def _administrators(at: datetime) -> Collection[UUID]:
    held = StaffPost.objects.filter(role__in=sorted(ADMINISTRATORS)).exclude(until_at__lte=at)
    return list(held.values_list("user", flat=True))


def _substitutions(*conditions: Q) -> list[Substitution]:
    rows = Substitution.objects.select_related("post__user", "substitute").filter(*conditions)
    return list(rows.order_by("from_at", "pk"))


def _relatives(person: UUID | None) -> list[Relative]:
    if person is None:
        return []
    rows = Kinship.objects.filter(Q(person=person) | Q(relative=person), until_at__isnull=True)
    found = rows.select_related("person", "relative").order_by("from_at", "pk")
    return [_relative(one, person) for one in found]


def _relative(one: Kinship, person: UUID) -> Relative:
    other = one.relative if one.person_id == person else one.person
    return Relative(one.pk, other.name, KIN_NAMES[Kin(one.relation)], one.from_at)


def _colleagues(found: list[Staff], at: datetime) -> list[Colleague]:
    ids = [one.pk for one in found]
    away = set(Leave.objects.filter(in_force(at), user__in=ids).values_list("user", flat=True))
    enrolled, roles = _enrolled(ids), dict[UUID, list[str]]()
    for user, role in StaffPost.objects.filter(in_force(at), user__in=ids).order_by("pk").values_list("user", "role"):
        roles.setdefault(user, []).append(ROLE_NAMES[Role(role)])
    return [
        Colleague(
            one.pk,
            one.user.display_name,
            one.number,
            one.department,
            tuple(dict.fromkeys(roles.get(one.pk, ()))),
            away=one.pk in away,
            closed=one.closed_at is not None,
            enrolled=one.pk in enrolled,
        )
        for one in found
    ]


def _enrolled(users: Collection[UUID]) -> set[UUID]:
    """Return which accounts their holders made their own: nobody signs in at the desk without a second factor."""
    secrets = TotpSecret.objects.filter(user__in=users).values_list("user", flat=True)
    return {*secrets, *Passkey.objects.filter(user__in=users).values_list("user", flat=True)}
