"""责令限期整改: what a check found unmet is put right in a time, reported, looked at again, and only then judged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.cases.samples import PDF, Desk
from tests.cases.test_promising_conditions import LAYOUT, applied, at_once, said
from tongban.cases import api as cases
from tongban.cases import policy, tasks
from tongban.cases.api import Promised, PromiseEnd, Verb
from tongban.cases.models import CaseOutcome, Promise
from tongban.cases.promises import api as promising
from tongban.cases.promises.api import PromiseState, ToRectify
from tongban.cases.promises.reminding import orders_due, remind_of_order
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.kernel.errors import NotAllowed, WrongState
from tongban.ledger import api as ledger
from tongban.messages import api as messages

FOUND = "生熟食品共用一个水池，没有按承诺改造。"
DO = "分设生食、熟食清洗水池，并分别标识。"
REPORT = "已经分设两个水池，照片附后。"
UPLOAD = cases.Upload(material="", data=PDF, name="照片.pdf")


@pytest.fixture
def checked(desk: Desk) -> cases.Case:
    """Return a case granted on a promise whose time to be met is over: 9 October."""
    done = at_once(desk, applied(desk))
    desk.at = desk.at.replace(month=10, day=9)
    return done


def order(desk: Desk, case: cases.Case, *, days: int = 15, key: str = LAYOUT, who: str = "examiner") -> cases.Case:
    points = [ToRectify(key, DO)]
    return cases.order_rectification(
        number=case.number, points=points, days=days, reason=FOUND, by=desk.staff(who), at=desk.now()
    )


def report(desk: Desk, case: cases.Case, *, words: str = REPORT) -> cases.Case:
    return cases.report_rectification(
        number=case.number, words=words, uploads=[UPLOAD], by=desk.applicant, at=desk.now()
    )


def judge(desk: Desk, case: cases.Case, *, kept: bool, key: str = LAYOUT) -> cases.Case:
    return cases.check_commitment(
        number=case.number, material=key, kept=kept, reason="复查。", by=desk.staff("examiner"), at=desk.now()
    )


def clock(desk: Desk, case: cases.Case, kind: duties.Kind) -> duties.Clock | None:
    return next((one for one in cases.clocks(desk.fresh(case), at=desk.at) if one.kind == kind), None)


def light(desk: Desk, case: cases.Case, kind: duties.Kind) -> duties.Light | None:
    found = clock(desk, case, kind)
    return found.light if found else None


def stands(desk: Desk, case: cases.Case) -> list[PromiseState]:
    return [one.stands for one in promising.shown(desk.fresh(case))]


class TestOrdering:
    def test_it_says_in_writing_what_to_do_until_when_and_changes_nothing_of_the_decision(
        self, desk: Desk, checked: cases.Case
    ) -> None:
        order(desk, checked)

        paper = said(checked, "rectification")
        assert paper["points"] == [{"name": "受理标准第5项", "text": DO}]
        assert (paper["reason"], paper["due_on"], paper["decided_on"]) == (FOUND, "2026-10-29", "2026-09-01")
        assert "告知承诺制的指导意见" in paper["articles"][0]
        assert paper["remedies"]
        (kept,) = [one for one in cases.document_list(desk.fresh(checked)) if one.kind == "rectification"]
        assert (kept.title, "整" in kept.number) == ("责令限期整改通知书", True)
        assert documents.render(checked.documents.get(kind="rectification").document_id).startswith(b"%PDF")
        assert (desk.fresh(checked).state, cases.outcomes(checked)) == (cases.State.GRANTED, [])

    def test_the_applicant_owes_it_on_a_clock_of_its_own_and_the_check_is_done(
        self, desk: Desk, checked: cases.Case
    ) -> None:
        cases.deliver(number=checked.number, by=desk.applicant, at=desk.now())

        order(desk, checked)

        owed = clock(desk, checked, duties.Kind.RECTIFICATION)
        assert owed is not None
        assert (owed.due_date, owed.light) == (date(2026, 10, 29), duties.Light.GREEN)
        assert "42号" in owed.basis
        assert duties.open_duty(duties.Kind.RECTIFICATION, subject=checked.pk).owed_by == f"party:{desk.party}"  # type: ignore[union-attr]
        assert light(desk, checked, duties.Kind.AFTER_CHECK) == duties.Light.MET
        assert desk.fresh(checked).due_at == owed.due_at
        desk.at += timedelta(days=30)
        assert light(desk, checked, duties.Kind.RECTIFICATION) == duties.Light.OVERDUE

    def test_the_applicant_is_told_and_the_entry_names_no_words(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)

        letter = messages.inbox(desk.party)[0]
        entry = ledger.history(kind="case", subject=checked.pk)[-1]
        (row,) = promising.shown(desk.fresh(checked))
        assert (letter.title, "最晚在2026-10-29" in letter.body) == ("请在期限内整改", True)
        assert (entry.verb, entry.facts) == ("case.order_rectification", {"materials": [LAYOUT], "days": 15})
        assert (row.stands, row.state_name, row.asked, row.until) == (
            PromiseState.ORDERED,
            "责令整改中",
            DO,
            date(2026, 10, 29),
        )
        assert DO.encode() not in bytes(Promise.objects.get(case=checked).asked or b"")

    @pytest.mark.parametrize("days", [0, -1, 31])
    def test_no_longer_time_than_the_policy_gives(self, desk: Desk, checked: cases.Case, days: int) -> None:
        with pytest.raises(promising.UnfitTime) as refusal:
            order(desk, checked, days=days)

        assert (refusal.value.field, "30" in refusal.value.message) == ("days", True)
        assert policy.rectifying(desk.at.date()).longest == 30

    def test_it_names_promises_of_this_case_and_says_what_to_do(self, desk: Desk, checked: cases.Case) -> None:
        examiner = desk.staff("examiner")

        def ordering(*points: ToRectify, reason: str = FOUND) -> None:
            cases.order_rectification(
                number=checked.number, points=points, days=15, reason=reason, by=examiner, at=desk.now()
            )

        with pytest.raises(promising.NothingNamed):
            ordering()
        with pytest.raises(cases.NoSuchCommitment):
            ordering(ToRectify("criteria.1", DO))
        with pytest.raises(cases.NeedsReason) as wordless:
            ordering(ToRectify(LAYOUT, " "))
        with pytest.raises(cases.NeedsReason):
            ordering(ToRectify(LAYOUT, DO), reason="")

        assert wordless.value.field == f"text.{LAYOUT}"
        assert stands(desk, checked) == [PromiseState.TO_CHECK]

    def test_not_before_the_time_to_meet_the_condition_is_over(self, desk: Desk) -> None:
        done = at_once(desk, applied(desk))

        with pytest.raises(promising.NotYetToMeet) as refusal:
            order(desk, done)

        assert cases.barred(desk.fresh(done), at=desk.at)[Verb.ORDER_RECTIFICATION] == refusal.value.message

    def test_of_several_only_what_had_its_time_is_ordered(self, desk: Desk) -> None:
        done = desk.decided(desk.promised(m4=Promised.COMMITMENT, **{LAYOUT: Promised.COMMITMENT}))
        with pytest.raises(promising.NotYetToMeet) as refusal:
            order(desk, done)

        order(desk, done, key="4")

        assert refusal.value.field == f"text.{LAYOUT}"
        assert sorted(stands(desk, done)) == [PromiseState.ORDERED, PromiseState.TO_CHECK]

    def test_once_and_by_whoever_examines(self, desk: Desk, checked: cases.Case) -> None:
        with pytest.raises(NotAllowed):
            order(desk, checked, who="decider")
        order(desk, checked)

        with pytest.raises(promising.NothingToOrder):
            order(desk, checked)
        report(desk, checked)
        with pytest.raises(promising.NothingToOrder):
            order(desk, checked)
        assert Verb.ORDER_RECTIFICATION in cases.barred(desk.fresh(checked), at=desk.at)

    def test_another_waits_until_the_first_is_reported_or_judged(self, desk: Desk) -> None:
        done = desk.decided(desk.promised(m4=Promised.COMMITMENT, **{LAYOUT: Promised.COMMITMENT}))
        desk.at = desk.at.replace(month=10, day=12)
        order(desk, done)
        with pytest.raises(promising.OrderRuns):
            order(desk, done, key="4")
        assert light(desk, done, duties.Kind.AFTER_CHECK) == duties.Light.GREEN
        report(desk, done)

        order(desk, done, key="4")

        assert sorted(stands(desk, done)) == [PromiseState.ORDERED, PromiseState.REPORTED]
        assert light(desk, done, duties.Kind.AFTER_CHECK) == duties.Light.MET
        assert [one.kind for one in cases.document_list(desk.fresh(done))][-1] == "rectification-2"


class TestReporting:
    def test_ends_the_time_and_lets_the_authority_owe_looking_again(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)

        report(desk, checked)

        again = clock(desk, checked, duties.Kind.RECHECK)
        assert again is not None
        assert (again.due_date, again.light) == (date(2026, 10, 22), duties.Light.GREEN)
        assert light(desk, checked, duties.Kind.RECTIFICATION) == duties.Light.MET
        (added,) = cases.addition_list(desk.fresh(checked))
        assert (added.reports, added.words, [one.file.name for one in added.files]) == (True, REPORT, ["照片.pdf"])
        receipt = said(checked, "rectification_report")
        assert receipt["materials"] == [{"label": "受理标准第5项", "value": "整改情况的说明和 1 个文件"}]
        assert "2026年10月22日" in receipt["next_step"]
        assert messages.inbox(desk.party)[0].title == "整改情况已收到"

    def test_more_can_be_said_until_it_is_judged_and_the_clock_stays(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        report(desk, checked)
        (before,) = promising.shown(desk.fresh(checked))
        desk.at += timedelta(days=2)

        report(desk, checked, words="又加了标识。")

        (after,) = promising.shown(desk.fresh(checked))
        assert (after.reported_at, after.check_due) == (before.reported_at, before.check_due)
        assert len(cases.addition_list(desk.fresh(checked))) == 2

    def test_a_late_one_is_taken_in_and_seen_to_be_late(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        desk.at += timedelta(days=40)

        report(desk, checked)

        assert light(desk, checked, duties.Kind.RECTIFICATION) == duties.Light.MET_LATE
        assert stands(desk, checked) == [PromiseState.REPORTED]

    def test_nothing_is_reported_where_nothing_was_ordered_or_all_is_judged(
        self, desk: Desk, checked: cases.Case
    ) -> None:
        with pytest.raises(promising.NothingToReport):
            report(desk, checked)
        order(desk, checked)
        with pytest.raises(cases.NothingAdded):
            cases.report_rectification(number=checked.number, words=" ", uploads=[], by=desk.applicant, at=desk.now())
        judge(desk, checked, kept=True)

        with pytest.raises(promising.NothingToReport):
            report(desk, checked)

    def test_is_for_the_applicant_and_open_to_nobody_else(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        examiner = desk.staff("examiner")

        with pytest.raises(NotAllowed):
            cases.report_rectification(number=checked.number, words=REPORT, uploads=[], by=examiner, at=desk.now())

        fresh = desk.fresh(checked)
        assert Verb.REPORT_RECTIFICATION in cases.open_verbs(desk.applicant, fresh, at=desk.at)
        assert Verb.REPORT_RECTIFICATION not in cases.open_verbs(examiner, fresh, at=desk.at)


class TestJudging:
    def test_what_was_put_right_keeps_the_decision_and_bars_nobody(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        report(desk, checked)

        judge(desk, checked, kept=True)

        (row,) = promising.shown(desk.fresh(checked))
        assert (row.end, row.state_name) == (PromiseEnd.KEPT, "整改后符合")
        assert light(desk, checked, duties.Kind.RECHECK) == duties.Light.MET
        assert messages.inbox(desk.party)[0].title == "整改复查符合"
        assert not promising.broken_before(checked, at=desk.at)
        assert not CaseOutcome.objects.exists()

    def test_nothing_is_found_unmet_while_the_time_runs_without_a_report(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        desk.at = desk.at.replace(day=29, hour=23)

        with pytest.raises(promising.RectificationRuns) as refusal:
            judge(desk, checked, kept=False)

        assert (refusal.value.field, "2026年10月29日" in refusal.value.message) == ("kept", True)
        assert stands(desk, checked) == [PromiseState.ORDERED]

    def test_met_before_the_report_is_found_at_once(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)

        judge(desk, checked, kept=True)

        assert light(desk, checked, duties.Kind.RECTIFICATION) == duties.Light.MET

    def test_after_the_time_it_is_found_unmet_and_the_paper_says_what_went_before(
        self, desk: Desk, checked: cases.Case
    ) -> None:
        order(desk, checked)
        desk.at = desk.at.replace(day=30)

        judge(desk, checked, kept=False)

        found = said(checked, "commitment_check")["reason"]
        assert found == "本机关2026年10月9日（周五）责令限期整改，申请人没有报告整改情况。复查。"
        assert light(desk, checked, duties.Kind.RECTIFICATION) == duties.Light.LAPSED
        assert [one.kind for one in cases.outcomes(desk.fresh(checked))] == ["COMMITMENT_NOT_KEPT"]
        assert promising.broken_before(checked, at=desk.at)

    def test_what_was_reported_is_found_unmet_before_the_time_is_over(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        report(desk, checked)

        judge(desk, checked, kept=False)

        assert "报告了整改情况。" in said(checked, "commitment_check")["reason"]
        assert light(desk, checked, duties.Kind.RECHECK) == duties.Light.MET

    def test_what_was_false_from_the_beginning_needs_no_order(self, desk: Desk, checked: cases.Case) -> None:
        judge(desk, checked, kept=False)

        assert said(checked, "commitment_check")["reason"] == "复查。"
        assert [one.kind for one in cases.outcomes(desk.fresh(checked))] == ["COMMITMENT_NOT_KEPT"]


class TestKeeping:
    def test_the_database_holds_orders_to_what_they_need(self, desk: Desk, checked: cases.Case) -> None:
        rows = Promise.objects.filter(case=checked)

        for wrong in ({"ordered_at": desk.at}, {"asked": b"x"}, {"reported_at": desk.at}):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)

    def test_a_guide_without_commitments_knows_none_of_it(self, desk: Desk) -> None:
        def plain(document: dict) -> None:  # type: ignore[type-arg]
            for one in (*document["materials"], *document["criteria"]):
                one.pop("commitment", None)

        desk.guided(plain)
        case = desk.granted()

        assert {Verb.ORDER_RECTIFICATION, Verb.REPORT_RECTIFICATION} <= cases.absent(case)
        with pytest.raises(WrongState):
            order(desk, case)


class TestReminding:
    """Whoever was ordered to put something right is reminded once before its time ends."""

    def told(self, desk: Desk) -> list[str]:
        return [one.body for one in messages.inbox(desk.party) if one.title == "整改期限快到了"]

    def look(self, desk: Desk, days: int) -> int:
        """Let days go by, one by one, with a look on each; return how many were told."""
        sent = 0
        for _ in range(days):
            desk.at += timedelta(days=1)
            sent += sum(remind_of_order(case=case, at=desk.now()) for case in orders_due(at=desk.now()))
        return sent

    def test_once_three_working_days_before_its_last_day(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked)
        until = clock(desk, checked, duties.Kind.RECTIFICATION)
        assert until is not None
        assert until.due_date == date(2026, 10, 29)

        assert self.look(desk, 14) == 0  # 23 October
        assert self.look(desk, 3) == 1
        assert self.look(desk, 4) == 0

        (body,) = self.told(desk)
        assert "最晚在2026-10-29（含当日）整改到位" in body

    def test_also_where_the_promise_itself_was_reminded_of_before(self, desk: Desk) -> None:
        case = at_once(desk, applied(desk))
        Promise.objects.filter(case=case).update(reminded_at=desk.at)
        desk.at = desk.at.replace(month=10, day=9)
        order(desk, case)

        assert self.look(desk, 20) == 1

    def test_not_on_the_day_of_the_order_nor_after_a_report(self, desk: Desk, checked: cases.Case) -> None:
        order(desk, checked, days=2)
        assert orders_due(at=desk.now()) == []
        report(desk, checked)

        assert self.look(desk, 6) == 0
        assert self.told(desk) == []

    def test_the_sweep_of_every_hour_tells_of_it_and_a_telephone_hears_of_it(
        self, desk: Desk, checked: cases.Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        order(desk, checked, days=2)
        desk.at += timedelta(days=1)
        monkeypatch.setattr(timezone, "now", desk.now)

        assert tasks.remind_of_deferred(timestamp=0) == 1
        assert messages.outbox()[0].words.startswith("【通办】整改期限快到了")
