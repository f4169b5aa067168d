"""The port through which messages leave, and the channel that is always there: the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tongban.kernel.ids import uuid7
from tongban.messages.carriers import Carrier, Fallback, use_carriers
from tongban.messages.models import Message
from tongban.messages.rules import Way
from tongban.messages.texts import Texts, use_texts
from tongban.statements import api as statements


class Channel(Protocol):
    """A way to reach a party. It runs inside the verb's transaction and so may only write, never call out."""

    def deliver(self, *, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> None:
        """Take the message over."""


class Inbox:
    """The messages page: delivered as soon as the verb commits."""

    def deliver(self, *, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> None:
        """Keep the message for the party."""
        told = Message(id=uuid7(at), to_party=to, template=template, facts=dict(facts), created_at=at)
        statements.insert(told)


_channels: list[Channel] = [Inbox()]


def use(
    *others: Channel,
    texts: Texts | None = None,
    carriers: Mapping[Way, Carrier] | None = None,
    fallback: Fallback | None = None,
) -> None:
    """Put these channels beside the inbox, in place of any put there before. Called once, at start, by ``config``.

    ``texts``: what reaches telephones; without one, the outbox of the sample city, which takes nothing elsewhere.
    ``carriers``: what brings letters, in the same manner. ``fallback``: what tells who did not get theirs.
    """
    _channels[1:] = others
    use_texts(texts)
    use_carriers(carriers, fallback)


def channels() -> tuple[Channel, ...]:
    """Return every channel, the inbox first."""
    return tuple(_channels)
