"""Following a case without an account, adding to it, and being told by text."""

from __future__ import annotations

import re

import pytest

from tests.cases.samples import PDF, Desk
from tests.web_cases.conftest import As, pdf
from tongban.cases import api as cases
from tongban.messages import api as messages

FIRST = {"number": "32021320260901000000012"}


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def code() -> str:
    found = re.search(r"验证码(\d{6})", messages.outbox(1)[0].words)
    assert found
    return found[1]


def test_number_and_code_lead_to_the_progress_without_a_name(as_: As, desk: Desk) -> None:
    case, visitor = desk.accepted(), as_("")
    asked = visitor.post("/progress/", {"number": case.number}, follow=True)

    shown = words_of(visitor.post("/progress/code/", {"code": code()}, follow=True))

    assert "如果有编号为" in words_of(asked)
    assert case.number in shown
    assert "已受理，审查中" in shown
    assert "怎么算的" in shown
    assert case.applicant.name not in shown


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_is_the_same_whether_there_is_such_a_case(as_: As, desk: Desk, *, known: bool) -> None:
    number = desk.submitted().number if known else FIRST["number"]
    visitor = as_("")

    asked = visitor.post("/progress/", {"number": number}, follow=True)
    wrong = visitor.post("/progress/code/", {"code": "000000"})

    assert asked.redirect_chain == [("/progress/code/", 302)]
    assert wrong.status_code == 422
    assert "验证码不对或者已经失效" in words_of(wrong)
    assert visitor.get("/progress/case/").headers["Location"] == "/progress/"


def test_without_a_number_nothing_is_asked(as_: As) -> None:
    visitor = as_("")

    assert "请填写办件编号" in words_of(visitor.post("/progress/"))
    assert "应为23位数字" in words_of(visitor.post("/progress/", {"number": "abc"}))
    mistyped = FIRST["number"].replace("2026", "2062")
    assert "可能有一位输错了" in words_of(visitor.post("/progress/", {"number": mistyped}))
    assert visitor.get("/progress/code/").headers["Location"] == "/progress/"
    assert f'value="{FIRST["number"]}"' in words_of(visitor.get("/progress/", FIRST))


def test_the_counter_tells_progress_by_number(as_: As, desk: Desk) -> None:
    case, clerk = desk.submitted(), as_("receiver")

    shown = words_of(clerk.get("/counter/progress/", {"number": case.number}))

    assert "已收件，待受理" in shown
    assert case.applicant.name not in shown
    assert clerk.get("/counter/progress/", {"number": "1"}).status_code == 404
    assert as_("citizen").get("/counter/progress/").status_code == 403


def test_the_counter_tells_progress_to_whoever_stands_there_and_to_nobody_who_was_not_found(
    as_: As, desk: Desk
) -> None:
    case, clerk = desk.submitted(), as_("receiver")
    page = f"/counter/person/{case.applicant_id}/progress/"
    before = clerk.get(page).status_code
    card = {"name": "测试甲", "document_type": "RESIDENT_ID", "number": "320200198804169015", "mobile": ""}
    found = clerk.post("/counter/", card, follow=True)

    shown = words_of(clerk.get(page))

    assert before == 404
    assert f'href="{page}"' in words_of(found)
    assert case.number in shown
    assert "已收件，待受理" in shown
    assert "示例路" not in shown


def test_the_receipt_has_a_code_for_others(as_: As, desk: Desk) -> None:
    words = words_of(as_("citizen").get(f"/my/cases/{desk.submitted().number}/receipt/"))

    assert 'class="tb-qr"' in words
    assert "别人帮您看进度" in words


def test_words_and_files_are_added_and_read_by_the_examiner(as_: As, desk: Desk) -> None:
    number = desk.accepted().number
    citizen = as_("citizen")

    page = words_of(citizen.get(f"/my/cases/{number}/add/"))
    done = citizen.post(f"/my/cases/{number}/add/", {"words": "烟道改好了。", "files": pdf("照片.pdf")}, follow=True)
    read = words_of(as_("examiner").get(f"/desk/{number}/"))
    (row,) = cases.addition_list(cases.case_for(desk.applicant, number))[0].files
    opened = as_("examiner").get(f"/desk/{number}/materials/{row.pk}/", follow=True)

    assert "自愿" in page
    assert "办理时限不变" in words_of(done)
    assert "烟道改好了。" in read
    assert "照片.pdf" in read
    assert opened.content == PDF


def test_a_second_click_adds_nothing_and_after_a_fault_the_attempt_is_still_the_same(as_: As, desk: Desk) -> None:
    number, citizen = desk.submitted().number, as_("citizen")
    address = f"/my/cases/{number}/add/"
    (key,) = re.findall(r'name="key" value="([^"]+)"', words_of(citizen.get(address)))

    faulty = words_of(citizen.post(address, {"words": " ", "key": key}))
    said = [citizen.post(address, {"words": "烟道改好了。", "key": key}, follow=True) for _ in range(2)]

    assert f'name="key" value="{key}"' in faulty
    assert ["办理时限不变" in words_of(one) for one in said] == [True, True]
    assert len(cases.addition_list(cases.case_for(desk.applicant, number))) == 1


@pytest.mark.parametrize(("stated", "asked"), [(True, True), (False, False)])
def test_only_who_refuses_after_something_was_stated_is_asked_how_it_counts(
    as_: As, desk: Desk, *, stated: bool, asked: bool
) -> None:
    case = desk.examined(passed=False)
    if stated:
        cases.add(number=case.number, words="烟道改好了。", uploads=(), by=desk.applicant, at=desk.now())
    decider = as_("decider")

    refusing = words_of(decider.get(f"/desk/{case.number}/do/refuse/"))
    granting = words_of(decider.get(f"/desk/{case.number}/do/grant/"))
    decider.post(f"/desk/{case.number}/do/refuse/", {"reason": "不符合。"})

    assert ("怎样对待申请人的说明" in refusing) is asked
    assert "怎样对待" not in granting
    assert (desk.fresh(case).state == cases.State.EXAMINED) is asked


def test_adding_nothing_is_told_and_what_was_typed_is_kept(as_: As, desk: Desk) -> None:
    number = desk.submitted().number
    citizen = as_("citizen")

    nothing = citizen.post(f"/my/cases/{number}/add/", {"words": " "})
    bad = citizen.post(f"/my/cases/{number}/add/", {"words": "看照片", "files": pdf("坏.pdf", b"x")})

    assert (nothing.status_code, bad.status_code) == (422, 422)
    assert "请写几句话" in words_of(nothing)
    assert "坏.pdf：只能上传" in words_of(bad)
    assert "看照片</textarea>" in words_of(bad)


def test_where_nothing_can_be_added_the_page_says_what_can_be_done(as_: As, desk: Desk) -> None:
    page = words_of(as_("citizen").get(f"/my/cases/{desk.granted().number}/add/"))

    assert "已经有结果，不能再补充" in page
    assert "<textarea" not in page


def test_while_a_correction_is_asked_for_the_page_says_that_adding_is_none(as_: As, desk: Desk) -> None:
    page = words_of(as_("citizen").get(f"/my/cases/{desk.correcting().number}/add/"))

    assert "写在这里的不算补正" in page
    assert "<textarea" in page


def test_whom_to_turn_to_stands_on_a_page_with_remedies_once_it_is_decided(as_: As, desk: Desk) -> None:
    citizen, number = as_("citizen"), desk.submitted().number
    before = words_of(citizen.get(f"/my/cases/{number}/help/"))
    desk.token = desk.token.__class__(int=desk.token.int ^ 1)

    after = words_of(citizen.get(f"/my/cases/{desk.granted().number}/help/"))

    assert "12345" in before
    assert "对决定不服" not in before
    assert "行政复议" in after


class TestTexts:
    @pytest.mark.parametrize(
        ("wish", "titles"),
        [
            ("", ["请补正材料，最晚2026-10-19"]),
            ("ALL", ["申请已收到", "请补正材料，最晚2026-10-19"]),
            ("NONE", []),
        ],
    )
    def test_go_out_as_their_reader_wishes_and_name_nobody(
        self, as_: As, desk: Desk, wish: str, titles: list[str]
    ) -> None:
        if wish:
            assert "已保存" in words_of(as_("citizen").post("/my/messages/texts/", {"TEXT": wish}, follow=True))

        case = desk.correcting()

        told = [one.words for one in reversed(messages.outbox())]
        assert [words.split("：")[0].removeprefix("【通办】") for words in told] == titles
        assert not [words for words in told if case.applicant.name in words or case.number not in words]
        # Two texts of a telephone put together hold 134 marks.
        assert all(len(words) <= 134 for words in told)

    def test_a_wish_that_is_none_is_refused(self, as_: As) -> None:
        assert as_("citizen").post("/my/messages/texts/", {"EMAIL": "SOMETIMES"}).status_code == 422
