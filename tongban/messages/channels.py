"""The port through which messages leave, and the channel that is always there: the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tongban.kernel.ids import uuid7
from tongban.messages.carriers import Carrier, Fallback, use_carriers
from tongban.messages.models import Message
from tongban.messages.rules import Way
from tongban.messages.texts import Texts, use_texts
from tongban.statements import api as statements


@dataclass(frozen=True, slots=True)
class Telling:
    """A message to one party. ``instead_of``: the name of the applicant, where it goes to who acts for them."""

    to: UUID
    template: str
    facts: Mapping[str, str]
    at: datetime
    instead_of: str = ""


class Channel(Protocol):
    """A way to reach a party. It runs inside the verb's transaction and so may only write, never call out."""

    def deliver(self, told: Sequence[Telling]) -> None:
        """Take the messages over, of which the facts say all."""


class Inbox:
    """The messages page: delivered as soon as the verb commits."""

    def deliver(self, told: Sequence[Telling]) -> None:
        """Keep each message for its party."""
        statements.insert_all(
            [
                Message(
                    id=uuid7(one.at), to_party=one.to, template=one.template, facts=dict(one.facts), created_at=one.at
                )
                for one in told
            ]
        )


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
