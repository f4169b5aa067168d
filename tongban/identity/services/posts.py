"""Posts: given and taken by the security administrator, within what they oversee and never to themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import posts as rules
from tongban.identity.errors import AdministratorsApart, HeldAlready, NeedsTwo, NotToSubstitute, UnknownPost
from tongban.identity.models import Account, Nomination, Staff, StaffPost, Substitution, User
from tongban.identity.queries.staff import grant_of
from tongban.identity.rules import grounding
from tongban.identity.services import overseeing
from tongban.identity.services.overseeing import APPOINTING, BY_TWO, is_system, not_own, note, within
from tongban.kernel.actors import ADMINISTRATORS, SYSTEM, Actor, Role
from tongban.kernel.codes.local import is_local
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

FOR_CITIZENS = "办事人账号不能兼任工作人员岗位，请另开工作账号。"
TO_AGREE = (Role.SECURITY, Role.OPERATOR)


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    department: str,
    region: str,
    by: Actor,
    at: datetime,
    place: str = "",
    below: bool = False,
) -> StaffPost:
    """Give a member of staff a role in a department and a region, "*" for all, from now on, at a service place if any.

    ``below``: with the units below the department; a region is always meant with everything inside it. Broken for
    somebody who signs in as a citizen: one account is one or the other. NotFound for a department, region or place that
    does not exist. NeedsTwo for an administrator's post, OwnPost, BeyondScope, AdministratorsApart and HeldAlready as
    they say. 个人信息保护法51(1)4: who may do what is laid down and not more than needed.
    """
    wanted = _wanted(user, role, department, region, below=below, place=place)
    if not is_system(by):
        if role in ADMINISTRATORS:
            raise NeedsTwo(field="role")
        _may_give(wanted, by)
    return _give(wanted, by=by, at=at)


@transaction.atomic
def revoke(*, post: int, reason: str, by: Actor, at: datetime) -> StaffPost:
    """Take a post away, from now on: the next request of its holder is without it, and nobody stands in for it.

    ``reason``: one of ``grounding.REVOKING``, which the record keeps; Broken without one.
    """
    held = _post(post)
    _may_give(held, by)
    ground = grounding.fit(reason, grounding.REVOKING)
    held.until_at = at
    held.save(update_fields=["until_at"])
    Substitution.objects.filter(post=held, until_at__gt=at, from_at__lte=at).update(until_at=at)
    facts: dict[str, ledger.Fact] = {**_facts(held), "reason": str(ground)}
    note("identity.revoke", held.user_id, by=by, at=at, basis=APPOINTING, facts=facts)
    return held


@transaction.atomic
def nominate(
    *, user: User, role: Role, department: str, region: str, by: Actor, at: datetime, below: bool = False
) -> Nomination:
    """Propose somebody as an administrator; another administrator has to agree (rule of the house, BXT.2)."""
    wanted = _wanted(user, role, department, region, below=below)
    if role not in ADMINISTRATORS:
        raise Broken("只有管理员岗位需要两个人办理，其他岗位请直接授予。", field="role")
    _may_give(wanted, by)
    _fits(wanted, at)
    if Nomination.objects.filter(user=user, role=role, decided_at__isnull=True).exists():
        raise HeldAlready("这项管理员任命正在等待复核。", field="role")
    made = Nomination.objects.create(
        id=uuid7(at),
        user=user,
        role=role,
        department=department,
        region=region,
        below=below,
        proposed_by=by.id,
        proposed_at=at,
    )
    note("identity.nominate", user.id, by=by, at=at, basis=BY_TWO, facts={"nomination": made.id, **_facts(wanted)})
    return made


@transaction.atomic
def agree(*, nomination: UUID, by: Actor, at: datetime) -> StaffPost:
    """Agree to an administrator's post that somebody else proposed: it holds from now on.

    A security or a system administrator agrees who oversees as much, and is neither who proposed it nor who gets it.
    """
    proposed = _open(nomination, by)
    not_own(by, _person(proposed.proposed_by), proposed.proposed_by)
    _decide(proposed, by, at, agreed=True)
    below = proposed.below
    wanted = _wanted(proposed.user, Role(proposed.role), proposed.department, proposed.region, below=below)
    return _give(wanted, by=by, at=at, verb="identity.agree", basis=BY_TWO)


@transaction.atomic
def decline(*, nomination: UUID, by: Actor, at: datetime) -> Nomination:
    """Decline a proposed administrator's post; whoever proposed it takes it back so."""
    proposed = _open(nomination, by)
    _decide(proposed, by, at, agreed=False)
    note("identity.decline", proposed.user_id, by=by, at=at, basis=BY_TWO, facts={"nomination": proposed.id})
    return proposed


def _wanted(user: User, role: Role, department: str, region: str, *, below: bool, place: str = "") -> StaffPost:
    """Return the post as it would be, its codes checked."""
    if Account.objects.filter(user=user).exists():
        raise Broken(FOR_CITIZENS)
    if department != orgs.EVERYWHERE:
        orgs.department(department)
    if region != orgs.EVERYWHERE:
        (orgs.area if is_local(region) else orgs.region)(region)
    if place:
        orgs.place(place)
    return StaffPost(user=user, role=role, department=department, region=region, place=place, below=below)


def _may_give(post: StaffPost, by: Actor) -> None:
    if not is_system(by):
        not_own(by, _person(post.user_id), post.user_id)
        within(by, [grant_of(post)], Role.SECURITY)


def _fits(post: StaffPost, at: datetime) -> None:
    """Refuse a post that its holder must not have beside what they already do."""
    staff = Staff.objects.select_for_update().filter(user=post.user_id).first()
    accounts = overseeing.same_person(staff) if staff else [post.user_id]
    if not rules.apart(Role(post.role), overseeing.roles_at(accounts, at=at)):
        raise AdministratorsApart(field="role")
    instead = [grant_of(one) for one in overseeing.standing_in(post.user_id, at=at)]
    if rules.separated(grant_of(post), instead) or (instead and post.role in ADMINISTRATORS):
        raise NotToSubstitute(field="role")


def _give(
    post: StaffPost, *, by: Actor, at: datetime, verb: str = "identity.appoint", basis: str = APPOINTING
) -> StaffPost:
    _fits(post, at)
    same = StaffPost.objects.filter(
        user=post.user, role=post.role, department=post.department, region=post.region, until_at__isnull=True
    )
    if by != SYSTEM and same.exists():
        raise HeldAlready(field="role")
    post.from_at = at
    post.save(force_insert=True)
    note(verb, post.user_id, by=by, at=at, basis=basis, facts=_facts(post))
    return post


def _post(post: int) -> StaffPost:
    held = StaffPost.objects.select_for_update(of=("self",)).filter(pk=post, until_at__isnull=True).first()
    if held is None:
        raise UnknownPost
    return held


def _open(nomination: UUID, by: Actor) -> Nomination:
    found = Nomination.objects.select_for_update(of=("self",)).select_related("user").filter(pk=nomination).first()
    if found is None or found.decided_at is not None:
        raise UnknownPost
    not_own(by, _person(found.user_id), found.user_id)
    wanted = StaffPost(
        user=found.user, role=found.role, department=found.department, region=found.region, below=found.below
    )
    within(by, [grant_of(wanted)], *TO_AGREE)
    return found


def _decide(proposed: Nomination, by: Actor, at: datetime, *, agreed: bool) -> None:
    proposed.decided_by, proposed.decided_at, proposed.agreed = by.id, at, agreed
    proposed.save(update_fields=["decided_by", "decided_at", "agreed"])


def _person(account: UUID) -> UUID | None:
    return Staff.objects.filter(pk=account).values_list("person", flat=True).first()


def _facts(post: StaffPost) -> dict[str, ledger.Fact]:
    told: dict[str, ledger.Fact] = {"role": str(post.role), "department": post.department, "region": post.region}
    return told | {"place": post.place} | ({"below": 1} if post.below else {})
