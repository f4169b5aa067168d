"""Invitations: how a member of staff comes to a password and a second factor that nobody else ever knew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tongban.crypto import api as crypto
from tongban.identity.errors import EnrolmentRefused, FactorRefused
from tongban.identity.models import Enrolment, User
from tongban.identity.queries import actor_of, has_users
from tongban.identity.queries.security import TOTP_PURPOSE, factors_of, is_staff_account
from tongban.identity.rules import handed, totp
from tongban.identity.rules.access import EnrolmentKind, Means, Throttled
from tongban.identity.services.accounts import open_account
from tongban.identity.services.admitting import Admission, barred, begin
from tongban.identity.services.authenticators import keep_secret, matching, renew_codes
from tongban.identity.services.inviting import Invitation, enrolment_digest, make_enrolment
from tongban.identity.services.passwords import check_new_password, own_words
from tongban.identity.services.posts import appoint
from tongban.identity.services.reasons import ADMITTING_STAFF
from tongban.identity.services.sessions import end_all
from tongban.identity.services.throttling import throttle
from tongban.kernel.actors import SYSTEM, Actor, Role
from tongban.kernel.errors import Broken, NotAllowed, WrongState
from tongban.ledger import api as ledger

ADMINISTRATORS = (Role.OPERATOR, Role.SECURITY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What somebody with a right code has to do: ``secret`` goes into the authenticator, by hand or as a picture."""

    id: UUID
    user: User
    kind: EnrolmentKind
    secret: str
    picture: str


@transaction.atomic
def invite_staff(*, username: str, display_name: str, by: Actor, at: datetime) -> Invitation:
    """Open an account for a member of staff and return the code with which they make it theirs, valid for three days.

    Only a system administrator opens accounts; what somebody may do is given apart (``appoint``). There is no password
    until the person sets one, so none is ever shared. Broken when the user name is taken.
    """
    if not by.holds(Role.OPERATOR):
        raise NotAllowed("工作人员的账号由系统管理员开立。")
    return _open_and_invite(username, display_name, by, at)


@transaction.atomic
def invite_again(*, user: UUID, by: Actor, at: datetime) -> Invitation:
    """Make a new code for somebody who never enrolled; the old one serves no more.

    WrongState for whoever has a factor: a lost one is recovered by two people.
    """
    if not by.holds(Role.OPERATOR):
        raise NotAllowed("工作人员的账号由系统管理员开立。")
    found = User.objects.select_for_update().filter(id=user).first()
    if found is None or not is_staff_account(found):
        raise NotAllowed("邀请码只发给工作人员。")
    if factors_of(found).any:
        raise WrongState("这个账号已经启用。丢失验证器或者忘记密码，请由安全管理员办理找回。")
    return make_enrolment(found, EnrolmentKind.INVITATION, by, at)


@transaction.atomic
def first_administrators(*, people: Mapping[Role, tuple[str, str]], at: datetime) -> dict[Role, Invitation]:
    """Open the accounts of the three administrators of a new installation: system, security and audit.

    ``people``: user name and name by role. Three different persons (GB/T 22239 8.1.4: 三员分立), so Broken for a name
    that stands twice or a role that is missing. WrongState where anybody can sign in already, and in sample mode.
    """
    if settings.SAMPLE_MODE or has_users():
        raise WrongState("这里已经有用户。首批管理员只在空的正式系统里开立一次，以后由系统管理员开立账号。")
    if set(people) != set(ADMINISTRATORS):
        raise Broken("请写明系统、安全、审计三名管理员。")
    if any(len({person[part].strip() for person in people.values()}) != len(ADMINISTRATORS) for part in (0, 1)):
        raise Broken("系统、安全、审计管理员应是三个不同的人，用户名和姓名都不能相同。")
    made = {role: _open_and_invite(*people[role], SYSTEM, at) for role in ADMINISTRATORS}
    for role, invitation in made.items():
        appoint(user=invitation.user, role=role, department="*", region="*", by=SYSTEM, at=at)
    return made


def _open_and_invite(username: str, display_name: str, by: Actor, at: datetime) -> Invitation:
    user = open_account(username=username, password="", display_name=display_name, by=by, at=at)
    return make_enrolment(user, EnrolmentKind.INVITATION, by, at)


def begin_enrolment(*, code: str, address: str, at: datetime) -> Enrolling:
    """Return what a right code is for, and use nothing up; EnrolmentRefused for a wrong, used or old one alike."""
    throttle(Throttled.ENROLMENT, address, at)
    row = _open(at).filter(code_digest=enrolment_digest(handed.fit(code))).first()
    if row is None:
        raise EnrolmentRefused(field="code")
    return _shown(row)


def enrolling(enrolment: UUID, *, at: datetime) -> Enrolling:
    """Return what somebody is in the middle of; EnrolmentRefused once it is used or over."""
    row = _open(at).filter(id=enrolment).first()
    if row is None:
        raise EnrolmentRefused
    return _shown(row)


@transaction.atomic
def enrol(*, enrolment: UUID, password: str, code: str, at: datetime) -> tuple[Admission, tuple[str, ...]]:
    """Set password and authenticator, end every session of before, and let the person in; return the recovery codes.

    ``code``: the first code of the authenticator, which shows that the secret arrived. WeakPassword and FactorRefused
    change nothing, and the person tries again; EnrolmentRefused once the invitation is used or over.
    """
    row = _open(at).select_for_update(of=("self",)).filter(id=enrolment).first()
    if row is None or barred(row.user):
        raise EnrolmentRefused
    user, secret = row.user, _secret(row)
    check_new_password(password, own=own_words(user))
    step = matching(secret, code, at)
    if step is None:
        raise FactorRefused(field="code")
    row.used_at = at
    row.save(update_fields=["used_at"])
    user.set_password(password)
    user.save(update_fields=["password"])
    keep_secret(user, secret, step=step, at=at)
    end_all(user)
    codes = renew_codes(user)
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb="identity.enrol",
        kind="user",
        subject=user.id,
        facts={"kind": row.kind},
        why=ADMITTING_STAFF,
    )
    return begin(user, Means.ENROLMENT, staff=True, at=at), codes


def _open(at: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(used_at__isnull=True, until_at__gt=at).select_related("user")


def _shown(row: Enrolment) -> Enrolling:
    secret = _secret(row)
    return Enrolling(
        row.id, row.user, EnrolmentKind(row.kind), totp.spelt(secret), totp.address(secret, row.user.username)
    )


def _secret(row: Enrolment) -> bytes:
    return crypto.decrypt(TOTP_PURPOSE, bytes(row.secret_cipher), row.id.bytes)
