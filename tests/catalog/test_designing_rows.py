"""Designing materials, steps and situations."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT, SMALL
from tongban.catalog.api import Guide
from tongban.catalog.designing import rows, situations
from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.guide.faults import faults_of
from tongban.catalog.reading import guide_of

Document = dict[str, Any]
STEPS = [{"id": str(n), "kind": "EXAMINATION", "name": f"第{n}步", "role": "EXAMINER"} for n in range(1, 6)]
DRAFT: Document = {
    "form": SMALL,
    "materials": [
        {"id": "1", "name": "申请书", "need": "ALWAYS"},
        {"id": "2", "name": "乙证", "need": "WHEN", "when": {"field": "kind", "in": ["B"]}, "when_text": "乙类"},
        {"id": "3", "name": "委托书", "need": "OPTIONAL"},
        {"id": "4", "name": "细图", "need": "WHEN", "when": {"field": "detail", "in": [True]}, "when_text": "细分的"},
    ],
}


def with_steps(*parallel: str) -> Document:
    return {
        "process": [{**step, "parallel": word} if word else step for step, word in zip(STEPS, parallel, strict=False)]
    }


def words(found: list[dict[str, Any]]) -> list[str]:
    return [str(row.get("parallel", "")) for row in found]


def test_a_new_material_can_be_published_and_takes_no_id_that_was_used() -> None:
    added = rows.add_row(DOCUMENT, "materials", name="平面图", facts={}, taken=["8", "9"])

    assert added[-1]["id"] == "10"
    assert faults_of(Guide.model_validate(DOCUMENT | {"materials": added})) == ()


def test_a_material_says_its_ground_its_copies_and_what_takes_its_place() -> None:
    facts = {
        "photocopies": 2,
        "page": "A4",
        "datum": "不动产登记信息",
        "legal": DOCUMENT["legal"][0]["id"],
        "defer": {"amount": 10, "unit": "WORKING_DAY"},
        "help": None,
    }

    changed = rows.change_row(DOCUMENT, "materials", "3", facts)

    guide = guide_of(DOCUMENT | {"materials": changed})
    assert guide.material("3").defer is not None
    assert guide.material("3").photocopies == 2
    assert "help" not in changed[2]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"need": "PERHAPS"}, "材料“.*”的必要性：不是允许的取值"),
        ({"name": ""}, "材料“”的名称：不能为空"),
        ({"script": "x"}, "script：格式里没有这一项"),
        ({"copies": 99}, "的份数：不能大于 "),
        ({"when": {"field": "nobody", "in": ["A"]}}, "条件引用了 nobody"),
        ({"when": {"field": "by_agent"}}, "适用情形 · 回答是：缺少这一项"),
    ],
)
def test_what_a_material_cannot_say_is_refused_with_its_place(facts: dict[str, Any], says: str) -> None:
    with pytest.raises(DesignRefused, match=says):
        rows.change_row(DOCUMENT, "materials", "3", facts)


def test_a_row_that_is_not_there_is_told() -> None:
    with pytest.raises(DesignRefused, match="材料里没有编号 99"):
        rows.move_row(DOCUMENT, "materials", "99", by=1)


def test_rows_move_to_the_ends_and_no_further() -> None:
    ids = [row["id"] for row in rows.move_row(DOCUMENT, "materials", "1", by=99)]

    assert ids[-1] == "1"
    assert sorted(ids) == sorted(row["id"] for row in DOCUMENT["materials"])


def test_steps_run_side_by_side_and_one_after_another_again() -> None:
    together = rows.side_by_side(with_steps("", "", ""), "2", on=True)
    three = rows.side_by_side({"process": together}, "3", on=True)

    assert words(together) == ["together-1", "together-1", ""]
    assert words(three) == ["together-1"] * 3
    assert words(rows.side_by_side({"process": together}, "2", on=False)) == ["", "", ""]
    assert words(rows.side_by_side({"process": three}, "2", on=False)) == ["", "", ""]
    with pytest.raises(DesignRefused, match="是第一个"):
        rows.side_by_side(with_steps("", ""), "1", on=True)


def test_a_step_that_leaves_its_neighbours_no_longer_runs_beside_them() -> None:
    moved = rows.move_row(with_steps("a", "a", "a", ""), "process", "3", by=1)

    assert [row["id"] for row in moved] == ["1", "2", "4", "3"]
    assert words(moved) == ["a", "a", "", ""]
    assert words(rows.delete_row(with_steps("a", "a", ""), "process", "1")) == ["", ""]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", "a", "b"]), max_size=5), st.sampled_from("12345"), st.integers(-4, 4))
def test_steps_can_be_published_however_they_were_moved(parallel: list[str], key: str, by: int) -> None:
    try:
        found = rows.move_row(with_steps(*parallel), "process", key, by=by)
    except DesignRefused:
        found = rows.tidy(with_steps(*parallel)["process"])

    text = " ".join(word or "-" for word in words(found))
    for word in ("a", "b"):
        assert text.count(word) != 1
        assert f"{word} - {word}" not in text


def test_a_special_procedure_that_a_step_names_is_not_deleted() -> None:
    draft = copy.deepcopy(DOCUMENT)
    key = draft["special"][0]["id"]
    draft["process"][2]["special"] = [key]

    with pytest.raises(DesignRefused, match="还用着：环节“审查（含现场核查）”"):
        rows.delete_row(draft, "special", key)
    assert rows.delete_row(DOCUMENT, "special", key) == DOCUMENT["special"][1:]


def test_situations_are_the_conditions_seen_from_the_question() -> None:
    found = situations.situations(DRAFT)

    assert [one.field for one in found] == ["kind", "detail"]
    values = {target.id: (set(target.values), target.fixed) for target in found[0].targets}
    assert values["materials.1"] == ({"A", "B"}, "")
    assert values["materials.2"] == ({"B"}, "")
    assert values["materials.3"][1] == "可以不交"
    assert values["materials.4"][1] == "当〈是否细分〉是〈是〉时"
    assert values["form.detail"] == ({"B"}, "")
    assert values["form.size"][1] == "当〈类别〉是〈乙〉，并且〈是否细分〉是〈是〉时"
    assert situations.candidates(DRAFT) == []
    assert found[0].deciding == 2


def test_what_is_ticked_switches_materials_and_questions() -> None:
    ticked = {
        "materials.1": ["A"],
        "materials.2": ["A", "B"],
        "form.name": ["A", "B"],
        "form.detail": ["A", "B"],
        "materials.4": [],
    }

    draft = situations.switch_by(DRAFT, "kind", ticked)

    first, second, _, fourth = draft["materials"]
    assert first["when"] == {"field": "kind", "in": ["A"]}
    assert first["need"] == "WHEN"
    assert first["when_text"] == "〈类别〉是〈甲〉"
    assert second == {"id": "2", "name": "乙证", "need": "ALWAYS"}
    assert fourth == DRAFT["materials"][3]
    assert "x-when" not in draft["form"]["properties"]["detail"]
    assert "detail" in draft["form"]["required"]


def test_what_nobody_would_be_asked_for_is_refused() -> None:
    with pytest.raises(DesignRefused, match="“申请书”没有一种情形需要"):
        situations.switch_by(DRAFT, "kind", {"materials.1": [], "materials.2": ["B"], "form.detail": ["B"]})


def test_a_question_without_choices_tells_no_situations_apart() -> None:
    with pytest.raises(DesignRefused, match="“名称”没有选项"):
        situations.situation(DRAFT, "name")
    with pytest.raises(DesignRefused, match="“nobody”没有选项"):
        situations.situation(DRAFT, "nobody")


def test_a_new_question_comes_first_and_must_be_answered() -> None:
    draft = situations.ask_first(DRAFT, label="您是哪种情况", options=["新开店", " ", "换地方"])

    assert situations.situation(draft, "field_1").choices == (("A", "新开店"), ("B", "换地方"))
    assert draft["form"]["properties"]["field_1"]["x-order"] == 1
    assert "field_1" in draft["form"]["required"]
    assert ("field_1", "您是哪种情况") in situations.candidates(draft)
    with pytest.raises(DesignRefused, match="要有2到26个选项"):
        situations.ask_first(DRAFT, label="只有一种", options=["甲"])


def test_what_an_applicant_must_bring_follows_from_the_answers() -> None:
    none = situations.brought(DRAFT, {"kind": "A"})
    all_of_it = situations.brought(DRAFT, {"kind": "B", "detail": True})

    assert none.materials == (("申请书", True), ("委托书", False))
    assert none.questions == ("类别", "名称")
    assert [name for name, _ in all_of_it.materials] == ["申请书", "乙证", "委托书", "细图"]
    assert all_of_it.questions == ("类别", "名称", "是否细分", "大小")


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["A", "B"]), min_size=1, unique=True), min_size=4, max_size=4))
def test_whatever_is_ticked_is_what_is_shown_again(values: list[list[str]]) -> None:
    targets = ("materials.1", "materials.2", "form.name", "form.detail")
    ticked = dict(zip(targets, values, strict=True))

    try:
        draft = situations.switch_by(DRAFT, "kind", ticked)
    except DesignRefused:
        return

    shown = {target.id: set(target.values) for target in situations.situation(draft, "kind").targets}
    assert {name: shown[name] for name in targets} == {name: set(one) for name, one in ticked.items()}
