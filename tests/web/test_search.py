"""The search page, what is offered while one types, and the words of item managers."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.suspending import suspended
from tongban.catalog import api as catalog
from tongban.catalog.search.tables import MissedWords, SynonymGroup
from tongban.identity import api as identity
from tongban.kernel.actors import Role

pytestmark = pytest.mark.usefixtures("city")
NOTHING = "麒麟饲养"


def page(client: Client, **query: str | int) -> Any:  # noqa: ANN401 - Django's answer with its context
    answer = client.get("/search/", query)
    assert answer.status_code == 200
    return answer


def manager(client: Client, at: datetime) -> Client:
    """Let a member of staff who manages items sign in."""
    user = identity.User.objects.get(username="receiver")
    user.posts.update(role=Role.ITEM_MANAGER.value)
    assert identity.actor_of(user, at=at).holds(Role.ITEM_MANAGER)
    client.force_login(user)
    return client


class TestPage:
    def test_a_spoken_question_finds_the_item_and_marks_why(self, client: Client) -> None:
        answer = page(client, q="我想开个小饭馆要办什么手续")

        assert answer.context["items"][0].code == "ZISPJY"
        assert "<mark>食品经营许可</mark>" in answer.content.decode()

    def test_what_was_meant_is_offered_for_what_was_typed(self, client: Client) -> None:
        assert page(client, q="身份正丢了").context["corrected"] == "身份证丢了"
        assert page(client, q="身份证丢了").context["corrected"] == ""

    def test_filters_show_how_many_each_leaves_and_lead_there(self, client: Client) -> None:
        filters = {one.key: one for one in page(client, q="登记").context["filters"]}

        for group in filters.values():
            for choice in group.choices[1:]:
                found = client.get(f"/search/{choice.url}").context["found"]
                assert found.total == int(choice.name.rsplit(" ", 1)[1]), choice.name

    def test_another_region_shows_services_as_they_are_done_there_and_says_where_else(self, client: Client) -> None:
        here = page(client, q="失业登记", region="320211")
        row = here.context["found"].rows[0]

        assert row.item.region_id == "320211"
        assert [one.region_id for one in here.context["where"][row.item.basic_id]] == ["320200", "320211", "320213"]
        assert here.context["narrowing"][0].chosen == "滨湖区"

    def test_a_region_in_which_it_is_suspended_is_marked_wherever_it_is_named(
        self, client: Client, at: datetime
    ) -> None:
        there = page(client, q="失业登记", region="320213").context["found"].rows[0]
        suspended(there.item.code, at=at)

        answer = page(client, q="失业登记")
        where = answer.context["where"][there.item.basic_id]
        row = page(client, q="失业登记", region="320213").context["found"].rows[0]

        assert [one.region_id for one in where if one.suspended] == ["320213"]
        assert re.search(
            rf'href="/items/{there.item.code}/"[^>]*>[^<]* <span class="tb-state tb-state--off">',
            answer.content.decode(),
        )
        assert (set(there.badges) - {catalog.Badge.FREE} != set(), set(row.badges) - {catalog.Badge.FREE}) == (
            True,
            set(),
        )

    def test_what_the_chosen_region_does_not_offer_stands_apart_and_names_whose_it_is(self, client: Client) -> None:
        away = page(client, q="开饭店", region="320211")
        shown = away.content.decode().partition('id="away"')[2]

        assert "ZISPJY" not in {one.code for one in away.context["items"]}
        assert "滨湖区没有，在别处办的" in shown
        assert "<strong>在梁溪区办</strong>" in shown
        assert "在别处办" not in page(client, q="开饭店", region="320213").content.decode()

    def test_what_is_done_elsewhere_only_was_found_all_the_same(self, client: Client) -> None:
        answer = page(client, q="食品经营许可新办", region="320211", department="ZD320213ADM")

        assert answer.context["away"]
        assert not answer.context["near"]
        assert not MissedWords.objects.exists()

    def test_words_given_to_the_list_of_items_are_searched_for(self, client: Client) -> None:
        answer = client.get("/items/", {"q": "护照", "theme": "出境入境"})

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/search/?q=")
        assert "theme=" in answer.headers["Location"]

    def test_few_results_need_no_filters(self, client: Client) -> None:
        assert page(client, q="普通护照签发").context["filters"] == []

    def test_pages_are_one_after_the_other(self, client: Client) -> None:
        first, second = (page(client, q="登记", page=n).context["found"] for n in (1, 2))

        assert first.pages >= 2
        assert not {row.item.pk for row in first.rows} & {row.item.pk for row in second.rows}
        assert page(client, q="登记", page=99).context["found"].number == first.pages

    def test_what_found_nothing_is_counted_and_helped(self, client: Client) -> None:
        answer = page(client, q=NOTHING)

        assert "12345" in answer.content.decode()
        assert "告诉我们您要办什么" in answer.content.decode()
        assert MissedWords.objects.get().asked == 1

    def test_what_is_only_near_is_said_to_be_no_more_and_counted_as_missed(self, client: Client) -> None:
        said = "没有找到完全相符的"
        answer = page(client, q="执业药师注册")

        assert answer.context["items"]
        assert said in answer.content.decode()
        assert MissedWords.objects.get().words == "执业药师注册"
        assert said not in page(client, q="护士注册").content.decode()
        assert client.get("/api/v1/items", {"q": "执业药师注册"}).json()["doubtful"]

    def test_what_found_something_or_was_filtered_is_not_counted_as_missed(self, client: Client) -> None:
        page(client, q="开饭店")
        page(client, q="开饭店", theme="没有这个主题")

        assert not MissedWords.objects.exists()

    def test_somebody_can_say_it_in_other_words_and_is_thanked(self, client: Client) -> None:
        answer = client.post("/search/missing/", {"q": NOTHING, "words": "养一只麒麟"}, follow=True)

        assert "记下了" in answer.content.decode()
        assert MissedWords.objects.get(words="养一只麒麟").told == 1

    def test_a_number_that_somebody_writes_is_not_kept_nor_thanked_for(self, client: Client) -> None:
        answer = client.post("/search/missing/", {"q": NOTHING, "words": "我的号码320200198804169015"}, follow=True)

        assert "记下了" not in answer.content.decode()
        assert not MissedWords.objects.filter(told__gt=0).exists()

    def test_hot_words_are_those_that_were_really_asked(self, client: Client) -> None:
        assert "大家在搜" not in client.get("/").content.decode()

        for text in ("结婚登记", "开饭店", "新生儿"):
            for _ in range(3):
                catalog.note_hit(text, on=datetime.now().astimezone().date())
        catalog.write_hits()

        home = client.get("/").content.decode()
        assert "大家在搜" in home
        assert "结婚登记" in home

    def test_typed_marks_are_text(self, client: Client) -> None:
        answer = page(client, q="<mark>食品经营许可</mark><script>")

        assert "<script>食" not in answer.content.decode()
        assert "<mark>食品经营许可</mark>&lt;" not in answer.content.decode()


class TestSuggestions:
    def test_half_a_word_is_enough(self, client: Client) -> None:
        items = client.get("/search/suggest/", {"q": "shenfenz"}).json()["items"]

        assert items[0]["url"] == "/items/ZISFZH/"
        assert ["身份证", True] in items[0]["name"]
        assert items[0]["elsewhere"] == ""

    def test_what_the_search_itself_would_doubt_is_offered_with_a_word_about_it_and_only_little(
        self, client: Client
    ) -> None:
        doubted, sure = (
            client.get("/search/suggest/", {"q": words}).json()["items"] for words in ("执业药师注册", "护士注册")
        )

        assert {one["doubtful"] for one in doubted} == {"可能不是您要找的"}
        assert len(doubted) <= 3
        assert {one["doubtful"] for one in sure} == {""}

    def test_what_another_region_does_only_is_offered_with_its_name(self, client: Client) -> None:
        items = client.get("/search/suggest/", {"q": "食品经营", "region": "320211"}).json()["items"]

        assert next(one["elsewhere"] for one in items if one["url"] == "/items/ZISPJY/") == "在梁溪区办"

    @pytest.mark.parametrize("words", ["", "   ", NOTHING, "🙂", "%", "<b>"])
    def test_nothing_is_offered_for_nothing(self, client: Client, words: str) -> None:
        assert client.get("/search/suggest/", {"q": words}).json() == {"items": []}

    def test_typing_is_not_counted(self, client: Client) -> None:
        client.get("/search/suggest/", {"q": NOTHING})

        assert not MissedWords.objects.exists()


@pytest.mark.usefixtures("cast")
class TestWords:
    def test_missed_words_are_listed_and_taught(self, client: Client, at: datetime) -> None:
        catalog.note_missed("撸串店", on=date(2026, 9, 1))
        manager(client, at)

        assert "撸串店" in client.get("/desk/words/").content.decode()
        assert 'value="撸串店"' in client.get(
            "/desk/words/new/?say=撸串店"
        ).content.decode() or "撸串店</textarea>" in (client.get("/desk/words/new/?say=撸串店").content.decode())
        answer = client.post("/desk/words/new/", {"say": "撸串店 烤串店", "means": "食品经营许可"})

        assert answer.status_code == 302
        assert page(client, q="撸串店").context["items"][0].code == "ZISPJY"
        assert not MissedWords.objects.exists()

    def test_a_group_is_changed_and_withdrawn(self, client: Client, at: datetime) -> None:
        manager(client, at)
        group = SynonymGroup.objects.get(say__0="驾照")

        client.post(f"/desk/words/{group.pk}/", {"say": "驾照、开车本本", "means": "驾驶证"})
        assert SynonymGroup.objects.get(pk=group.pk).say == ["驾照", "开车本本"]
        client.post(f"/desk/words/{group.pk}/withdraw/")

        assert not SynonymGroup.objects.get(pk=group.pk).active
        assert client.get(f"/desk/words/{group.pk}/").status_code == 404

    def test_what_cannot_be_kept_says_why_and_loses_nothing(self, client: Client, at: datetime) -> None:
        manager(client, at)

        answer = client.post("/desk/words/new/", {"say": "撸串店", "means": NOTHING})

        assert answer.status_code == 422
        assert "没有事项写着这些词" in answer.content.decode()
        assert NOTHING in answer.content.decode()

    @pytest.mark.parametrize("path", ["/desk/words/", "/desk/words/new/"])
    def test_others_are_kept_out(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 302
        for name in ("citizen", "acceptor", "operator"):
            client.force_login(identity.User.objects.get(username=name))
            assert client.get(path).status_code == 403
