"""What a party finds in its inbox."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min
from django.utils.translation import get_language

from tongban.kernel.errors import NotFound
from tongban.messages import rules
from tongban.messages.models import Dispatch, Message, SampleText, TextWish
from tongban.statements import api as statements


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message in the reader's language. ``number`` is the case it is about, or nothing.

    ``told``: it is to somebody on whose interests a case of others bears, and the number is that of their notice.
    """

    id: UUID
    title: str
    body: str
    number: str
    at: datetime
    read_at: datetime | None
    told: bool = False


def inbox(party: UUID, limit: int = 100) -> list[InboxMessage]:
    """Return the latest messages to a party, newest first. The caller shows them to nobody but that party."""
    return [
        _shown(message) for message in Message.objects.filter(to_party=party).order_by("-created_at", "-id")[:limit]
    ]


_UNREAD = "SELECT count(*) FROM party_messages_message WHERE to_party = %s AND read_at IS NULL"


def unread(party: UUID) -> int:
    """Return how many messages the party has not read."""
    ((count,),) = statements.fetch(_UNREAD, [party])
    return int(count)


@dataclass(frozen=True, slots=True)
class OutboxText:
    """A text or a letter of the sample city."""

    way: rules.Way
    number: str
    words: str
    at: datetime


def outbox(limit: int = 30) -> list[OutboxText]:
    """Return the latest texts and letters of the sample city, newest first; NotFound outside sample mode."""
    if not settings.SAMPLE_MODE:
        raise NotFound
    rows = SampleText.objects.order_by("-sent_at", "-id")[:limit]
    return [OutboxText(rules.Way(row.way), row.number, row.words, row.sent_at) for row in rows]


def _shown(message: Message) -> InboxMessage:
    text = rules.words(message.template, message.facts, language=get_language() or "")
    number = message.facts.get("number", "")
    told = message.template.startswith("told.")
    return InboxMessage(message.id, text.title, text.body, number, message.created_at, message.read_at, told)


_WISHES = statements.Asked(
    lambda parties: TextWish.objects.filter(statements.among("party_messages_textwish.party", parties)), list
)


def wishes_of(party: UUID) -> rules.Wishes:
    """Return which messages a party wants by which way."""
    return wishes_of_all([party])[party]


def wishes_of_all(parties: Collection[UUID]) -> dict[UUID, rules.Wishes]:
    """Return of each of several parties which messages it wants by which way, asked once for all."""
    said = {row.party: (row.wish, row.email, row.wechat) for row in _WISHES.all(list(parties))}
    return {party: rules.Wishes(*map(rules.Wish, said.get(party, ()))) for party in parties}


def not_carried(limit: int = 50) -> list[Dispatch]:
    """Return the letters that came to nothing, the latest first: whom they were for stands in none of them."""
    return list(Dispatch.objects.filter(failed_at__isnull=False).defer("facts").order_by("-failed_at", "-id")[:limit])


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters do: how many wait, since when the first has been due, how many came to nothing since a moment."""

    waiting: int
    oldest: datetime | None
    failed: int


def letters(*, since: datetime, at: datetime) -> Letters:
    """Return how letters do now."""
    due = Dispatch.objects.filter(next_at__lte=at)
    found = due.aggregate(waiting=Count("id"), oldest=Min("next_at"))
    failed = Dispatch.objects.filter(failed_at__gte=since).count()
    return Letters(found["waiting"], found["oldest"], failed)


def kept_for(party: UUID) -> int:
    """Return how many messages to a party are kept, read or not."""
    return Message.objects.filter(to_party=party).count()
