"""What reaches people outside the portal: the messages room knows parties, this one where they are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Party
from tongban.identity.queries import email_of, mobile_of
from tongban.identity.queries.outside import reached_at
from tongban.messages import api as messages
from tongban.messages.api import Way

WECHAT = "wechat"


class Outside:
    """Beside the inbox: a text to the telephone, a letter to the mailbox, WeChat; as far as somebody wants them."""

    def deliver(self, told: Sequence[messages.Telling]) -> None:
        """Write down what goes out in the verb's transaction; nothing where there is no way, no service or no wish.

        What parties wish is asked once for all of them.
        """
        about = [one for one in told if messages.wanted(one.template, messages.Wish.ALL)]
        there = [way for way in Way if _there(way)] if about else []
        wishes = messages.wishes_of_all({one.to for one in about}) if there else {}
        for one in about:
            wished = [way for way in there if messages.wanted(one.template, wishes[one.to].of(way))]
            party = Party.objects.filter(id=one.to).first() if wished else None
            if party is not None:
                for way in wished:
                    _send(way, party, one.template, one.facts, one.at)


class ByText:
    """What tells by a text whom a letter did not reach, whatever they wished: it asks them for something."""

    def tell(self, *, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> bool:
        """Write the text; tell whether there is a telephone and a service."""
        party = Party.objects.filter(id=to).first()
        if party is None or not _there(Way.TEXT):
            return False
        return _send(Way.TEXT, party, template, facts, at)


def ways_of(party: UUID) -> dict[Way, bool]:
    """Return the ways that there are here, and of each whether the party can be reached by it."""
    held = Party.objects.get(pk=party)
    return {way: bool(_address(way, held)) for way in Way if _there(way)}


def _there(way: Way) -> bool:
    return messages.texts_available() if way is Way.TEXT else messages.carrier(way) is not None


def _address(way: Way, party: Party) -> str:
    if way is Way.WECHAT:
        return reached_at(WECHAT, party.pk)
    return mobile_of(party) if way is Way.TEXT else email_of(party)


def _send(way: Way, party: Party, template: str, facts: Mapping[str, str], at: datetime) -> bool:
    address = _address(way, party)
    if address and way is Way.TEXT:
        messages.text_about(number=address, template=template, facts=facts, at=at)
    elif address:
        messages.dispatch_about(way=way, address=address, to=party.pk, template=template, facts=facts, at=at)
    return bool(address)
