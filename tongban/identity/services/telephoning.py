"""Another telephone: proven by a code before it is kept, and the one of before is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import rules
from tongban.identity.models import Account, Party
from tongban.identity.queries import mobile_columns, mobile_of
from tongban.identity.rules.access import CodePurpose
from tongban.identity.services.codes import prove_mobile, send_code
from tongban.identity.services.sessions import end_all
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

TOLD = "mobile.changed"
# 个人信息保护法46(1): 更正、补充; 51(1)3: 相应的安全技术措施.
BASIS = "GBF.46.1,GBF.51.1.3"


def ask_new_mobile(*, mobile: str, browser: str, address: str, by: Actor, at: datetime) -> None:
    """Send a code to the telephone that somebody wants to have instead of theirs; refuses as ``send_code``.

    Only the person themself (NotAllowed): a telephone opens an account. Broken for the one that is kept already, which
    tells nothing but what the person knows.
    """
    _refuse_kept(_own(by), mobile)
    send_code(mobile=mobile, purpose=CodePurpose.NEW_MOBILE, browser=browser, address=address, at=at)


def change_mobile(*, mobile: str, code: str, browser: str, address: str, keep: str, by: Actor, at: datetime) -> None:
    """Keep another telephone of the person who acts, proven by the code that was sent there (个人信息保护法46).

    It opens the account from now on, and the one of before no longer, which is told so; every session but ``keep``
    ends. How surely the person is known does not change: that was proven of the person, not of the telephone.
    CodeRefused as for signing in. The edge sees to it that the person has just shown who they are.
    """
    _refuse_kept(_own(by), mobile)
    prove_mobile(mobile=mobile, code=code, purpose=CodePurpose.NEW_MOBILE, browser=browser, address=address, at=at)
    _change(_own(by), rules.fit_mobile(mobile), keep, by, at)


@transaction.atomic
def _change(person: UUID, number: str, keep: str, by: Actor, at: datetime) -> None:
    party = Party.objects.select_for_update().get(pk=person)
    before = mobile_of(party)
    Party.objects.filter(pk=person).update(**mobile_columns(person, number))
    ended = end_all(Account.objects.select_related("user").get(party=person).user, but=keep)
    messages.send(to=person, template=TOLD, facts={}, at=at)
    if before and messages.texts_available():
        messages.send_text(number=before, template=TOLD, facts={}, at=at)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.change_mobile",
        kind="party",
        subject=person,
        for_party=person,
        facts={"ended": ended},
        why=ledger.Why(ledger.Purpose.HANDLING, BASIS),
    )


def _own(by: Actor) -> UUID:
    """Return the person behind an account who acts as themselves; NotAllowed for everybody else."""
    if by.party is None or by.mandate is not None or not Account.objects.filter(user=by.id, party=by.party).exists():
        raise NotAllowed
    return by.party


def _refuse_kept(person: UUID, mobile: str) -> None:
    kept = mobile_of(Party.objects.get(pk=person))
    if kept and rules.fit_mobile(mobile) == kept:
        raise Broken("这就是现在登记的手机号，不用更换。", field="mobile")
