"""The one correction: what was asked for is taken in, checked, used and kept beside what stood before."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from tests.cases.samples import PDF, WENT, Desk
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.models import CorrectionNotice
from tongban.duties import api as duties
from tongban.kernel.errors import WrongState
from tongban.ledger import api as ledger
from tongban.messages import api as messages


def supplement(desk: Desk, case: cases.Case, *files: str, **posted: str | list[str]) -> cases.Case:
    """Answer the notice with files and fields, as a browser would send them."""
    return cases.supplement(
        number=case.number,
        uploads=[cases.Upload(material=name, data=PDF, name=f"{name}.pdf") for name in files],
        replies={},
        posted={name: value if isinstance(value, list) else [value] for name, value in posted.items()},
        by=desk.applicant,
        at=desk.now(),
    )


def answers(desk: Desk, case: cases.Case) -> dict[str, Any]:
    return cases.answers(desk.fresh(case))


def text_of(paper: cases.Paper) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf)).pages))


def faults(desk: Desk, case: cases.Case, *files: str, **posted: str | list[str]) -> dict[str, str]:
    with pytest.raises(cases.Incomplete) as refusal:
        supplement(desk, case, *files, **posted)
    return refusal.value.faults


def leave(desk: Desk, case: cases.Case, unmet: dict[str, str], *files: str) -> cases.Case:
    """Answer the notice, leaving points unmet."""
    uploads = [cases.Upload(material=name, data=PDF, name=f"{name}.pdf") for name in files]
    return cases.supplement(
        number=case.number, uploads=uploads, replies={}, unmet=unmet, by=desk.applicant, at=desk.now()
    )


class TestSupplement:
    def test_with_a_point_left_unmet_restarts_the_notice_limit_from_its_day(self, desk: Desk) -> None:
        case = desk.correcting()
        desk.at += timedelta(days=7)

        leave(desk, case, {"materials.3": "图还没有画好。"})

        running = [clock for clock in cases.clocks(case, at=desk.at) if clock.state == duties.State.OPEN]
        assert [(clock.kind, clock.due_date) for clock in running] == [(duties.Kind.NOTICE, date(2026, 9, 15))]

    def test_with_a_point_left_out_is_refused_and_names_it(self, desk: Desk) -> None:
        case = desk.correcting("materials.3", "form.area")

        with pytest.raises(cases.Incomplete) as refusal:
            cases.supplement(
                number=case.number,
                uploads=[cases.Upload(material="3", data=PDF, name="图.pdf")],
                replies={},
                by=desk.applicant,
                at=desk.now(),
            )

        assert list(refusal.value.faults) == ["area"]


class TestField:
    def test_the_corrected_answer_is_the_answer_of_the_case_and_of_its_decision(self, desk: Desk) -> None:
        case = desk.correcting("form.area", "form.biz_address")

        supplement(desk, case, area="96.5", biz_address="示例路 2 号 101")

        assert (answers(desk, case)["area"], answers(desk, case)["biz_address"]) == (96.5, "示例路 2 号 101")
        cases.examine(
            number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
        )
        cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())
        assert "示例路2号101" in text_of(
            cases.read_document(number=case.number, kind="grant", by=desk.applicant, at=desk.at)
        )

    def test_what_was_handed_in_first_is_kept_encrypted(self, desk: Desk) -> None:
        case = desk.correcting("form.biz_address")
        before = answers(desk, case)

        supplement(desk, case, biz_address="示例路 2 号")

        told = cases.correction_of(desk.fresh(case))
        assert told is not None
        assert told.original == before
        assert "示例路".encode() not in bytes(CorrectionNotice.objects.get(case=case.pk).original or b"")

    def test_an_answer_that_cannot_be_right_is_a_fault_at_its_field_and_changes_nothing(self, desk: Desk) -> None:
        case = desk.correcting("form.legal_rep_id", "form.area")

        wrong = faults(desk, case, legal_rep_id="320200197908229031", area="很大")

        assert wrong.keys() == {"legal_rep_id", "area"}
        assert desk.fresh(case).state == cases.State.CORRECTION
        assert answers(desk, case)["area"] == 86.5

    def test_nothing_changes_that_was_not_pointed_at(self, desk: Desk) -> None:
        case = desk.correcting("form.area")
        before = answers(desk, case)

        supplement(desk, case, area="96", biz_address="别处 9 号", seats="999")

        assert answers(desk, case) == {**before, "area": 96.0}

    def test_the_same_answer_again_mends_nothing(self, desk: Desk) -> None:
        case = desk.correcting("form.area")

        assert "和原来填的一样" in faults(desk, case, area="86.50")["area"]

    def test_an_applicant_may_stand_by_what_was_right(self, desk: Desk) -> None:
        case = desk.correcting("form.area")

        cases.supplement(
            number=case.number,
            uploads=[],
            replies={},
            posted={"area": [""]},
            stands_by=["area"],
            by=desk.applicant,
            at=desk.now(),
        )

        told = cases.correction_of(desk.fresh(case))
        assert told is not None
        assert [point.stood_by for point in told.points] == [True]
        assert answers(desk, case)["area"] == 86.5

    def test_changing_and_standing_by_are_not_taken_together(self, desk: Desk) -> None:
        case = desk.correcting("form.area")

        with pytest.raises(cases.Incomplete) as refusal:
            cases.supplement(
                number=case.number,
                uploads=[],
                replies={},
                posted={"area": ["99"]},
                stands_by=["area"],
                by=desk.applicant,
                at=desk.now(),
            )

        assert "请只选一样" in refusal.value.faults["area"]

    def test_standing_by_what_was_not_asked_about_is_not_heard(self, desk: Desk) -> None:
        case = desk.correcting("form.area")

        after = cases.supplement(
            number=case.number,
            uploads=[],
            replies={},
            posted={"area": ["96"], "biz_address": ["别处"]},
            stands_by=["biz_address"],
            by=desk.applicant,
            at=desk.now(),
        )

        assert after.state == cases.State.ACCEPTED

    def test_a_company_cannot_correct_its_code_into_somebody_elses(self, desk: Desk) -> None:
        case = desk.correcting("form.uscc")

        assert list(faults(desk, case, uscc="91320200MAYYYY0240")) == ["uscc"]

    def test_the_entry_holds_which_fields_changed_and_nothing_of_what_they_say(self, desk: Desk) -> None:
        case = desk.correcting("form.contact_mobile")

        supplement(desk, case, contact_mobile="19900000009")

        history = ledger.history(kind="case", subject=case.pk)
        entry = next(one for one in history if one.verb == "case.supplement")
        assert desk.applicant.mandate
        assert entry.facts == {
            "files": 0,
            "replies": 0,
            "changed": ["contact_mobile"],
            "mandate": str(desk.applicant.mandate.id),
        }


SHOP: Mapping[str, Mapping[str, list[str]]] = {
    "business": {
        "subject_type": ["SALES"],
        "business_items": ["BULK_FOOD"],
        "with_network": ["true"],
        "with_automat": ["false"],
    },
    "facilities": {"water_source": ["MUNICIPAL"]},
}


def asked_to_correct(desk: Desk, case: cases.Case, element: str) -> cases.Case:
    case = cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now())
    points = [cases.Point(element, "与营业执照不一致。")]
    return cases.ask_correction(number=case.number, points=points, by=desk.staff("acceptor"), at=desk.now())


class TestWhatFollows:
    def test_a_question_that_the_new_answer_raises_must_be_answered(self, desk: Desk) -> None:
        case = asked_to_correct(desk, desk.filled(**SHOP), "form.subject_type")

        assert faults(desk, case, subject_type="CATERING").keys() == {"central_kitchen", "grease_trap"}

    def test_what_the_new_answer_asks_for_is_taken_in_with_it(self, desk: Desk) -> None:
        case = asked_to_correct(desk, desk.filled(**SHOP), "form.subject_type")

        supplement(desk, case, subject_type="CATERING", central_kitchen="false", grease_trap="true", seats="12")

        after = answers(desk, case)
        assert (after["central_kitchen"], after["grease_trap"], after["seats"]) == (False, True, 12)

    def test_a_material_that_the_new_answer_asks_for_must_come_too(self, desk: Desk) -> None:
        case = desk.correcting("form.by_agent")

        assert list(faults(desk, case, by_agent="true")) == ["materials.6"]
        supplement(desk, case, "6", by_agent="true")

        rows = {row.material.id: row for row in cases.material_list(desk.fresh(case))}
        assert [row.supplied for row in rows["6"].files] == [cases.Supplied.CORRECTION]

    def test_a_number_that_a_corrected_bound_no_longer_allows_may_be_mended(self, desk: Desk) -> None:
        case = desk.correcting("form.employee_count")

        assert list(faults(desk, case, employee_count="4")) == ["health_cert_count"]
        supplement(desk, case, employee_count="4", health_cert_count="4")

        assert answers(desk, case)["health_cert_count"] == 4

    def test_what_the_new_answer_hides_is_no_answer_any_more_and_stays_in_what_stood_before(self, desk: Desk) -> None:
        case = desk.correcting("form.subject_type")

        supplement(desk, case, subject_type="SALES")

        told = cases.correction_of(desk.fresh(case))
        assert told is not None
        assert not {"central_kitchen", "seats", "grease_trap"} & answers(desk, case).keys()
        assert told.original is not None
        assert told.original["seats"] == 24

    def test_a_point_that_the_correction_hides_needs_no_answer_of_its_own(self, desk: Desk) -> None:
        case = desk.correcting("form.subject_type", "form.seats")

        supplement(desk, case, subject_type="SALES")

        assert "seats" not in answers(desk, case)


class TestFiles:
    def test_a_file_that_nobody_asked_for_is_refused(self, desk: Desk) -> None:
        case = desk.correcting("materials.3")

        with pytest.raises(cases.NotToCorrect):
            supplement(desk, case, "3", "2")


def test_the_database_keeps_no_answered_notice_without_what_stood_before(desk: Desk) -> None:
    case = desk.corrected()

    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionNotice.objects.filter(case=case.pk).update(original=None)


class TestHandingInTheRest:
    """One notice is a limit on the authority: what was left unmet may follow until acceptance is decided (32(1)5)."""

    def test_the_rest_is_acceptance_on_that_day_and_the_notice_limit_is_met(self, desk: Desk) -> None:
        case = leave(desk, desk.correcting("materials.3", "materials.4"), {"materials.4": "下周才有。"}, "3")
        desk.at += timedelta(days=1)

        done = supplement(desk, case, "4")

        clocks = {one.kind: one.state for one in cases.clocks(done, at=desk.at)}
        assert (done.state, done.accepted_at) == (cases.State.ACCEPTED, desk.at)
        assert clocks[duties.Kind.NOTICE] == duties.State.MET
        told = cases.correction_of(desk.fresh(case))
        assert told is not None
        assert [(one.unmet, one.reply) for one in told.points] == [(False, ""), (False, "")]
        assert [one.kind for one in cases.document_list(done)][-3:] == ["supplement", "supplement-2", "acceptance"]

    def test_a_part_of_the_rest_moves_no_clock_and_keeps_what_was_said(self, desk: Desk) -> None:
        why = {"materials.3": "没有图。", "materials.4": "没有制度。", "form.area": "还没有量。"}
        case = leave(desk, desk.correcting(*why), why)
        first = CorrectionNotice.objects.get(case=case.pk).answered_at
        due = {one.kind: (one.due_date, one.state) for one in cases.clocks(case, at=desk.at)}
        desk.at += timedelta(days=2)

        supplement(desk, case, "3")

        told = cases.correction_of(desk.fresh(case))
        assert told is not None
        assert {one.element: one.reply for one in told.points if one.unmet} == {
            "materials.4": "没有制度。",
            "form.area": "还没有量。",
        }
        assert (told.answered_at, answers(desk, case)["area"]) == (first, 86.5)
        assert {one.kind: (one.due_date, one.state) for one in cases.clocks(case, at=desk.at)} == due
        desk.at += timedelta(days=20)
        cases.sweep(case=case.pk, at=desk.at)
        assert desk.fresh(case).accepted_at == first

    def test_a_field_that_was_left_unmet_is_answered_later_and_is_the_answer_of_the_case(self, desk: Desk) -> None:
        case = leave(desk, desk.correcting("form.area"), {"form.area": "还没有量。"})

        done = supplement(desk, case, area="120")

        assert (done.state, answers(desk, case)["area"]) == (cases.State.ACCEPTED, 120)

    def test_what_was_answered_or_said_already_is_not_taken_again(self, desk: Desk) -> None:
        case = leave(desk, desk.correcting("materials.3", "materials.4"), {"materials.4": "下周才有。"}, "3")

        for attempt in (
            lambda: supplement(desk, case, "3"),
            lambda: leave(desk, case, {"materials.4": "下周才有。"}),
            lambda: leave(desk, case, {"materials.3": "不想交了。"}),
        ):
            with pytest.raises(cases.CorrectedAlready):
                attempt()
        assert list(faults(desk, case)) == ["materials.4"]
        assert desk.fresh(case).state == cases.State.CORRECTED

    def test_without_a_rest_there_is_nothing_to_hand_in(self, desk: Desk) -> None:
        case = desk.corrected()
        assert cases.Verb.SUPPLEMENT in cases.open_verbs(desk.applicant, case, at=desk.at)

        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        assert cases.Verb.SUPPLEMENT not in cases.open_verbs(desk.applicant, desk.fresh(case), at=desk.at)
        with pytest.raises(WrongState):
            supplement(desk, case, area="120")


class TestLeavingUnmet:
    """Nobody can be made to have what they do not have: what follows is decided with reasons (行政许可法32)."""

    WHY = "房东没有给平面图，画不出来。"

    def test_a_point_may_be_left_unmet_with_a_sentence_and_the_authority_refuses_or_accepts(self, desk: Desk) -> None:
        case = leave(desk, desk.correcting("materials.3", "materials.4"), {"materials.4": self.WHY}, "3")

        told = cases.correction_of(desk.fresh(case))
        assert told is not None
        assert [(one.element, one.unmet) for one in told.points] == [("materials.3", False), ("materials.4", True)]
        assert told.points[1].reply == self.WHY
        assert (case.state, CorrectionNotice.objects.get(case=case.pk).unmet) == ("CORRECTED", ["materials.4"])
        assert self.WHY.encode() not in bytes(CorrectionNotice.objects.get(case=case.pk).replies or b"")
        facts = next(one for one in ledger.history(kind="case", subject=case.pk) if one.verb == "case.supplement").facts
        assert facts["unmet"] == ["materials.4"]
        acceptor = desk.staff("acceptor")
        assert {"ACCEPT", "REFUSE_ACCEPTANCE"} <= set(cases.open_verbs(acceptor, desk.fresh(case), at=desk.at))
        refused = cases.refuse_acceptance(
            number=case.number, ground="NOT_CORRECTED", reason="缺少布局图。", by=acceptor, at=desk.now()
        )
        paper = text_of(cases.read_document(number=case.number, kind="non_acceptance", by=desk.applicant, at=desk.at))
        assert refused.state == cases.State.NOT_ACCEPTED
        assert "缺少布局图。" in paper
        assert "如不服" in paper

    @pytest.mark.parametrize(
        ("unmet", "files", "fault"),
        [
            ({"materials.3": "  "}, (), "materials.3"),
            ({"materials.3": WHY}, ("3",), "materials.3"),
            ({}, (), "materials.3"),
        ],
    )
    def test_a_point_is_met_or_left_with_a_sentence_and_not_both(
        self, desk: Desk, unmet: dict[str, str], files: tuple[str, ...], fault: str
    ) -> None:
        case = desk.correcting()

        with pytest.raises(cases.Incomplete) as refusal:
            leave(desk, case, unmet, *files)

        assert list(refusal.value.faults) == [fault]

    def test_what_was_not_asked_for_cannot_be_left_unmet(self, desk: Desk) -> None:
        with pytest.raises(cases.NotToCorrect):
            leave(desk, desk.correcting(), {"materials.2": self.WHY}, "3")

    def test_a_field_left_unmet_keeps_its_answer_and_standing_by_one_is_not_acceptance(self, desk: Desk) -> None:
        case = leave(desk, desk.correcting("form.area"), {"form.area": self.WHY})

        assert (case.state, answers(desk, case)["area"]) == (cases.State.CORRECTED, 86.5)


class TestCriterion:
    def test_is_answered_in_words_and_by_files_and_all_answered_is_acceptance_that_day(self, desk: Desk) -> None:
        case = desk.correcting("criteria.2", "materials.3")

        with pytest.raises(cases.Incomplete) as refusal:
            leave(desk, case, {}, "3")
        assert list(refusal.value.faults) == ["criteria.2"]

        leave(desk, case, {}, "3", "criteria.2")

        fresh = desk.fresh(case)
        told = cases.correction_of(fresh)
        assert told is not None
        assert [row.file.name for row in told.files["criteria.2"]] == ["criteria.2.pdf"]
        assert (fresh.state, fresh.accepted_at) == (cases.State.ACCEPTED, desk.at)
        paper = text_of(cases.read_document(number=case.number, kind="correction", by=desk.applicant, at=desk.at))
        assert "请最晚在" in paper
        assert "不予受理或者终止办理" in paper
        assert "待核定" not in paper

    def test_takes_no_more_files_than_an_addition(self, desk: Desk) -> None:
        with pytest.raises(cases.TooManyFiles):
            leave(desk, desk.correcting("criteria.2"), {}, *["criteria.2"] * 6)


class TestTelling:
    def test_the_message_says_until_when_what_is_missing_is_to_be_brought(self, desk: Desk) -> None:
        case = desk.correcting()

        told = messages.inbox(desk.party)[0]

        until = cases.correction_until(case)
        assert until is not None
        assert told.title == f"请补正材料，最晚{until}"
        assert f"最晚在{until}（含当日）提交" in told.body

    def test_where_no_period_was_set_it_names_no_day(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        regime_of = queries.regime_of
        monkeypatch.setattr(queries, "regime_of", lambda case: replace(regime_of(case), correction=None))

        desk.correcting()

        assert messages.inbox(desk.party)[0].title == "请补正材料"


class TestNoCorrection:
    def refuse(self, desk: Desk, case: cases.Case, ground: str = "NOT_CORRECTED") -> cases.Case:
        by = desk.staff("acceptor")
        return cases.refuse_acceptance(number=case.number, ground=ground, reason="没有补正。", by=by, at=desk.now())

    def test_is_a_ground_only_after_the_period_of_the_notice_and_never_by_itself(self, desk: Desk) -> None:
        case = desk.correcting()
        until = cases.correction_until(case)
        assert until is not None
        with pytest.raises(cases.CorrectionRuns, match=f"{until.month}月{until.day}日"):
            self.refuse(desk, case)
        assert "REFUSE_ACCEPTANCE" not in cases.open_verbs(desk.staff("acceptor"), desk.fresh(case), at=desk.at)

        desk.at += timedelta(days=90)
        cases.sweep(case=case.pk, at=desk.at)
        assert desk.fresh(case).state == cases.State.CORRECTION
        with pytest.raises(cases.NeedsReason):
            self.refuse(desk, case, "NOT_NEEDED")

        assert self.refuse(desk, case).state == cases.State.NOT_ACCEPTED
        assert {one.state for one in cases.clocks(desk.fresh(case), at=desk.at)} & {duties.State.OPEN} == set()

    def test_what_comes_late_is_taken_in_while_nothing_was_decided(self, desk: Desk) -> None:
        case = desk.correcting()
        desk.at += timedelta(days=90)

        assert supplement(desk, case, "3").state == cases.State.ACCEPTED
