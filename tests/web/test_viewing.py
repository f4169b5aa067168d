"""Which guides are read most: counted by service and day, never who read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.city import City
from tongban.catalog import api as catalog
from tongban.catalog.viewing import COUNTED_DAYS, GuideViews, forget_views
from tongban.kernel.days import day_of


@pytest.fixture(autouse=True)
def _nothing_left(city: City) -> Iterator[None]:  # noqa: ARG001 - the database is opened first
    """Leave no count of one test to another: they are the process's own."""
    catalog.write_views()
    GuideViews.objects.all().delete()
    yield
    catalog.write_views()


def read(client: Client, code: str, times: int) -> None:
    for _ in range(times):
        client.get(f"/items/{code}/")


def test_what_is_opened_most_comes_first_on_the_first_page(client: Client) -> None:
    for code, times in (("ZIJHDJ", 3), ("ZISFZH", 5), ("ZICSDJ", 4), ("ZILHDJ", 2)):
        read(client, code, times)
    catalog.write_views()

    home = client.get("/")

    assert [item.code for item in home.context["common"]] == ["ZISFZH", "ZICSDJ", "ZIJHDJ"]
    assert "大家常看" in home.content.decode()


def test_a_service_counts_once_wherever_it_is_done(client: Client) -> None:
    read(client, "ZIGTSL", 2)
    read(client, "ZIGTSL320211", 2)
    catalog.write_views()

    assert [one.code for one in catalog.most_read(near="320211", on=day_of(timezone.now()))] == ["ZIGTSL320211"]
    assert GuideViews.objects.get().seen == 4


def test_as_long_as_too_little_was_read_it_says_common_and_not_most_read(client: Client) -> None:
    read(client, "ZIJHDJ", 9)
    catalog.write_views()

    home = client.get("/")

    assert "常见事项" in home.content.decode()
    assert len(home.context["common"]) == 6


def test_counts_are_written_after_a_minute_and_old_ones_go() -> None:
    at = timezone.now()
    item = catalog.item("ZIJHDJ")
    catalog.note_view(item.basic_id, at=at)
    assert not GuideViews.objects.exists()
    catalog.note_view(item.basic_id, at=at + timedelta(minutes=1))

    assert GuideViews.objects.get().seen == 2
    assert forget_views(on=day_of(at)) == 0
    assert forget_views(on=day_of(at) + timedelta(days=2 * COUNTED_DAYS)) == 1


def test_a_service_that_is_gone_meanwhile_hinders_nothing() -> None:
    item = catalog.item("ZIJHDJ")
    catalog.note_view(item.basic_id, at=timezone.now())
    catalog.note_view(item.pk, at=timezone.now())  # the identifier of no service
    catalog.write_views()

    assert GuideViews.objects.get().basic_id == item.basic_id
