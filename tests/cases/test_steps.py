"""The steps of the guide as instances of their own: in turn, at once, by whom, under which clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, cast

import pytest

from tests.cases.guides import JOINT, TWO, finish, less, on_the_spot, standing, step, under, with_steps
from tests.cases.samples import Desk
from tests.cases.test_correcting import text_of
from tests.cases.versions import adjusted
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State, Verb
from tongban.cases.desk.queries import values_of
from tongban.cases.models import CaseStep
from tongban.cases.services import stepping
from tongban.cases.steps.rules import next_turn, planned, to_send_back
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.kernel.actors import Role
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

HOUSE = ("housing-examiner", "housing")
SHOP = ("market-examiner", "market")


def verbs(case: cases.Case) -> list[str]:
    return [entry.verb for entry in ledger.history(kind="case", subject=case.pk) if entry.verb != "case.read"]


def own_clock(desk: Desk, case: cases.Case, key: str) -> duties.Clock | None:
    rows = cases.step_list(desk.staff("decider"), case, at=desk.at)
    return next(one.clock for one in rows if one.step == key)


class TestInTurn:
    def test_one_step_examines_as_ever(self, desk: Desk) -> None:
        case = desk.accepted()
        assert standing(desk, case) == {"examination": "OPEN"}
        assert set(cases.open_verbs(desk.staff("examiner"), case, at=desk.at)) >= {Verb.EXAMINE, Verb.SUSPEND}

        examined = finish(desk, case)

        assert (examined.state, verbs(case)[-1]) == (State.EXAMINED, "case.examine")
        assert standing(desk, case) == {"examination": "DONE"}

    def test_the_second_opens_when_the_first_is_done_and_the_last_examines(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()
        assert standing(desk, case) == {"first": "OPEN", "second": "WAITING"}
        assert Verb.EXAMINE not in cases.open_verbs(desk.staff("examiner"), case, at=desk.at)

        first = finish(desk, case)
        assert (first.state, verbs(case)[-1]) == (State.ACCEPTED, "case.finish_step")
        assert standing(desk, case) == {"first": "DONE", "second": "OPEN"}

        assert finish(desk, case).state == State.EXAMINED
        assert standing(desk, case) == {"first": "DONE", "second": "DONE"}

    def test_a_step_that_waits_or_is_no_step_is_refused_and_nothing_changes(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()
        before = verbs(case)

        for key in ("second", "shoe-size"):
            with pytest.raises(cases.NoSuchStep):
                finish(desk, case, key=key)

        assert (standing(desk, case), verbs(case)) == ({"first": "OPEN", "second": "WAITING"}, before)

    def test_sent_back_opens_the_last_turn_or_what_is_named_and_later_ones_wait(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()
        finish(desk, case)
        finish(desk, case)

        def again(*named: str) -> None:
            decider = desk.staff("decider")
            cases.send_back(number=case.number, reason="请再核。", by=decider, at=desk.now(), steps=named)

        again()
        assert standing(desk, case) == {"first": "DONE", "second": "RETURNED"}
        finish(desk, case)
        again("first", "second")
        assert standing(desk, case) == {"first": "RETURNED", "second": "WAITING"}
        finish(desk, case)

        assert standing(desk, case) == {"first": "DONE", "second": "OPEN"}
        assert finish(desk, case).state == State.EXAMINED
        with pytest.raises(cases.NoSuchStep):
            again("shoe-size")

    def test_whoever_did_any_step_does_not_decide(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()
        one, decider = desk.staff("examiner"), desk.staff("decider")
        finish(desk, case, replace(one, grants=one.grants | decider.grants))
        other = replace(one, id=desk.staff("deputy").id)
        finish(desk, case, other)

        with pytest.raises(cases.ExaminedByOneself):
            cases.grant(number=case.number, opinion="准予。", by=replace(decider, id=one.id), at=desk.now())

    def test_withdrawing_drops_what_is_left(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()

        cases.withdraw(number=case.number, by=desk.applicant, at=desk.now())

        assert standing(desk, case) == {"first": "DROPPED", "second": "DROPPED"}
        assert not duties.due((duties.Kind.STEP,), at=desk.at + timedelta(days=400))


class TestTheClockOfAStep:
    def test_is_owed_by_its_department_from_when_it_opens_and_changes_no_limit_of_the_case(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()
        own = own_clock(desk, case, "first")
        assert own is not None
        assert (own.due_date, own.light, own.explanation != "") == (date(2026, 9, 4), duties.Light.GREEN, True)
        limits = {clock.kind: clock.due_date for clock in cases.clocks(case, at=desk.at)}
        assert duties.Kind.STEP not in limits

        desk.at += timedelta(days=10)
        finish(desk, case)

        met = own_clock(desk, case, "first")
        assert met is not None
        assert met.light == duties.Light.MET_LATE
        assert own_clock(desk, case, "second") is None
        assert {clock.kind: clock.due_date for clock in cases.clocks(case, at=desk.at)} == limits

    def test_stands_still_while_a_special_procedure_lasts(self, desk: Desk) -> None:
        case = under(desk, *TWO).accepted()
        desk.suspended(case)
        standing_still = own_clock(desk, case, "first")
        desk.at += timedelta(days=7)
        desk.resumed(case)
        again = own_clock(desk, case, "first")

        assert standing_still is not None
        assert again is not None
        assert (standing_still.light, again.due_date) == (duties.Light.PAUSED, date(2026, 9, 10))

    def test_a_step_that_opens_meanwhile_stands_still_from_its_beginning(self, desk: Desk) -> None:
        case = under(desk, step("first"), step("second", limit=TWO[0]["limit"])).accepted()
        desk.suspended(case)

        finish(desk, case)

        clock = own_clock(desk, case, "second")
        assert clock is not None
        assert clock.light == duties.Light.PAUSED


def test_an_authority_below_looks_through_within_twenty_days_whatever_its_step_says(desk: Desk) -> None:
    """行政许可法43: 下级行政机关 has twenty days, where the guide gives none or more; what is shorter stays."""
    longer = {"amount": 30, "unit": "WORKING_DAY"}
    case = under(desk, step("first"), step("second", limit=longer), step("third", limit=TWO[0]["limit"])).accepted()
    steps = list(case.steps.order_by("place"))

    def given() -> list[tuple[int, bool] | None]:
        told = [stepping.terms_of(case, one, at=desk.at) for one in steps]
        return [(one["limit"].amount, "第四十三条" in one["limit"].basis) if one else None for one in told]

    assert given() == [None, (30, False), (3, False)]
    case.region_id = "320200"  # as if the city decided on what the district looks through first
    assert given() == [(20, True), (20, True), (3, False)]


class TestTogether:
    """行政许可法26(2): several departments, each its own step."""

    @pytest.fixture
    def case(self, desk: Desk) -> cases.Case:
        case = under(desk, *JOINT).accepted()
        finish(desk, case)
        return case

    def test_steps_of_one_group_open_together_and_end_in_any_order(self, desk: Desk, case: cases.Case) -> None:
        assert standing(desk, case) == {"first": "DONE", "market": "OPEN", "housing": "OPEN"}

        assert finish(desk, case, *HOUSE).state == State.ACCEPTED
        assert finish(desk, case, *SHOP).state == State.EXAMINED

    def test_nobody_does_the_step_of_another_department(self, desk: Desk, case: cases.Case) -> None:
        for who, key in (("examiner", "market"), ("housing-examiner", "market"), ("market-examiner", "housing")):
            with pytest.raises((NotAllowed, cases.NoSuchStep)):
                finish(desk, case, who, key)

    def test_the_case_exists_for_them_from_when_their_step_begins_and_not_before(self, desk: Desk) -> None:
        case = under(desk, *JOINT).accepted()
        shop = desk.staff("market-examiner")
        with pytest.raises(cases.CaseNotFound):
            cases.case_for(shop, case.number)

        finish(desk, case)

        assert cases.case_for(shop, case.number).pk == case.pk
        assert queries.roles_of(shop, case) == {Role.PARTNER}
        assert [one.pk for one in cases.joint_inbox(shop)] == [case.pk]
        assert (cases.joint_count(shop), cases.inbox(shop)) == (1, [])

    def test_all_they_do_is_their_step(self, desk: Desk, case: cases.Case) -> None:
        house = desk.staff("housing-examiner")
        mine = set(cases.open_verbs(house, case, at=desk.at))
        assert mine == {Verb.FINISH_STEP, Verb.TRANSFER, Verb.ASK_OPINION}

        finish(desk, case, *HOUSE)

        assert cases.open_verbs(house, case, at=desk.at) == (Verb.ASK_OPINION,)
        with pytest.raises(NotAllowed):
            cases.suspend(
                number=case.number,
                ground="EXPERT_REVIEW",
                expected_until=desk.in_days(3),
                reason="评审。",
                by=house,
                at=desk.now(),
            )

    def test_recusal_holds_there_too(self, desk: Desk, case: cases.Case) -> None:
        shop = replace(desk.staff("market-examiner"), recused=frozenset({desk.party}))

        with pytest.raises(cases.CaseNotFound):
            cases.case_for(shop, case.number)
        assert (cases.joint_inbox(shop), cases.joint_count(shop)) == ([], 0)
        assert queries.keeps_out(shop, case.number)

    def test_the_list_of_joint_work_is_read_from_its_index(self, desk: Desk, case: cases.Case) -> None:
        names = {index.name for index in CaseStep._meta.indexes}

        assert "step_joint_in_hand" in names
        assert cases.step_headings(desk.staff("housing-examiner"), [one.pk for one in case.steps.all()])


class TestTheJointLimit:
    """行政许可法42(2): 45 days where departments handle it together, 15 more by the head of the government."""

    def test_applies_where_the_guide_names_no_limit_of_its_own(self, desk: Desk) -> None:
        adjusted(desk, lambda document: less(document, *JOINT), by_revision=False)
        case = desk.accepted()

        clock = next(one for one in cases.clocks(case, at=desk.at) if one.kind == duties.Kind.STATUTORY)
        rule = cases.extension_rule(case)

        assert clock.due_date == date(2026, 11, 9)
        assert rule is not None
        assert (rule.amount, rule.approver) == (15, "本级人民政府负责人")

    def test_is_extended_with_the_paper_of_the_government_and_by_its_own_provision(self, desk: Desk) -> None:
        adjusted(desk, lambda document: less(document, *JOINT), by_revision=False)
        case, decider = desk.accepted(), desk.staff("decider")
        with pytest.raises(cases.NeedsReason) as refusal:
            desk.extended(case)
        assert refusal.value.field == "approval"

        cases.extend(
            number=case.number, reason="涉及多个部门。", approval="锡政办函〔2026〕8号", by=decider, at=desk.now()
        )

        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert (entry.verb, entry.basis) == ("case.extend", "XKF.42.2")
        assert entry.facts["approver"] == "HEAD_OF_GOVERNMENT"
        assert "锡政办函" not in str(entry.facts)
        assert "第四十二条第二款" in values_of(case, Verb.EXTEND)["依据"]
        paper = text_of(cases.read_document(number=case.number, kind="extension", by=desk.applicant, at=desk.at))
        assert "经本级人民政府负责人批准（锡政办函〔2026〕8号）" in paper
        assert "第四十二条第二款" in paper

    def test_the_paper_is_needed_as_well_where_the_guide_names_the_head_of_the_government(self, desk: Desk) -> None:
        by_government = {"amount": 15, "unit": "WORKING_DAY", "legal": "measures-21", "approver": "HEAD_OF_GOVERNMENT"}

        def outside(document: dict[str, Any]) -> None:
            document["limits"]["extension"] = by_government

        adjusted(desk, outside, by_revision=False)
        case = desk.accepted()
        with pytest.raises(cases.NeedsReason) as refusal:
            desk.extended(case)
        assert refusal.value.field == "approval"
        assert not duties.extensions_of(duties.Kind.STATUTORY, subject=case.pk)

        paper, decider = "锡政办函〔2026〕8号", desk.staff("decider")
        cases.extend(number=case.number, reason="涉及多个部门。", approval=paper, by=decider, at=desk.now())

        assert ledger.history(kind="case", subject=case.pk)[-1].facts["approver"] == "HEAD_OF_GOVERNMENT"
        read = text_of(cases.read_document(number=case.number, kind="extension", by=desk.applicant, at=desk.at))
        assert f"经本级人民政府负责人批准（{paper}）" in read

    def test_is_no_matter_of_one_department_or_of_one_that_only_supervises(self, desk: Desk) -> None:
        def alone(document: dict[str, Any]) -> None:
            with_steps(document, *TWO)
            document["department"]["joint"] = [{"code": "ZD320213AMR", "name": "市场监管局"}]
            document["limits"]["extension"] = None

        adjusted(desk, alone, by_revision=False)
        rule = cases.extension_rule(desk.accepted())

        assert rule is not None
        assert (rule.amount, rule.approver) == (10, "本机关负责人")
        with pytest.raises(catalog.GuideFaulty):
            adjusted(desk, lambda document: less(document, *TWO), by_revision=False)


class TestAtOnce:
    """行政许可法34(2): what can be decided on the spot is."""

    @pytest.fixture
    def case(self, desk: Desk) -> cases.Case:
        adjusted(desk, on_the_spot, by_revision=False)
        return desk.submitted()

    @pytest.mark.parametrize("grants", [True, False])
    def test_receipt_to_decision_is_one_act_with_one_entry(self, desk: Desk, case: cases.Case, grants: bool) -> None:  # noqa: FBT001 - a parameter
        decider, before = desk.staff("decider"), len(verbs(case))
        if grants:
            done = cases.grant_at_once(number=case.number, opinion="齐全，当场准予。", by=decider, at=desk.now())
        else:
            done = cases.refuse_at_once(number=case.number, reason="不符合条件。", by=decider, at=desk.now())

        assert done.state == (State.GRANTED if grants else State.REFUSED)
        assert (done.accepted_at, len(verbs(case)) - before) == (desk.at, 1)
        lights = {one.kind: one.light for one in cases.clocks(case, at=desk.at)}
        assert {lights[kind] for kind in (duties.Kind.NOTICE, duties.Kind.PROMISED)} == {duties.Light.MET}
        assert lights[duties.Kind.DELIVERY] == duties.Light.GREEN
        said = cast("dict[str, Any]", documents.said(case.documents.get(kind="acceptance").document_id)["facts"])
        assert said["at_once"]
        result = documents.said(case.documents.get(kind="grant" if grants else "refusal").document_id)
        assert "（含当日）送达。可以在网上签收、下载" in str(result)
        papers = [paper.kind for paper in cases.document_list(case)]
        assert papers == ["receipt", "acceptance", "grant" if grants else "refusal"]

    @pytest.mark.parametrize("verb", ["grant_at_once", "refuse_at_once"])
    def test_what_was_added_since_the_page_was_opened_is_read_before(
        self, desk: Desk, case: cases.Case, verb: str
    ) -> None:
        said = {"opinion": "准予。"} if verb == "grant_at_once" else {"reason": "不符合。", "considered": "已经考虑。"}
        act = partial(getattr(cases, verb), number=case.number, by=desk.staff("decider"), **said)
        seen = desk.fresh(case).changed_at
        cases.add(number=case.number, words="有一项达不到。", uploads=[], by=desk.applicant, at=desk.now())

        with pytest.raises(cases.MovedBeforeDeciding):
            act(at=desk.now(), seen=seen)

        assert desk.fresh(case).state == State.RECEIVED
        act(at=desk.now(), seen=desk.fresh(case).changed_at)
        assert desk.fresh(case).state in cases.DECIDED

    def test_is_offered_to_who_decides_and_to_nobody_else(self, desk: Desk, case: cases.Case) -> None:
        offered = {name: cases.open_verbs(desk.staff(name), case, at=desk.at) for name in ("decider", "acceptor")}

        assert [Verb.GRANT_AT_ONCE in offered[name] for name in ("decider", "acceptor")] == [True, False]
        with pytest.raises(NotAllowed):
            cases.grant_at_once(number=case.number, opinion="准予。", by=desk.staff("acceptor"), at=desk.now())

    def test_what_is_promised_in_days_goes_its_way(self, desk: Desk) -> None:
        case = desk.submitted()

        with pytest.raises(cases.NotAtOnce):
            cases.grant_at_once(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())

        assert Verb.GRANT_AT_ONCE in cases.barred(case, at=desk.at)


def test_adopting_a_newer_version_keeps_what_was_begun_and_exchanges_what_waits(desk: Desk) -> None:
    case = under(desk, *TWO).accepted()
    finish(desk, case)
    adjusted(desk, lambda document: with_steps(document, step("first"), step("second"), step("third")))
    cases.propose_version(number=case.number, reason="有利。", by=desk.staff("acceptor"), at=desk.now())
    cases.adopt_version(number=case.number, reason="有利。", by=desk.staff("decider"), at=desk.now())

    assert standing(desk, case) == {"first": "DONE", "second": "OPEN", "third": "WAITING"}


def test_a_guide_without_a_step_to_examine_is_examined_all_the_same(desk: Desk) -> None:
    guide = desk.draft().guide.guide
    bare = guide.model_copy(update={"process": ()})

    assert [(one.step, one.role, one.department) for one in planned(bare)] == [
        ("examination", Role.EXAMINER, "ZD320213ADM")
    ]


def test_nothing_comes_next_while_something_is_in_hand() -> None:
    one = CaseStep(step="a", turn=1, state="OPEN")
    two = CaseStep(step="b", turn=2, state="WAITING")

    assert next_turn([one, two]) is None
    assert next_turn([two]) == 2
    with pytest.raises(cases.NoSuchStep):
        to_send_back([one, two], [])


def test_a_step_that_the_guide_gives_to_another_post_is_done_by_that_post_alone(desk: Desk) -> None:
    case = under(desk, step("first", role="DECIDER"), step("second")).accepted()
    with pytest.raises(NotAllowed):
        finish(desk, case)

    finish(desk, case, "deputy")

    assert standing(desk, case) == {"first": "DONE", "second": "OPEN"}
    assert finish(desk, case).state == State.EXAMINED
