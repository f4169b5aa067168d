"""Giving and taking posts: within one's scope, never to oneself, administrators apart and by two."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.city import City
from tests.conftest import in_threads
from tests.identity.offices import ADM, HUC, LIANGXI, UNIT, appointed, known_as, of_system, post_of, without_posts
from tongban.identity import api as identity
from tongban.identity import posts
from tongban.identity.models import Nomination, Staff, StaffPost, ThrottleCount
from tongban.kernel.actors import ADMINISTRATORS, NEVER_GRANTED, SYSTEM, Actor, ActorKind, Grant, Role
from tongban.kernel.errors import Broken, Refused
from tongban.ledger import api as ledger

HANDLING = sorted(set(Role) - ADMINISTRATORS - NEVER_GRANTED)

LEFT = identity.Reason.LEFT


def everywhere(city: City, username: str, role: Role, by: str = "security") -> Nomination:
    user, actor = city.user(username), city.actor(by)
    return identity.nominate(user=user, role=role, department="*", region="*", by=actor, at=city.at)


@pytest.mark.parametrize("reason", ["", "OVER", "anything"])
def test_a_post_is_taken_away_for_a_reason_that_the_record_keeps(city: City, reason: str) -> None:
    post, by = post_of(city, "acceptor"), city.actor("security")

    with pytest.raises(Broken, match="请选择原因"):
        identity.revoke(post=post.pk, reason=reason, by=by, at=city.at)
    identity.revoke(post=post.pk, reason=LEFT, by=by, at=city.at)

    assert ledger.Entry.objects.get(verb="identity.revoke").facts["reason"] == "LEFT"


class TestScope:
    @pytest.mark.parametrize("role", HANDLING)
    def test_a_security_administrator_gives_any_post_that_handles(self, city: City, role: Role) -> None:
        appointed(city, "housing-handout", role)

        assert role in {grant.role for grant in city.actor("housing-handout").grants if grant.department == ADM}

    @pytest.mark.parametrize("by", ["acceptor", "operator", "auditor", "supervisor", "citizen", "decider"])
    def test_nobody_else_gives_posts(self, city: City, by: str) -> None:
        with pytest.raises(identity.BeyondScope):
            appointed(city, "handout", Role.DECIDER, by=city.actor(by))

    @pytest.mark.parametrize(
        "where",
        [
            {"department": HUC},
            {"department": "*"},
            {"region": "*"},
            {"region": "320200"},
            {"department": "ZD320213AMR", "below": True},
        ],
    )
    def test_a_post_beyond_the_scope_of_the_administrator_is_refused(self, city: City, where: dict[str, str]) -> None:
        with pytest.raises(identity.BeyondScope):
            appointed(city, "handout", Role.EXAMINER, by=city.actor("security-liangxi"), **where)

    @pytest.mark.parametrize("where", [{}, {"department": UNIT}, {"region": "320213021"}, {"below": True}])
    def test_a_post_within_it_is_given_with_its_units_and_inner_regions(
        self, city: City, where: dict[str, str]
    ) -> None:
        made = appointed(city, "handout", Role.EXAMINER, by=city.actor("security-liangxi"), **where)

        assert made.pk

    def test_a_post_of_another_department_is_not_taken_away(self, city: City) -> None:
        with pytest.raises(identity.BeyondScope):
            identity.revoke(
                post=post_of(city, "housing-acceptor").pk, reason=LEFT, by=city.actor("security-liangxi"), at=city.at
            )

    def test_nobody_gives_or_takes_a_post_of_their_own(self, city: City) -> None:
        security = city.actor("security-liangxi")

        with pytest.raises(identity.OwnPost):
            appointed(city, "security-liangxi", Role.DECIDER, by=security)
        with pytest.raises(identity.OwnPost):
            identity.revoke(post=post_of(city, "security-liangxi").pk, reason=LEFT, by=security, at=city.at)

    def test_nor_to_another_account_of_their_own(self, city: City) -> None:
        without_posts(city, "handout")
        for name in ("security-liangxi", "handout"):
            known_as(city, name, "citizen")

        with pytest.raises(identity.OwnPost):
            appointed(city, "handout", Role.HANDOUT, by=city.actor("security-liangxi"), department=UNIT)

    def test_the_same_post_twice_is_refused_in_words(self, city: City) -> None:
        with pytest.raises(identity.HeldAlready):
            appointed(city, "acceptor", Role.ACCEPTOR)


class TestRevoking:
    def test_acts_with_the_next_request(self, city: City) -> None:
        post = post_of(city, "acceptor")

        identity.revoke(post=post.pk, reason=LEFT, by=city.actor("security"), at=city.at)

        assert city.actor("acceptor").grants == frozenset()
        with pytest.raises(identity.UnknownPost):
            identity.revoke(post=post.pk, reason=LEFT, by=city.actor("security"), at=city.at)

    def test_is_recorded_by_codes_and_on_whose_word(self, city: City) -> None:
        identity.revoke(post=post_of(city, "acceptor").pk, reason=LEFT, by=city.actor("security"), at=city.at)

        entry = ledger.history(kind="user", subject=city.user("acceptor").pk)[-1]
        assert (entry.verb, entry.actor_id) == ("identity.revoke", city.user("security").pk)
        assert entry.facts == {
            "role": "ACCEPTOR",
            "department": ADM,
            "region": LIANGXI,
            "place": "",
            "reason": "LEFT",
        }


class TestAdministrators:
    @pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
    def test_one_alone_makes_no_administrator(self, city: City, role: Role) -> None:
        with pytest.raises(identity.NeedsTwo):
            appointed(city, "handout", role)

    @pytest.mark.parametrize("by", ["security-two", "operator"])
    def test_another_one_agrees(self, city: City, by: str) -> None:
        identity.revoke(post=post_of(city, "handout").pk, reason=LEFT, by=city.actor("security"), at=city.at)
        proposed = everywhere(city, "handout", Role.AUDITOR)
        assert city.actor("handout").grants == frozenset()

        identity.agree(nomination=proposed.pk, by=city.actor(by), at=city.at)

        assert city.actor("handout").grants == {Grant(Role.AUDITOR)}

    @pytest.mark.parametrize(
        ("by", "refusal"),
        [
            ("security", identity.OwnPost),
            ("handout", identity.OwnPost),
            ("auditor", identity.BeyondScope),
            ("security-liangxi", identity.BeyondScope),
        ],
    )
    def test_neither_who_proposed_it_nor_who_gets_it_nor_who_oversees_less(
        self, city: City, by: str, refusal: type[Refused]
    ) -> None:
        identity.revoke(post=post_of(city, "handout").pk, reason=LEFT, by=city.actor("security"), at=city.at)
        proposed = everywhere(city, "handout", Role.AUDITOR)

        with pytest.raises(refusal):
            identity.agree(nomination=proposed.pk, by=city.actor(by), at=city.at)

    def test_what_was_declined_is_no_post_and_not_agreed_to_later(self, city: City) -> None:
        identity.revoke(post=post_of(city, "handout").pk, reason=LEFT, by=city.actor("security"), at=city.at)
        proposed = everywhere(city, "handout", Role.OPERATOR)

        identity.decline(nomination=proposed.pk, by=city.actor("security-two"), at=city.at)

        with pytest.raises(identity.UnknownPost):
            identity.agree(nomination=proposed.pk, by=city.actor("security-two"), at=city.at)
        assert not city.actor("handout").grants

    @pytest.mark.parametrize(("username", "role"), [("operator", Role.AUDITOR), ("acceptor", Role.SECURITY)])
    def test_an_administrator_holds_nothing_else(self, city: City, username: str, role: Role) -> None:
        with pytest.raises(identity.AdministratorsApart):
            everywhere(city, username, role)

    @pytest.mark.parametrize("role", HANDLING)
    def test_and_gets_no_post_that_handles_cases(self, city: City, role: Role) -> None:
        with pytest.raises(identity.AdministratorsApart):
            appointed(city, "auditor", role)

    def test_nor_does_their_other_account(self, city: City) -> None:
        without_posts(city, "handout")
        for name in ("auditor", "handout"):
            known_as(city, name, "citizen")

        with pytest.raises(identity.AdministratorsApart):
            appointed(city, "handout", Role.EXAMINER)

    @pytest.mark.parametrize(("held", "more"), [("operator", Role.SECURITY), ("auditor", Role.EXAMINER)])
    def test_the_database_holds_it_whatever_is_written(self, city: City, held: str, more: Role) -> None:
        row = {"department": ADM, "region": LIANGXI, "from_at": city.at}

        with pytest.raises(IntegrityError, match="an administrator holds no other role"), transaction.atomic():
            StaffPost.objects.create(user=city.user(held), role=more, **row)

    def test_and_of_a_person_with_two_accounts(self, city: City) -> None:
        known_as(city, "auditor", "citizen")

        with pytest.raises(IntegrityError, match="an administrator holds no other role"), transaction.atomic():
            known_as(city, "acceptor", "citizen")

    def test_what_is_over_does_not_stand_in_the_way(self, city: City) -> None:
        StaffPost.objects.filter(user=city.user("auditor")).update(until_at=city.at)

        assert appointed(city, "auditor", Role.EXAMINER)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_appointments_at_once_that_exclude_each_other_one_is_refused(self, city: City) -> None:
        user = city.user("handout")
        StaffPost.objects.filter(user=user).update(until_at=city.at)

        def given(role: Role) -> str:
            try:
                identity.appoint(user=user, role=role, department="*", region="*", by=SYSTEM, at=city.at)
            except (Refused, IntegrityError):
                return "refused"
            return "given"

        told = in_threads(lambda: given(Role.SECURITY), lambda: given(Role.AUDITOR))

        assert sorted(told) == ["given", "refused"]

    def test_the_last_security_administrator_cannot_end_themselves(self, city: City) -> None:
        for name in ("security-two", "security-liangxi"):
            identity.revoke(post=post_of(city, name).pk, reason=LEFT, by=city.actor("security"), at=city.at)

        with pytest.raises(identity.OwnPost):
            identity.revoke(post=post_of(city, "security").pk, reason=LEFT, by=city.actor("security"), at=city.at)


class TestBelow:
    def test_a_post_with_the_units_below_reaches_them_and_no_others(self, city: City) -> None:
        grant = next(iter(city.actor("examiner-two").grants))

        assert grant.departments == {ADM, UNIT}
        assert next(iter(city.actor("examiner").grants)).departments == {ADM}

    def test_a_post_in_the_development_zone_reaches_the_streets_it_runs(self, city: City) -> None:
        of_system(city, "handout", Role.EXAMINER, region="ZD320200JKQ")

        (grant,) = (one for one in city.actor("handout").grants if one.role == Role.EXAMINER)
        assert grant.territory
        assert all(grant.covers(department=ADM, region=code) for code in grant.territory)
        assert not grant.covers(department=ADM, region="320211")

    def test_a_region_that_is_none_is_refused(self, city: City) -> None:
        with pytest.raises(Broken):
            appointed(city, "handout", Role.EXAMINER, region="ZD320200PSB")


class TestAccounts:
    def opened(self, city: City, **changes: str) -> identity.User:
        said = {
            "username": "New.One",
            "name": "测试新员",
            "number": "T9001",
            "department": ADM,
            "document_number": "320200198501019028",
        }
        return identity.open_staff_account(**{**said, **changes}, by=city.actor("operator"), at=city.at).user

    def test_a_work_account_says_who_it_is_and_gives_no_post(self, city: City) -> None:
        user = self.opened(city)

        actor = identity.actor_of(user, at=city.at)
        assert (user.username, actor.grants) == ("new.one", frozenset())
        assert actor.person is not None
        assert actor.recused == {actor.person}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"username": "acceptor"}, "username"),
            ({"username": " "}, "username"),
            ({"number": "T0001"}, "number"),
            ({"number": ""}, "number"),
            ({"name": ""}, "name"),
            ({"document_number": "320200198501019021"}, "document_number"),
        ],
    )
    def test_what_cannot_be_right_is_refused_with_its_field(
        self, city: City, change: dict[str, str], field: str
    ) -> None:
        with pytest.raises(Broken) as told:
            self.opened(city, **change)

        assert told.value.field == field
        assert Staff.objects.filter(number="T9001").count() == 0

    def test_nobody_learns_by_trying_to_whom_a_number_belongs(self, city: City) -> None:
        for _ in range(identity.policy().throttles[identity.Throttled.STAFF_CHECK].most):
            with pytest.raises(Broken, match="不一致"):
                self.opened(city, document_number="320200198804169015")

        with pytest.raises(identity.TooManyAttempts):
            self.opened(city, name="测试甲", document_number="320200198804169015")

    def test_accounts_that_are_opened_are_not_counted(self, city: City) -> None:
        self.opened(city)

        assert ThrottleCount.objects.get(purpose=identity.Throttled.STAFF_CHECK).count == 0

    @pytest.mark.parametrize("by", ["security", "acceptor", "citizen", "auditor"])
    def test_only_the_system_administrator_opens_and_closes_accounts(self, city: City, by: str) -> None:
        with pytest.raises(identity.BeyondScope):
            identity.close_staff_account(staff=city.user("handout").pk, reason=LEFT, by=city.actor(by), at=city.at)

    def test_closing_ends_posts_and_standing_in_and_signing_in(self, city: City) -> None:
        identity.close_staff_account(staff=city.user("acceptor").pk, reason=LEFT, by=city.actor("operator"), at=city.at)

        assert city.actor("acceptor").grants == frozenset()
        with pytest.raises(identity.SignInRefused):
            identity.sign_in(username="acceptor", password="tongban-sample", address="", at=city.at)

    def test_an_administrator_s_account_is_not_closed_before_the_post_is_revoked(self, city: City) -> None:
        with pytest.raises(identity.HoldsAdministration):
            identity.close_staff_account(
                staff=city.user("auditor").pk, reason=LEFT, by=city.actor("operator"), at=city.at
            )

    def test_nobody_closes_their_own(self, city: City) -> None:
        with pytest.raises(identity.OwnPost):
            identity.close_staff_account(
                staff=city.user("operator").pk, reason=LEFT, by=city.actor("operator"), at=city.at
            )


@pytest.mark.parametrize(
    ("one", "other", "inside"),
    [
        (Grant(Role.EXAMINER, "A", "320213"), Grant(Role.SECURITY, "A", "320213"), True),
        (Grant(Role.EXAMINER, "A", "320213"), Grant(Role.SECURITY, "A", "320213021"), False),
        (Grant(Role.EXAMINER, "A", "320213", units=frozenset("B")), Grant(Role.SECURITY, "A", "320213"), False),
        (Grant(Role.EXAMINER, "*", "320213"), Grant(Role.SECURITY, "A", "320213"), False),
        (Grant(Role.EXAMINER, "A", "*"), Grant(Role.SECURITY, "*", "320200"), False),
        (Grant(Role.EXAMINER), Grant(Role.SECURITY), True),
    ],
)
def test_what_lies_within_a_scope(one: Grant, other: Grant, *, inside: bool) -> None:
    actor = Actor(id=SYSTEM.id, kind=ActorKind.STAFF, grants=frozenset({other}))

    assert posts.within(actor, one, Role.SECURITY) is inside
