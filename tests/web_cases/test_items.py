"""Who keeps the list of items sees what is known, how surely, and what to mend."""

from __future__ import annotations

import pytest

from tests.web_cases.conftest import As
from tongban.catalog.lint.findings import RULES

PAGES = ["/desk/items/", "/desk/items/ZIGGWS/", "/desk/quality/"]


@pytest.mark.parametrize("username", ["item-manager", "supervisor"])
@pytest.mark.parametrize("path", PAGES)
def test_managers_and_supervisors_open_the_pages_of_the_list(as_: As, username: str, path: str) -> None:
    assert as_(username).get(path).status_code == 200


@pytest.mark.parametrize(("username", "status"), [("acceptor", 403), ("citizen", 403), ("", 302)])
@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_does(as_: As, username: str, status: int, path: str) -> None:
    assert as_(username).get(path).status_code == status


def test_the_worst_guide_comes_first_with_its_confidence(as_: As) -> None:
    page = as_("item-manager").get("/desk/items/")

    scores = [row.total for row in page.context["rows"]]
    assert scores == sorted(scores)
    assert {row.confidence for row in page.context["rows"]} <= {"高", "中", "低"}
    assert page.context["page_of_rows"].total == 181


def test_the_list_keeps_to_a_region_and_a_department(as_: As) -> None:
    page = as_("item-manager").get("/desk/items/", {"region": "320211", "department": "ZD320211ADM"})

    assert {row.item.department_id for row in page.context["rows"]} == {"ZD320211ADM"}
    assert "全部清除" in page.content.decode()


def test_a_list_is_narrowed_only_by_departments_that_are_in_it(as_: As) -> None:
    page = as_("guide-writer").get("/desk/items/")

    offered = {one.value for one in page.context["fields"][1].choices}
    assert offered == {row.item.department_id for row in page.context["rows"]}


def test_an_item_shows_its_sources_what_to_mend_and_how_districts_differ(as_: As) -> None:
    page = as_("item-manager").get("/desk/items/ZIGGWS/").content.decode()

    assert "没有与法律文本核对过" in page
    assert "要改的地方" in page
    assert "常见承诺" in page
    assert "无锡市滨湖区数据局" in page
    assert "3个工作日" in page


def test_an_item_that_one_department_does_says_so(as_: As) -> None:
    assert "只有这一个部门办" in as_("item-manager").get("/desk/items/ZIESF/").content.decode()


def test_an_unknown_item_is_a_page_that_says_so(as_: As) -> None:
    assert as_("item-manager").get("/desk/items/ZINONE/").status_code == 404


def test_the_quality_page_tells_the_mean_the_standings_and_the_rules(as_: As) -> None:
    page = as_("supervisor").get("/desk/quality/")

    assert page.context["count"] == 181
    assert [rule for rule, *_ in page.context["rules"]] == list(RULES.values())
    assert "同一条规则最多扣 3 处" in page.content.decode()
