"""The desk of the directory in a true browser: a file shown and confirmed, an entry claimed, without a barrier."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import journey
from tests.browser.conftest import WIDE, House
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser
FILE = "本地编码,事项名称,事项类型,行使层级,主管部门\nZBLLQ,浏览器里的新事项,公共服务,县级,ADM\n"


def test_a_file_is_shown_confirmed_and_its_entry_claimed(chromium: Browser, house: House, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_text(FILE, "gbk")
    kept = chromium.new_context(base_url=house.url, locale="zh-CN", viewport=WIDE, reduced_motion="reduce")
    keeper = Looker(kept.new_page())
    journey.sign_in(keeper.page, "guide-approver")
    keeper.at("/desk/directory/import/")
    keeper.page.set_input_files("#id_file", file)
    journey.press(keeper.page, "main form button")
    keeper.at(keeper.page.url)
    journey.press(keeper.page, "button[value=CONFIRM]")
    assert "导入完毕" in keeper.page.inner_text("main")
    kept.close()
    context = chromium.new_context(base_url=house.url, locale="zh-CN", viewport=WIDE, reduced_motion="reduce")
    manager = Looker(context.new_page())
    page = manager.page
    journey.sign_in(page, "item-manager")
    manager.at("/desk/directory/?department=ZD320213ADM&q=浏览器")
    journey.press(page, "button[value=claim]")
    assert "已认领" in page.inner_text("main")
    manager.at("/desk/directory/ZBLLQ/?department=ZD320213ADM")
    journey.press(page, "button[value=unclaim]")
    manager.at("/desk/directory/ZBLLQ/?department=ZD320213ADM")
    for path in ("answers/", "answers/ZD320213ADM/", "adjust/"):
        manager.at(f"/desk/directory/{path}")
    manager.at("/desk/differences/?title=承诺时限")
    manager.at("/desk/entry/?only=outside")

    context.close()
    assert "\n".join([*keeper.wrong, *manager.wrong]) == ""
