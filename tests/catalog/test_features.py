"""The lists of article 9 hold what the published guides say, and nothing that they do not."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest

from tests.catalog.conftest import DOCUMENT, NOW, staff
from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.catalog.features.entry import NO_REASON, entry_of
from tongban.catalog.features.rules import features_of
from tongban.catalog.models import GuideTraits, GuideVersion, Item
from tongban.kernel.actors import SYSTEM, Role

LATER = NOW + timedelta(days=30)
PLAIN: dict[str, Any] = {
    "channels": ["WINDOW"],
    "scope": "NONE",
    "online_depth": ["CONSULTATION"],
    "trips": {"online": 1, "window": 1, "reason": "到窗口一次"},
}
CERTIFICATE = {
    "id": "x",
    "name": "营业执照",
    "kind": "CERTIFICATE",
    "form": "ELECTRONIC",
    "source": "GOVERNMENT",
    "need": "ALWAYS",
    "licence": "营业执照",
    "accepted": {"mime": ["application/pdf"], "max_files": 1, "max_megabytes": 5},
}
HALL = {"ZP320213": "COUNTY"}


def guide(basics: dict[str, Any] | None = None, **more: object) -> catalog.Guide:
    document = copy.deepcopy(DOCUMENT) | more
    document["basics"] |= PLAIN | (basics or {})
    document["materials"] = more.get("materials", [CERTIFICATE])
    return catalog.Guide.model_validate(document)


def lists(basics: dict[str, Any] | None = None, levels: dict[str, str] | None = None, **more: object) -> set[str]:
    return {code.value for code in features_of(guide(basics, **more), HALL if levels is None else levels)}


def test_a_guide_that_says_nothing_of_the_sort_is_on_no_list() -> None:
    assert lists() == set()


@pytest.mark.parametrize(
    ("basics", "feature"),
    [
        ({"scope": "CROSS_COUNTY"}, "CITYWIDE"),
        ({"scope": "NATION"}, "CITYWIDE"),
        ({"conveniences": {"near": True}}, "NEARBY"),
        ({"channels": ["WINDOW", "KIOSK"]}, "NEARBY"),
        ({"channels": ["MOBILE"]}, "MOBILE"),
        ({"channels": ["WEB"], "online_depth": ["HANDLING"], "trips": {"online": 0, "window": 1}}, "ONLINE"),
        ({"conveniences": {"instant": True}}, "INSTANT"),
        ({"conveniences": {"assisted": True}}, "ASSISTED"),
        ({"conveniences": {"banks": ["某银行"]}}, "BANKS"),
    ],
)
def test_one_fact_puts_an_item_on_one_list(basics: dict[str, Any], feature: str) -> None:
    assert lists(basics) == {feature}


@pytest.mark.parametrize(
    "basics",
    [
        {"scope": "WHOLE_TOWN"},
        {"channels": ["WEB"], "online_depth": ["HANDLING"]},
        {"channels": ["WEB"], "online_depth": ["PRE_EXAMINATION"], "trips": {"online": 0, "window": 1}},
        {"project_type": "IMMEDIATE"},
        {"conveniences": {"banks": []}},
    ],
)
def test_half_of_what_a_list_asks_for_is_not_enough(basics: dict[str, Any]) -> None:
    assert lists(basics) == set()


def test_at_once_is_a_promise_of_no_time_for_an_item_done_on_the_spot() -> None:
    spot = {"statutory": None, "promised": {"amount": 0, "unit": "WORKING_DAY"}}

    assert lists({"project_type": "IMMEDIATE"}, limits=spot) == {"AT_ONCE"}
    assert lists(limits=spot) == set()


def test_a_window_in_a_town_is_near() -> None:
    assert lists(levels={"ZP320213": "TOWN"}) == {"NEARBY"}
    assert lists(levels={}) == set()


@pytest.mark.parametrize(
    ("materials", "free"),
    [
        ([CERTIFICATE | {"exempt_if_licence": True}], True),
        ([CERTIFICATE | {"exempt_if_licence": True}, CERTIFICATE | {"id": "y", "name": "产权证"}], False),
        ([CERTIFICATE | {"exempt_if_licence": True}, CERTIFICATE | {"id": "y", "need": "OPTIONAL"}], True),
        ([CERTIFICATE | {"exempt_if_licence": True, "paper_legal": "law"}], False),
        ([CERTIFICATE | {"source": "APPLICANT", "exempt_if_licence": True}], False),
        ([], False),
    ],
)
def test_document_free_is_when_every_certificate_of_a_government_is_spared(
    materials: list[dict[str, Any]], *, free: bool
) -> None:
    assert lists(materials=materials) == ({"DOCUMENT_FREE"} if free else set())


def test_what_a_licence_spares_is_not_promised_while_licences_are_not_verified() -> None:
    why = features_of(guide(materials=[CERTIFICATE | {"exempt_if_licence": True}]), HALL)[
        directory.Feature.DOCUMENT_FREE
    ]

    assert why == "电子证照核验开通后免交，目前请提交：营业执照"
    assert "目前请照常提交" in directory.FEATURES[directory.Feature.DOCUMENT_FREE].text


def test_every_list_of_article_nine_has_a_rule_that_says_what_it_asks_for() -> None:
    assert [rule.name for rule in directory.FEATURES.values()] == [
        "全域通办",
        "马上办",
        "就近办",
        "网上办",
        "掌上办",
        "免证办",
        "智能秒办、秒批",
        "帮办代办",
        "政银合作",
    ]
    assert all(rule.text.endswith("。") and rule.since for rule in directory.FEATURES.values())
    assert {directory.feature_named(rule.slug) for rule in directory.FEATURES.values()} == set(directory.Feature)
    assert directory.feature_named("nothing") is None


def test_an_item_is_in_a_centre_by_its_window_unless_it_says_why_not() -> None:
    assert entry_of(guide(), HALL).places == ("ZP320213",)
    assert entry_of(guide(), {}).reason == NO_REASON
    outside = entry_of(guide({"outside": "由银行网点办理。"}), HALL)
    assert (outside.entered, outside.places, outside.reason) == (False, (), "由银行网点办理。")


@pytest.mark.usefixtures("standing")
class TestSample:
    def test_every_list_of_the_sample_has_items_with_why(self) -> None:
        found = directory.traits(at=NOW)

        assert found.count() == 181
        for feature, number in directory.feature_counts(found).items():
            rows = list(directory.on_list(found, feature))
            assert len(rows) == number > 0
            assert all(directory.why_of(row, feature) for row in rows)
            assert all(feature in features_of(row.version.guide, HALL) or feature == "NEARBY" for row in rows[:5])

    def test_lists_are_kept_by_region_department_and_reach(self) -> None:
        liangxi = directory.traits(at=NOW, region="320213")
        own = directory.traits(at=NOW, actor=staff(Role.ITEM_MANAGER, "ZD320211ADM", "320211"))

        assert {row.version.item.region_id for row in liangxi} == {"320213"}
        assert {row.version.item.department_id for row in own} == {"ZD320211ADM"}
        assert not directory.traits(at=NOW, actor=staff(Role.DECIDER)).exists()

    def test_a_new_version_is_on_the_lists_from_when_it_takes_effect(self) -> None:
        document = copy.deepcopy(DOCUMENT)
        document["basics"]["conveniences"] = {"assisted": True}

        catalog.publish(item_code="ZISPJY", document=document, by=SYSTEM, at=LATER)

        def assisted(at: object) -> set[str]:
            rows = directory.on_list(directory.traits(at=at), directory.Feature.ASSISTED)  # type: ignore[arg-type]
            return {row.version.item.code for row in rows}

        assert "ZISPJY" not in assisted(NOW)
        assert "ZISPJY" in assisted(LATER)

    def test_what_is_suspended_is_on_no_list_and_still_handled_where_it_was(self) -> None:
        found = directory.traits(at=NOW)
        row = directory.on_list(found, directory.Feature.ONLINE)[0]
        before = directory.feature_counts(found)[directory.Feature.ONLINE]

        Item.objects.filter(pk=row.version.item_id).update(state=catalog.ItemState.SUSPENDED.value)

        assert not directory.on_list(found, directory.Feature.ONLINE).filter(pk=row.pk).exists()
        assert directory.feature_counts(found)[directory.Feature.ONLINE] == before - 1
        assert sum(one.items for one in directory.rates(found, "region")) == 181

    def test_what_was_never_worked_out_is_worked_out(self) -> None:
        GuideTraits.objects.filter(version__item__code="ZISPJY").delete()
        GuideTraits.objects.filter(version__item__code="ZIGSSL").update(rules=0, features=[])

        assert directory.renew_traits() == 2
        assert directory.renew_traits() == 0
        assert GuideTraits.objects.get(version__item__code="ZIGSSL").features

    def test_the_entry_rate_counts_what_is_handled_in_centres(self) -> None:
        found = directory.traits(at=NOW)

        rates = directory.rates(found, "department")

        assert sum(one.items for one in rates) == 181
        assert sum(one.outside for one in rates) == 7
        assert [one.percent for one in rates] == sorted(one.percent for one in rates)
        assert dict(directory.outside_reasons(found))["由银行网点办理。"] == 1
        assert sum(number for _, number in directory.handled_in(found)) == 181 - 7
        assert directory.places_of(found)[directory.handled_in(found)[0][0]]

    def test_the_badge_says_what_the_list_says(self) -> None:
        for row in directory.traits(at=NOW)[:60]:
            badges = catalog.badges_of(row.version.guide)
            assert (catalog.Badge.ONLINE in badges) == ("ONLINE" in row.features)


@pytest.mark.usefixtures("standing")
class TestDifferences:
    def test_the_documented_differences_of_the_two_districts_are_found(self) -> None:
        found = directory.services_that_differ(at=NOW, title="承诺时限")

        assert {entry.code for entry in found} == {
            f"ZB{code}" for code in ("GGWS", "YPLS", "HWGG", "LWPQ", "ZDBZ", "LSJZ", "CJRZ")
        }

    def test_who_differs_and_how_much_is_told(self) -> None:
        (one,) = directory.compare_services([directory.entry("ZBYPLS")], at=NOW)
        limit = next(each for each in one.differences if each.title == "承诺时限")

        assert limit.spread == "相差4个工作日"
        assert limit.said == {"ZIYPLS": "10个工作日", "ZIYPLS320211": "12个工作日", "ZIYPLS320213": "8个工作日"}
        assert limit.pairs == 3
        assert not limit.must
        assert one.implementations == 3

    def test_of_three_of_which_two_agree_two_pairs_differ(self) -> None:
        (one,) = directory.compare_services([directory.entry("ZBGGWS")], at=NOW)
        limit = next(each for each in one.differences if each.title == "承诺时限")

        assert limit.groups == [("5个工作日", ["ZIGGWS", "ZIGGWS320213"]), ("3个工作日", ["ZIGGWS320211"])]
        assert limit.pairs == 2

    def test_nothing_of_the_sample_breaches_article_six(self) -> None:
        assert directory.services_in_breach(at=NOW) == 0

    def test_an_older_name_in_a_guide_is_a_breach(self) -> None:
        version = GuideVersion.objects.get(item__code="ZIGGWS320211")
        traits = GuideTraits.objects.get(pk=version.pk)
        traits.said |= {"事项名称": "another"}
        traits.save()

        assert directory.services_in_breach(at=NOW) == 1
        assert [entry.code for entry in directory.services_that_differ(at=NOW, title="事项名称")] == ["ZBGGWS"]

    def test_what_differs_is_counted_by_element(self) -> None:
        counts = directory.differing_by_element(at=NOW)

        assert counts["承诺时限"] == 7
        assert counts["决定部门"] == 20

    def test_who_does_it_where_is_no_difference_by_itself(self) -> None:
        found = {entry.code for entry in directory.services_that_differ(at=NOW)}

        assert {"ZBGGWS", "ZBYPLS"} <= found
        assert "ZBGTSL" not in found
        assert "ZBGTSL" in {entry.code for entry in directory.services_that_differ(at=NOW, title="决定部门")}

    def test_a_manager_sees_services_of_which_they_keep_one(self) -> None:
        manager = staff(Role.ITEM_MANAGER, "ZD320211CAB", "320211")

        found = directory.services_that_differ(at=NOW, actor=manager)

        assert "ZBZDBZ" in {entry.code for entry in found}
        assert "ZBGGWS" not in {entry.code for entry in found}
