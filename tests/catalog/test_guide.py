"""A guide is one immutable document of fourteen elements, and everything a case needs is read from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from tongban.catalog.api import SECTIONS, Guide, MaterialSource, Need, StepKind
from tongban.catalog.guide import labels, terms
from tongban.catalog.guide.parts import Amount
from tongban.catalog.reading import canonical
from tongban.kernel.errors import NotFound
from tongban.kernel.limits import Unit


def test_the_fourteen_elements_of_article_seven_are_all_there_in_order(guide: Guide) -> None:
    sections = list(dict.fromkeys(element.section for element in guide.elements()))

    assert sections == list(SECTIONS)
    assert len(SECTIONS) == 14
    assert set(SECTIONS) <= set(Guide.model_fields)


def test_every_element_is_found_by_its_own_id(guide: Guide) -> None:
    elements = guide.elements()

    assert [guide.element(element.id) for element in elements] == list(elements)


@pytest.mark.parametrize(
    ("element_id", "title"),
    [
        ("materials.3", "主要设备设施布局、操作流程文件"),
        ("form.uscc", "统一社会信用代码"),
        ("limits.promised", "承诺时限"),
        ("legal.licensing-32", "《中华人民共和国行政许可法》第三十二条"),
        ("remedies.litigation", "行政诉讼"),
    ],
)
def test_a_notice_can_point_at(guide: Guide, element_id: str, title: str) -> None:
    assert guide.element(element_id).title == title


@pytest.mark.parametrize("element_id", ["materials.8", "materials", "form.other", "", "其他材料"])
def test_a_notice_cannot_point_at_what_the_guide_does_not_name(guide: Guide, element_id: str) -> None:
    with pytest.raises(NotFound):
        guide.element(element_id)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"1": False, "2": True, "3": True, "4": True, "5": False}),
        ({"by_agent": True}, {"1": False, "2": True, "3": True, "4": True, "5": False, "6": True}),
        (
            {"with_automat": True, "by_agent": False},
            {"1": False, "2": True, "3": True, "4": True, "5": False, "7": True},
        ),
    ],
)
def test_the_answers_decide_which_materials_are_asked_for(
    guide: Guide, answers: dict[str, Any], expected: dict[str, bool]
) -> None:
    asked = guide.materials_for(answers)

    assert {one.material.id: one.required for one in asked} == expected


def asked(guide: Guide, answers: dict[str, Any], *supplied: str) -> set[str]:
    return {element.id for element in guide.asked_elements(answers, supplied=supplied)}


def test_a_correction_notice_points_at_what_was_to_be_handed_in_in_the_order_of_the_guide(guide: Guide) -> None:
    found = [element.id for element in guide.asked_elements({}) if element.section != "criteria"]

    assert found[:3] == ["materials.2", "materials.3", "materials.4"]
    assert found[3:] == [f"form.{name}" for name, _ in guide.form.ordered() if name in guide.form.required]


@pytest.mark.parametrize(("answers", "is_in"), [({}, False), ({"by_agent": False}, False), ({"by_agent": True}, True)])
def test_a_correction_notice_points_at_a_conditional_material_only_when_its_condition_holds(
    guide: Guide, answers: dict[str, Any], *, is_in: bool
) -> None:
    assert ("materials.6" in asked(guide, answers)) is is_in
    assert ("materials.6" in asked(guide, answers, "6")) is is_in


def test_a_correction_notice_points_at_an_optional_material_only_when_it_was_supplied(guide: Guide) -> None:
    assert "materials.5" not in asked(guide, {})
    assert "materials.5" in asked(guide, {}, "5")


@pytest.mark.parametrize("source", [MaterialSource.SYSTEM, MaterialSource.ON_SITE])
def test_a_correction_notice_never_points_at_what_the_applicant_cannot_hand_in(
    guide: Guide, source: MaterialSource
) -> None:
    made = guide.material("3").model_copy(update={"source": source})
    changed = guide.model_copy(update={"materials": (made,)})

    assert "materials.3" not in asked(changed, {}, "3")
    assert [one.required for one in changed.materials_for({})] == [False]


@pytest.mark.parametrize(
    ("answers", "element", "is_in"),
    [
        ({}, "form.store_address", False),
        ({"store_address": ""}, "form.store_address", False),
        ({"store_address": "测试路2号"}, "form.store_address", True),
        ({}, "form.area", True),
        ({"subject_type": "SALES", "seats": 40}, "form.seats", False),
        ({"subject_type": "SALES"}, "form.central_kitchen", False),
        ({"subject_type": "CATERING"}, "form.central_kitchen", True),
        ({"subject_type": "CATERING"}, "form.seats", False),
        ({"subject_type": "CATERING", "seats": 0}, "form.seats", True),
        ({"subject_type": "CATERING", "open_kitchen": False}, "form.open_kitchen", True),
    ],
)
def test_a_correction_notice_points_at_fields_that_are_shown_and_needed_or_answered(
    guide: Guide, answers: dict[str, Any], element: str, *, is_in: bool
) -> None:
    assert (element in asked(guide, answers)) is is_in


def test_a_correction_notice_points_at_criteria_materials_and_fields_and_nothing_else(guide: Guide) -> None:
    found = asked(guide, {"by_agent": True}, "5")

    assert {one for one in found if one.startswith("criteria.")} == {f"criteria.{one.id}" for one in guide.criteria}
    assert {one.partition(".")[0] for one in found} == {"criteria", "materials", "form"}


def test_a_result_names_what_the_decision_has_to_state(guide: Guide) -> None:
    granted, refused = guide.results

    assert [guide.form.properties[name].label for name in granted.contents] == [
        "经营者名称",
        "经营场所详细地址",
        "主体业态",
        "经营项目",
    ]
    assert refused.contents == ()


def test_a_licence_is_handed_over_within_the_shorter_limit_of_the_measures(guide: Guide) -> None:
    limit = guide.step(StepKind.DELIVERY).limit

    assert limit is not None
    assert (limit.amount, limit.unit, limit.legal) == (5, Unit.WORKING_DAY, "measures-22")


def test_what_a_case_needs_is_read_from_the_guide(guide: Guide) -> None:
    assert guide.limits.statutory is not None
    assert (guide.limits.statutory.amount, guide.limits.statutory.unit) == (10, Unit.WORKING_DAY)
    assert guide.limits.promised.text == "5个工作日"
    assert guide.law(guide.limits.statutory.legal or "").article == "第二十一条"
    assert guide.step(StepKind.EXAMINATION).by == guide.department.examines.code
    assert guide.material("2").exempt_if_licence
    assert guide.free_of_charge


@pytest.mark.parametrize("read", ["material", "law"])
def test_a_part_the_guide_does_not_have_is_not_found(guide: Guide, read: str) -> None:
    with pytest.raises(NotFound):
        getattr(guide, read)("none")


def test_a_step_the_process_does_not_have_is_not_found(guide: Guide) -> None:
    short = guide.model_copy(update={"process": ()})

    with pytest.raises(NotFound):
        short.step(StepKind.DECISION)


def test_a_guide_cannot_be_changed_after_it_was_made(guide: Guide) -> None:
    with pytest.raises(ValidationError):
        guide.limits.promised.amount = 1


def test_a_guide_comes_back_from_json_as_it_was(guide: Guide) -> None:
    text = json.dumps(guide.model_dump(mode="json", by_alias=True, exclude_defaults=True))

    assert Guide.model_validate(json.loads(text)) == guide


def test_no_amount_of_time_is_on_the_spot() -> None:
    assert Amount(amount=0, unit=Unit.WORKING_DAY).text == "当场"


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (60, Unit.NATURAL_DAY, "60日"),
        (10, Unit.WORKING_DAY, "10个工作日"),
        (6, Unit.MONTH, "6个月"),
        (5, Unit.YEAR, "5年"),
        (0, Unit.NATURAL_DAY, "当场"),
        (0, Unit.WORKING_DAY, "当场"),
    ],
)
def test_an_official_paper_says_a_limit_as_the_statute_does(amount: int, unit: Unit, words: str) -> None:
    assert Amount(amount=amount, unit=unit).legal_text == words


def test_every_word_of_a_guide_has_a_chinese_name() -> None:
    kinds = {kind for kind in vars(terms).values() if isinstance(kind, type) and kind.__module__ == terms.__name__}

    assert set(labels.labelled()) == kinds
    assert labels.label(Need.WHEN) == "符合情形时必要"
    assert set(terms.TYPE_CODES) == set(terms.ItemType)


def test_what_a_guide_may_say_besides_changes_no_version_that_does_not_say_it(guide: Guide) -> None:
    text = canonical(guide)

    assert not [word for word in ("photocopies", "prescreen", "datum", "parallel") if word in text]
