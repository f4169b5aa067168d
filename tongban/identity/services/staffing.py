"""The accounts of staff: opened and closed by the system administrator, who gives no posts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import posts as rules
from tongban.identity import rules as texts
from tongban.identity.errors import BeyondScope, HoldsAdministration, StaffNumberTaken
from tongban.identity.models import Party, Staff, StaffPost, Substitution, User
from tongban.identity.rules import grounding
from tongban.identity.rules.access import EnrolmentKind, Throttled
from tongban.identity.services.accounts import open_account
from tongban.identity.services.inviting import Invitation, make_enrolment
from tongban.identity.services.overseeing import ACCOUNTS, hold, home, is_system, not_own, note, overseen
from tongban.identity.services.parties import find_or_make
from tongban.identity.services.throttling import forgive_one, throttle
from tongban.identity.states import DocumentType
from tongban.kernel.actors import ADMINISTRATORS, Actor, Role
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

LONGEST_NUMBER = 20


def open_staff_account(
    *, username: str, name: str, number: str, department: str, document_number: str, by: Actor, at: datetime
) -> Invitation:
    """Open a work account for a natural person in a department; it gives no post (工作规范34; 个人信息保护法51(1)4).

    ``number``: the employee number; ``document_number``: of the identity card, by which the person is told from others,
    so that they keep out of their own matters. There is no password until the person sets one: what is returned is the
    one-time code with which they make the account theirs, shown this once. StaffNumberTaken for a user name or number
    in use, BeyondScope outside the administrator's department. TooManyAttempts when it came to nothing too often:
    whether a name is the one of a registered number can be told from any refusal, and so none of them is free.
    """
    throttle(Throttled.STAFF_CHECK, str(by.id), at)
    made = opened(username, name, number, department, document_number, by=by, at=at)
    forgive_one(Throttled.STAFF_CHECK, str(by.id))
    return made


@transaction.atomic
def opened(
    username: str, name: str, number: str, department: str, document_number: str, *, by: Actor, at: datetime
) -> Invitation:
    """Open the account, in the transaction of whoever founds the whole installation too."""
    shown, handle = texts.fit_name(name), texts.fit_username(username)
    if not is_system(by) and not by.holds(Role.OPERATOR):
        raise BeyondScope
    if not handle:
        raise Broken("请填写用户名。", field="username")
    if User.objects.filter(username=handle).exists():
        raise StaffNumberTaken(field="username")
    with ledger.operation():
        person = _person(shown, document_number, at)
        user = open_account(username=handle, password="", display_name=shown, by=by, at=at)
        enrol_staff(user=user, number=number, department=department, person=person, by=by, at=at)
        return make_enrolment(user, EnrolmentKind.INVITATION, by, at)


@transaction.atomic
def enrol_staff(
    *, user: User, number: str, department: str, by: Actor, at: datetime, person: Party | None = None
) -> Staff:
    """Note that an account is a member of staff's: their employee number, department, and the natural person behind."""
    kept = number.strip()
    if not kept or len(kept) > LONGEST_NUMBER:
        raise Broken("请填写工号，最多20个字。", field="number")
    if Staff.objects.filter(number=kept).exists():
        raise StaffNumberTaken(field="number")
    # Where nothing is set up yet, the system enrols the first administrators without a department.
    region = orgs.department(department).region_id if department or not is_system(by) else ""
    staff = Staff(user=user, person=person, number=kept, department=department, region=region)
    if not rules.within(by, home(staff), Role.OPERATOR):
        raise BeyondScope(field="department")
    staff.save(force_insert=True)
    about = (person.pk,) if person else ()
    facts: dict[str, ledger.Fact] = {"department": department} if department else {}
    note("identity.enrol_staff", user.id, by=by, at=at, basis=ACCOUNTS, about=about, facts=facts)
    return staff


@transaction.atomic
def close_staff_account(*, staff: UUID, reason: str, by: Actor, at: datetime) -> Staff:
    """Close a work account: its posts and substitutions end, and so does every session, with the next request.

    HoldsAdministration as long as an administrator's post was not revoked: that is the security administrator's to do.
    ``reason``: one of ``grounding.CLOSING``, which the record keeps; Broken without one.
    """
    held = hold(staff)
    not_own(by, held.person_id, staff)
    overseen(by, held, Role.OPERATOR)
    ground = grounding.fit(reason, grounding.CLOSING)
    posts = StaffPost.objects.filter(user=staff, from_at__lte=at).exclude(until_at__lte=at)
    if posts.filter(role__in=sorted(ADMINISTRATORS)).exists():
        raise HoldsAdministration
    ended = Substitution.objects.filter(from_at__lte=at, until_at__gt=at)
    (ended.filter(substitute=staff) | ended.filter(post__user=staff)).update(until_at=at)
    posts.update(until_at=at)
    User.objects.filter(pk=staff).update(is_active=False)
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    note("identity.close_staff_account", staff, by=by, at=at, basis=ACCOUNTS, facts={"reason": str(ground)})
    return held


def _person(name: str, number: str, at: datetime) -> Party:
    """Find or register the natural person; what is wrong with the number is said of its own field."""
    try:
        person, _ = find_or_make(name=name, document_type=DocumentType.RESIDENT_ID, number=number, mobile="", at=at)
    except Broken as refusal:
        field = "document_number" if refusal.field == "number" else refusal.field
        raise Broken(refusal.message, field=field) from None
    return person
