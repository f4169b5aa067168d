from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests.city import City
from tests.rest.conftest import Ask, refused
from tests.suspending import BASIS, ELSEWHERE, suspended
from tongban.catalog import api as catalog
from tongban.crypto import api as crypto
from tongban.ledger import api as ledger
from tongban.rest import items

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
        assert ask.json("items", q="麒麟饲养") == {
            "items": [],
            "total": 0,
            "elsewhere": [],
            "next": None,
            "doubtful": False,
            "corrected": "",
            "nearest": [],
        }

    def test_an_empty_parameter_is_one_that_was_not_given(self, ask: Ask) -> None:
        empty = dict.fromkeys(("region", "object", "theme", "type", "department", "page", "cursor", "limit"), "")

        assert ask.json("items", q="护照", **empty) == ask.json("items", q="护照")
        assert ask.json("items", q="", **empty) == ask.json("items")

    def test_what_found_nothing_or_was_mistyped_is_guessed_as_the_portal_guesses(self, ask: Ask) -> None:
        guessed, mistyped = ask.json("items", q="股东变了"), ask.json("items", q="身份正丢了")
        page = ask.client.get("/search/", {"q": "股东变了"})

        assert (guessed["items"], guessed["total"]) == ([], 0)
        assert [one["code"] for one in guessed["nearest"]] == [row.item.code for row in page.context["near"]] != []
        assert (mistyped["corrected"], mistyped["nearest"]) == ("身份证丢了", [])

    def test_a_search_answers_exactly_in_the_form_that_the_document_promises(self, ask: Ask) -> None:
        answer = ask.json("items", q="食品经营许可登记", region="320211")

        assert answer["items"]
        assert answer["elsewhere"]
        assert items.Items.model_validate(answer).model_dump(mode="json") == answer

    def test_what_cannot_be_read_is_called_by_its_name(self, ask: Ask) -> None:
        errors = refused(ask("items", theme=" ", q="a\x00"), 422).errors

        assert errors["theme"].startswith("请输入主题")
        assert errors["q"].startswith("要搜索的词里有看不见的字符")

    @pytest.mark.parametrize(("name", "value"), [("q", " "), ("limit", 0), ("cursor", "nonsense")])
    def test_bad_parameters_are_refused(self, ask: Ask, name: str, value: object) -> None:
        assert list(refused(ask("items", **{name: value}), 422).errors) == [name]

    def test_search_turns_its_pages_by_number(self, ask: Ask) -> None:
        assert "page" in refused(ask("items", q="食品", cursor="djE6Mjo1MA"), 422).errors["cursor"]


class TestSearch:
    def test_tells_what_answered_and_where_the_guide_is(self, ask: Ask) -> None:
        first = ask.json("items", q="我想开个小饭馆")["items"][0]

        assert first["code"] == FOOD
        assert first["matched"] == [{"field": "name", "text": "食品经营许可（新办）", "words": ["食品经营许可"]}]
        assert first["badges"] == ["ONLINE", "NO_TRIP", "FREE"]
        assert first["region"] == "320213"
        assert ask.client.get(first["guide_url"]).status_code == 200

    def test_pages_go_by_number(self, ask: Ask) -> None:
        pages = [ask.json("items", q="登记", limit=10, page=n) for n in (1, 2, 3)]
        codes = [each["code"] for page in pages for each in page["items"]]

        assert len(codes) == len(set(codes))
        assert {page["total"] for page in pages} == {pages[0]["total"]}

    @pytest.mark.parametrize("words", [{}, {"q": "登记"}])
    def test_filters_hold_together(self, ask: Ask, words: dict[str, str]) -> None:
        answer = ask.json("items", object="ORGANISATION", type="LICENCE", department="ZD320200ADM", **words)

        assert answer["items"]
        for each in answer["items"]:
            assert "ORGANISATION" in each["audiences"]
            assert (each["type"], each["department"]) == ("LICENCE", "ZD320200ADM")

    def test_a_region_gets_what_is_done_in_it_or_above_it(self, ask: Ask) -> None:
        here = {each["code"] for each in ask.json("items", region="320213", q="食品经营许可")["items"]}
        elsewhere = {each["region"] for each in ask.json("items", region="320211", limit=100)["items"]}

        assert FOOD in here
        assert elsewhere == {"320200", "320211"}

    @pytest.mark.parametrize(("region", "away"), [("320213", False), ("320211", True), ("320200", False)])
    def test_what_a_region_does_not_offer_is_told_apart_and_just_as_the_portal_tells_it(
        self, ask: Ask, region: str, *, away: bool
    ) -> None:
        told = ask.json("items", region=region, q="食品经营许可")
        page = ask.client.get("/search/", {"q": "食品经营许可", "region": region})

        here, there = ([each["code"] for each in told[key]] for key in ("items", "elsewhere"))
        assert (FOOD in there, FOOD in here) == (away, not away)
        assert told["total"] == page.context["found"].total
        assert [row.item.code for row in page.context["found"].rows] == here[:20]
        assert [row.item.code for row in page.context["away"]] == there

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("region", "329999"),
            ("theme", "没有这个主题"),
            ("department", "ZD999999"),
            ("object", "ALIEN"),
            ("type", "X"),
            ("page", 0),
        ],
    )
    def test_filters_that_name_nothing_are_refused(self, ask: Ask, name: str, value: object) -> None:
        assert list(refused(ask("items", **{name: value}), 422).errors) == [name]

    def test_a_list_is_turned_in_one_way_only(self, ask: Ask) -> None:
        assert "cursor" in refused(ask("items", page=1, cursor="djE6Mjo1MA"), 422).errors


def followed(ask: Ask) -> list[dict[str, Any]]:
    """Read the changes from the beginning, from mark to mark, until there is no more."""
    pages = [ask.json("items/changes", limit=100)]
    while pages[-1]["more"]:
        pages.append(ask.json("items/changes", since=pages[-1]["next"], limit=100))
    return pages


class TestChanges:
    def test_are_followed_from_one_mark_to_the_next(self, ask: Ask) -> None:
        ledger.sequence()
        pages = followed(ask)

        assert [page["more"] for page in pages] == [True] * (len(pages) - 1) + [False]
        assert {each["code"] for page in pages for each in page["changes"]} == {item.code for item in catalog.items()}
        assert ask.json("items/changes", since=pages[-1]["next"])["changes"] == []

    def test_digest_is_that_of_the_guide(self, ask: Ask) -> None:
        ledger.sequence()
        told = {each["code"]: each["digest"] for page in followed(ask) for each in page["changes"]}

        assert told[FOOD] == ask.json(f"items/{FOOD}")["guide"]["digest"]
        assert all(told.values())

    @pytest.mark.parametrize("since", ["x", "0", "0-", "-1-0", "0-9999999999999999999", "９-0"])
    def test_a_mark_that_is_none_is_refused(self, ask: Ask, since: str) -> None:
        assert list(refused(ask("items/changes", since=since), 422).errors) == ["since"]

    def test_a_mark_of_an_epoch_there_is_not_is_refused(self, ask: Ask) -> None:
        assert list(refused(ask("items/changes", since="99-5"), 422).errors) == ["since"]


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
        catalog.GuideVersion.objects.filter(item=other).update(effective_to=timezone.now())

        assert ask.json(f"items/{other.code}")["guide"] is None

    def test_that_is_suspended_says_until_when_why_and_where_else_and_earns_no_praise(
        self, ask: Ask, city: City
    ) -> None:
        praised = ask.json(f"items/{FOOD}")
        until = suspended(FOOD, at=city.at)

        answer = ask.json(f"items/{FOOD}")
        here = ask.json("items", department="ZD320213ADM", limit=100)["items"]
        listed = [one for one in here if one["code"] == FOOD]
        first = ask.json("items", q="食品经营许可新办")["items"][0]

        assert (praised["item"]["badges"], praised["suspension"]) == (["ONLINE", "NO_TRIP", "FREE"], None)
        ended = answer["suspension"]
        assert datetime.fromisoformat(ended.pop("until")) == until
        assert ended == {"notice": ELSEWHERE, "basis": BASIS}
        assert [(one["state"], one["badges"]) for one in (answer["item"], *listed, first)] == [
            ("SUSPENDED", ["FREE"])
        ] * 3

    def test_that_the_directory_renamed_says_both_names_as_its_page_does(self, ask: Ask) -> None:
        before = ask.json(f"items/{FOOD}")
        catalog.BasicItem.objects.filter(items__code=FOOD).update(name="餐饮服务准营登记")

        answer = ask.json(f"items/{FOOD}")

        assert before["two_names"] is None
        told = answer["two_names"]
        assert (told["now"], told["guide"]) == (answer["item"]["name"], before["item"]["name"])
        assert told["now"] == "餐饮服务准营登记"
        assert "同一个事项" in told["notice"]

    def test_that_does_not_exist_is_not_found(self, ask: Ask) -> None:
        assert refused(ask("items/ZI999999"), 404).code == "unknown_item"

    @pytest.mark.parametrize("code", ["食品", "ZP320213", "113702"])
    def test_that_is_no_code_is_refused(self, ask: Ask, code: str) -> None:
        assert "ZI" in refused(ask(f"items/{code}"), 422).errors["code"]
