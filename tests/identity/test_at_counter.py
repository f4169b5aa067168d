from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.city import City
from tongban.identity import api as identity
from tongban.identity.api import Card, DocumentType, Scope
from tongban.identity.errors import GuardianshipByLaw, NotSeen
from tongban.identity.models import Delegation
from tongban.kernel.actors import MandateKind, Role
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Faulty, NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

OLD = Card("测试戊", "320200194411069015")
CITIZEN = Card("测试甲", "320200198804169015")
CHILD = Card("测试小己", "32020020170614904X", DocumentType.HOUSEHOLD_REGISTER)
PARENT = Card("测试己", "320200198509179042")


def register(city: City, **changes: object) -> UUID:
    given: dict[str, object] = {
        "principal": OLD,
        "agent": CITIZEN,
        "kind": MandateKind.ASSISTANT,
        "scope": Scope(items=["ZISPJY"], data=[], until=day_of(city.at) + timedelta(days=30)),
        "seen": True,
        "by": city.actor("receiver"),
        "at": city.at,
    }
    return identity.register_delegation(**given | changes)  # type: ignore[arg-type]


def guard(city: City, **changes: object) -> UUID:
    given: dict[str, object] = {
        "guardian": CITIZEN,
        "child": CHILD,
        "proof": "BIRTH_CERTIFICATE",
        "by": city.actor("receiver"),
        "at": city.at,
    }
    return identity.register_guardian(**given | changes)  # type: ignore[arg-type]


class TestDelegation:
    def test_made_at_the_counter_it_holds_at_once_without_any_account_of_the_principal(self, city: City) -> None:
        one = register(city)

        (view,) = [view for view in identity.parties_of(city.user("citizen"), at=city.at) if view.mandate]
        assert (view.name, view.ground) == ("测试戊", "帮办代办人")
        assert view.mandate
        assert view.mandate.id == one

    def test_made_and_ended_at_the_counter_it_is_told_to_both_sides(self, city: City) -> None:
        one = register(city)
        view = Delegation.objects.get(id=one)
        identity.end_delegation(delegation=one, seen=True, by=city.actor("receiver"), at=city.at + timedelta(hours=1))

        for side in (view.principal_id, view.agent_id):
            assert side
            ended, made = messages.inbox(side)[:2]
            assert (made.title, ended.title) == ("窗口登记了一份委托", "窗口结束了一份委托")
            assert "测试戊委托测试甲代办" in made.body
            assert "测试甲不再代测试戊办事" in ended.body

    def test_is_not_ended_unless_documents_were_seen_nor_by_who_does_not_receive(self, city: City) -> None:
        one = register(city)

        with pytest.raises(NotSeen):
            identity.end_delegation(delegation=one, seen=False, by=city.actor("receiver"), at=city.at)
        with pytest.raises(NotAllowed):
            identity.end_delegation(delegation=one, seen=True, by=city.actor("acceptor"), at=city.at)

    def test_every_entry_of_it_carries_one_operation(self, city: City) -> None:
        one = register(city)

        (made,) = ledger.history(kind="delegation", subject=one)
        together = ledger.Entry.objects.filter(operation=made.operation).values_list("verb", flat=True)
        assert sorted(together) == [
            "identity.register_delegation",
            "identity.register_walk_in",
            "identity.register_walk_in",
        ]
        assert made.facts["proof"] == "BOTH_DOCUMENTS"

    @pytest.mark.parametrize("role", sorted({"acceptor", "operator", "citizen", "supervisor", "security"}))
    def test_is_refused_to_everybody_but_receiving_clerks(self, city: City, role: str) -> None:
        assert not city.actor(role).holds(Role.RECEIVER)

        with pytest.raises(NotAllowed):
            register(city, by=city.actor(role))

    def test_without_both_documents_seen_nothing_is_made_and_everything_wrong_is_said_at_once(self, city: City) -> None:
        before = Delegation.objects.count()

        with pytest.raises(Faulty) as refusal:
            register(
                city,
                seen=False,
                kind="FRIEND",
                agent=Card("", "1"),
                scope=Scope(items=[], data=[], until=None),
            )

        expected = {"seen", "kind", "agent_name", "agent_number", "codes", "until"}
        assert refusal.value.faults.keys() == expected
        assert Delegation.objects.count() == before

    def test_another_name_for_a_known_number_is_refused_beside_that_card(self, city: City) -> None:
        with pytest.raises(Faulty) as refusal:
            register(city, agent=Card("测试假", CITIZEN.number))

        assert refusal.value.faults.keys() == {"agent_name"}

    def test_to_oneself_is_refused(self, city: City) -> None:
        with pytest.raises(identity.DelegationToOneself):
            register(city, agent=OLD)

    def test_to_somebody_for_whom_one_acts_is_refused(self, city: City) -> None:
        register(city)

        with pytest.raises(identity.MutualDelegation):
            register(city, principal=CITIZEN, agent=OLD)

    def test_twice_to_the_same_person_is_refused(self, city: City) -> None:
        register(city)

        with pytest.raises(identity.DelegatedAlready):
            register(city)

    @pytest.mark.parametrize("side", ["principal", "agent"])
    def test_who_is_under_age_neither_delegates_nor_acts(self, city: City, side: str) -> None:
        with pytest.raises(identity.TooYoung):
            register(city, **{side: CHILD})

    def test_the_clerk_ends_it_for_the_principal_who_stands_there(self, city: City) -> None:
        one = register(city)

        identity.revoke_delegation(delegation=one, by=city.actor("receiver"), at=city.at)

        assert len(identity.parties_of(city.user("citizen"), at=city.at)) == 1


class TestGuardian:
    def test_acts_for_the_child_in_everything_until_the_eighteenth_birthday(self, city: City) -> None:
        guard(city)
        user, birthday = city.user("citizen"), datetime(2035, 6, 14, tzinfo=SHANGHAI)

        (view,) = [view for view in identity.parties_of(user, at=city.at) if view.mandate]
        actor = identity.actor_of(user, at=birthday - timedelta(seconds=1), acting_for=view.id)

        assert view.document_number == CHILD.number
        assert actor.mandate
        assert (actor.mandate.kind, actor.mandate.whole) == (MandateKind.GUARDIAN, True)
        with pytest.raises(identity.NotYourParty):
            identity.actor_of(user, at=birthday, acting_for=view.id)

    def test_both_parents_may_be(self, city: City) -> None:
        guard(city)

        child = identity.by_document(DocumentType.HOUSEHOLD_REGISTER, CHILD.number)
        assert child
        parents = {view.agent_name for view in identity.given_by(child.id, by=city.actor("receiver"), at=city.at)}
        assert parents == {"测试甲", "测试己"}

    @pytest.mark.parametrize("proof", ["", "BOTH_DOCUMENTS", "LETTER"])
    def test_needs_a_proof_that_the_clerk_has_seen(self, city: City, proof: str) -> None:
        with pytest.raises(Faulty) as refusal:
            guard(city, proof=proof)

        assert refusal.value.faults.keys() == {"proof"}

    @pytest.mark.parametrize("child", [OLD, Card("测试小己", "T329012345", DocumentType.BIRTH_CERTIFICATE)])
    def test_only_of_a_child_whose_age_is_known(self, city: City, child: Card) -> None:
        with pytest.raises(identity.NotAChild):
            guard(city, child=child)

    def test_a_child_is_nobody_s_guardian(self, city: City) -> None:
        with pytest.raises(identity.TooYoung):
            guard(city, guardian=Card("测试小辛", "320200201503019026"))

    def test_is_refused_to_everybody_but_receiving_clerks(self, city: City) -> None:
        with pytest.raises(NotAllowed):
            guard(city, by=city.actor("acceptor"))

    @pytest.mark.parametrize("as_whom", ["guardian", "child"])
    def test_is_ended_by_neither_side_online(self, city: City, as_whom: str) -> None:
        guard(city)
        child = identity.by_document(DocumentType.HOUSEHOLD_REGISTER, CHILD.number)
        assert child
        (one,) = [view for view in identity.delegations_of(city.actor("citizen"), at=city.at).received if view.by_law]
        by = city.actor("citizen") if as_whom == "guardian" else replace(city.actor("student"), party=child.id)

        assert identity.delegation_for(by, one.id, at=city.at).verbs == ()
        with pytest.raises(GuardianshipByLaw, match="综合窗口"):
            identity.revoke_delegation(delegation=one.id, by=by, at=city.at)

        assert Delegation.objects.get(id=one.id).state == "IN_FORCE"

    def test_is_ended_at_the_counter_by_the_articles_of_guardianship(self, city: City) -> None:
        one = guard(city)

        identity.revoke_delegation(delegation=one, by=city.actor("receiver"), at=city.at)

        assert len(identity.parties_of(city.user("citizen"), at=city.at)) == 1
        assert [entry.basis for entry in ledger.history(kind="delegation", subject=one)][-1] == "MFD.39.1,MFD.175.1.4"

    def test_a_guardian_delegates_nothing_of_the_child_s(self, city: City) -> None:
        child = identity.by_document(DocumentType.HOUSEHOLD_REGISTER, CHILD.number)
        assert child
        actor = identity.actor_of(city.user("parent"), at=city.at, acting_for=child.id)

        with pytest.raises(identity.NoSubdelegation):
            identity.offer_delegation(
                agent=identity.Named("测试申", "320200200604039080"),
                scope=Scope(items=None, data=[], until=day_of(city.at)),
                by=actor,
                at=city.at,
            )
