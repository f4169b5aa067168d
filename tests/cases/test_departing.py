"""Granting against what was found: with a reason of its own, and never over another department's head."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cases.guides import JOINT, finish, under
from tests.cases.samples import WENT, Desk
from tests.cases.test_correcting import text_of
from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.cases.desk import api as batch
from tongban.ledger import api as ledger

WHY = "复核现场照片，布局已经整改到位。"


def grant(desk: Desk, case: cases.Case, departing: str = "") -> cases.Case:
    return cases.grant(
        number=case.number, opinion="同意。", departing=departing, by=desk.staff("decider"), at=desk.now()
    )


def found(desk: Desk, case: cases.Case, who: str, *, passed: bool) -> cases.Case:
    return cases.finish_step(
        number=case.number, passed=passed, opinion="现场查看。", others=WENT, by=desk.staff(who), at=desk.now()
    )


def test_a_grant_against_the_examination_needs_a_reason_of_its_own(desk: Desk) -> None:
    case = desk.examined(passed=False)

    with pytest.raises(cases.NeedsReason) as refusal:
        grant(desk, case, "  ")

    assert refusal.value.field == "departing"
    assert desk.fresh(case).state == State.EXAMINED
    told = batch.in_one_go(
        verb=Verb.GRANT, numbers=[case.number], opinion="同意。", by=desk.staff("decider"), at=desk.now()
    )
    assert [one.done for one in told] == [False]


def test_the_reason_for_departing_is_recorded_and_the_decision_gives_it_and_says_nothing_else(desk: Desk) -> None:
    case = grant(desk, desk.examined(passed=False), WHY)

    last = [entry for entry in ledger.history(kind="case", subject=case.pk) if entry.verb == "case.grant"][-1]
    assert last.facts["departing"] == ["examination"]
    assert case.opinions.get(verb=Verb.GRANT).departing == WHY
    paper = text_of(cases.read_document(number=case.number, kind="grant", by=desk.applicant, at=desk.at))
    assert "审查意见认为不符合条件" in paper
    assert WHY in paper
    assert "经审查，申请符合法定条件" not in paper


def test_where_the_conditions_were_found_met_there_is_nothing_to_depart_from(desk: Desk) -> None:
    case = grant(desk, desk.examined(), WHY)

    assert case.opinions.get(verb=Verb.GRANT).departing == ""


def test_what_another_department_refused_is_sent_back_or_refused_and_never_granted(desk: Desk) -> None:
    case = under(desk, *JOINT).accepted()
    finish(desk, case)
    finish(desk, case, "market-examiner")
    found(desk, case, "housing-examiner", passed=False)
    decider = desk.staff("decider")

    with pytest.raises(cases.RefusedJointly):
        grant(desk, case, WHY)
    assert "不能代替它准予" in cases.barred(desk.fresh(case), at=desk.at)[Verb.GRANT]
    assert {Verb.REFUSE, Verb.SEND_BACK} <= set(cases.open_verbs(decider, desk.fresh(case), at=desk.at))

    cases.send_back(number=case.number, reason="请再核。", steps=["housing"], by=decider, at=desk.now())
    found(desk, case, "housing-examiner", passed=True)
    assert grant(desk, case).state == State.GRANTED


def test_the_database_knows_a_departing_reason_of_a_grant_only(desk: Desk) -> None:
    case = desk.examined()

    with pytest.raises(IntegrityError, match="opinion_departs_only_in_granting"), transaction.atomic():
        case.opinions.update(departing=WHY)
