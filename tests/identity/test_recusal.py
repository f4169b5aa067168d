"""In whose matters a member of staff does nothing: their own, their family's, and those of firms of either."""

from __future__ import annotations

from typing import Any

import pytest

from tests.city import City
from tests.identity.offices import known_as, known_as_nobody
from tongban.identity import api as identity
from tongban.identity.models import Kinship, Representation, Staff
from tongban.kernel.actors import Role
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry

OWNER = {"name": "测试丙", "number": "320200197908229030"}


def test_a_relative_and_their_firm_are_kept_out_of(city: City) -> None:
    actor = city.actor("examiner-two")
    owner = city.user("owner")
    own, company = identity.parties_of(owner, at=city.at)[:2]

    assert actor.recused == {actor.person, own.id, company.id}


def test_so_are_one_s_own_firms_and_whoever_declared_one_a_relative(city: City) -> None:
    known_as(city, "acceptor", "owner")
    own, company = identity.parties_of(city.user("owner"), at=city.at)

    # The relative of the cast is one of theirs too: kinship counts from either side.
    assert city.actor("acceptor").recused >= {own.id, company.id}
    assert city.actor("examiner-two").person in city.actor("acceptor").recused


def test_what_ended_no_longer_counts(city: City) -> None:
    Representation.objects.update(until_at=city.at)
    company = identity.parties_of(city.user("owner"), at=city.at - (city.at - city.at.replace(month=8)))[-1]
    assert company.id not in city.actor("examiner-two").recused

    Kinship.objects.update(until_at=city.at)
    actor = city.actor("examiner-two")
    assert actor.recused == {actor.person}


def test_whoever_nobody_is_known_to_be_keeps_out_of_nothing(city: City) -> None:
    known_as_nobody(city, "acceptor")

    assert city.actor("acceptor").recused == frozenset()


def test_who_acts_costs_four_questions_at_most(city: City, django_assert_max_num_queries) -> None:
    user = city.user("examiner-two")  # posts, units below, the person, the recusals
    with django_assert_max_num_queries(4):
        identity.actor_of(user, at=city.at)
    user = city.user("examiner")
    with django_assert_max_num_queries(3):
        identity.actor_of(user, at=city.at)


class TestDeclaring:
    def declare(self, city: City, **changes: Any) -> Kinship:  # noqa: ANN401 -- any argument
        staff = city.user("acceptor").pk
        said: dict[str, Any] = {
            "staff": staff,
            "relation": identity.Kin.SPOUSE,
            **OWNER,
            "by": city.actor("acceptor"),
            "at": city.at,
        }
        return identity.declare_kin(**{**said, **changes})

    def test_acts_with_the_next_request_and_keeps_no_name_in_the_record(self, city: City) -> None:
        known_as(city, "acceptor", "elder")

        self.declare(city)

        owner = city.actor("owner").party
        assert owner in city.actor("acceptor").recused
        entry = ledger.history(kind="user", subject=city.user("acceptor").pk)[-1]
        assert entry.facts["relative"] == str(owner)
        assert not {"测试丙", OWNER["number"]} & set(map(str, entry.facts.values()))

    def test_a_relative_who_never_applied_is_known_from_now_on(self, city: City) -> None:
        known_as(city, "acceptor", "elder")

        made = self.declare(city, name="测试戊", number="320200199001019034")

        assert made.relative_id in city.actor("acceptor").recused

    def test_nobody_is_their_own_relative_and_nobody_is_declared_twice(self, city: City) -> None:
        known_as(city, "acceptor", "owner")
        with pytest.raises(Broken, match="本人"):
            self.declare(city)

        known_as(city, "acceptor", "elder")
        self.declare(city)
        with pytest.raises(Broken, match="登记过"):
            self.declare(city)

    def test_an_account_of_nobody_known_cannot_declare(self, city: City) -> None:
        known_as_nobody(city, "acceptor")

        with pytest.raises(identity.PersonUnknown):
            self.declare(city)

    @pytest.mark.parametrize("by", ["handout", "operator", "citizen"])
    def test_nobody_declares_for_others_but_who_oversees_them(self, city: City, by: str) -> None:
        known_as(city, "acceptor", "elder")

        with pytest.raises(identity.BeyondScope):
            self.declare(city, by=city.actor(by))
        assert self.declare(city, by=city.actor("security-liangxi"))

    def test_whoever_would_see_more_by_it_does_not_end_it(self, city: City) -> None:
        kinship = Kinship.objects.get()

        with pytest.raises(identity.OwnPost):
            identity.end_kin(kinship=kinship.pk, reason=identity.Reason.OVER, by=city.actor("examiner-two"), at=city.at)
        with pytest.raises(identity.BeyondScope):
            identity.end_kin(kinship=kinship.pk, reason=identity.Reason.OVER, by=city.actor("acceptor"), at=city.at)
        identity.end_kin(kinship=kinship.pk, reason=identity.Reason.OVER, by=city.actor("security"), at=city.at)

        assert city.actor("owner").party not in city.actor("examiner-two").recused


def test_administrators_see_the_staff_they_oversee_and_nobody_else_does(city: City) -> None:
    liangxi, security = city.actor("security-liangxi"), city.actor("security")
    housing = city.user("housing-acceptor").pk

    seen = {one.department for one in identity.staff_page(liangxi, at=city.at)}

    assert seen == {"ZD320213ADM"}
    pages = [identity.staff_page(security, at=city.at, page=number) for number in (1, 2)]
    assert {one.id for page in pages for one in page} == set(Staff.objects.values_list("pk", flat=True))
    assert identity.staff_page(city.actor("acceptor"), at=city.at) == []
    assert identity.staff_member(security, housing, at=city.at).user.username == "housing-acceptor"
    for actor in (liangxi, city.actor("acceptor"), city.actor("auditor"), city.actor("citizen")):
        with pytest.raises(identity.UnknownStaff):
            identity.staff_member(actor, housing, at=city.at)
    assert identity.staff_member(city.actor("acceptor"), city.user("acceptor").pk, at=city.at).own


def test_the_record_of_a_whole_cast_holds_no_name(city: City) -> None:
    assert city
    told = "".join(str(facts) for facts in Entry.objects.filter(kind="user").values_list("facts", flat=True))

    assert "测试" not in told
    assert Role.SECURITY in told
