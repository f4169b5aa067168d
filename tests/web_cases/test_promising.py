from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.guides import on_the_spot
from tests.cases.samples import Desk, in_person
from tests.web_cases.conftest import As, pdf, pressed
from tests.web_cases.test_desk import tabs
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
        number = pressed(browser, draft.pk).headers["Location"]
        assert "请在受理后 5个工作日内补交" in check
        assert "受理后 5个工作日内，补交“" in words_of(browser.get(number))

    def test_a_promise_can_be_taken_back_and_what_the_guide_does_not_offer_is_told(self, as_: As, desk: Desk) -> None:
        desk.replaced = {"4": Promised.COMMITMENT}
        draft, browser = desk.filled(), as_("citizen")
        page = f"/apply/draft/{draft.pk}/materials/"

        browser.post(page, {"material": "4", "take_back": "1"})
        other = browser.post(page, {"material": "3", "promise": "DEFERRED", "agree": "1"})

        assert cases.promises(desk.fresh(draft)) == []
        assert (other.status_code, "没有规定这份材料可以后补" in words_of(other)) == (422, True)


class TestCondition:
    """A condition is promised or proved as the applicant likes, read whole before, and followed on every page."""

    def test_is_told_and_promised_without_script_and_what_proves_it_is_spared(self, as_: As, desk: Desk) -> None:
        desk.replaced = {"criteria.5": Promised.COMMITMENT}
        draft, browser = desk.filled(), as_("citizen")
        page = f"/apply/draft/{draft.pk}/materials/"
        start = words_of(browser.get("/apply/ZISPJY/"))
        plan = next(row.files[0] for row in cases.material_list(draft) if row.material.id == "3")
        browser.post(page, {"remove": str(plan.pk)})
        browser.post(page, {"material": "criteria.5", "take_back": "1"})
        offered = words_of(browser.get(page))

        unticked = browser.post(page, {"material": "criteria.5", "promise": "COMMITMENT"})
        back = browser.post(page, {"material": "criteria.5", "promise": "COMMITMENT", "agree": "1"})

        assert "书面承诺符合受理标准第 5 项的，不用提交" in start
        assert "行政机关告知：加工场所按原料进入" in offered
        assert (unticked.status_code, 'href="#id_criteria.5"' in words_of(unticked)) == (422, True)
        assert back.headers["Location"].endswith("#material-criteria.5")
        assert "已承诺条件，不用交" in words_of(browser.get(page))
        assert "自作出决定之日起30日内" in words_of(browser.get(f"/apply/draft/{draft.pk}/check/"))
        sent = pressed(browser, draft.pk)
        assert sent.headers["Location"].endswith("/receipt/")

    def test_is_decided_on_the_spot_followed_by_the_applicant_and_checked_in_its_time(
        self, as_: As, desk: Desk
    ) -> None:
        number = desk.promised(**{"criteria.5": Promised.COMMITMENT}).number
        decider, act = as_("decider"), f"/desk/{number}/do/grant_at_once/"
        before = words_of(decider.get(act))
        accepting = words_of(as_("acceptor").get(f"/desk/{number}/do/accept/"))
        decider.post(act, {"reason": "依据书面承诺，准予许可。"})
        mine = words_of(as_("citizen").get(f"/my/cases/{number}/"))
        days = as_("citizen").get(f"/my/cases/{number}/").context["stages"]
        examiner, ask = as_("examiner"), f"/desk/{number}/do/check_commitment/"
        told = words_of(examiner.get(ask))

        early = examiner.post(ask, {"material": "criteria.5", "kept": "no", "reason": "没有改造。"})
        examiner.post(ask, {"material": "criteria.5", "kept": "yes", "reason": "现场查看，与承诺一致。"})

        shown = words_of(as_("citizen").get(f"/my/cases/{number}/"))
        assert "核查告知承诺的结果：承诺属实" in shown
        assert "核查告知承诺的理由" not in shown
        assert "先受理的，就不能再当场准予" in accepting
        assert all(stage.at for stage in days if stage.state == "done")
        assert "申请人书面承诺，决定以后核查" in before
        assert cases.Case.objects.get(number=number).state == State.GRANTED
        assert "达到这个条件" in mine
        assert "到期以前不能认定没有做到" in told
        assert early.status_code == 422
        assert "现在不能认定没有做到" in early.text
        assert "有同事" not in early.text
        assert cases.promises(cases.Case.objects.get(number=number))[0].end == PromiseEnd.KEPT

    def test_whoever_examines_has_nothing_to_tick_there(self, as_: As, desk: Desk) -> None:
        case = desk.promised(**{"criteria.5": Promised.COMMITMENT})
        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        page = words_of(as_("examiner").get(f"/desk/{case.number}/"))

        assert 'name="found.4"' in page
        assert 'name="found.5"' not in page
        assert "决定以前不核对，也不要求证明" in page

    def test_whoever_broke_a_promise_is_offered_none_and_told_so(self, as_: As, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.COMMITMENT))
        cases.check_commitment(
            number=case.number, material="4", kept=False, reason="没有制度。", by=desk.staff("examiner"), at=desk.now()
        )
        draft, browser = desk.draft(), as_("citizen")
        page = f"/apply/draft/{draft.pk}/materials/"

        shown = words_of(browser.get(page))
        answer = browser.post(page, {"material": "criteria.5", "promise": "COMMITMENT", "agree": "1"})

        assert "您以前的书面承诺经核查不属实" in shown
        assert 'value="COMMITMENT"' not in shown
        assert answer.status_code == 422


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

    def test_the_counter_takes_it_in_for_who_applied_online_and_stands_there(self, as_: As, desk: Desk) -> None:
        number = desk.promised(m4=Promised.DEFERRED).number
        clerk, party = as_("receiver"), desk.party
        page = f"/counter/person/{party}/supply/{number}/"
        unknown = clerk.get(page)
        clerk.post("/counter/find/", {"find_name": "测试甲", "find_tail": "9015"})
        listed, form = words_of(clerk.get(f"/counter/person/{party}/progress/")), clerk.get(page)
        empty = clerk.post(page)
        done = clerk.post(page, {"4": pdf()}, follow=True)
        again = clerk.post(page, {"4": pdf()}, follow=True)

        assert unknown.status_code == 404
        assert f'href="{page}"' in listed
        assert form.status_code == 200
        assert (empty.status_code, "请选择要补交的文件" in words_of(empty)) == (422, True)
        assert "收件凭证已发给申请人" in words_of(done)
        assert (again.status_code, "没有要补交的材料" in words_of(again)) == (200, True)
        (row,) = cases.promises(cases.Case.objects.get(number=number))
        assert row.end == PromiseEnd.SUPPLIED
        assert clerk.get(page).status_code == 404


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


def with_both(document: dict[str, Any]) -> None:
    in_person(document)
    on_the_spot(document)


class TestPrescreening:
    def test_passes_tells_where_to_come_and_the_counter_sees_the_originals(self, as_: As, desk: Desk) -> None:
        number = desk.prescreened().number
        told = words_of(as_("citizen").get(f"/my/cases/{number}/"))

        as_("acceptor").post(f"/desk/{number}/do/see_originals/")
        as_("acceptor").post(f"/desk/{number}/do/accept/")

        assert "请带原件到窗口" in told
        assert "梁溪区政务服务中心" in told
        assert cases.Case.objects.get(number=number).state == State.ACCEPTED

    def test_it_is_told_from_the_start_that_the_originals_are_to_be_brought(self, as_: As, desk: Desk) -> None:
        desk.guided(in_person)
        browser, draft = as_("citizen"), desk.filled()
        start = words_of(browser.get("/apply/ZISPJY/"))
        check = words_of(browser.get(f"/apply/draft/{draft.pk}/check/"))
        receipt = pressed(browser, draft.pk).headers["Location"]
        case = words_of(browser.get(receipt.replace("receipt/", "")))

        assert "这个事项依法要当面核验原件" in start
        assert "核验以前不受理" in check
        assert "2026年9月4日（周五）前，告诉您预审结果" in words_of(browser.get(receipt))
        assert "请先把原件准备好" in case
        assert ">梁溪区政务服务中心</a>（综合窗口）" in case

    def test_page_and_receipt_tell_by_when_what_is_told_and_when_the_days_begin(self, as_: As, desk: Desk) -> None:
        desk.guided(in_person)
        browser, draft = as_("citizen"), desk.filled()
        check = words_of(browser.get(f"/apply/draft/{draft.pk}/check/"))
        location = pressed(browser, draft.pk).headers["Location"]
        receipt, page = words_of(browser.get(location)), location.replace("receipt/", "")
        before = words_of(browser.get(page))
        number = cases.Case.objects.get(pk=draft.pk).number
        as_("acceptor").post(f"/desk/{number}/do/prescreen_pass/")
        passed = words_of(browser.get(page))
        desk.at = cases.Case.objects.get(pk=draft.pk).changed_at
        as_("acceptor").post(f"/desk/{number}/do/see_originals/")
        seen = words_of(browser.get(page))

        anew = "预审通过的，从带来原件的次日起重新计算"
        assert "请在 30 个工作日内带材料原件" in check
        assert "预审通过以后 30 个工作日内，带原件到窗口" in receipt
        after = "带来原件以后，部门会在 5 个工作日内告诉您是否受理，带来的当天不算"
        assert all(after in one for one in (check, passed))
        assert "带来原件以后 5 个工作日内，告诉您是否受理</strong><small>带来的当天不算" in receipt
        assert "最晚不超过受理告知期限（5 个工作日，从提交算起）" in check
        assert all(anew in one for one in (receipt, before))
        assert "最晚在2026年9月4日（周五）（含当日）告诉您结果" in before
        assert "请最晚在" in passed
        assert "预审结果告知书" in passed
        assert "原件已经核验。您现在不需要做什么，部门最晚在" in seen
        assert "受理告知期限" in seen

    def test_what_differs_is_written_down_told_and_corrected_once(self, as_: As, desk: Desk) -> None:
        number, acceptor = desk.prescreened().number, as_("acceptor")
        early = words_of(acceptor.get(f"/desk/{number}/"))
        form = words_of(acceptor.get(f"/desk/{number}/do/see_originals/"))
        acceptor.post(f"/desk/{number}/do/see_originals/", {"differs": "布局图原件不是同一份。"})
        shown, mine = words_of(acceptor.get(f"/desk/{number}/")), words_of(as_("citizen").get(f"/my/cases/{number}/"))
        said = {"element": "materials.3", "text.materials.3": "请交同一份。"}
        acceptor.post(f"/desk/{number}/do/ask_correction/", said)

        assert 'name="differs"' in form
        assert f"/desk/{number}/do/ask_correction/" not in early
        assert f"/desk/{number}/do/ask_correction/" in shown
        assert f"/desk/{number}/do/accept/" not in shown
        assert "布局图原件不是同一份。" in shown
        assert "原件与提交的不一致或者缺少" in shown
        assert "原件有不一致或者缺少" in mine
        assert "需要补正的，会一次性告诉您全部内容。" in mine
        assert "布局图原件不是同一份。" not in mine
        phone = cases.Case.objects.get(number=number).guide.guide.contacts.consultation.phones[0]
        asking = mine.partition("不清楚是哪些的，请问窗口，或者打电话问部门：")[2]
        assert phone in asking.partition("</p>")[0]
        assert cases.Case.objects.get(number=number).state == State.CORRECTION

    def test_who_never_came_is_refused_on_that_ground_after_the_day(self, as_: As, desk: Desk) -> None:
        number, acceptor = desk.prescreened().number, as_("acceptor")
        form = f"/desk/{number}/do/refuse_acceptance/"
        early = words_of(acceptor.get(form))
        desk.at += timedelta(days=90)
        acceptor = as_("acceptor")
        late, mine = words_of(acceptor.get(form)), words_of(as_("citizen").get(f"/my/cases/{number}/"))
        acceptor.post(form, {"ground": "NO_ORIGINALS", "reason": "一直没有来。"})

        assert "NO_ORIGINALS" not in early
        assert 'value="NO_ORIGINALS"' in late
        assert "已经过了" in mine
        assert "决定以前带来的，仍然收下" in mine
        assert cases.Case.objects.get(number=number).state == State.NOT_ACCEPTED

    def test_what_is_done_on_the_spot_is_one_page_with_the_originals(self, as_: As, desk: Desk) -> None:
        desk.guided(with_both)
        case = desk.submitted()
        as_("acceptor").post(f"/desk/{case.number}/do/prescreen_pass/")
        decider, form = as_("decider"), f"/desk/{case.number}/do/grant_at_once/"
        asked = words_of(decider.get(form))
        unseen = decider.post(form, {"reason": "核对无误。"})
        refused = words_of(decider.get(f"/desk/{case.number}/do/refuse_at_once/"))
        decider.post(form, {"reason": "核对无误。", "originals": "seen"})

        assert 'name="originals"' in asked
        assert 'name="originals"' in refused
        assert (unseen.status_code, 'href="#id_originals"' in words_of(unseen)) == (422, True)
        assert cases.Case.objects.get(number=case.number).state == State.GRANTED

    def test_elsewhere_it_is_not_even_spoken_of(self, as_: As, desk: Desk) -> None:
        number = desk.submitted().number

        assert "预审" not in words_of(as_("acceptor").get(f"/desk/{number}/"))
        assert "原件" not in words_of(as_("citizen").get(f"/my/cases/{number}/"))


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


class TestRectifying:
    """责令限期整改: ordered at the desk, seen and reported by the applicant, found in a list of its own, judged."""

    DUE = "2026年9月21日"

    def ordered(self, as_: As, desk: Desk) -> tuple[str, object]:
        number = desk.decided(desk.promised(m4=Promised.COMMITMENT)).number
        form = f"/desk/{number}/do/order_rectification/"
        answer = as_("examiner").post(form, {"text.4": "建立进货查验记录。", "days": "15", "reason": "没有记录。"})
        return number, answer

    def test_the_form_says_what_it_wants_and_the_paper_can_be_seen_before(self, as_: As, desk: Desk) -> None:
        number = desk.decided(desk.promised(m4=Promised.COMMITMENT)).number
        examiner, form = as_("examiner"), f"/desk/{number}/do/order_rectification/"
        asked = words_of(examiner.get(form))
        empty = examiner.post(form, {"text.4": " ", "days": "15", "reason": "没有记录。"})
        odd = examiner.post(form, {"text.4": "建立记录。", "days": "两周", "reason": "没有记录。"})
        long = examiner.post(form, {"text.4": "建立记录。", "days": "31", "reason": "没有记录。"})
        said = {"text.4": "建立记录。", "days": "15", "reason": "没有记录。", "preview": "1"}
        preview = examiner.post(form, said)

        assert 'name="text.4"' in asked
        assert 'name="days"' in asked
        assert f"填 15，到{self.DUE}" in asked
        assert (empty.status_code, 'href="#id_text.4"' in words_of(empty)) == (422, True)
        assert (odd.status_code, 'href="#id_days"' in words_of(odd)) == (422, True)
        assert (long.status_code, "从 1 到 30" in words_of(long)) == (422, True)
        assert preview.headers["Content-Type"] == "application/pdf"
        assert cases.promises(cases.Case.objects.get(number=number))[0].ordered_at is None

    def test_the_applicant_reads_what_to_do_reports_it_and_is_told_who_acts_now(self, as_: As, desk: Desk) -> None:
        number, done = self.ordered(as_, desk)
        browser, page = as_("citizen"), f"/my/cases/{number}/"
        before, form = words_of(browser.get(page)), words_of(browser.get(f"{page}rectify/"))
        empty = browser.post(f"{page}rectify/", {"words": ""})
        sent = browser.post(f"{page}rectify/", {"words": "已经建立，见照片。", "files": pdf()}, follow=True)
        desk_page = words_of(as_("examiner").get(f"/desk/{number}/"))
        judging = words_of(as_("examiner").get(f"/desk/{number}/do/check_commitment/"))

        assert done.status_code == 302  # type: ignore[attr-defined]
        assert "建立进货查验记录。" in before
        assert f"最晚在{self.DUE}" in before
        assert f'href="{page}rectify/"' in before
        assert "责令限期整改通知书" in before
        assert "建立进货查验记录。" in form
        assert (empty.status_code, 'href="#id_words"' in words_of(empty)) == (422, True)
        assert "整改情况已收到，等部门复查" in words_of(sent)
        assert "整改报告收件凭证" in words_of(sent)
        assert "已经建立，见照片。" in desk_page
        assert "已报告整改，待复查" in desk_page
        assert "已经建立，见照片。" in judging
        assert "现在可以认定。承诺的全文：" in judging

    def test_it_waits_in_a_list_of_its_own_until_it_is_judged(self, as_: As, desk: Desk) -> None:
        number, _ = self.ordered(as_, desk)
        as_("citizen").post(f"/my/cases/{number}/deliver/")
        examiner = as_("examiner")
        waiting, listed = words_of(examiner.get("/desk/")), words_of(examiner.get("/desk/?tab=checking"))
        form = f"/desk/{number}/do/check_commitment/"
        told = words_of(examiner.get(form))
        early = examiner.post(form, {"material": "4", "kept": "no", "reason": "没有。"})
        examiner.post(form, {"material": "4", "kept": "yes", "reason": "记录齐全。"})
        after = words_of(examiner.get("/desk/"))

        assert tabs(waiting)["待核查承诺"] == 1
        assert number in listed
        assert "到期以前没有报告的，不能认定不属实" in told
        assert (early.status_code, self.DUE in words_of(early)) == (422, True)
        assert "待核查承诺" not in tabs(after)
        assert "整改后符合" in words_of(as_("citizen").get(f"/my/cases/{number}/"))

    def test_the_counter_takes_in_a_report_for_what_came_in_there(self, as_: As, desk: Desk) -> None:
        number, _ = self.ordered(as_, desk)
        cases.Case.objects.filter(number=number).update(channel=cases.Channel.COUNTER)
        clerk = as_("receiver")

        shown = words_of(clerk.get(f"/desk/{number}/"))
        clerk.post(f"/counter/rectify/{number}/", {"words": "当面说明已经建立。"})

        assert f'href="/counter/rectify/{number}/"' in shown
        assert cases.promises(cases.Case.objects.get(number=number))[0].reported_at is not None
