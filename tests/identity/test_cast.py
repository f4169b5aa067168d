from __future__ import annotations

from datetime import date, datetime

import pytest
from pytest_django import Settings

from tests.city import City
from tongban.identity import api as identity
from tongban.identity.models import Party, User
from tongban.kernel.actors import NEVER_GRANTED, SYSTEM, ActorKind, MandateKind, Role
from tongban.kernel.codes import resident_id
from tongban.kernel.errors import WrongState


def test_everybody_of_the_cast_can_sign_in_as_the_page_says(city: City) -> None:
    signed_in = [
        identity.sign_in(username=one.username, password=one.password, address=one.username, at=city.at).user
        for one in identity.cast()
    ]

    kinds = [identity.actor_of(user, at=city.at).kind is ActorKind.STAFF for user in signed_in]
    assert kinds == [one.is_staff for one in identity.cast()]
    assert all(one.sentence for one in identity.cast())


def test_the_cast_can_play_every_part_of_the_journey_in_two_departments(city: City) -> None:
    staff = [city.actor(one.username) for one in identity.cast() if one.is_staff]

    for department in ("ZD320213ADM", "ZD320213HUC"):
        parts = [actor.roles_for(department=department, region="320213") for actor in staff]
        assert {role for roles in parts for role in roles} >= {
            Role.RECEIVER,
            Role.ACCEPTOR,
            Role.EXAMINER,
            Role.DECIDER,
            Role.HANDOUT,
            Role.SUPERVISOR,
            Role.OPERATOR,
        }
        assert all(len(roles) <= 1 for roles in parts)


@pytest.mark.usefixtures("city")
def test_numbers_of_the_cast_are_synthetic_and_one_of_them_is_over_seventy() -> None:
    numbers = [
        identity.party_view(party.id, by=SYSTEM).document_number
        for party in Party.objects.filter(kind=identity.PartyKind.NATURAL)
    ]

    people = [resident_id.parse(number, on=date(2026, 9, 1)) for number in numbers]
    assert all(number.startswith("320200") and number[14:16] == "90" for number in numbers)
    assert min(person.birth_date for person in people) < date(1956, 9, 1)
    assert all(name.startswith("测试") for name in User.objects.values_list("display_name", flat=True))


def test_behind_every_account_of_staff_is_a_natural_person_of_its_own(city: City) -> None:
    people = [city.actor(one.username).person for one in identity.cast() if one.is_staff]

    assert None not in people
    assert len(set(people)) == len(people)


def test_the_cast_is_not_loaded_beside_other_people(city: City) -> None:
    before = User.objects.count()

    with pytest.raises(WrongState):
        identity.load_cast(at=city.at)

    assert User.objects.count() == before


@pytest.mark.usefixtures("db")
def test_the_cast_is_not_loaded_outside_sample_mode(at: datetime, settings: Settings) -> None:
    settings.SAMPLE_MODE = False

    with pytest.raises(WrongState):
        identity.load_cast(at=at)

    assert identity.cast() == []
    assert not identity.has_users()
    assert not identity.has_cast()


@pytest.mark.usefixtures("city")
def test_the_cast_is_known_outside_sample_mode_too(settings: Settings) -> None:
    settings.SAMPLE_MODE = False

    assert identity.has_cast()


def test_every_role_that_is_granted_is_held_by_somebody_in_several_departments_and_districts(city: City) -> None:
    grants = [grant for one in identity.cast() if one.is_staff for grant in city.actor(one.username).grants]

    assert {grant.role for grant in grants} == set(Role) - NEVER_GRANTED
    assert len({grant.department for grant in grants} - {"*"}) >= 5
    assert len({grant.region for grant in grants} - {"*"}) >= 3


def test_the_three_administrators_are_three_persons_and_handle_nothing(city: City) -> None:
    administrators = {Role.OPERATOR, Role.SECURITY, Role.AUDITOR}
    held = [{grant.role for grant in city.actor(one.username).grants} for one in identity.cast() if one.is_staff]

    assert all(len(roles) == 1 for roles in held if roles & administrators)
    assert {role for roles in held for role in roles & administrators} == administrators


def test_every_ground_of_acting_for_somebody_is_played_by_somebody(city: City) -> None:
    grounds = {
        view.mandate.kind
        for one in identity.cast()
        if not one.is_staff
        for view in identity.parties_of(city.user(one.username), at=city.at)
        if view.mandate
    }

    assert grounds == set(MandateKind)
    assert identity.delegations_of(city.actor("student"), at=city.at).waiting
    assert len(identity.without_account()) == 2
    assert all(one.first for one in identity.cast())


@pytest.mark.usefixtures("city")
def test_who_runs_the_house_is_told_which_pages_are_theirs() -> None:
    first = {one.username: one.first for one in identity.cast()}

    for page in ("接入系统", "人员和岗位", "找回"):
        assert page in first["security"]
    assert "信息更正" in first["data-manager"]
