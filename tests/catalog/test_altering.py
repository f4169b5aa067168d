"""What a version says otherwise than the one before is told in words, all of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tests.catalog.conftest import DOCUMENT
from tongban.catalog.altering import alterations
from tongban.catalog.forms.definition import AllOf, AnyOf, Form, Is
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.names import FIELDS, NOUNS


def written() -> dict[str, Any]:
    return copy.deepcopy(DOCUMENT)


BEFORE = Guide.model_validate(written())
Change = Callable[[dict[str, Any]], Any]


def told(change: Change) -> list[tuple[str, str]]:
    document = written()
    change(document)
    return [(one.section, one.sentence) for one in alterations(BEFORE, Guide.model_validate(document))]


@pytest.mark.parametrize(
    ("change", "section", "sentence"),
    [
        (lambda d: d["limits"]["promised"].update(amount=3), "limits", "承诺时限由“5个工作日”改为“3个工作日”"),
        (
            lambda d: d["limits"]["statutory"].update(counted_from="RECEIPT"),
            "limits",
            "法定时限的起算由“自受理之日起”改为“自收到申请之日起”",
        ),
        (lambda d: d["limits"]["promised"].update(note="另行通知"), "limits", "承诺时限的说明由“各地"),
        (lambda d: d["materials"].pop(2), "materials", "取消材料“主要设备设施布局、操作流程文件”"),
        (
            lambda d: d["materials"].append(d["materials"][0] | {"id": "90", "name": "新材料"}),
            "materials",
            "增加材料“新材料”",
        ),
        (lambda d: d["materials"][1].update(copies=2), "materials", "材料“营业执照”的份数由“1”改为“2”"),
        (lambda d: d["materials"][2].update(need="OPTIONAL"), "materials", "必要性由“必要”改为“非必要”"),
        (lambda d: d["materials"].reverse(), "materials", "材料的先后次序有调整"),
        (lambda d: d["process"][1].pop("limit"), "process", "步骤“受理”的时限取消：“5个工作日”"),
        (lambda d: d["process"][2].update(by="ZD320213AMR"), "process", "步骤“审查（含现场核查）”的承办部门有修改"),
        (lambda d: d["results"][0].pop("sample"), "results", "结果“食品经营许可证”的样例取消"),
        (lambda d: d["materials"][0]["blank"].update(name="新表"), "materials", "改为“新表（由系统生成）”"),
        (lambda d: d.update(regime="OTHER"), "limits", "办理规则有修改"),
        (
            lambda d: d["basics"].update(channels=["WEB"]),
            "basics",
            "办理形式由“网上办理、手机办理、窗口办理”改为“网上办理”",
        ),
        (lambda d: d["basics"]["trips"].update(window=2), "basics", "到现场次数的窗口办理由“1”改为“2”"),
        (lambda d: d["contacts"]["complaint"].update(phones=["12345"]), "contacts", "投诉的电话"),
        (lambda d: d["questions"][0].update(answer="改" * 300), "questions", "的回答有修改"),
        (lambda d: d["legal"][0].update(article="第三条"), "legal", "的条款由“第三十五条”改为“第三条”"),
        (lambda d: d["remedies"][0].update(to="某市人民政府"), "remedies", "的受理机关"),
        (lambda d: d["form"]["properties"]["by_agent"].update({"x-label": "谁来办"}), "materials", "改为“谁来办”"),
        (
            lambda d: d["form"]["properties"]["by_agent"].update({"x-help": "新的提示"}),
            "materials",
            "的填写要求有调整",
        ),
    ],
)
def test_a_change_is_told_at_its_element(change: Change, section: str, sentence: str) -> None:
    found = told(change)

    assert len(found) == 1
    assert found[0][0] == section
    assert sentence in found[0][1]


def test_the_same_guide_differs_in_nothing() -> None:
    assert told(lambda _: None) == []


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - a document
    """Yield the places of all texts of a document."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from leaves(one, (*path, index))
    elif isinstance(value, str):
        yield path


FREE = {"text", "note", "summary", "name", "help", "answer", "question", "law", "article", "to", "counters", "x-label"}


@pytest.mark.parametrize(
    "path", [path for path in leaves(written()) if path[-1] in FREE and path[0] != "special"], ids=str
)
def test_no_text_of_a_guide_can_change_untold(path: tuple[Any, ...]) -> None:
    def change(document: Any) -> None:  # noqa: ANN401 - a document
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = "改过的"

    assert told(change)


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield the parts of a guide; the form and its conditions are told in their own way."""
    yield model
    for field in model.model_fields.values():
        for one in parts(field.annotation):
            if one not in (Form, Is, AllOf, AnyOf):
                yield from models(one)


def parts(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - an annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from parts(inner)


def test_every_field_of_a_guide_has_a_name_that_people_read() -> None:
    sections = set(Guide.model_fields)
    fields = {name for model in models(Guide) for name in model.model_fields} - sections - {"id"}

    assert sorted(fields - FIELDS.keys()) == []
    assert sorted(FIELDS.keys() - fields - sections) == []
    assert NOUNS.keys() <= fields | sections
