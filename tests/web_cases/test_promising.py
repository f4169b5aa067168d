from __future__ import annotations

import pytest

from tests.cases.samples import Desk
from tests.web_cases.conftest import As, pdf
from tongban.cases import api as cases
from tongban.cases.api import Promised, PromiseEnd, State


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


class TestApplying:
    """What is not at hand is promised on the page of the materials, in words that are shown, without any script."""

    def test_a_promise_is_read_ticked_and_signed_for_with_the_application(self, as_: As, desk: Desk) -> None:
        draft, browser = desk.filled(), as_("citizen")
        page = f"/apply/draft/{draft.pk}/materials/"
        given = next(row.files[0] for row in cases.material_list(draft) if row.material.id == "4")
        browser.post(page, {"remove": str(given.pk)})
        offered = words_of(browser.get(page))

        unticked = browser.post(page, {"material": "4", "promise": "DEFERRED"})
        browser.post(page, {"material": "4", "promise": "DEFERRED", "agree": "1"})

        check = words_of(browser.get(f"/apply/draft/{draft.pk}/check/"))
        assert "自受理之日起5个工作日内补交" in offered
        assert (unticked.status_code, "请先勾选" in words_of(unticked)) == (422, True)
        assert "承诺已取消" not in check
        assert "您的书面承诺" in check
        assert "还没有上传" not in check

    def test_a_promise_can_be_taken_back_and_what_the_guide_does_not_offer_is_told(self, as_: As, desk: Desk) -> None:
        desk.replaced = {"4": Promised.COMMITMENT}
        draft, browser = desk.filled(), as_("citizen")
        page = f"/apply/draft/{draft.pk}/materials/"

        browser.post(page, {"material": "4", "take_back": "1"})
        other = browser.post(page, {"material": "3", "promise": "DEFERRED", "agree": "1"})

        assert cases.promises(desk.fresh(draft)) == []
        assert (other.status_code, "没有规定这份材料可以后补" in words_of(other)) == (422, True)


class TestSupplying:
    def test_the_case_page_leads_to_it_and_a_file_of_it_is_taken_in(self, as_: As, desk: Desk) -> None:
        case = desk.promised(m4=Promised.DEFERRED)
        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        browser = as_("citizen")
        before = words_of(browser.get(f"/my/cases/{case.number}/"))
        empty = browser.post(f"/my/cases/{case.number}/supply/")

        browser.post(f"/my/cases/{case.number}/supply/", {"4": pdf()})

        after = words_of(browser.get(f"/my/cases/{case.number}/"))
        assert f'href="/my/cases/{case.number}/supply/"' in before
        assert "请最晚在2026年9月8日" in before
        assert (empty.status_code, "请选择要补交的文件" in words_of(empty)) == (422, True)
        assert "还有承诺后补的材料" not in after
        assert "后补材料收件凭证" in after

    def test_the_counter_takes_it_in_for_what_came_in_there(self, as_: As, desk: Desk) -> None:
        number = desk.promised(m4=Promised.DEFERRED).number
        cases.Case.objects.filter(number=number).update(channel=cases.Channel.COUNTER)
        clerk = as_("receiver")

        shown = words_of(clerk.get(f"/desk/{number}/"))
        clerk.post(f"/counter/supply/{number}/", {"4": pdf()})

        (row,) = cases.promises(cases.Case.objects.get(number=number))
        assert f'href="/counter/supply/{number}/"' in shown
        assert row.end == PromiseEnd.SUPPLIED


class TestChecking:
    def test_the_examiner_says_what_was_found_and_the_applicant_reads_what_follows(self, as_: As, desk: Desk) -> None:
        number = desk.decided(desk.promised(m4=Promised.COMMITMENT)).number
        examiner, page = as_("examiner"), f"/desk/{number}/do/check_commitment/"
        asked = words_of(examiner.get(page))
        unsaid = examiner.post(page, {"material": "4", "reason": "没有记录。"})

        examiner.post(page, {"material": "4", "kept": "no", "reason": "没有记录。"})

        mine = words_of(as_("citizen").get(f"/my/cases/{number}/"))
        assert "承诺已经建立食品安全自查" in asked
        assert (unsaid.status_code, 'href="#id_kept"' in words_of(unsaid)) == (422, True)
        assert "书面承诺经核查不属实" in mine
        assert "告知承诺核查结果告知书" in mine


class TestPrescreening:
    def test_passes_tells_where_to_come_and_the_counter_sees_the_originals(self, as_: As, desk: Desk) -> None:
        number = desk.prescreened().number
        told = words_of(as_("citizen").get(f"/my/cases/{number}/"))

        as_("acceptor").post(f"/desk/{number}/do/see_originals/")
        as_("acceptor").post(f"/desk/{number}/do/accept/")

        assert "请带原件到窗口" in told
        assert "梁溪区政务服务中心" in told
        assert cases.Case.objects.get(number=number).state == State.ACCEPTED

    def test_elsewhere_it_is_not_even_spoken_of(self, as_: As, desk: Desk) -> None:
        number = desk.submitted().number

        assert "预审" not in words_of(as_("acceptor").get(f"/desk/{number}/"))


class TestApplyingAnew:
    @pytest.mark.parametrize("state", [State.NOT_ACCEPTED, State.TERMINATED])
    def test_begins_a_draft_with_what_was_there_and_each_names_the_other(
        self, as_: As, desk: Desk, state: State
    ) -> None:
        old, browser = desk.in_state(state), as_("citizen")
        page = f"/my/cases/{old.number}/"
        assert f'action="{page}reapply/"' in words_of(browser.get(page))

        answer = browser.post(f"{page}reapply/", follow=True)

        draft = cases.Case.objects.get(follows=old.pk)
        assert answer.redirect_chain[0][0] == f"/apply/draft/{draft.pk}/"
        assert f"/apply/draft/{draft.pk}/" in words_of(browser.get(page))
