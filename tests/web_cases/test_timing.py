"""What stops and lengthens a limit, as it is read and done at the desk and followed by the applicant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tests.web_cases.test_desk import tabs
from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.web.my.stages import stages


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_form_of_an_extension_says_how_long_by_whom_and_on_which_law(as_: As, desk: Desk) -> None:
    number = desk.accepted().number

    words = words_of(as_("decider").get(f"/desk/{number}/do/extend/"))

    assert "可以延长5个工作日，只能延长一次，须经本机关负责人批准" in words
    assert "《食品经营许可和备案管理办法》第二十一条" in words


def test_the_form_of_a_procedure_offers_each_that_the_law_names_with_its_article(as_: As, desk: Desk) -> None:
    case = desk.suspended(desk.accepted())

    words = words_of(as_("examiner").get(f"/desk/{case.number}/do/suspend/"))

    for name in ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定"):
        assert f">{name}</label>" in words
    assert ">专家评审</label>" not in words, "it lasts already"
    assert words.count("行政许可法第四十五条") == 7


def test_who_is_sent_to_test_is_asked_and_told_and_that_it_was_late(as_: As, desk: Desk) -> None:
    case = desk.accepted()
    clerk, path = as_("examiner"), f"/desk/{case.number}/do/suspend/"
    posted = {"ground": "TESTING", "expected_until": desk.in_days(20).isoformat(), "reason": "设备需要检测。"}

    assert "检验、检测、检疫要写明指派的至少2名工作人员" in words_of(clerk.get(path))
    alone = clerk.post(path, posted | {"others": "测试检验员甲"})
    assert (alone.status_code, "至少要有2名工作人员，现在写明了1名" in words_of(alone)) == (422, True)

    told = words_of(clerk.post(path, posted | {"others": "测试检验员甲、测试检验员乙"}, follow=True))
    assert "指派的工作人员：测试检验员甲、测试检验员乙" in told


def test_a_procedure_is_ended_from_its_page_and_the_only_one_is_chosen(as_: As, desk: Desk) -> None:
    case = desk.suspended(desk.accepted())
    clerk = as_("examiner")

    asked = words_of(clerk.get(f"/desk/{case.number}/do/resume/"))
    answer = clerk.post(f"/desk/{case.number}/do/resume/", {"ground": "EXPERT_REVIEW"}, follow=True)

    assert 'value="EXPERT_REVIEW" checked' in asked
    assert "已完成：特别程序结束，恢复计时。" in words_of(answer)
    assert cases.procedures(case, at=desk.at) == []


def test_of_two_procedures_one_is_chosen(as_: As, desk: Desk) -> None:
    case = desk.suspended(desk.suspended(desk.accepted()), "TESTING")

    answer = as_("examiner").post(f"/desk/{case.number}/do/resume/")

    assert answer.status_code == 422
    assert 'href="#id_ground"' in words_of(answer)
    assert len(cases.procedures(case, at=desk.at)) == 2


def test_the_desk_says_since_when_and_why_a_clock_stands_and_reminds_when_the_day_has_passed(
    as_: As, desk: Desk
) -> None:
    case = desk.suspended(desk.accepted(), days=3)

    before = words_of(as_("examiner").get(f"/desk/{case.number}/"))
    desk.at += timedelta(days=4)
    after = words_of(as_("examiner").get(f"/desk/{case.number}/"))

    assert "<strong>专家评审</strong>：2026年9月1日（周二）" in before
    assert "预计最晚2026年9月4日（周五）完成" in before
    assert "预计完成日已过" not in before
    assert "提示：预计完成日已过" in after


def test_who_decides_reads_why_there_is_no_decision_yet(as_: As, desk: Desk) -> None:
    case = desk.suspended(desk.examined())
    clerk = as_("decider")

    page = words_of(clerk.get(f"/desk/{case.number}/"))
    form = words_of(clerk.get(f"/desk/{case.number}/do/grant/"))
    late = clerk.post(f"/desk/{case.number}/do/grant/", {"reason": "准予。"})

    assert "<dt>作出准予决定</dt><dd>特别程序还没有结束，不能作出决定。" in page
    assert "特别程序还没有结束，不能作出决定。" in form
    assert "<form method" not in form.split("<h1>")[1].split("</section>")[0]
    assert late.status_code == 409
    assert "特别程序还没有结束" in words_of(late)
    assert "<dd>特别程序结束，恢复计时</dd>" in words_of(late)
    assert "<dd>作出准予决定</dd>" not in words_of(late)
    assert desk.fresh(case).state == State.EXAMINED


def test_the_applicant_follows_a_procedure_in_plain_words(as_: As, desk: Desk) -> None:
    case = desk.suspended(desk.accepted(), days=3)

    words = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))
    desk.at += timedelta(days=4)
    later = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))

    assert "您的申请正在进行专家评审，预计最晚2026年9月4日（周五）完成" in words
    assert "计时已暂停" in words
    assert "正在进行特别程序，时限暂停计算" in words
    assert "<strong>进入特别程序</strong>" in words
    assert "特别程序告知书" in words
    assert "部门还没有办完" not in words
    assert "部门还没有办完" in later


def test_the_applicant_reads_that_and_why_the_limit_was_extended(as_: As, desk: Desk) -> None:
    case = desk.extended(desk.accepted())

    words = words_of(as_("citizen").get(f"/my/cases/{case.number}/"))

    assert "延长办理期限的理由" in words
    assert "经营场所正在改造，需要再次核查。" in words
    assert "延长办理期限通知书" in words
    assert "9月21日" in words


@pytest.mark.parametrize("kind", ["special_procedure", "special_procedure-2"])
def test_every_notice_opens_for_the_desk_and_for_the_applicant(as_: As, desk: Desk, kind: str) -> None:
    case = desk.suspended(desk.suspended(desk.accepted()), "TESTING")

    for who, place in (("examiner", "desk"), ("citizen", "my/cases")):
        answer = as_(who).get(f"/{place}/{case.number}/documents/{kind}/")
        assert answer["Content-Type"] == "application/pdf"


def test_it_is_said_in_english_where_asked(as_: As, desk: Desk) -> None:
    case = desk.extended(desk.suspended(desk.accepted()))
    browser = as_("citizen")
    browser.cookies["django_language"] = "en"

    words = words_of(browser.get(f"/my/cases/{case.number}/"))

    assert "Your application is in a special procedure (Expert review)" in words
    assert [left for left in ("特别程序告知书", "延长办理期限通知书", "进入特别程序") if left in words] == []


def test_the_stage_goes_on_as_usual_once_the_clock_runs_again(desk: Desk) -> None:
    case = desk.resumed(desk.suspended(desk.accepted()))

    shown = stages(case, cases.clocks(case, at=desk.at), cases.timeline(case))

    assert shown[2].words == "部门正在审查"


def test_what_a_colleague_proposed_is_shown_and_filled_in_for_whoever_decides(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    page, reason = f"/desk/{number}/do", "现场要复核两次。"
    as_("examiner").post(f"{page}/propose_extension/", {"reason": reason})
    decider = as_("decider")

    shown, form = words_of(decider.get(f"/desk/{number}/")), words_of(decider.get(f"{page}/extend/"))
    refusing = words_of(decider.get(f"{page}/decline_extension/"))
    decider.post(f"{page}/decline_extension/", {"reason": "原期限内来得及。"})
    read = words_of(as_("examiner").get(f"/desk/{number}/"))
    mine = words_of(as_("citizen").get(f"/my/cases/{number}/"))

    assert ("提请延长办理期限：现场要复核两次。" in shown, f'href="{page}/decline_extension/"' in shown) == (
        True,
        True,
    )
    assert f">{reason}</textarea>" in form
    assert ("测试审查员" in form, reason in refusing) == (True, True)
    assert ("原期限内来得及。" in read, "提请延长办理期限：" in read) == (True, False)
    assert ("来得及" in mine, "提请" in mine) == (False, False)


def test_what_a_colleague_proposed_waits_in_a_list_of_its_own_until_it_is_answered(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    page, decider = f"/desk/{number}/do", as_("decider")
    before = words_of(decider.get("/desk/"))
    as_("examiner").post(f"{page}/propose_extension/", {"reason": "现场要复核两次。"})

    waiting, listed = words_of(decider.get("/desk/")), words_of(decider.get("/desk/?tab=extending"))
    others = words_of(as_("examiner").get("/desk/"))
    decider.post(f"{page}/decline_extension/", {"reason": "原期限内来得及。"})
    after, emptied = words_of(decider.get("/desk/")), words_of(decider.get("/desk/?tab=extending"))

    assert (tabs(waiting)["待批延期"], number in listed) == (1, True)
    assert ["待批延期" in tabs(one) for one in (before, others, after)] == [False, False, False]
    assert (tabs(emptied)["待批延期"], number in emptied) == (0, False)
    assert "没有等您办理的延期" in emptied


def test_proposing_is_said_to_be_no_approval_and_extending_to_confirm_one(as_: As, desk: Desk) -> None:
    page = f"/desk/{desk.accepted().number}/do"

    proposing = words_of(as_("examiner").get(f"{page}/propose_extension/"))
    extending = words_of(as_("decider").get(f"{page}/extend/"))

    rule = "可以延长5个工作日，只能延长一次，须经本机关负责人批准。"
    assert (f"{rule}提请不等于已经批准。" in proposing, "您办理即确认" in proposing) == (True, False)
    assert f"{rule}您办理即确认已经批准。" in extending
