"""The accounts of staff: opened and closed by the system administrator, who gives no posts."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import posts as rules
from tongban.identity import rules as texts
from tongban.identity.errors import BeyondScope, HoldsAdministration, NumberTaken
from tongban.identity.models import Party, Staff, StaffPost, Substitution, User
from tongban.identity.services.accounts import open_account
from tongban.identity.services.overseeing import ACCOUNTS, hold, home, not_own, note, overseen
from tongban.identity.services.parties import find_or_make
from tongban.identity.states import DocumentType
from tongban.kernel.actors import ADMINISTRATORS, Actor, Role
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

LONGEST_NUMBER = 20


@transaction.atomic
def open_staff_account(
    *, username: str, name: str, number: str, department: str, document_number: str, by: Actor, at: datetime
) -> User:
    """Open a work account for a natural person in a department; it gives no post (工作规范34; 个人信息保护法51(1)4).

    ``number``: the employee number; ``document_number``: of the identity card, by which the person is told from others,
    so that they keep out of their own matters. The account has no password that anybody knows: the person is invited to
    choose one. NumberTaken for a user name or number in use, BeyondScope outside the administrator's department.
    """
    shown, handle = texts.fit_name(name), texts.fit_username(username)
    if not handle:
        raise Broken("请填写用户名。", field="username")
    if User.objects.filter(username=handle).exists():
        raise NumberTaken(field="username")
    with ledger.operation():
        person = _person(shown, document_number, at)
        unknown = secrets.token_urlsafe(32)
        user = open_account(username=handle, password=unknown, display_name=shown, by=by, at=at)
        enrol(user=user, number=number, department=department, person=person, by=by, at=at)
    return user


@transaction.atomic
def enrol(*, user: User, number: str, department: str, by: Actor, at: datetime, person: Party | None = None) -> Staff:
    """Note that an account is a member of staff's: their employee number, department, and the natural person behind."""
    kept = number.strip()
    if not kept or len(kept) > LONGEST_NUMBER:
        raise Broken("请填写工号，最多20个字。", field="number")
    if Staff.objects.filter(number=kept).exists():
        raise NumberTaken(field="number")
    region = orgs.department(department).region_id
    staff = Staff(user=user, person=person, number=kept, department=department, region=region)
    if not rules.within(by, home(staff), Role.OPERATOR):
        raise BeyondScope(field="department")
    staff.save(force_insert=True)
    about = (person.pk,) if person else ()
    note("identity.enrol", user.id, by=by, at=at, basis=ACCOUNTS, about=about, facts={"department": department})
    return staff


@transaction.atomic
def close_staff_account(*, staff: UUID, by: Actor, at: datetime) -> Staff:
    """Close a work account: its posts and substitutions end, and so does every session, with the next request.

    HoldsAdministration as long as an administrator's post was not revoked: that is the security administrator's to do.
    """
    held = hold(staff)
    not_own(by, held.person_id, staff)
    overseen(by, held, Role.OPERATOR)
    posts = StaffPost.objects.filter(user=staff, from_at__lte=at).exclude(until_at__lte=at)
    if posts.filter(role__in=sorted(ADMINISTRATORS)).exists():
        raise HoldsAdministration
    ended = Substitution.objects.filter(from_at__lte=at, until_at__gt=at)
    (ended.filter(substitute=staff) | ended.filter(post__user=staff)).update(until_at=at)
    posts.update(until_at=at)
    User.objects.filter(pk=staff).update(is_active=False)
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    note("identity.close_staff_account", staff, by=by, at=at, basis=ACCOUNTS)
    return held


def _person(name: str, number: str, at: datetime) -> Party:
    """Find or register the natural person; what is wrong with the number is said of its own field."""
    try:
        person, _ = find_or_make(name=name, document_type=DocumentType.RESIDENT_ID, number=number, mobile="", at=at)
    except Broken as refusal:
        field = "document_number" if refusal.field == "number" else refusal.field
        raise Broken(refusal.message, field=field) from None
    return person
