"""What a party finds in its inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from tongban.kernel.errors import NotFound
from tongban.messages import rules
from tongban.messages.models import Message, SampleText, TextWish
from tongban.statements import api as statements


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message in the reader's language. ``number`` is the case it is about, or nothing."""

    id: UUID
    title: str
    body: str
    number: str
    at: datetime
    read_at: datetime | None


def inbox(party: UUID, limit: int = 100) -> list[InboxMessage]:
    """Return the latest messages to a party, newest first. The caller shows them to nobody but that party."""
    return [
        _shown(message) for message in Message.objects.filter(to_party=party).order_by("-created_at", "-id")[:limit]
    ]


def unread(party: UUID) -> int:
    """Return how many messages the party has not read."""
    return Message.objects.filter(to_party=party, read_at__isnull=True).count()


@dataclass(frozen=True, slots=True)
class OutboxText:
    """A text of the sample city."""

    number: str
    words: str
    at: datetime


def outbox(limit: int = 30) -> list[OutboxText]:
    """Return the latest texts of the sample city, newest first; NotFound outside sample mode."""
    if not settings.SAMPLE_MODE:
        raise NotFound
    rows = SampleText.objects.order_by("-sent_at", "-id")[:limit]
    return [OutboxText(row.number, row.words, row.sent_at) for row in rows]


def _shown(message: Message) -> InboxMessage:
    text = rules.words(message.template, message.facts, language=get_language() or "")
    number = message.facts.get("number", "")
    return InboxMessage(message.id, text.title, text.body, number, message.created_at, message.read_at)


_WISH = statements.Asked(lambda party: TextWish.objects.filter(party=party), UUID)


def wish_of(party: UUID) -> rules.Wish:
    """Return which messages a party wants as texts."""
    row = _WISH.first(party)
    return rules.Wish(row.wish) if row else rules.Wish.ACTION


def kept_for(party: UUID) -> int:
    """Return how many messages to a party are kept, read or not."""
    return Message.objects.filter(to_party=party).count()
