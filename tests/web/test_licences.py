from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("city")


def test_every_licence_type_is_listed_with_its_doubt(client: Client) -> None:
    page = client.get("/licences/")

    assert page.context["found"].total == 112
    assert "可信程度" in page.content.decode()
    assert "国家代码" in page.content.decode()


@pytest.mark.parametrize(("query", "total"), [("食品经营", 1), ("没有这种证", 0), ("<script>", 0), ("  ", 112)])
def test_licence_types_are_found_by_words(client: Client, query: str, total: int) -> None:
    page = client.get("/licences/", {"q": query})

    assert page.context["found"].total == total
    assert "<script>" not in page.content.decode().replace("<script ", "")


def test_the_registry_speaks_english_around_the_names(client: Client) -> None:
    client.cookies["django_language"] = "en"

    page = client.get("/licences/").content.decode()

    assert "Licence types" in page
    assert "Legal persons" in page


def test_a_service_that_several_regions_do_says_where_and_stands_in_the_list_once(client: Client) -> None:
    page = client.get("/items/ZIGGWS/").content.decode()
    listed = [client.get("/items/", {"page": number}).context["found"] for number in range(1, 9)]

    assert 'href="/items/ZIGGWS320211/"' in page
    assert "在滨湖区办" in page
    codes = [item.code for one in listed for item in one.rows]
    assert len(codes) == 141
    assert [code for code in codes if code.startswith("ZIGGWS")] == ["ZIGGWS"]


def test_a_visitor_of_a_district_is_led_to_what_is_done_there(client: Client) -> None:
    client.cookies["tb_area"] = "320211"

    rows = client.get("/items/", {"theme": "养老"}).context["found"].rows

    assert {item.region_id for item in rows if item.name.startswith("尊老金")} == {"320211"}


def test_a_guide_of_the_sample_says_that_it_is_not_official(client: Client, cast: None) -> None:
    del cast

    assert "不是官方指南" in client.get("/items/ZIGSSL/").content.decode()
