"""意见、投诉: what applicants say of how their matter is handled is answered, and the matter stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest

from tests.cases.samples import PDF, Desk
from tongban.cases import api as cases
from tongban.cases import policy
from tongban.cases.archive import api as archive
from tongban.cases.complaints import api as complaints
from tongban.cases.complaints import rules
from tongban.cases.complaints.tables import ComplaintFile
from tongban.cases.states import Aside
from tongban.duties import api as duties
from tongban.files import api as files
from tongban.kernel.actors import VISITOR, Role
from tongban.kernel.errors import Broken, NotAllowed
from tongban.kernel.law import parsed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

WORDS = "等了一周没有人联系我。"


def complained(desk: Desk, case: cases.Case, **changes: object) -> UUID:
    said = {"number": case.number, "about": "COMPLAINT", "words": WORDS, "by": desk.applicant, "at": desk.now()}
    return complaints.complain(**said | changes)  # type: ignore[arg-type]


def answered(desk: Desk, key: UUID, who: str = "supervisor") -> complaints.Complaint:
    return complaints.answer_complaint(complaint=key, answer="已经核实，向您道歉。", by=desk.staff(who), at=desk.now())


class TestSaying:
    def test_changes_nothing_of_the_case_and_its_answer_has_a_clock_of_its_own(self, desk: Desk) -> None:
        case = desk.accepted()
        before = [(one.kind, one.due_at) for one in cases.clocks(case, at=desk.at)]
        entries = len(ledger.history(kind="case", subject=case.pk))

        complained(desk, case)

        fresh = desk.fresh(case)
        assert (fresh.state, fresh.changed_at) == (case.state, case.changed_at)
        assert [(one.kind, one.due_at) for one in cases.clocks(fresh, at=desk.at)] == before
        new = ledger.history(kind="case", subject=case.pk)[entries:]
        assert [(one.verb, one.before, one.after) for one in new] == [("case.complain", case.state, case.state)]
        assert WORDS not in str(new[0].facts)
        assert parsed(new[0].basis)
        (said,) = complaints.said_of(fresh, at=desk.at)
        assert said.clock is not None
        assert (said.words, said.answer, said.clock.kind) == (WORDS, "", duties.Kind.COMPLAINT)
        assert said.clock.due_date == date(2026, 9, 21)  # fifteen working days; the Sunday before is one of them

    def test_one_of_a_sort_at_a_time_for_the_applicant_alone(self, desk: Desk) -> None:
        case = desk.accepted()
        complained(desk, case)
        complained(desk, case, about="OPINION")
        with pytest.raises(complaints.SaidAlready):
            complained(desk, case)
        for wrong, refusal in (
            ({"about": "PRAISE"}, complaints.NotAbout),
            ({"words": " "}, cases.NeedsReason),
            ({"by": desk.staff("acceptor")}, NotAllowed),
            ({"by": VISITOR}, cases.CaseNotFound),
        ):
            with pytest.raises(refusal):
                complained(desk, case, **wrong)

    def test_also_of_what_is_over_and_on_the_timeline(self, desk: Desk) -> None:
        case = desk.in_state(cases.State.WITHDRAWN)
        archive.archive_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        answered(desk, complained(desk, case))

        assert [one.verb for one in cases.timeline(case)][-2:] == [Aside.COMPLAIN, Aside.ANSWER_COMPLAINT]
        assert archive.read_archive(number=case.number, by=desk.staff("decider"), at=desk.now())[1] == []

    def test_what_was_said_before_is_filed_with_the_case(self, desk: Desk) -> None:
        case = desk.in_state(cases.State.WITHDRAWN)
        key = complained(desk, case)
        archive.archive_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        answered(desk, key)

        assert archive.read_archive(number=case.number, by=desk.staff("decider"), at=desk.now())[1] == []


class TestEnclosing:
    PHOTO = cases.Upload(material="", data=PDF, name="照片.pdf")

    def test_files_are_read_by_who_wrote_and_who_answers_and_each_look_is_an_entry(self, desk: Desk) -> None:
        case = desk.accepted()
        key = complained(desk, case, uploads=[self.PHOTO])
        (row,) = complaints.said_of(case, at=desk.at)[0].files
        known: Any = {"row": row.pk, "at": desk.now()}

        own = complaints.read_own_file(number=case.number, by=desk.applicant, **known)
        theirs = complaints.read_complaint_file(complaint=key, by=desk.staff("supervisor"), **known)

        assert [files.open_handle(one, desk.at).data for one in (own, theirs)] == [PDF, PDF]
        entries = ledger.history(kind="case", subject=case.pk)
        assert [one.facts["files"] for one in entries if one.verb == "case.complain"] == [1]
        assert [one.actor_id for one in entries if one.facts.get("part") == "complaint.file"] == [
            desk.staff("supervisor").id
        ]
        for name in ("acceptor", "examiner", "housing-decider"):
            by = desk.staff(name)
            with pytest.raises((complaints.ComplaintNotFound, cases.CaseNotFound)):
                complaints.read_own_file(number=case.number, by=by, **known)
            with pytest.raises(complaints.ComplaintNotFound):
                complaints.read_complaint_file(complaint=key, by=by, **known)
            with pytest.raises(cases.CaseNotFound):
                cases.read_material(case=case.number, by=by, **known)
        with pytest.raises(complaints.ComplaintNotFound):
            complaints.read_own_file(number=case.number, row=uuid4(), by=desk.applicant, at=desk.now())

    def test_a_file_that_is_none_or_one_too_many_is_refused_and_leaves_nothing(self, desk: Desk) -> None:
        case, before = desk.accepted(), files.StoredFile.objects.count()
        wrong = cases.Upload(material="", data=b"MZ", name="坏.pdf")
        for uploads, words in (([self.PHOTO, wrong], r"坏\.pdf"), ([self.PHOTO] * (rules.MOST_FILES + 1), "5个文件")):
            with pytest.raises(Broken, match=words):
                complained(desk, case, uploads=uploads)
        assert (case.complaints.count(), files.StoredFile.objects.count()) == (0, before)

    def test_they_are_filed_with_the_case_as_they_were(self, desk: Desk) -> None:
        case = desk.in_state(cases.State.WITHDRAWN)
        complained(desk, case, uploads=[self.PHOTO])
        made = archive.archive_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        complained(desk, case, about="OPINION", uploads=[self.PHOTO])

        said = [one for one in made.listed() if one.title == "意见、投诉的文件"]
        assert [one.size for one in said] == [len(PDF)]
        assert archive.read_archive(number=case.number, by=desk.staff("decider"), at=desk.now())[1] == []
        with archive.take_archive(number=case.number, by=desk.staff("decider"), at=desk.now()) as out:
            box = ZipFile(out)
            assert [box.read(name) for name in box.namelist() if "意见、投诉的文件" in name] == [PDF]


def test_each_sort_is_offered_again_once_it_was_answered_and_none_past_the_most(desk: Desk) -> None:
    case = desk.accepted()
    offered = [complaints.sayable(complaints.said_of(case, at=desk.at))]
    key = complained(desk, case)
    offered.append(complaints.sayable(complaints.said_of(case, at=desk.at)))
    answered(desk, key)
    (said,) = complaints.said_of(case, at=desk.at)

    both = [complaints.About.OPINION, complaints.About.COMPLAINT]
    assert [*offered, complaints.sayable([said]), complaints.sayable([said] * rules.MOST)] == [both, both[:1], both, []]


class TestAnswering:
    def test_the_applicant_is_told_and_the_clock_is_met(self, desk: Desk) -> None:
        case = desk.accepted()
        answered(desk, complained(desk, case))

        (said,) = complaints.said_of(case, at=desk.at)
        assert said.clock is not None
        assert (said.answer, said.clock.light) == ("已经核实，向您道歉。", duties.Light.MET)
        assert messages.inbox(desk.party)[0].title == "您的意见、投诉有答复了"

    def test_nobody_answers_a_complaint_about_what_they_handled(self, desk: Desk) -> None:
        case = desk.granted()
        key, opinion = complained(desk, case), complained(desk, case, about="OPINION")

        with pytest.raises(complaints.HandledByOneself):
            answered(desk, key, "decider")
        answered(desk, opinion, "decider")
        answered(desk, key)
        with pytest.raises(complaints.AnsweredBefore):
            answered(desk, key)

    def test_nor_who_only_asked_for_a_correction_or_let_it_rest(self, desk: Desk) -> None:
        case = desk.submitted()
        decider, acceptor = desk.staff("decider"), desk.staff("acceptor")
        both = replace(decider, grants=decider.grants | acceptor.grants)
        points = [cases.Point("materials.3", "请补正。")]
        cases.ask_correction(number=case.number, points=points, by=both, at=desk.now())
        key = complained(desk, case, words="要我补不该补的。")

        with pytest.raises(complaints.HandledByOneself):
            complaints.answer_complaint(complaint=key, answer="没有问题。", by=both, at=desk.now())
        answered(desk, key)

    def test_whom_it_is_about_reads_neither_its_words_nor_its_files(self, desk: Desk) -> None:
        case = cases.deliver(number=desk.granted().number, by=desk.applicant, at=desk.now())
        key = complained(desk, case, uploads=[TestEnclosing.PHOTO])
        opinion = complained(desk, case, about="OPINION")
        row = ComplaintFile.objects.get(complaint=key)

        mine, read = (
            complaints.read_complaint(complaint=key, by=desk.staff(who), at=desk.now())[1]
            for who in ("decider", "supervisor")
        )

        assert (mine.words, len(mine.files)) == ("", 0)
        assert (read.words, len(read.files)) == (WORDS, 1)
        with pytest.raises(complaints.HandledByOneself):
            complaints.read_complaint_file(complaint=key, row=row.pk, by=desk.staff("decider"), at=desk.now())
        theirs = complaints.read_complaint(complaint=opinion, by=desk.staff("decider"), at=desk.now())[1]
        assert theirs.words == WORDS

    def test_nor_are_they_in_the_archive_that_they_take(self, desk: Desk) -> None:
        case = cases.deliver(number=desk.granted().number, by=desk.applicant, at=desk.now())
        complained(desk, case, words="他刁难我。", uploads=[TestEnclosing.PHOTO])
        archive.archive_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        other = replace(desk.staff("decider"), id=uuid4())

        taken = {}
        for by in (desk.staff("decider"), other):
            with archive.take_archive(number=case.number, by=by, at=desk.now()) as out, ZipFile(out) as box:
                record = next(name for name in box.namelist() if "办理记录" in name)
                index = json.loads(box.read("index.json"))
                said = [name for name in box.namelist() if "意见、投诉的文件" in name]
                taken[by.id] = ("他刁难我。" in box.read(record).decode(), len(said), len(index["missing"]))

        assert taken == {desk.staff("decider").id: (False, 0, 2), other.id: (True, 1, 0)}

    def test_exists_for_those_who_answer_within_their_reach_and_their_look_is_an_entry(self, desk: Desk) -> None:
        case = desk.accepted()
        key = complained(desk, case)

        for name in ("acceptor", "examiner", "housing-decider", "operator"):
            by = desk.staff(name)
            assert complaints.waiting(by, at=desk.at) == []
            with pytest.raises(complaints.ComplaintNotFound):
                complaints.read_complaint(complaint=key, by=by, at=desk.now())
        decider = desk.staff("decider")
        assert decider.holds(Role.DECIDER)
        assert [row.pk for row, _ in complaints.waiting(decider, at=desk.at)] == [key]
        row, said = complaints.read_complaint(complaint=key, by=decider, at=desk.now())
        assert (row.pk, said.words) == (key, WORDS)
        looks = [one for one in ledger.history(kind="case", subject=case.pk) if one.facts.get("part") == "complaint"]
        assert [case.applicant_id in one.about for one in looks] == [True]
        assert complaints.complaint_headings(decider, [key]) == {key: (case.number, case.item_name)}


def test_the_days_have_their_source() -> None:
    found = policy.complaining(date(2026, 9, 1))
    assert (found.answer, "待核定" in found.source) == (15, True)
