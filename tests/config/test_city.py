from __future__ import annotations

import pytest

from tests.city import City
from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind, Role
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs


@pytest.mark.parametrize("time", ["first", "again"])
def test_the_city_is_whole_each_time_it_is_asked_for(city: City, time: str) -> None:  # noqa: ARG001 -- it repeats the test
    acceptor, company = city.actor("acceptor"), city.owner_for_company

    before = len(ledger.since(0)) + ledger.sequence()

    assert orgs.place("ZP320213").name == "梁溪区政务服务中心"
    assert acceptor.roles_for(department="ZD320213ADM", region="320213") == {Role.ACCEPTOR}
    assert company.kind is ActorKind.PERSON
    assert company.party is not None
    assert identity.party_view(company.party, by=company).kind is identity.PartyKind.LEGAL
    assert before > 20


@pytest.mark.django_db(transaction=True)
def test_the_city_is_there_for_a_test_with_real_commits_too(city: City) -> None:
    operator = city.actor("operator")

    assert operator.holds(Role.OPERATOR)
