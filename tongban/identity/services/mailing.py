"""A mailbox to be told by: proven by a code before it is kept, and the one of before is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import rules
from tongban.identity.models import Party
from tongban.identity.queries import email_columns, email_of
from tongban.identity.rules.access import CodePurpose
from tongban.identity.services.codes import prove_about, send_code_by_letter
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

TOLD = "email.changed"
# 个人信息保护法46(1): 更正、补充; 51(1)3: 相应的安全技术措施; 15: 撤回同意.
CHANGED, TAKEN_OUT = "GBF.46.1,GBF.51.1.3", "GBF.15,GBF.47.1.3"


def ask_new_email(*, email: str, browser: str, address: str, by: Actor, at: datetime) -> None:
    """Send a code to the mailbox that somebody wants to be told by; refuses as ``send_code_by_letter``.

    Only the party itself (NotAllowed): whoever acts for it has no say in where it is told. Broken for the one that is
    kept already.
    """
    _refuse_kept(_own(by), fit := rules.fit_email(email))
    send_code_by_letter(email=fit, purpose=CodePurpose.NEW_EMAIL, browser=browser, address=address, at=at)


def change_email(*, email: str, code: str, browser: str, address: str, by: Actor, at: datetime) -> None:
    """Keep another mailbox of the party somebody acts as, proven by the code that was sent there (个人信息保护法46).

    It opens nothing. The one of before is told, and so is the party. CodeRefused as for a telephone.
    """
    party, fit = _own(by), rules.fit_email(email)
    _refuse_kept(party, fit)
    prove_about(about=fit, code=code, purpose=CodePurpose.NEW_EMAIL, browser=browser, address=address, at=at)
    _change(party, fit, CHANGED, by, at)


def take_out_email(*, by: Actor, at: datetime) -> None:
    """Keep no mailbox any more (个人信息保护法15, 47); Broken where there is none."""
    party = _own(by)
    if not email_of(Party.objects.get(pk=party)):
        raise Broken("没有登记邮箱，不用取消。", field="email")
    _change(party, "", TAKEN_OUT, by, at)


@transaction.atomic
def _change(party: UUID, email: str, basis: str, by: Actor, at: datetime) -> None:
    held = Party.objects.select_for_update().get(pk=party)
    before = email_of(held)
    Party.objects.filter(pk=party).update(**email_columns(party, email))
    messages.send(to=party, template=TOLD, facts={}, at=at)
    if before and messages.carrier(messages.Way.EMAIL):
        letter = messages.Letter(before, "您的邮箱已经更换", messages.text_words(TOLD, {}))
        messages.dispatch(way=messages.Way.EMAIL, letter=letter, at=at)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.change_email",
        kind="party",
        subject=party,
        for_party=party,
        facts={"kept": bool(email)},
        why=ledger.Why(ledger.Purpose.HANDLING, basis),
    )


def _own(by: Actor) -> UUID:
    if by.party is None or by.mandate is not None:
        raise NotAllowed
    return by.party


def _refuse_kept(party: UUID, email: str) -> None:
    if email_of(Party.objects.get(pk=party)) == email:
        raise Broken("这就是现在登记的邮箱，不用更换。", field="email")
