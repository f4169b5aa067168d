"""Services once, done where the visitor is; what is new is found at once, and nobody waits for anybody."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.catalog.conftest import NOW, WUXI
from tests.conftest import in_threads
from tongban.catalog import api as catalog
from tongban.catalog import loading, reading
from tongban.catalog.models import Item
from tongban.catalog.search import changing, keeping
from tongban.catalog.search.entering import enter, touch
from tongban.catalog.search.tables import SearchEntry, SearchPlacing, SearchStamp
from tongban.catalog.services import item_id
from tongban.kernel.actors import SYSTEM
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

FOOD = "ZISPJY"
CITY, LIANGXI, BINHU, TOWN = "320200", "320213", "320211", "320213021"


def copied(code: str, *, department: str, name: str = "") -> Item:
    """Copy the food licence to another department, as the same service or as one of its own by another name."""
    item = Item.objects.select_related("basic").get(code=FOOD)
    item.pk, item.code = item_id(code), code
    item.department = orgs.department(department)
    item.region = item.department.region
    if name:
        item.basic.pk, item.basic.code, item.basic.name = item_id(f"basic/{code}"), f"ZB{code[2:]}", name
        item.basic.save(force_insert=True)
        item.basic, item.name = item.basic, name
    item.save(force_insert=True)
    made = Item.objects.select_related("department__region").get(code=code)
    enter([made])
    return made


def found(words: str, **wanted: object) -> list[str]:
    results = catalog.find(catalog.Wanted(words, **wanted), at=NOW)  # type: ignore[arg-type]
    return [row.item.code for row in results.rows()]


@pytest.mark.usefixtures("sample")
class TestPlaces:
    def test_one_service_of_many_departments_is_one_result(self) -> None:
        copied("ZIFOODCITY", department="ZD320200ADM")

        codes = found("食品经营许可新办")

        assert len({FOOD, "ZIFOODCITY"} & set(codes)) == 1

    @pytest.mark.parametrize(
        ("region", "code"), [(LIANGXI, FOOD), (TOWN, FOOD), (CITY, "ZIFOODCITY"), (BINHU, "ZIFOODCITY")]
    )
    def test_the_nearest_department_that_serves_the_visitor_is_shown(self, region: str, code: str) -> None:
        copied("ZIFOODCITY", department="ZD320200ADM")

        assert found("食品经营许可新办", region=region)[0] == code

    @pytest.mark.parametrize(("region", "away"), [(BINHU, True), (TOWN, False), (CITY, False), ("", False)])
    def test_what_is_done_elsewhere_only_is_told_apart_with_its_region(self, region: str, *, away: bool) -> None:
        results = catalog.find(catalog.Wanted("食品经营许可新办", region), at=NOW)
        there = {row.item.code: row.elsewhere for row in results.rows_away()}

        assert (FOOD in {row.item.code for row in results.rows()}) != away
        assert there.get(FOOD) == ("梁溪区" if away else None)
        assert results.total == len(results.rows(1, 200))
        assert sum(results.counts["type"].values()) == results.total

    def test_a_department_that_was_asked_for_goes_before_all(self) -> None:
        copied("ZIFOODCITY", department="ZD320200ADM")

        assert found("食品经营许可新办", region=LIANGXI, department="ZD320200ADM")[0] == "ZIFOODCITY"

    def test_filters_leave_what_fits_and_say_how_many_others_would(self) -> None:
        results = catalog.find(catalog.Wanted("登记", audience=catalog.Audience.ORGANISATION), at=NOW)
        both = catalog.find(catalog.Wanted("登记"), at=NOW)

        assert all("ORGANISATION" in row.item.audiences for row in results.rows())
        assert results.total == both.counts["for"]["ORGANISATION"] == results.counts["for"]["ORGANISATION"]
        assert results.counts["for"]["PERSON"] == both.counts["for"]["PERSON"]
        assert sum(results.counts["type"].values()) == results.total

    def test_badges_are_those_of_the_guide_in_force(self) -> None:
        rows = catalog.find(catalog.Wanted("食品经营许可新办"), at=NOW).rows()
        before = catalog.find(catalog.Wanted("食品经营许可新办"), at=NOW.replace(year=2025)).rows()

        assert [badge.value for badge in rows[0].badges] == ["ONLINE", "NO_TRIP", "FREE"]
        assert all(not row.badges and not row.guided for row in before)

    def test_what_is_known_of_items_is_not_read_again_before_something_changes(
        self, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
    ) -> None:
        known = found("食品经营许可新办", region=LIANGXI)
        with django_assert_max_num_queries(2):  # the two stamps
            assert found("食品经营许可新办", region=LIANGXI) == known

        Item.objects.filter(code=FOOD).update(state=catalog.ItemState.CANCELLED.value)
        touch()

        assert FOOD in known
        assert FOOD not in found("食品经营许可新办", region=LIANGXI)

    def test_suggestions_are_few_and_lead_to_items(self) -> None:
        offered = catalog.suggest("登记", at=NOW)

        assert 0 < len(offered) <= 8
        assert all(Item.objects.filter(code=one.code).exists() for one in offered)

    def test_nothing_near_is_better_than_nonsense(self) -> None:
        assert catalog.nearest("麒麟饲养", at=NOW) == []


@pytest.mark.usefixtures("sample")
class TestEntering:
    def test_a_cancelled_item_leaves_and_with_the_last_one_the_service(self) -> None:
        made = copied("ZIONLYHERE", department="ZD320200ADM", name="独角兽登记")
        assert found("独角兽")[0] == "ZIONLYHERE"

        made.state = catalog.ItemState.CANCELLED.value
        made.save()
        enter([made])

        assert found("独角兽") == []
        assert not SearchEntry.objects.filter(name="独角兽登记").exists()

    def test_a_renamed_item_is_found_by_its_new_name_only(self) -> None:
        made = copied("ZIONLYHERE", department="ZD320200ADM", name="独角兽登记")

        catalog.BasicItem.objects.filter(items=made).update(name="凤凰登记")
        enter([Item.objects.get(pk=made.pk)])

        assert found("凤凰登记")[0] == "ZIONLYHERE"
        assert found("独角兽") == []

    def test_an_entry_renamed_by_a_file_is_found_so_and_told_of_every_item_that_inherits_it(self) -> None:
        ledger.sequence()
        position = catalog.changes(0, at=NOW, limit=1000).position
        [row] = [one for one in reading.item_rows(WUXI) if one.code == "ZIGGWS"]

        changed = loading.load_items([row.model_copy(update={"name": "独角兽许可"})], by=SYSTEM, at=NOW)

        ledger.sequence()
        told = {one.item.code for one in catalog.changes(position, at=NOW).changes}
        assert told == {"ZIGGWS", "ZIGGWS320211", "ZIGGWS320213"}
        assert changed == len(told)
        assert found("独角兽许可", region=BINHU)[0] == "ZIGGWS320211"
        assert not SearchEntry.objects.filter(name=row.name).exists()

    def test_words_of_any_department_find_the_service(self) -> None:
        made = copied("ZIFOODCITY", department="ZD320200ADM")
        made.search_words = ["撸串店"]
        made.save()
        enter([made])

        assert found("撸串店", region=LIANGXI) == [FOOD]

    def test_items_from_before_the_search_are_taken_in(self) -> None:
        SearchPlacing.objects.all().delete()
        SearchEntry.objects.all().delete()
        touch()
        assert found("食品经营许可") == []

        assert catalog.enter_missing() == catalog.items().count()
        assert FOOD in found("食品经营许可")
        assert catalog.enter_missing() == 0

    def test_taking_in_the_same_again_changes_no_entry(self) -> None:
        before = dict(SearchEntry.objects.values_list("key", "digest"))

        enter(list(Item.objects.select_related("department__region")))

        assert dict(SearchEntry.objects.values_list("key", "digest")) == before

    def test_the_index_of_a_process_follows_the_database(self) -> None:
        keeping.current()
        entry = SearchEntry.objects.get(name="普通护照签发")
        entry.words, entry.digest = ["蓝本本"], "changed"
        entry.save()
        touch()

        assert found("蓝本本")[0] == "ZIPTHZ"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_somebody_elses_mark() -> None:
    touch()
    held, done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            touch()
            held.set()
            assert done.wait(20)

    def quick() -> None:
        assert held.wait(20)
        before = keeping.stamp()
        touch()
        assert keeping.stamp() != before
        done.set()

    in_threads(slow, quick)

    assert SearchStamp.objects.count() == 2


@pytest.mark.usefixtures("sample")
class TestChanges:
    def test_every_item_is_told_once_and_as_it_is_now(self) -> None:
        ledger.sequence()

        feed = catalog.changes(0, at=NOW, limit=1000)

        codes = [one.item.code for one in feed.changes]
        assert len(codes) == len(set(codes)) == catalog.items().count()
        food = next(one for one in feed.changes if one.item.code == FOOD)
        published = catalog.published(FOOD, at=NOW)
        assert published is not None
        assert (food.version, food.digest, food.gone) == (1, published.digest, False)
        assert not feed.more

    def test_page_after_page_is_everything_and_then_nothing_and_none_is_empty_before_the_last(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(changing, "_AT_ONCE", 25)
        ledger.sequence()
        position, seen = 0, set()
        while True:
            feed = catalog.changes(position, at=NOW, limit=40)
            assert len(feed.changes) == 40 or not feed.more
            seen |= {one.item.code for one in feed.changes}
            position = feed.position
            if not feed.more:
                break

        assert len(seen) == catalog.items().count()
        assert catalog.changes(position, at=NOW).changes == ()

    def test_a_cancelled_item_is_a_tombstone(self) -> None:
        ledger.sequence()
        Item.objects.filter(code=FOOD).update(state=catalog.ItemState.CANCELLED.value)

        feed = catalog.changes(0, at=NOW, limit=1000)

        [gone] = [one for one in feed.changes if one.gone]
        assert (gone.item.code, gone.version, gone.digest) == (FOOD, None, "")

    def test_a_new_version_is_told_with_its_digest(self, document: dict[str, Any]) -> None:
        ledger.sequence()
        position = catalog.changes(0, at=NOW, limit=1000).position
        document["basics"]["summary"] += "。"
        later = NOW + timedelta(days=1)
        made = catalog.publish(item_code=FOOD, document=document, by=SYSTEM, at=later)
        ledger.sequence()

        [change] = catalog.changes(position, at=later).changes
        told, start, more = [], 0, True
        while more:
            feed = catalog.changes(start, at=later, limit=300)
            told += [one for one in feed.changes if one.item.code == FOOD]
            start, more = feed.position, feed.more

        assert (change.version, change.digest, change.at) == (2, made.digest, later)
        assert told == [change]  # once, where it changed last, however the feed is cut


UNPUBLISHED = {"item.claim", "item.unclaim"}
"""Verbs of drafts: nothing of them is published before the first guide is."""
NO_VERBS = {"guide.paper"}
"""Whose the files of a guide are."""


def test_every_verb_of_items_and_guides_is_in_the_feed() -> None:
    here = Path(changing.__file__)
    verbs = {
        verb
        for path in here.parents[1].rglob("*.py")
        for verb in re.findall(r'"((?:item|guide)\.\w+)"', path.read_text("utf8"))
        if path != here
    }

    assert verbs - UNPUBLISHED - NO_VERBS == set(changing.VERBS)
