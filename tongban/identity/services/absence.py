"""Being away, and standing in for somebody: both act at once and end by themselves."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from tongban.identity import posts as rules
from tongban.identity.errors import BeyondScope, NotToSubstitute, SubstituteElsewhere, UnknownPost
from tongban.identity.models import Leave, StaffPost, Substitution
from tongban.identity.queries.staff import grant_of, same_tree
from tongban.identity.services import overseeing
from tongban.identity.services.overseeing import APPOINTING, hold, not_own, note, overseen, within
from tongban.kernel.actors import ADMINISTRATORS, Actor, Role
from tongban.ledger import api as ledger


@transaction.atomic
def take_leave(*, staff: UUID, first: date, last: date, by: Actor, at: datetime) -> Leave:
    """Be away from a first to a last day: the posts sleep meanwhile, also those in which one stands in for others.

    Oneself says so, or the security administrator of one's department. UnfitPeriod for days that are over.
    """
    held = hold(staff)
    if by.id != staff:
        overseen(by, held, Role.SECURITY)
    begins, ends = overseeing.period(first, last, at=at)
    leave = Leave.objects.create(user=held.user, from_at=begins, until_at=ends)
    note(
        "identity.take_leave",
        staff,
        by=by,
        at=at,
        basis=APPOINTING,
        facts={"leave": leave.pk, "first": first, "last": last},
    )
    return leave


@transaction.atomic
def end_leave(*, leave: int, by: Actor, at: datetime) -> Leave:
    """Be back earlier, or not go at all: the posts wake at once, and nobody stands in for them any more.

    A substitution goes on only where it reaches beyond the leave, because it was then arranged for something else.
    """
    found = Leave.objects.select_for_update().filter(pk=leave, until_at__gt=at).first()
    if found is None:
        raise UnknownPost
    held = hold(found.user_id)
    if by.id != held.user_id:
        overseen(by, held, Role.SECURITY)
    within_it = Substitution.objects.select_for_update().filter(
        post__user=found.user_id, from_at__gte=found.from_at, until_at__gt=at, until_at__lte=found.until_at
    )
    ended = [one.pk for one in within_it.order_by("pk")]
    Substitution.objects.filter(pk__in=ended).update(until_at=Greatest(Value(at), "from_at"))
    found.until_at = max(at, found.from_at)
    found.save(update_fields=["until_at"])
    facts: dict[str, ledger.Fact] = {"leave": leave, "substitutions": ",".join(map(str, ended))}
    note("identity.end_leave", held.user_id, by=by, at=at, basis=APPOINTING, facts=facts)
    return found


@transaction.atomic
def substitute(*, post: int, substitute: UUID, first: date, last: date, by: Actor, at: datetime) -> Substitution:
    """Let somebody stand in for the holder of a post from a first to a last day; each of their acts says so.

    The security administrator who oversees the post arranges it. NotToSubstitute for an administrator's post or by an
    administrator, and where one would both examine and decide the same matters (行政许可法34, 38). SubstituteElsewhere
    for somebody of another department, neither above nor below that of the post.
    """
    held = StaffPost.objects.select_for_update(of=("self",)).filter(pk=post).first()
    if held is None or not overseeing.in_force_now(held, at=at):
        raise UnknownPost
    stand_in = hold(substitute)
    not_own(by, stand_in.person_id, substitute)
    grant = grant_of(held)
    within(by, [grant], Role.SECURITY)
    overseen(by, stand_in, Role.SECURITY)
    accounts = overseeing.same_person(stand_in)
    if held.role in ADMINISTRATORS or held.user_id in accounts or stand_in.closed_at is not None:
        raise NotToSubstitute(field="substitute")
    theirs = _their_posts(accounts, at)
    if any(one.role in ADMINISTRATORS for one in theirs) or rules.separated(grant, map(grant_of, theirs)):
        raise NotToSubstitute(field="substitute")
    if not same_tree(held.department, stand_in.department):
        raise SubstituteElsewhere(field="substitute")
    begins, ends = overseeing.period(first, last, at=at)
    made = Substitution.objects.create(post=held, substitute=stand_in.user, from_at=begins, until_at=ends)
    facts: dict[str, ledger.Fact] = {
        "substitution": made.pk,
        "role": str(held.role),
        "substitute": substitute,
        "first": first,
        "last": last,
    }
    note("identity.substitute", held.user_id, by=by, at=at, basis=APPOINTING, facts=facts)
    return made


@transaction.atomic
def end_substitution(*, substitution: int, by: Actor, at: datetime) -> Substitution:
    """End a substitution at once."""
    found = Substitution.objects.select_for_update(of=("self",)).select_related("post").filter(pk=substitution).first()
    if found is None or found.until_at <= at:
        raise UnknownPost
    if not rules.within(by, grant_of(found.post), Role.SECURITY):
        raise BeyondScope
    not_own(by, None, found.substitute_id)
    found.until_at = max(at, found.from_at)
    found.save(update_fields=["until_at"])
    note(
        "identity.end_substitution",
        found.post.user_id,
        by=by,
        at=at,
        basis=APPOINTING,
        facts={"substitution": substitution},
    )
    return found


def _their_posts(accounts: list[UUID], at: datetime) -> list[StaffPost]:
    own = StaffPost.objects.filter(user__in=accounts).exclude(until_at__lte=at)
    return [*own, *(post for account in accounts for post in overseeing.standing_in(account, at=at))]
