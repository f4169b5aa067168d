"""The steps of the journey as a person takes them in the browser: real clicks, real keys, real files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO

from playwright.sync_api import Error, FilePayload, Page
from pypdf import PdfReader

from tests.cases.samples import PAGES, PDF, REQUIRED_MATERIALS

PASSWORD = "tongban-sample"  # noqa: S105 - the sample cast's, shown on the sign-in page
SAVE = "保存，下一步"


def sign_in(page: Page, username: str, *, to: str = "/") -> None:
    page.goto(f"/signin/?by=password&next={to}")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    press(page, "#sign-in")
    for _ in range(2):  # the oldest code that counts is shown, and may run out while it is typed
        if "/signin/factor/" in page.url:
            page.fill("#id_code", page.locator("[data-sample-code]").inner_text())
            press(page, "#second-factor")


def press(page: Page, selector: str) -> None:
    """Press what leads to another page, and wait for that page; where it is not there, say what is there instead."""
    try:
        with page.expect_navigation():
            page.locator(selector).first.click()
    except Error as missed:
        missed.add_note(f"{page.url}\n{page.locator('body').inner_text()}")
        raise


def begin(page: Page) -> str:
    """Press through the first page and leave behind what was begun before; return the new draft, at its first page."""
    old = _start(page)
    page.goto(f"/apply/draft/{old}/discard/")
    press(page, "main button:has-text('确认删除')")
    return _start(page)


def _start(page: Page) -> str:
    page.goto("/apply/ZISPJY/")
    press(page, "main form[method=post] button")
    draft = re.search(r"draft/([0-9a-f-]{36})/", page.url)
    assert draft
    return draft[1]


def fill_in(page: Page, names: Sequence[str] = tuple(PAGES), **own: Mapping[str, Sequence[str]]) -> None:
    """Answer the questions page by page and save each; ``own``: the page on which somebody answers otherwise."""
    for name in names:
        assert f"/form/{name}/" in page.url
        for question, values in {**PAGES[name], **own.get(name, {})}.items():
            answer(page, question, values)
        press(page, f"main button:has-text('{SAVE}')")


def answer(page: Page, question: str, values: Sequence[str]) -> None:
    fields = page.locator(f"main [name='{question}']")
    kind = fields.first.evaluate("field => field.type")
    if kind in {"radio", "checkbox"}:
        for value in values:
            page.locator(f"main [name='{question}'][value='{value}']").check()
    elif kind == "select-one":
        fields.first.select_option(values[0])
    else:
        fields.first.fill(values[0])


def pdf(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def upload(page: Page, material: str, file: FilePayload) -> None:
    form = page.locator(f"form:has(input[type=file]):has(input[name=material][value='{material}'])")
    form.locator("input[type=file]").set_input_files(file)
    form.locator("button").click()
    page.get_by_text(f"已上传：{file['name']}").wait_for()


def upload_all(page: Page) -> None:
    for material in REQUIRED_MATERIALS:
        upload(page, material, pdf(f"材料{material}.pdf"))
    press(page, "main a.govuk-button:has-text('下一步')")
    if page.url.endswith("/papers/"):  # at the counter the originals are looked at besides
        page.check("main [name=seen] >> nth=0", force=True)
        page.fill("main [name^='copies.'] >> nth=0", "1")
        press(page, f"main button:has-text('{SAVE}')")


def submit(page: Page) -> str:
    """Press 提交申请; return the number of the case."""
    press(page, "main button:has-text('提交申请')")
    number = page.locator(".tb-panel__number").inner_text()
    assert re.fullmatch(r"[0-9]{22}[0-9A-Z]", number)
    return number


def apply(page: Page) -> str:
    begin(page)
    fill_in(page)
    upload_all(page)
    return submit(page)


def do(page: Page, number: str, verb: str, *, reason: str = "", passed: bool | None = None) -> None:
    """Do a verb at the desk, from the case's own page."""
    page.goto(f"/desk/{number}/")
    press(page, f".tb-verbs a[href$='/do/{verb}/']")
    if passed is not None:
        page.check("#id_passed" if passed else "#id_passed-no")
    if reason:
        page.fill("#id_reason", reason)
    if verb == "examine" and page.locator("#id_others").count():  # somebody has to have gone along
        page.fill("#id_others", "测试核查员（食品检查队）")
    if page.locator("#id_checked").count():  # nobody ticked the criteria one by one
        page.fill("#id_checked", "材料和现场核查意见。")
    press(page, "main form button.govuk-button")


def hand_out(page: Page, number: str, *, document: str, name: str) -> None:
    """Hand a result out at the window: the desk leads there; the receiver is checked and signs on the screen."""
    page.goto(f"/desk/{number}/")
    press(page, ".tb-verbs a[href$='/do/deliver/']")
    page.check("[name=proof][value=DOCUMENT]", force=True)
    page.fill("#id_number", document)
    page.fill("#id_name", name)
    page.check("[name=signature][value=DRAWN]", force=True)
    pad = page.locator("[data-sign] canvas").bounding_box()
    assert pad
    page.mouse.move(pad["x"] + 20, pad["y"] + 20)
    page.mouse.down()
    page.mouse.move(pad["x"] + 90, pad["y"] + 60, steps=5)
    page.mouse.up()
    press(page, "main button:has-text('确认已交付')")


def text_of(page: Page, address: str) -> str:
    """Download an official document and return what it says, without its line breaks."""
    answer = page.request.get(address)
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    return "".join("".join(part.extract_text().split()) for part in PdfReader(BytesIO(answer.body())).pages)
