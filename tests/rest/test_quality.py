"""The quality of guides and the licence types, as other systems read them."""

from __future__ import annotations

import pytest

from tests.city import City
from tests.rest.conftest import Ask, Refused
from tongban.catalog import api as catalog

pytestmark = pytest.mark.usefixtures("city")


class TestQuality:
    def test_tells_scores_rules_and_standings_of_all_guides(self, ask: Ask) -> None:
        answer = ask.json("guides/quality", limit=5)

        assert answer["total"] == catalog.items().count()
        assert len(answer["guides"]) == 5
        assert answer["guides"][0]["score"] == min(one["lowest"] for one in answer["by_region"])
        assert [one["code"] for one in answer["rules"]] == [code.value for code in catalog.Code]
        assert sum(one["guides"] for one in answer["by_department"]) == answer["total"]

    def test_gives_all_pages_each_guide_once(self, ask: Ask) -> None:
        codes: list[str] = []
        query: dict[str, object] = {"limit": 100}
        while True:
            answer = ask.json("guides/quality", **query)
            codes += [one["item"] for one in answer["guides"]]
            if answer["next"] is None:
                break
            query = {"cursor": answer["next"]}

        assert len(codes) == len(set(codes)) == answer["total"]

    def test_keeps_to_a_region_and_a_department(self, ask: Ask) -> None:
        region = ask.json("guides/quality", region="320211")
        department = ask.json("guides/quality", department="ZD320213ADM")

        assert {one["region"] for one in region["guides"]} == {"320211"}
        assert {one["department"] for one in department["guides"]} == {"ZD320213ADM"}

    def test_of_nothing_is_empty_and_has_no_score(self, ask: Ask) -> None:
        answer = ask.json("guides/quality", region="320281")

        assert (answer["score"], answer["total"], answer["guides"]) == (None, 0, [])

    @pytest.mark.parametrize("query", [{"region": "999"}, {"department": "000131003000"}, {"cursor": "x"}])
    def test_refuses_what_is_no_region_department_or_cursor(self, ask: Ask, query: dict[str, str]) -> None:
        assert Refused(ask("guides/quality", **query)).status == 422


class TestLicenceTypes:
    def test_are_listed_by_name_with_how_sure_they_are(self, ask: Ask, city: City) -> None:
        del city
        answer = ask.json("licence-types", limit=100)

        assert answer["total"] == 112
        assert {one["confidence"] for one in answer["licence_types"]} <= {"高", "中", "低"}
        assert answer["next"]

    def test_are_found_by_words(self, ask: Ask) -> None:
        (found,) = ask.json("licence-types", q="营业执照")["licence_types"]

        assert found["code"] == "11100000MB0143028R001"
        assert found["holders"] == ["ORGANISATION", "SELF_EMPLOYED"]
