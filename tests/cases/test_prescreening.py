from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cases.guides import on_the_spot
from tests.cases.samples import PDF, Desk, in_person
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.api import State, Verb
from tongban.cases.window import api as window
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.ledger import api as ledger
from tongban.messages import api as messages

ONLY_HERE = {Verb.PRESCREEN_PASS, Verb.SEE_ORIGINALS}


def due(case: cases.Case, kind: duties.Kind, desk: Desk) -> date | None:
    running = [one for one in cases.clocks(case, at=desk.at) if one.kind == kind and one.state == duties.State.OPEN]
    return running[0].due_date if running else None


def seen(desk: Desk, case: cases.Case, who: str = "receiver") -> cases.Case:
    return cases.see_originals(number=case.number, by=desk.staff(who), at=desk.now())


class TestOnlyWhereALawAsksForIt:
    """工作规范22(2); elsewhere it would only limit the channel (21(2))."""

    def test_without_the_field_of_the_guide_the_verbs_do_not_exist(self, desk: Desk) -> None:
        case = desk.submitted()

        assert cases.absent(case) >= ONLY_HERE
        assert not ONLY_HERE & set(cases.open_verbs(desk.staff("acceptor"), case, at=desk.at))
        with pytest.raises(cases.NoPrescreening):
            cases.prescreen_pass(number=case.number, by=desk.staff("acceptor"), at=desk.now())

    def test_an_online_application_is_received_at_once_and_both_clocks_run(self, desk: Desk) -> None:
        desk.guided(in_person)

        case = desk.submitted()

        assert case.state == State.RECEIVED
        assert due(case, duties.Kind.NOTICE, desk) == date(2026, 9, 8)
        assert due(case, duties.Kind.PRESCREEN, desk) == date(2026, 9, 4)
        said = str(documents.said(case.documents.get(kind="receipt").document_id))
        assert "最晚在2026年9月4日（周五）（含当日）告知预审结果" in said
        assert "请带材料原件和身份证件到梁溪区政务服务中心（综合窗口）" in said


class TestPassing:
    def test_answers_the_applicant_and_names_the_windows(self, desk: Desk) -> None:
        case = desk.prescreened()

        assert due(case, duties.Kind.NOTICE, desk) is None
        assert due(case, duties.Kind.PRESCREEN, desk) is None
        assert "梁溪区政务服务中心（综合窗口）" in messages.inbox(desk.party)[0].body

    def test_acceptance_waits_for_the_originals(self, desk: Desk) -> None:
        desk.guided(in_person)
        case = desk.submitted()
        acceptor = desk.staff("acceptor")
        with pytest.raises(cases.NeedsOriginals):
            cases.accept(number=case.number, by=acceptor, at=desk.now())
        cases.prescreen_pass(number=case.number, by=acceptor, at=desk.now())
        assert Verb.ACCEPT not in cases.open_verbs(acceptor, desk.fresh(case), at=desk.at)
        with pytest.raises(cases.NeedsOriginals):
            cases.accept(number=case.number, by=acceptor, at=desk.now())

        seen(desk, case)
        cases.accept(number=case.number, by=acceptor, at=desk.now())

        assert desk.fresh(case).state == State.ACCEPTED

    def test_the_notice_limit_begins_with_the_originals_and_silence_counts_from_there(self, desk: Desk) -> None:
        case = desk.prescreened()
        desk.at += timedelta(days=20)
        assert not cases.sweep(case=case.pk, at=desk.now())

        shown = seen(desk, case)
        cases.sweep(case=case.pk, at=desk.at + timedelta(days=20))

        fresh = desk.fresh(case)
        assert (fresh.state, fresh.accepted_at) == (State.ACCEPTED, shown.originals_at)

    def test_originals_are_seen_once(self, desk: Desk) -> None:
        case = seen(desk, desk.prescreened())

        with pytest.raises(cases.OriginalsSeen):
            seen(desk, case, "acceptor")

    def test_sending_back_is_the_one_notice(self, desk: Desk) -> None:
        desk.guided(in_person)
        case = desk.corrected()

        assert due(case, duties.Kind.PRESCREEN, desk) is not None
        assert Verb.ASK_CORRECTION not in cases.open_verbs(desk.staff("acceptor"), case, at=desk.at)
        passed = cases.prescreen_pass(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        assert cases.open_verbs(desk.staff("acceptor"), passed, at=desk.at) == (
            Verb.REFUSE_ACCEPTANCE,
            Verb.REMIND,
            Verb.SEE_ORIGINALS,
            Verb.TRANSFER,
            Verb.ASK_OPINION,
        )

    def test_silence_on_what_was_handed_in_online_is_acceptance_all_the_same(self, desk: Desk) -> None:
        desk.guided(in_person)
        case = desk.submitted()
        desk.at = datetime.fromisoformat("2026-09-09T00:00:00+08:00")

        cases.sweep(case=case.pk, at=desk.at)

        assert desk.fresh(case).state == State.ACCEPTED
        assert due(case, duties.Kind.PRESCREEN, desk) is None


def brought(desk: Desk, case: cases.Case, differs: str = "", who: str = "receiver") -> cases.Case:
    return cases.see_originals(number=case.number, by=desk.staff(who), at=desk.now(), differs=differs)


def told_once(desk: Desk) -> cases.Case:
    """Pass the prescreening after the one notice, as the return of a prescreening is."""
    desk.guided(in_person)
    case = desk.corrected()
    return cases.prescreen_pass(number=case.number, by=desk.staff("acceptor"), at=desk.now())


def ask(desk: Desk, case: cases.Case) -> cases.Case:
    points = [cases.Point("materials.3", "布局图原件与上传的不是同一份。")]
    return cases.ask_correction(number=case.number, points=points, by=desk.staff("acceptor"), at=desk.now())


def refused(desk: Desk, case: cases.Case, ground: str) -> cases.Case:
    return cases.refuse_acceptance(
        number=case.number, ground=ground, reason="写明理由。", by=desk.staff("acceptor"), at=desk.now()
    )


def said_in(case: cases.Case, kind: str) -> str:
    return str(documents.said(case.documents.get(kind=kind).document_id))


class TestUntilWhen:
    def test_passing_tells_in_writing_until_when_and_starts_a_clock_that_the_applicant_owes(self, desk: Desk) -> None:
        case = desk.prescreened()

        owed = duties.open_duty(duties.Kind.ORIGINALS, subject=case.pk)
        assert owed is not None
        assert (owed.due_date, owed.owed_by) == (date(2026, 10, 19), f"party:{desk.party}")
        assert "2026-10-19（含当日）" in messages.inbox(desk.party)[0].body
        paper = said_in(case, "prescreened")
        assert "2026-10-19" in paper
        assert "5个工作日内告知是否受理" in paper
        assert "待核定" not in paper

    def test_the_originals_end_it_and_are_taken_in_after_it_as_long_as_nothing_was_decided(self, desk: Desk) -> None:
        case = desk.prescreened()
        desk.at += timedelta(days=90)

        brought(desk, case)

        assert duties.open_duty(duties.Kind.ORIGINALS, subject=case.pk) is None
        assert Verb.ACCEPT in cases.open_verbs(desk.staff("acceptor"), desk.fresh(case), at=desk.at)

    def test_one_is_reminded_once_some_days_before_its_end(self, desk: Desk) -> None:
        case = desk.prescreened()
        early = queries.to_bring(at=desk.at)
        desk.at = datetime.fromisoformat("2026-10-13T10:00:00+08:00")

        found = queries.to_bring(at=desk.at)
        sent = [cases.remind_of_originals(case=case.pk, at=desk.now()) for _ in range(2)]

        assert (early, found, sent) == ([], [case.pk], [True, False])
        assert queries.to_bring(at=desk.at) == []
        assert "2026-10-19（含当日）" in messages.inbox(desk.party)[0].body

    def test_staff_remind_as_often_as_they_want_until_the_originals_came(self, desk: Desk) -> None:
        case = desk.prescreened()
        for _ in range(2):
            cases.remind(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        brought(desk, case, "缺少布局图原件。")

        with pytest.raises(cases.OriginalsSeen):
            cases.remind(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        assert Verb.REMIND not in cases.open_verbs(desk.staff("acceptor"), desk.fresh(case), at=desk.at)


class TestNeverCame:
    def test_before_the_end_it_is_no_ground_and_nothing_happens_by_itself_after_it(self, desk: Desk) -> None:
        case = desk.prescreened()
        with pytest.raises(cases.NeedsReason):
            refused(desk, case, "NO_ORIGINALS")
        desk.at += timedelta(days=365)

        assert not cases.sweep(case=case.pk, at=desk.now())
        assert desk.fresh(case).state == State.PRESCREENED

    def test_after_the_end_acceptance_is_refused_in_writing(self, desk: Desk) -> None:
        case = desk.prescreened()
        desk.at += timedelta(days=60)

        done = refused(desk, case, "NO_ORIGINALS")

        assert done.state == State.NOT_ACCEPTED
        assert "没有在告知的期限内带原件来核验" in said_in(done, "non_acceptance")
        assert "第二十二条第二款" in said_in(done, "non_acceptance")
        assert duties.open_duty(duties.Kind.ORIGINALS, subject=case.pk) is None

    def test_or_it_is_ended_on_a_ground_of_its_regime(self, desk: Desk) -> None:
        case = desk.prescreened()
        assert "NO_ORIGINALS" not in {one.code for one in cases.open_endings(case, at=desk.at)}
        desk.at += timedelta(days=60)

        done = cases.terminate(
            number=case.number, ground="NO_ORIGINALS", reason="一直没有来。", by=desk.staff("decider"), at=desk.now()
        )

        assert done.state == State.TERMINATED

    def test_who_came_in_the_end_is_not_refused_for_not_coming(self, desk: Desk) -> None:
        case = desk.prescreened()
        desk.at += timedelta(days=60)
        brought(desk, case, "缺少布局图原件。")

        with pytest.raises(cases.NeedsReason):
            refused(desk, case, "NO_ORIGINALS")


class TestWhatTheOriginalsShow:
    """行政许可法32(1)4: within five days of having all, the whole of what lacks is told once."""

    def test_no_correction_is_told_before_they_were_brought(self, desk: Desk) -> None:
        case = desk.prescreened()

        with pytest.raises(cases.OriginalsAwaited):
            ask(desk, case)
        assert Verb.ASK_CORRECTION not in cases.open_verbs(desk.staff("acceptor"), case, at=desk.at)

    def test_what_differs_is_written_down_starts_the_notice_limit_and_accepts_nothing(self, desk: Desk) -> None:
        case = brought(desk, desk.prescreened(), "布局图原件与上传的不是同一份。")

        assert case.originals_at is None
        assert due(case, duties.Kind.NOTICE, desk) == date(2026, 9, 8)
        assert cases.opinion_list(desk.staff("acceptor"), case)[-1][1].text == "布局图原件与上传的不是同一份。"
        assert not [one for _, one in cases.opinion_list(desk.applicant, case) if one.verb == Verb.SEE_ORIGINALS]
        assert cases.timeline(case)[-1].name == "核验原件：有不一致或者缺少"
        with pytest.raises(cases.NeedsOriginals):
            cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

    def test_the_one_notice_is_told_where_none_was_before(self, desk: Desk) -> None:
        case = brought(desk, desk.prescreened(), "布局图原件与上传的不是同一份。")

        told = ask(desk, case)

        assert told.state == State.CORRECTION
        assert due(told, duties.Kind.NOTICE, desk) is None

    def test_it_is_also_told_of_originals_that_agree_and_lack_something_else(self, desk: Desk) -> None:
        case = brought(desk, desk.prescreened())

        told = ask(desk, case)
        upload = cases.Upload(material="3", data=PDF, name="布局图.pdf")
        done = cases.supplement(number=told.number, uploads=[upload], replies={}, by=desk.applicant, at=desk.now())

        assert done.state == State.ACCEPTED

    def test_a_supplement_of_originals_that_differ_waits_for_them_once_more(self, desk: Desk) -> None:
        told = ask(desk, brought(desk, desk.prescreened(), "布局图原件与上传的不是同一份。"))
        upload = cases.Upload(material="3", data=PDF, name="布局图.pdf")
        now = cases.supplement(number=told.number, uploads=[upload], replies={}, by=desk.applicant, at=desk.now())
        limit = due(now, duties.Kind.NOTICE, desk)

        assert now.state == State.CORRECTED
        shown = brought(desk, now, who="acceptor")
        assert (shown.state, due(shown, duties.Kind.NOTICE, desk)) == (State.CORRECTED, limit)
        assert due(shown, duties.Kind.PRESCREEN, desk) is None
        cases.accept(number=now.number, by=desk.staff("acceptor"), at=desk.now())
        assert desk.fresh(now).state == State.ACCEPTED

    def test_the_return_of_the_prescreening_was_the_one_notice(self, desk: Desk) -> None:
        case = brought(desk, told_once(desk), "布局图原件与上传的不是同一份。")

        with pytest.raises(cases.CorrectionTold):
            ask(desk, case)
        assert "不再告知第二次" in said_in(case, "prescreened")

    def test_then_acceptance_is_refused_with_reasons(self, desk: Desk) -> None:
        case = brought(desk, told_once(desk), "布局图原件与上传的不是同一份。")

        done = refused(desk, case, "ORIGINALS_DIFFER")

        assert "带来的原件与提交的内容仍不一致" in said_in(done, "non_acceptance")

    def test_which_is_no_ground_where_nothing_was_told_to_be_corrected(self, desk: Desk) -> None:
        case = brought(desk, desk.prescreened(), "布局图原件与上传的不是同一份。")

        with pytest.raises(cases.NeedsReason):
            refused(desk, case, "ORIGINALS_DIFFER")

    def test_they_may_be_brought_again_until_it_is_decided_and_no_clock_begins_anew(self, desk: Desk) -> None:
        case = brought(desk, told_once(desk), "缺少布局图原件。")
        limit = due(case, duties.Kind.NOTICE, desk)
        desk.at += timedelta(days=2)

        again = brought(desk, case)

        assert due(again, duties.Kind.NOTICE, desk) == limit
        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

    def test_silence_about_what_was_brought_is_acceptance_from_that_day(self, desk: Desk) -> None:
        case = desk.prescreened()
        desk.at += timedelta(days=9)
        brought(desk, case, "缺少布局图原件。")
        first = desk.at
        desk.at += timedelta(days=2)
        brought(desk, case)

        cases.sweep(case=case.pk, at=desk.at + timedelta(days=20))

        fresh = desk.fresh(case)
        assert (fresh.state, fresh.accepted_at) == (State.ACCEPTED, first)


class TestComingEarly:
    def test_who_brings_them_before_the_prescreening_is_over_is_not_sent_away(self, desk: Desk) -> None:
        desk.guided(in_person)
        case = desk.submitted()
        limit = due(case, duties.Kind.NOTICE, desk)

        seen(desk, case, "acceptor")

        assert due(case, duties.Kind.PRESCREEN, desk) is None
        assert due(case, duties.Kind.NOTICE, desk) == limit
        with pytest.raises(cases.OriginalsSeen):
            cases.prescreen_pass(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        assert desk.fresh(case).state == State.ACCEPTED


def with_both(document: dict[str, Any]) -> None:
    in_person(document)
    on_the_spot(document)


@pytest.mark.parametrize("passed", [True, False])
class TestOnTheSpot:
    """行政许可法34(2): what can be decided on the spot is, with the originals on the table."""

    def case(self, desk: Desk, *, passed: bool) -> cases.Case:
        desk.guided(with_both)
        case = desk.submitted()
        if passed:
            cases.prescreen_pass(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        return desk.fresh(case)

    def test_they_are_seen_and_it_is_granted_in_one_act(self, desk: Desk, passed: bool) -> None:  # noqa: FBT001 - a parameter
        case = self.case(desk, passed=passed)
        before = len(ledger.history(kind="case", subject=case.pk))

        done = cases.grant_at_once(
            number=case.number, opinion="核对无误。", by=desk.staff("decider"), at=desk.now(), originals=True
        )

        written = ledger.history(kind="case", subject=case.pk)[before:]
        assert (done.state, done.originals_at, done.accepted_at) == (State.GRANTED, desk.at, desk.at)
        assert [(one.verb, one.facts) for one in written] == [("case.grant_at_once", {"originals": 1})]
        assert [one.kind for one in cases.clocks(done, at=desk.at) if one.state == duties.State.OPEN] == [
            duties.Kind.DELIVERY
        ]
        assert {"acceptance", "grant"} <= {one.kind for one in done.documents.all()}
        assert window.trips_of(done) == 1

    def test_that_they_agree_after_they_differed_stands_in_what_was_done(self, desk: Desk, passed: bool) -> None:  # noqa: FBT001 - a parameter
        case = brought(desk, self.case(desk, passed=passed), "布局图原件与上传的不是同一份。", "acceptor")
        cases.grant_at_once(
            number=case.number, opinion="核对无误。", by=desk.staff("decider"), at=desk.now(), originals=True
        )

        assert [step.name for step in cases.timeline(desk.fresh(case))][-2:] == [
            "核验原件：有不一致或者缺少",
            "当场准予：原件已经当面核验，一致",
        ]

    def test_or_refused(self, desk: Desk, passed: bool) -> None:  # noqa: FBT001 - a parameter
        case = self.case(desk, passed=passed)

        done = cases.refuse_at_once(
            number=case.number, reason="不符合条件。", by=desk.staff("decider"), at=desk.now(), originals=True
        )

        assert done.state == State.REFUSED

    def test_never_without_them(self, desk: Desk, passed: bool) -> None:  # noqa: FBT001 - a parameter
        case, decider = self.case(desk, passed=passed), desk.staff("decider")

        assert {Verb.GRANT_AT_ONCE, Verb.REFUSE_AT_ONCE} <= set(cases.open_verbs(decider, case, at=desk.at))
        with pytest.raises(cases.OriginalsUnseen):
            cases.grant_at_once(number=case.number, opinion="齐全。", by=decider, at=desk.now())
        with pytest.raises(cases.OriginalsUnseen):
            cases.refuse_at_once(number=case.number, reason="不符合。", by=decider, at=desk.now())

    def test_who_saw_them_before_is_not_asked_again(self, desk: Desk, passed: bool) -> None:  # noqa: FBT001 - a parameter
        case = seen(desk, self.case(desk, passed=passed), "acceptor")

        done = cases.grant_at_once(number=case.number, opinion="齐全。", by=desk.staff("decider"), at=desk.now())

        assert done.state == State.GRANTED
