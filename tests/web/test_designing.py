"""The editors of forms, materials, steps and situations, used without a script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.test.client import Client as Browser

from tongban.catalog.models import Revision
from tongban.identity import api as identity

pytestmark = pytest.mark.usefixtures("cast")
CODE = "ZISPJY"


@pytest.fixture
def writer() -> Browser:
    client = Client()
    client.force_login(identity.User.objects.get(username="guide-writer"))
    return client


@pytest.fixture
def held(writer: Browser) -> Revision:
    writer.post(f"/desk/items/{CODE}/revise/", {"what": "force"})
    return Revision.objects.get(item__code=CODE)


def now(held: Revision) -> dict[str, Any]:
    document: dict[str, Any] = Revision.objects.get(pk=held.pk).document
    return document


def do(writer: Browser, held: Revision, section: str, act: str, query: str = "", **given: object) -> Any:  # noqa: ANN401
    seen = Revision.objects.get(pk=held.pk).digest
    data = {"seen": seen, "do": act} | {name.replace("__", "."): value for name, value in given.items()}
    return writer.post(f"/desk/revisions/{held.pk}/{section}/{query}", data)


def words(answer: Any) -> str:  # noqa: ANN401 - an answer of the test client
    text: str = answer.content.decode()
    return text


def ids(held: Revision, section: str) -> list[str]:
    return [row["id"] for row in now(held)[section]]


def test_a_question_is_added_written_moved_and_deleted(writer: Browser, held: Revision) -> None:
    group = now(held)["form"]["x-groups"][0]["id"]
    added = do(writer, held, "form", "add:", new__label="从业人员数", new__kind="INTEGER", new__group=group)

    assert added.headers["Location"].endswith("/form/?q=field_1#question")
    page = words(writer.get(added.headers["Location"].partition("#")[0]))
    assert "从业人员数" in page
    assert "手机上看到的样子" in page

    saved = do(
        writer,
        held,
        "form",
        "save:field_1",
        "?q=field_1",
        **{
            "fact__x-label": "从业人员有几人",
            "fact__x-group": group,
            "fact__minimum": "1",
            "fact__x-unit": "人",
            "fact__marks": ["needed"],
        },
    )
    assert saved.status_code == 302
    question = now(held)["form"]["properties"]["field_1"]
    assert (question["x-label"], question["minimum"], question["x-unit"]) == ("从业人员有几人", 1, "人")
    assert "field_1" in now(held)["form"]["required"]
    order = question["x-order"]
    assert do(writer, held, "form", "up:field_1").headers["Location"].endswith("#q-field_1")
    assert now(held)["form"]["properties"]["field_1"]["x-order"] == order - 1
    do(writer, held, "form", "delete:field_1")
    assert "field_1" not in now(held)["form"]["properties"]


def test_a_condition_is_picked_by_ticking_answers_and_read_in_words(writer: Browser, held: Revision) -> None:
    do(writer, held, "form", "add:", new__label="几张桌子", new__kind="INTEGER", new__group="business")
    given = {"fact__x-label": "几张桌子", "fact__x-group": "business", "when__subject_type": ["CATERING"]}
    do(writer, held, "form", "save:field_1", "?q=field_1", **given)

    assert now(held)["form"]["properties"]["field_1"]["x-when"] == {"field": "subject_type", "in": ["CATERING"]}
    page = words(writer.get(f"/desk/revisions/{held.pk}/form/"))
    assert "是〈餐饮服务" in page


def test_a_question_that_is_still_used_is_kept_and_the_users_are_named(writer: Browser, held: Revision) -> None:
    before = now(held)
    answer = do(writer, held, "form", "delete:by_agent")

    assert answer.status_code == 422
    assert "还用着" in words(answer)
    assert now(held) == before
    stated = before["results"][0]["contents"][0]
    assert "决定书要写明它" in words(do(writer, held, "form", f"delete:{stated}"))


def test_a_question_says_about_which_criterion_it_asks(writer: Browser, held: Revision) -> None:
    do(writer, held, "form", "add:", new__label="您满十八周岁了吗", new__kind="BOOLEAN", new__group="business")
    first = ids(held, "criteria")[0]
    given = {"fact__x-label": "您满十八周岁了吗", "fact__x-group": "business"}
    do(writer, held, "form", "save:field_1", "?q=field_1", **given, **{"fact__x-criterion": first})

    assert now(held)["form"]["properties"]["field_1"]["x-criterion"] == first
    assert f'<option value="{first}" selected' in words(writer.get(f"/desk/revisions/{held.pk}/form/?q=field_1"))
    do(writer, held, "form", "save:field_1", "?q=field_1", **given)
    assert "x-criterion" not in now(held)["form"]["properties"]["field_1"]


def test_a_bad_pattern_is_refused_at_its_place_and_what_was_typed_stays(writer: Browser, held: Revision) -> None:
    do(writer, held, "form", "add:", new__label="牌照", new__kind="TEXT", new__group="business")
    given = {"fact__x-label": "牌照<script>", "fact__pattern": "(a)\\1", "fact__x-pattern-message": "不对"}
    answer = do(writer, held, "form", "save:field_1", "?q=field_1", **given)

    assert answer.status_code == 422
    assert "正则表达式不能使用回溯" in words(answer)
    assert "牌照&lt;script&gt;" in words(answer)
    assert "牌照<script>" not in words(answer)


def test_a_question_is_checked_while_it_is_typed_and_nothing_of_it_is_kept(writer: Browser, held: Revision) -> None:
    before, asked = now(held), "?q=subject_type"
    page = words(writer.get(f"/desk/revisions/{held.pk}/form/{asked}"))
    named = {"fact__x-label": "办哪一种", "fact__x-group": "operator"}
    options = before["form"]["properties"]["subject_type"]["oneOf"]
    listed = {"option__place": list(range(1, len(options) + 1)), "option__description": [""] * len(options)}
    listed |= {
        f"option__{part}": [one[key] for one in options] for part, key in (("code", "const"), ("title", "title"))
    }

    right = do(writer, held, "form", "check:subject_type", asked, **named, **listed).json()
    empty = do(writer, held, "form", "check:subject_type", asked, **named | {"fact__x-label": " "}, **listed).json()
    lost = do(writer, held, "form", "check:subject_type", asked, **named).json()

    assert 'data-check="check:subject_type"' in page
    assert 'aria-live="polite"' in page
    assert right["said"].startswith("按您现在写的：这一部分齐全")
    assert [one["sign"] for one in (right, empty, lost)] == ["GOOD", "BAD", "BAD"]
    assert [one["said"].startswith("按您现在写的还不能保存：") for one in (empty, lost)] == [True, True]
    assert now(held) == before


def test_options_keep_their_codes_when_they_are_renamed_moved_and_added(writer: Browser, held: Revision) -> None:
    do(writer, held, "form", "add:", new__label="类别", new__kind="CHOICE", new__group="business")
    given = {
        "fact__x-label": "类别",
        "option__place": ["2", "1", "3"],
        "option__code": ["A", "B", ""],
        "option__title": ["甲类", "乙", "丙"],
        "option__description": ["", "常见", ""],
    }
    do(writer, held, "form", "save:field_1", "?q=field_1", **given)

    assert now(held)["form"]["properties"]["field_1"]["oneOf"] == [
        {"const": "B", "title": "乙", "description": "常见"},
        {"const": "A", "title": "甲类"},
        {"const": "OPTION_1", "title": "丙"},
    ]


def test_the_rows_of_a_table_are_designed_and_previewed_as_the_applicant_sees_them(
    writer: Browser, held: Revision
) -> None:
    do(writer, held, "form", "add:", new__label="从业人员", new__kind="TABLE", new__group="business")
    added = do(writer, held, "form", "add:", "?in=field_1", new__label="手机", new__kind="MOBILE", new__group="row")

    assert added.headers["Location"].endswith("?in=field_1&q=field_1#question")
    table = now(held)["form"]["properties"]["field_1"]
    assert list(table["items"]["properties"]) == ["name", "field_1"]
    assert table["x-sensitive"] is True
    page = words(writer.get(f"/desk/revisions/{held.pk}/form/?g=business"))
    assert 'name="field_1[1].name"' in page
    inner = words(writer.get(f"/desk/revisions/{held.pk}/form/?in=field_1&q=name"))
    assert "从业人员" in inner


def test_groups_are_added_renamed_and_deleted(writer: Browser, held: Revision) -> None:
    do(writer, held, "form", "add-group:", group__title="附加")
    assert now(held)["form"]["x-groups"][-1] == {"id": "g1", "title": "附加"}
    do(writer, held, "form", "rename-group:g1", group__title="其他说明", group__help="可以不写")
    assert now(held)["form"]["x-groups"][-1]["help"] == "可以不写"
    do(writer, held, "form", "delete-group:g1")
    assert len(now(held)["form"]["x-groups"]) == len(held.document["form"]["x-groups"])


@pytest.mark.parametrize("section", ["form", "materials", "process", "special"])
def test_who_was_overtaken_is_told_and_overwrites_nothing(writer: Browser, held: Revision, section: str) -> None:
    seen = held.digest
    do(writer, held, "materials", "add:", new__name="平面图")
    before = now(held)

    answer = writer.post(
        f"/desk/revisions/{held.pk}/{section}/", {"seen": seen, "do": "add:", "new.name": "新", "new.label": "新"}
    )

    assert answer.status_code in {409, 422}
    assert now(held) == before


def test_a_material_says_what_takes_its_place_and_when_it_may_follow(writer: Browser, held: Revision) -> None:
    added = do(writer, held, "materials", "add:", new__name="平面图")
    key = ids(held, "materials")[-1]
    assert added.headers["Location"].endswith(f"?row={key}#row")
    page = words(writer.get(f"/desk/revisions/{held.pk}/materials/?row={key}"))
    assert "容缺" in page
    given = {
        "materials__name": "平面图",
        "materials__kind": "OTHER",
        "materials__form": "COPY",
        "materials__copies": "2",
        "materials__photocopies": "0",
        "materials__source": "GOVERNMENT",
        "materials__need": "WHEN",
        "materials__when_text": "由别人代办的",
        "materials__datum": "不动产登记信息",
        "materials__defer__amount": "10",
        "materials__defer__unit": "WORKING_DAY",
        "materials__accepted__mime": ["application/pdf"],
        "materials__accepted__max_files": "3",
        "materials__accepted__max_megabytes": "10",
        "when__by_agent": ["true"],
    }
    answer = do(writer, held, "materials", f"save:{key}", f"?row={key}", **given)

    assert answer.status_code == 302, words(answer)
    row = now(held)["materials"][-1]
    assert row["when"] == {"field": "by_agent", "in": [True]}
    assert row["defer"] == {"amount": 10, "unit": "WORKING_DAY"}
    listed = words(writer.get(f"/desk/revisions/{held.pk}/materials/"))
    assert "10个工作日内补交" in listed
    assert "共享数据“不动产登记信息”" in listed


def test_steps_run_side_by_side_and_are_drawn(writer: Browser, held: Revision) -> None:
    key = ids(held, "process")[2]
    do(writer, held, "process", f"together:{key}")

    assert now(held)["process"][1]["parallel"] == now(held)["process"][2]["parallel"]
    page = words(writer.get(f"/desk/revisions/{held.pk}/process/"))
    assert page.count('<svg class="tb-drawing') == 2
    assert "同时办理" in page
    do(writer, held, "process", f"after:{key}")
    assert "parallel" not in now(held)["process"][2]


def test_situations_switch_materials_and_show_what_to_bring(writer: Browser, held: Revision) -> None:
    page = writer.get(f"/desk/revisions/{held.pk}/situations/?q=by_agent&answer.by_agent=true")
    assert page.status_code == 200
    target = page.context["chosen"]
    ticked: dict[str, Any] = {f"tick__{one.id}": sorted(one.values) for one in target.targets if not one.fixed}
    first = next(one for one in target.targets if one.id.startswith("materials.") and not one.fixed)

    answer = do(writer, held, "situations", "switch:by_agent", **(ticked | {f"tick__{first.id}": ["false"]}))

    assert answer.status_code == 302, words(answer)
    key = first.id.partition(".")[2]
    row = next(one for one in now(held)["materials"] if one["id"] == key)
    assert row["when"] == {"field": "by_agent", "in": [False]}
    tried = writer.get(f"/desk/revisions/{held.pk}/situations/?answer.by_agent=true")
    assert row["name"] not in [name for name, _ in tried.context["brought"].materials]


def test_a_question_that_tells_situations_apart_is_asked_first(writer: Browser, held: Revision) -> None:
    do(writer, held, "situations", "ask:", new__label="您是哪种情况", new__options="新开店\n搬家")

    first = min(
        (one for one in now(held)["form"]["properties"].items() if one[1]["x-group"] == "operator"),
        key=lambda pair: pair[1]["x-order"],
    )
    assert first[1]["x-label"] == "您是哪种情况"
    assert do(writer, held, "situations", "ask:", new__label="一种", new__options="甲").status_code == 422


def test_whoever_does_not_manage_the_item_changes_nothing(held: Revision) -> None:
    before = now(held)
    client = Client()
    client.force_login(identity.User.objects.get(username="examiner"))

    assert do(client, held, "form", "delete:seats").status_code in {403, 404}
    assert do(client, held, "situations", "ask:", new__label="一", new__options="甲\n乙").status_code in {403, 404}
    assert now(held) == before


def test_an_answer_is_held_against_others_and_the_preview_says_so_beside_the_question(
    writer: Browser, held: Revision
) -> None:
    group = now(held)["form"]["x-groups"][0]["id"]
    for label in ("开工日期", "竣工日期"):
        do(writer, held, "form", "add:", new__label=label, new__kind="DATE", new__group=group)
    given = {
        "fact__x-label": "竣工日期",
        "fact__x-group": group,
        "compare.is": ["AFTER", "WORKING_DAY", "NOT_BEFORE", ""],
        "compare.to": ["field_1", "field_1", "=", ""],
        "compare.message": ["", "", "竣工的日子已经过去。", ""],
    }

    saved = do(writer, held, "form", "save:field_2", "?q=field_2", **given)

    assert saved.status_code == 302
    assert now(held)["form"]["properties"]["field_2"]["x-compare"] == [
        {"is": "AFTER", "field": "field_1"},
        {"is": "WORKING_DAY"},
        {"is": "NOT_BEFORE", "today": True, "message": "竣工的日子已经过去。"},
    ]
    page = words(writer.get(f"/desk/revisions/{held.pk}/form/?q=field_2"))
    assert '<option value="AFTER" selected>要晚于</option>' in page
    assert '<option value="field_1" selected>“开工日期”</option>' in page
    hint = "要晚于“开工日期”；要选工作日；不得早于提交申请的当天。"
    assert hint in page.partition('id="preview"')[2]
    assert hint in words(writer.get(f"/desk/revisions/{held.pk}/form/"))

    refused = words(do(writer, held, "form", "save:field_2", "?q=field_2", **given | {"compare.to": ["", "", "", ""]}))
    assert "“要晚于”（AFTER）要写明与什么比" in refused
    assert do(writer, held, "form", "save:field_2", "?q=field_2", **given | {"compare.is": [""] * 4}).status_code == 302
    assert "x-compare" not in now(held)["form"]["properties"]["field_2"]


def test_a_question_with_nothing_to_be_compared_with_offers_no_comparison(writer: Browser, held: Revision) -> None:
    group = now(held)["form"]["x-groups"][0]["id"]
    do(writer, held, "form", "add:", new__label="勾选", new__kind="BOOLEAN", new__group=group)

    assert "与别的回答或者日期比较" not in words(writer.get(f"/desk/revisions/{held.pk}/form/?q=field_1"))
