from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cases.samples import PAGES, PDF, REQUIRED_MATERIALS, Desk
from tests.cases.versions import adjusted, less_to_hand_in
from tests.suspending import BASIS, ELSEWHERE, suspended
from tests.web_cases.conftest import As, pdf, pressed, signed
from tongban.cases import api as cases
from tongban.files import api as files

FLAT = {page: dict(answers) for page, answers in PAGES.items()}


def draft_of(browser: Client) -> str:
    browser.post("/apply/ZISPJY/")
    answer = browser.post("/apply/ZISPJY/", follow=True)
    return str(answer.redirect_chain[0][0]).split("/")[3]


def words_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_first_page_says_what_to_prepare(as_: As) -> None:
    words = words_of(as_("citizen").get("/apply/ZISPJY/"))

    assert "开始之前，请准备好" in words
    assert "营业执照" in words
    assert "不超过 20 MB" in words


def test_staff_are_led_to_the_counter_instead(as_: As) -> None:
    examiner = as_("examiner")

    words = words_of(examiner.get("/apply/ZISPJY/"))

    assert "去综合窗口收件" in words
    assert "开始填写" not in words
    assert examiner.post("/apply/ZISPJY/").status_code == 403


def test_the_first_page_of_a_suspended_item_says_until_when_why_and_where_else_and_begins_nothing(
    as_: As, desk: Desk
) -> None:
    suspended("ZISPJY", at=desk.at)
    browser = as_("citizen")

    shown, pressed = browser.get("/apply/ZISPJY/"), browser.post("/apply/ZISPJY/")

    assert (shown.status_code, pressed.status_code) == (200, 409)
    for words in map(words_of, (shown, pressed)):
        assert "这个事项暂停办理" in words
        assert [one for one in ("起恢复办理", ELSEWHERE, BASIS) if one not in words] == []
        assert "开始填写" not in words
    assert cases.mine(desk.applicant).count() == 0


def test_beginning_twice_is_one_draft(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    browser.post("/apply/ZISPJY/")
    browser.post("/apply/ZISPJY/")

    assert cases.mine(desk.applicant).count() == 1


def test_what_was_said_while_reading_the_guide_stands_in_the_form(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    told = {"with_automat": "true", "by_agent": "false", "subject_name": "别人的店", "x": "1"}

    start = words_of(browser.get("/apply/ZISPJY/", told))
    browser.post("/apply/ZISPJY/", told)

    prepare = start.partition("开始之前，请准备好")[2]
    assert "自动设备放置地点清单" in prepare
    assert "授权委托书" not in prepare
    assert 'value="true" checked' in start
    given = cases.answers(cases.mine(desk.applicant).get())
    assert (given["with_automat"], given["by_agent"]) == (True, False)
    assert "subject_name" not in given


def test_what_stands_in_a_draft_is_not_said_over(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    browser.post("/apply/ZISPJY/", {"by_agent": "true"})
    browser.post("/apply/ZISPJY/", {"by_agent": "false", "with_automat": "maybe"})

    given = cases.answers(cases.mine(desk.applicant).get())

    assert given["by_agent"] is True
    assert "with_automat" not in given


def test_a_page_is_kept_and_leads_to_the_next(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    answer = browser.post(f"/apply/draft/{draft}/form/operator/", FLAT["operator"])

    assert answer.headers["Location"] == f"/apply/draft/{draft}/form/place/"
    assert "91320200MAYYYY0169" in words_of(browser.get(f"/apply/draft/{draft}/form/operator/"))


def test_a_page_that_was_saved_elsewhere_meanwhile_shows_both_and_the_second_press_counts(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    page = f"/apply/draft/{draft_of(browser)}/form/place/"
    mark = re.findall(r'name="page-seen"[^>]*value="(\w+)"', words_of(browser.get(page)))[0]
    typed = FLAT["place"] | {"biz_address": ["甲路 1 号"], "page-seen": [mark]}
    browser.post(page, FLAT["place"] | {"biz_address": ["乙路 2 号"], "page-seen": [mark]})

    told = browser.post(page, typed)
    by_itself = browser.post(page, typed | {"autosave": ["1"]})
    kept = cases.answers(cases.mine(desk.applicant).get())["biz_address"]
    now = re.findall(r'name="page-seen"[^>]*value="(\w+)"', words_of(told))
    again = browser.post(page, typed | {"page-seen": now})

    assert (told.status_code, by_itself.status_code, kept) == (422, 409, "乙路 2 号")
    assert "在别的窗口或者设备上存成了“乙路 2 号”" in words_of(told)
    assert 'value="甲路 1 号"' in words_of(told)
    assert again.status_code == 302
    assert cases.answers(cases.mine(desk.applicant).get())["biz_address"] == "甲路 1 号"


def test_what_saved_itself_is_no_change_from_elsewhere(as_: As) -> None:
    browser = as_("citizen")
    page = f"/apply/draft/{draft_of(browser)}/form/place/"
    mark = re.findall(r'name="page-seen"[^>]*value="(\w+)"', words_of(browser.get(page)))[0]

    saved = browser.post(page, {"biz_address": ["甲"], "page-seen": [mark], "autosave": ["1"]})

    assert browser.post(page, FLAT["place"] | {"page-seen": [saved.headers["X-Seen"]]}).status_code == 302


def test_a_matter_of_another_identity_offers_to_change_back(as_: As, desk: Desk) -> None:
    browser = as_("owner")
    page = f"/apply/draft/{draft_of(browser)}/form/place/"
    browser.post("/acting-for/", {"party": str(desk.city.owner_for_company.party)})

    told = browser.post(page, FLAT["place"], headers={"referer": f"http://testserver{page}"})

    assert told.status_code == 404
    assert "您现在是以“无锡测试餐饮管理有限公司”的身份办事" in words_of(told)
    own = desk.city.actor("owner").party
    assert f'name="next" value="{page}"' in words_of(told)
    assert f'name="party" value="{own}"' in words_of(told)
    assert "换了办事身份" not in words_of(as_("citizen").get(page))


@pytest.mark.parametrize("path", ["/counter/card/", "/acting-for/"])
def test_an_address_that_takes_forms_only_leads_a_browser_back_with_a_sentence(as_: As, path: str) -> None:
    browser = as_("receiver")

    answer = browser.get(path, headers={"accept": "text/html,*/*"}, follow=True)

    assert answer.status_code == 200
    assert "没有办理任何操作" in words_of(answer)
    assert browser.get(path).status_code == 405


def test_who_has_such_an_application_running_is_told_before_beginning_and_before_handing_in(
    as_: As, desk: Desk
) -> None:
    running = desk.submitted()
    browser = as_("citizen")

    start = words_of(browser.get("/apply/ZISPJY/"))
    check = words_of(browser.get(f"/apply/draft/{draft_of(browser)}/check/"))

    for page in (start, check):
        assert "同一申请人已经有一件这个事项的申请正在办" in page
        assert f"/my/cases/{running.number}/" in page
    assert "开始填写" in start
    assert "正在办：" not in words_of(as_("owner").get("/apply/ZISPJY/"))


def test_an_agent_is_told_at_once_what_the_mandate_does_not_hold(as_: As) -> None:
    browser = as_("agent")
    (other,) = re.findall(r'name="party" value="([^"]+)" aria-pressed="false"', words_of(browser.get("/")))[:1]
    browser.post("/acting-for/", {"party": other})

    words = words_of(browser.get("/apply/ZIXFAQ/"))

    assert "不在委托的范围内" in words
    assert "开始填写" not in words
    assert "开始填写" in words_of(browser.get("/apply/ZISPJY/"))


def test_a_faulty_page_says_so_first_and_beside_the_field_and_keeps_what_was_typed(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    answer = browser.post(
        f"/apply/draft/{draft}/form/operator/", FLAT["operator"] | {"legal_rep_id": ["320200197908229031"]}
    )

    words = words_of(answer)
    assert answer.status_code == 422
    assert "<title>需要修改：经营者" in words
    assert '<a href="#id_legal_rep_id">身份证号码最后一位不对' in words
    assert 'id="id_legal_rep_id-error"' in words
    assert 'value="320200197908229031"' in words


def test_whoever_comes_back_goes_on_where_something_is_missing(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    first = browser.get(f"/apply/draft/{draft}/").headers["Location"]
    assert "第 1 步" in words_of(browser.get("/my/"))
    for page in ("operator", "place"):
        browser.post(f"/apply/draft/{draft}/form/{page}/", FLAT[page])

    second = browser.get(f"/apply/draft/{draft}/").headers["Location"]

    assert first.endswith("/form/operator/")
    assert second.endswith("/form/business/")


def test_what_the_registration_holds_is_filled_in_with_its_source(company: Client) -> None:
    draft = draft_of(company)

    words = words_of(company.get(f"/apply/draft/{draft}/form/operator/"))

    assert 'value="无锡测试餐饮管理有限公司"' in words
    assert words.count("已从营业执照带出，请核对") == 2


def test_what_was_changed_by_hand_has_no_source(company: Client) -> None:
    draft = draft_of(company)
    company.post(f"/apply/draft/{draft}/form/operator/", FLAT["operator"] | {"subject_name": ["另一个名称"]})

    words = words_of(company.get(f"/apply/draft/{draft}/form/operator/"))

    assert words.count("已从营业执照带出，请核对") == 1


def test_yes_and_no_stand_side_by_side(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    words = words_of(browser.get(f"/apply/draft/{draft}/form/contact/"))

    assert "govuk-radios govuk-radios--inline" in words


def test_a_page_that_the_form_does_not_have_is_not_found(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    assert browser.get(f"/apply/draft/{draft}/form/nothing/").status_code == 404
    assert browser.get(f"/apply/draft/{draft}/form/materials/").status_code == 404


def test_a_file_is_kept_shown_opened_and_taken_out_again(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/materials/"

    kept = browser.post(page, {"material": "2", "file": pdf("执照.pdf")}, follow=True)
    (row,) = next(row.files for row in cases.material_list(cases.mine(desk.applicant)[0]) if row.files)
    opened = browser.get(f"{page}{row.pk}/", follow=True)
    browser.post(page, {"remove": str(row.pk)})

    assert "已上传：执照.pdf" in words_of(kept)
    assert "已上传 1 个文件" in words_of(kept)
    assert opened.content == PDF
    assert opened["Content-Security-Policy"].startswith("default-src 'none'")
    assert "执照.pdf" not in words_of(browser.get(page))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"hello", "只能上传 PDF、JPG 或 PNG 文件"), (b"%PDF-1.4" + b"0" * files.MAX_BYTES, "这个文件超过 20 MB")],
)
def test_a_file_that_cannot_be_kept_is_refused_beside_its_material_and_the_draft_is_whole(
    as_: As, data: bytes, sentence: str
) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/materials/"
    browser.post(page, {"material": "2", "file": pdf("第一份.pdf")})

    answer = browser.post(page, {"material": "3", "file": pdf("布局图.pdf", data)})

    words = words_of(answer)
    assert answer.status_code == 422
    assert f"布局图.pdf：{sentence}" in words
    assert 'href="#id_materials.3"' in words
    assert "<title>需要修改：" in words
    assert "第一份.pdf" in words


def test_of_several_files_the_good_ones_are_kept_and_each_bad_one_is_named(as_: As) -> None:
    browser = as_("citizen")
    page = f"/apply/draft/{draft_of(browser)}/materials/"
    chosen = [pdf("甲.pdf"), pdf("坏.pdf", b"hello"), pdf("乙.pdf"), pdf("丑.pdf", b"hello")]

    answer = browser.post(page, {"material": "3", "file": chosen})
    last = browser.post(
        page, {"material": "3", "file": pdf("丙.pdf"), "before": ["丁.pdf"], "refused": ["戊<b>.pdf：太大"]}
    )

    words = words_of(answer)
    assert answer.status_code == last.status_code == 422
    assert "已上传：甲.pdf、乙.pdf" in words
    assert "已上传 2 个文件" in words
    assert all(f"<span data-told>{name}.pdf：只能上传 PDF、JPG 或 PNG 文件" in answer.text for name in "坏丑")
    assert "已上传：丁.pdf、丙.pdf" in words_of(last)
    assert "<span data-told>戊&lt;b&gt;.pdf：太大</span>" in last.text


def test_several_files_are_chosen_at_once_and_a_picture_is_shown_small(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/materials/"
    shot = SimpleUploadedFile("照片.png", picture(), content_type="image/png")

    kept = words_of(browser.post(page, {"material": "3", "file": [pdf("图一.pdf"), shot]}, follow=True))
    rows = next(row.files for row in cases.material_list(cases.mine(desk.applicant)[0]) if row.files)
    small = browser.get(f"{page}{rows[1].pk}/preview/")

    assert "已上传：图一.pdf、照片.png" in kept
    more = {"material": "3", "file": pdf("图四.pdf"), "before": ["图一.pdf", "照片.png", "图<b>.pdf"]}
    assert "已上传：图一.pdf、照片.png、图<b>.pdf等 4 个文件" in unescape(browser.post(page, more, follow=True).text)
    named = browser.post(page, {"material": "3", "file": pdf("%22__<img>.pdf")}, follow=True).text
    assert "＂__＜img＞.pdf" in named
    assert f'src="{page}{rows[1].pk}/preview/"' in kept
    assert small.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(small.content)).size == (320, 160)
    assert browser.get(f"{page}{rows[0].pk}/preview/").status_code == 422
    assert as_("owner").get(f"{page}{rows[1].pk}/preview/").status_code == 404


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1200, 600), "white").save(out, "PNG")
    return out.getvalue()


def test_what_is_typed_is_saved_by_itself_right_or_wrong_and_in_a_few_words(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/form/operator/"

    answer = browser.post(page, {"legal_rep_id": "1", "autosave": "1"})
    home = words_of(browser.get("/my/"))

    assert re.fullmatch(r"已自动保存 [0-2][0-9]:[0-5][0-9]", words_of(answer))
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert cases.answers(cases.mine(desk.applicant).get())["legal_rep_id"] == "1"
    assert "第 1 步，共 8 步：经营者" in home


def test_what_was_answered_before_stands_there_with_its_source_and_can_be_cleared(as_: As, desk: Desk) -> None:
    desk.submitted()
    browser = as_("citizen")
    page = f"/apply/draft/{draft_of(browser)}/form/place/"

    before = words_of(browser.get(page))
    cleared = browser.post(f"{page}clear/", {"clear": "biz_address"})

    assert "已从您2026年9月的“食品经营许可（新办）”申请带出，请核对" in before
    assert 'name="clear" value="biz_address"' in before
    assert cleared.headers["Location"] == f"{page}#id_biz_address"
    assert "示例路 1 号" not in words_of(browser.get(page))


def test_a_guide_that_changed_meanwhile_is_told_in_words_and_nothing_is_lost(as_: As, desk: Desk) -> None:
    case = desk.filled()
    adjusted(desk, less_to_hand_in, by_revision=False)
    browser = as_("citizen")

    told = pressed(browser, case.pk)
    again = browser.post(f"/apply/draft/{case.pk}/submit/", signed(told))

    words = words_of(told)
    assert told.status_code == 422
    assert "办事指南改了什么" in words
    assert "主要设备设施布局" in words.partition("办事指南改了什么")[2].partition("</section>")[0]
    assert "示例路 1 号" in words
    assert "/receipt/" in again.headers["Location"]


def test_pressing_upload_without_a_file_says_what_to_do(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    answer = browser.post(f"/apply/draft/{draft}/materials/", {"material": "3"})

    assert answer.status_code == 422
    assert "请先选择文件，再点“上传”" in words_of(answer)


def test_a_material_that_the_guide_does_not_name_is_refused(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    answer = browser.post(f"/apply/draft/{draft}/materials/", {"material": "99", "file": pdf()})

    assert answer.status_code == 422
    assert "办事指南没有要求这份材料" in words_of(answer)


def test_no_more_can_be_chosen_than_the_guide_takes(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/materials/"
    for _ in range(2):
        browser.post(page, {"material": "2", "file": pdf()})

    words = words_of(browser.get(page))

    assert 'id="id_materials.2"' not in words
    assert 'id="id_materials.3"' in words


def test_what_is_too_much_to_be_sent_at_once_is_refused_at_the_door(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    answer = browser.post(
        f"/apply/draft/{draft}/materials/",
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(11 * files.MAX_BYTES),
    )

    assert answer.status_code == 413
    assert "单个文件不超过 20 MB" in words_of(answer)


def test_the_check_lists_what_is_missing_each_leading_to_its_place(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    browser.post(f"/apply/draft/{draft}/form/operator/", FLAT["operator"])

    words = words_of(browser.get(f"/apply/draft/{draft}/check/"))

    assert f'href="/apply/draft/{draft}/form/place/#id_biz_address"' in words
    assert f'href="/apply/draft/{draft}/materials/#id_materials.3"' in words
    assert "320200197908229030" in words


def test_submitting_what_is_not_complete_keeps_the_draft(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    answer = pressed(browser, draft)

    assert answer.status_code == 422
    assert "提交前还需要补充" in words_of(answer)
    assert cases.mine(desk.applicant)[0].state == cases.State.DRAFT


def test_the_whole_way_from_the_first_page_to_the_receipt(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    for page, answers in FLAT.items():
        browser.post(f"/apply/draft/{draft}/form/{page}/", answers)
    for material in REQUIRED_MATERIALS:
        browser.post(f"/apply/draft/{draft}/materials/", {"material": material, "file": pdf()})
    sent = signed(browser.get(f"/apply/draft/{draft}/check/"))

    first = browser.post(f"/apply/draft/{draft}/submit/", sent)
    again = browser.post(f"/apply/draft/{draft}/submit/", sent | {"shown": "older"})

    assert first.headers["Location"] == again.headers["Location"]
    assert cases.mine(desk.applicant).count() == 1
    assert "已收到您的申请" in words_of(browser.get(first.headers["Location"]))
    assert "2026年9月8日（周二）前，告诉您是否受理" in words_of(browser.get(first.headers["Location"]))


def _another_address(browser: Client, page: str, _: cases.Case) -> None:
    browser.post(f"{page}form/place/", FLAT["place"] | {"biz_address": "改过的路 9 号"})


def _another_file(browser: Client, page: str, _: cases.Case) -> None:
    browser.post(f"{page}materials/", {"material": "2", "file": pdf("后来的.pdf")})


def _one_file_less(browser: Client, page: str, draft: cases.Case) -> None:
    row = next(row.files[0] for row in cases.material_list(draft) if row.material.id == "3")
    browser.post(f"{page}materials/", {"remove": str(row.pk)})


def _a_promise(browser: Client, page: str, _: cases.Case) -> None:
    browser.post(f"{page}materials/", {"material": "criteria.5", "promise": "COMMITMENT", "agree": "1"})


@pytest.mark.parametrize(
    ("change", "seen", "named"),
    [
        (_another_address, "改过的路 9 号", ("form.biz_address", "经营场所详细地址")),
        (_another_file, "后来的.pdf", ("materials.2", "材料“")),
        (_one_file_less, "请上传“主要设备设施布局", ("materials.3", "材料“主要设备设施布局")),
        (_a_promise, "您的书面承诺", ("promises.criteria.5", "的书面承诺")),
    ],
)
def test_what_was_changed_in_another_tab_is_shown_before_it_is_signed(
    as_: As, desk: Desk, change: Callable[[Client, str, cases.Case], None], seen: str, named: tuple[str, str]
) -> None:
    draft, browser = desk.filled(), as_("citizen")
    page = f"/apply/draft/{draft.pk}/"
    sent = signed(browser.get(f"{page}check/"))
    change(browser, page, draft)

    told = browser.post(f"{page}submit/", sent)

    words = words_of(told)
    assert (told.status_code, desk.fresh(draft).state) == (409, cases.State.DRAFT)
    assert words.rindex("还没有提交，请再核对一次") < words.index("请核对您填写的内容")
    assert words.count("data-focus") == 1
    assert seen in words
    assert "下面这几项在别的窗口或者设备上改过" in words
    (element, name), page_now = named, told.content.decode()
    (link,) = re.findall(rf'<a href="#moved-{re.escape(element)}">([^<]*)</a>', page_now)
    assert name in link
    assert page_now.count('href="#moved-') == page_now.count('id="moved-') == page_now.count("刚才改过") == 1
    assert f'id="moved-{element}"' in page_now
    unread = browser.post(f"{page}submit/", {"token": sent["token"]})
    assert (unread.status_code, signed(unread)["shown"]) == (409, signed(told)["shown"])
    if change is not _one_file_less:
        assert "/receipt/" in browser.post(f"{page}submit/", signed(told)).headers["Location"]


def test_from_what_day_the_law_counts_is_told_before_handing_in_and_after(as_: As, desk: Desk) -> None:
    told = "法律规定最长10个工作日，自收到申请之日起算；先到的为准。"
    assert told not in words_of(as_("citizen").get(f"/apply/draft/{desk.filled().pk}/check/"))
    desk.guided(lambda document: document["limits"]["statutory"].update(counted_from="RECEIPT"))
    browser, case = as_("owner"), desk.submitted()

    assert told in words_of(as_("citizen").get(f"/my/cases/{case.number}/receipt/"))
    assert told in words_of(browser.get(f"/apply/draft/{draft_of(browser)}/check/"))


@pytest.mark.parametrize("page", ["", "form/operator/", "materials/", "check/"])
def test_back_after_submitting_shows_the_progress_and_no_form(as_: As, desk: Desk, page: str) -> None:
    case = desk.submitted()

    answer = as_("citizen").get(f"/apply/draft/{case.pk}/{page}")

    assert answer.headers["Location"] == f"/my/cases/{case.number}/"


@pytest.mark.parametrize(
    ("page", "posted"),
    [
        ("form/operator/", {"subject_name": "改名"}),
        ("materials/", {"material": "2", "file": pdf()}),
        ("materials/", {"remove": str(uuid4())}),
        ("submit/", {"token": str(uuid4())}),
    ],
)
def test_saving_after_submitting_is_refused_beside_the_case(
    as_: As, desk: Desk, page: str, posted: dict[str, object]
) -> None:
    case = desk.submitted()

    answer = as_("citizen").post(f"/apply/draft/{case.pk}/{page}", posted)

    words = words_of(answer)
    assert answer.status_code == 409
    assert "情况已经有变化" in words
    assert f'href="/my/cases/{case.number}/"' in words


def test_a_session_that_ended_in_the_middle_of_a_page_leads_back_to_it(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/form/operator/"
    browser.logout()

    answer = browser.post(page, FLAT["operator"])
    back = browser.post("/signin/", {"username": "citizen", "password": "tongban-sample", "next": page})

    assert answer.headers["Location"].endswith(f"next={page}")
    assert browser.get(back.headers["Location"]).status_code == 200


def test_the_pages_speak_english_where_asked(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    browser.cookies["django_language"] = "en"

    words = words_of(browser.get(f"/apply/draft/{draft}/materials/"))

    assert "Upload" in words
    assert "上传材料" not in words


def test_a_draft_is_thrown_away_after_asking_once_more(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)

    asked = words_of(browser.get(f"/apply/draft/{draft}/discard/"))
    done = words_of(browser.post(f"/apply/draft/{draft}/discard/", follow=True))

    assert "要删除这份草稿吗" in asked
    assert "草稿已经删除" in done
    assert cases.mine(desk.applicant).count() == 0


def test_a_submitted_case_is_no_draft_to_throw_away(as_: As, desk: Desk) -> None:
    case = desk.submitted()
    browser = as_("citizen")

    assert browser.get(f"/apply/draft/{case.pk}/discard/").status_code == 302
    assert browser.post(f"/apply/draft/{case.pk}/discard/").status_code == 409
    assert desk.fresh(case).state == cases.State.RECEIVED


def test_a_new_application_begins_at_its_first_page_whatever_is_filled_in_beforehand(as_: As, desk: Desk) -> None:
    desk.submitted()
    browser = as_("citizen")

    begun = browser.post("/apply/ZISPJY/").headers["Location"]
    again = browser.post("/apply/ZISPJY/", follow=True).redirect_chain[-1][0]

    assert begun.endswith("/form/operator/")
    assert again.endswith("/form/operator/")  # nobody has looked at it yet
