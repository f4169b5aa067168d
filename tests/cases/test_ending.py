from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State, Verb
from tongban.cases.models import CaseMaterial
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages


def lights(case: cases.Case, desk: Desk) -> dict[duties.Kind, duties.Light]:
    return {one.kind: one.light for one in cases.clocks(case, at=desk.at)}


def terminate(desk: Desk, case: cases.Case, ground: str, competent: str = "") -> cases.Case:
    reason, by = "申请人已经注销。", desk.staff("decider")
    return cases.terminate(number=case.number, ground=ground, reason=reason, competent=competent, by=by, at=desk.now())


class TestReminding:
    def test_as_often_as_wanted_with_a_message_and_no_effect_on_any_clock(self, desk: Desk) -> None:
        case = desk.correcting()
        before = [(one.kind, one.due_at, one.state) for one in cases.clocks(case, at=desk.at)]

        for _ in range(2):
            cases.remind(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        fresh = desk.fresh(case)
        told = [one for one in messages.inbox(desk.party) if "1项都还要补正" in one.body]
        entries = [one.verb for one in ledger.history(kind="case", subject=case.pk)]
        assert [(one.kind, one.due_at, one.state) for one in cases.clocks(fresh, at=desk.at)] == before
        assert (fresh.state, len(told), entries.count("case.remind")) == (State.CORRECTION, 2, 2)


class TestFullSupplement:
    """行政许可法32(1)5: who hands in all that was asked for is accepted; where the regime says so, on that day."""

    def regime(self, desk: Desk, code: str) -> None:
        kind = catalog.ItemType.PUBLIC_SERVICE if code == "PUBLIC_SERVICE" else catalog.ItemType.CONFIRMATION
        guide = desk.draft().guide.guide
        basics = guide.basics.model_copy(update={"type": kind})
        other = guide.model_copy(update={"basics": basics, "regime": code})
        self.patch.setattr(catalog.GuideVersion, "guide", property(lambda _: other))

    @pytest.fixture(autouse=True)
    def _patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch

    @pytest.mark.parametrize("code", ["PUBLIC_SERVICE", "ADMINISTRATIVE_LICENCE"])
    def test_is_acceptance_on_that_day_where_the_regime_says_so(self, desk: Desk, code: str) -> None:
        if code != "ADMINISTRATIVE_LICENCE":
            self.regime(desk, code)

        case = desk.fresh(desk.corrected(whole=True))

        assert (case.state, case.accepted_at) == (State.ACCEPTED, desk.at)
        assert lights(case, desk)[duties.Kind.PROMISED] == duties.Light.GREEN
        assert [step.verb for step in cases.timeline(case)][-2:] == [Verb.SUPPLEMENT, Verb.ACCEPT_IN_FULL]
        assert cases.document_list(case)[-1].kind == "acceptance"

    def test_waits_for_the_word_of_the_authority_elsewhere(self, desk: Desk) -> None:
        self.regime(desk, "CONFIRMATION")

        case = desk.corrected(whole=True)

        assert case.state == State.CORRECTED


class TestTerminating:
    def test_ends_every_clock_and_is_delivered_as_a_notice(self, desk: Desk) -> None:
        case = terminate(desk, desk.accepted(), "APPLICANT_GONE")

        found = lights(case, desk)
        paper = cases.document_list(case)[-1]
        assert (found[duties.Kind.STATUTORY], found[duties.Kind.PROMISED]) == (duties.Light.LIFTED,) * 2
        assert found[duties.Kind.DELIVERY] == duties.Light.GREEN
        assert (paper.title, paper.result) == ("终止办理告知书", True)
        assert cases.opinion_list(desk.applicant, case)[-1][1].text == "申请人已经注销。"
        assert cases.deliver(number=case.number, by=desk.applicant, at=desk.now()).delivered_at == desk.at

    @pytest.mark.parametrize("ground", ["", "BECAUSE", "NOT_SUPPLIED", "NOT_CORRECTED"])
    def test_a_ground_that_there_is_not_is_refused(self, desk: Desk, ground: str) -> None:
        case = desk.correcting()

        with pytest.raises(cases.NeedsReason) as refusal:
            terminate(desk, case, ground)

        assert refusal.value.field == "ground"
        assert desk.fresh(case).state == State.CORRECTION

    def test_a_missed_correction_is_a_ground_only_after_the_period_of_the_notice(self, desk: Desk) -> None:
        case = desk.correcting()
        # Asked for on 1 September: thirty working days, with a Sunday worked and ten days off, end on 19 October.
        end = datetime(2026, 10, 20, tzinfo=SHANGHAI)

        before, later = (
            {one.code for one in cases.open_endings(case, at=at)} for at in (end - timedelta(seconds=1), end)
        )

        assert "NOT_CORRECTED" not in before
        assert "NOT_CORRECTED" in later

    def test_every_ground_names_its_provision_and_what_is_not_checked(self) -> None:
        grounds = [one for regime in duties.regimes() for one in regime.endings]

        assert {one.code for one in grounds} >= {"APPLICANT_GONE", "ITEM_CANCELLED", "GIVEN_UP", "NOT_CORRECTED"}
        assert all("待核定" in one.note and "待核定" not in one.basis for one in grounds)
        assert all(regime.endings for regime in duties.regimes())


@pytest.mark.parametrize("code", sorted(duties.regime_codes()))
def test_a_matter_that_is_not_ours_is_refused_acceptance_naming_who_under_every_regime(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    other = desk.draft().guide.guide.model_copy(update={"regime": code})
    monkeypatch.setattr(catalog.GuideVersion, "guide", property(lambda _: other))
    case = desk.submitted()

    cases.refuse_acceptance(
        number=case.number,
        ground=cases.Ground.NOT_COMPETENT,
        reason="经营场所在滨湖区。",
        competent="无锡市滨湖区行政审批局",
        by=desk.staff("acceptor"),
        at=desk.now(),
    )

    assert cases.document_list(case)[-1].kind == "non_acceptance"
    assert desk.fresh(case).state == State.NOT_ACCEPTED


class TestNotOurs:
    """行政许可法32(1)2, 69(1)2: what is not ours to decide ends with the word whose it is, however late that shows."""

    def test_a_case_that_silence_accepted_ends_naming_who_is_competent(self, desk: Desk) -> None:
        case = desk.submitted()
        assert "NOT_COMPETENT" not in {one.code for one in cases.open_endings(case, at=desk.at)}
        desk.at += timedelta(days=10)

        with pytest.raises(cases.NeedsReason) as refusal:
            terminate(desk, case, "NOT_COMPETENT")
        ended = terminate(desk, case, "NOT_COMPETENT", "无锡市滨湖区行政审批局")

        verbs = [step.verb for step in cases.timeline(ended)]
        said: Any = documents.said(ended.documents.get(kind="termination").document_id)["facts"]
        assert refusal.value.field == "competent"
        assert (verbs[-2:], ended.state) == ([Verb.DEEM_ACCEPTED, Verb.TERMINATE], State.TERMINATED)
        assert (said["competent"], "32" in str(said["articles"]) or "三十二" in str(said["articles"])) == (
            "无锡市滨湖区行政审批局",
            True,
        )
        assert cases.opinion_list(desk.applicant, ended)[-1][1].competent == "无锡市滨湖区行政审批局"

    @pytest.mark.parametrize("state", [State.CORRECTION, State.ACCEPTED, State.EXAMINED])
    def test_it_may_show_while_it_is_corrected_or_examined(self, desk: Desk, state: State) -> None:
        case = desk.in_state(state)

        assert terminate(desk, case, "NOT_COMPETENT", "无锡市滨湖区行政审批局").state == State.TERMINATED

    @pytest.mark.parametrize("state", [State.RECEIVED, State.CORRECTED])
    def test_before_acceptance_it_is_refused_acceptance_instead(self, desk: Desk, state: State) -> None:
        with pytest.raises(cases.NeedsReason) as refusal:
            terminate(desk, desk.in_state(state), "NOT_COMPETENT", "无锡市滨湖区行政审批局")

        assert refusal.value.field == "ground"

    def test_who_is_competent_is_kept_of_no_other_ground(self, desk: Desk) -> None:
        ended = terminate(desk, desk.accepted(), "APPLICANT_GONE", "无锡市滨湖区行政审批局")

        assert ended.opinions.get(verb=Verb.TERMINATE).competent == ""


class TestApplyingAnew:
    @pytest.mark.parametrize(
        "state", [State.NOT_ACCEPTED, State.WITHDRAWN, State.REFUSED, State.TERMINATED], ids=lambda one: one.lower()
    )
    def test_what_came_to_no_result_is_applied_for_anew_with_what_was_there(self, desk: Desk, state: State) -> None:
        old = desk.in_state(state)

        draft = cases.reapply(number=old.number, by=desk.applicant, at=desk.now())

        assert (draft.state, draft.number, draft.follows_id) == (State.DRAFT, "", old.pk)
        assert cases.answers(draft) == cases.answers(old)
        assert cases.faults(draft, at=desk.at) == {}
        assert [one.pk for one in old.followed_by.all()] == [draft.pk]
        mine = set(draft.materials.values_list("file", flat=True))
        assert mine == set(old.materials.values_list("file", flat=True))

    @pytest.mark.parametrize("state", [State.RECEIVED, State.ACCEPTED, State.GRANTED])
    def test_what_runs_or_was_granted_is_not(self, desk: Desk, state: State) -> None:
        case = desk.in_state(state)

        with pytest.raises(cases.NotToApplyAnew):
            cases.reapply(number=case.number, by=desk.applicant, at=desk.now())

    def test_a_new_receipt_begins_new_clocks(self, desk: Desk) -> None:
        old = desk.in_state(State.WITHDRAWN)
        draft = cases.reapply(number=old.number, by=desk.applicant, at=desk.now())

        case = cases.submit(draft=draft.pk, token=draft.pk, by=desk.applicant, at=desk.now())

        assert case.number not in {"", old.number}
        assert lights(case, desk)[duties.Kind.NOTICE] == duties.Light.GREEN

    def test_a_draft_that_was_begun_already_is_left_as_it_stands(self, desk: Desk) -> None:
        old = desk.in_state(State.WITHDRAWN)
        begun = desk.draft()

        again = cases.reapply(number=old.number, by=desk.applicant, at=desk.now())

        assert (again.pk, again.follows_id) == (begun.pk, None)

    def test_throwing_the_draft_away_leaves_the_files_of_the_earlier_case(self, desk: Desk) -> None:
        old = desk.in_state(State.WITHDRAWN)
        draft = cases.reapply(number=old.number, by=desk.applicant, at=desk.now())

        cases.discard(draft=draft.pk, by=desk.applicant, at=desk.now())

        row = CaseMaterial.objects.filter(case=old).first()
        assert row is not None
        assert queries.open_material(old, row.pk, at=desk.at)

    def test_staff_do_not(self, desk: Desk) -> None:
        old = desk.in_state(State.REFUSED)

        with pytest.raises(NotAllowed):
            cases.reapply(number=old.number, by=desk.staff("decider"), at=desk.now())
