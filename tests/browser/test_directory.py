"""The desk of the directory in a true browser: a file shown and confirmed, an entry claimed, without a barrier."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import journey
from tests.browser.conftest import People
from tests.browser.looking import Looker

pytestmark = pytest.mark.browser
FILE = "本地编码,事项名称,事项类型,行使层级,主管部门\nZBLLQ,浏览器里的新事项,公共服务,县级,ADM\n"


def test_a_file_is_shown_confirmed_and_its_entry_claimed(people: People, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_text(FILE, "gbk")
    keeper = Looker(people["guide-approver"])
    keeper.at("/desk/directory/import/")
    keeper.page.set_input_files("#id_file", file)
    journey.press(keeper.page, "main form button")
    keeper.at(keeper.page.url)
    journey.press(keeper.page, "button[value=CONFIRM]")
    assert "导入完毕" in keeper.page.inner_text("main")
    manager = Looker(people["item-manager"])
    page = manager.page
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

    assert "\n".join([*keeper.wrong, *manager.wrong]) == ""
