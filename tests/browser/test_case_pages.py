"""Every page of the journey, as it stands at every stop: no barrier, nothing too wide, nothing too small to press."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.browser import journey
from tests.browser.conftest import PHONE, House, People, prefer
from tests.browser.looking import Looker, Lookers
from tongban.kernel.days import SHANGHAI
from tongban.kernel.wording import day_text

pytestmark = pytest.mark.browser


@pytest.fixture
def lookers(people: People) -> Lookers:
    """Everybody who takes part, each in a browser of their own."""
    return Lookers(people)


def test_the_pages_of_applying_have_no_barrier(lookers: Lookers) -> None:
    owner = lookers["owner"]
    owner.at("/my/")
    owner.at("/my/messages/")
    owner.at("/apply/ZISPJY/")
    draft = journey.begin(owner.page)
    owner.look("first page of the form")
    owner.page.fill("#id_legal_rep_id", "1")
    journey.press(owner.page, f"main button:has-text('{journey.SAVE}')")
    owner.look("first page with faults")
    for group in ("place", "business", "people", "facilities", "contact"):
        owner.at(f"/apply/draft/{draft}/form/{group}/")
    owner.at(f"/apply/draft/{draft}/materials/")
    journey.upload(owner.page, "3", journey.pdf("布局图.pdf"))
    owner.look("materials with a file")
    form = owner.page.locator("form:has(input[name=material][value='3'])")
    form.locator("input[type=file]").set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"nothing"}
    )
    form.locator("button").click()
    owner.page.locator(".govuk-error-summary").wait_for()
    owner.look("materials with a refused file")
    owner.at(f"/apply/draft/{draft}/check/")
    owner.at(f"/apply/draft/{draft}/discard/")

    assert lookers.wrong() == ""


def stop_and_lengthen(number: str, owner: Looker, examiner: Looker, decider: Looker) -> None:
    """Go through a special procedure and an extension, with a look at everything that asks for or tells of them."""
    examiner.at(f"/desk/{number}/do/suspend/")
    journey.press(examiner.page, "main form button.govuk-button")
    examiner.look("special procedure with faults")
    examiner.page.check("[name='ground'][value='INSPECTION']")
    until = (datetime.now(SHANGHAI) + timedelta(days=30)).date()
    examiner.page.fill("#id_expected_until", until.isoformat())
    examiner.page.fill("#id_others", "测试检验员甲、测试检验员乙")
    examiner.page.fill("#id_reason", "水质需要检验。")
    journey.press(examiner.page, "main form button.govuk-button")
    examiner.look("case in a special procedure")
    owner.at(f"/my/cases/{number}/")
    assert f"您的申请正在进行检验，预计最晚{day_text(until)}完成" in owner.page.inner_text("main")
    examiner.at(f"/desk/{number}/do/resume/")
    journey.press(examiner.page, "main form button.govuk-button")
    decider.at(f"/desk/{number}/do/extend/")
    decider.page.fill("#id_reason", "需要再次核查。")
    journey.press(decider.page, "main form button.govuk-button")
    decider.look("case with a longer limit")
    owner.at(f"/my/cases/{number}/")


def ask_how_far(number: str, owner: Looker, receiver: Looker) -> None:
    """Look at everything that a case offers besides itself, and at the pages that tell progress without an account."""
    for page in ("withdraw", "add", "help"):
        owner.at(f"/my/cases/{number}/{page}/")
    owner.at(f"/progress/?number={number}")
    journey.press(owner.page, "main form button")
    owner.look("code for the progress")
    receiver.at(f"/counter/progress/?number={number}")


def test_the_pages_of_a_case_have_no_barrier(lookers: Lookers) -> None:
    owner, acceptor, examiner, decider = (lookers[name] for name in ("owner", "acceptor", "examiner", "decider"))
    acceptor.at("/desk/?q=无此人")
    number = journey.apply(owner.page)
    owner.look("receipt")
    owner.at(f"/my/cases/{number}/")
    ask_how_far(number, owner, lookers["receiver"])
    acceptor.at("/desk/")
    acceptor.at(f"/desk/{number}/")
    for verb in ("accept", "refuse_acceptance", "ask_correction"):
        acceptor.at(f"/desk/{number}/do/{verb}/")
    acceptor.page.check("[id='el-materials.3']")
    journey.press(acceptor.page, "main form button.govuk-button")
    acceptor.look("correction without words")
    acceptor.page.fill("[id='id_materials.3']", "请重新上传。")
    for element in ("form.area", "form.subject_type"):
        acceptor.page.check(f"[id='el-{element}']")
        acceptor.page.fill(f"[id='id_{element}']", "与现场不一致。")
    journey.press(acceptor.page, "main form button.govuk-button")
    acceptor.look("case told to correct")
    owner.at(f"/my/cases/{number}/")
    owner.at(f"/my/cases/{number}/supplement/")
    journey.press(owner.page, "main form[data-upload] button")
    owner.look("supplement with faults")
    owner.page.fill("#id_area", "96.5")
    owner.page.check("[name='subject_type'][value='CANTEEN']")
    owner.page.locator("main input[type=file]").set_input_files(journey.pdf("布局图.pdf"))
    owner.page.click("main form[data-upload] button")
    owner.page.get_by_text("补正材料已经交齐，您的申请从今天起受理").wait_for()
    acceptor.at(f"/desk/{number}/")
    assert "96.5平方米" in acceptor.page.inner_text("main")
    assert "原填：86.5平方米" in acceptor.page.inner_text("main")
    examiner.at(f"/desk/{number}/do/examine/")
    journey.press(examiner.page, "main form button.govuk-button")
    examiner.look("examination with faults")
    stop_and_lengthen(number, owner, examiner, decider)
    journey.do(examiner.page, number, "examine", reason="符合。", passed=True)
    decider.at(f"/desk/{number}/")
    decider.at(f"/desk/{number}/do/refuse/")
    decider.page.goto(f"/desk/{number}/do/send_back/")
    late = decider.page.context.new_page()
    journey.do(late, number, "grant", reason="准予。")
    decider.page.fill("#id_reason", "再看一看。")
    journey.press(decider.page, "main form button.govuk-button")
    decider.look("too late")
    owner.at(f"/my/cases/{number}/")
    journey.press(owner.page, "main button:has-text('签收结果')")
    owner.look("case signed for")
    owner.at("/my/messages/")
    owner.at("/my/")

    assert lookers.wrong() == ""


def test_the_pages_of_the_counter_have_no_barrier(lookers: Lookers) -> None:
    receiver = lookers["receiver"]
    receiver.at("/counter/")
    receiver.page.fill("#id_number", "1")
    journey.press(receiver.page, "main button:has-text('下一步：选择事项')")
    receiver.look("walk-in with faults")
    receiver.page.fill("#id_number", "320200198804169015")
    receiver.page.fill("#id_name", "测试甲")
    journey.press(receiver.page, "main button:has-text('下一步：选择事项')")
    receiver.look("items")
    person = receiver.page.url
    receiver.at(f"{person}progress/")
    receiver.page.goto(f"{person}?q=无此事")
    receiver.look("no item")
    receiver.page.goto(f"{receiver.page.url.split('?')[0]}?q=开饭店")
    journey.press(receiver.page, "main button:has-text('开始收件')")
    receiver.look("form at the counter")
    journey.fill_in(receiver.page)
    journey.upload_all(receiver.page)
    journey.submit(receiver.page)
    receiver.look("receipt at the counter")
    receiver.at("/counter/handover/")
    journey.press(receiver.page, "main button:has-text('开出交接单')")
    receiver.look("list of papers handed over")

    assert lookers.wrong() == ""


def test_the_pages_of_acting_for_others_have_no_barrier(lookers: Lookers) -> None:
    helper, boss, receiver = lookers["helper"], lookers["boss"], lookers["receiver"]
    helper.at("/my/delegations/")
    helper.at("/my/delegations/new/")
    helper.page.fill("#id_q", "食品")
    helper.page.click("button[name=find]")
    helper.look("items found")
    helper.page.click("main form section:last-of-type button.govuk-button:not([name])")
    helper.look("offer with faults")
    helper.page.goto("/my/delegations/")
    helper.page.click("main a[href$='/revoke/'] >> nth=0")
    helper.look("asked once more")
    helper.page.click(".tb-topline__who summary")
    helper.page.click(".tb-topline__who button:has-text('测试戊')")
    helper.look("acting for somebody")
    boss.at("/my/enterprises/")
    receiver.at("/counter/delegation/")
    receiver.at("/counter/guardian/")
    receiver.at("/counter/representative/")

    assert lookers.wrong() == ""


def test_one_s_own_space_fits_a_phone_in_english_too(people: People, house: House) -> None:
    page = people["citizen"]
    page.set_viewport_size(PHONE)
    prefer(page.context, house, django_language="en")
    page.goto("/my/")
    links = [link.get_attribute("href") or "" for link in page.locator(".tb-mynav a").all()]

    widths = {}
    for path in [*links, "/my/devices/"]:
        page.goto(path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert len(widths) == 10
    assert {path: width for path, width in widths.items() if width > PHONE["width"]} == {}
