from __future__ import annotations

import json

import pytest

from tests.city import City
from tests.rest.conftest import Ask, refused
from tongban.catalog import api as catalog
from tongban.crypto import api as crypto

FOOD = "ZISPJY"

pytestmark = pytest.mark.usefixtures("city")


class TestItems:
    def test_pages_together_are_every_listed_item_once(self, ask: Ask) -> None:
        pages, cursor = [], None
        while True:
            answer = ask.json("items", limit=60) if cursor is None else ask.json("items", cursor=cursor)
            pages.append([each["code"] for each in answer["items"]])
            cursor = answer["next"]
            if cursor is None:
                break

        codes = [code for page in pages for code in page]
        assert len(codes) == len(set(codes)) == answer["total"] == catalog.items().count()
        assert [len(page) for page in pages[:-1]] == [60] * (len(pages) - 1)

    def test_are_found_by_words(self, ask: Ask) -> None:
        answer = ask.json("items", q="食品经营许可")

        assert FOOD in [each["code"] for each in answer["items"]]
        assert answer["next"] is None

    def test_without_a_national_code_show_none(self, ask: Ask) -> None:
        answer = ask.json("items", q="食品经营许可")

        assert answer["items"][0]["code"].startswith("ZI")
        assert all(each["basic_code"] == "" or len(each["basic_code"]) == 12 for each in answer["items"])

    def test_words_that_fit_nothing_find_nothing(self, ask: Ask) -> None:
        assert ask.json("items", q="麒麟饲养") == {"items": [], "total": 0, "next": None}

    @pytest.mark.parametrize(("name", "value"), [("q", " "), ("limit", 0), ("cursor", "nonsense")])
    def test_bad_parameters_are_refused(self, ask: Ask, name: str, value: object) -> None:
        assert list(refused(ask("items", **{name: value}), 422).errors) == [name]

    def test_search_turns_its_pages_by_number(self, ask: Ask) -> None:
        assert "page" in refused(ask("items", q="食品", cursor="djE6Mjo1MA"), 422).errors["cursor"]


class TestItem:
    def test_comes_with_the_guide_exactly_as_published(self, ask: Ask, city: City) -> None:
        published = catalog.published(FOOD, at=city.at)
        assert published is not None

        answer = ask.json(f"items/{FOOD}")

        assert answer["item"]["name"] == "食品经营许可（新办）"
        assert answer["guide"]["document"] == published.document
        assert answer["guide"]["version"] == 1

    def test_digest_of_the_guide_can_be_checked_by_anybody(self, ask: Ask) -> None:
        guide = ask.json(f"items/{FOOD}")["guide"]

        canonical = json.dumps(guide["document"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert crypto.sm3(canonical.encode()) == guide["digest"]

    def test_without_a_guide_says_so(self, ask: Ask) -> None:
        other = next(item for item in catalog.items() if item.code != FOOD)

        assert ask.json(f"items/{other.code}")["guide"] is None

    def test_that_does_not_exist_is_not_found(self, ask: Ask) -> None:
        assert refused(ask("items/ZI999999"), 404).code == "unknown_item"

    @pytest.mark.parametrize("code", ["食品", "ZP320213", "113702"])
    def test_that_is_no_code_is_refused(self, ask: Ask, code: str) -> None:
        assert "ZI" in refused(ask(f"items/{code}"), 422).errors["code"]
