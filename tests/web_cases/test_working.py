"""Steps, colleagues and decisions on the spot, as the desk shows them."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from tests.cases.guides import HOUSING, JOINT, finish, on_the_spot, under
from tests.cases.samples import PAGES, Desk
from tests.cases.versions import adjusted
from tests.web_cases.conftest import As
from tests.web_cases.test_desk import words_of
from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.documents import api as documents

PASSED = {"passed": "yes", "reason": "符合。", "others": "测试核查员"}


def test_another_department_finds_its_step_and_does_it_and_nothing_else(as_: As, desk: Desk) -> None:
    case = under(desk, *JOINT).accepted()
    finish(desk, case)
    house = as_("housing-examiner")
    page = f"/desk/{case.number}/"

    listed = words_of(house.get("/desk/?tab=joint"))
    shown = words_of(house.get(page))

    assert "联办环节" in listed
    assert case.number in listed
    assert "环节housing" in shown
    assert "由您办理" in shown
    assert f"{page}do/finish_step/" in shown
    assert f"{page}do/suspend/" not in shown
    house.post(f"{page}do/finish_step/", PASSED)
    as_("market-examiner").post(f"{page}do/examine/", PASSED)
    assert desk.fresh(case).state == State.EXAMINED


def test_sending_back_asks_which_step(as_: As, desk: Desk) -> None:
    case = under(desk, *JOINT).accepted()
    for who in ("examiner", "housing-examiner", "market-examiner"):
        finish(desk, case, who)
    decider, page = as_("decider"), f"/desk/{case.number}/"

    assert 'name="steps"' in words_of(decider.get(f"{page}do/send_back/"))
    decider.post(f"{page}do/send_back/", {"reason": "请再核。", "steps": ["housing"]})

    assert [one.step for one in cases.step_list(desk.staff("decider"), case, at=desk.at) if one.mine] == []
    assert "退回重办" in words_of(as_("housing-examiner").get(page))


def test_work_is_handed_over_and_a_colleague_is_asked_and_answers(as_: As, desk: Desk) -> None:
    case = desk.examined()
    decider, deputy = as_("decider"), as_("deputy")
    page, other = f"/desk/{case.number}/", str(desk.staff("deputy").id)

    assert other in words_of(decider.get(f"{page}do/transfer/"))
    decider.post(f"{page}do/transfer/", {"to": other, "note": "请接着办。"})
    assert "请接着办。" in words_of(decider.get(page))
    assert case.number in words_of(deputy.get("/desk/?tab=mine"))
    assert 'href="#id_whom"' in words_of(
        decider.post(f"{page}do/ask_opinion/", {"reason": "？", "due_on": "2099-01-01"})
    )
    decider.post(f"{page}do/ask_opinion/", {"reason": "布局？", "due_on": "2099-01-01", "whom": [other]})
    (question,) = cases.consultations(desk.staff("deputy"), case)
    deputy.post(f"{page}do/give_opinion/", {"asked": str(question.asked[0].id), "reason": "布局合适。"})

    assert "布局合适。" in words_of(decider.get(page))


def test_an_answer_that_came_while_the_decision_was_written_is_shown_before_it_counts(as_: As, desk: Desk) -> None:
    case = desk.examined()
    decider, deputy = as_("decider"), as_("deputy")
    page, other = f"/desk/{case.number}/", str(desk.staff("deputy").id)
    decider.post(f"{page}do/ask_opinion/", {"reason": "布局？", "due_on": "2099-01-01", "whom": [other]})
    (question,) = cases.consultations(desk.staff("deputy"), case)
    opened = words_of(decider.get(f"{page}do/grant/"))
    seen = re.findall(r'name="seen" value="([^"]+)"', opened)
    deputy.post(f"{page}do/give_opinion/", {"asked": str(question.asked[0].id), "reason": "布局不合适。"})

    said = {"reason": "准予。", "checked": "现场核查意见。"}
    answer = decider.post(f"{page}do/grant/", said | {"seen": seen[0]})
    again = re.findall(r'name="seen" value="([^"]+)"', words_of(answer))
    decider.post(f"{page}do/grant/", said | {"seen": again[0]})

    assert "还没有答复" in opened
    assert answer.status_code == 422
    assert "又有了新的情况：答复征求意见（" in words_of(answer)
    assert "布局不合适。" in words_of(answer)
    assert desk.fresh(case).state == State.GRANTED


def test_what_is_done_on_the_spot_is_one_button(as_: As, desk: Desk) -> None:
    adjusted(desk, on_the_spot, by_revision=False)
    case = desk.submitted()
    decider, page = as_("decider"), f"/desk/{case.number}/"

    assert f"{page}do/grant_at_once/" in words_of(decider.get(page))
    assert f"{page}do/grant_at_once/" not in words_of(as_("acceptor").get(page))
    decider.post(f"{page}do/grant_at_once/", {"reason": "齐全。"})

    assert desk.fresh(case).state == State.GRANTED


def test_what_the_applicant_denies_is_shown_and_granted_on_the_spot_only_with_a_reason(as_: As, desk: Desk) -> None:
    def asking(document: dict[str, Any]) -> None:
        on_the_spot(document)
        document["criteria"].append({"id": "80", "text": "本市户籍80周岁以上。"})
        question = {"type": "boolean", "x-label": "您是不是年满八十周岁", "x-criterion": "80"}
        document["form"]["properties"]["condition_80"] = question | {"x-group": "contact", "x-order": 90}

    adjusted(desk, asking, by_revision=False)
    draft = desk.filled(contact={**PAGES["contact"], "condition_80": ["false"]})
    case = cases.submit(draft=draft.pk, token=uuid4(), by=desk.applicant, at=desk.now())
    decider, page = as_("decider"), f"/desk/{case.number}/do/grant_at_once/"

    shown = words_of(decider.get(page))
    without = decider.post(page, {"reason": "齐全。"})
    decider.post(page, {"reason": "齐全。", "departing": "核对户口簿，已满八十一周岁。"})

    assert "申请人填“否”的：本市户籍80周岁以上。" in shown
    assert (without.status_code, "#id_departing" in words_of(without)) == (422, True)
    assert desk.fresh(case).state == State.GRANTED
    said = str(documents.said(case.documents.get(kind="grant").document_id))
    assert "核对户口簿，已满八十一周岁。" in said
    assert "申请表里有的条件填的是不符合" in said


def test_a_department_with_only_steps_of_others_lands_on_them(as_: As, desk: Desk) -> None:
    case = under(desk, *JOINT).accepted()
    finish(desk, case)

    landed = words_of(as_("housing-examiner").get("/desk/"))

    assert case.number in landed
    assert case.number in words_of(as_("examiner").get("/desk/"))


def test_a_step_that_became_the_last_one_meanwhile_says_how_it_is_done_now(as_: As, desk: Desk) -> None:
    case = under(desk, *JOINT).accepted()
    finish(desk, case)
    finish(desk, case, "housing-examiner")

    stale = words_of(as_("market-examiner").get(f"/desk/{case.number}/do/finish_step/"))

    assert "同事刚刚办结了别的环节" in stale
    assert "岗位办理" not in stale.partition("<aside")[0]


def test_where_nobody_else_could_take_over_nothing_can_be_sent(as_: As, desk: Desk) -> None:
    decided, received = desk.examined().number, desk.submitted().number

    shared = words_of(as_("decider").get(f"/desk/{decided}/do/transfer/"))
    alone = words_of(as_("acceptor").get(f"/desk/{received}/do/transfer/"))

    assert "转给这位同事</button>" in shared
    assert "现在没有其他同事可以办理这项工作" in alone
    assert "转给这位同事</button>" not in alone


def test_a_transfer_to_nobody_says_so_at_its_field(as_: As, desk: Desk) -> None:
    case = desk.examined()

    answer = as_("decider").post(f"/desk/{case.number}/do/transfer/", {"to": HOUSING})

    assert answer.status_code == 422
    assert 'href="#id_to"' in words_of(answer)


def test_whoever_decides_sees_what_was_found_and_is_asked_why_they_depart_from_it(as_: As, desk: Desk) -> None:
    case, decider = desk.examined(passed=False), as_("decider")
    page = f"/desk/{case.number}/do/grant/"

    shown = words_of(decider.get(page))
    assert "审查结论" in shown
    assert "材料齐全，现场核查符合。" in shown
    assert "为什么不采纳" in shown
    assert "#id_departing" in words_of(decider.post(page, {"reason": "同意。"}))

    decider.post(page, {"reason": "同意。", "departing": "复核现场照片，已经整改。"})
    assert "不采纳审查结论的理由" in words_of(decider.get(f"/desk/{case.number}/"))
