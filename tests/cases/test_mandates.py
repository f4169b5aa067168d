from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from tests.cases.samples import ITEM, WENT, Desk
from tests.cases.versions import adjusted, less_to_hand_in
from tests.city import City
from tongban.cases import api as cases
from tongban.cases import queries, rules
from tongban.cases.models import Case
from tongban.identity import api as identity
from tongban.identity.api import Named, Scope
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

STUDENT = Named("测试申", "320200200604039080")


def delegated(city: City, desk: Desk, **changes: Any) -> UUID:  # noqa: ANN401 -- whatever a scope holds
    at = desk.now()
    usual: dict[str, Any] = {"items": [ITEM], "data": ["MOBILE"], "until": day_of(at) + timedelta(days=30)}
    asked = Scope(**usual | changes)
    one = identity.offer_delegation(agent=STUDENT, scope=asked, by=city.actor("citizen"), at=at)
    identity.accept_delegation(delegation=one, by=city.actor("student"), at=desk.now())
    return one


def agent(city: City, desk: Desk) -> Actor:
    return identity.actor_of(city.user("student"), at=desk.now(), acting_for=city.actor("citizen").party)


def as_agent(city: City, desk: Desk) -> Desk:
    return Desk(city=city, at=desk.now(), applicant=agent(city, desk))


def words_of(case: Case, kind: str) -> str:
    """What a paper of the case says, as a reader finds it."""
    pages = PdfReader(BytesIO(queries.open_document(case, kind).pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def signed_for(case: Case) -> tuple[str, str]:
    """Who delivered the result, and which agent signed for it."""
    (step,) = (step for step in cases.timeline(case, with_agents=True) if step.verb == cases.Verb.DELIVER)
    return step.who, step.acting.words if step.acting else ""


@pytest.fixture
def citizen(city: City) -> Desk:
    return Desk(city=city, at=city.at, applicant=city.actor("citizen"))


class TestReach:
    def test_an_agent_begins_only_what_the_mandate_names(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen, items=["ZISELSE"])

        with pytest.raises(cases.NotInMandate):
            as_agent(city, citizen).draft()

    def test_what_was_opened_before_the_mandate_is_not_there(self, city: City, citizen: Desk) -> None:
        earlier = citizen.submitted()
        delegated(city, citizen)
        by = agent(city, citizen)

        with pytest.raises(cases.CaseNotFound):
            cases.case_for(by, earlier.number)
        assert list(cases.mine(by)) == []

    def test_earlier_cases_are_there_where_the_mandate_says_so(self, city: City, citizen: Desk) -> None:
        earlier = citizen.submitted()
        delegated(city, citizen, data=["EARLIER_CASES"])

        assert [case.pk for case in cases.mine(agent(city, citizen))] == [earlier.pk]

    def test_cases_of_other_items_are_not_there_even_so(self, city: City, citizen: Desk) -> None:
        citizen.submitted()
        delegated(city, citizen, items=["ZISELSE"], data=["EARLIER_CASES"])

        assert list(cases.mine(agent(city, citizen))) == []

    def test_what_the_principal_is_still_writing_is_the_principal_s(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen, data=["EARLIER_CASES"])
        draft = citizen.draft()
        by = agent(city, citizen)

        with pytest.raises(cases.CaseNotFound):
            cases.read_draft(draft=draft.pk, by=by, at=citizen.now())
        with pytest.raises(cases.DraftOfApplicant):
            cases.open_draft(item=ITEM, by=by, at=citizen.now())

    def test_what_another_agent_is_writing_is_that_agent_s(self, city: City, citizen: Desk) -> None:
        mandate = delegated(city, citizen)
        draft = citizen.draft()
        Case.objects.filter(pk=draft.pk).update(agent=city.actor("boss").person, mandate=mandate)

        with pytest.raises(cases.DraftOfOtherAgent):
            cases.open_draft(item=ITEM, by=agent(city, citizen), at=citizen.now())

    def test_the_principal_sees_and_may_finish_what_the_agent_began(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        draft = as_agent(city, citizen).draft()

        assert cases.draft_for(citizen.applicant, draft.pk).pk == draft.pk
        assert cases.open_draft(item=ITEM, by=citizen.applicant, at=citizen.now()).pk == draft.pk

    def test_revoked_in_the_middle_the_draft_is_gone_for_the_agent_and_stays_for_the_principal(
        self, city: City, citizen: Desk
    ) -> None:
        one = delegated(city, citizen)
        draft = as_agent(city, citizen).filled()
        identity.revoke_delegation(delegation=one, by=citizen.applicant, at=citizen.now())

        with pytest.raises(identity.NotYourParty):
            agent(city, citizen)
        with pytest.raises(cases.CaseNotFound):
            cases.submit(draft=draft.pk, token=uuid4(), by=city.actor("student"), at=citizen.now())
        assert cases.draft_for(citizen.applicant, draft.pk).state == cases.State.DRAFT

    def test_acting_as_oneself_one_reaches_nothing_of_the_principal(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        case = as_agent(city, citizen).submitted()

        with pytest.raises(cases.CaseNotFound):
            cases.case_for(city.actor("student"), case.number)

    def test_a_guardian_and_a_legal_representative_reach_everything(self, city: City, citizen: Desk) -> None:
        child = next(view for view in identity.parties_of(city.user("parent"), at=city.at) if view.mandate)
        for by in (city.owner_for_company, identity.actor_of(city.user("parent"), at=city.at, acting_for=child.id)):
            draft = cases.open_draft(item=ITEM, by=by, at=citizen.now())
            Case.objects.filter(pk=draft.pk).update(opened_by=uuid4(), opened_at=city.at - timedelta(days=900))

            assert [case.pk for case in cases.mine(by)] == [draft.pk]

    @pytest.mark.parametrize("data", [[], ["EARLIER_CASES"]])
    @pytest.mark.parametrize("items", [None, [ITEM], ["ZISELSE"]])
    def test_lists_and_the_rule_for_a_single_case_agree(
        self, city: City, citizen: Desk, items: list[str] | None, data: list[str]
    ) -> None:
        earlier = citizen.submitted()
        delegated(city, citizen, items=items, data=data)
        later = Desk(city=city, at=citizen.now(), applicant=citizen.applicant).draft()
        by = agent(city, citizen)

        for case in (earlier, later):
            assert queries.visible_to(by).filter(pk=case.pk).exists() == bool(queries.roles_of(by, case))


class TestData:
    def test_only_permitted_data_is_filled_in(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen, data=[])
        without = as_agent(city, citizen).draft()
        assert "contact_mobile" not in cases.answers(without)
        cases.discard(draft=without.pk, by=agent(city, citizen), at=citizen.now())

        own = citizen.draft()
        assert cases.answers(own)["contact_mobile"] == "19900000001"

    def test_permitted_data_is_filled_in_and_named(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen, data=["MOBILE"])
        draft = as_agent(city, citizen).draft()

        assert cases.answers(draft)["contact_mobile"] == "19900000001"
        assert cases.prefilled(draft, by=agent(city, citizen)).keys() == {"contact_mobile"}

    def test_a_guess_at_what_is_not_permitted_is_told_neither_right_nor_wrong(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen, data=[])
        theirs = as_agent(city, citizen)
        draft = theirs.filled(contact={"contact_mobile": ["19900000001"], "by_agent": ["false"]})

        assert cases.prefilled(draft, by=theirs.applicant) == {}

    def test_sensitive_answers_of_the_principal_are_masked_and_one_s_own_are_not(
        self, city: City, citizen: Desk
    ) -> None:
        earlier = citizen.submitted()
        delegated(city, citizen, data=["EARLIER_CASES", "MOBILE", "DOCUMENT_NUMBER"])
        by = agent(city, citizen)

        assert not rules.sees_all_answers(by, opened_by=earlier.opened_by)
        assert rules.sees_all_answers(by, opened_by=by.id)
        assert rules.sees_all_answers(citizen.applicant, opened_by=by.id)
        assert not rules.sees_all_answers(city.actor("acceptor"), opened_by=by.id)

    def test_every_entry_of_a_registration_is_either_public_or_named_by_a_mandate(self) -> None:
        assert set(queries.ALL) == {*queries.IDENTITY, *rules.OF_THE_PRINCIPAL}


class TestBothNames:
    def test_the_case_keeps_who_handed_it_in_and_by_what(self, city: City, citizen: Desk) -> None:
        one = delegated(city, citizen)

        case = as_agent(city, citizen).submitted()

        acting = cases.acting_for(case)
        assert (case.applicant_id, case.agent_id, case.mandate) == (citizen.party, city.actor("student").party, one)
        assert acting
        assert acting.words == "代办人：测试申（委托代理）"

    def test_what_the_principal_hands_in_themselves_has_no_agent(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        theirs = as_agent(city, citizen)
        draft = theirs.filled()

        case = cases.submit(draft=draft.pk, token=uuid4(), by=citizen.applicant, at=theirs.now())

        assert (case.agent_id, case.mandate, cases.acting_for(case)) == (None, None, None)

    def test_every_step_says_by_whom_it_was_done_for_the_applicant(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        theirs = as_agent(city, citizen)
        case = theirs.accepted()
        withdrawn = cases.withdraw(number=case.number, by=citizen.applicant, at=theirs.now())

        steps = [
            (step.verb, step.who, step.acting.name if step.acting else "")
            for step in cases.timeline(withdrawn, with_agents=True)
        ]

        assert steps == [
            (cases.Verb.SUBMIT, "申请人", "测试申"),
            (cases.Verb.ACCEPT, "工作人员", ""),
            (cases.Verb.WITHDRAW, "申请人", ""),
        ]

    def test_every_entry_of_the_case_is_about_both(self, city: City, citizen: Desk) -> None:
        one = delegated(city, citizen)
        case = as_agent(city, citizen).accepted()
        both = {citizen.party, city.actor("student").party}

        entries = ledger.history(kind="case", subject=case.pk)

        assert all(set(entry.about) == both for entry in entries)
        assert {entry.facts.get("mandate") for entry in entries} == {str(one), None}

    def test_messages_go_to_both_and_say_for_whom(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        case = as_agent(city, citizen).submitted()
        student = city.actor("student").party
        assert student

        (theirs,), (own,) = messages.inbox(student), messages.inbox(citizen.party)

        assert theirs.number == own.number == case.number
        assert (own.title, theirs.title) == ("申请已收到", "代测试甲：申请已收到")
        assert theirs.body.startswith("这是您代测试甲办理的事。")

    def test_whoever_applied_for_somebody_is_told_that_a_newer_guide_applies(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        desk = as_agent(city, citizen)
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        cases.propose_version(number=case.number, reason="少交材料", by=desk.staff("examiner"), at=desk.now())
        cases.adopt_version(number=case.number, reason="少交材料", by=desk.staff("decider"), at=desk.now())
        student = city.actor("student").party
        assert student

        assert messages.inbox(student)[0].title == "代测试甲：按新版办事指南办理"

    def test_after_the_end_of_the_mandate_only_the_principal_is_told(self, city: City, citizen: Desk) -> None:
        one = delegated(city, citizen)
        theirs = as_agent(city, citizen)
        case = theirs.submitted()
        identity.revoke_delegation(delegation=one, by=citizen.applicant, at=theirs.now())

        cases.accept(number=case.number, by=city.actor("acceptor"), at=theirs.now())

        student = city.actor("student").party
        assert student
        assert (len(messages.inbox(student)), len(messages.inbox(citizen.party))) == (1, 2)

    def test_every_paper_names_the_applicant_and_who_applied_for_them(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        theirs = as_agent(city, citizen)
        kinds = {"receipt", "acceptance", "special_procedure", "extension", "grant"}
        case = theirs.accepted()
        theirs.suspended(case)
        theirs.resumed(case)
        theirs.extended(case)
        cases.examine(
            number=case.number, passed=True, opinion="符合。", others=WENT, by=city.actor("examiner"), at=theirs.now()
        )
        cases.grant(number=case.number, opinion="准予。", by=city.actor("decider"), at=theirs.now())

        assert {paper.kind for paper in cases.document_list(case)} == kinds
        for kind in kinds:
            assert "申请人：测试甲；代办人：测试申（委托代理）。" in words_of(case, kind), kind

    @pytest.mark.parametrize(
        ("state", "kind"),
        [
            (cases.State.CORRECTED, "correction"),
            (cases.State.CORRECTED, "supplement"),
            (cases.State.NOT_ACCEPTED, "non_acceptance"),
            (cases.State.REFUSED, "refusal"),
        ],
    )
    def test_and_so_do_those_that_ask_for_more_or_refuse(
        self, city: City, citizen: Desk, state: cases.State, kind: str
    ) -> None:
        delegated(city, citizen)

        case = as_agent(city, citizen).in_state(state)

        assert "申请人：测试甲；代办人：测试申（委托代理）。" in words_of(case, kind)

    def test_a_paper_of_what_one_applied_for_oneself_names_nobody_else(self, citizen: Desk) -> None:
        assert "代办人" not in words_of(citizen.submitted(), "receipt")

    def test_an_agent_who_signs_for_the_result_is_named(self, city: City, citizen: Desk) -> None:
        delegated(city, citizen)
        theirs = as_agent(city, citizen)
        case = theirs.granted()

        cases.deliver(number=case.number, by=theirs.applicant, at=theirs.now())

        assert signed_for(case) == ("申请人", "代办人：测试申（委托代理）")

    @pytest.mark.parametrize(("to_agent", "signed"), [(True, "代办人：测试申（委托代理）"), (False, "")])
    def test_the_window_says_to_whom_it_handed_the_result(
        self, city: City, citizen: Desk, *, to_agent: bool, signed: str
    ) -> None:
        delegated(city, citizen)
        theirs = as_agent(city, citizen)
        case, window = theirs.granted(), city.actor("handout")
        with pytest.raises(cases.ReceiverNotNamed):
            cases.deliver(number=case.number, by=window, at=theirs.now())

        cases.deliver(number=case.number, by=window, at=theirs.now(), to_agent=to_agent)

        assert signed_for(case) == ("工作人员", signed)

    def test_nothing_is_handed_to_an_agent_after_the_end_of_the_mandate(self, city: City, citizen: Desk) -> None:
        one = delegated(city, citizen)
        theirs = as_agent(city, citizen)
        case, window = theirs.granted(), city.actor("handout")
        identity.revoke_delegation(delegation=one, by=citizen.applicant, at=theirs.now())

        with pytest.raises(cases.AgentMayNotCollect):
            cases.deliver(number=case.number, by=window, at=theirs.now(), to_agent=True)
        cases.deliver(number=case.number, by=window, at=theirs.now())

        assert signed_for(case) == ("工作人员", "")

    def test_an_agent_s_look_is_an_entry_that_the_principal_can_see(self, city: City, citizen: Desk) -> None:
        one = delegated(city, citizen)
        theirs = as_agent(city, citizen)
        case = theirs.submitted()

        cases.read_case(number=case.number, by=theirs.applicant, at=theirs.now())
        cases.read_case(number=case.number, by=citizen.applicant, at=theirs.now())

        (look,) = ledger.Entry.objects.filter(subject=case.pk, reading=True)
        assert (look.verb, look.facts, look.actor_id) == ("case.read", {"mandate": str(one)}, theirs.applicant.id)
        assert citizen.party in look.about


def test_a_case_of_somebody_whose_id_was_written_into_the_address_is_refused(city: City, citizen: Desk) -> None:
    with pytest.raises(NotAllowed):
        cases.open_draft(item=ITEM, by=city.actor("student"), at=citizen.now(), applicant=citizen.party)
    assert not Case.objects.filter(applicant_id=citizen.party).exists()
