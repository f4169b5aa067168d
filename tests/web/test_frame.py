"""What is kept of much-asked pages: it is the same for every visitor, follows every change, and holds no person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.city import City
from tests.web.test_guides import FOOD, GUIDE, revised, text
from tongban.catalog import api as catalog
from tongban.catalog.models import Item
from tongban.kernel.days import SHANGHAI, day_of
from tongban.orgs import api as orgs
from tongban.web.context import AREA_COOKIE, ELDER_COOKIE
from tongban.web.shelf import Shelf

pytestmark = pytest.mark.usefixtures("city")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def _suspend() -> None:
    Item.objects.filter(code=FOOD).update(state=catalog.ItemState.SUSPENDED.value)


def _withdraw_elsewhere() -> None:
    here = catalog.item("ZISYDG")
    Item.objects.filter(basic=here.basic_id).exclude(pk=here.pk).update(state=catalog.ItemState.CANCELLED.value)


def _announce() -> None:
    revised(days=3, amount=2)


def _rename_a_region() -> None:
    orgs.Region.objects.filter(code="320211").update(name="改名区")


def _move_a_place() -> None:
    code = catalog.version_of(FOOD, 1).guide.windows[0].place
    orgs.ServicePlace.objects.filter(pk=code).update(address="搬到新路1号")


@pytest.mark.parametrize(
    ("code", "change", "gone", "seen"),
    [
        (FOOD, _suspend, "/apply/", "这个事项暂停办理"),
        (FOOD, _announce, "", "起有变化"),
        (FOOD, _move_a_place, "", "搬到新路1号"),
        ("ZISYDG", _withdraw_elsewhere, "在滨湖区办", ""),
        ("ZISYDG", _rename_a_region, "在滨湖区办", "在改名区办"),
    ],
)
def test_a_change_shows_with_the_next_page(
    client: Client, code: str, change: Callable[[], None], gone: str, seen: str
) -> None:
    before = text(client, f"/items/{code}/")
    change()
    after = text(client, f"/items/{code}/")

    assert gone in before
    assert not gone or gone not in after
    assert seen in after
    assert not seen or seen not in before


def test_a_version_takes_effect_by_itself_and_doors_close_by_the_minute(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised(days=2, amount=3)
    now = text(client, GUIDE)
    late = (timezone.now() + timedelta(days=3)).replace(hour=20)  # four in the morning of the city
    monkeypatch.setattr(timezone, "now", lambda: late)
    later = text(client, GUIDE)

    assert "5个工作日内办好" in now
    assert "3个工作日内办好" in later
    assert "开放中" not in later


def test_what_was_written_while_something_changed_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = catalog.published

    def while_suspending(code: str, *, at: datetime) -> catalog.GuideVersion | None:
        _suspend()
        return plain(code, at=at)

    with monkeypatch.context() as patched:
        patched.setattr(catalog, "published", while_suspending)
        Item.objects.filter(code=FOOD).update(implementation_code="")
        orgs.Region.objects.update(note=F("note"))  # a stamp of its own, so that nothing is kept of another test
        assert "暂停办理" in text(client, GUIDE)
    Item.objects.filter(code=FOOD).update(state=catalog.ItemState.ACTIVE.value)

    assert "暂停办理" not in text(client, GUIDE)


class TestVisitors:
    def test_each_gets_a_token_of_their_own_that_works(self) -> None:
        one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
        tokens = [TOKEN.findall(text(client, GUIDE)) for client in (one, other)]

        assert set(tokens[0]).isdisjoint(tokens[1])
        sent = {"csrfmiddlewaretoken": tokens[1][0], "next": GUIDE, "elder": "1"}
        assert other.post("/prefs/", sent).status_code == 302
        assert one.post("/prefs/", sent).status_code == 403

    def test_each_sees_the_page_as_they_want_it(self, client: Client) -> None:
        plain = text(client, GUIDE)
        client.cookies[ELDER_COOKIE] = "1"
        large = text(client, GUIDE)
        client.cookies[AREA_COOKIE] = "320211"

        assert "data-elder" in large
        assert "data-elder" not in plain
        assert 'value="320211" aria-pressed="true"' in text(client, GUIDE)
        assert 'value="320200" aria-pressed="true"' in large

    def test_the_way_back_leads_to_the_address_asked_for_and_nothing_of_it_is_markup(self, client: Client) -> None:
        text(client, GUIDE)

        page = client.get('/items/ZISPJY/?from="><script>alert(1)</script>').content.decode()

        assert 'name="next" value="/items/ZISPJY/?from=' in page
        assert "<script>alert" not in page

    def test_no_mark_is_left_in_a_page(self, client: Client) -> None:
        assert not re.search(r"(mark|windows)[0-9a-f]{24}", text(client, GUIDE) + text(client, f"{GUIDE}versions/1/"))

    def test_the_minute_of_the_page_stands_at_its_foot(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        moments = [datetime(2026, 9, 4, 9, minute, tzinfo=SHANGHAI) for minute in (15, 16)]
        for moment in moments:
            monkeypatch.setattr(timezone, "now", partial(datetime.astimezone, moment))
            assert f"{moment:%H:%M}" in text(client, GUIDE)


def test_a_person_s_name_never_comes_to_another(cast: City, client: Client) -> None:
    owner = cast.user("owner")
    signed_in = Client()
    signed_in.force_login(owner)
    own = [text(signed_in, GUIDE) for _ in range(2)]

    assert all(owner.display_name in page for page in own)
    assert owner.display_name not in text(client, GUIDE)
    assert day_of(timezone.now()).strftime("%Y年") in own[0]


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 4))
def test_a_shelf_keeps_what_was_asked_for_last(keys: list[int], most: int) -> None:
    shelf: Shelf[int] = Shelf(most)
    for key in keys:
        if shelf.get(key) is None:
            shelf.put(key, -key - 1)

    last = list(dict.fromkeys(reversed(keys)))[:most]
    assert len(shelf) == len(last)
    assert [shelf.get(key) for key in last] == [-key - 1 for key in last]
