from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from tests.cases.samples import PDF, Desk
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases import rules
from tongban.documents import api as documents
from tongban.files.api import StoredFile
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger


def added(desk: Desk, case: cases.Case, words: str = "排烟管道已经改好。", files: int = 1) -> cases.Case:
    uploads = [cases.Upload(material="", data=PDF, name=f"照片{n}.pdf") for n in range(files)]
    return cases.add(number=case.number, words=words, uploads=uploads, by=desk.applicant, at=desk.now())


def test_what_is_added_is_read_by_the_examiner_and_is_sealed(desk: Desk) -> None:
    case = added(desk, desk.accepted())

    (one,) = cases.addition_list(cases.case_for(desk.staff("examiner"), case.number))
    handle = cases.read_material(case=case.number, row=one.files[0].pk, by=desk.staff("examiner"), at=desk.now())

    assert one.words == "排烟管道已经改好。"
    assert handle
    assert "排烟".encode() not in bytes(case.additions.get().words)
    assert ledger.Entry.objects.get(verb="case.add").facts["files"] == 1


def test_the_same_attempt_says_nothing_twice_and_another_one_does(desk: Desk) -> None:
    case, key = desk.submitted(), uuid4()
    uploads = [cases.Upload(material="", data=PDF, name="照片.pdf")]
    said = partial(cases.add, number=case.number, words="烟道改好了。", uploads=uploads, by=desk.applicant)

    for one in (key, key, uuid4()):
        said(at=desk.now(), key=one)

    assert [len(one.files) for one in cases.addition_list(desk.fresh(case))] == [1, 1]
    assert ledger.Entry.objects.filter(verb="case.add").count() == 2


def test_an_attempt_that_bears_the_name_of_one_in_another_case_is_said_all_the_same(desk: Desk) -> None:
    first, key = desk.submitted(), uuid4()
    desk.token = uuid4()
    second = desk.submitted()

    for case in (first, second):
        cases.add(number=case.number, words="烟道改好了。", uploads=[], by=desk.applicant, at=desk.now(), key=key)

    assert [case.additions.count() for case in (first, second)] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_is_kept(desk: Desk) -> None:
    case, key, at = desk.submitted(), uuid4(), desk.now()

    def click() -> str:
        return cases.add(number=case.number, words="看。", uploads=[], by=desk.applicant, at=at, key=key).number

    assert in_threads(click, click) == [case.number] * 2
    assert case.additions.count() == 1


def test_what_is_added_moves_no_clock_and_stands_for_no_material(desk: Desk) -> None:
    case = desk.accepted()
    before = [(clock.kind, clock.due_date) for clock in cases.clocks(case, at=desk.at)]
    materials = [(row.material.id, len(row.files)) for row in cases.material_list(case)]

    added(desk, case)

    assert [(clock.kind, clock.due_date) for clock in cases.clocks(case, at=desk.at)] == before
    assert [(row.material.id, len(row.files)) for row in cases.material_list(desk.fresh(case))] == materials


@pytest.mark.parametrize(
    ("words", "files", "refusal"), [("", 0, cases.NothingAdded), (" ", 0, cases.NothingAdded), ("话" * 2001, 0, Broken)]
)
def test_nothing_or_too_much_is_refused_and_leaves_nothing(
    desk: Desk, words: str, files: int, refusal: type[Broken]
) -> None:
    case = desk.submitted()

    with pytest.raises(refusal):
        added(desk, case, words, files)

    assert not case.additions.exists()
    assert not ledger.Entry.objects.filter(verb="case.add").exists()


def test_a_case_holds_so_many_additions_and_each_so_many_files(desk: Desk) -> None:
    case = desk.submitted()

    with pytest.raises(cases.AddedTooOften):
        added(desk, case, files=rules.MOST_ADDED_FILES + 1)
    for _ in range(rules.MOST_ADDITIONS):
        added(desk, case, files=0)
    with pytest.raises(cases.AddedTooOften):
        added(desk, case, files=0)


def test_a_file_that_is_none_is_named_and_nothing_is_kept(desk: Desk) -> None:
    case, before = desk.submitted(), StoredFile.objects.count()
    bad = [cases.Upload(material="", data=d, name=n) for d, n in ((PDF, "好.pdf"), (b"MZ", "坏.pdf"))]

    with pytest.raises(Broken, match=r"坏\.pdf"):
        cases.add(number=case.number, words="", uploads=bad, by=desk.applicant, at=desk.now())

    assert StoredFile.objects.count() == before


def test_somebody_else_finds_no_case_to_add_to(desk: Desk) -> None:
    case = desk.submitted()

    with pytest.raises(cases.CaseNotFound):
        cases.add(number=case.number, words="x", uploads=(), by=desk.city.actor("citizen"), at=desk.now())


def test_who_is_asked_to_correct_may_object_and_still_owes_the_correction(desk: Desk) -> None:
    case = desk.correcting()
    due = [(clock.kind, clock.due_date, clock.state) for clock in cases.clocks(case, at=desk.at)]

    added(desk, case, "告知的这一项，办事指南没有要求，我有异议。", files=0)

    assert desk.fresh(case).state == cases.State.CORRECTION
    assert [(clock.kind, clock.due_date, clock.state) for clock in cases.clocks(case, at=desk.at)] == due
    assert cases.Verb.SUPPLEMENT in cases.open_verbs(desk.applicant, desk.fresh(case), at=desk.at)


class TestConsidering:
    """行政许可法7, 36: whoever stated their case is not refused without a word on it."""

    @staticmethod
    def refused(desk: Desk, case: cases.Case, considered: str = "") -> cases.Case:
        return cases.refuse(
            number=case.number, reason="不符合。", considered=considered, by=desk.staff("decider"), at=desk.now()
        )

    def test_a_refusal_says_how_it_dealt_with_what_the_applicant_stated(self, desk: Desk) -> None:
        case = added(desk, desk.examined(passed=False))

        with pytest.raises(cases.NeedsReason, match="怎样对待") as refusal:
            self.refused(desk, case)
        self.refused(desk, case, "已经到现场核对，烟道仍然不符合。")

        assert refusal.value.field == "considered"
        said = str(documents.said(case.documents.get(kind="refusal").document_id))
        assert "听取申请人意见的情况：已经到现场核对，烟道仍然不符合。" in said

    def test_where_nothing_was_stated_nothing_is_asked_for_or_kept(self, desk: Desk) -> None:
        case = self.refused(desk, desk.examined(passed=False), "没有人说过。")

        assert case.opinions.get(verb="REFUSE").considered == ""

    def test_a_grant_asks_for_no_word_on_it(self, desk: Desk) -> None:
        case = added(desk, desk.examined())

        cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())

        assert desk.fresh(case).state == cases.State.GRANTED
