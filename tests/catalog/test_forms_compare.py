"""Answers are held against each other, the day and the calendar: only what was answered, in words that name both."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT, TODAY
from tongban.catalog import api as catalog
from tongban.catalog.api import Form, check, clean, corrected, hint, opened, strained
from tongban.catalog.forms.definition import read
from tongban.catalog.forms.faults import form_faults

Rules = list[dict[str, Any]]
DAY: dict[str, Any] = {"type": "string", "format": "date"}
SUNDAY = date(2026, 11, 29)
DAYS = st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)).map(date.isoformat)


def form(**properties: dict[str, Any]) -> Form:
    """Make a form of these questions, in their order."""
    placed = {
        name: {"x-label": name.upper(), "x-group": "g", "x-order": number} | one
        for number, (name, one) in enumerate(properties.items())
    }
    return read({"x-groups": [{"id": "g", "title": "页"}], "properties": placed})


def day(*rules: dict[str, Any], **more: object) -> dict[str, Any]:
    return {**DAY, **more} | ({"x-compare": list(rules)} if rules else {})


def against(relation: str, field: str = "a", **more: object) -> dict[str, Any]:
    return {"is": relation, "field": field, **more}


def today(relation: str) -> dict[str, Any]:
    return {"is": relation, "today": True}


def worked(one: date) -> bool:
    return one.isoweekday() not in {6, 7}


def faults(asked: Form, **answers: object) -> dict[str, str]:
    return check(asked, answers, on=TODAY, working=worked)


@pytest.mark.parametrize(
    ("relation", "allowed"),
    [("AFTER", {1}), ("NOT_BEFORE", {0, 1}), ("NOT_AFTER", {-1, 0}), ("BEFORE", {-1})],
)
def test_a_day_stands_to_another_and_to_today_as_it_must(relation: str, allowed: set[int]) -> None:
    two, one = form(a=day(), b=day(against(relation))), form(b=day(today(relation)))
    days = {by: (TODAY + timedelta(days=by)).isoformat() for by in (-1, 0, 1)}

    assert {by for by, b in days.items() if not faults(two, a=TODAY.isoformat(), b=b)} == allowed
    assert {by for by, b in days.items() if not faults(one, b=b)} == allowed


def test_a_refusal_names_both_questions_or_the_day_or_says_its_own_sentence() -> None:
    asked = form(
        start=day(today("NOT_BEFORE")),
        end=day(against("AFTER", "start")),
        visit=day({"is": "WORKING_DAY"}),
        other=day(against("OTHER_THAN", "start", message="两次不能约在同一天。")),
    )

    assert faults(asked, start="2026-11-20", end="2026-11-20", visit=SUNDAY.isoformat(), other="2026-11-20") == {
        "start": "“START”不得早于提交申请的当天，今天是2026年11月23日（周一），请核对后重新填写。",
        "end": "“END”要晚于“START”，请核对这两项。",
        "visit": "“VISIT”要选工作日，2026年11月29日（周日）不是工作日，请另选一天。",
        "other": "两次不能约在同一天。",
    }


def test_what_was_not_answered_or_not_asked_or_cannot_be_read_is_not_compared() -> None:
    chosen = {"type": "boolean"}
    asked = form(c=chosen, a=day(**{"x-when": {"field": "c", "in": [True]}}), b=day(against("AFTER")))

    assert faults(asked, b="2026-01-01") == {}
    assert faults(asked, c=True, b="2026-01-01") == {}
    assert "b" not in faults(asked, c=False, a="2026-06-01", b="2026-01-01")
    assert "b" not in faults(asked, c=True, a="不是日期", b="2026-01-01")
    assert set(faults(asked, c=True, a="2026-06-01", b="2026-01-01")) == {"b"}


def test_two_people_do_not_have_the_same_number_however_it_was_typed() -> None:
    number = {"type": "string", "format": "resident-id"}
    asked = form(a=number, b={**number, "x-compare": [against("OTHER_THAN")]})
    typed = clean(asked, {"a": ["11010519491231002X"], "b": [" １１０１０５ 19491231 002x"]})

    assert faults(asked, **typed) == {"b": "“B”不能与“A”相同，请核对这两项。"}
    assert faults(asked, **typed | {"b": "320205199001010015"}) == {}


def test_without_a_calendar_nothing_is_said_of_working_days() -> None:
    asked = form(a=day({"is": "WORKING_DAY"}))

    assert check(asked, {"a": SUNDAY.isoformat()}, on=TODAY) == {}
    assert set(faults(asked, a=SUNDAY.isoformat())) == {"a"}


def test_the_columns_of_a_row_are_compared_within_that_row() -> None:
    columns = {
        "a": {**day(), "x-label": "从", "x-order": 1},
        "b": {**day(against("AFTER")), "x-label": "到", "x-order": 2},
    }
    items = {"type": "object", "additionalProperties": False, "properties": columns}
    asked = form(jobs={"type": "array", "maxItems": 9, "items": items})
    right, wrong = {"a": "2026-01-01", "b": "2026-02-01"}, {"a": "2026-03-01", "b": "2026-02-01"}

    assert form_faults(asked) == []
    assert faults(asked, jobs=[right, wrong]) == {"jobs[2].b": "第2行：“到”要晚于“从”，请核对这两项。"}


def test_the_hint_of_a_question_says_how_its_answer_must_stand() -> None:
    asked = form(
        a=day(), b=day(today("NOT_BEFORE"), against("AFTER"), {"is": "WORKING_DAY"}, **{"x-help": "到场的日子。"})
    )

    assert hint(asked, "a") == "例如2026-11-23。"
    assert hint(asked, "b") == "到场的日子。不得早于提交申请的当天；要晚于“A”；要选工作日。例如2026-11-23。"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (day(against("AFTER", "nobody")), "与 nobody 比较，它不存在或排在后面"),
        (day(against("AFTER", "b")), "与 b 比较，它不存在或排在后面"),
        (day(against("AFTER", "c")), "与 c 比较，它不存在或排在后面"),
        (day(against("AFTER", "text")), "与 text（TEXT）比较，它们填的不是同一种内容"),
        ({"type": "string", "x-compare": [against("AFTER", "text")]}, "不是日期，不能比较“要晚于”（AFTER）"),
        ({"type": "string", "x-compare": [{"is": "WORKING_DAY"}]}, "不是日期，不能比较“要是工作日”（WORKING_DAY）"),
        ({"type": "boolean", "x-compare": [against("OTHER_THAN", "text")]}, "不能比较（x-compare），只有文字、"),
        (day({"is": "AFTER"}), "“要晚于”（AFTER）要写明与什么比"),
        (day({**against("AFTER"), "today": True}), "“要晚于”（AFTER）要写明与什么比"),
        (day({"is": "OTHER_THAN", "today": True}), "“不能相同”（OTHER_THAN）要写明与哪个问题比"),
        (day(against("WORKING_DAY")), "“要是工作日”（WORKING_DAY）不用写与什么比"),
        (day(against("AFTER"), against("BEFORE")), "与同一个问题（或者同一天）比较了两次"),
        (day({"is": "WORKING_DAY"}, {"is": "WORKING_DAY"}), "与同一个问题（或者同一天）比较了两次"),
    ],
)
def test_what_cannot_be_compared_is_not_published_and_its_place_is_named(second: dict[str, Any], told: str) -> None:
    found = form_faults(form(text={"type": "string"}, a=day(), b=second, c=day()))

    assert len(found) == 1
    assert found[0].startswith("表单字段 b（B）")
    assert told in found[0]


@pytest.mark.parametrize(
    "rules",
    [
        {"a": [today("NOT_BEFORE")], "b": [against("AFTER"), today("NOT_AFTER")]},
        {
            "a": [],
            "b": [],
            "c": [against("BEFORE", "a"), against("AFTER", "b")],
            "d": [against("AFTER", "a"), against("NOT_AFTER", "c")],
        },
        {"a": [today("AFTER")], "b": [against("AFTER")], "c": [against("AFTER", "b"), today("BEFORE")]},
    ],
)
def test_comparisons_that_lead_round_in_a_circle_are_not_published(rules: dict[str, list[dict[str, Any]]]) -> None:
    asked = form(**{name: day(*found) for name, found in rules.items()})

    assert any("互相矛盾，没有一天能填" in fault for fault in form_faults(asked))


RULES = st.lists(
    st.builds(
        lambda relation, field: {"is": relation, **({"field": field} if field else {"today": True})},
        st.sampled_from(["AFTER", "NOT_BEFORE", "NOT_AFTER", "BEFORE"]),
        st.sampled_from(["a", "b", "c", ""]),
    ),
    max_size=2,
)


@given(RULES, RULES, RULES)
def test_what_is_published_can_be_answered(a: Rules, b: Rules, c: Rules) -> None:
    asked = form(a=day(*a), b=day(*b), c=day(*c))
    if form_faults(asked):
        return
    days = [(TODAY + timedelta(days=by)).isoformat() for by in range(-4, 5)]

    assert any(not faults(asked, a=x, b=y, c=z) for x in days for y in days for z in days)


@given(DAYS, DAYS, st.none() | DAYS)
def test_answers_given_one_by_one_are_compared_as_when_they_come_together(a: str, b: str, c: str | None) -> None:
    asked = form(a=day(), b=day(against("NOT_BEFORE")), c=day(against("AFTER", "b"), today("NOT_BEFORE")))
    answers = {name: one for name, one in {"a": a, "b": b, "c": c}.items() if one}

    wrong = {"b"} if b < a else set()
    assert set(faults(asked, **answers)) == wrong | ({"c"} if c and (c <= b or c < TODAY.isoformat()) else set())


def test_a_corrected_day_opens_the_one_that_no_longer_stands_to_it_and_nothing_else() -> None:
    asked = form(a=day(), b=day(against("AFTER")), c=day(against("AFTER"), today("NOT_BEFORE")))
    saved = {"a": "2026-01-01", "b": "2026-02-01", "c": "2026-06-01"}
    posted = {"a": ["2026-03-01"], "b": ["2026-04-01"], "c": ["2026-07-01"]}
    after = corrected(asked, posted, saved=saved, pointed=["a"])

    assert opened(asked, ["a"], saved) == ("a",)
    assert strained(asked, saved | {"a": "2026-03-01"}, ["a"]) == ("b",)
    assert after == {"a": "2026-03-01", "b": "2026-04-01", "c": "2026-06-01"}


def test_a_comparison_is_said_again_as_it_was_written() -> None:
    written = day(against("AFTER", message="竣工要在开工以后。"), today("NOT_BEFORE"), {"is": "WORKING_DAY"})
    asked = form(a=day(), b=copy.deepcopy(written))

    assert asked.plain()["properties"]["b"]["x-compare"] == written["x-compare"]
    document = json.loads(json.dumps(DOCUMENT, default=str))
    document["form"]["properties"]["opened"] = written | {"x-label": "开业", "x-group": "place", "x-order": 99}
    assert catalog.read_file(catalog.to_toml(document).encode())["form"] == document["form"]


@pytest.mark.parametrize(
    "wrong", [[], [{"is": "LATER"}], [{"field": "a"}], [{"is": "AFTER", "field": "a", "by": 3}], [{"is": "AFTER"}] * 6]
)
def test_the_words_of_a_comparison_are_a_closed_list(wrong: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="x-compare"):
        form(a=day(), b=DAY | {"x-compare": wrong})
