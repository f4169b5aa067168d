from __future__ import annotations

import pytest
from django.test import Client

from tests.cases.samples import PAGES, REQUIRED_MATERIALS, Desk
from tests.suspending import BASIS, ELSEWHERE, suspended
from tests.web_cases.conftest import As, pdf, pressed
from tongban.cases import api as cases
from tongban.catalog.api import GuideVersion

WALK_IN = {"document_type": "RESIDENT_ID", "number": "320200195203159029", "name": "测试乙", "mobile": ""}


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def taken_in(clerk: Client, *, paper: bool = False, **changes: dict[str, list[str]]) -> str:
    """Take in a whole application at the counter, with a copy that stays there or without; return its number."""
    chosen = clerk.post("/counter/", WALK_IN).headers["Location"]
    draft = clerk.post(chosen, {"item": "ZISPJY"}).headers["Location"].split("/")[3]
    for page, answers in {**PAGES, **changes}.items():
        clerk.post(f"/apply/draft/{draft}/form/{page}/", answers)
    for material in REQUIRED_MATERIALS:
        clerk.post(f"/apply/draft/{draft}/materials/", {"material": material, "file": pdf()})
    if paper:
        clerk.post(f"/counter/draft/{draft}/papers/", {"seen": ["2"], "copies.2": "1"})
    answer = pressed(clerk, draft)
    return str(answer.headers["Location"].split("/")[3])


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"number": "320200195203159028"}, "number", "身份证号码最后一位不对"),
        ({"number": ""}, "number", ""),
        ({"document_type": "CREDIT_CODE", "number": "91320200MAYYYY0160"}, "number", ""),
        ({"document_type": "999"}, "document_type", "请选择证件类型"),
        ({"name": "别人的名字"}, "name", ""),
        ({"mobile": "123"}, "mobile", "手机号码应为11位"),
    ],
)
def test_what_is_wrong_with_a_walk_in_is_said_beside_its_field(
    as_: As, change: dict[str, str], field: str, sentence: str
) -> None:
    answer = as_("receiver").post("/counter/", WALK_IN | change)

    words = words_of(answer)
    assert answer.status_code == 422
    assert f'<a href="#id_{field}">{sentence}' in words
    assert f'id="id_{field}-error"' in words
    assert "<title>需要修改：" in words


def test_an_empty_form_says_everything_that_is_missing(as_: As) -> None:
    words = words_of(as_("receiver").post("/counter/", {"document_type": "RESIDENT_ID"}))

    assert '<a href="#id_number">请填写证件号码。' in words
    assert '<a href="#id_name">请填写姓名' in words
    assert "0位" not in words
    assert "有几处需要修改" in words


def test_a_single_fault_is_told_as_one(as_: As) -> None:
    words = words_of(as_("receiver").post("/counter/", WALK_IN | {"mobile": "123"}))

    assert "有一处需要修改" in words


def test_the_clerk_keeps_the_header_of_the_desk_through_the_whole_form(as_: As) -> None:
    clerk = as_("receiver")
    chosen = clerk.post("/counter/", WALK_IN | {"mobile": "19900000009"}).headers["Location"]
    draft = clerk.post(chosen, {"item": "ZISPJY"}).headers["Location"].split("/")[3]

    filled_in = words_of(clerk.get(f"/apply/draft/{draft}/form/contact/"))
    assert "已从办事人的登记信息带出，请核对" in filled_in
    assert "账户带出" not in filled_in
    for page in ("form/operator/", "materials/", "check/", "discard/"):
        words = words_of(clerk.get(f"/apply/draft/{draft}/{page}"))
        assert '<a href="/counter/" aria-current="page">窗口收件</a>' in words
        assert "tb-bottombar" not in words


def test_the_number_of_who_came_in_is_masked_once_it_is_registered(as_: As) -> None:
    words = words_of(as_("receiver").post("/counter/", WALK_IN, follow=True))

    assert "居民身份证" in words
    assert "320***********9029" in words
    assert "320200195203159029" not in words


@pytest.mark.parametrize(
    ("query", "name"),
    [("", "公共场所卫生许可（新办）"), ("开饭店", "食品经营许可（新办）"), ("食品", "食品经营许可（新办）")],
)
def test_items_are_found_by_what_people_say(as_: As, query: str, name: str) -> None:
    clerk = as_("receiver")
    page = clerk.post("/counter/", WALK_IN).headers["Location"]

    assert name in words_of(clerk.get(page, {"q": query}))


def test_a_clerk_is_offered_every_item_of_the_post_s_region_and_no_other(as_: As) -> None:
    clerk = as_("receiver")
    page = clerk.post("/counter/", WALK_IN).headers["Location"]

    pages = [clerk.get(page, {"page": number}).context["found"] for number in (1, 2)]

    offered = [version.item for one in pages for version in one.rows]
    assert len(offered) == pages[0].total == 22
    assert {item.region_id for item in offered} == {"320213"}
    assert clerk.get(page, {"q": "不动产抵押权首次登记"}).context["found"].total == 0


def test_what_fits_no_guide_says_that_only_items_with_a_guide_are_taken_in(as_: As) -> None:
    clerk = as_("receiver")
    page = clerk.post("/counter/", WALK_IN).headers["Location"]

    words = words_of(clerk.get(page, {"q": "zzzz"}))

    assert "食品经营许可（新办）" not in words
    assert "已经发布办事指南的事项才能收件" in words


def test_the_clerk_takes_in_a_whole_application_and_prints_the_receipt(as_: As, desk: Desk) -> None:
    clerk = as_("receiver")

    number = taken_in(clerk)

    receipt = words_of(clerk.get(f"/counter/receipt/{number}/"))
    case = cases.case_for(desk.city.actor("elder"), number)
    assert "收件完成" in receipt
    assert "tb-follow__code" in receipt
    assert f'href="/desk/{number}/documents/receipt/"' in receipt
    assert case.channel == cases.Channel.COUNTER
    assert case.place_code == "ZP320213"
    assert clerk.get(f"/desk/{number}/documents/receipt/")["Content-Type"] == "application/pdf"


def test_what_can_be_put_right_on_the_spot_is_put_right_before_the_receipt_and_asks_for_no_notice(
    as_: As, desk: Desk
) -> None:
    clerk = as_("receiver")
    chosen = clerk.post("/counter/", WALK_IN).headers["Location"]
    draft = clerk.post(chosen, {"item": "ZISPJY"}).headers["Location"].split("/")[3]
    for page, answers in {**PAGES, "place": {**PAGES["place"], "area": ["-3"]}}.items():
        clerk.post(f"/apply/draft/{draft}/form/{page}/", answers)
    for material in REQUIRED_MATERIALS:
        clerk.post(f"/apply/draft/{draft}/materials/", {"material": material, "file": pdf()})

    wrong = pressed(clerk, draft)
    held = cases.Case.objects.get(pk=draft)
    assert (wrong.status_code, held.state, held.number) == (422, cases.State.DRAFT, "")
    assert f"/apply/draft/{draft}/form/place/" in words_of(wrong), "what is wrong is pointed at, to be put right"

    clerk.post(f"/apply/draft/{draft}/form/place/", PAGES["place"])
    number = pressed(clerk, draft).headers["Location"].split("/")[3]

    case = cases.case_for(desk.city.actor("elder"), number)
    assert case.state == cases.State.RECEIVED
    assert [paper.kind for paper in cases.document_list(case)] == ["receipt"]
    assert cases.correction_of(case) is None


def test_who_has_no_telephone_is_served_to_the_end_and_online_it_is_asked_for(as_: As, desk: Desk) -> None:
    without = {"contact_mobile": [""], "by_agent": ["false"]}
    clerk, citizen = as_("receiver"), as_("citizen")
    chosen = clerk.post("/counter/", WALK_IN).headers["Location"]
    draft = clerk.post(chosen, {"item": "ZISPJY"}).headers["Location"].split("/")[3]
    asked = words_of(clerk.get(f"/apply/draft/{draft}/form/contact/"))
    wrong = clerk.post(f"/apply/draft/{draft}/form/contact/", without | {"contact_mobile": ["123"]})
    number = taken_in(clerk, contact=without)
    online = citizen.post(f"/apply/draft/{desk.filled().pk}/form/contact/", without)

    assert "没有手机可以不填" in asked
    assert wrong.status_code == 422
    assert cases.Case.objects.get(number=number).state == cases.State.RECEIVED
    assert (online.status_code, "请填写" in words_of(online)) == (422, True)


def test_the_pages_say_for_whom_the_clerk_fills_in(as_: As) -> None:
    clerk = as_("receiver")
    page = clerk.post("/counter/", WALK_IN).headers["Location"]

    words = words_of(clerk.post(page, {"item": "ZISPJY"}, follow=True))

    assert "窗口代填，申请人：测试乙" in words


def test_what_the_clerk_submitted_is_read_at_the_desk_afterwards(as_: As, desk: Desk) -> None:
    clerk = as_("receiver")
    number = taken_in(clerk)
    draft = cases.case_for(desk.city.actor("elder"), number).pk

    back = clerk.get(f"/apply/draft/{draft}/check/")
    late = clerk.post(f"/apply/draft/{draft}/form/operator/", {"subject_name": "改名"})

    assert back.headers["Location"] == f"/desk/{number}/"
    assert late.status_code == 409
    assert "320200197908229030" not in words_of(clerk.get(f"/desk/{number}/"))


def test_what_is_suspended_is_told_to_the_clerk_and_not_taken_in(as_: As, desk: Desk) -> None:
    clerk = as_("receiver")
    chosen = clerk.post("/counter/", WALK_IN).headers["Location"]
    suspended("ZISPJY", at=desk.at)

    words = words_of(clerk.get(chosen, {"q": "开饭店"}))
    pressed = clerk.post(chosen, {"item": "ZISPJY"})

    assert "食品经营许可（新办）：暂停办理，现在不收件。" in words
    assert [one for one in ("起恢复办理", ELSEWHERE, BASIS) if one not in words] == []
    assert (pressed.status_code, cases.ItemSuspended().message in words_of(pressed)) == (409, True)


def test_an_item_without_a_guide_cannot_be_taken_in(as_: As, desk: Desk) -> None:
    GuideVersion.objects.filter(item__code="ZIGSSL").update(effective_to=desk.now())
    clerk = as_("receiver")
    page = clerk.post("/counter/", WALK_IN).headers["Location"]

    answer = clerk.post(page, {"item": "ZIGSSL"})

    assert answer.status_code == 404
    assert "办事指南尚未发布" in words_of(answer)


def test_what_was_begun_at_home_stays_theirs_and_the_counter_begins_its_own(as_: As, desk: Desk) -> None:
    home = cases.open_draft(item="ZISPJY", by=desk.city.actor("elder"), at=desk.now())
    clerk = as_("receiver")
    page = clerk.post("/counter/", WALK_IN).headers["Location"]

    answer = clerk.post(page, {"item": "ZISPJY"})

    assert str(home.pk) not in answer.headers["Location"]
    assert clerk.get(f"/apply/draft/{home.pk}/check/").status_code == 404


def test_what_was_asked_to_correct_is_taken_in_at_the_counter(as_: As) -> None:
    clerk = as_("receiver")
    number = taken_in(clerk)
    as_("acceptor").post(f"/desk/{number}/do/ask_correction/", {"element": "materials.3", "text.materials.3": "重交。"})

    offered = words_of(clerk.get(f"/desk/{number}/"))
    asked = words_of(clerk.get(f"/counter/supplement/{number}/"))
    done = clerk.post(f"/counter/supplement/{number}/", {"3": pdf("新图.pdf")}, follow=True)

    assert f'href="/counter/supplement/{number}/"' in offered
    assert "重交。" in asked
    assert done.redirect_chain == [(f"/desk/{number}/", 302)]
    assert "新图.pdf" in words_of(done)


def test_the_counter_types_a_sensitive_answer_anew_and_does_not_read_the_old_one(as_: As, desk: Desk) -> None:
    number = desk.correcting("form.contact_mobile").number
    page, clerk = f"/counter/supplement/{number}/", as_("receiver")

    asked = words_of(clerk.get(page))
    kept = clerk.post(page, {"contact_mobile": "", "right.contact_mobile": "1"}, follow=True)

    assert "19900000003" not in asked
    assert "原来填的：199****0003" in asked
    assert kept.redirect_chain == [(f"/desk/{number}/", 302)]


def test_who_applied_at_the_counter_may_correct_at_home(as_: As, desk: Desk) -> None:
    number = taken_in(as_("receiver"))
    as_("acceptor").post(f"/desk/{number}/do/ask_correction/", {"element": "materials.3", "text.materials.3": "重交。"})

    answer = as_("elder").post(f"/my/cases/{number}/supplement/", {"3": pdf()})

    assert answer.headers["Location"] == f"/my/cases/{number}/"
    assert cases.case_for(desk.city.actor("elder"), number).state == cases.State.ACCEPTED


def test_the_clerk_sees_what_the_counter_has_in_hand(as_: As) -> None:
    clerk = as_("receiver")
    empty = words_of(clerk.get("/counter/"))

    number = taken_in(clerk)

    assert "窗口还没有在办的件" in empty
    assert number in words_of(clerk.get("/counter/"))


def test_who_applied_at_the_counter_may_withdraw_there(as_: As, desk: Desk) -> None:
    clerk = as_("receiver")
    number = taken_in(clerk)

    asked = words_of(clerk.get(f"/desk/{number}/do/withdraw/"))
    done = clerk.post(f"/desk/{number}/do/withdraw/", follow=True)

    assert "请核对身份" in asked
    assert "已完成：撤回申请" in words_of(done)
    assert cases.case_for(desk.city.actor("elder"), number).state == cases.State.WITHDRAWN
