"""Designing a form: whatever is done in whatever order, what is left can be published or the refusal says where."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT, SMALL
from tests.catalog.test_forms_tables import STAFF
from tongban.catalog.designing import comparisons, conditions, questions
from tongban.catalog.designing.reading import condition_of, form_of
from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.designing.starters import STARTER_NAMES, Starter
from tongban.catalog.forms.conditions import visible
from tongban.catalog.forms.definition import Relation, read
from tongban.catalog.forms.faults import form_faults

Document = dict[str, Any]
DRAFT: Document = {"form": SMALL}
NAMES = st.sampled_from(["name", "kind", "detail", "size", "field_1", "field_2", "nobody"])
GROUPS = st.sampled_from(["one", "two", "g1", "nowhere"])
CONDITIONS = st.sampled_from(
    [None, {"field": "kind", "in": ["B"]}, {"field": "detail", "in": [True]}, {"field": "size", "in": [True]}]
)
Step = Callable[[Document], Document]
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(
        lambda starter, group: lambda d: questions.add_question(d, starter=starter, label="新", group=group),
        st.sampled_from(Starter),
        GROUPS,
    ),
    st.builds(lambda name, by: lambda d: questions.move_question(d, name, by=by), NAMES, st.integers(-3, 3)),
    st.builds(lambda name: lambda d: questions.delete_question(d, name), NAMES),
    st.builds(
        lambda name, when, needed: lambda d: questions.change_question(d, name, {"x-when": when}, needed=needed),
        NAMES,
        CONDITIONS,
        st.sampled_from([True, False, None]),
    ),
    st.builds(lambda name, group: lambda d: questions.change_question(d, name, {"x-group": group}), NAMES, GROUPS),
    st.builds(lambda group, by: lambda d: questions.move_group(d, group, by=by), GROUPS, st.integers(-2, 2)),
    st.builds(lambda group: lambda d: questions.delete_group(d, group), GROUPS),
    st.builds(lambda title: lambda d: questions.add_group(d, title=title), st.text(max_size=8)),
)


def order(form: dict[str, Any]) -> list[str]:
    return [name for name, _ in read(form).ordered()]


@settings(deadline=None)
@given(st.lists(STEPS, max_size=10))
def test_whatever_is_done_in_whatever_order_the_form_can_be_published_or_the_refusal_says_why(
    steps: list[Step],
) -> None:
    draft, refused = copy.deepcopy(DRAFT), list[str]()
    for step in steps:
        try:
            draft = {"form": step(draft)}
        except DesignRefused as refusal:
            refused += [reason.strip() for reason in refusal.reasons] or [""]

    assert all(refused)
    left = [fault for fault in form_faults(form_of(draft)) if not fault.endswith("没有字段")]
    assert left == []


@pytest.mark.parametrize("starter", Starter)
def test_a_question_of_every_kind_begins_as_one_that_can_be_published(starter: Starter) -> None:
    form = questions.add_question(DRAFT, starter=starter, label="新问题", group="two")

    assert form_faults(read(form)) == []
    assert read(form).properties["field_1"].label == "新问题"
    assert STARTER_NAMES[starter]


def test_a_key_is_never_used_for_something_else() -> None:
    form = questions.add_question(DRAFT, starter=Starter.TEXT, label="新", group="one", taken=["field_1", "field_2"])

    assert "field_3" in form["properties"]
    with pytest.raises(DesignRefused, match="已经有编号为 name 的问题"):
        questions.add_question(DRAFT, starter=Starter.TEXT, label="新", group="one", name="name")


def test_a_question_moves_within_its_page_and_over_its_edge() -> None:
    assert order(SMALL) == ["kind", "name", "detail", "size"]

    assert order(questions.move_question(DRAFT, "name", by=-1))[:2] == ["name", "kind"]
    over = questions.move_question(DRAFT, "name", by=1)
    assert order(over) == ["kind", "name", "detail", "size"]
    assert over["properties"]["name"]["x-group"] == "two"
    assert order(questions.move_question(DRAFT, "kind", by=0)) == order(SMALL)


def test_a_question_does_not_come_before_what_it_looks_at() -> None:
    with pytest.raises(DesignRefused, match="排在后面"):
        questions.move_question(DRAFT, "size", by=-1)
    with pytest.raises(DesignRefused, match="排在后面"):
        questions.move_group(DRAFT, "two", by=-1)


def test_conditions_in_a_circle_are_refused() -> None:
    with pytest.raises(DesignRefused, match="引用了 detail，它不存在或排在后面"):
        questions.change_question(DRAFT, "kind", {"x-when": {"field": "detail", "in": [True]}})


def test_a_question_that_others_look_at_is_not_deleted_and_they_are_named() -> None:
    with pytest.raises(DesignRefused, match="问题“是否细分”（detail）的显示条件、问题“大小”（size）的显示条件"):
        questions.delete_question(DRAFT, "kind")


def test_a_question_that_a_material_looks_at_or_a_decision_states_is_not_deleted() -> None:
    with pytest.raises(DesignRefused, match=r"材料“.+”的条件"):
        questions.delete_question(DOCUMENT, "by_agent")
    stated = DOCUMENT["results"][0]["contents"][0]
    with pytest.raises(DesignRefused, match="决定书要写明它"):
        questions.delete_question(DOCUMENT, stated)


def test_an_option_that_a_material_looks_at_is_not_taken_away() -> None:
    material = {"id": "1", "name": "图", "when": {"field": "kind", "in": ["B"]}}
    options = [{"const": "A", "title": "甲"}, {"const": "C", "title": "丙"}]

    with pytest.raises(DesignRefused, match="没有的选项 B"):
        questions.change_question(DRAFT | {"materials": [material]}, "kind", {"oneOf": options})


def test_what_must_be_answered_is_said_by_whether_it_may_be_hidden() -> None:
    shown = questions.change_question(DRAFT, "detail", {"x-when": None})
    hidden = questions.change_question(
        {"form": shown}, "detail", {"x-when": {"field": "kind", "in": ["A"]}}, needed=None
    )

    assert "detail" in shown["required"]
    assert "detail" not in hidden["required"]
    assert hidden["properties"]["detail"]["x-required-when-visible"] is True
    assert questions.change_question({"form": hidden}, "detail", {}, needed=False) != hidden


def test_a_form_holds_three_hundred_questions_and_says_so() -> None:
    many = {f"q{n}": {"type": "string", "x-label": "问", "x-group": "one", "x-order": n} for n in range(300)}
    form = SMALL | {"properties": many, "required": []}

    with pytest.raises(DesignRefused, match="最多300个问题"):
        questions.add_question({"form": form}, starter=Starter.TEXT, label="新", group="one")
    with pytest.raises(DesignRefused, match="表单 · 问题：太多"):
        form_of({"form": SMALL | {"properties": many | {f"r{n}": many["q1"] for n in range(200)}}})


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"$ref": "https://example.com/"}, "（name） · “\\$ref”：表单不能引用别处的内容"),
        ({"x-script": "alert(1)"}, "（name） · “x-script”：格式里没有这一项"),
        ({"pattern": "(a)\\1"}, "（name） · 要符合的格式（正则表达式）：正则表达式不能使用"),
        ({"maxLength": -1}, "（name） · 最多几个字：不能小于 0"),
        ({"maxLength": "许多"}, "（name） · 最多几个字：要写整数，例如 10"),
        ({"minimum": "一百"}, "（name） · 最小：要写数字，例如 100"),
        ({"x-within": "无锡"}, "（name） · 只能选这个区划代码里面的：要写 2 到 9 位数字的区划代码"),
        ({"x-label": ""}, "问题 name · 问题：不能为空"),
    ],
)
def test_what_is_outside_the_language_is_refused_and_the_place_named(facts: dict[str, Any], place: str) -> None:
    with pytest.raises(DesignRefused, match=place):
        questions.change_question(DRAFT, "name", facts)


def test_a_draft_without_a_form_begins_with_a_page_and_a_question() -> None:
    form = questions.add_group({}, title="申请人", hint="您是谁")

    assert form_faults(read(form)) == []
    assert read(form).groups[0].help == "您是谁"


def test_a_page_with_questions_is_not_deleted_an_empty_one_is() -> None:
    with pytest.raises(DesignRefused, match="这一组里还有问题"):
        questions.delete_group(DRAFT, "one")
    more = questions.add_group(DRAFT, title="第三页")
    assert questions.delete_group({"form": more}, "g1")["x-groups"] == SMALL["x-groups"]
    renamed = questions.change_group(DRAFT, "one", title="头一页")
    assert renamed["x-groups"][0] == {"id": "one", "title": "头一页"}


def test_the_last_question_stays() -> None:
    one = {
        "x-groups": [{"id": "g", "title": "页"}],
        "properties": {"f": SMALL["properties"]["name"] | {"x-group": "g"}},
    }

    with pytest.raises(DesignRefused, match="最后一个问题"):
        questions.delete_question({"form": one}, "f")


def test_the_columns_of_a_table_are_designed_as_a_page_is_and_a_sensitive_one_marks_the_table() -> None:
    draft: Document = {"form": copy.deepcopy(STAFF)}
    del draft["form"]["properties"]["staff"]["x-sensitive"]
    draft["form"]["properties"]["staff"]["items"]["properties"]["mobile"].pop("x-sensitive")

    form = questions.in_table(
        draft, "staff", lambda d: questions.add_question(d, starter=Starter.RESIDENT_ID, label="身份证号", group="row")
    )

    table = read(form).properties["staff"].table
    assert table is not None
    assert list(table.properties) == ["name", "post", "which", "mobile", "field_1"]
    assert table.required == ("name", "post")
    assert form["properties"]["staff"]["x-sensitive"] is True
    with pytest.raises(DesignRefused, match="什么岗位"):
        questions.in_table(draft, "staff", lambda d: questions.delete_question(d, "post"))
    with pytest.raises(DesignRefused, match="没有表格 note"):
        questions.in_table(draft, "note", dict)


def test_conditions_are_read_as_people_say_them() -> None:
    form = read(SMALL)

    assert conditions.condition_words(form, form.properties["detail"].when) == "当〈类别〉是〈乙〉时"
    assert (
        conditions.condition_words(form, form.properties["size"].when)
        == "当〈类别〉是〈乙〉，并且〈是否细分〉是〈是〉时"
    )
    assert conditions.condition_words(form, None) == ""


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["kind", "detail", "name"]), st.lists(st.sampled_from(["A", "B", "true", "x"]))),
    st.sampled_from(["all", "any", "nonsense"]),
)
def test_a_condition_that_was_picked_is_one_that_holds_and_is_shown_as_it_was_picked(
    picked: dict[str, list[str]], mode: str
) -> None:
    form = read(SMALL)
    raw = conditions.condition_made(form, picked, mode)
    condition = condition_of(raw)

    shown = {one.name: one.values for one in conditions.pickable(form, condition) if one.values}

    assert conditions.is_pickable(condition)
    offered = {"kind": {"A", "B"}, "detail": {"true"}}
    assert shown == {n: set(v) & offered[n] for n, v in picked.items() if n in offered and set(v) & offered[n]}


def test_only_questions_asked_before_are_offered_for_a_condition() -> None:
    form = read(SMALL)

    assert [one.name for one in conditions.pickable(form, None, before="detail")] == ["kind"]
    assert visible(form, {}) == ("kind", "name")


def works() -> Document:
    """A draft that asks for two days, the second of them after the first."""
    draft: Document = copy.deepcopy(DRAFT)
    for name in ("begin", "end"):
        draft["form"] = questions.add_question(draft, starter=Starter.DATE, label=name, group="one", name=name)
    draft["form"] = questions.change_question(draft, "end", {"x-compare": [{"is": "AFTER", "field": "begin"}]})
    return draft


def test_what_another_question_is_compared_with_is_neither_deleted_nor_moved_behind_it() -> None:
    draft = works()

    with pytest.raises(DesignRefused, match="“begin”还用着：问题“end”（end）的比较"):
        questions.delete_question(draft, "begin")
    with pytest.raises(DesignRefused, match="end（end）与 begin 比较，它不存在或排在后面"):
        questions.move_question(draft, "end", by=-1)
    assert order(questions.move_question(draft, "begin", by=-1))[:3] == ["kind", "begin", "name"]


def test_comparisons_that_nobody_could_stand_are_refused_where_they_are_set() -> None:
    rules = [{"is": "BEFORE", "field": "begin"}, {"is": "NOT_BEFORE", "today": True}]
    draft = works()
    draft["form"] = questions.change_question(draft, "begin", {"x-compare": [{"is": "BEFORE", "today": True}]})

    with pytest.raises(DesignRefused, match="互相矛盾，没有一天能填"):
        questions.change_question(draft, "end", {"x-compare": rules})


def test_only_what_would_be_published_is_offered_for_comparing() -> None:
    draft = works()
    form = form_of(draft)

    assert comparisons.against(form, "end") == [("begin", "begin")]
    assert comparisons.against(form, "begin") == []
    assert {one for one, _ in comparisons.relations(form, "begin")} == set(Relation)
    assert comparisons.relations(form, "kind") == []
    assert comparisons.relations(form, "name") == []
    draft["form"] = questions.add_question(draft, starter=Starter.TEXT, label="别名", group="two", name="alias")
    assert comparisons.relations(form_of(draft), "alias") == [(Relation.OTHER_THAN, "不能相同")]


def test_the_columns_of_a_table_are_compared_as_questions_are() -> None:
    draft: Document = {
        "form": questions.add_question(DRAFT, starter=Starter.TABLE, label="经历", group="two", name="jobs")
    }

    def change(row: Mapping[str, Any]) -> Document:
        for name in ("begin", "end"):
            row = {"form": questions.add_question(row, starter=Starter.DATE, label=name, group="row", name=name)}
        return questions.change_question(row, "end", {"x-compare": [{"is": "NOT_BEFORE", "field": "begin"}]})

    draft["form"] = questions.in_table(draft, "jobs", change)

    column = draft["form"]["properties"]["jobs"]["items"]["properties"]["end"]
    assert column["x-compare"] == [{"is": "NOT_BEFORE", "field": "begin"}]
    assert form_faults(form_of(draft)) == []
    with pytest.raises(DesignRefused, match="“begin”还用着"):
        questions.in_table(draft, "jobs", lambda row: questions.delete_question(row, "begin"))
