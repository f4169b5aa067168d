from __future__ import annotations

import re
from typing import Any, cast

import pytest

from tests.cases.samples import Desk
from tests.web_cases.conftest import As, pdf
from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.documents import api as documents
from tongban.web import labels
from tongban.web.my.stages import stages


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_somebody_without_a_case_is_told_how_to_begin(as_: As) -> None:
    words = words_of(as_("citizen").get("/my/"))

    assert "您还没有办件" in words
    assert 'href="/items/"' in words


@pytest.mark.parametrize(
    ("state", "heading"),
    [(State.DRAFT, "接着填写"), (State.RECEIVED, "正在办理"), (State.GRANTED, "已有结果，待送达")],
)
def test_my_cases_stand_where_they_belong(as_: As, desk: Desk, state: State, heading: str) -> None:
    case = desk.in_state(state)

    words = words_of(as_("citizen").get("/my/"))

    assert f"<h2>{heading}</h2>" in words
    assert words.count("tb-list__link") == 1
    assert cases.LABELS[State(case.state)] in words


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_my_case_can_be_read_in_every_state(as_: As, desk: Desk, state: State) -> None:
    case = desk.in_state(state)

    answer = as_("citizen").get(f"/my/cases/{case.number}/")

    assert answer.status_code == 200
    assert cases.LABELS[state] in words_of(answer)
    assert "320200197908229030" in words_of(answer)


def test_my_cases_speak_english_where_asked(as_: As, desk: Desk) -> None:
    case = desk.correcting()
    browser = as_("citizen")
    browser.cookies["django_language"] = "en"

    words = words_of(browser.get(f"/my/cases/{case.number}/"))

    assert "待补正" not in words
    assert "收件凭证" not in words


@pytest.mark.parametrize(
    ("state", "done", "now"),
    [
        (State.RECEIVED, 1, "部门正在看是否齐全"),
        (State.CORRECTION, 1, "等您补正"),
        (State.CORRECTED, 1, "部门正在看补正的内容"),
        (State.ACCEPTED, 2, "部门正在审查"),
        (State.EXAMINED, 3, "正在作决定"),
        (State.GRANTED, 4, "等您签收"),
        (State.REFUSED, 4, "等您签收"),
    ],
)
def test_the_stages_say_what_is_done_and_what_happens_now(desk: Desk, state: State, done: int, now: str) -> None:
    case = desk.in_state(state)

    shown = stages(case, cases.clocks(case, at=desk.at), cases.timeline(case))

    assert [stage.state for stage in shown] == ["done"] * done + ["now"] + ["next"] * (4 - done)
    assert shown[done].words == now
    assert all(stage.at for stage in shown[:done])


def test_the_stages_say_by_when_the_department_must_answer(desk: Desk) -> None:
    case = desk.submitted()

    shown = stages(case, cases.clocks(case, at=desk.at), cases.timeline(case))

    assert str(shown[1].due) == "2026-09-08"


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.NOT_ACCEPTED])
def test_a_case_cut_short_has_no_stages_to_come(desk: Desk, state: State) -> None:
    case = desk.in_state(state)

    shown = stages(case, [], cases.timeline(case))

    assert [stage.state for stage in shown] == ["done", "stopped"]


def test_every_word_of_the_rooms_below_is_known_to_the_portal(desk: Desk) -> None:
    case = desk.granted()
    clocks, papers = cases.clocks(case, at=desk.at), cases.document_list(case)

    said = {*cases.LABELS.values(), *(step.who for step in cases.timeline(case)), *(paper.title for paper in papers)}
    said |= {word for clock in clocks for word in (clock.name, clock.light_name)} | set(cases.Channel.labels)

    assert said - set(labels.WORDS) == set()


def test_an_official_paper_is_a_pdf_that_stays_in_no_cache(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    answer = as_("citizen").get(f"/my/cases/{number}/documents/receipt/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")


def test_a_paper_that_was_not_issued_is_not_found(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    assert as_("citizen").get(f"/my/cases/{number}/documents/grant/").status_code == 404


def test_supplementing_without_files_names_every_point_and_changes_nothing(as_: As, desk: Desk) -> None:
    case = desk.correcting("materials.3", "form.contact_mobile")
    page = f"/my/cases/{case.number}/supplement/"

    answer = as_("citizen").post(page, {"contact_mobile": "19900000009"})

    words = words_of(answer)
    assert answer.status_code == 422
    assert "<title>需要修改：" in words
    assert "选好的文件浏览器没有保留" in words
    assert "您已填写的内容都还在" not in words
    assert 'href="#id_materials.3"' in words
    assert "“主要设备设施布局、操作流程文件”还没有补正：请补交清晰的版本。" in words
    assert 'href="#id_contact_mobile"' not in words
    assert 'value="19900000009"' in words
    assert desk.fresh(case).state == State.CORRECTION


def test_a_field_is_corrected_in_its_own_question_with_its_check_at_the_field(as_: As, desk: Desk) -> None:
    case = desk.correcting("form.area", "form.subject_type")
    page = f"/my/cases/{case.number}/supplement/"
    browser = as_("citizen")
    asked = words_of(browser.get(page))

    wrong = browser.post(page, {"area": "很大", "subject_type": "SALES"})
    right = browser.post(page, {"area": "96.5", "subject_type": "SALES"}, follow=True)

    assert 'inputmode="decimal" id="id_area" name="area" value="86.5"' in asked
    assert 'type="radio" id="id_subject_type-2" name="subject_type" value="CATERING" checked' in asked
    assert wrong.status_code == 422
    assert '<a href="#id_area">经营面积请填写数字' in words_of(wrong)
    assert 'name="area" value="很大"' in words_of(wrong)
    assert 'value="SALES" checked' in words_of(wrong)
    assert "补正材料已经交齐" in words_of(right)
    assert "补正前填的：86.5平方米" in words_of(right)


def test_without_scripts_a_question_that_the_correction_raises_is_answered_on_the_same_page(
    as_: As, desk: Desk
) -> None:
    case = desk.correcting("form.by_agent")
    page = f"/my/cases/{case.number}/supplement/"
    browser = as_("citizen")

    raised = words_of(browser.post(page, {"by_agent": "true"}))
    done = browser.post(page, {"by_agent": "true", "6": pdf()}, follow=True)

    assert '<a href="#id_materials.6">请上传' in raised
    assert 'type="file" id="id_materials.6"' in raised
    assert "补正材料已经交齐" in words_of(done)


def test_what_was_right_is_said_to_be_right_with_a_tick(as_: As, desk: Desk) -> None:
    case = desk.correcting("form.area")

    answer = as_("citizen").post(
        f"/my/cases/{case.number}/supplement/", {"area": "86.5", "right.area": "1"}, follow=True
    )

    assert "申请人确认原来填写的内容无误" in words_of(answer)


def test_a_wrong_file_among_the_corrections_is_named_by_its_material(as_: As, desk: Desk) -> None:
    case = desk.correcting()

    answer = as_("citizen").post(f"/my/cases/{case.number}/supplement/", {"3": pdf("图.pdf", b"nothing")})

    assert answer.status_code == 422
    assert '<a href="#id_materials.3">只能上传 PDF' in words_of(answer)
    assert desk.fresh(case).state == State.CORRECTION


def test_supplementing_takes_several_files_and_leads_back_to_the_case(as_: As, desk: Desk) -> None:
    case = desk.correcting()

    answer = as_("citizen").post(
        f"/my/cases/{case.number}/supplement/", {"3": [pdf("一.pdf"), pdf("二.pdf")]}, follow=True
    )

    words = words_of(answer)
    assert "补正材料已经交齐" in words
    assert "一.pdf" in words
    assert "二.pdf" in words


def test_supplementing_twice_is_refused_beside_the_case(as_: As, desk: Desk) -> None:
    number = desk.corrected().number

    answer = as_("citizen").post(f"/my/cases/{number}/supplement/", {"3": pdf()})

    assert answer.status_code == 409
    assert f'href="/my/cases/{number}/"' in words_of(answer)


def test_what_was_left_unmet_is_handed_in_later_on_the_page(as_: As, desk: Desk) -> None:
    number, browser = desk.corrected().number, as_("citizen")
    page = f"/my/cases/{number}/supplement/"
    shown, asked = words_of(browser.get(f"/my/cases/{number}/")), words_of(browser.get(page))

    nothing = browser.post(page, {"area": "86.5"})
    done = words_of(browser.post(page, {"area": "90"}, follow=True))

    assert f'href="{page}"' in shown
    assert "接着补正" in shown
    assert "<h1>接着补正</h1>" in asked
    assert 'name="area"' in asked
    assert 'name="3"' not in asked
    assert "上次写的：" in asked
    assert "房东还没有量，说不准。" in asked
    assert nothing.status_code == 422
    assert "补正材料已经交齐" in done


def test_a_case_that_needs_no_correction_says_so(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    assert "这个办件现在不需要补正" in words_of(as_("citizen").get(f"/my/cases/{number}/supplement/"))


def test_the_result_is_signed_for_once(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    browser = as_("citizen")

    first = browser.post(f"/my/cases/{number}/deliver/", follow=True)
    again = browser.post(f"/my/cases/{number}/deliver/")

    assert "已签收" in words_of(first)
    assert "还没有选择：可以网上签收" not in words_of(first)
    assert "结果已经送达。" in words_of(first)
    assert "下载准予行政许可决定书（PDF）" in words_of(first)
    assert again.status_code == 409
    assert "已经送达" in words_of(again)


def test_the_reason_of_a_refusal_is_told_to_the_applicant_and_internal_opinions_are_not(as_: As, desk: Desk) -> None:
    number = desk.in_state(State.REFUSED).number

    words = words_of(as_("citizen").get(f"/my/cases/{number}/"))

    assert "现场核查不符合。" in words
    assert "材料齐全，现场核查符合。" not in words


def test_withdrawing_is_asked_once_more_and_then_done(as_: As, desk: Desk) -> None:
    case = desk.submitted()
    browser = as_("citizen")

    asked = browser.get(f"/my/cases/{case.number}/withdraw/")
    done = browser.post(f"/my/cases/{case.number}/withdraw/", follow=True)

    assert "要撤回这份申请吗" in words_of(asked)
    assert "申请已撤回" in words_of(done)
    assert desk.fresh(case).state == State.WITHDRAWN
    again = words_of(browser.get(f"/my/cases/{case.number}/withdraw/"))
    assert "这份申请已经撤回了" in again
    assert "已经办结" not in again


def test_withdrawing_after_the_decision_is_refused_beside_the_case(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    browser = as_("citizen")

    answer = browser.post(f"/my/cases/{number}/withdraw/")

    assert "已经办结的申请不能撤回" in words_of(browser.get(f"/my/cases/{number}/withdraw/"))
    assert answer.status_code == 409
    assert "准予办理" in words_of(answer)


def test_a_result_that_waits_for_the_applicant_is_not_among_what_is_over(as_: As, desk: Desk) -> None:
    number = desk.granted().number
    browser = as_("citizen")

    before = browser.get("/my/")
    browser.post(f"/my/cases/{number}/deliver/")
    after = browser.get("/my/")

    assert "已有结果，待送达" in words_of(before)
    assert "已经办结" not in words_of(before)
    assert "已经办结" in words_of(after)
    assert "还没有选择" not in words_of(browser.get(f"/my/cases/{number}/"))


def test_messages_are_read_when_the_person_says_so(as_: As, desk: Desk) -> None:
    desk.submitted()
    browser = as_("citizen")

    before = words_of(browser.get("/my/messages/"))
    browser.get("/my/messages/")
    unread = words_of(browser.get("/my/"))
    after = words_of(browser.post("/my/messages/", follow=True))

    assert "未读" in before
    assert "消息（1 条未读）" in unread
    assert "未读" not in after


def test_somebody_without_messages_is_told_what_comes_here(as_: As) -> None:
    assert "还没有消息" in words_of(as_("elder").get("/my/messages/"))


def test_a_list_costs_the_same_however_long_it_is(as_: As, desk: Desk, django_assert_max_num_queries: object) -> None:
    for _ in range(3):
        desk.in_state(State.WITHDRAWN)
    browser = as_("citizen")
    browser.get("/my/")

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        browser.get("/my/")


def test_drafts_in_a_list_cost_three_more_however_many(
    as_: As, desk: Desk, django_assert_max_num_queries: object
) -> None:
    browser = as_("citizen")
    for item in ("ZISPJY", "ZIGGWS"):
        cases.open_draft(item=item, by=desk.applicant, at=desk.now())
        browser.get("/my/")

        with django_assert_max_num_queries(17):  # type: ignore[operator]
            assert "接着填写" in words_of(browser.get("/my/"))


def test_what_stands_round_a_page_is_kept_and_names_nobody_but_who_looks(as_: As, desk: Desk) -> None:
    names = {name: desk.city.user(name).display_name for name in ("citizen", "elder")}
    pages = {name: as_(name).get("/my/").content.decode() for name in ("citizen", "elder", "citizen")}

    for name, page in pages.items():
        assert [other for other in names.values() if other in page] == [names[name]]
        assert not re.search(r"mark[0-9a-f]{24}", page)


def test_what_cannot_be_handed_in_is_said_beside_it_with_what_follows(as_: As, desk: Desk) -> None:
    case, browser = desk.correcting("criteria.2"), as_("citizen")
    page = f"/my/cases/{case.number}/supplement/"
    asked, shown = words_of(browser.get(page)), words_of(browser.get(f"/my/cases/{case.number}/"))

    done = words_of(browser.post(page, {"unmet.criteria.2": "还没有办下来。"}, follow=True))

    assert "请最晚在" in shown
    assert "这不会自动发生" in asked
    assert 'name="criteria.2"' in asked
    assert "部门可以不予受理" in asked
    assert "没有交，原因：" in done
    acceptor, verbs = as_("acceptor"), f"/desk/{case.number}/do"
    for shown in (f"/desk/{case.number}/", f"{verbs}/accept/", f"{verbs}/refuse_acceptance/"):
        assert "还没有办下来。" in words_of(acceptor.get(shown))
    assert "有 1 项没有交" in words_of(acceptor.get(f"{verbs}/accept/"))
    acceptor.post(f"{verbs}/accept/")
    paper = documents.said(case.documents.get(kind="acceptance").document_id)
    assert "criteria.2" not in str(paper)
    assert len(cast("dict[str, Any]", paper["facts"])["unmet"]) == 1


def test_an_address_without_its_number_leads_to_the_list(as_: As) -> None:
    assert as_("citizen").get("/my/cases/").headers["Location"] == "/my/"
