from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.city import City
from tests.conftest import in_threads
from tongban.identity import api as identity
from tongban.identity.api import DelegationState, DocumentType, Named, Scope
from tongban.identity.models import Delegation, Party, Representation
from tongban.identity.rules import delegating
from tongban.kernel.actors import SYSTEM, Actor, MandateData, MandateKind
from tongban.kernel.days import SHANGHAI, day_of, end_of
from tongban.kernel.errors import Broken, Faulty, NotAllowed, Refused, WrongState
from tongban.ledger import api as ledger

ITEM = "ZISPJY"
STUDENT = Named("测试申", "320200200604039080")
LATER = timedelta(minutes=1)


def scope(at: datetime, **changes: object) -> Scope:
    given: dict[str, object] = {"items": [ITEM], "data": ["MOBILE"], "until": day_of(at) + timedelta(days=30)}
    return Scope(**given | changes)  # type: ignore[arg-type]  # a test may ask for anything


def offer(city: City, *, by: str = "citizen", agent: Named = STUDENT, **changes: object) -> UUID:
    return identity.offer_delegation(agent=agent, scope=scope(city.at, **changes), by=city.actor(by), at=city.at)


def accepted(city: City, **changes: object) -> UUID:
    one = offer(city, by="citizen", agent=STUDENT, **changes)
    identity.accept_delegation(delegation=one, by=city.actor("student"), at=city.at)
    return one


def acting(city: City, who: str = "student", whom: str = "citizen", at: datetime | None = None) -> Actor:
    return identity.actor_of(city.user(who), at=at or city.at, acting_for=city.actor(whom).party)


def as_boss(city: City, at: datetime | None = None) -> Actor:
    company = identity.by_document(DocumentType.CREDIT_CODE, "91320200MAYYYY032Y")
    assert company
    return identity.actor_of(city.user("boss"), at=at or city.at, acting_for=company.id)


class TestOffer:
    def test_waits_for_whoever_holds_the_document_under_that_name(self, city: City) -> None:
        one = offer(city)

        waiting = identity.delegations_of(city.actor("student"), at=city.at).waiting
        assert one in [view.id for view in waiting]
        assert [view.id for view in identity.delegations_of(city.actor("citizen"), at=city.at).given] == [one]
        with pytest.raises(identity.NotYourParty):
            acting(city)

    def test_gives_the_same_answer_and_the_same_rows_whether_the_person_exists_or_not(self, city: City) -> None:
        nobody = Named("测试子虚", "320200199001019018")

        there, not_there = offer(city), offer(city, agent=nobody)

        views = {view.id: view for view in identity.delegations_of(city.actor("citizen"), at=city.at).given}
        shown = {(view.state, view.verbs, view.until_at, view.proof) for view in views.values()}
        assert views.keys() == {there, not_there}
        assert len(shown) == 1

    def test_is_not_seen_by_who_has_the_number_and_another_name(self, city: City) -> None:
        offer(city, agent=Named("测试深", STUDENT.number))

        principals = {view.principal for view in identity.delegations_of(city.actor("student"), at=city.at).waiting}
        assert city.actor("citizen").party not in principals

    def test_to_oneself_is_refused(self, city: City) -> None:
        with pytest.raises(identity.DelegationToOneself):
            offer(city, agent=Named("测试甲", "320200198804169015"))

    def test_to_one_s_own_principal_is_refused(self, city: City) -> None:
        accepted(city)

        with pytest.raises(identity.MutualDelegation):
            offer(city, by="student", agent=Named("测试甲", "320200198804169015"))

    def test_by_who_acts_for_somebody_else_is_refused(self, city: City) -> None:
        accepted(city)
        agent = acting(city)

        with pytest.raises(identity.NoSubdelegation):
            identity.offer_delegation(agent=STUDENT, scope=scope(city.at), by=agent, at=city.at)

    @pytest.mark.parametrize("who", ["acceptor", "receiver", "operator"])
    def test_by_staff_is_refused(self, city: City, who: str) -> None:
        with pytest.raises(NotAllowed):
            offer(city, by=who)

    def test_a_second_one_to_the_same_person_is_refused_while_one_lives(self, city: City) -> None:
        first = offer(city)

        with pytest.raises(identity.DelegatedAlready):
            offer(city)

        identity.take_back_delegation(delegation=first, by=city.actor("citizen"), at=city.at)
        assert offer(city) != first

    def test_says_at_once_everything_that_cannot_be_right(self, city: City) -> None:
        with pytest.raises(Faulty) as refusal:
            offer(city, agent=Named("", "1"), items=[], data=["DIARY"], until=None)

        assert refusal.value.faults.keys() == {"agent_name", "agent_number", "codes", "data", "until"}

    def test_an_organisation_cannot_be_an_agent(self, city: City) -> None:
        with pytest.raises(Faulty) as refusal:
            offer(city, agent=Named("无锡测试", "91320200MAYYYY040R", DocumentType.CREDIT_CODE))

        assert refusal.value.faults.keys() == {"agent_document_type"}

    @pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (365, True), (366, False)])
    def test_lasts_a_year_at_most_and_not_into_the_past(self, city: City, days: int, *, fits: bool) -> None:
        until = day_of(city.at) + timedelta(days=days)

        if fits:
            offer(city, until=until)
        else:
            with pytest.raises(Faulty):
                offer(city, until=until)

    def test_without_end_is_stopped_and_the_next_hour_goes_on(self, city: City) -> None:
        for _ in range(identity.policy().throttles[identity.Throttled.DELEGATION].most):
            with suppress(identity.DelegatedAlready):
                offer(city)

        with pytest.raises(identity.TooManyAttempts, match="发出委托的次数过多，请一小时后再试"):
            offer(city, agent=Named("测试子虚", "320200199001019018"))

        assert Delegation.objects.filter(principal=city.actor("citizen").party, offered_at=city.at).count() == 1
        late = city.at + timedelta(hours=1)
        assert identity.offer_delegation(
            agent=Named("测试子虚", "320200199001019018"), scope=scope(late), by=city.actor("citizen"), at=late
        )


class TestRealName:
    """民法典165 asks for the names of both; online nobody sees the other's document."""

    def forget(self, city: City, who: str) -> None:
        person = city.actor(who).party
        assert person
        Party.objects.filter(pk=person).update(real_name_level="NONE", proven_by="", proven_at=None)

    def test_who_is_not_proven_offers_nothing_and_reads_how_to_be(self, city: City) -> None:
        self.forget(city, "citizen")

        with pytest.raises(identity.NotProvenYet, match="统一身份认证登录一次，或者带身份证到政务服务中心综合窗口核验"):
            offer(city)

        assert not Delegation.objects.filter(principal=city.actor("citizen").party).exists()

    def test_who_is_not_proven_accepts_nothing_and_may_decline(self, city: City) -> None:
        one = offer(city)
        self.forget(city, "student")

        with pytest.raises(identity.NotProvenYet):
            identity.accept_delegation(delegation=one, by=city.actor("student"), at=city.at)
        with pytest.raises(identity.NotYourParty):
            acting(city)
        identity.decline_delegation(delegation=one, by=city.actor("student"), at=city.at)

    def test_for_an_enterprise_it_is_the_representative_who_has_to_be_proven(self, city: City) -> None:
        identity.offer_delegation(agent=STUDENT, scope=scope(city.at), by=as_boss(city), at=city.at)
        self.forget(city, "boss")

        with pytest.raises(identity.NotProvenYet):
            identity.offer_delegation(
                agent=Named("测试子虚", "320200199001019018"), scope=scope(city.at), by=as_boss(city), at=city.at
            )

    def test_who_is_proven_afterwards_goes_on(self, city: City) -> None:
        one = offer(city)
        self.forget(city, "student")
        student = city.actor("student")
        assert student.party

        identity.prove(
            party=student.party, level=identity.RealNameLevel.BASIC, by_method="REALNAME", by=SYSTEM, at=city.at
        )

        identity.accept_delegation(delegation=one, by=student, at=city.at)
        assert acting(city).mandate


class TestAnswer:
    def test_accepted_it_holds_at_once_within_what_was_offered(self, city: City) -> None:
        one = accepted(city)

        actor = acting(city)

        assert actor.mandate
        assert (actor.party, actor.person) == (city.actor("citizen").party, city.actor("student").party)
        assert (actor.mandate.id, actor.mandate.kind, actor.mandate.since) == (one, MandateKind.AGENT, city.at)
        assert (actor.mandate.items, actor.mandate.data) == (frozenset({ITEM}), frozenset({"MOBILE"}))

    @pytest.mark.parametrize("verb", [identity.accept_delegation, identity.decline_delegation])
    @pytest.mark.parametrize("who", ["citizen", "elder", "owner"])
    def test_is_nobody_s_but_the_one_s_it_was_offered_to(self, city: City, verb: object, who: str) -> None:
        one = offer(city)

        with pytest.raises((identity.DelegationNotFound, NotAllowed)):
            verb(delegation=one, by=city.actor(who), at=city.at)  # type: ignore[operator]

        assert Delegation.objects.get(id=one).state == DelegationState.OFFERED

    def test_an_unknown_one_and_somebody_else_s_are_the_same_refusal(self, city: City) -> None:
        one = offer(city)
        refusals = []

        for key in (one, uuid4()):
            with pytest.raises(identity.DelegationNotFound) as refusal:
                identity.delegation_for(city.actor("elder"), key, at=city.at)
            refusals.append(refusal.value.message)

        assert len(set(refusals)) == 1

    def test_declined_it_is_over(self, city: City) -> None:
        one = offer(city)

        identity.decline_delegation(delegation=one, by=city.actor("student"), at=city.at)

        with pytest.raises(WrongState):
            identity.accept_delegation(delegation=one, by=city.actor("student"), at=city.at)

    def test_an_agent_who_acts_as_the_principal_is_no_side_of_the_principal(self, city: City) -> None:
        accepted(city)
        other = offer(city, agent=Named("测试丁", "320200197105239024"))

        with pytest.raises(identity.DelegationNotFound):
            identity.take_back_delegation(delegation=other, by=acting(city), at=city.at)


class TestEnd:
    @pytest.mark.parametrize("who", ["citizen", "student", "receiver"])
    def test_either_side_and_the_counter_end_it_at_once(self, city: City, who: str) -> None:
        one = accepted(city)

        identity.revoke_delegation(delegation=one, by=city.actor(who), at=city.at + LATER)

        with pytest.raises(identity.NotYourParty):
            acting(city, at=city.at + LATER)
        assert [view.id for view in identity.delegations_of(city.actor("citizen"), at=city.at).past] == [one]

    def test_somebody_else_cannot_end_it(self, city: City) -> None:
        one = accepted(city)

        with pytest.raises(identity.DelegationNotFound):
            identity.revoke_delegation(delegation=one, by=city.actor("elder"), at=city.at)

    def test_it_ends_by_itself_at_the_end_of_its_last_day_whether_swept_or_not(self, city: City) -> None:
        accepted(city)
        end = end_of(day_of(city.at) + timedelta(days=30))

        assert acting(city, at=end - LATER).mandate
        with pytest.raises(identity.NotYourParty):
            acting(city, at=end)
        (view,) = identity.delegations_of(city.actor("citizen"), at=end).past
        assert (view.state, view.verbs, view.ended_at) == (DelegationState.EXPIRED, (), end)

    def test_the_sweep_notes_what_is_over_dated_at_that_moment_and_by_the_law(self, city: City) -> None:
        one = accepted(city)
        end = end_of(day_of(city.at) + timedelta(days=30))

        assert identity.expire_delegations(at=end + timedelta(days=1)) == 1
        assert identity.expire_delegations(at=end + timedelta(days=1)) == 0

        last = ledger.history(kind="delegation", subject=one)[-1]
        assert (last.verb, last.at, last.actor_id, last.after) == (
            "identity.expire_delegation",
            end,
            SYSTEM.id,
            "EXPIRED",
        )

    def test_an_expired_one_can_be_neither_accepted_nor_revoked_but_offered_anew(self, city: City) -> None:
        one = offer(city, until=day_of(city.at))
        late = city.at + timedelta(days=1)

        with pytest.raises(WrongState):
            identity.accept_delegation(delegation=one, by=city.actor("student"), at=late)
        identity.offer_delegation(agent=STUDENT, scope=scope(late), by=city.actor("citizen"), at=late)


class TestRecord:
    def test_every_entry_is_about_both_sides_and_holds_no_name_and_no_number(self, city: City) -> None:
        one = accepted(city)
        both = {city.actor("citizen").party, city.actor("student").party}

        offered, taken = ledger.history(kind="delegation", subject=one)

        assert (offered.verb, taken.verb) == ("identity.offer_delegation", "identity.accept_delegation")
        assert (set(offered.about), set(taken.about)) == ({city.actor("citizen").party}, both)
        assert taken.facts == {
            "ground": "AGENT",
            "items": [ITEM],
            "data": ["MOBILE"],
            "last_day": (day_of(city.at) + timedelta(days=30)).isoformat(),
        }

    def test_what_an_agent_does_names_the_mandate_the_principal_and_both(self, city: City) -> None:
        one = accepted(city)
        actor = acting(city)

        with transaction.atomic():
            ledger.record(
                at=city.at,
                actor=actor,
                verb="case.submit",
                kind="case",
                subject=uuid4(),
                why=ledger.Why(basis="XKF.29"),
            )

        entry = ledger.Entry.objects.latest("id")
        assert entry.facts == {"mandate": str(one)}
        assert (entry.actor_id, entry.for_party) == (city.user("student").id, city.actor("citizen").party)
        assert set(entry.about) == {actor.party, actor.person}

    def test_a_look_by_a_narrow_mandate_is_an_entry_and_by_a_whole_one_is_none(self, city: City) -> None:
        accepted(city)

        def look(actor: Actor) -> int | None:
            assert actor.party
            return ledger.note_reading(
                at=city.at,
                actor=actor,
                kind="case",
                subject=uuid4(),
                about=(actor.party,),
                purpose=ledger.Purpose.HANDLING,
            )

        assert look(acting(city)) is not None
        assert look(as_boss(city)) is None
        assert look(city.actor("citizen")) is None


class TestData:
    @pytest.mark.parametrize("data", [[], ["MOBILE"], ["DOCUMENT_NUMBER", "ADDRESS"]])
    def test_only_what_the_mandate_names_is_shown_of_the_principal(self, city: City, data: list[str]) -> None:
        accepted(city, data=data)
        actor = acting(city)
        assert actor.party

        seen, whole = (identity.party_view(actor.party, by=by) for by in (actor, city.actor("citizen")))

        assert (seen.document_number == whole.document_number) == ("DOCUMENT_NUMBER" in data)
        assert (seen.mobile == whole.mobile) == ("MOBILE" in data)
        assert (seen.address == whole.address) == ("ADDRESS" in data)
        _own, listed = identity.parties_of(city.user("student"), at=city.at)
        assert listed == seen

    def test_messages_of_the_principal_stay_with_the_principal(self, city: City) -> None:
        accepted(city)

        assert acting(city).told_as == city.actor("student").party
        assert as_boss(city).told_as == as_boss(city).party
        assert city.actor("citizen").told_as == city.actor("citizen").party


class TestEnterprises:
    def test_one_person_represents_several_and_each_is_listed_with_its_ground(self, city: City) -> None:
        held = identity.parties_of(city.user("boss"), at=city.at)

        assert [view.ground for view in held] == ["", "法定代表人", "法定代表人"]

    def test_the_legal_representative_lets_somebody_act_who_has_to_accept(self, city: City) -> None:
        one = identity.offer_delegation(agent=STUDENT, scope=scope(city.at), by=as_boss(city), at=city.at)
        company = as_boss(city).party

        with pytest.raises(identity.NotYourParty):
            identity.actor_of(city.user("student"), at=city.at, acting_for=company)
        identity.accept_delegation(delegation=one, by=city.actor("student"), at=city.at)

        assert identity.actor_of(city.user("student"), at=city.at, acting_for=company).mandate
        assert Delegation.objects.get(id=one).authorised_by_id == city.actor("boss").party

    def test_an_agent_of_an_enterprise_lets_nobody_act_for_it(self, city: City) -> None:
        agent = identity.actor_of(city.user("agent"), at=city.at, acting_for=as_boss(city).party)

        with pytest.raises(identity.NoSubdelegation):
            identity.offer_delegation(agent=STUDENT, scope=scope(city.at), by=agent, at=city.at)

    def test_its_representative_is_no_agent_of_it(self, city: City) -> None:
        with pytest.raises(identity.DelegationToOneself):
            identity.offer_delegation(
                agent=Named("测试午", "320200197502089058"), scope=scope(city.at), by=as_boss(city), at=city.at
            )

    def test_a_new_legal_representative_ends_the_former_one_at_that_moment(self, city: City) -> None:
        new = city.at + LATER

        company = identity.register_representative(
            organisation=identity.Card("无锡太湖测试食品有限公司", "91320200MAYYYY032Y", DocumentType.CREDIT_CODE),
            person=identity.Card("测试甲", "320200198804169015"),
            seen=True,
            by=city.actor("receiver"),
            at=new,
        )

        with pytest.raises(identity.NotYourParty):
            as_boss(city, at=new)
        actor = identity.actor_of(city.user("citizen"), at=new, acting_for=company)
        assert actor.mandate
        assert actor.mandate.kind == MandateKind.LEGAL_REPRESENTATIVE

    def test_two_legal_representatives_at_once_are_refused_by_the_database(self, city: City) -> None:
        company, other = as_boss(city).party, city.actor("citizen").party
        assert company
        assert other

        with pytest.raises(IntegrityError, match="identity_representation_once"), transaction.atomic():
            Representation.objects.create(person_id=other, organisation_id=company, from_at=city.at)

    def test_is_registered_only_with_the_licence_seen_and_by_a_receiving_clerk(self, city: City) -> None:
        cards = {
            "organisation": identity.Card("无锡太湖测试食品有限公司", "91320200MAYYYY032Y", DocumentType.CREDIT_CODE),
            "person": identity.Card("测试甲", "320200198804169015"),
        }

        with pytest.raises(Faulty) as refusal:
            identity.register_representative(**cards, seen=False, by=city.actor("receiver"), at=city.at)
        with pytest.raises(NotAllowed):
            identity.register_representative(**cards, seen=True, by=city.actor("acceptor"), at=city.at)

        assert refusal.value.faults.keys() == {"seen"}


def test_nobody_inherits_what_their_principal_may_do_for_others(city: City) -> None:
    offered = offer(city, by="boss")
    identity.accept_delegation(delegation=offered, by=city.actor("student"), at=city.at)

    with pytest.raises(identity.NotYourParty):
        identity.actor_of(city.user("student"), at=city.at, acting_for=as_boss(city).party)


def test_who_is_bound_to_somebody_is_known_both_ways(city: City) -> None:
    accepted(city)
    citizen, student = city.actor("citizen").party, city.actor("student").party
    assert citizen
    assert student

    assert identity.bound_to(citizen, at=city.at) == {student}
    assert identity.bound_to(student, at=city.at) == {citizen}
    assert as_boss(city).party in identity.bound_to(city.actor("boss").party or uuid4(), at=city.at)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"state": "IN_FORCE", "agent": None}, "identity_delegation_agent_known"),
        ({"until_at": datetime(2020, 1, 1, tzinfo=UTC)}, "identity_delegation_period"),
        ({"state": "REVOKED"}, "identity_delegation_ended_iff_over"),
        ({"data": None}, "identity_delegation_scope"),
    ],
)
def test_the_database_refuses_a_delegation_that_cannot_be(
    city: City, broken: dict[str, object], constraint: str
) -> None:
    one = accepted(city)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Delegation.objects.filter(id=one).update(**broken)


def outcome(work: object) -> str:
    try:
        work()  # type: ignore[operator]
    except Refused as refusal:
        return refusal.code
    return "done"


@pytest.mark.django_db(transaction=True)
def test_of_accepting_and_withdrawing_at_once_one_wins(city: City) -> None:
    one, citizen, student = offer(city), city.actor("citizen"), city.actor("student")

    def accept() -> str:
        return outcome(lambda: identity.accept_delegation(delegation=one, by=student, at=city.at))

    def withdraw() -> str:
        return outcome(lambda: identity.take_back_delegation(delegation=one, by=citizen, at=city.at))

    assert sorted(in_threads(*[accept, withdraw] * 3)) == ["done", *["wrong_state"] * 5]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_revoke_at_once_one_wins_and_one_entry_is_written(city: City) -> None:
    one = accepted(city)
    sides = [city.actor("citizen"), city.actor("student")]

    def revoke(by: Actor) -> str:
        return outcome(lambda: identity.revoke_delegation(delegation=one, by=by, at=city.at))

    results = in_threads(*[lambda by=by: revoke(by) for by in sides])

    assert sorted(results) == ["done", "wrong_state"]
    assert [entry.verb for entry in ledger.history(kind="delegation", subject=one)][-1] == "identity.revoke_delegation"
    assert len(ledger.history(kind="delegation", subject=one)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_offers_to_the_same_person_at_once_one_is_made(city: City) -> None:
    results = in_threads(*[lambda: outcome(lambda: offer(city))] * 4)

    assert sorted(results) == [*["delegated_already"] * 3, "done"]


@given(st.dates(date(1950, 1, 1), date(2020, 12, 31)))
def test_of_age_is_who_had_the_eighteenth_birthday(born: date) -> None:
    day = delegating.comes_of_age(born)

    assert delegating.is_minor(born, at=day - timedelta(microseconds=1))
    assert not delegating.is_minor(born, at=day)
    there = day.astimezone(SHANGHAI)
    leaped = (born.month, born.day) == (2, 29)  # eighteen years after a leap year is none
    assert (there.year - born.year, there.month, there.day) == (18, *((3, 1) if leaped else (born.month, born.day)))


def test_nothing_is_delegated_of_data_that_there_is_not() -> None:
    assert set(MandateData) == {"DOCUMENT_NUMBER", "MOBILE", "ADDRESS", "EARLIER_CASES"}
    with pytest.raises(Broken):
        delegating.fit_scope(
            Scope(items=None, data=["DIARY"], until=date(2026, 9, 1)), on=date(2026, 9, 1), longest=timedelta(days=1)
        )


def test_the_party_of_a_delegation_is_kept_by_digest_and_last_four_only(city: City) -> None:
    one = Delegation.objects.get(id=offer(city))

    assert STUDENT.number not in repr(one.__dict__)
    assert one.agent_tail == STUDENT.number[-4:]
    assert Party.objects.filter(id=one.principal_id).exists()
