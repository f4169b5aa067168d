"""Letters on their way: written down in the verb's transaction, carried by the worker, tried again where it fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from tongban.crypto import api as crypto
from tongban.kernel.codes import email
from tongban.kernel.ids import uuid7
from tongban.messages import rules
from tongban.messages.carriers import Letter, NotCarried, carrier, fallback
from tongban.messages.models import LETTER_PURPOSE, Dispatch, SampleText
from tongban.messages.queries import wishes_of
from tongban.messages.rules import Way
from tongban.messages.templates import BY_TEXT, TEXTS

DELIVERING = "messages.deliver"
LEASE = timedelta(minutes=5)
"""For how long a try is waited for: a worker that was killed meanwhile is followed by another."""
KEPT = timedelta(days=90)
AWAY, LOST = "AWAY", "FAULT"
log = logging.getLogger(__name__)


@transaction.atomic
def dispatch(
    *,
    way: Way,
    letter: Letter,
    at: datetime,
    to: UUID | None = None,
    template: str = "",
    facts: Mapping[str, str] | None = None,
) -> None:
    """Write a letter down in the transaction of the verb that has something to tell; the worker carries it at once.

    ``to``, ``template`` and ``facts``: the message it tells of, which is told by a text where the letter is lost.
    """
    key = uuid7(at)
    sealed = crypto.encrypt(LETTER_PURPOSE, json.dumps(asdict(letter)).encode(), key.bytes)
    told = {"to_party": to, "template": template, "facts": dict(facts or {})}
    Dispatch.objects.create(id=key, way=way, letter_cipher=sealed, created_at=at, next_at=at, **told)
    app.configure_task(DELIVERING, allow_unknown=True).defer()


def dispatch_about(*, way: Way, address: str, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> None:
    """Tell somebody by a letter that there is a message about a case: no more than a text says, for the same reason."""
    title = rules.words(template, facts, language="zh").title
    about = {"item": facts["item"], "number": facts["number"]}
    letter = Letter(address, title, TEXTS[BY_TEXT].format_map({"title": title, **about}), about)
    dispatch(way=way, letter=letter, at=at, to=to, template=template, facts=facts)


def deliver(*, at: datetime, most: int = 200) -> int:
    """Carry what is due and return how many letters were taken.

    Each is claimed in a transaction of its own, carried outside of any, and noted: a worker that is killed between
    leaves it to the next, after ``LEASE``, so that it may come twice under one key and is never lost.
    """
    taken = 0
    for _ in range(most):
        held = _claim(at)
        if held is None:
            break
        taken += _carry(held, at)
    return taken


@transaction.atomic
def _claim(at: datetime) -> Dispatch | None:
    due = Dispatch.objects.select_for_update(skip_locked=True).filter(next_at__lte=at)
    held = due.order_by("next_at", "id").first()
    if held is not None:
        held.tries, held.next_at = held.tries + 1, at + LEASE
        held.save(update_fields=["tries", "next_at"])
    return held


def _carry(held: Dispatch, at: datetime) -> bool:
    letter = _letter(held)
    fault = _handed_over(held, letter, at)
    if fault is None:
        _carried(held, letter, at)
    else:
        _not_carried(held, fault, at)
    return fault is None


def _handed_over(held: Dispatch, letter: Letter, at: datetime) -> NotCarried | None:
    found = carrier(Way(held.way))
    if found is None:
        return NotCarried(AWAY)
    try:
        found.carry(letter, key=held.id, at=at)
    except NotCarried as fault:
        return fault
    except Exception as fault:  # noqa: BLE001 - whatever an adapter gets wrong stops no other letter
        log.warning("a letter was not carried", extra={"verb": held.way, "subject": str(held.id)})
        return NotCarried(f"{LOST}:{type(fault).__name__}"[:40])  # its words may hold an address
    return None


def _letter(held: Dispatch) -> Letter:
    return Letter(**json.loads(crypto.decrypt(LETTER_PURPOSE, bytes(held.letter_cipher), held.id.bytes)))


@transaction.atomic
def _carried(held: Dispatch, letter: Letter, at: datetime) -> None:
    Dispatch.objects.filter(pk=held.pk).update(carried_at=at, next_at=None, fault="", letter_cipher=b"")
    if settings.SAMPLE_MODE:
        shown = email.mask(letter.address) if held.way == Way.EMAIL else f"{letter.address[:4]}****"
        words = f"{letter.title}\n{letter.words}"
        SampleText.objects.create(id=uuid7(at), way=held.way, number=shown, words=words, sent_at=at)


@transaction.atomic
def _not_carried(held: Dispatch, fault: NotCarried, at: datetime) -> None:
    wait = None if fault.for_good else rules.next_try(held.tries, settings.MESSAGE_RETRIES)
    if wait is not None:
        Dispatch.objects.filter(pk=held.pk).update(next_at=at + wait, fault=fault.code)
        return
    Dispatch.objects.filter(pk=held.pk).update(failed_at=at, next_at=None, fault=fault.code, letter_cipher=b"")
    _tell_otherwise(held, at)


def _tell_otherwise(held: Dispatch, at: datetime) -> None:
    """Tell by a text what asks somebody for something, unless a text of it went out anyway; the inbox has it, too."""
    other = fallback()
    if other is None or held.to_party is None or held.template not in rules.ACTION:
        return
    if not rules.wanted(held.template, wishes_of(held.to_party).text):
        other.tell(to=held.to_party, template=held.template, facts=held.facts, at=at)


@transaction.atomic
def forget_dispatches(*, at: datetime) -> int:
    """Remove what is over for so long that nobody asks after it; return how many."""
    old = at - KEPT
    return Dispatch.objects.filter(next_at__isnull=True, created_at__lte=old).delete()[0]
