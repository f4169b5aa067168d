from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cases.samples import Desk, in_person
from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.documents import api as documents
from tongban.duties import api as duties
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
            Verb.ASK_OPINION,
        )

    def test_silence_on_what_was_handed_in_online_is_acceptance_all_the_same(self, desk: Desk) -> None:
        desk.guided(in_person)
        case = desk.submitted()
        desk.at = datetime.fromisoformat("2026-09-09T00:00:00+08:00")

        cases.sweep(case=case.pk, at=desk.at)

        assert desk.fresh(case).state == State.ACCEPTED
        assert due(case, duties.Kind.PRESCREEN, desk) is None
