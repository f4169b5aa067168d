"""What is kept about a party, in how many pieces: each room counts its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.privacy.models import CorrectionRequest
from tongban.privacy.queries.looked import own_party


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept. ``party``: the registration, its numbers whole. The rest are counts."""

    party: identity.PartyView
    cases: cases.Kept
    messages: int
    entries: int
    requests: int


def stored(*, by: Actor, at: datetime) -> Stored:
    """Return what is kept about the party that somebody acts as (个人信息保护法44, 45)."""
    party = own_party(by)
    return Stored(
        party=identity.party_view(party, by=by),
        cases=cases.kept_of(party),
        messages=messages.kept_for(party),
        entries=ledger.count_disclosed(party=party, at=at),
        requests=CorrectionRequest.objects.filter(party=party).count(),
    )
