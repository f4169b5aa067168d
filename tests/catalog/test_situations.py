"""One question after another, until only the materials that apply are left."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT
from tongban.catalog.forms.conditions import holds
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import Need
from tongban.catalog.situations import deciding, lead, preset, told


def written() -> dict[str, Any]:
    return copy.deepcopy(DOCUMENT)


GUIDE = Guide.model_validate(written())
YES, NO = ["true"], ["false"]


def test_only_what_decides_about_materials_is_asked_in_the_order_of_the_form() -> None:
    assert [one.name for one in deciding(GUIDE)] == ["with_automat", "by_agent"]


def test_questions_come_one_after_the_other_and_end() -> None:
    first = lead(GUIDE, {})
    second = lead(GUIDE, {"with_automat": YES})
    last = lead(GUIDE, {"with_automat": YES, "by_agent": NO})

    assert first.next is not None
    assert second.next is not None
    assert (first.next.name, first.left) == ("with_automat", 2)
    assert (second.next.name, second.left) == ("by_agent", 1)
    assert (last.next, last.left) == (None, 0)
    assert [one.name for one in last.answered] == ["with_automat", "by_agent"]


def test_the_end_names_just_the_materials_that_apply_and_what_is_spared() -> None:
    last = lead(GUIDE, {"with_automat": YES, "by_agent": NO})

    named = [one.material.name for one in last.materials]
    assert "自动设备放置地点清单" in named
    assert [one.name for one in last.spared] == ["授权委托书及代理人身份证明"]


@pytest.mark.parametrize("given_", [{"by_agent": ["maybe"]}, {"by_agent": []}, {"nothing": YES}, {"biz_area": ["9"]}])
def test_what_can_be_no_answer_is_asked_again(given_: dict[str, list[str]]) -> None:
    assert told(GUIDE, given_) == {}


def test_a_sensitive_question_is_never_put_into_an_address() -> None:
    document = written()
    document["form"]["properties"]["by_agent"]["x-sensitive"] = True
    guide = Guide.model_validate(document)

    led = lead(guide, {"with_automat": NO, "by_agent": YES})

    assert [one.name for one in deciding(guide)] == ["with_automat"]
    assert led.answers == {"with_automat": False}
    assert "授权委托书及代理人身份证明" not in [one.name for one in led.spared]


def several(document: dict[str, Any]) -> Guide:
    """Let a material hang on one of several things chosen."""
    properties = document["form"]["properties"]
    properties["by_agent"] = properties["by_agent"] | {
        "type": "array",
        "items": {"oneOf": [{"const": "A", "title": "甲"}, {"const": "B", "title": "乙"}]},
    }
    for material in document["materials"]:
        if material["need"] == "WHEN" and material["when"]["field"] == "by_agent":
            material["when"]["in"] = ["A"]
    return Guide.model_validate(document)


def test_none_of_several_choices_is_an_answer_and_begins_no_form() -> None:
    guide = several(written())
    none = {"with_automat": NO, "by_agent": [""]}

    assert lead(guide, none).next is None
    assert preset(guide, none) == {"with_automat": False}
    assert preset(guide, {"by_agent": ["A"]}) == {"by_agent": ["A"]}


def test_what_is_asked_and_what_is_spared_are_all_materials_together() -> None:
    answers = {one.name: NO for one in deciding(GUIDE)}
    led = lead(GUIDE, answers)

    assert {one.material.id for one in led.materials} | {one.id for one in led.spared} == {
        one.id for one in GUIDE.materials
    }


@given(
    st.dictionaries(
        st.sampled_from(["with_automat", "by_agent", "subject_type", "x"]),
        st.lists(st.sampled_from(["true", "false", "", "CATERING", "1"]), max_size=2),
    )
)
def test_whatever_stands_in_an_address_no_material_is_asked_for_without_its_condition(
    address: dict[str, list[str]],
) -> None:
    led = lead(GUIDE, address)

    assert len(led.answered) + led.left <= len(deciding(GUIDE))
    for one in led.materials:
        assert one.material.need != Need.WHEN or holds(one.material.when, led.answers)
