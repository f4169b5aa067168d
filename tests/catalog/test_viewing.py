"""Counting what is read, by several processes at once."""

from __future__ import annotations

import pytest

from tests.catalog.conftest import NOW
from tests.city import City
from tests.conftest import in_threads
from tongban.catalog import api as catalog
from tongban.catalog.viewing import GuideViews


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_at_once_lose_no_count(city: City) -> None:  # noqa: ARG001 - it reads in it

    catalog.write_views()
    GuideViews.objects.all().delete()
    basic = catalog.item("ZIJHDJ").basic_id

    def work() -> None:
        for _ in range(60):
            catalog.note_view(basic, at=NOW)
        catalog.write_views()

    in_threads(work, work, work)

    assert GuideViews.objects.get().seen == 180
