from __future__ import annotations

from datetime import datetime

import pytest

from tests.rest.conftest import Ask, refused
from tongban.kernel.days import SHANGHAI
from tongban.orgs import api as orgs

FAR = datetime(2050, 3, 1, 10, tzinfo=SHANGHAI)

pytestmark = pytest.mark.usefixtures("small_city")


def codes(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["code"] for each in answer["places"]]


class TestPlaces:
    def test_are_counted(self, ask: Ask) -> None:
        answer = ask.json("places")

        assert answer["total"] == len(answer["places"]) == orgs.places().total
        assert answer["next"] is None

    def test_in_an_area_include_those_below_it(self, ask: Ask) -> None:
        names = {each["name"] for each in ask.json("places", area="320205")["places"]}

        assert names == {"锡山区政务服务中心", "东亭街道便民服务中心", "春风社区便民服务站"}

    def test_of_an_organisation_that_stands_in_for_an_area(self, ask: Ask) -> None:
        names = {each["name"] for each in ask.json("places", area="ZD320200JKQ")["places"]}

        assert "华庄街道便民服务中心" in names
        assert "锡山区政务服务中心" not in names

    def test_of_one_level(self, ask: Ask) -> None:
        assert {each["level"] for each in ask.json("places", level="VILLAGE")["places"]} == {"VILLAGE"}

    def test_are_found_by_words(self, ask: Ask) -> None:
        answer = ask.json("places", q=" 东亭 ")

        assert "东亭街道便民服务中心" in [each["name"] for each in answer["places"]]
        assert answer["total"] == len(answer["places"])

    def test_search_keeps_to_the_level(self, ask: Ask) -> None:
        assert {each["level"] for each in ask.json("places", q="服务", level="TOWN")["places"]} == {"TOWN"}


class TestPaging:
    def test_pages_together_are_the_whole_list_without_repetition(self, ask: Ask) -> None:
        whole, pages, cursor = codes(ask.json("places")), [], None
        while True:
            answer = ask.json("places", limit=2) if cursor is None else ask.json("places", cursor=cursor)
            pages.append(codes(answer))
            cursor = answer["next"]
            if cursor is None:
                break

        assert [code for page in pages for code in page] == whole
        assert {len(page) for page in pages[:-1]} == {2}

    @pytest.mark.parametrize("cursor", ["2", "djE", "!!!!", "djE6MDo1MA", "djE6Mjo1MDA", "abc=", "翻页", "a" * 100])
    def test_cursor_that_was_not_given_out_is_refused(self, ask: Ask, cursor: str) -> None:
        assert "next" in refused(ask("places", cursor=cursor), 422).errors["cursor"]

    @pytest.mark.parametrize("limit", [0, 101, -1, "all"])
    def test_size_has_bounds(self, ask: Ask, limit: object) -> None:
        assert "1到100" in refused(ask("places", limit=limit), 422).errors["limit"]

    def test_page_after_the_last_is_empty(self, ask: Ask) -> None:
        answer = ask.json("places", cursor="djE6OTk5OTk6NTA")

        assert (answer["places"], answer["next"]) == ([], None)

    def test_search_has_no_pages(self, ask: Ask) -> None:
        assert "搜索结果不分页" in refused(ask("places", q="东亭", cursor="djE6Mjo1MA"), 422).errors["cursor"]


class TestBadFilters:
    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("area", "320299", "没有这个地区"),
            ("area", "ZD320299X", "没有这个地区"),
            ("area", "somewhere", "区划代码"),
            ("area", "ZX1", "本地部门编码"),
            ("level", "PROVINCE", "CITY、COUNTY、TOWN、VILLAGE"),
            ("q", "   ", "请输入"),
            ("q", "a\x00b", "看不见"),
            ("q", "字" * 61, "太长"),
        ],
    )
    def test_are_refused_with_what_is_right(self, ask: Ask, name: str, value: str, says: str) -> None:
        assert says in refused(ask("places", **{name: value}), 422).errors[name]

    def test_one_that_is_empty_was_not_given(self, ask: Ask) -> None:
        assert ask.json("places", q="", area="", cursor="") == ask.json("places")

    def test_area_is_refused_for_a_search_too(self, ask: Ask) -> None:
        assert "没有这个地区" in refused(ask("places", q="东亭", area="320299"), 422).errors["area"]


class TestPlace:
    def test_comes_with_windows_and_todays_hours(self, ask: Ask) -> None:
        [first] = ask.json("places", level="CITY")["places"]

        found = ask.json(f"places/{first['code']}")

        assert [each["number"] for each in found["windows"]] == list(range(1, len(found["windows"]) + 1))
        assert "STUCK" in {each["kind"] for each in found["windows"]}
        assert found["today"]["sentence"]
        assert isinstance(found["today"]["open_now"], bool)
        assert found["region"] == {"code": "320200", "name": "无锡市"}

    def test_without_a_calendar_of_this_year_today_is_left_open(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [first] = ask.json("places", level="CITY")["places"]
        monkeypatch.setattr("django.utils.timezone.now", lambda: FAR)

        assert ask.json(f"places/{first['code']}")["today"] is None

    def test_that_does_not_exist_is_not_found(self, ask: Ask) -> None:
        assert refused(ask("places/ZP999999"), 404).code == "unknown_place"

    @pytest.mark.parametrize("code", ["320200", "ZD320200AMR", "place", "ZP"])
    def test_that_is_no_code_is_refused(self, ask: Ask, code: str) -> None:
        assert "ZP" in refused(ask(f"places/{code}"), 422).errors["code"]
