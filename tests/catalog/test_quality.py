"""How good the guides are is kept with each version, and added up by department and region."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.catalog.conftest import DOCUMENT, NOW, staff
from tongban.catalog import api as catalog
from tongban.catalog import quality
from tongban.catalog.models import GuideQuality, GuideVersion
from tongban.kernel.actors import SYSTEM, Role

pytestmark = pytest.mark.usefixtures("standing")
LATER = NOW + timedelta(days=30)
CODE = "ZISPJY"


def score_of(code: str, *, at: object = NOW) -> int:
    return catalog.total_of(catalog.qualities(at=at).get(version__item__code=code))  # type: ignore[arg-type]


def publish(**changed: object) -> catalog.GuideVersion:
    document = copy.deepcopy(DOCUMENT) | changed
    return catalog.publish(item_code=CODE, document=document, by=SYSTEM, at=LATER)


def test_every_guide_in_force_has_its_score_and_none_of_the_sample_must_be_mended() -> None:
    found = catalog.qualities(at=NOW)

    assert found.count() == catalog.items().count() == 181
    assert {one.severity for each in found for one in each.findings} == {catalog.Severity.SHOULD, catalog.Severity.MAY}
    assert all(0 < catalog.total_of(each) < catalog.FULL for each in found)


def test_a_new_version_is_judged_when_it_is_published() -> None:
    before = score_of(CODE)
    criteria = [{"id": "1", "text": "符合有关规定。"}]

    publish(criteria=criteria)

    assert score_of(CODE, at=LATER) == before - catalog.WEIGHTS[catalog.Severity.SHOULD]
    assert score_of(CODE) == before


def test_what_older_rules_found_is_found_anew() -> None:
    GuideQuality.objects.filter(version__item__code=CODE).update(rules=0, score=3, found=[])
    GuideQuality.objects.filter(version__item__code="ZIGSSL").delete()

    done = quality.reassess()

    assert done == 2
    assert score_of(CODE) > 90
    assert score_of("ZIGSSL") > 80
    assert quality.reassess() == 0


def test_the_standing_of_a_department_is_the_mean_of_its_guides() -> None:
    found = catalog.qualities(at=NOW, department="ZD320211ADM")
    scores = [catalog.total_of(each) for each in found]

    (standing,) = catalog.standings(found, "department")

    assert standing.guides == len(scores) == 10
    assert standing.score == round(sum(scores) / len(scores), 1) == catalog.mean(found)
    assert standing.lowest == min(scores)


def test_the_standings_of_all_regions_count_every_guide_once_and_the_worst_comes_first() -> None:
    standings = catalog.standings(catalog.qualities(at=NOW), "region")

    assert sum(one.guides for one in standings) == 181
    assert [one.score for one in standings] == sorted(one.score for one in standings)
    assert {one.name for one in standings} == {"无锡市", "梁溪区", "滨湖区", "东港镇"}


def test_nothing_has_no_mean() -> None:
    assert catalog.mean(catalog.qualities(at=NOW, region="320281")) is None


def test_a_manager_sees_what_lies_within_the_grant_and_a_supervisor_too() -> None:
    own = staff(Role.ITEM_MANAGER, "ZD320213ADM", "320213")
    region = staff(Role.SUPERVISOR, "*", "320211")
    other = staff(Role.DECIDER, "*", "*")

    assert {each.version.item.department_id for each in catalog.qualities(at=NOW, actor=own)} == {"ZD320213ADM"}
    assert {each.version.item.region_id for each in catalog.qualities(at=NOW, actor=region)} == {"320211"}
    assert not catalog.qualities(at=NOW, actor=other).exists()
    assert catalog.qualities(at=NOW, actor=staff(Role.ITEM_MANAGER)).count() == 181


def test_items_of_one_name_on_different_bases_lose_points_and_say_so() -> None:
    before = score_of("ZIGGWS")
    version = GuideVersion.objects.get(item__code="ZIGGWS320211")
    GuideQuality.objects.filter(version=version).update(alike="0" * 64)

    differing = catalog.names_that_differ(at=NOW)
    row = catalog.qualities(at=NOW).get(version__item__code="ZIGGWS")

    assert differing == {"公共场所卫生许可（新办）"}
    assert catalog.total_of(row) == before - catalog.WEIGHTS[catalog.Severity.MUST]
    assert catalog.findings_of(row, differing)[-1].code == catalog.Code.SAME_NAME
    assert catalog.breaches(catalog.qualities(at=NOW), at=NOW)[catalog.Code.SAME_NAME] == 3


def test_breaches_count_guides_and_not_findings() -> None:
    found = catalog.qualities(at=NOW)

    counts = catalog.breaches(found, at=NOW)

    for code in (catalog.Code.LAW, catalog.Code.VAGUE, catalog.Code.FEES, catalog.Code.WINDOW):
        assert counts[code] == sum(any(one.code == code for one in each.findings) for each in found)


def test_the_database_keeps_scores_in_range() -> None:
    with pytest.raises(IntegrityError, match="catalog_quality_score_in_range"), transaction.atomic():
        GuideQuality.objects.filter(version__item__code=CODE).update(score=101)


def test_what_differs_between_districts_is_computed_element_by_element() -> None:
    shared = catalog.together("ZIYPLS", at=NOW)

    found = {one.title: one.said for one in shared.differences}
    assert [item.code for item in shared.items] == ["ZIYPLS", "ZIYPLS320211", "ZIYPLS320213"]
    assert set(found) == {"决定部门", "办理窗口", "承诺时限", "复议机关"}
    assert found["承诺时限"] == {"ZIYPLS": "10个工作日", "ZIYPLS320211": "12个工作日", "ZIYPLS320213": "8个工作日"}
    assert {one.element for one in shared.differences} == {"department", "windows", "limits", "remedies"}


def test_a_guide_differs_from_itself_in_nothing(guide: catalog.Guide) -> None:
    assert catalog.differences({"ZIA": guide, "ZIB": guide}) == ()


def test_an_unknown_item_has_nothing_to_compare() -> None:
    with pytest.raises(catalog.UnknownItem):
        catalog.together("ZINONE", at=NOW)


def test_each_service_is_listed_once_as_the_region_of_the_visitor_does_it() -> None:
    city, district, elsewhere = (catalog.items(near=region) for region in ("", "320211", "320281"))

    assert len(city) == len(district) == len(elsewhere) == 141
    assert "ZIGGWS" in {item.code for item in city} & {item.code for item in elsewhere}
    assert "ZIGGWS320211" in {item.code for item in district}
    assert "ZIGGWS" not in {item.code for item in district}
    assert "ZISPJY" in {item.code for item in city}


@pytest.mark.parametrize("change", [{"name": "别的"}, {"type": "PAYMENT"}, {"basic_code": "000131009000"}])
def test_an_item_cannot_differ_from_its_entry_of_the_basic_directory(change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="catalog_item_inherits"), transaction.atomic():
        catalog.items().filter(code="ZIGGWS320211").update(**change)


def test_what_changes_in_the_entry_changes_in_every_item() -> None:
    catalog.BasicItem.objects.filter(code="ZBGGWS").update(name="公共场所卫生许可")

    assert {item.name for item in catalog.items().filter(basic__code="ZBGGWS")} == {"公共场所卫生许可"}


def test_a_department_does_a_service_once_in_a_region() -> None:
    with pytest.raises(IntegrityError, match="catalog_item_once_a_department"), transaction.atomic():
        catalog.items().filter(code="ZIGGWS320211").update(region="320213", department="ZD320213ADM")


def test_all_faults_of_many_guides_are_told_at_once_each_with_its_item() -> None:
    other = catalog.published("ZIGSSL", at=NOW)
    assert other is not None
    bad = [DOCUMENT | {"remedies": []}, other.document | {"questions": []}]

    with pytest.raises(catalog.GuideFaulty) as refusal:
        catalog.publish_all(documents=bad, by=SYSTEM, at=LATER)

    assert {fault.split()[0] for fault in refusal.value.faults} == {"ZISPJY", "ZIGSSL"}


def test_many_guides_are_published_all_or_none_and_what_says_the_same_is_left_alone() -> None:
    same = catalog.published("ZIGSSL", at=NOW)
    assert same is not None
    changed = DOCUMENT | {"special": []}

    made = catalog.publish_all(documents=[same.document, changed], by=SYSTEM, at=LATER)

    assert [(one.item.code, one.version) for one in made] == [("ZISPJY", 2)]


def test_a_licence_that_the_registry_does_not_know_is_refused() -> None:
    materials = copy.deepcopy(DOCUMENT["materials"])
    materials[1]["licence"] = "营业证"

    with pytest.raises(catalog.GuideFaulty, match="证照类型目录里没有“营业证”"):
        publish(materials=materials)


@pytest.mark.parametrize(
    ("question", "names"),
    [("食品经营", {"食品经营许可证"}), ("0143028R001", {"营业执照"}), ("民政 登记", None), ("zzz", set())],
)
def test_licence_types_are_found_by_name_issuer_and_code(question: str, names: set[str] | None) -> None:
    found = {one.name for one in catalog.licence_types(question)}

    assert found == names if names is not None else "收养登记证" in found


def test_a_national_code_of_a_licence_type_was_really_found() -> None:
    types = list(catalog.licence_types())

    assert len(types) == 112
    assert sum(one.national for one in types) == 15
    assert all(one.holder_names and one.source for one in types)


@pytest.mark.parametrize("change", [{"code": "X1"}, {"holders": []}])
def test_the_database_keeps_licence_types_honest(change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        catalog.licence_types("营业执照").update(**change)
