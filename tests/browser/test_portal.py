from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE, ROOT, House, People, prefer
from tests.browser.looking import SMALL, Looker, violations

pytestmark = pytest.mark.browser

GUIDE = "/items/ZISPJY/"
PLACE = "/places/ZP320213/"
PAGES = [
    "/",
    "/?for=ORGANISATION",
    "/items/",
    "/items/?for=PERSON&theme=生育",
    "/items/?theme=没有这个主题",
    GUIDE,
    "/items/ZIGSSL/",
    "/items/ZIGGWS320211/",
    "/features/",
    "/features/at-once/?region=320213",
    "/items/ZISPJY/situation/",
    "/items/ZISPJY/situation/?with_automat=false&by_agent=true",
    "/items/ZISPJY/versions/",
    "/items/ZISPJY/versions/1/",
    "/life/open-a-restaurant/",
    "/life/after-graduation/?plan=JOB&home=LOCAL&rent=NO",
    "/changes/",
    "/departments/",
    "/licences/",
    "/licences/?q=zzzz",
    "/search/",
    "/search/?q=食品",
    "/search/?q=梁溪",
    "/search/?q=zzzz",
    "/places/",
    PLACE,
    "/workdays/",
    "/workdays/?start=2026-09-18&amount=10&unit=WORKING_DAY",
    "/workdays/?start=x&amount=0",
    "/record/",
    "/signin/",
    "/sample/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/design/",
    "/nowhere/",
]
# What the server itself says otherwise; colours and sizes are looked at on every page.
PREFERRED = {"elder": {"tb_elder": "1"}, "english": {"django_language": "en"}}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier_and_each_fits_a_phone_and_a_finger(page: Page, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # a colour that is still changing is not the one of the mode
    looker = Looker(page)

    looker.at(path)

    assert looker.wrong == []


@pytest.mark.parametrize("mode", ["elder", "english"])
@pytest.mark.parametrize("path", ["/", GUIDE, PLACE, "/signin/"])
def test_no_way_of_showing_a_page_puts_up_a_barrier(
    page: Page, context: BrowserContext, house: House, path: str, mode: str
) -> None:
    prefer(context, house, **PREFERRED[mode])

    page.goto(path)

    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(SMALL, 60 if mode == "elder" else 44) == []


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_guide_can_be_reached_from_the_first_page_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")

    page.locator("main input[name=q]").focus()
    page.keyboard.type("食品经营许可")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="食品经营许可（新办）").focus()
    page.keyboard.press("Enter")

    assert page.get_by_role("heading", level=1).inner_text() == "食品经营许可（新办）"


def test_a_guide_shows_all_fourteen_elements_and_the_way_to_apply(page: Page) -> None:
    page.goto(GUIDE)

    headings = page.locator(".tb-guide__section h2").all_inner_texts()

    assert headings == [
        "受理标准",
        "办理材料",
        "办理时限",
        "收费情况",
        "办理流程",
        "办理窗口",
        "审批结果",
        "常见问题",
        "咨询投诉",
        "权利义务",
        "法律救济",
        "法律依据",
        "基本信息",
        "部门信息",
    ]
    assert page.get_by_role("link", name="申请办理").is_visible()


def test_pages_work_with_scripts_switched_off(chromium: Browser, house: House) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=house.url, locale="zh-CN")
    page = context.new_page()
    page.goto(PLACE)

    page.get_by_role("button", name="长辈版").click()
    elder = page.locator("html[data-elder]").count()
    page.locator("summary", has_text="切换").first.click()
    page.get_by_role("button", name="梁溪区").click()
    page.get_by_role("button", name="English").click()
    page.fill("header input[name=q]", "食品")
    page.locator("header .tb-search button").click()

    assert elder == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("summary", has_text="梁溪区").count() == 1
    assert page.get_by_role("link", name="食品经营许可（新办）").is_visible()
    context.close()


def test_a_matter_of_life_leads_to_just_the_materials_with_scripts_switched_off(
    chromium: Browser, house: House
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=house.url, locale="zh-CN", viewport=PHONE)
    page = context.new_page()
    page.goto("/")

    page.get_by_role("link", name="开办餐饮店").click()
    for answer in ("已经有营业执照了", "堂食、外卖、现做饮品", "不是，小店", "不是", "不要", "不卖", "不请"):
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("link", name="食品经营许可（新办）").click()
    page.get_by_role("link", name="先看看您的情况要带什么").click()
    for _ in range(2):
        page.get_by_label("否", exact=True).check()
        page.get_by_role("button", name="下一步").click()
    heading, apply = page.get_by_role("heading", level=1).inner_text(), page.get_by_role("link", name="申请办理")
    page.go_back()

    assert heading == "食品经营许可（新办）：您的情况要带什么"
    assert page.get_by_role("heading", level=1).inner_text() == "是否委托他人办理"
    page.go_forward()
    assert (apply.get_attribute("href") or "").endswith("?with_automat=false&by_agent=false")
    context.close()


def test_what_needs_a_script_is_not_shown_without_one(chromium: Browser, house: House) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=house.url)
    page = context.new_page()

    page.goto(GUIDE)

    assert page.locator("[data-print]:visible, [data-read]:visible").count() == 0
    context.close()


@pytest.mark.parametrize(
    ("who", "path", "most"), [("citizen", "/my/", 210), ("owner", "/my/", 210), ("acceptor", "/desk/", 240)]
)
def test_on_a_phone_what_stands_above_a_page_leaves_three_quarters_of_the_screen_to_it(
    people: People, who: str, path: str, most: int
) -> None:
    """Nothing in it is smaller to press for that: the other tests measure every target."""
    page = people[who]
    page.set_viewport_size(PHONE)
    page.goto(path)

    assert page.locator("header").bounding_box()["height"] <= most  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_is_offered_while_one_types_is_as_wide_as_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/items/")
    page.locator(".tb-header .tb-search input").press_sequentially("开饭店", delay=20)

    offered = page.locator(".tb-suggest")
    offered.wait_for()
    assert offered.bounding_box()["width"] > 300  # type: ignore[index]


def test_a_preference_keeps_the_person_on_the_same_page(page: Page) -> None:
    page.goto("/search/?q=食品")

    page.get_by_role("button", name="高对比").click()

    assert "/search/?q=" in page.url
    assert page.locator("html[data-contrast]").count() == 1


def test_a_sample_person_signs_in_and_out(page: Page) -> None:
    page.goto("/signin/?next=/places/")

    page.locator("summary", has_text="办事人").click()
    page.get_by_role("button", name="填入测试甲").click()
    page.get_by_role("button", name="登录").click()
    signed_in = page.url
    page.get_by_role("button", name="退出").click()

    assert signed_in.endswith("/places/")
    assert page.get_by_role("link", name="登录").is_visible()


def test_a_representative_chooses_for_whom_to_act(page: Page) -> None:
    page.goto("/signin/")
    page.locator("summary", has_text="办事人").click()
    page.get_by_role("button", name="填入测试丙").click()
    page.get_by_role("button", name="登录").click()

    page.locator("summary", has_text="测试丙").click()
    page.get_by_role("button", name="无锡测试餐饮管理有限公司").click()

    assert page.locator("summary", has_text="无锡测试餐饮管理有限公司").count() == 1


def test_the_area_list_closes_with_escape(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="切换").first.click()

    page.keyboard.press("Escape")

    assert page.locator("details[open]").count() == 0


def test_a_guide_prints_without_anything_to_press(page: Page) -> None:
    page.goto(GUIDE)

    page.emulate_media(media="print")

    assert page.locator("header nav:visible, .tb-apply:visible, .tb-bottombar:visible, form:visible").count() == 0
    assert page.locator("#remedies").is_visible()


def test_motion_stops_when_the_person_asks(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")

    page.goto("/")

    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_reading_font_comes_from_the_machine_and_never_from_us(house: House) -> None:
    assert not [
        path for path in Path(ROOT / ".build" / "static").glob("**/*") if path.suffix in {".woff", ".woff2", ".ttf"}
    ]
    assert house.url
