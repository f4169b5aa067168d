from __future__ import annotations

from uuid import UUID

import pytest

from tests.cases.samples import Desk
from tests.city import City
from tongban.kernel.actors import Actor, ActorKind, Grant, Mandate, MandateKind, Role


@pytest.fixture
def desk(city: City) -> Desk:
    """The company applies; the citizen and everybody else are in the sample city."""
    return Desk(city=city, at=city.at, applicant=city.owner_for_company)


@pytest.fixture
def manager() -> Actor:
    """Somebody who puts right what is kept about people."""
    return Actor(id=UUID(int=77), kind=ActorKind.STAFF, grants=frozenset({Grant(Role.DATA_MANAGER)}))


def acting(principal: UUID, kind: MandateKind, desk: Desk) -> Actor:
    """Somebody who acts for another on this ground."""
    mandate = Mandate(id=UUID(int=9), kind=kind, since=desk.at)
    return Actor(id=UUID(int=8), kind=ActorKind.PERSON, party=principal, person=UUID(int=7), mandate=mandate)
