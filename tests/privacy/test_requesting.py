from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.cases.samples import PDF, Desk
from tests.conftest import in_threads
from tests.privacy.conftest import acting
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, MandateKind
from tongban.kernel.errors import Broken, NotAllowed, WrongState
from tongban.ledger.models import Entry
from tongban.messages import api as messages
from tongban.privacy import api as privacy
from tongban.privacy.models import CorrectionRequest


@pytest.fixture
def citizen(desk: Desk) -> Actor:
    return desk.city.actor("citizen")


def ask(desk: Desk, by: Actor, field: str = "NAME", right: str = "测试更名") -> UUID:
    return privacy.ask_correction_of_data(field=field, right=right, by=by, at=desk.now(), proof=(PDF, "户口簿.pdf"))


def name_of(party: UUID | None) -> str:
    assert party
    return identity.party_view(party, by=SYSTEM).name


class TestAsking:
    def test_owes_an_answer_within_fifteen_working_days(self, desk: Desk, citizen: Actor) -> None:
        key = ask(desk, citizen)

        (clock,) = duties.clocks(subject=key, at=desk.at)

        assert "个人信息保护法第四十六条" in clock.basis
        assert clock.due_date == duties.open_duty(duties.Kind.STATUTORY, subject=key).due_date  # type: ignore[union-attr]

    def test_what_is_right_is_in_no_entry_and_encrypted(self, desk: Desk, citizen: Actor) -> None:
        key = ask(desk, citizen)

        assert "测试更名".encode() not in bytes(CorrectionRequest.objects.get(pk=key).right)
        assert "测试更名" not in str(list(Entry.objects.filter(subject=key).values()))
        assert privacy.my_requests(by=citizen, at=desk.at)[0].right == "测试更名"

    def test_the_same_again_is_refused_while_it_is_checked(self, desk: Desk, citizen: Actor) -> None:
        ask(desk, citizen)

        with pytest.raises(privacy.AskedAlready):
            ask(desk, citizen, right="又一个")

        ask(desk, citizen, field="OTHER", right="别的")

    @pytest.mark.django_db(transaction=True)
    def test_a_double_click_makes_one_request(self, desk: Desk, citizen: Actor) -> None:
        at = desk.now()

        def click() -> str:
            try:
                privacy.ask_correction_of_data(field="NAME", right="测试更名", by=citizen, at=at)
            except privacy.AskedAlready:
                return "refused"
            return "asked"

        assert sorted(in_threads(click, click, click)) == ["asked", "refused", "refused"]
        assert CorrectionRequest.objects.count() == 1

    @pytest.mark.parametrize(("field", "right"), [("NAME", " "), ("AGE", "五"), ("NAME", "长" * 501)])
    def test_what_cannot_be_understood_is_refused(self, desk: Desk, citizen: Actor, field: str, right: str) -> None:
        with pytest.raises(Broken):
            ask(desk, citizen, field, right)

    def test_an_agent_asks_nothing_about_whom_they_act_for(self, desk: Desk, citizen: Actor) -> None:
        assert citizen.party
        with pytest.raises(privacy.NotYourData):
            ask(desk, acting(citizen.party, MandateKind.AGENT, desk))

    def test_somebody_else_s_request_can_neither_be_seen_nor_taken_back(self, desk: Desk, citizen: Actor) -> None:
        key = ask(desk, citizen)
        elder = desk.city.actor("elder")

        assert privacy.my_requests(by=elder, at=desk.at) == []
        with pytest.raises(privacy.RequestNotFound):
            privacy.take_back_request(request=key, by=elder, at=desk.now())

    def test_taken_back_nothing_is_owed_any_more(self, desk: Desk, citizen: Actor) -> None:
        key = ask(desk, citizen)

        privacy.take_back_request(request=key, by=citizen, at=desk.now())

        assert duties.open_duty(duties.Kind.STATUTORY, subject=key) is None
        with pytest.raises(WrongState):
            privacy.take_back_request(request=key, by=citizen, at=desk.now())


class TestAnswering:
    def test_granted_the_name_is_right_and_the_person_is_told(self, desk: Desk, citizen: Actor, manager: Actor) -> None:
        key = ask(desk, citizen)

        privacy.grant_correction(request=key, reason="与户口簿一致。", by=manager, at=desk.now())

        assert name_of(citizen.party) == "测试更名"
        (mine,) = privacy.my_requests(by=citizen, at=desk.at)
        assert (mine.state, mine.answer) == (privacy.RequestState.GRANTED, "与户口簿一致。")
        assert citizen.party
        assert messages.inbox(citizen.party)[0].title == "信息已更正"
        assert duties.open_duty(duties.Kind.STATUTORY, subject=key) is None

    def test_a_number_is_found_under_the_right_one_from_then_on(
        self, desk: Desk, citizen: Actor, manager: Actor
    ) -> None:
        key = ask(desk, citizen, "DOCUMENT_NUMBER", "320200199001019018")

        privacy.grant_correction(request=key, reason="与身份证一致。", by=manager, at=desk.now())

        found = identity.by_document(identity.DocumentType.RESIDENT_ID, "320200199001019018")
        assert found
        assert found.pk == citizen.party
        assert identity.by_document(identity.DocumentType.RESIDENT_ID, "320200198804169015") is None

    @pytest.mark.parametrize("number", ["320200195203159029", "320200199001019019"])
    def test_a_number_of_somebody_else_or_of_nobody_is_not_granted(
        self, desk: Desk, citizen: Actor, manager: Actor, number: str
    ) -> None:
        key = ask(desk, citizen, "DOCUMENT_NUMBER", number)

        with pytest.raises(Broken):
            privacy.grant_correction(request=key, reason="看过了。", by=manager, at=desk.now())

        assert CorrectionRequest.objects.get(pk=key).state == privacy.RequestState.FILED

    def test_refused_nothing_changes_and_the_person_reads_why(self, desk: Desk, citizen: Actor, manager: Actor) -> None:
        key = ask(desk, citizen)

        privacy.refuse_correction(request=key, reason="与户口簿不一致。", by=manager, at=desk.now())

        assert name_of(citizen.party) == "测试甲"
        assert privacy.my_requests(by=citizen, at=desk.at)[0].answer == "与户口簿不一致。"

    def test_without_a_reason_is_refused(self, desk: Desk, citizen: Actor, manager: Actor) -> None:
        key = ask(desk, citizen)

        with pytest.raises(privacy.ReasonMissing):
            privacy.refuse_correction(request=key, reason=" ", by=manager, at=desk.now())

    def test_a_second_answer_is_refused(self, desk: Desk, citizen: Actor, manager: Actor) -> None:
        key = ask(desk, citizen)
        privacy.refuse_correction(request=key, reason="不一致。", by=manager, at=desk.now())

        with pytest.raises(WrongState):
            privacy.grant_correction(request=key, reason="一致。", by=manager, at=desk.now())

    @pytest.mark.parametrize("who", ["acceptor", "supervisor", "operator", "auditor", "citizen"])
    def test_is_for_data_managers_alone(self, desk: Desk, citizen: Actor, who: str) -> None:
        key = ask(desk, citizen)

        with pytest.raises(NotAllowed):
            privacy.grant_correction(request=key, reason="好。", by=desk.city.actor(who), at=desk.now())
        with pytest.raises(NotAllowed):
            privacy.waiting_requests(by=desk.city.actor(who), at=desk.at)

    @pytest.mark.parametrize("near", ["person", "recused"])
    def test_nobody_answers_their_own_or_of_somebody_close(
        self, desk: Desk, citizen: Actor, manager: Actor, near: str
    ) -> None:
        key = ask(desk, citizen)
        assert citizen.party
        own = {"person": citizen.party} if near == "person" else {"recused": frozenset({citizen.party})}
        close = Actor(id=manager.id, kind=manager.kind, grants=manager.grants, **own)

        assert privacy.waiting_requests(by=close, at=desk.at) == []
        with pytest.raises(privacy.RequestNotFound):
            privacy.grant_correction(request=key, reason="好。", by=close, at=desk.now())

    @pytest.mark.django_db(transaction=True)
    def test_opening_a_request_is_a_look_that_the_person_sees(self, desk: Desk, citizen: Actor, manager: Actor) -> None:
        key = ask(desk, citizen)

        found = privacy.read_request(request=key, by=manager, at=desk.now())

        assert (found.now, found.right) == ("测试甲", "测试更名")
        assert Entry.objects.filter(verb="data_request.read", about=[citizen.party]).count() == 1
        with pytest.raises(privacy.RequestNotFound):
            privacy.read_request(request=uuid4(), by=manager, at=desk.now())
