"""行政许可法34(3), 55(2): nobody verifies on the spot or is sent to inspect alone, and who it was is kept and told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.guides import OWN, step, with_steps
from tests.cases.samples import PAIR, Desk, on_paper
from tests.cases.versions import adjusted
from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.cases.archive.contents import texts_of
from tongban.cases.archive.rules import Part
from tongban.cases.sending import api as sending
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db


def examine(desk: Desk, case: cases.Case, **said: Any) -> cases.Case:  # noqa: ANN401 - as the verb takes them
    told: dict[str, Any] = {"passed": True, "opinion": "现场核查符合。", "by": desk.staff("examiner"), "at": desk.now()}
    return cases.examine(number=case.number, **told | said)


def looked_at(document: dict[str, Any]) -> None:
    """Let the first of two steps be the one in which somebody goes and looks."""
    looking = [one["id"] for one in document["special"] if one["kind"] == "SITE_CHECK"]
    with_steps(document, step("look", OWN, special=looking), step("papers", OWN))


class TestVerifying:
    def test_one_alone_is_refused_with_the_article_and_two_are_kept(self, desk: Desk) -> None:
        case, deputy = desk.accepted(), desk.staff("deputy")

        with pytest.raises(sending.TooFewSent) as refusal:
            examine(desk, case)
        assert (refusal.value.field, "两名以上" in refusal.value.message) == ("colleagues", True)
        with pytest.raises(sending.TooFewSent):
            examine(desk, case, colleagues=[desk.staff("examiner").id])  # whoever does it is one, not two
        assert desk.fresh(case).state == State.ACCEPTED

        examine(desk, case, colleagues=[deputy.id])

        (finding,) = cases.findings(desk.fresh(case))
        assert sending.sent_of(finding.sent) == sending.Sent((desk.staff("examiner").id, deputy.id))

    def test_somebody_of_another_body_is_named_in_words(self, desk: Desk) -> None:
        case = examine(desk, desk.accepted(), others=["测试核查员（食品检查队）", " "])

        (finding,) = cases.findings(case)
        assert sending.sent_of(finding.sent).others == ("测试核查员（食品检查队）",)

    def test_what_is_no_name_is_refused(self, desk: Desk) -> None:
        with pytest.raises(sending.NameTooLong):
            examine(desk, desk.accepted(), others=["长" * 101])

    def test_whoever_does_not_reach_the_case_is_no_colleague(self, desk: Desk) -> None:
        with pytest.raises(cases.NoSuchColleague):
            examine(desk, desk.accepted(), colleagues=[desk.staff("housing-decider").id])

    def test_nobody_decides_on_what_they_went_to_see(self, desk: Desk) -> None:
        decider = desk.staff("decider")
        case = examine(desk, desk.accepted(), colleagues=[decider.id])

        with pytest.raises(cases.ExaminedByOneself):
            cases.grant(number=case.number, opinion="准予。", by=decider, at=desk.now())

    def test_the_entry_names_accounts_and_counts_others_and_the_file_keeps_them(self, desk: Desk) -> None:
        case = examine(desk, desk.accepted(), others=["测试核查员"])

        entry = ledger.changes(kind="case", subject=case.pk)[-1]
        assert (entry.facts["sent"], entry.facts["sent_others"]) == ([str(desk.staff("examiner").id)], 1)
        opinions = json.loads(texts_of(case, until=desk.now())[Part.RECORD])["opinions"]
        assert opinions[-1]["sent"]["others"] == ["测试核查员"]

    def test_where_the_papers_already_show_that_it_cannot_be_nobody_has_to_go(self, desk: Desk) -> None:
        assert examine(desk, desk.accepted(), passed=False).state == State.EXAMINED

    def test_a_guide_without_it_asks_for_nobody(self, desk: Desk) -> None:
        desk.guided(on_paper)

        case = examine(desk, desk.accepted(), others=["测试核查员"])

        assert (case.state, cases.findings(case)[0].sent) == (State.EXAMINED, {})

    def test_only_the_step_that_names_it_is_done_by_two(self, desk: Desk) -> None:
        adjusted(desk, looked_at, by_revision=False)
        case = desk.accepted()
        assert sending.on_the_spot(case.guide.guide) == {"look"}

        with pytest.raises(sending.TooFewSent):
            examine(desk, case)
        examine(desk, case, others=["测试核查员"])

        assert examine(desk, case).state == State.EXAMINED


def send(desk: Desk, case: cases.Case, ground: str = "INSPECTION", **said: Any) -> cases.Case:  # noqa: ANN401 - the same
    told: dict[str, Any] = {"reason": "水质需要检验。", "by": desk.staff("examiner"), "at": desk.now()}
    until = desk.in_days(9)
    return cases.suspend(number=case.number, ground=ground, expected_until=until, **told | said)


class TestDispatching:
    def test_two_at_least_are_named_and_whoever_begins_it_is_one_only_if_named(self, desk: Desk) -> None:
        case, examiner = desk.accepted(), desk.staff("examiner")

        with pytest.raises(sending.TooFewSent) as refusal:
            send(desk, case, others=["测试检验员甲"])
        assert "五日内指派两名以上" in refusal.value.message
        assert cases.procedures(desk.fresh(case), at=desk.at) == []

        send(desk, case, colleagues=[examiner.id], others=["测试检验员甲"])

        entry = ledger.changes(kind="case", subject=case.pk)[-1]
        assert (entry.facts["sent"], entry.facts["sent_others"]) == ([str(examiner.id)], 1)
        assert "late" not in entry.facts
        (_, opinion), *_ = cases.opinion_list(examiner, desk.fresh(case))
        assert sending.sent_of(opinion.sent) == sending.Sent((examiner.id,), ("测试检验员甲",))

    def test_on_the_sixth_working_day_it_still_goes_and_the_entry_says_that_it_is_late(self, desk: Desk) -> None:
        case = desk.accepted()
        until = sending.dispatch_until(case)
        assert until is not None
        desk.at = desk.at.replace(year=until.year, month=until.month, day=until.day)
        send(desk, case, others=PAIR)
        assert "late" not in ledger.changes(kind="case", subject=case.pk)[-1].facts
        desk.resumed(case, "INSPECTION")

        desk.at += timedelta(days=1)
        send(desk, case, "QUARANTINE", others=PAIR)

        assert ledger.changes(kind="case", subject=case.pk)[-1].facts["late"] == 1

    def test_another_procedure_sends_nobody(self, desk: Desk) -> None:
        case = send(desk, desk.accepted(), "EXPERT_REVIEW", others=PAIR)

        (_, opinion), *_ = cases.opinion_list(desk.staff("examiner"), case)
        assert opinion.sent == {}
