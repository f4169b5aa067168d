"""Invitations: how a member of staff comes to a password and a second factor that nobody else ever knew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tongban.crypto import api as crypto
from tongban.identity.errors import EnrolmentRefused, FactorRefused
from tongban.identity.models import Enrolment, Staff, User
from tongban.identity.queries import actor_of
from tongban.identity.queries.security import TOTP_PURPOSE, factors_of, is_staff_account
from tongban.identity.rules import handed, totp
from tongban.identity.rules.access import EnrolmentKind, Means, Throttled
from tongban.identity.services.admitting import Admission, barred, begin
from tongban.identity.services.authenticators import keep_secret, matching, renew_codes
from tongban.identity.services.inviting import Invitation, enrolment_digest, make_enrolment
from tongban.identity.services.overseeing import overseen
from tongban.identity.services.passwords import check_new_password, own_words
from tongban.identity.services.reasons import ADMITTING_STAFF
from tongban.identity.services.sessions import end_all
from tongban.identity.services.throttling import throttle
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed, WrongState
from tongban.ledger import api as ledger


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What somebody with a right code has to do: ``secret`` goes into the authenticator, by hand or as a picture."""

    id: UUID
    user: User
    kind: EnrolmentKind
    secret: str
    picture: str


@transaction.atomic
def invite_again(*, user: UUID, by: Actor, at: datetime) -> Invitation:
    """Make a new code for somebody who never enrolled; the old one serves no more.

    WrongState for whoever has a factor: a lost one is recovered by two people. BeyondScope outside the administrator's
    department.
    """
    if not by.holds(Role.OPERATOR):
        raise NotAllowed("工作人员的账号由系统管理员开立。")
    found = User.objects.select_for_update().filter(id=user).first()
    if found is None or not is_staff_account(found):
        raise NotAllowed("邀请码只发给工作人员。")
    for held in Staff.objects.filter(user=found):
        overseen(by, held, Role.OPERATOR)
    if factors_of(found).any:
        raise WrongState("这个账号已经启用。丢失验证器或者忘记密码，请由安全管理员办理找回。")
    return make_enrolment(found, EnrolmentKind.INVITATION, by, at)


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
