"""Codes sent to telephones: six digits, short-lived, for one purpose in one browser, used once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tongban.crypto import api as crypto
from tongban.identity import rules
from tongban.identity.errors import CodeRefused, TooManyAttempts
from tongban.identity.models import Account, OneTimeCode, Party
from tongban.identity.queries import MOBILE_PURPOSE, mobile_of
from tongban.identity.queries.policy import policy
from tongban.identity.rules.access import CodePurpose, Means, Throttled
from tongban.identity.services.admitting import Admission, admit, barred
from tongban.identity.services.reasons import SIGNING_IN
from tongban.identity.services.throttling import forgive_one, throttle
from tongban.kernel.actors import VISITOR
from tongban.kernel.errors import Broken, Unavailable
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.messages import api as messages

DIGITS = 6
NOBODY, NO_PARTY = "10000000000", UUID(int=0)
"""A telephone and a party that nobody is, for doing the same work where there is none."""
UNKNOWN = "code.unknown"
TEMPLATES = {
    CodePurpose.SIGN_IN: "code.sign_in",
    CodePurpose.SIGN_UP: "code.sign_up",
    CodePurpose.RESET: "code.reset",
    CodePurpose.NEW_MOBILE: "code.new_mobile",
    CodePurpose.FOLLOW: "code.follow",
    CodePurpose.NEW_EMAIL: "code.new_email",
}

WITHOUT_HOLDER = frozenset({CodePurpose.SIGN_UP, CodePurpose.NEW_MOBILE})
"""For what a code goes to a number that nobody registered yet."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose account a telephone opens; a family may share one."""

    user: UUID
    name: str


def send_code(*, mobile: str, purpose: CodePurpose, browser: str, address: str, at: datetime) -> None:
    """Send a code to a telephone, for one purpose in one browser; the one sent there before serves no more.

    ``browser``: a secret that only this browser's session knows, so that a code read over somebody's shoulder opens
    nothing elsewhere. Whether the number belongs to anybody cannot be told from the outside: the answer and the work
    are the same, and an unknown number gets a text that says so instead of a code. Broken for what is no number,
    Unavailable where no texts can be sent, TooManyAttempts by number, by address, and within a minute of the last.
    Whoever asks uses up their own share of a number's texts, long before the number's: a stranger at one address does
    not keep its holder out.
    """
    number = _fit(mobile)
    if not messages.texts_available():
        raise Unavailable("短信服务还没有接通，请换一种方式登录，或者到政务服务中心综合窗口办理。")
    throttle(Throttled.CODE_ADDRESS, address, at)
    throttle(Throttled.CODE_REQUESTER, _requester(number, browser, address), at)
    throttle(Throttled.CODE_PAUSE, number, at)
    throttle(Throttled.CODE_NUMBER, number, at)
    _send(number, purpose, browser, at)


@transaction.atomic
def _send(number: str, purpose: CodePurpose, browser: str, at: datetime) -> None:
    code = _make(number, purpose, browser, at)
    # A number that nobody registered costs the same look-up, the same row and the same text.
    known = bool(_holders(number)) or purpose in WITHOUT_HOLDER
    template = TEMPLATES[purpose] if known else UNKNOWN
    messages.send_text(number=number, template=template, facts=_facts(code) if known else {}, at=at)


def send_code_about(
    *,
    about: str,
    parties: Sequence[UUID],
    purpose: CodePurpose,
    browser: str,
    address: str,
    at: datetime,
    number: str = "",
) -> None:
    """Send a code about something to the telephone of the first of these parties that has one, else to ``number``.

    ``about`` is what the code is for and is spent with, such as the number of a case: whoever asks knows that and not
    the telephone. Whether there is such a thing, or a telephone, cannot be told from the outside: without one the same
    is counted and kept, the same work done, and nothing is sent. Refuses as ``send_code`` does, counted by what it is
    about; a telephone that got its share of such texts for the day, from one address or from all of them, gets no
    more, and nobody learns that two things are the same person's. That share is apart from the one of signing in: who
    counts through numbers of cases keeps nobody out.
    """
    if not messages.texts_available():
        raise Unavailable("短信服务还没有接通，请登录后在“我的办件”里查看，或者到政务服务中心综合窗口查询。")
    throttle(Throttled.CODE_ADDRESS, address, at)
    throttle(Throttled.CODE_REQUESTER, _requester(about, browser, address), at)
    throttle(Throttled.CODE_PAUSE, about, at)
    found = _telephone(parties, number)
    allowed = _within_share(found, about, browser, address, at)
    _send_about(about, found if allowed else "", purpose, browser, at)


def send_code_by_letter(*, email: str, purpose: CodePurpose, browser: str, address: str, at: datetime) -> None:
    """Send a code to a mailbox, for one purpose in one browser; it is proven by ``prove_about`` with the mailbox.

    Refuses as ``send_code`` does, counted by the mailbox. ``email``: as it is kept.
    """
    if messages.carrier(messages.Way.EMAIL) is None:
        raise Unavailable("邮件服务还没有接通，暂时不能登记邮箱。消息在站内都有，也可以选择短信提醒。")
    throttle(Throttled.CODE_ADDRESS, address, at)
    throttle(Throttled.CODE_REQUESTER, _requester(email, browser, address), at)
    throttle(Throttled.CODE_PAUSE, email, at)
    throttle(Throttled.CODE_NUMBER, email, at)
    with transaction.atomic():
        words = messages.text_words(TEMPLATES[purpose], _facts(_make(email, purpose, browser, at)))
        messages.dispatch(way=messages.Way.EMAIL, letter=messages.Letter(email, "验证码", words), at=at)


def _telephone(parties: Sequence[UUID], other: str) -> str:
    """Return the telephone of the first of these that has one; for nobody the same is looked up."""
    held = {party.id: mobile_of(party) for party in Party.objects.filter(id__in=parties or (NO_PARTY,))}
    return next((held[party] for party in parties if held.get(party)), other)


def _within_share(number: str, about: str, browser: str, address: str, at: datetime) -> bool:
    """Count a code about something at a telephone, by who asks and by all; tell whether it is still within its share.

    What somebody asks for beyond their own share takes nothing of the telephone's, and is counted elsewhere instead, so
    that it costs the same; where there is no telephone, all of it is.
    """
    nobody = f"{NOBODY} {about}"
    mine = _counted(Throttled.CODE_REQUESTER, _follower(number or nobody, browser, address), at)
    return _counted(Throttled.FOLLOW_NUMBER, number if mine and number else nobody, at) and mine


def _counted(purpose: Throttled, key: str, at: datetime) -> bool:
    try:
        throttle(purpose, key, at)
    except TooManyAttempts:
        return False
    return True


@transaction.atomic
def _send_about(about: str, number: str, purpose: CodePurpose, browser: str, at: datetime) -> None:
    code = _make(about, purpose, browser, at)
    # Where nothing is to be sent the text is written as well and taken back: writing it can be measured.
    before = transaction.savepoint()
    messages.send_text(number=number or NOBODY, template=TEMPLATES[purpose], facts=_facts(code), at=at)
    (transaction.savepoint_commit if number else transaction.savepoint_rollback)(before)


def _make(key: str, purpose: CodePurpose, browser: str, at: datetime) -> str:
    """Make a code for a telephone, or for what it is about, in the place of the one before, and record it."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    place = _place(key, purpose, browser)
    OneTimeCode.objects.filter(**place).delete()
    made = OneTimeCode(id=uuid7(at), **place, sent_at=at, until_at=at + policy().codes.life)
    made.code_digest = _code_digest(made.id, code)
    made.save(force_insert=True)
    ledger.record(
        at=at,
        actor=VISITOR,
        verb="identity.send_code",
        kind="code",
        subject=made.id,
        facts={"purpose": purpose.value},
        why=SIGNING_IN,
    )
    return code


def _facts(code: str) -> dict[str, str]:
    return {"code": code, "minutes": str(policy().codes.life // timedelta(minutes=1))}


def sign_in_by_code(
    *, mobile: str, code: str, browser: str, address: str, at: datetime
) -> Admission | tuple[Holder, ...]:
    """Let in whose telephone the code was sent to; a telephone of several people lets one of them be chosen.

    The choice is made with ``admit``, by somebody of those returned and nobody else. CodeRefused for a wrong, old or
    used code, for one sent to another browser or for another purpose, and where nobody has this telephone.
    """
    found = prove_mobile(mobile=mobile, code=code, purpose=CodePurpose.SIGN_IN, browser=browser, address=address, at=at)
    if not found:
        raise CodeRefused(field="code")
    return admit(user=found[0].user, means=Means.SMS, at=at) if len(found) == 1 else found


def prove_mobile(
    *, mobile: str, code: str, purpose: CodePurpose, browser: str, address: str, at: datetime, keep: bool = False
) -> tuple[Holder, ...]:
    """Use up the code and return whose account the telephone opens: nobody's, one's, or several of a family.

    CodeRefused as for ``sign_in_by_code``; five tries a code. Nothing is recorded: whatever the proof is for is.
    ``keep``: look at the code and leave it good, because something else of the form is wrong; it is a try all the same.
    """
    number = _fit(mobile)
    throttle(Throttled.CODE_TRY, address, at)
    if not _spend(number, purpose, browser, code, at, keep=keep):
        raise CodeRefused(field="code")
    if keep:
        return ()
    # Whoever holds the telephone has not been bothered by what they asked for.
    forgive_one(Throttled.CODE_REQUESTER, _requester(number, browser, address))
    forgive_one(Throttled.CODE_NUMBER, number)
    return _holders(number)


def forgive_code_about(*, parties: Sequence[UUID], browser: str, address: str, number: str = "") -> None:
    """Take back what ``send_code_about`` counted at a telephone: whoever holds it gave the code back right."""
    found = _telephone(parties, number)
    forgive_one(Throttled.CODE_REQUESTER, _follower(found, browser, address))
    forgive_one(Throttled.FOLLOW_NUMBER, found)


def prove_about(*, about: str, code: str, purpose: CodePurpose, browser: str, address: str, at: datetime) -> None:
    """Use up a code that was sent about something; CodeRefused for any other, and where nothing was ever sent."""
    throttle(Throttled.CODE_TRY, address, at)
    if not _spend(about, purpose, browser, code, at, keep=False):
        raise CodeRefused(field="code")
    forgive_one(Throttled.CODE_REQUESTER, _requester(about, browser, address))


@transaction.atomic(durable=True)
def _spend(number: str, purpose: CodePurpose, browser: str, code: str, at: datetime, *, keep: bool) -> bool:
    """Count the try, whatever comes of it, and use the code up if it is right, unless it is kept."""
    sent = OneTimeCode.objects.filter(**_place(number, purpose, browser), used_at__isnull=True, until_at__gt=at)
    if not sent.filter(tries__lt=policy().codes.tries).update(tries=F("tries") + 1):
        return False
    row = sent.select_for_update().first()
    if row is None or not compare_digest(row.code_digest, _code_digest(row.id, code.strip())):
        return False
    if not keep:
        row.used_at = at
        row.save(update_fields=["used_at"])
    return True


@transaction.atomic
def forget_codes(*, at: datetime) -> int:
    """Remove the codes that are over; return how many."""
    removed, _ = OneTimeCode.objects.filter(until_at__lte=at).delete()
    return removed


def _holders(number: str) -> tuple[Holder, ...]:
    held = Account.objects.filter(party__mobile_digest__in=crypto.indexes(MOBILE_PURPOSE, number))
    rows = held.select_related("user", "party").order_by("party__created_at", "party")
    return tuple(Holder(row.user_id, row.party.name) for row in rows if not barred(row.user))


def _fit(mobile: str) -> str:
    number = rules.fit_mobile(mobile)
    if not number:
        raise Broken("请填写手机号。", field="mobile")
    return number


def _requester(number: str, browser: str, address: str) -> str:
    """Return who asks for a code at a number: an address, for a browser's secret costs nothing to have anew."""
    return f"{number} {address or browser}"


def _follower(number: str, browser: str, address: str) -> str:
    """Return who asks for codes about something at a telephone, apart from who signs in with it."""
    return f"about {_requester(number, browser, address)}"


def _place(number: str, purpose: CodePurpose, browser: str) -> dict[str, str]:
    return {
        "number_digest": crypto.digest("identity.code-number", number),
        "purpose": purpose.value,
        "browser_digest": crypto.digest("identity.code-browser", browser),
    }


def _code_digest(row: UUID, code: str) -> str:
    return crypto.digest("identity.code", f"{row}:{code}")
