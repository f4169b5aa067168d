from __future__ import annotations

import pytest
from django.test import Client

EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "///evil.example",
    "javascript:alert(1)",
    "evil.example",
    "http:evil.example",
    "\t//evil.example",
    "",
]


@pytest.mark.parametrize(
    ("name", "value", "cookie"),
    [
        ("elder", "1", "tb_elder"),
        ("contrast", "1", "tb_contrast"),
        ("lang", "en", "django_language"),
        ("area", "320213", "tb_area"),
        ("area", "ZD320200JKQ", "tb_area"),
    ],
)
def test_a_preference_is_kept_in_a_cookie_scripts_cannot_read(
    client: Client, name: str, value: str, cookie: str
) -> None:
    answer = client.post("/prefs/", {name: value, "next": "/places/?page=2"})

    assert answer["Location"] == "/places/?page=2"
    assert answer.cookies[cookie].value == value
    assert answer.cookies[cookie]["httponly"]
    assert answer.cookies[cookie]["samesite"] == "Lax"


@pytest.mark.parametrize("where", EVIL)
def test_a_preference_never_leads_out_of_the_house(client: Client, where: str) -> None:
    answer = client.post("/prefs/", {"elder": "1", "next": where})

    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "wrong", [{"elder": "2"}, {"lang": "fr"}, {"area": "<script>"}, {"area": "1" * 31}, {"area": "３２０２"}, {}]
)
def test_an_unknown_preference_is_kept_nowhere(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post("/prefs/", wrong)

    assert answer.status_code == 302
    assert not answer.cookies


def test_following_a_link_changes_no_preference(client: Client) -> None:
    assert client.get("/prefs/?elder=1").status_code == 405


@pytest.mark.django_db
def test_a_form_from_elsewhere_changes_no_preference() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/prefs/", {"elder": "1"})

    assert answer.status_code == 403
    assert "tb_elder" not in answer.cookies


@pytest.mark.django_db
def test_large_type_and_contrast_are_one_mark_on_the_page(client: Client) -> None:
    client.cookies["tb_elder"] = client.cookies["tb_contrast"] = "1"

    page = client.get("/about/").content.decode()

    assert '<html lang="zh-CN" data-elder data-contrast>' in page


@pytest.mark.django_db
def test_english_is_spoken_when_it_was_chosen(client: Client) -> None:
    client.cookies["django_language"] = "en"

    page = client.get("/about/").content.decode()

    assert '<html lang="en">' in page


def test_an_area_that_does_not_exist_shows_the_whole_city(client: Client, city: None) -> None:  # noqa: ARG001
    client.cookies["tb_area"] = "999999"

    page = client.get("/places/").content.decode()

    assert "无锡市共有 1322 处服务场所" in page


def test_the_chosen_area_narrows_the_halls(client: Client, city: None) -> None:  # noqa: ARG001
    client.cookies["tb_area"] = "320213"

    page = client.get("/places/").content.decode()

    assert "梁溪区共有" in page
    assert "锡山区政务服务中心" not in page
