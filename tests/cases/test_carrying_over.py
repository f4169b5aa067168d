from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.cases.samples import ITEM, PAGES, PDF, Desk
from tongban.cases import api as cases
from tongban.kernel.actors import Actor, Mandate, MandateData, MandateKind
from tongban.kernel.errors import Broken


def next_draft(desk: Desk, by: Actor | None = None) -> cases.Case:
    return cases.open_draft(item=ITEM, by=by or desk.applicant, at=desk.now())


def test_what_was_answered_before_is_filled_in_with_the_application_it_came_from(desk: Desk) -> None:
    before = desk.submitted()

    draft = next_draft(desk)

    given, sources = cases.answers(draft), cases.carried(draft, by=desk.applicant, at=desk.now())
    assert given["biz_address"] == "示例路 1 号"
    assert given["legal_rep_id"] == "320200197908229030"
    assert (sources["biz_address"].item, sources["biz_address"].received_at) == (before.item_name, before.received_at)


def test_what_decides_about_the_situation_is_answered_anew(desk: Desk) -> None:
    desk.submitted()

    assert not {"by_agent", "with_automat"} & cases.answers(next_draft(desk)).keys()


def test_the_newest_application_counts_and_a_withdrawn_one_does_not(desk: Desk) -> None:
    desk.submitted()
    for address, withdrawn in (("新路 2 号", False), ("撤回路 3 号", True)):
        desk.token = uuid4()
        number = cases.submit(
            draft=desk.filled(place={**PAGES["place"], "biz_address": [address]}).pk,
            token=desk.token,
            by=desk.applicant,
            at=desk.now(),
        ).number
        if withdrawn:
            cases.withdraw(number=number, by=desk.applicant, at=desk.now())

    assert cases.answers(next_draft(desk))["biz_address"] == "新路 2 号"


def test_nobody_elses_application_is_carried_over(desk: Desk) -> None:
    desk.submitted()

    assert "biz_address" not in cases.answers(next_draft(desk, by=desk.city.actor("citizen")))


@pytest.mark.parametrize("sees", [True, False])
def test_a_mandate_carries_over_what_it_shows_and_nothing_sensitive_that_others_wrote(
    desk: Desk, *, sees: bool
) -> None:
    desk.submitted()
    data = frozenset({MandateData.EARLIER_CASES}) if sees else frozenset()
    mandate = Mandate(uuid4(), MandateKind.AGENT, since=desk.now(), items=frozenset({ITEM}), data=data)
    agent = replace(desk.city.actor("helper"), party=desk.party, mandate=mandate)

    given = cases.answers(next_draft(desk, by=agent))

    assert ("biz_address" in given) is sees
    assert "legal_rep_id" not in given


@pytest.mark.parametrize("item", ["ZIGTSL", "ZIYDJY"], ids=["a form of its own", "the general form"])
def test_a_person_is_who_their_account_says_and_any_other_is_asked_about_and_refused(desk: Desk, item: str) -> None:
    citizen = desk.city.actor("citizen")
    case = cases.open_draft(item=item, by=citizen, at=desk.now())
    own = {name: cases.answers(case)[name] for name in ("applicant_name", "applicant_id")}
    posted = {"applicant_name": ["别人的名字"], "applicant_id": ["320200197908229030"], "applicant_kind": ["PERSON"]}

    asked = cases.save_answers(draft=case.pk, group="applicant", posted=posted, by=citizen, at=desk.now())

    assert own == {"applicant_name": "测试甲", "applicant_id": "320200198804169015"}
    assert cases.prefilled(case, by=citizen)["applicant_name"] == "您的账户"
    assert "与您账户的姓名不同" in asked["applicant_name"]
    assert "与您账户的证件号码不同" in asked["applicant_id"]
    with pytest.raises(cases.Incomplete) as refused:
        cases.submit(draft=case.pk, token=uuid4(), by=citizen, at=desk.now())
    assert {"applicant_name", "applicant_id"} <= refused.value.faults.keys()


def test_a_person_who_writes_of_a_firm_in_their_own_name_is_told_so_and_a_firm_or_a_business_is_not(
    desk: Desk,
) -> None:
    citizen = replace(desk, applicant=desk.city.actor("citizen"))
    firm = citizen.filled()
    business = citizen.filled(operator={**PAGES["operator"], "uscc": ["92320200MAYYYY0179"]})

    assert cases.names_an_organisation(firm)
    assert not cases.names_an_organisation(business)
    assert not cases.names_an_organisation(desk.filled())


def test_what_was_filled_in_is_taken_out_again_and_has_no_source_then(desk: Desk) -> None:
    desk.submitted()
    draft = next_draft(desk)

    cases.clear_answer(draft=draft.pk, field="biz_address", by=desk.applicant, at=desk.now())

    assert "biz_address" not in cases.answers(desk.fresh(draft))
    assert "biz_address" not in cases.carried(desk.fresh(draft), by=desk.applicant, at=desk.now())


class TestSeveralFiles:
    def test_that_can_be_kept_are_kept_and_each_other_one_is_named_with_why_not(self, desk: Desk) -> None:
        draft = desk.draft()
        uploads = [cases.Upload("3", PDF if name in "甲乙" else b"MZ", f"{name}.pdf") for name in "甲坏乙丑"]

        done = cases.attach_files(draft=draft.pk, material="3", uploads=uploads, by=desk.applicant, at=desk.now())

        assert [row.file.name for row in done.rows] == ["甲.pdf", "乙.pdf"]
        assert [told.partition("：")[0] for told in done.refused] == ["坏.pdf", "丑.pdf"]
        assert draft.materials.count() == 2

    def test_of_which_none_can_be_kept_are_a_refusal_that_names_them_all(self, desk: Desk) -> None:
        draft = desk.draft()
        uploads = [cases.Upload("3", b"MZ", f"{name}.pdf") for name in "坏丑"]

        with pytest.raises(Broken) as refusal:
            cases.attach_files(draft=draft.pk, material="3", uploads=uploads, by=desk.applicant, at=desk.now())

        assert refusal.value.field == "materials.3"
        assert [told.partition("：")[0] for told in refusal.value.message.splitlines()] == ["坏.pdf", "丑.pdf"]
        assert not draft.materials.exists()

    def test_stand_in_the_order_in_which_they_were_chosen_until_one_is_moved_up(self, desk: Desk) -> None:
        draft = desk.draft()
        uploads = [cases.Upload("3", PDF, f"{name}.pdf") for name in "甲乙丙"]
        rows = cases.attach_files(draft=draft.pk, material="3", uploads=uploads, by=desk.applicant, at=desk.now()).rows

        for row in (rows[2], rows[2], rows[2]):
            cases.move_up(draft=draft.pk, row=row.pk, by=desk.applicant, at=desk.now())

        (shown,) = [one.files for one in cases.material_list(desk.fresh(draft)) if one.files]
        assert [row.file.name for row in shown] == ["丙.pdf", "甲.pdf", "乙.pdf"]
        with pytest.raises(cases.CaseNotFound):
            cases.move_up(draft=draft.pk, row=uuid4(), by=desk.applicant, at=desk.now())

    def test_an_attempt_that_is_named_again_adds_nothing_and_takes_nobody_elses_name(self, desk: Desk) -> None:
        draft, key = desk.draft(), uuid4()
        other = cases.open_draft(item=ITEM, by=desk.city.actor("citizen"), at=desk.now())
        upload = cases.Upload("3", PDF, "图.pdf")

        for _ in range(2):
            (row,) = cases.attach_files(
                draft=draft.pk, material="3", uploads=[upload], key=key, by=desk.applicant, at=desk.now()
            ).rows
        (theirs,) = cases.attach_files(
            draft=other.pk, material="3", uploads=[upload], key=key, by=desk.city.actor("citizen"), at=desk.now()
        ).rows

        assert (row.pk, draft.materials.count()) == (key, 1)
        assert theirs.pk != key
