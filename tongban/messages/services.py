"""Telling people what happened to their affairs and what they can do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.messages import rules
from tongban.messages.channels import channels
from tongban.messages.models import Message


@transaction.atomic
def send(*, to: UUID, template: str, facts: Mapping[str, str], at: datetime, instead_of: str = "") -> None:
    """Send a party one message, in the transaction of the verb that has something to tell.

    ``instead_of``: the name of the applicant, where it goes to who acts for them.
    UnfitMessage if the template is unknown or its slots and the facts are not the same. Sending writes no ledger entry:
    the verb did.
    """
    kept = rules.fit_facts(template, facts) | rules.fit_principal(instead_of)
    for channel in channels():
        channel.deliver(to=to, template=template, facts=kept, at=at)


@transaction.atomic
def mark_read(*, to: UUID, at: datetime) -> int:
    """Mark everything sent to the party up to now as read; return how many were not."""
    return Message.objects.filter(to_party=to, read_at__isnull=True, created_at__lte=at).update(read_at=at)
