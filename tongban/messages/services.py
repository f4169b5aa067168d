"""Telling people what happened to their affairs and what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.kernel.actors import Actor
from tongban.kernel.errors import NotAllowed, Unavailable
from tongban.ledger import api as ledger
from tongban.messages import rules
from tongban.messages.channels import Telling, channels
from tongban.messages.errors import UnfitMessage
from tongban.messages.models import Dispatch, Message, TextWish
from tongban.messages.templates import BY_TEXT
from tongban.messages.texts import texts


def send(*, to: UUID, template: str, facts: Mapping[str, str], at: datetime, instead_of: str = "") -> None:
    """Send a party one message, in the transaction of the verb that has something to tell.

    ``instead_of``: the name of the applicant, where it goes to who acts for them.
    UnfitMessage if the template is unknown or its slots and the facts are not the same. Sending writes no ledger entry:
    the verb did.
    """
    send_all([Telling(to, template, facts, at, instead_of)])


def send_all(told: Sequence[Telling]) -> None:
    """Send each of several messages as ``send`` does; each channel takes all of them at once."""
    kept = [replace(one, facts=_fit(one), instead_of="") for one in told]
    for channel in channels():
        channel.deliver(kept)


def _fit(one: Telling) -> dict[str, str]:
    return rules.fit_facts(one.template, one.facts) | rules.fit_principal(one.instead_of)


@transaction.atomic
def choose_ways(*, text: str, email: str, wechat: str, by: Actor, at: datetime) -> None:
    """Keep which messages whoever acts wants by which way beside the inbox (个人信息保护法44: 决定权).

    UnfitMessage for what cannot be wished; NotAllowed for whom no message goes to. What must be served as a paper is
    served all the same, and what asks for something is told by a text where it was wanted by letter and did not leave.
    """
    if not {text, email, wechat} <= set(rules.Wish.__members__):
        raise UnfitMessage("请选择要不要提醒。", field="text")
    if by.told_as is None:
        raise NotAllowed
    chosen = {"wish": text, "email": email, "wechat": wechat}
    TextWish.objects.update_or_create(party=by.told_as, defaults=chosen)
    ledger.record(
        at=at,
        actor=by,
        verb="messages.choose_ways",
        kind="party",
        subject=by.told_as,
        for_party=by.told_as,
        facts={"text": text, "email": email, "wechat": wechat},
        why=ledger.Why(ledger.Purpose.HANDLING, "GBF.44"),
    )


def text_about(*, number: str, template: str, facts: Mapping[str, str], at: datetime) -> None:
    """Tell a telephone, in a few words, that there is a message about a case; the message itself is in the inbox."""
    title = rules.words(template, facts, language="zh").title
    told = {"title": title, "item": facts["item"], "number": facts["number"]}
    send_text(number=number, template=BY_TEXT, facts=told, at=at)


@transaction.atomic
def mark_read(*, to: UUID, at: datetime) -> int:
    """Mark everything sent to the party up to now as read; return how many were not."""
    return Message.objects.filter(to_party=to, read_at__isnull=True, created_at__lte=at).update(read_at=at)


@transaction.atomic
def forget(*, to: UUID) -> int:
    """Remove all that was sent to a party who is gone; what it told of stands in the cases (个人信息保护法47)."""
    TextWish.objects.filter(party=to).delete()
    Dispatch.objects.filter(to_party=to).delete()
    return Message.objects.filter(to_party=to).delete()[0]


@transaction.atomic
def send_text(*, number: str, template: str, facts: Mapping[str, str], at: datetime) -> None:
    """Send a telephone of eleven digits one text, in the transaction of the verb that has something to tell.

    Unavailable where no service for texts is wired in; ask ``texts_available`` before offering it. UnfitMessage if the
    template is unknown or its slots and the facts are not the same. The words are kept by whoever sends them, not here.
    """
    words = rules.text_words(template, facts)
    if not texts_available():
        raise Unavailable("短信服务还没有接通，请换一种方式，或者到政务服务中心综合窗口办理。")
    texts().deliver(number=number, words=words, at=at)


def texts_available() -> bool:
    """Tell whether texts can be sent here at all."""
    return texts().available()
