"""Opening an account online: telephone and identity are made sure of before anything is said of whom we know."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongban.identity import rules
from tongban.identity.errors import AlreadyHere, CodeRefused, NameDiffers, NotConfirmed, WeakPassword
from tongban.identity.models import Account, Party, User
from tongban.identity.queries import mobile_columns
from tongban.identity.rules.access import CodePurpose, Means, Throttled
from tongban.identity.services.accounts import open_account
from tongban.identity.services.admitting import Admission, admit
from tongban.identity.services.codes import prove_mobile
from tongban.identity.services.parties import find_or_make, prove
from tongban.identity.services.passwords import check_new_password
from tongban.identity.services.throttling import throttle
from tongban.identity.services.wired import real_name_check
from tongban.identity.states import DocumentType, RealNameLevel
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import day_of
from tongban.kernel.errors import Faulty, Unavailable

METHOD = "REALNAME"
DIGITS = 8
CLOSED = "网上注册还没有接通实名核验。请用国家政务服务平台等方式登录，或者带身份证到政务服务中心综合窗口办理。"


@dataclass(frozen=True, slots=True)
class SignUp:
    """What a person writes to open an account."""

    name: str
    number: str
    mobile: str
    password: str
    code: str


def check_sign_up(*, said: SignUp, at: datetime) -> None:
    """Look at the form before a code is sent for it: Faulty with what cannot be right of the person."""
    rules.fit_person(DocumentType.RESIDENT_ID, said.number, said.name, said.mobile, on=day_of(at))


def sign_up(*, said: SignUp, browser: str, address: str, at: datetime) -> Admission:
    """Open an account for a person whose telephone and identity agree, and let them in.

    The order keeps what we know to ourselves: the form, the code to the telephone, and whether name, number and
    telephone belong to one person (三要素) are looked at before any register is. Whoever passes is that person:
    somebody registered at a counter takes their record over, and who has an account already is told so (AlreadyHere).
    NotConfirmed for everybody else, known or not; Faulty for what cannot be right, the code among it. A weak password
    and a wrong code are told together, and a right code stays good while the password is mended.
    TooManyAttempts by address, and by telephone once that is proven; Unavailable where nobody can check.
    Asks outside, so never inside a transaction.
    """
    check = real_name_check()
    if check is None:
        raise Unavailable(CLOSED)
    fit = rules.fit_person(DocumentType.RESIDENT_ID, said.number, said.name, said.mobile, on=day_of(at))
    _fit_password_and_code(fit, said, browser, address, at)
    throttle(Throttled.SIGN_UP_CHECK, fit.mobile, at)
    if not check.agrees(name=fit.name, number=fit.number, mobile=fit.mobile, at=at):
        raise NotConfirmed
    return _open(fit, said.password, at)


def _fit_password_and_code(fit: rules.Fit, said: SignUp, browser: str, address: str, at: datetime) -> None:
    wrong: dict[str, str] = {}
    try:
        check_new_password(said.password, own=(fit.name, fit.number[-6:], fit.mobile))
    except WeakPassword as refusal:
        wrong["password"] = refusal.message
    if not wrong:
        throttle(Throttled.SIGN_UP, address, at)
    purpose, keep = CodePurpose.SIGN_UP, bool(wrong)
    try:
        prove_mobile(
            mobile=fit.mobile, code=said.code, purpose=purpose, browser=browser, address=address, at=at, keep=keep
        )
    except CodeRefused as refusal:
        wrong["code"] = refusal.message
    if wrong:
        raise Faulty(wrong)


@transaction.atomic
def _open(fit: rules.Fit, password: str, at: datetime) -> Admission:
    party = _party(fit, at)
    if Account.objects.filter(party=party).exists():
        raise AlreadyHere
    prove(party=party.pk, level=RealNameLevel.BASIC, by_method=METHOD, by=SYSTEM, at=at)
    user = open_account(username=_free_name(), password=password, display_name=fit.name, by=SYSTEM, at=at, party=party)
    return admit(user=user.pk, means=Means.SMS, at=at)


def _party(fit: rules.Fit, at: datetime) -> Party:
    """Return the person, with the telephone that was just proven to be theirs."""
    try:
        party, new = find_or_make(
            name=fit.name, document_type=fit.document_type, number=fit.number, mobile=fit.mobile, at=at
        )
    except NameDiffers:
        raise NotConfirmed from None
    if not new:
        Party.objects.filter(pk=party.pk).update(**mobile_columns(party.pk, fit.mobile))
    return party


def _free_name() -> str:
    """Return a user name of digits that nobody has: what is made here tells nobody which names are taken."""
    while True:
        name = f"t{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if not User.objects.filter(username=name).exists():
            return name
