from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import journey
from tests.browser.conftest import PHONE, House, People, prefer
from tests.cases.samples import PAGES

pytestmark = pytest.mark.browser


def test_a_citizen_with_a_phone_goes_from_the_guide_to_the_licence(page: Page, people: People) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/items/ZISPJY/")
    journey.press(page, ".tb-apply a:has-text('申请办理')")
    page.fill("#id_username", "citizen")
    page.fill("#id_password", journey.PASSWORD)
    journey.press(page, "#sign-in")
    assert "/apply/ZISPJY/" in page.url
    number = journey.apply(page)
    assert "收件凭证" in journey.text_of(page, f"/my/cases/{number}/documents/receipt/")

    clerk = people["acceptor"]
    clerk.goto(f"/desk/{number}/")
    journey.press(clerk, ".tb-verbs a:has-text('一次性告知补正')")
    clerk.check("[id='el-materials.3']")
    clerk.fill("[id='id_materials.3']", "布局图看不清，请重新上传。")
    journey.press(clerk, "main form button.govuk-button")

    page.goto("/my/")
    journey.press(page, f"a[href='/my/cases/{number}/']")
    assert "布局图看不清，请重新上传。" in page.locator("main").inner_text()
    journey.press(page, "main a:has-text('提交补正材料')")
    page.locator("main input[type=file]").set_input_files(journey.pdf("布局图.pdf"))
    page.click("main form[data-upload] button")
    page.get_by_text("补正材料已经交齐，您的申请从今天起受理").wait_for()
    assert page.url.endswith(f"/my/cases/{number}/")

    journey.do(people["examiner"], number, "examine", reason="材料齐全，现场核查符合。", passed=True)
    journey.do(people["decider"], number, "grant", reason="符合条件，准予许可。")

    page.reload()
    journey.press(page, "main button:has-text('签收结果')")
    assert "已签收" in page.locator("main").inner_text()
    address = page.locator("main a:has-text('下载准予行政许可决定书')").get_attribute("href")
    assert address
    decision = journey.text_of(page, address)
    assert number in decision
    assert "测试甲" in decision
    assert "准予" in decision


def test_an_old_person_is_served_at_the_counter_and_reads_the_result_in_large_letters(
    page: Page, context: BrowserContext, house: House, people: People
) -> None:
    counter = people["receiver"]
    prefer(counter.context, house, tb_elder="1")
    counter.goto("/counter/")
    counter.fill("#id_number", "320200195203159029")
    counter.fill("#id_name", "测试乙")
    journey.press(counter, "main button:has-text('下一步：选择事项')")
    counter.fill("main input[name=q]", "开饭店")
    journey.press(counter, "main form[role=search] button")
    journey.press(counter, "main button:has-text('开始收件')")
    assert "窗口代填，申请人：测试乙" in counter.locator("main").inner_text()
    journey.fill_in(counter)
    journey.upload_all(counter)
    number = journey.submit(counter)
    assert "测试乙" in journey.text_of(counter, f"/desk/{number}/documents/receipt/")

    journey.do(people["acceptor"], number, "accept")
    journey.do(people["examiner"], number, "examine", reason="符合。", passed=True)
    journey.do(people["decider"], number, "grant", reason="准予。")
    journey.hand_out(people["handout"], number, document="320200195203159029", name="测试乙")

    prefer(context, house, tb_elder="1")
    journey.sign_in(page, "elder", to="/my/")
    journey.press(page, f"a[href='/my/cases/{number}/']")
    assert "这件事您跑了 1 次" in page.locator("main").inner_text()
    assert "当场手写签收" in journey.text_of(page, f"/my/cases/{number}/documents/delivery/")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 20
    assert number in journey.text_of(page, f"/my/cases/{number}/documents/grant/")


def test_the_whole_application_works_with_scripts_switched_off(chromium: Browser, house: House) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=house.url, locale="zh-CN")
    page = context.new_page()
    journey.sign_in(page, "owner")

    number = journey.apply(page)

    assert number in page.locator("main").inner_text()
    journey.press(page, "button:has-text('退出')")
    page.goto(f"/progress/?number={number}")
    journey.press(page, "main form button")
    outbox = context.new_page()
    outbox.goto("/sample/outbox/")
    (code,) = re.findall(r"查办件进度的验证码(\d{6})", outbox.locator("main li").first.inner_text())
    page.fill("#id_code", code)
    journey.press(page, "main button:has-text('查看进度')")
    assert number in page.locator("main").inner_text()
    assert "已收件，待受理" in page.locator("main").inner_text()
    context.close()


def test_what_is_typed_on_a_phone_is_saved_by_itself_and_goes_on_on_another_device(
    chromium: Browser, house: House, page: Page, people: People
) -> None:
    phone = chromium.new_context(base_url=house.url, locale="zh-CN", viewport=PHONE, has_touch=True)
    here = phone.new_page()
    people.enter(here, "citizen")
    draft = journey.begin(here)

    here.fill("#id_legal_rep_id", "1")
    here.fill("#id_legal_rep_name", "手机上写的")
    here.locator("[data-saved]").get_by_text("已自动保存").wait_for()
    kept_here = here.evaluate("JSON.stringify(sessionStorage)")
    here.fill("#id_legal_rep_name", "离开前写的")
    here.goto(f"/apply/draft/{draft}/materials/")
    form = here.locator("form:has(input[name=material][value='3'])")
    camera = form.locator("input[capture=environment]").count()
    form.locator("input[name=file]").set_input_files([journey.pdf("图一.pdf"), journey.pdf("图二.pdf")])
    form.locator("button").click()
    here.get_by_text("已上传 2 个文件").wait_for()
    phone.close()

    journey.sign_in(page, "citizen")
    page.goto("/my/")
    assert "第 1 步，共 8 步：经营者" in page.locator("main").inner_text()
    journey.press(page, f"main a[href='/apply/draft/{draft}/']")
    assert (kept_here, camera) == ("{}", 1)
    assert page.input_value("#id_legal_rep_name") == "离开前写的"


def test_what_was_typed_survives_a_session_that_ended(page: Page, people: People, context: BrowserContext) -> None:
    people.enter(page, "citizen")
    journey.begin(page)
    page.fill("#id_legal_rep_name", "测试甲的父亲")
    context.clear_cookies(name="sessionid")

    journey.press(page, f"main button:has-text('{journey.SAVE}')")
    page.fill("#id_username", "citizen")
    page.fill("#id_password", journey.PASSWORD)
    journey.press(page, "#sign-in")

    assert page.input_value("#id_legal_rep_name") == "测试甲的父亲"
    assert page.locator("[data-restored]").is_visible()


def test_what_was_typed_is_gone_once_somebody_signs_out(page: Page) -> None:
    journey.sign_in(page, "citizen")
    journey.begin(page)
    page.fill("#id_legal_rep_name", "不给别人看")

    journey.press(page, "button:has-text('退出')")

    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_a_question_is_asked_when_its_condition_holds(page: Page, people: People) -> None:
    people.enter(page, "citizen")
    draft = journey.begin(page)
    page.goto(f"/apply/draft/{draft}/form/business/")
    page.check("[name=subject_type][value=SALES]")
    hidden = page.locator("[name=central_kitchen]").first.is_visible()

    page.check("[name=subject_type][value=CATERING]")

    assert not hidden
    assert page.locator("[name=central_kitchen]").first.is_visible()


def test_pressing_twice_makes_one_case_and_back_shows_its_progress(page: Page, people: People) -> None:
    people.enter(page, "owner")
    journey.begin(page)
    journey.fill_in(page)
    journey.upload_all(page)

    page.locator("main button:has-text('提交申请')").dblclick()
    number = page.locator(".tb-panel__number").inner_text()
    page.go_back()
    page.reload()

    assert page.url.endswith(f"/my/cases/{number}/")


def test_a_link_of_the_error_summary_lands_on_its_field(page: Page, people: People) -> None:
    people.enter(page, "citizen")
    journey.begin(page)
    page.fill("#id_legal_rep_id", "1")
    journey.press(page, f"main button:has-text('{journey.SAVE}')")
    focused = page.evaluate("document.activeElement.className")

    page.click("a[href='#id_legal_rep_id']")

    assert "govuk-error-summary" in focused
    assert page.evaluate("document.activeElement.id") == "id_legal_rep_id"
    assert page.title().startswith("需要修改：")


def test_a_refused_file_is_told_beside_its_material_without_leaving_the_page(page: Page, people: People) -> None:
    people.enter(page, "citizen")
    draft = journey.begin(page)
    page.goto(f"/apply/draft/{draft}/materials/")
    form = page.locator("form:has(input[name=material][value='3'])")

    form.locator("input[type=file]").set_input_files(
        {"name": "照片.pdf", "mimeType": "application/pdf", "buffer": b"nothing"}
    )
    form.locator("button").click()
    page.locator(".govuk-error-summary").wait_for()

    assert "照片.pdf：只能上传 PDF、JPG 或 PNG 文件" in page.locator("[id='error-materials.3']").inner_text()


def test_a_bad_file_among_several_keeps_none_of_the_others_from_being_sent(page: Page, people: People) -> None:
    people.enter(page, "citizen")
    draft = journey.begin(page)
    page.goto(f"/apply/draft/{draft}/materials/")
    form = page.locator("form:has(input[name=material][value='3'])")
    bad, large = journey.pdf("坏.pdf"), journey.pdf("大.pdf")
    bad["buffer"], large["buffer"] = b"nothing", b"0" * (20 * 1024 * 1024 + 1)

    form.locator("input[type=file]").set_input_files([journey.pdf("甲.pdf"), bad, large, journey.pdf("乙.pdf")])
    form.locator("button").click()
    page.locator("text=已上传 2 个文件").wait_for()

    told = page.locator("[id='error-materials.3']").inner_text()
    assert "大.pdf：这个文件超过 20 MB" in told
    assert "坏.pdf：只能上传 PDF、JPG 或 PNG 文件" in told
    assert "已上传：甲.pdf、乙.pdf" in page.locator("body").inner_text()


def test_a_file_that_is_too_large_is_told_before_it_is_sent(page: Page, people: People) -> None:
    people.enter(page, "citizen")
    draft = journey.begin(page)
    page.goto(f"/apply/draft/{draft}/materials/")
    form = page.locator("form:has(input[name=material][value='3'])")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    form.locator("input[type=file]").set_input_files(
        {"name": "大.pdf", "mimeType": "application/pdf", "buffer": b"0" * (20 * 1024 * 1024 + 1)}
    )
    form.locator("button").click()

    assert "超过 20 MB" in form.locator("[role=status]").inner_text()
    assert "POST" not in sent


def test_the_desk_is_worked_with_the_keyboard_and_its_keys_can_be_switched_off(page: Page, people: People) -> None:
    people.enter(page, "owner")
    number = journey.apply(page)
    clerk = people["acceptor"]
    clerk.goto("/desk/")

    clerk.keyboard.press("j")
    clerk.keyboard.press("k")
    focused = clerk.evaluate("document.activeElement.closest('.tb-queue') !== null")
    clerk.keyboard.press("/")
    clerk.keyboard.type("2")
    in_search = clerk.evaluate("document.activeElement.value")
    clerk.goto(f"/desk/{number}/")
    clerk.click("[data-keys] [data-switch]")
    clerk.locator("h1").click()
    clerk.keyboard.press("1")
    clerk.wait_for_timeout(300)
    switched_off = (clerk.url.endswith(f"/desk/{number}/"), clerk.locator("[data-keys] [data-switch]").inner_text())
    clerk.click("[data-keys] [data-switch]")
    clerk.locator("h1").click()
    with clerk.expect_navigation():
        clerk.keyboard.press("1")

    assert focused
    assert in_search == "2"
    assert (switched_off[0], "关" in switched_off[1]) == (True, True)
    assert clerk.url.endswith(f"/desk/{number}/do/accept/")
    journey.do(clerk, number, "accept")
    examiner = people["examiner"]
    journey.do(examiner, number, "examine", reason="符合条件。", passed=True)
    _decide_by_keys(people["decider"], number)
    _nothing_of_one_who_was_told_is_in_the_form_of_the_next(examiner, number)


def _nothing_of_one_who_was_told_is_in_the_form_of_the_next(examiner: Page, number: str) -> None:
    """What was sent is gone from this browser; what was only typed is not."""
    told = f"/desk/{number}/do/tell_interested/"
    examiner.goto(told)
    examiner.fill("#id_name", "测试邻居赵")
    examiner.fill("#id_reason", "排烟口离窗户不到三米。")
    examiner.goto(f"/desk/{number}/")
    examiner.goto(told)
    assert examiner.input_value("#id_name") == "测试邻居赵"
    examiner.fill("#id_mobile", "19900000112")
    journey.press(examiner, "main form button.govuk-button")
    assert examiner.url.endswith(f"/desk/{number}/")
    examiner.goto(told)
    assert [examiner.input_value(f"#id_{name}") for name in ("name", "mobile", "reason")] == ["", "", ""]
    assert not examiner.locator("[data-restored]").is_visible()


def _decide_by_keys(decider: Page, number: str) -> None:
    """Choose in the list, read a file beside the form, have a text set in; no key is heard while somebody types."""
    decider.goto("/desk/texts/write/")
    decider.select_option("#id_department", index=1)
    decider.select_option("#id_verb", "GRANT")
    decider.fill("#id_title", "符合条件")
    decider.fill("#id_text", "{申请人}申请的{事项}符合法定条件。")
    journey.press(decider, "main form[method=post] button")
    decider.goto("/desk/?tab=deciding")
    for key in ("j", "x", "?"):
        decider.keyboard.press(key)
    assert (decider.locator(".tb-queue input:checked").count(), decider.locator("dialog[open]").count()) == (1, 1)
    decider.keyboard.press("Escape")
    decider.locator("summary:has-text('筛选')").click()
    decider.fill("[name=item]", "")
    decider.locator("[name=item]").press_sequentially("jk?")
    assert decider.locator("dialog[open]").count() == 0

    decider.goto(f"/desk/{number}/")
    for key in ("m", "]"):
        with decider.expect_navigation(wait_until="domcontentloaded"):  # the script that hears the keys has run then
            decider.keyboard.press(key)
        decider.wait_for_timeout(500)  # a PDF takes the keys when it is shown, and gives them back
    decider.locator("[data-viewer]").wait_for()
    decider.goto(f"/desk/{number}/")
    with decider.expect_navigation():
        decider.keyboard.press("1")
    decider.click("[data-insert]")

    assert decider.input_value("#id_reason").endswith("符合法定条件。")


def test_the_pages_of_the_form_come_in_the_order_of_the_guide(page: Page, people: People) -> None:
    people.enter(page, "owner")
    journey.begin(page)

    words = page.locator(".tb-way__words").inner_text()

    assert words == f"第 1 步，共 {len(PAGES) + 2} 步：经营者"
