from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.city import City
from tongban.identity import api as identity
from tongban.identity.models import Representation, StaffPost
from tongban.kernel.actors import NEVER_GRANTED, SYSTEM, ActorKind, Grant, Role
from tongban.kernel.errors import Broken, NotAllowed, NotFound

MOMENT = timedelta(microseconds=1)
ADM, HUC = "ZD320213ADM", "ZD320213HUC"


def test_a_citizen_acts_as_themselves(city: City) -> None:
    user = city.user("citizen")

    actor = identity.actor_of(user, at=city.at)

    assert (actor.id, actor.kind, actor.grants) == (user.id, ActorKind.PERSON, frozenset())
    assert [party.id for party in identity.parties_of(user, at=city.at)] == [actor.party]


def test_an_owner_may_choose_to_act_for_the_company(city: City) -> None:
    user = city.user("owner")
    own, company = identity.parties_of(user, at=city.at)

    actor = identity.actor_of(user, at=city.at, acting_for=company.id)

    assert (actor.id, actor.party) == (user.id, company.id)
    assert (own.kind, company.kind) == (identity.PartyKind.NATURAL, identity.PartyKind.LEGAL)


@pytest.mark.parametrize("whose", ["stranger", "nobody"])
def test_acting_for_somebody_one_does_not_represent_is_refused(city: City, whose: str) -> None:
    party = city.actor("elder").party if whose == "stranger" else uuid4()

    with pytest.raises(identity.NotYourParty):
        identity.actor_of(city.user("citizen"), at=city.at, acting_for=party)


def test_a_representation_holds_from_its_first_moment_up_to_and_without_its_last(city: City) -> None:
    user, company = city.user("owner"), city.owner_for_company.party
    end = city.at + timedelta(days=1)
    held = Representation.objects.filter(organisation_id=company)
    held.update(until_at=end)
    start = held.get().from_at

    seen = [len(identity.parties_of(user, at=at)) for at in (start - MOMENT, start, end - MOMENT, end)]

    assert seen == [1, 2, 2, 1]
    with pytest.raises(identity.NotYourParty):
        identity.actor_of(user, at=end, acting_for=company)


def test_staff_act_by_their_posts_and_have_no_party(city: City) -> None:
    user = city.user("acceptor")

    actor = identity.actor_of(user, at=city.at)

    assert (actor.kind, actor.party) == (ActorKind.STAFF, None)
    assert actor.grants == {Grant(Role.ACCEPTOR, ADM, "320213")}
    assert identity.parties_of(user, at=city.at) == []


def test_staff_of_another_department_reach_nothing_here(city: City) -> None:
    other = city.actor("housing-acceptor")

    here = other.roles_for(department=ADM, region="320213")
    there = other.roles_for(department=HUC, region="320213")

    assert here == frozenset()
    assert there == {Role.ACCEPTOR}


def test_the_general_counter_receives_for_every_department_of_its_own_district(city: City) -> None:
    receiver = city.actor("receiver")

    reached = [
        receiver.roles_for(department=code, region=region) for code in (ADM, HUC) for region in ("320213", "320205")
    ]

    assert reached == [{Role.RECEIVER}, frozenset(), {Role.RECEIVER}, frozenset()]


def test_a_post_that_has_ended_gives_nothing(city: City) -> None:
    user, end = city.user("decider"), city.at
    StaffPost.objects.filter(user=user).update(until_at=end)

    before, after = identity.actor_of(user, at=end - MOMENT), identity.actor_of(user, at=end)

    assert before.holds(Role.DECIDER)
    assert (after.kind, after.grants, after.party) == (ActorKind.STAFF, frozenset(), None)


def test_a_counter_clerk_sits_at_a_service_place(city: City) -> None:
    places = [identity.post_place(city.actor(name)) for name in ("receiver", "handout", "acceptor", "citizen")]

    assert places == ["ZP320213", "ZP320213", "", ""]


def test_a_citizen_account_cannot_be_given_a_post(city: City) -> None:
    with pytest.raises(Broken, match="工作账号"):
        identity.appoint(
            user=city.user("citizen"), role=Role.DECIDER, department=ADM, region="320213", by=SYSTEM, at=city.at
        )


@pytest.mark.parametrize(
    "where",
    [
        {"department": "ZD000000XX", "region": "320213"},
        {"department": ADM, "region": "999999"},
        {"department": ADM, "region": "320213", "place": "ZP999999"},
    ],
)
def test_a_post_in_a_place_that_does_not_exist_is_refused(city: City, where: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        identity.appoint(user=city.user("operator"), role=Role.EXAMINER, by=SYSTEM, at=city.at, **where)


@pytest.mark.parametrize("role", sorted(NEVER_GRANTED))
def test_what_follows_from_the_matter_is_never_granted(city: City, role: Role) -> None:
    with pytest.raises(IntegrityError, match="identity_post_granted_role"), transaction.atomic():
        identity.appoint(user=city.user("acceptor"), role=role, department="*", region="*", by=SYSTEM, at=city.at)


def test_the_same_open_post_cannot_be_given_twice(city: City) -> None:
    with pytest.raises(IntegrityError, match="identity_post_once"), transaction.atomic():
        identity.appoint(
            user=city.user("acceptor"), role=Role.ACCEPTOR, department=ADM, region="320213", by=SYSTEM, at=city.at
        )


def test_a_period_cannot_end_before_it_begins(city: City, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="identity_post_period"), transaction.atomic():
        StaffPost.objects.filter(user=city.user("acceptor")).update(from_at=at, until_at=at - MOMENT)


def test_staff_know_each_other_by_name_and_nobody_else_does(city: City) -> None:
    operator = city.user("operator")

    assert identity.staff_names([operator.id, uuid4()], by=city.actor("operator-two")) == {operator.id: "测试运行员"}
    with pytest.raises(NotAllowed):
        identity.staff_names([operator.id], by=city.actor("citizen"))
