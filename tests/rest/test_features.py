"""The lists of article 9, the entry into centres and the differences, as other systems read them."""

from __future__ import annotations

import pytest

from tests.rest.conftest import Ask, Refused
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory

pytestmark = pytest.mark.usefixtures("city")


class TestFeatures:
    def test_all_nine_lists_tell_their_rule_and_how_many(self, ask: Ask) -> None:
        lists = ask.json("features")["features"]

        assert [one["code"] for one in lists] == [code.value for code in directory.Feature]
        assert all(one["total"] > 0 and one["rule"] and one["since"] for one in lists)

    def test_a_list_gives_every_item_once_with_why(self, ask: Ask) -> None:
        first = ask.json("features/AT_ONCE", limit=30)
        second = ask.json("features/AT_ONCE", cursor=first["next"])

        rows = [*first["items"], *second["items"]]
        assert len({row["item"] for row in rows}) == len(rows) == first["feature"]["total"]
        assert all(row["why"] for row in rows)

    def test_a_list_keeps_to_a_region(self, ask: Ask) -> None:
        answer = ask.json("features/ONLINE", region="320213")

        assert {row["region"] for row in answer["items"]} == {"320213"}

    @pytest.mark.parametrize(
        "path",
        ["features/NOTHING", "features/AT_ONCE?cursor=x", "features?region=9", "guides/centres?region=-116999667"],
    )
    def test_what_is_no_list_cursor_or_region_is_refused(self, ask: Ask, path: str) -> None:
        name, _, query = path.partition("?")
        asked = dict([query.split("=")]) if query else {}

        assert Refused(ask(name, **asked)).status == 422


class TestDifferences:
    def test_the_differences_of_the_districts_are_told_with_who_and_how_much(self, ask: Ask) -> None:
        answer = ask.json("guides/differences", title="承诺时限")

        assert answer["total"] == 7
        service = next(one for one in answer["services"] if one["code"] == "ZBGGWS")
        limit = next(one for one in service["differences"] if one["title"] == "承诺时限")
        assert (limit["spread"], limit["pairs"], limit["must"]) == ("相差2个工作日", 2, False)
        assert limit["said"][1] == {"text": "3个工作日", "items": ["ZIGGWS320211"]}

    @pytest.mark.parametrize("title", ["99999999999999999999", "没有这项"])
    def test_an_element_that_is_none_is_refused(self, ask: Ask, title: str) -> None:
        assert Refused(ask("guides/differences", title=title)).status == 422


class TestCentres:
    def test_rates_and_reasons_are_told(self, ask: Ask) -> None:
        answer = ask.json("guides/centres")

        assert answer["total"] == 7
        assert all(one["reason"] for one in answer["outside"])
        assert sum(one["items"] for one in answer["by_region"]) == 181
        assert {one["percent"] for one in answer["by_region"] if one["code"] == "320211"} == {100.0}


def test_a_draft_is_not_told_of(ask: Ask) -> None:
    catalog.Item.objects.filter(code="ZIESF").update(state="DRAFT")

    assert ask("items/ZIESF").status_code == 404
    assert ask.json("items/ZIGSSL")["item"]["implementation_code"] == ""
