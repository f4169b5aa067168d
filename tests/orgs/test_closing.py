"""A closure takes effect when a second person confirmed it, and covers what it says and nothing else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.conftest import in_threads
from tests.orgs.samples import CLERK, NOVEMBER, ONE, TWO, TYPHOON, declare, told
from tongban.kernel.actors import SYSTEM, VISITOR, Actor, Grant, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotAllowed, Refused, WrongState
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.orgs.closing import Closure, closed_on
from tongban.orgs.models import DeclaredClosure

DATABASE = pytest.mark.django_db
LATER = NOVEMBER + timedelta(hours=1)
CITY, DISTRICT, STREET = "320200", "320205", "320205001"


def closure(**changes: Any) -> Closure:  # noqa: ANN401 -- any field
    said = {"kind": "LOCAL_CLOSURE", "name": "台风", "first": date(2026, 9, 2), "last": date(2026, 9, 3)}
    where = {"department": "*", "region": "*", "source": "公告", "authority_basis": ""}
    return Closure(**{"id": uuid4(), "confirmed": date(2026, 9, 1), **said, **where, **changes})


class TestCovering:
    @pytest.mark.parametrize(
        ("region", "covered"),
        [("*", {CITY, DISTRICT, STREET}), (CITY, {CITY, DISTRICT, STREET}), (DISTRICT, {DISTRICT, STREET}),
         (STREET, {STREET}), ("320211", set()), ("320000", {CITY, DISTRICT, STREET}), ("330000", set())],
    )  # fmt: skip
    def test_a_region_covers_those_below_it(self, region: str, covered: set[str]) -> None:
        one = closure(region=region)

        assert {code for code in (CITY, DISTRICT, STREET) if one.covers(department="ZD1", region=code)} == covered

    def test_a_department_covers_itself_only(self) -> None:
        one = closure(department="ZD1")

        assert one.covers(department="ZD1", region=CITY)
        assert not one.covers(department="ZD2", region=CITY)

    @given(st.dates(date(2026, 8, 1), date(2026, 10, 1)))
    def test_the_first_and_the_last_day_belong_to_it(self, day: date) -> None:
        assert (day in closure()) is (date(2026, 9, 2) <= day <= date(2026, 9, 3))

    def test_an_outage_closes_no_door(self) -> None:
        assert closed_on([closure(kind="OUTAGE")], date(2026, 9, 2), department="", region=CITY) == ""

    @pytest.mark.parametrize(("name", "reason"), [("台风", "台风停办"), ("台风期间停办", "台风期间停办")])
    def test_the_reason_is_said_once(self, name: str, reason: str) -> None:
        assert closed_on([closure(name=name)], date(2026, 9, 2), department="", region=CITY) == reason


@DATABASE
class TestDeclaring:
    @pytest.fixture(autouse=True)
    def _town(self, loaded: Path) -> None:
        """The small city."""

    def test_nothing_changes_before_a_second_person_confirms(self) -> None:
        key = declare(confirmed=False)
        assert orgs.closures() == []

        years = orgs.confirm_closure(closure=key, by=TWO, at=LATER)

        (found,) = orgs.closures()
        assert list(years) == [2026]
        assert (found.id, found.name, found.first, found.last) == (key, "台风", date(2026, 9, 2), date(2026, 9, 3))
        assert (found.department, found.region, found.authority_basis) == ("*", "*", "")

    @pytest.mark.parametrize("by", [CLERK, SYSTEM, VISITOR])
    def test_is_for_operators_only(self, by: Actor) -> None:
        with pytest.raises(NotAllowed):
            orgs.propose_closure(said=TYPHOON, by=by, at=NOVEMBER)
        key = declare(confirmed=False)
        with pytest.raises(NotAllowed):
            orgs.confirm_closure(closure=key, by=by, at=LATER)
        with pytest.raises(NotAllowed):
            orgs.withdraw_closure(closure=key, by=by, at=LATER)

    def test_an_operator_of_one_region_declares_there_only(self) -> None:
        local = Actor(uuid4(), ONE.kind, grants=frozenset({Grant(Role.OPERATOR, region=DISTRICT)}))

        assert orgs.propose_closure(said=replace(TYPHOON, region=DISTRICT), by=local, at=NOVEMBER)
        with pytest.raises(NotAllowed):
            orgs.propose_closure(said=TYPHOON, by=local, at=NOVEMBER)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "PARTY"}, "kind"),
            ({"name": ""}, "name"),
            ({"name": "长" * 41}, "name"),
            ({"source": ""}, "source"),
            ({"source": "长" * 201}, "source"),
            ({"authority_basis": "XKF.1," * 40 + "XKF.1"}, "authority_basis"),
            ({"authority_basis": "省政府令第1号第5条"}, "authority_basis"),
            ({"authority_basis": "XKF"}, "authority_basis"),
            ({"authority_basis": "ABC.1"}, "authority_basis"),
            ({"authority_basis": "BXT.2"}, "authority_basis"),
            ({"first": None}, "first"),
            ({"first": date(206, 9, 2)}, "first"),
            ({"last": None}, "last"),
            ({"last": date(2026, 9, 1)}, "last"),
            ({"last": date(2027, 9, 3)}, "last"),
            ({"department": "ZDNONE"}, "department"),
            ({"region": "999999"}, "region"),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field(self, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(orgs.Unfit) as refused:
            declare(**changes)

        assert list(refused.value.faults) == [field]

    def test_nobody_confirms_what_they_declared(self) -> None:
        key = declare(confirmed=False)

        with pytest.raises(orgs.OwnProposal):
            orgs.confirm_closure(closure=key, by=ONE, at=LATER)
        with pytest.raises(IntegrityError, match="orgs_closure_two_people"), transaction.atomic():
            DeclaredClosure.objects.update(state="IN_EFFECT", confirmed_by=ONE.id, confirmed_at=LATER)

    def test_only_who_declared_it_takes_back_what_waits(self) -> None:
        key = declare(confirmed=False)

        with pytest.raises(orgs.NotYourProposal):
            orgs.withdraw_closure(closure=key, by=TWO, at=LATER)
        assert list(orgs.withdraw_closure(closure=key, by=ONE, at=LATER)) == []

    def test_withdrawing_what_is_in_effect_needs_another_than_who_confirmed(self) -> None:
        key = declare()

        with pytest.raises(orgs.OwnConfirmation):
            orgs.withdraw_closure(closure=key, by=TWO, at=LATER)
        with pytest.raises(IntegrityError, match="orgs_closure_withdrawn_by_another"), transaction.atomic():
            DeclaredClosure.objects.update(state="WITHDRAWN", withdrawn_by=TWO.id, withdrawn_at=LATER)
        assert list(orgs.withdraw_closure(closure=key, by=ONE, at=LATER)) == [2026]

    def test_what_is_withdrawn_stays_withdrawn(self) -> None:
        key = declare()
        orgs.withdraw_closure(closure=key, by=ONE, at=LATER)

        with pytest.raises(WrongState):
            orgs.confirm_closure(closure=key, by=TWO, at=LATER)
        with pytest.raises(WrongState):
            orgs.withdraw_closure(closure=key, by=ONE, at=LATER)

    @pytest.mark.parametrize("basis", ["某办法第九条", "BXT.2", " ", "XKF.45,"])
    def test_the_database_refuses_a_rule_that_cites_no_law(self, basis: str) -> None:
        declare()

        with pytest.raises(IntegrityError, match="orgs_closure_authority_basis_is_law"), transaction.atomic():
            DeclaredClosure.objects.update(authority_basis=basis)

    def test_withdrawn_midway_the_days_that_have_passed_stay_closed(self) -> None:
        key = declare(first=date(2026, 11, 16), last=date(2026, 11, 25))

        orgs.withdraw_closure(closure=key, by=ONE, at=LATER)  # on the 20th

        (left,) = orgs.closures()
        assert (left.first, left.last) == (date(2026, 11, 16), date(2026, 11, 19))

    def test_withdrawn_before_its_first_day_nothing_is_left(self) -> None:
        key = declare(first=date(2026, 11, 20), last=date(2026, 11, 25))

        orgs.withdraw_closure(closure=key, by=ONE, at=LATER)

        assert orgs.closures() == []

    def test_what_confirming_and_withdrawing_would_leave_is_told_before(self) -> None:
        key = declare(confirmed=False, first=date(2026, 11, 16), last=date(2026, 11, 25))

        (confirmed,) = orgs.closures_if(key, at=LATER)
        assert (orgs.closures(), confirmed.last) == ([], date(2026, 11, 25))
        orgs.confirm_closure(closure=key, by=TWO, at=LATER)
        (withdrawn,) = orgs.closures_if(key, at=LATER)
        assert withdrawn.last == date(2026, 11, 19)
        assert orgs.closures()[0].last == date(2026, 11, 25)

    def test_every_verb_is_one_entry_of_ids_dates_and_codes(self) -> None:
        key = declare(department="ZD320200AMR", authority_basis="XKF.45")
        orgs.withdraw_closure(closure=key, by=ONE, at=LATER)

        entries = ledger.history(kind="closure", subject=key)

        assert [(e.verb, e.before, e.after) for e in entries] == [
            ("closure.propose", "", "PROPOSED"),
            ("closure.confirm", "PROPOSED", "IN_EFFECT"),
            ("closure.withdraw", "IN_EFFECT", "WITHDRAWN"),
        ]
        assert entries[0].facts == {
            "kind": "LOCAL_CLOSURE",
            "first": "2026-09-02",
            "last": "2026-09-03",
            "department": "ZD320200AMR",
            "region": "ALL",
            "authority_too": True,
            "digest": entries[0].facts["digest"],
        }
        assert {entry.basis for entry in entries} == {"XKF.82,BXT.2,XKF.45"}

    def test_a_closure_over_new_year_touches_both_years(self) -> None:
        key = declare(confirmed=False, first=date(2026, 12, 30), last=date(2027, 1, 5))

        assert list(orgs.confirm_closure(closure=key, by=TWO, at=LATER)) == [2026, 2027]

    def test_asking_costs_one_small_query(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for _ in range(3):
            declare()

        with django_assert_num_queries(1):
            assert len(orgs.closures()) == 3

    def test_a_recount_is_noted_once(self) -> None:
        key = declare()

        assert list(orgs.note_recount(closure=key)) == [2026]
        assert list(orgs.note_recount(closure=key)) == []
        orgs.withdraw_closure(closure=key, by=ONE, at=LATER)
        assert list(orgs.note_recount(closure=key)) == [2026]

    @pytest.mark.parametrize("confirmed", [False, True])
    @pytest.mark.parametrize("by", [ONE, TWO, CLERK])
    def test_exactly_the_verbs_that_are_open_are_offered(self, by: Actor, *, confirmed: bool) -> None:
        key = declare(confirmed=confirmed)
        offered = orgs.closure_verbs(by, orgs.declared_closure(key))
        done = set()
        for verb, work in ((orgs.Verb.CONFIRM, orgs.confirm_closure), (orgs.Verb.WITHDRAW, orgs.withdraw_closure)):
            with suppress(Refused), transaction.atomic():
                work(closure=key, by=by, at=LATER)
                done.add(verb)
                transaction.set_rollback(True)

        assert set(offered) == done

    def test_what_there_is_not_is_not_found(self) -> None:
        with pytest.raises(orgs.UnknownClosure):
            orgs.confirm_closure(closure=uuid4(), by=TWO, at=LATER)


@DATABASE
class TestDoors:
    """People are told at the door."""

    @pytest.fixture(autouse=True)
    def _town(self, loaded: Path) -> None:
        """The small city."""

    def test_a_place_in_a_closed_region_says_why_and_when_it_opens_again(self) -> None:
        declare(region=DISTRICT)

        opening = orgs.opening(orgs.place("ZP320205001"), moment(9, 2))

        assert not opening.open_now
        assert (opening.today.hours, opening.today.text) == ((), "台风停办")
        assert opening.sentence == "今天（周三）因台风停办，不开放，9月4日（周五）恢复"

    def test_a_place_elsewhere_is_open(self) -> None:
        declare(region=DISTRICT)

        assert orgs.open_at(orgs.place("ZP320211"), moment(9, 2))

    def test_a_closed_department_closes_its_own_centre_only(self) -> None:
        declare(department="ZD320200JKQ")

        assert not orgs.open_at(orgs.place("ZP320200JKQ"), moment(9, 2))
        assert orgs.open_at(orgs.place("ZP320200"), moment(9, 2))

    def test_a_day_of_rest_is_called_by_its_name(self) -> None:
        declare(first=date(2026, 9, 25), last=date(2026, 9, 29))

        assert orgs.opening(orgs.place("ZP320205"), moment(9, 25)).sentence.startswith(
            "今天是中秋节假期，不开放，9月30日"
        )
        assert orgs.hours_on(orgs.place("ZP320205"), date(2026, 9, 28)).closed == "台风停办"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins() -> None:
    key = orgs.propose_closure(said=TYPHOON, by=ONE, at=NOVEMBER)
    three = Actor(uuid4(), TWO.kind, grants=TWO.grants)

    def confirm(by: Actor) -> object:
        return orgs.confirm_closure(closure=key, by=by, at=LATER)

    done = in_threads(told(lambda: confirm(TWO)), told(lambda: confirm(three)))

    assert sorted(done) == ["done", "wrong_state"]


def moment(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=SHANGHAI)
