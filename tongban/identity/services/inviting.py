"""One-time codes with which somebody makes a work account theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.crypto import api as crypto
from tongban.identity.models import Enrolment, User
from tongban.identity.queries.policy import policy
from tongban.identity.queries.security import TOTP_PURPOSE
from tongban.identity.rules import handed
from tongban.identity.rules.access import EnrolmentKind
from tongban.identity.services.authenticators import handed_code, new_secret
from tongban.identity.services.reasons import ADMITTING_STAFF
from tongban.kernel.actors import Actor
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code, shown this once, with which an account is taken over by whom it is for."""

    user: User
    code: str
    until: datetime


def make_enrolment(user: User, kind: EnrolmentKind, by: Actor, at: datetime) -> Invitation:
    """Make the code, in place of any that was not used yet, in the transaction of the verb that hands it out."""
    Enrolment.objects.filter(user=user, used_at__isnull=True).delete()
    code, made = handed_code(handed.INVITATION_LENGTH), uuid7(at)
    until = at + policy().factors.enrolment
    Enrolment.objects.create(
        id=made,
        user=user,
        kind=kind,
        code_digest=enrolment_digest(code),
        secret_cipher=crypto.encrypt(TOTP_PURPOSE, new_secret(), made.bytes),
        made_by=by.id,
        made_at=at,
        until_at=until,
    )
    ledger.record(
        at=at,
        actor=by,
        verb="identity.invite",
        kind="user",
        subject=user.id,
        facts={"kind": kind.value},
        why=ADMITTING_STAFF,
    )
    return Invitation(user, handed.spelt(code), until)


def enrolment_digest(code: str) -> str:
    """Return by what a code is found: the code itself is kept nowhere."""
    return crypto.digest("identity.enrolment", code)
