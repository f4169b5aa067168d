"""行政许可法34(3): what has to be verified on the spot is verified by two at least, who are kept and told of."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cases.guides import OWN, step, with_steps
from tests.cases.samples import Desk, on_paper
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
