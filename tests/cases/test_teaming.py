"""转办与征求意见: within an authority and among those that take part; no clock waits for it, no applicant reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cases.guides import HOUSING, JOINT, finish, under
from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.cases.models import Assignment
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Role
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger


def entries(case: cases.Case) -> list[ledger.Entry]:
    return [one for one in ledger.history(kind="case", subject=case.pk) if one.verb != "case.read"]


class TestTransfer:
    def test_the_work_waits_for_a_colleague_by_name_and_others_still_may(self, desk: Desk) -> None:
        case, decider, deputy = desk.examined(), desk.staff("decider"), desk.staff("deputy")
        before = entries(case)

        cases.transfer(number=case.number, to=deputy.id, by=decider, at=desk.now(), note="请接着办。")

        (given,) = cases.assignments(case)
        assert (given.to, given.by, given.note) == (deputy.id, decider.id, "请接着办。")
        assert [one.verb for one in entries(case)[len(before) :]] == ["case.transfer"]
        assert [len(cases.read_list(by=who, at=desk.at, assigned=True)) for who in (deputy, decider)] == [1, 0]
        assert (cases.assigned_count(deputy), cases.assigned_count(decider)) == (1, 0)

        cases.grant(number=case.number, opinion="准予。", by=decider, at=desk.now())

        assert cases.assignments(case) == []
        assert cases.assigned_count(deputy) == 0

    def test_a_second_transfer_takes_the_place_of_the_first(self, desk: Desk) -> None:
        case, decider, deputy = desk.examined(), desk.staff("decider"), desk.staff("deputy")
        cases.transfer(number=case.number, to=deputy.id, by=decider, at=desk.now())

        cases.transfer(number=case.number, to=decider.id, by=deputy, at=desk.now())

        assert [one.to for one in cases.assignments(case)] == [decider.id]
        assert Assignment.objects.filter(case=case).count() == 2

    @pytest.mark.parametrize("who", ["decider", "acceptor", "housing-decider", "market-examiner"])
    def test_nobody_gets_what_they_may_not_do_and_nobody_gives_it_to_themselves(self, desk: Desk, who: str) -> None:
        case = desk.examined()

        with pytest.raises(cases.NoSuchColleague):
            cases.transfer(number=case.number, to=desk.staff(who).id, by=desk.staff("decider"), at=desk.now())

        assert cases.assignments(case) == []

    def test_whoever_may_not_do_it_does_not_hand_it_over(self, desk: Desk) -> None:
        case = desk.examined()

        with pytest.raises(NotAllowed):
            cases.transfer(number=case.number, to=desk.staff("deputy").id, by=desk.staff("acceptor"), at=desk.now())

    def test_a_step_of_another_department_is_handed_over_within_it(self, desk: Desk) -> None:
        case = under(desk, *JOINT).accepted()
        finish(desk, case)
        clerk = desk.city.user("housing-acceptor")
        house = desk.staff("housing-examiner")
        identity.appoint(
            user=clerk, role=Role.EXAMINER, department=HOUSING, region="320213", by=SYSTEM, at=desk.city.at
        )

        cases.transfer(number=case.number, to=clerk.id, by=house, at=desk.now())

        assert [one.step for one in cases.assignments(case)] == ["环节housing"]
        finish(desk, case, house, "housing")
        assert cases.assignments(case) == []


class TestAskingColleagues:
    def test_question_and_answer_stay_among_staff_and_stop_no_clock(self, desk: Desk) -> None:
        case, decider, deputy = desk.examined(), desk.staff("decider"), desk.staff("deputy")
        ends = [clock.due_at for clock in cases.clocks(case, at=desk.at)]

        cases.ask_opinion(
            number=case.number,
            question="布局是否合适？",
            due_on=desk.in_days(2),
            colleagues=[deputy.id],
            by=decider,
            at=desk.now(),
        )
        (asked,) = cases.consultations(deputy, case)[0].asked
        assert (asked.mine, Verb.GIVE_OPINION in cases.open_verbs(deputy, case, at=desk.at)) == (True, True)
        assert Verb.GIVE_OPINION not in cases.open_verbs(decider, case, at=desk.at)
        assert cases.assigned_count(deputy) == 1
        cases.give_opinion(number=case.number, asked=asked.id, answer="合适。", by=deputy, at=desk.now())

        (question,) = cases.consultations(decider, case)
        assert (question.asked[0].answer, question.asked[0].answered_by) == ("合适。", deputy.id)
        assert [clock.due_at for clock in cases.clocks(case, at=desk.at)] == ends
        assert [one.verb for one in entries(case)[-2:]] == ["case.ask_opinion", "case.give_opinion"]
        assert not any("布局" in str(one.facts) or "合适" in str(one.facts) for one in entries(case))
        assert {Verb.ASK_OPINION, Verb.GIVE_OPINION}.isdisjoint(step.verb for step in cases.timeline(case))
        assert Verb.GIVE_OPINION in {step.verb for step in cases.timeline(case, among_staff=True)}
        with pytest.raises(NotAllowed):
            cases.consultations(desk.applicant, case)
        with pytest.raises(cases.AnsweredAlready):
            cases.give_opinion(number=case.number, asked=asked.id, answer="再答。", by=deputy, at=desk.now())

    def test_a_department_that_takes_part_is_asked_as_one(self, desk: Desk) -> None:
        case = under(desk, *JOINT).accepted()
        finish(desk, case)
        house, shop = desk.staff("housing-examiner"), desk.staff("market-examiner")
        cases.ask_opinion(
            number=case.number, question="消防？", due_on=desk.in_days(1), departments=[HOUSING], by=shop, at=desk.now()
        )
        asked = cases.consultations(house, case)[0].asked[0]

        with pytest.raises(cases.NothingAsked):
            cases.give_opinion(number=case.number, asked=asked.id, answer="可以。", by=shop, at=desk.now())
        cases.give_opinion(number=case.number, asked=asked.id, answer="可以。", by=house, at=desk.now())

        assert cases.consultations(shop, case)[0].asked[0].answered_by == house.id

    @pytest.mark.parametrize(
        ("refusal", "more"),
        [
            (cases.NoSuchColleague, {}),
            (cases.NoSuchColleague, {"departments": [HOUSING]}),
            (cases.DueTooEarly, {"due_on": date(2026, 8, 31)}),
            (cases.NeedsReason, {"question": " "}),
        ],
    )
    def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(
        self, desk: Desk, refusal: type[Exception], more: dict[str, object]
    ) -> None:
        case = desk.examined()
        before = len(entries(case))

        ask: dict[str, Any] = {"question": "？", "due_on": desk.in_days(1)} | more

        with pytest.raises(refusal):
            cases.ask_opinion(number=case.number, by=desk.staff("decider"), at=desk.now(), **ask)

        assert (cases.consultations(desk.staff("decider"), case), len(entries(case))) == ([], before)

    def test_whoever_keeps_out_is_told_so_when_they_hand_it_over(self, desk: Desk) -> None:
        case = desk.examined()
        kept = replace(desk.staff("deputy"), recused=frozenset({case.applicant_id}))

        with pytest.raises(identity.Recused):
            cases.transfer(number=case.number, to=desk.staff("decider").id, by=kept, at=desk.now())
