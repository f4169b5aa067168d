"""Signing in with a password, with a brake on guessing."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tongban.identity import rules
from tongban.identity.errors import SignInRefused, TooManyAttempts
from tongban.identity.models import User
from tongban.identity.queries import actor_of
from tongban.identity.queries.security import is_staff_account
from tongban.identity.rules.access import Means, Throttled
from tongban.identity.services.admitting import Admission, barred, begin
from tongban.identity.services.reasons import SIGNING_IN
from tongban.identity.services.throttling import forgive, forgive_one, throttle
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


def sign_in(*, username: str, password: str, address: str, at: datetime) -> Admission:
    """Let in the user with this name and password; of staff, the second factor is still due (``pass_factor``).

    SignInRefused does not tell whether the user exists, neither by its words nor by the time it takes.
    TooManyAttempts after five failures at one name or two hundred from one address, for fifteen minutes, also with the
    right password; a name that is stopped adds nothing to its address, so that one person does not stop a hall.
    Nothing but keyed digests of name and address is kept, and only while they are needed. Without an address
    only failures at the name count: people behind one proxy must not lock each other out. Nobody of the sample city
    signs in outside sample mode: their password is public.
    """
    name = rules.fit_username(username)
    throttle(Throttled.SIGN_IN_NAME, name, at)
    _brake_address(name, address, at)
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        make_password(password)  # as long as a check takes
    if user is None or not check_password(password, user.password):
        raise SignInRefused
    if barred(user):
        raise SignInRefused
    return _admit(user, name, address, at)


def _brake_address(name: str, address: str, at: datetime) -> None:
    """Count at the address; what is refused there was no try at the name, and must not stop it for everybody else."""
    try:
        throttle(Throttled.SIGN_IN_ADDRESS, address, at)
    except TooManyAttempts:
        forgive_one(Throttled.SIGN_IN_NAME, name)
        raise


@transaction.atomic
def _admit(user: User, name: str, address: str, at: datetime) -> Admission:
    forgive(Throttled.SIGN_IN_NAME, name)
    # The address keeps its other failures: an account of one's own must not buy free guesses at others.
    forgive_one(Throttled.SIGN_IN_ADDRESS, address)
    if not is_staff_account(user):
        return begin(user, Means.PASSWORD, staff=False, at=at)
    # Half a sign-in is on the record as such: a password that somebody else knows shows there.
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb="identity.give_password",
        kind="session",
        subject=uuid7(at),
        why=SIGNING_IN,
    )
    return Admission(user, Means.PASSWORD, staff=True, factor_due=True)
