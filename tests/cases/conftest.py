from __future__ import annotations

import pytest

from tests.cases.samples import Desk
from tests.city import City


@pytest.fixture
def desk(city: City) -> Desk:
    """A desk at which the owner of the restaurant company applies for it."""
    return Desk(city=city, at=city.at, applicant=city.owner_for_company)
