from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from tongban.catalog import api as catalog
from tongban.web.home import TRY

pytestmark = pytest.mark.usefixtures("city")
Budget = Callable[..., AbstractContextManager[object]]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_page_counts_what_is_really_there(client: Client) -> None:
    figures = client.get("/").context["figures"]

    assert figures["items"] == 141
    assert figures["guides"] == 181
    assert figures["places"] == 1322


def test_the_first_page_names_the_halls_of_the_area(client: Client) -> None:
    page = text(client, "/")

    assert "无锡市的办事大厅" in page
    assert "tb-figures" in page
    assert "还没有开通" not in page


def test_the_first_page_shows_life_in_its_order_and_business_by_number(client: Client) -> None:
    people = [tile.name for tile in client.get("/").context["themes"]]
    business = client.get("/?for=ORGANISATION").context["themes"]

    assert people[:3] == ["生育", "教育", "劳动就业"]
    assert [tile.count for tile in business] == sorted((tile.count for tile in business), reverse=True)


def test_every_tile_leads_to_as_many_items_as_it_says(client: Client) -> None:
    for audience in ("PERSON", "ORGANISATION"):
        for tile in client.get(f"/?for={audience}").context["themes"]:
            found = client.get("/items/", {"for": audience, "theme": tile.name}).context["found"]
            assert found.total == tile.count, tile.name


@pytest.mark.parametrize("word", TRY)
def test_every_word_we_suggest_finds_something(client: Client, word: str) -> None:
    assert client.get("/search/", {"q": word}).context["items"]


def test_a_list_of_places_costs_the_same_whether_long_or_short(
    client: Client, django_assert_max_num_queries: Budget
) -> None:
    with django_assert_max_num_queries(10):
        client.get("/places/?page=3")


def test_the_first_page_costs_few_questions_to_the_database(
    client: Client, django_assert_max_num_queries: Budget
) -> None:
    with django_assert_max_num_queries(16):
        client.get("/")


@pytest.mark.parametrize(
    ("query", "total"), [({}, 141), ({"type": "LICENCE"}, 51), ({"type": "NONSENSE"}, 141), ({"theme": "没有"}, 0)]
)
def test_items_are_filtered_by_what_is_known_and_nothing_else(
    client: Client, query: dict[str, str], total: int
) -> None:
    assert client.get("/items/", query).context["found"].total == total


def test_a_page_beyond_the_last_is_the_last(client: Client) -> None:
    found = client.get("/items/?page=9999").context["found"]

    assert found.number == found.pages == 8
    assert found.rows


@pytest.mark.parametrize("page", ["0", "-1", "x", "１", "99999999999999999999", ""])
def test_a_page_that_is_no_number_is_harmless(client: Client, page: str) -> None:
    assert client.get("/places/", {"page": page}).status_code == 200


def test_changing_a_filter_keeps_the_others_and_starts_from_the_first_page(client: Client) -> None:
    filters = client.get("/items/?for=PERSON&page=3").context["filters"]

    urls = {choice.name: choice.url for group in filters for choice in group.choices}
    assert urls["行政许可"] == "?for=PERSON&type=LICENCE"


def test_a_published_guide_shows_its_four_facts_and_what_follows_from_it(client: Client) -> None:
    page = text(client, "/items/ZISPJY/")

    assert re.findall(r"govuk-tag--green\">(.+?)<", page.split("tb-lead")[0]) == ["网上办", "不用跑", "不收费"]
    assert "5个工作日" in page
    assert 'href="/apply/ZISPJY/"' in page
    assert page.count('class="tb-guide__section"') == 14


def test_an_item_without_a_guide_says_so_and_offers_no_application(client: Client) -> None:
    catalog.GuideVersion.objects.filter(item__code="ZIGSSL").update(effective_to=timezone.now())

    page = text(client, "/items/ZIGSSL/")

    assert "办事指南还没有发布" in page
    assert "/apply/" not in page
    assert "没有经过部门核定" in page
    assert "条号已与法律文本核对" in page


@pytest.mark.parametrize("path", ["/items/ZINOTHING/", "/places/ZPNOTHING/"])
def test_what_does_not_exist_is_a_page_that_says_so(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_a_place_shows_its_week_and_its_windows(client: Client) -> None:
    answer = client.get("/places/ZP320213/")

    assert len(answer.context["week"]) == 7
    assert "“办不成事”反映窗口" in answer.content.decode()


def test_one_search_finds_items_and_places(client: Client) -> None:
    places = client.get("/search/?q=东亭").context["places"]
    items = client.get("/search/?q=食品经营").context["items"]

    assert places[0].place.name == "东亭街道便民服务中心"
    assert "食品经营许可（新办）" in [item.name for item in items]


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "食" * 500, "🙂", "   "])
def test_nothing_typed_into_search_does_harm(client: Client, query: str) -> None:
    answer = client.get("/search/", {"q": query})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_english_pages_speak_english_around_the_content(client: Client) -> None:
    client.cookies["django_language"] = "en"

    page = text(client, "/places/")

    assert "Service halls" in page
    assert "无锡市政务服务中心" in page
