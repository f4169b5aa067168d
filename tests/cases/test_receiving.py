from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.samples import ITEM, PAGES, PDF, Desk
from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.files.api import StoredFile
from tongban.kernel.actors import SYSTEM
from tongban.kernel.codes import case_number
from tongban.kernel.errors import Broken, NotAllowed, WrongState
from tongban.ledger import api as ledger
from tongban.messages import api as messages


class TestDraft:
    def test_opening_again_goes_on_with_the_same_draft(self, desk: Desk) -> None:
        assert desk.draft().pk == desk.draft().pk

    def test_an_item_without_a_guide_in_force_is_not_on_offer(self, desk: Desk) -> None:
        with pytest.raises(cases.NotOnOffer):
            cases.open_draft(item="ZINOTHERE", by=desk.applicant, at=desk.now())

    def test_staff_without_a_counter_cannot_apply_for_somebody(self, desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            cases.open_draft(
                item=ITEM, by=desk.staff("examiner"), at=desk.now(), applicant=desk.applicant.party, place="ZP320213"
            )

    def test_a_citizen_cannot_open_a_draft_for_somebody_else(self, desk: Desk) -> None:
        other = desk.city.actor("citizen")

        with pytest.raises(NotAllowed):
            cases.open_draft(item=ITEM, by=other, at=desk.now(), applicant=desk.applicant.party)

    def test_a_stranger_does_not_find_the_draft(self, desk: Desk) -> None:
        case = desk.draft()

        with pytest.raises(cases.CaseNotFound):
            cases.draft_for(desk.city.actor("citizen"), case.pk)

    def test_what_the_registration_holds_need_not_be_typed_again(self, desk: Desk) -> None:
        given = cases.answers(desk.draft())

        assert given["uscc"] == "91320200MAYYYY0169"
        assert given["subject_name"] == "无锡测试餐饮管理有限公司"

    def test_wrong_answers_are_kept_and_pointed_out(self, desk: Desk) -> None:
        case = desk.draft()

        faults = cases.save_answers(
            draft=case.pk,
            group="operator",
            posted={**PAGES["operator"], "legal_rep_id": ["320200197908229031"]},
            by=desk.applicant,
            at=desk.now(),
        )

        assert list(faults) == ["legal_rep_id"]
        assert cases.answers(desk.fresh(case))["legal_rep_id"] == "320200197908229031"

    def test_answers_are_not_readable_in_the_database(self, desk: Desk) -> None:
        case = desk.filled()

        assert "测试丙".encode() not in bytes(case.answers)
        assert b"320200197908229030" not in bytes(case.answers)

    def test_a_file_for_a_material_the_guide_does_not_name_is_refused(self, desk: Desk) -> None:
        case = desk.draft()

        with pytest.raises(cases.NoSuchMaterial):
            desk.attach(case, "99")

    def test_more_files_than_the_guide_allows_are_refused(self, desk: Desk) -> None:
        case = desk.draft()
        most = case.guide.guide.material("2").accepted.max_files
        for _ in range(most):
            desk.attach(case, "2")

        with pytest.raises(cases.TooManyFiles):
            desk.attach(case, "2")

    def test_a_file_can_be_taken_out_again(self, desk: Desk) -> None:
        case = desk.filled()
        row = next(row for row in cases.material_list(case) if row.material.id == "2").files[0]

        cases.detach(draft=case.pk, row=row.pk, by=desk.applicant, at=desk.now())

        assert "materials.2" in cases.faults(desk.fresh(case), at=desk.at)

    def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(self, desk: Desk) -> None:
        case = desk.draft()

        with pytest.raises(Broken):
            cases.attach(draft=case.pk, material="2", data=b"MZ\x90", name="x.pdf", by=desk.applicant, at=desk.now())

        assert not case.materials.exists()


class TestSubmit:
    def test_numbers_the_case_and_starts_the_notice_clock(self, desk: Desk) -> None:
        case = desk.submitted()

        parsed = case_number.parse(case.number)
        (clock,) = cases.clocks(case, at=desk.at)
        assert parsed.region == "320213"
        assert clock.kind == duties.Kind.NOTICE
        assert clock.due_date == date(2026, 9, 8)

    def test_on_a_sunday_counts_from_the_next_working_day(self, desk: Desk) -> None:
        desk.at = desk.at.replace(day=6)

        (clock,) = cases.clocks(desk.submitted(), at=desk.at)

        assert clock.due_date == date(2026, 9, 11)

    def test_gives_a_receipt_and_a_message(self, desk: Desk) -> None:
        case = desk.submitted()

        assert [paper.kind for paper in cases.document_list(case)] == ["receipt"]
        assert messages.inbox(desk.party)[0].number == case.number

    def test_twice_with_the_same_token_is_one_submission(self, desk: Desk) -> None:
        case = desk.submitted()

        again = cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now())

        assert again.number == case.number
        assert len(cases.document_list(case)) == 1

    def test_with_another_token_is_refused(self, desk: Desk) -> None:
        case = desk.submitted()

        with pytest.raises(WrongState):
            cases.submit(draft=case.pk, token=uuid4(), by=desk.applicant, at=desk.now())

    def test_incomplete_names_every_fault_at_once_and_keeps_the_draft(self, desk: Desk) -> None:
        case = desk.draft()

        with pytest.raises(cases.Incomplete) as refusal:
            cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now())

        assert {"legal_rep_id", "subject_type", "materials.2", "materials.3"} <= set(refusal.value.faults)
        assert desk.fresh(case).state == cases.State.DRAFT

    def test_a_material_is_asked_for_when_the_answers_say_so(self, desk: Desk) -> None:
        case = desk.filled(business={**PAGES["business"], "with_automat": ["true"]})

        assert cases.faults(case, at=desk.at) == {"materials.7": "请上传“自动设备放置地点清单”。"}

    def test_of_somebody_elses_draft_is_not_found(self, desk: Desk) -> None:
        case = desk.filled()

        with pytest.raises(cases.CaseNotFound):
            cases.submit(draft=case.pk, token=uuid4(), by=desk.city.actor("citizen"), at=desk.now())

    def test_a_second_application_for_the_same_item_is_another_case(self, desk: Desk) -> None:
        first = desk.submitted()
        draft = desk.filled()

        shown = _mark(desk, draft)

        with CaptureQueriesContext(connection) as asked:
            second = cases.submit(draft=draft.pk, token=uuid4(), by=desk.applicant, at=desk.now(), shown=shown)

        assert first.number != second.number
        # What is read once a process was read by the first one; what was shown is compared without a question.
        sent = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
        assert len(sent) <= 13, sent


class TestShown:
    """What is signed for is what the page showed; the same again, and nothing else, is handed in."""

    def test_has_another_mark_with_everything_that_a_submission_takes_over(self, desk: Desk) -> None:
        case, clerk = desk.filled(), desk.staff("receiver")
        _republish(desk, summary="新的一版。")

        def here() -> dict[str, Any]:
            return {"draft": case.pk, "by": desk.applicant, "at": desk.now()}

        moving: dict[str, Callable[[], object]] = {
            "the guide": lambda: cases.follow_guide(**here()),
            "an answer": lambda: cases.save_answers(group="place", posted={**PAGES["place"], "area": ["90"]}, **here()),
            "the situation": lambda: cases.save_answers(
                group="business", posted={**PAGES["business"], "with_automat": ["true"]}, **here()
            ),
            "an answer taken out": lambda: cases.clear_answer(field="contact_mobile", **here()),
            "a file": lambda: cases.attach(material="2", data=PDF, name="另一份.pdf", **here()),
            "the order of files": lambda: cases.move_up(row=case.materials.filter(material="2")[1].pk, **here()),
            "a file less": lambda: cases.detach(row=case.materials.get(material="3").pk, **here()),
            "a promise": lambda: cases.promise(material="criteria.5", kind=cases.Promised.COMMITMENT, **here()),
            "a promise less": lambda: cases.take_back_promise(material="criteria.5", **here()),
            "the counter": lambda: window.take_over_draft(
                draft=case.pk, applicant=desk.party, agreed=True, by=clerk, at=desk.now(), place="ZP320213"
            ),
        }
        seen = [_mark(desk, case)]
        for what, move in moving.items():
            move()
            seen.append(_mark(desk, case))
            assert seen[-1] != seen[-2], what
        window.note_papers(draft=case.pk, papers={"3": window.OnPaper(copies=1)}, by=clerk, at=desk.now())
        assert _mark(desk, case) != seen[-1], "what lies on the counter"

    def test_is_the_same_after_a_change_that_was_undone_or_changes_nothing(self, desk: Desk) -> None:
        case = desk.filled()
        before = _mark(desk, case)
        for area in ("90", "86.5"):
            posted = {**PAGES["place"], "area": [area]}
            cases.save_answers(draft=case.pk, group="place", posted=posted, by=desk.applicant, at=desk.now())

        assert _mark(desk, case) == before

    def test_what_moved_is_refused_before_what_is_missing_and_nothing_is_handed_in(self, desk: Desk) -> None:
        case = desk.filled()
        shown = _mark(desk, case)
        cases.clear_answer(draft=case.pk, field="biz_address", by=desk.applicant, at=desk.now())

        with pytest.raises(cases.NotAsShown):
            cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now(), shown=shown)
        assert desk.fresh(case).state == cases.State.DRAFT

    def test_the_refusal_names_what_moved_and_nothing_else(self, desk: Desk) -> None:
        case = desk.filled()
        shown = _mark(desk, case)
        here: dict[str, Any] = {"draft": case.pk, "by": desk.applicant, "at": desk.now()}
        cases.save_answers(group="place", posted={**PAGES["place"], "area": ["90"]}, **here)
        cases.clear_answer(field="contact_mobile", **here)
        cases.attach(material="2", data=PDF, name="另一份.pdf", **here)
        cases.promise(material="criteria.5", kind=cases.Promised.COMMITMENT, **here)

        def told(mark: str) -> tuple[str, ...]:
            with pytest.raises(cases.NotAsShown) as refusal:
                cases.submit(token=desk.token, shown=mark, **here)
            return refusal.value.changed

        moved = ("form.area", "materials.2", "promises.criteria.5", "form.contact_mobile")
        assert told(shown) == moved
        assert told(shown.partition(" ")[0]) == told("") == ()

    def test_the_mark_tells_nothing_of_the_answers_and_stays_small(self, desk: Desk) -> None:
        case = desk.filled()
        parts = dict(part.split("=") for part in _mark(desk, case).split(" ")[1:])
        given = cases.answers(desk.fresh(case))

        assert {f"form.{name}" for name in given} <= set(parts)
        assert {len(one) for one in parts.values()} == {8}
        assert not any(str(value) in _mark(desk, case) for value in given.values() if len(str(value)) > 2)
        assert len(_mark(desk, case)) < 2000

    def test_an_old_mark_keeps_nobody_from_the_receipt_of_what_was_handed_in(self, desk: Desk) -> None:
        case = desk.submitted()

        again = cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now(), shown="older")

        assert again.number == case.number


def _mark(desk: Desk, case: cases.Case) -> str:
    held = desk.fresh(case)
    return cases.shown_mark(held, cases.application(held, at=desk.at), by=desk.applicant)


class TestCounter:
    def test_the_clerk_applies_for_the_person_who_came_in_under_the_same_rules(self, desk: Desk) -> None:
        clerk, party = desk.staff("receiver"), desk.city.actor("elder").party
        case = cases.open_draft(item=ITEM, by=clerk, at=desk.now(), applicant=party, place="ZP320213")

        with pytest.raises(cases.Incomplete):
            cases.submit(draft=case.pk, token=uuid4(), by=clerk, at=desk.now())

        assert case.channel == cases.Channel.COUNTER
        assert case.applicant_id == party

    def test_the_clerk_does_not_see_what_people_apply_for_at_home(self, desk: Desk) -> None:
        case = desk.submitted()

        with pytest.raises(cases.CaseNotFound):
            cases.case_for(desk.staff("receiver"), case.number)

    def test_the_person_finds_the_counter_case_among_their_own(self, desk: Desk) -> None:
        elder = desk.city.actor("elder")
        clerk_desk = Desk(city=desk.city, at=desk.at, applicant=desk.staff("receiver"))
        draft = cases.open_draft(
            item=ITEM, by=clerk_desk.applicant, at=desk.now(), applicant=elder.party, place="ZP320213"
        )
        for group, posted in PAGES.items():
            cases.save_answers(draft=draft.pk, group=group, posted=posted, by=clerk_desk.applicant, at=desk.now())
        for material in ("2", "3", "4"):
            cases.attach(
                draft=draft.pk, material=material, data=PDF, name="a.pdf", by=clerk_desk.applicant, at=desk.now()
            )

        case = cases.submit(draft=draft.pk, token=uuid4(), by=clerk_desk.applicant, at=desk.now())

        assert [mine.number for mine in cases.mine(elder)] == [case.number]


class TestOffer:
    def test_a_suspended_item_takes_no_new_applications(self, desk: Desk) -> None:
        case = desk.filled()
        catalog.Item.objects.filter(code=ITEM).update(state=catalog.ItemState.SUSPENDED)

        with pytest.raises(cases.ItemSuspended):
            cases.save_answers(draft=case.pk, group="place", posted={}, by=desk.applicant, at=desk.now())
        with pytest.raises(cases.ItemSuspended):
            cases.open_draft(item=ITEM, by=desk.city.actor("citizen"), at=desk.now())


class TestWhoApplies:
    def test_a_company_gives_its_own_name_and_code(self, desk: Desk) -> None:
        others = {**PAGES["operator"], "uscc": ["91320200MAYYYY0240"], "subject_name": ["别家公司"]}
        case = desk.filled(operator=others)

        assert {"uscc", "subject_name"} <= set(cases.faults(case, at=desk.at))

    def test_a_guide_for_organisations_does_not_serve_a_person(self, desk: Desk) -> None:
        _republish(desk, service_objects=["ENTERPRISE"])

        with pytest.raises(cases.NotForYou):
            cases.open_draft(item=ITEM, by=desk.city.actor("citizen"), at=desk.now())

    def test_a_guide_that_is_not_handled_online_takes_no_application_online(self, desk: Desk) -> None:
        _republish(desk, channels=["WINDOW"])

        with pytest.raises(cases.NotOnOffer):
            desk.draft()


class TestDraftsOfTwoChannels:
    def test_what_was_begun_at_home_locks_nobody_out_of_the_counter(self, desk: Desk) -> None:
        at_home = desk.draft()

        at_counter = cases.open_draft(
            item=ITEM, by=desk.staff("receiver"), at=desk.now(), applicant=desk.party, place="ZP320213"
        )

        assert at_counter.pk != at_home.pk
        assert at_counter.channel == cases.Channel.COUNTER

    def test_a_discarded_draft_leaves_no_answers_and_no_files(self, desk: Desk) -> None:
        case = desk.filled()
        held = list(case.materials.values_list("file_id", flat=True))

        cases.discard(draft=case.pk, by=desk.applicant, at=desk.now())

        assert not cases.Case.objects.filter(pk=case.pk).exists()
        assert not StoredFile.objects.filter(pk__in=held).exists()
        assert [entry.verb for entry in ledger.history(kind="case", subject=case.pk)][-1] == "case.discard"

    def test_somebody_elses_draft_cannot_be_discarded(self, desk: Desk) -> None:
        case = desk.draft()

        with pytest.raises(cases.CaseNotFound):
            cases.discard(draft=case.pk, by=desk.city.actor("citizen"), at=desk.now())

    def test_a_submitted_case_cannot_be_discarded(self, desk: Desk) -> None:
        case = desk.submitted()

        with pytest.raises(WrongState):
            cases.discard(draft=case.pk, by=desk.applicant, at=desk.now())


class TestNewGuide:
    def test_a_draft_under_an_older_guide_is_refused_until_it_follows_the_new_one(self, desk: Desk) -> None:
        case = desk.filled()
        _republish(desk, summary="新的一版。")
        with pytest.raises(cases.GuideChanged):
            cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now())

        cases.follow_guide(draft=case.pk, by=desk.applicant, at=desk.now())

        submitted = cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=desk.now())
        assert submitted.guide.version == 2

    def test_a_submitted_case_keeps_the_guide_it_was_opened_under(self, desk: Desk) -> None:
        case = desk.submitted()

        _republish(desk, summary="新的一版。")

        assert desk.fresh(case).guide.version == 1


def _republish(desk: Desk, **basics: object) -> None:
    version = catalog.published(ITEM, at=desk.now())
    assert version is not None
    document = version.guide.model_dump(mode="json", by_alias=True)
    document["basics"].update(basics)
    catalog.publish(item_code=ITEM, document=document, by=SYSTEM, at=desk.now())
