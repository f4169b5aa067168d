"""What may not be published is refused with every reason at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.catalog.conftest import DOCUMENT
from tongban.catalog.api import Guide, GuideFaulty
from tongban.catalog.guide.faults import faults_of
from tongban.catalog.reading import WRITTEN, guide_of

Change = Callable[[dict[str, Any]], Any]


def from_receipt(**more: Any) -> Change:  # noqa: ANN401 - parts of a document
    return lambda guide: guide["limits"]["statutory"].update(counted_from="RECEIPT", **more)


def promised(amount: int, unit: str = "WORKING_DAY") -> Change:
    return lambda guide: guide["limits"].update(promised={"amount": amount, "unit": unit})


def statutory(amount: int, unit: str) -> Change:
    return lambda guide: guide["limits"]["statutory"].update(amount=amount, unit=unit)


def prescreened(amount: int = 3, legal: str | None = "measures-12") -> Change:
    """Let the item be one that is begun online and ends at the window, as a law demands."""
    limit = {"amount": amount, "unit": "WORKING_DAY"} | ({"legal": legal} if legal else {})

    def change(guide: dict[str, Any]) -> None:
        guide["basics"].update(prescreen=limit)
        guide["basics"]["trips"].update(online=1)

    return change


def asks_of(guide: dict[str, Any]) -> dict[str, Any]:
    """Return a question of the guide that is answered by 是 or 否."""
    fields = guide["form"]["properties"].values()
    return next(one for one in fields if one["type"] == "boolean" and "const" not in one)


def delivered(amount: int, unit: str = "WORKING_DAY") -> Change:
    """Change within what time the licence is delivered."""

    def change(guide: dict[str, Any]) -> None:
        (step,) = (one for one in guide["process"] if one["kind"] == "DELIVERY")
        step["limit"] |= {"amount": amount, "unit": unit}

    return change


def pledged(**changes: object) -> Change:
    """Change how the last condition may be promised (告知承诺); None takes a part away."""

    def change(document: dict[str, Any]) -> None:
        pledge = document["criteria"][4]["commitment"]
        pledge |= {key: value for key, value in changes.items() if value is not None}
        for key in [key for key, value in changes.items() if value is None]:
            del pledge[key]

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (promised(11), "不能超过法定时限"),
        (promised(11, "NATURAL_DAY"), "无法比较"),
        (promised(1, "MONTH"), "无法比较"),
        (lambda g: (statutory(7, "NATURAL_DAY")(g), promised(8)(g)), "不能超过法定时限"),
        (delivered(11), "要改成不超过10个工作日"),
        (delivered(15, "NATURAL_DAY"), "环节 delivery（送达）的时限（15个自然日）要改成"),
        (promised(0), "办件类型与承诺时限不一致"),
        (lambda g: g["basics"].update(project_type="IMMEDIATE"), "办件类型与承诺时限不一致"),
        (lambda g: g["limits"].update(statutory=None), "行政许可事项要写明法定时限"),
        (lambda g: g["limits"]["statutory"].pop("legal"), "法定时限要写明法律依据"),
        (from_receipt(legal=None), "从收到申请之日起算的，要引用这样规定的法律、法规条款"),
        (from_receipt(legal="licensing-44"), "没有另外规定的从受理之日起算（行政许可法第四十二条第一款）"),
        (lambda g: g["limits"]["extension"].pop("legal"), "延长时限要写明法律依据"),
        (lambda g: g["limits"]["statutory"].update(legal="nothing"), "法定时限引用的法律依据 nothing 不存在"),
        (lambda g: g["criteria"][0].update(legal="nothing"), "受理标准 1引用的法律依据"),
        (lambda g: g.update(windows=[]), "办理窗口不能为空"),
        (lambda g: g.update(criteria=[]), "受理标准不能为空"),
        (lambda g: g.update(questions=[]), "常见问题不能为空"),
        (lambda g: g.update(results=[]), "审批结果不能为空"),
        (lambda g: g["results"][0]["contents"].append("shop_sign"), "要写明的内容 shop_sign 不在表单里"),
        (lambda g: asks_of(g).update({"x-criterion": "99"}), "问的受理条件 99 不存在"),
        (lambda g: g["rights"].update(duties=[]), "权利和义务都要写明"),
        (lambda g: g["process"].pop(1), "缺少“受理”环节"),
        (lambda g: g["materials"][3].update(id="3"), "编号 materials.3 重复"),
        (lambda g: g["rights"]["duties"][0].update(id="1"), "编号 rights.1 重复"),
        (lambda g: g["materials"][2].update(name="其他材料"), "兜底材料"),
        (lambda g: g["materials"][2].update(name="审批部门要求提供的其它相关材料"), "兜底材料"),
        (lambda g: g["materials"][2].update(name="布局图等材料"), "兜底材料"),
        (lambda g: g["materials"][5].pop("when"), "必要性与条件不一致"),
        (lambda g: g["materials"][5].update(when_text=""), "要用文字写明"),
        (lambda g: g["materials"][5].update(when={"field": "nobody", "in": [True]}), "引用了 nobody"),
        (lambda g: g["materials"][5].update(when={"field": "subject_type", "in": ["BAR"]}), "没有的选项 BAR"),
        (lambda g: g["materials"][1].pop("licence"), "要写明是哪一种证照"),
        (lambda g: g["contacts"]["complaint"].update(phones=["0510-0000 0011（示例）"]), "咨询电话与投诉电话不能相同"),
        (lambda g: g["remedies"].pop(0), "缺少“行政复议”途径"),
        (lambda g: g["remedies"].pop(1), "缺少“行政诉讼”途径"),
        (lambda g: g["remedies"][0]["within"].pop("legal"), "期限要写明法律依据"),
        (lambda g: g["process"][2].update(special=["nothing"]), "的特别程序 nothing 不存在"),
        (lambda g: [g["process"][n].update(parallel="a") for n in (0, 2)], "同时办理的环节（a）要排在一起"),
        (lambda g: g["process"][2].update(parallel="a"), "同时办理的环节（a）至少有两个"),
        (lambda g: g["process"].insert(0, g["process"].pop(3)), "“决定”要排在“审查（含现场核查）”后面"),
        (lambda g: g["process"][1].update(parallel="a"), "“受理”不是审查，不能与别的环节同时办理"),
        (lambda g: g["materials"][2].update(legal="nothing"), "材料 3引用的法律依据 nothing 不存在"),
        (
            lambda g: g["materials"][4].update(defer={"amount": 10, "unit": "WORKING_DAY"}),
            "可以容缺后补的，要是必须交的材料",
        ),
        (
            lambda g: g["materials"][2].update(defer={"amount": 9, "unit": "WORKING_DAY", "legal": "nothing"}),
            "材料 3 的容缺引用的法律依据",
        ),
        (lambda g: g["materials"][3]["commitment"].pop("legal"), "可以告知承诺的，要写明依据"),
        (lambda g: g["materials"][3]["commitment"].update(legal="nothing"), "材料 4 的告知承诺引用的法律依据"),
        (lambda g: g["materials"][3]["commitment"].update(amount=0), "决定以后多久以内核查"),
        (pledged(legal=None), "受理标准 5 的告知承诺要写明依据"),
        (pledged(legal="nothing"), "受理标准 5 的告知承诺引用的法律依据"),
        (pledged(amount=0), "受理标准 5 的告知承诺要写明决定以后多久以内核查"),
        (pledged(amount=20, unit="NATURAL_DAY"), "要比达到条件的期限长"),
        (pledged(amount=2, unit="MONTH"), "单位不同的，要确定更长"),
        (pledged(meet={"amount": 0, "unit": "NATURAL_DAY"}), "达到条件的期限不能是0"),
        (pledged(meet={"amount": 5, "unit": "NATURAL_DAY", "legal": "nothing"}), "达到条件的期限引用的法律依据"),
        (pledged(meet={"amount": 61, "unit": "WORKING_DAY"}), "材料的告知承诺的核查期限，要比"),
        (pledged(spares=["99"]), "承诺以后不用交的材料 99 不在要交的材料里"),
        (pledged(spares=["1"]), "承诺以后不用交的材料 1 不在要交的材料里"),
        (prescreened(legal=None), "要写明须由申请人线下提交纸质材料或亲笔签名的法律依据"),
        (prescreened(legal="nothing"), "预审引用的法律依据 nothing 不存在"),
        (lambda g: (prescreened()(g), g["basics"].update(channels=["WINDOW"])), "有预审的，要可以网上申请"),
        (lambda g: (prescreened()(g), g["basics"]["trips"].update(online=0)), "有预审的，要可以网上申请"),
        (prescreened(amount=0), "预审要写明多长时间内完成"),
        (lambda g: g["basics"]["trips"].update(reason=""), "必须到现场的原因"),
        (lambda g: g["department"].update(nature="ENTRUSTED"), "要写明委托部门"),
        (lambda g: g["special"][0].update(stops_clock=True), "不计入时限，要写明法律依据"),
        (
            lambda g: g["form"]["properties"]["seats"].update({"x-when": {"field": "by_agent", "in": [True]}}),
            "排在后面",
        ),
    ],
)
def test_a_guide_with_this_fault_is_not_published(document: dict[str, Any], change: Change, says: str) -> None:
    change(document)

    with pytest.raises(GuideFaulty) as refusal:
        guide_of(document)

    assert any(says in fault for fault in refusal.value.faults)


@pytest.mark.parametrize(
    "change",
    [
        promised(10),
        promised(10, "NATURAL_DAY"),
        from_receipt(),
        lambda g: (statutory(1, "YEAR")(g), promised(12, "MONTH")(g)),
        lambda g: (g["limits"].update(statutory=None), g["basics"].update(type="CONFIRMATION")),
        lambda g: g["materials"][2].update(name="与其他经营者共用场所的说明"),
        prescreened(),
        lambda g: (statutory(15, "NATURAL_DAY")(g), promised(7)(g)),
        delivered(10),
        delivered(7, "NATURAL_DAY"),
    ],
)
def test_what_is_lawful_is_not_called_a_fault(document: dict[str, Any], change: Change) -> None:
    change(document)

    assert faults_of(Guide.model_validate(document)) == ()


def test_twelve_months_are_not_within_half_a_year(document: dict[str, Any]) -> None:
    statutory(6, "MONTH")(document)
    promised(1, "YEAR")(document)

    assert any("不能超过" in fault for fault in faults_of(Guide.model_validate(document)))


def test_all_faults_are_told_at_once_in_one_refusal(document: dict[str, Any]) -> None:
    document["remedies"] = []
    document["materials"][2]["name"] = "其他材料"
    promised(20)(document)

    with pytest.raises(GuideFaulty) as refusal:
        guide_of(document)

    assert len(refusal.value.faults) == 4
    assert all(fault in refusal.value.message for fault in refusal.value.faults)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda g: g.pop("contacts"), "咨询投诉：缺少这一项"),
        (lambda g: g.update(extra=1), "extra：格式里没有这一项"),
        (lambda g: g["basics"].update(type="PUNISHMENT"), "基本信息 · 类型：不是允许的取值"),
        (
            lambda g: g["materials"][0].update(id="A 1"),
            "办理材料 · 第1项 · id：要写小写字母、数字、“-”和“_”，最多 40 个，例如 3 或者 safety-check",
        ),
        (lambda g: g.update(schema_version=2), "schema_version：不是允许的取值"),
        (
            lambda g: g["form"]["properties"]["uscc"].update({"$ref": "file:///etc/hostname"}),
            "问题“统一社会信用代码”（uscc） · “$ref”：表单不能引用别处的内容",
        ),
        (lambda g: g["form"]["properties"]["uscc"].update(default=1), "（uscc） · “default”：格式里没有这一项"),
        (
            lambda g: g["form"]["properties"]["uscc"].update({"x-when": {"field": "by_agent"}}),
            "（uscc） · 出现的条件 · 回答是：缺少这一项",
        ),
        (lambda g: g["form"]["properties"]["uscc"].update(pattern="(a)\\1"), "正则表达式不能使用回溯"),
        (lambda g: g["limits"]["promised"].update(amount=-1), "办理时限 · 承诺时限 · 数量：不能小于 "),
    ],
)
def test_a_document_of_another_shape_is_refused_in_chinese(document: dict[str, Any], change: Change, says: str) -> None:
    change(document)

    with pytest.raises(GuideFaulty) as refusal:
        guide_of(document)

    assert says in refusal.value.message


def test_the_guide_of_the_sample_has_no_faults() -> None:
    assert faults_of(guide_of(DOCUMENT)) == ()


def test_wherever_the_writing_is_fixed_it_is_said_what_is_right() -> None:
    schema = json.dumps(Guide.model_json_schema())
    patterns = {json.loads(found) for found in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schema)}

    assert len(patterns) > 5
    assert patterns <= set(WRITTEN)
