"""A guide is published once, by who may, for a period of its own, and never changes."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.catalog.conftest import DOCUMENT, NOW, staff
from tongban.catalog import api as catalog
from tongban.catalog.models import GuideVersion
from tongban.kernel.actors import VISITOR, Actor, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

pytestmark = pytest.mark.usefixtures("sample")
CODE = "ZISPJY"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=SHANGHAI)  # when the sample took effect
LATER = NOW + timedelta(days=30)
MANAGER = staff(Role.ITEM_MANAGER, "ZD320213ADM", "320213")


def publish(document: dict[str, Any], **changed: object) -> catalog.GuideVersion:
    given: dict[str, Any] = {"item_code": CODE, "document": document, "by": MANAGER, "at": LATER}
    return catalog.publish(**given | changed)


def first() -> catalog.GuideVersion:
    found = catalog.published(CODE, at=NOW)
    assert found is not None
    return found


def test_a_new_version_ends_the_one_before_at_the_same_moment(document: dict[str, Any]) -> None:
    made = publish(document)

    assert (made.version, made.effective_from, made.effective_to) == (2, LATER, None)
    assert first().effective_to == LATER
    assert catalog.published(CODE, at=LATER - timedelta(microseconds=1)) == first()
    assert catalog.published(CODE, at=LATER) == made


def test_a_version_can_be_published_before_it_takes_effect(document: dict[str, Any]) -> None:
    start = LATER + timedelta(days=10)

    made = publish(document, effective_from=start)

    assert catalog.published(CODE, at=LATER) == first()
    assert catalog.published(CODE, at=start) == made


def test_an_old_version_stays_readable_for_its_cases(document: dict[str, Any]) -> None:
    old = first()
    document["limits"]["promised"]["amount"] = 3

    publish(document)

    assert catalog.version(old.id).guide.limits.promised.amount == 5
    assert [one.version for one in catalog.versions(CODE)] == [2, 1]


def test_a_document_is_read_once_however_often_its_version_is_fetched(
    document: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read = first().guide
    bare = GuideVersion.objects.defer("document").get(pk=first().pk)

    with django_assert_num_queries(0):
        again = bare.guide

    document["limits"]["promised"]["amount"] = 3
    assert again is read
    assert publish(document).guide.limits.promised.amount == 3


def test_publishing_leaves_one_entry_with_the_digest(document: dict[str, Any]) -> None:
    made = publish(document)

    (entry,) = ledger.history(kind="guide", subject=made.id)
    assert (entry.verb, entry.at, entry.after) == ("guide.publish", LATER, "PUBLISHED")
    assert entry.facts["digest"] == made.digest
    assert len(made.digest) == 64


def test_a_guide_that_says_nothing_of_where_its_limit_begins_is_the_one_that_counts_from_acceptance(
    document: dict[str, Any],
) -> None:
    said = copy.deepcopy(document)
    said["limits"]["statutory"]["counted_from"] = "ACCEPTANCE"

    made = publish(said)

    assert made.guide.limits.from_receipt is False
    assert "counted_from" not in made.document["limits"]["statutory"]
    assert made.digest == first().digest


def test_the_digest_depends_on_the_document_and_not_on_the_order_of_its_keys(document: dict[str, Any]) -> None:
    backwards = dict(reversed(document.items()))
    changed = document | {"special": []}

    same = publish(backwards)
    other = publish(changed, at=LATER + timedelta(days=1))

    assert same.digest == first().digest
    assert other.digest != same.digest


@pytest.mark.parametrize(
    "by",
    [
        VISITOR,
        staff(Role.ITEM_MANAGER, "ZD320213AMR", "320213"),
        staff(Role.ITEM_MANAGER, "ZD320213ADM", "320205"),
        staff(Role.DECIDER, "ZD320213ADM", "320213"),
    ],
)
def test_only_the_manager_of_the_item_may_publish(document: dict[str, Any], by: Actor) -> None:
    with pytest.raises(NotAllowed):
        publish(document, by=by)

    assert len(catalog.versions(CODE)) == 1


@pytest.mark.parametrize(
    ("at", "start"),
    [(NEW_YEAR, NEW_YEAR), (LATER, LATER - timedelta(seconds=1)), (NEW_YEAR - timedelta(2), NEW_YEAR - timedelta(1))],
)
def test_a_version_neither_works_backwards_nor_before_the_last(
    document: dict[str, Any], at: datetime, start: datetime
) -> None:
    with pytest.raises(catalog.NotAfterLastVersion):
        publish(document, at=at, effective_from=start)


def test_an_unknown_item_has_no_guide(document: dict[str, Any]) -> None:
    with pytest.raises(catalog.UnknownItem):
        publish(document, item_code="ZINONE")


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("basics.item", "ZIOTHER", "事项编码与事项清单不一致"),
        ("basics.name", "餐饮许可", "事项名称与事项清单不一致"),
        ("basics.type", "CONFIRMATION", "事项类型与事项清单不一致"),
        ("department.decides", {"code": "ZD320213AMR", "name": "别的局"}, "决定部门与事项清单不一致"),
        ("department.examines", {"code": "ZD320213XXX", "name": "没有的局"}, "没有编码为 ZD320213XXX 的部门"),
        ("regime", "NOTHING", "没有“NOTHING”这种办理规则"),
        ("regime", "CITY_DEFAULT", "行政许可事项逾期不告知即为受理，不能使用“本市一般规则”"),
        ("basics.type", "PUBLIC_SERVICE", "类型是公共服务，不是行政许可，办理规则不能使用 ADMINISTRATIVE_LICENCE"),
    ],
)
def test_a_guide_cannot_change_what_the_item_and_the_city_say(
    document: dict[str, Any], path: str, value: object, says: str
) -> None:
    *parents, key = path.split(".")
    (document[parents[0]] if parents else document)[key] = value

    with pytest.raises(catalog.GuideFaulty, match=says):
        publish(document)


def test_a_matter_that_is_no_licence_may_follow_the_rules_of_the_city(document: dict[str, Any]) -> None:
    catalog.BasicItem.objects.filter(items__code=CODE).update(type="PUBLIC_SERVICE")
    document["basics"]["type"] = "PUBLIC_SERVICE"
    document["regime"] = "CITY_DEFAULT"

    assert publish(document).guide.regime == "CITY_DEFAULT"


def test_a_window_in_no_known_place_is_refused(document: dict[str, Any]) -> None:
    document["windows"][0]["place"] = "ZP000000"

    with pytest.raises(catalog.GuideFaulty, match="没有编码为 ZP000000 的服务场所"):
        publish(document)


def test_a_refused_guide_leaves_the_old_one_in_force(document: dict[str, Any]) -> None:
    document["remedies"] = []

    with pytest.raises(catalog.GuideFaulty):
        publish(document)

    assert first().effective_to is None


@pytest.mark.parametrize(
    "change",
    [
        {"document": {}},
        {"digest": "0"},
        {"version": 9},
        {"effective_from": LATER},
        {"published_at": NOW - timedelta(days=1)},
    ],
)
def test_the_database_refuses_to_change_a_published_guide(change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideVersion.objects.filter(pk=first().pk).update(**change)

    with pytest.raises(IntegrityError), transaction.atomic():
        GuideVersion.objects.filter(pk=first().pk).update(effective_to=LATER + timedelta(days=1), **change)


def test_the_database_refuses_to_delete_a_published_guide() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        first().delete()


def test_the_end_of_a_version_is_set_once() -> None:
    GuideVersion.objects.filter(pk=first().pk).update(effective_to=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        GuideVersion.objects.filter(version=1).update(effective_to=LATER + timedelta(days=1))


def test_the_database_refuses_two_guides_in_force_at_once() -> None:
    other = GuideVersion.objects.get(item__code=CODE)
    other.id, other.version = uuid7(NOW), 2
    other.effective_from = other.published_at = LATER

    with pytest.raises(IntegrityError, match="catalog_guide_one_in_force"), transaction.atomic():
        GuideVersion.objects.bulk_create([other])


def test_items_that_can_be_applied_for_are_told_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [item.id for item in catalog.items()]
    ended = catalog.item_id("ZIGSSL")
    GuideVersion.objects.filter(item=ended).update(effective_to=NOW)

    with django_assert_num_queries(1):
        found = catalog.published_among(ids, at=NOW)

    assert found == set(ids) - {ended}


def test_there_is_no_guide_before_it_takes_effect() -> None:
    assert catalog.published(CODE, at=first().effective_from - timedelta(microseconds=1)) is None


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(catalog.UnknownGuide):
        catalog.version(uuid7(NOW))


def test_the_stored_document_is_the_published_one() -> None:
    assert first().guide == catalog.Guide.model_validate(DOCUMENT)


def test_a_region_that_does_not_exist_is_refused(guide: catalog.Guide) -> None:
    found = catalog.check_answers(guide, {"biz_region": "320213999"}, on=NOW.date(), groups=["place"])

    assert found["biz_region"] == "没有这个地区，请重新选择。"
    assert "biz_region" not in catalog.check_answers(guide, {"biz_region": "320213"}, on=NOW.date(), groups=["place"])
    assert set(catalog.check_answers(guide, [], on=NOW.date())) == {""}
