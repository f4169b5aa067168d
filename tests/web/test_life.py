"""A matter of life leads to the services that apply, in order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tongban.catalog import api as catalog

pytestmark = pytest.mark.usefixtures("city")
RESTAURANT = "/life/open-a-restaurant/"
SMALL = {
    "owner": "SELF",
    "sells": "COOKED",
    "size": "NO",
    "drain": "NO",
    "sign": "NO",
    "cigarettes": "NO",
    "staff": "NO",
}
Budget = Callable[..., AbstractContextManager[object]]


def names(client: Client, path: str, **answers: str) -> list[str]:
    return [stop.item.name for stop in client.get(path, answers).context["stops"]]


def test_a_small_restaurant_needs_two_things_in_their_order(client: Client) -> None:
    assert names(client, RESTAURANT, **SMALL) == ["个体工商户设立登记", "食品经营许可（新办）"]


def test_a_question_that_an_answer_makes_pointless_is_not_asked(client: Client) -> None:
    packed = client.get(RESTAURANT, {"owner": "HAVE", "sells": "PACKED"})

    assert packed.context["ask"].name == "sign"
    assert names(client, RESTAURANT, **SMALL | {"owner": "HAVE", "sells": "PACKED"}) == ["仅销售预包装食品备案"]


def test_services_are_shown_as_they_are_done_in_the_area_chosen(client: Client) -> None:
    client.cookies["tb_area"] = "320211"

    stops = client.get(RESTAURANT, SMALL).context["stops"]

    assert stops[0].item.region_id == "320211"


@pytest.mark.parametrize("query", ["owner=X", "owner=", "size=YES", "x=y", "owner=<script>"])
def test_nonsense_is_asked_again(client: Client, query: str) -> None:
    assert client.get(f"{RESTAURANT}?{query}").context["ask"].name == "owner"


def test_an_unknown_matter_is_a_page_that_says_so(client: Client) -> None:
    answer = client.get("/life/nothing/")

    assert answer.status_code == 404
    assert "没有找到这件事的办事向导" in answer.content.decode()


def test_a_way_costs_the_same_however_long(client: Client, django_assert_max_num_queries: Budget) -> None:
    with django_assert_max_num_queries(12):
        client.get(RESTAURANT, SMALL | {"owner": "COMPANY", "staff": "YES"})


def test_the_first_page_offers_the_matters_of_each_door(client: Client) -> None:
    people, business = client.get("/").content.decode(), client.get("/?for=ORGANISATION").content.decode()

    assert "/life/having-a-baby/" in people
    assert "/life/having-a-baby/" not in business
    assert "/life/closing-a-company/" in business


def test_every_combination_of_answers_leads_to_something_to_do() -> None:
    for row in catalog.life_events():
        event = row.event
        options = [[option.const for option in query.options] for query in event.questions]
        for chosen in product(*options):
            found = catalog.ask(event, dict(zip((query.name for query in event.questions), chosen, strict=True)))
            assert found.next is None
            assert found.stages, (event.code, chosen)


def write(path: Path, text: str) -> Path:
    (path / "life-events.toml").write_text(text, "utf-8")
    return path


ONE = """
[[events]]
code = "one-thing"
name = "一件事"
audiences = ["PERSON"]
theme = "生育"
summary = "试一试。"
stages = [{ service = "ZBCSDJ", text = "先办。" }]
"""


class TestLoading:
    def test_again_changes_nothing(self, at: datetime) -> None:
        assert catalog.load_life_events(path=settings.SAMPLE_DIR, at=at) == 0

    def test_what_is_no_longer_in_the_file_goes(self, at: datetime, tmp_path: Path) -> None:
        before = catalog.life_events().count()

        assert catalog.load_life_events(path=write(tmp_path, ONE), at=at) == before + 1
        assert [row.code for row in catalog.life_events()] == ["one-thing"]

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("ZBCSDJ", "ZBNOTHERE", "基本目录里没有 ZBNOTHERE"),
            ("one-thing", "One Thing", "第1个"),
            ('text = "先办。"', 'text = "先办。", when = { field = "x", in = ["YES"] }', "前面没有问到"),
            ('audiences = ["PERSON"]', "audiences = []", "不能为空"),
            ("theme", "thema", "格式里没有这一项"),
        ],
    )
    def test_a_file_with_faults_is_refused_whole(
        self, at: datetime, tmp_path: Path, old: str, new: str, fault: str
    ) -> None:
        before = list(catalog.life_events())

        with pytest.raises(catalog.BadItems, match=fault):
            catalog.load_life_events(path=write(tmp_path, ONE.replace(old, new)), at=at)

        assert list(catalog.life_events()) == before
