"""People find an item by the words they have for it."""

from __future__ import annotations

import pytest

from tests.catalog.conftest import NOW
from tongban.catalog import api as catalog
from tongban.catalog.models import GuideVersion
from tongban.catalog.search.entering import enter, touch


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("开饭店", "食品经营许可（新办）"),
        ("饭店执照", "食品经营许可（新办）"),
        ("我要开饭店", "食品经营许可（新办）"),
        ("公司设立登记", "公司设立登记"),
        ("护士证", "护士执业注册"),
        ("ＫＦＣ开奶茶店", "食品经营许可（新办）"),
        ("食品经营许可", "食品经营许可（新办）"),
    ],
)
def test_colloquial_words_find_the_item_first(question: str, name: str) -> None:
    found = catalog.search_items(question)

    assert found[0].name == name


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("question", ["食品经营许可", "餐饮 许可", "许可 食品", "梁溪区 饭店"])
def test_every_word_has_to_fit_in_any_order(question: str) -> None:
    assert "ZISPJY" in {item.code for item in catalog.search_items(question, limit=4)}


@pytest.mark.usefixtures("sample")
def test_of_two_that_fit_as_well_the_one_with_a_guide_comes_first() -> None:
    GuideVersion.objects.exclude(item__code="ZISPJY").update(effective_to=NOW)
    catalog.BasicItem.objects.filter(items__code="ZISPJY").update(name="食品经营许可（补发）")
    catalog.BasicItem.objects.filter(items__code="ZISPYX").update(name="食品经营许可（补办）")
    enter(list(catalog.items()))

    found = catalog.search_items("食品经营许可", limit=2)

    assert [item.code for item in found] == ["ZISPJY", "ZISPYX"]


@pytest.mark.usefixtures("sample")
def test_of_two_without_a_guide_that_fit_as_well_the_one_to_begin_with_comes_first() -> None:
    GuideVersion.objects.update(effective_to=NOW)

    found = catalog.search_items("食品经营许可", limit=2)

    assert [item.name for item in found] == ["食品经营许可（新办）", "食品经营许可（延续）"]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("question", ["", "   ", "？！", "zzzz", "asdfghjkl", "麒麟饲养", "你好", "今天天气怎么样"])
def test_what_fits_nothing_finds_nothing(question: str) -> None:
    assert catalog.search_items(question) == []


@pytest.mark.usefixtures("sample")
def test_a_word_that_no_item_has_hides_nothing_that_fits_the_rest() -> None:
    assert catalog.search_items("食品经营 zzzz")[0].code == "ZISPJY"


@pytest.mark.usefixtures("sample")
def test_the_department_is_a_word_too() -> None:
    found = catalog.search_items("民政局 低保", limit=5)

    assert found
    assert all("民政局" in item.department.name for item in found if item.department)


@pytest.mark.usefixtures("sample")
def test_no_more_than_asked_for_are_given() -> None:
    assert len(catalog.search_items("许可", limit=3)) == 3


@pytest.mark.usefixtures("sample")
def test_a_cancelled_item_is_not_found_but_still_read() -> None:
    catalog.items().filter(code="ZISPJY").update(state=catalog.ItemState.CANCELLED.value)
    touch()

    assert "ZISPJY" not in {item.code for item in catalog.search_items("开饭店")}
    assert catalog.item("ZISPJY").state == catalog.ItemState.CANCELLED


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("question", "codes"), [("", ["ZISPJY"]), ("开饭店", ["ZISPJY"]), ("养老", []), ("  ", ["ZISPJY"])]
)
def test_only_items_with_a_guide_in_force_are_on_offer(question: str, codes: list[str]) -> None:
    GuideVersion.objects.exclude(item__code="ZISPJY").update(effective_to=NOW)

    found = catalog.on_offer(question, at=NOW)

    assert [one.item.code for one in found] == codes
    assert catalog.on_offer(question, at=NOW.replace(year=2025)) == []


@pytest.mark.usefixtures("sample")
def test_a_suspended_item_is_found_but_not_on_offer() -> None:
    catalog.items().filter(code="ZISPJY").update(state=catalog.ItemState.SUSPENDED.value)

    assert catalog.search_items("开饭店")[0].code == "ZISPJY"
    assert "ZISPJY" not in [one.item.code for one in catalog.on_offer("开饭店", at=NOW)]
