"""Leave and substitution: posts sleep and wake at once, and whoever stands in never joins what the law separates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.city import City
from tests.identity.offices import ADM, HUC, UNIT, appointed, post_of
from tongban.identity import api as identity
from tongban.identity.models import Staff, Substitution
from tongban.kernel.actors import Actor, Grant, Role

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)

LEFT = identity.Reason.LEFT


def arranged(city: City, of: str, by_whom: str, **changes: Any) -> Substitution:  # noqa: ANN401 -- any argument
    said = {"first": city.at.date(), "last": city.at.date() + DAY, "by": city.actor("security"), "at": city.at}
    return identity.substitute(post=post_of(city, of).pk, substitute=city.user(by_whom).pk, **{**said, **changes})


def then(city: City, username: str, days: int) -> Actor:
    return identity.actor_of(city.user(username), at=city.at + days * DAY)


def test_colleagues_of_the_same_department_are_offered_first(city: City) -> None:
    found = identity.stand_ins(city.actor("security"), post_of(city, "housing-decider"), at=city.at)

    departments = [one.department for one in found]
    near = departments.count(HUC)
    assert near
    assert departments == [HUC] * near + sorted(one for one in departments if one != HUC)


class TestLeave:
    def test_the_posts_sleep_from_the_first_to_the_last_day(self, city: City) -> None:
        staff = city.user("acceptor").pk
        first = city.at.date() + DAY
        identity.take_leave(staff=staff, first=first, last=first, by=city.actor("acceptor"), at=city.at)

        assert [bool(then(city, "acceptor", day).grants) for day in (0, 1, 2)] == [True, False, True]

    def test_whoever_is_back_earlier_works_at_once(self, city: City) -> None:
        me, today = city.user("acceptor").pk, city.at.date()
        leave = identity.take_leave(staff=me, first=today, last=today, by=city.actor("acceptor"), at=city.at)
        assert not city.actor("acceptor").grants

        identity.end_leave(leave=leave.pk, by=city.actor("acceptor"), at=city.at)

        assert city.actor("acceptor").grants

    @pytest.mark.parametrize(("days", "goes_on"), [(1, False), (9, True)])
    def test_whoever_is_back_earlier_is_stood_in_for_no_longer(self, city: City, days: int, goes_on: bool) -> None:  # noqa: FBT001 - a case of the table
        me, today = city.user("decider").pk, city.at.date()
        leave = identity.take_leave(staff=me, first=today, last=today + DAY, by=city.actor("decider"), at=city.at)
        made = arranged(city, "decider", "handout", last=today + days * DAY)

        identity.end_leave(leave=leave.pk, by=city.actor("decider"), at=city.at)

        made.refresh_from_db()
        assert (made.until_at > city.at) is goes_on

    @pytest.mark.parametrize(("first", "last"), [(1, 0), (-5, -1)])
    def test_days_that_are_over_or_the_wrong_way_round_are_refused(self, city: City, first: int, last: int) -> None:
        today = city.at.date()

        with pytest.raises(identity.UnfitPeriod):
            identity.take_leave(
                staff=city.user("acceptor").pk,
                first=today + first * DAY,
                last=today + last * DAY,
                by=city.actor("acceptor"),
                at=city.at,
            )

    def test_only_oneself_or_who_oversees_one_says_so(self, city: City) -> None:
        today = date(2026, 9, 2)
        said: dict[str, Any] = {"staff": city.user("housing-acceptor").pk, "first": today, "last": today, "at": city.at}

        for by in ("acceptor", "security-liangxi", "operator"):
            with pytest.raises(identity.BeyondScope):
                identity.take_leave(**said, by=city.actor(by))
        assert identity.take_leave(**said, by=city.actor("security"))


class TestSubstitution:
    def test_whoever_stands_in_has_the_post_meanwhile_and_it_says_in_whose_place(self, city: City) -> None:
        arranged(city, "decider", "acceptor")

        stood_in = Grant(Role.DECIDER, "ZD320213ADM", "320213", instead_of=city.user("decider").pk)
        assert stood_in in city.actor("acceptor").grants
        assert stood_in not in then(city, "acceptor", 2).grants

    def test_it_ends_at_once(self, city: City) -> None:
        made = arranged(city, "decider", "acceptor")

        identity.end_substitution(substitution=made.pk, by=city.actor("security"), at=city.at)

        assert {grant.role for grant in city.actor("acceptor").grants} == {Role.ACCEPTOR}

    @pytest.mark.parametrize("what", ["revoked", "closed", "away"])
    def test_nobody_stands_in_for_a_post_that_is_gone_or_while_away(self, city: City, what: str) -> None:
        arranged(city, "decider", "acceptor")
        today = city.at.date()

        if what == "revoked":
            identity.revoke(post=post_of(city, "decider").pk, reason=LEFT, by=city.actor("security"), at=city.at)
        elif what == "closed":
            identity.close_staff_account(
                staff=city.user("decider").pk, reason=LEFT, by=city.actor("operator"), at=city.at
            )
        else:
            me = city.user("acceptor").pk
            identity.take_leave(staff=me, first=today, last=today, by=city.actor("acceptor"), at=city.at)

        assert not city.actor("acceptor").holds(Role.DECIDER)

    @pytest.mark.parametrize(("of", "by_whom"), [("decider", "examiner"), ("examiner", "decider")])
    def test_who_examines_does_not_decide_the_same_matters_for_another(self, city: City, of: str, by_whom: str) -> None:
        with pytest.raises(identity.NotToSubstitute):
            arranged(city, of, by_whom)

    def test_but_may_those_of_another_department_by_who_works_in_both(self, city: City) -> None:
        Staff.objects.filter(user=city.user("examiner")).update(department=HUC)

        assert arranged(city, "housing-decider", "examiner").post.department == HUC

    def test_nor_does_a_later_post_join_what_is_separated(self, city: City) -> None:
        arranged(city, "decider", "acceptor")

        with pytest.raises(identity.NotToSubstitute):
            appointed(city, "acceptor", Role.EXAMINER)

    def test_two_substitutions_together_do_not_either(self, city: City) -> None:
        arranged(city, "decider", "acceptor")

        with pytest.raises(identity.NotToSubstitute):
            arranged(city, "examiner", "acceptor")

    @pytest.mark.parametrize(("of", "by_whom"), [("auditor", "acceptor"), ("decider", "auditor")])
    def test_administrators_are_neither_stood_in_for_nor_stand_in(self, city: City, of: str, by_whom: str) -> None:
        with pytest.raises(identity.NotToSubstitute):
            arranged(city, of, by_whom)

    def test_the_database_refuses_to_stand_in_for_an_administrator(self, city: City) -> None:
        row = {"substitute": city.user("acceptor"), "from_at": city.at, "until_at": city.at + DAY}

        with pytest.raises(IntegrityError, match="stands in for an administrator"), transaction.atomic():
            Substitution.objects.create(post=post_of(city, "auditor"), **row)

    @pytest.mark.parametrize("by", ["decider", "acceptor", "operator", "supervisor"])
    def test_nobody_hands_on_a_post_but_the_security_administrator(self, city: City, by: str) -> None:
        with pytest.raises((identity.BeyondScope, identity.OwnPost)):
            arranged(city, "decider", "acceptor", by=city.actor(by))

    @pytest.mark.parametrize("home", [ADM, UNIT, HUC, ""])
    def test_somebody_stands_in_only_within_one_department_tree(self, city: City, home: str) -> None:
        fits = home in {ADM, UNIT}
        Staff.objects.filter(user=city.user("acceptor")).update(department=home)
        offered = identity.stand_ins(city.actor("security"), post_of(city, "decider"), at=city.at)

        assert (city.user("acceptor").pk in {one.id for one in offered}) is fits
        if fits:
            arranged(city, "decider", "acceptor")
            return
        with pytest.raises(identity.SubstituteElsewhere, match="不能跨部门代理"):
            arranged(city, "decider", "acceptor")

    def test_a_security_administrator_reaches_only_their_own_department(self, city: City) -> None:
        with pytest.raises(identity.BeyondScope):
            arranged(city, "housing-decider", "acceptor", by=city.actor("security-liangxi"))
        with pytest.raises(identity.BeyondScope):
            arranged(city, "decider", "housing-acceptor", by=city.actor("security-liangxi"))
