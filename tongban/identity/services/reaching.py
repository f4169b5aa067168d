"""The channel that reaches telephones: the messages room knows parties, this one knows their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Party
from tongban.identity.queries import mobile_of
from tongban.messages import api as messages


class ByText:
    """Beside the inbox: a text to the telephone that is registered, as far as its holder wants texts."""

    def deliver(self, *, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> None:
        """Write the text in the verb's transaction; nothing where there is no telephone, no service or no wish."""
        if not messages.wanted(template, messages.Wish.ALL) or not messages.texts_available():
            return
        if not messages.wanted(template, messages.wish_of(to)):
            return
        party = Party.objects.filter(id=to).first()
        if party and (number := mobile_of(party)):
            messages.text_about(number=number, template=template, facts=facts, at=at)
