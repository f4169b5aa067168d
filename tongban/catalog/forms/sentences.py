"""What a person reads beside a field: what is wrong and what to do, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from tongban.catalog.forms import formats
from tongban.catalog.forms.comparing import day_of
from tongban.catalog.forms.definition import Comparison, Form, Kind, Question, Relation
from tongban.kernel.wording import day_text

NOT_ANSWERS = "没有收到表单内容，请刷新页面后重新填写。"
UNKNOWN = "表单里没有这一项，请刷新页面后重新填写。"
OUTSIDE = "这里不在本事项的办理区域内，请重新选择；确实在区域外的，请到所在地办理。"
HIDDEN = "按您前面的填写，这一项不需要填，请清空。"

_PICKED = frozenset({Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES, Kind.DATE, Kind.REGION})
_WRONG_TYPE = {
    Kind.INTEGER: "{label}请填写整数，例如12。",
    Kind.NUMBER: "{label}请填写数字，例如86.5。",
    Kind.MONEY: "{label}请填写金额，最多两位小数，例如1200.50。",
    Kind.BOOLEAN: "请选择“是”或“否”。",
    Kind.CONFIRMATION: "请阅读并勾选“{label}”。",
    Kind.CHOICE: "{label}请从列出的选项中选一项。",
    Kind.CHOICES: "{label}请从列出的选项中选择，每项只选一次。",
}
_STANDS = {
    Relation.OTHER_THAN: "不能与{other}相同",
    Relation.AFTER: "要晚于{other}",
    Relation.NOT_BEFORE: "不得早于{other}",
    Relation.NOT_AFTER: "不得晚于{other}",
    Relation.BEFORE: "要早于{other}",
    Relation.WORKING_DAY: "要选工作日",
}
_TODAY = "提交申请的当天"
_WRITTEN, _DIGITS = "例如2026-11-23", re.compile("[0-9]{4}")


def missing(question: Question) -> str:
    """Return the sentence for a field that needs an answer and has none."""
    if question.kind == Kind.CONFIRMATION:
        return f"请阅读并勾选“{question.label}”。"
    return f"请{'选择' if question.kind in _PICKED else '填写'}{question.label}。"


def wrong_type(question: Question) -> str:
    """Return the sentence for an answer of the wrong sort."""
    return _WRONG_TYPE.get(question.kind, "{label}填写的内容无法识别，请重新填写。").format(label=question.label)


def more_than(question: Question, other: Question) -> str:
    """Return the sentence for an answer that is larger than the answer that bounds it."""
    return f"{question.label}不能大于{other.label}，请核对。"


def hint(form: Form, name: str) -> str:
    """Return what is said beside a question: its hint, and how its answer must stand to others."""
    question = form.properties[name]
    written = _WRITTEN if question.kind == Kind.DATE and not _DIGITS.search(question.help or "") else ""
    said = (question.help or "", expected(form, name), written)
    return "".join(f"{one.rstrip('。')}。" for one in said if one) if said[1] or said[2] else said[0]


def expected(form: Form, name: str) -> str:
    """Return how an answer must stand to others and to the day, as it is said beside its question; nothing for nothing.

    不得早于“计划开工日期”；要选工作日。
    """
    said = [_STANDS[one.relation].format(other=_other(form, one)) for one in form.properties[name].compare or ()]
    return f"{'；'.join(said)}。" if said else ""


def contrary(form: Form, name: str, one: Comparison, value: object, on: date) -> str:
    """Return the sentence for an answer that does not stand as it must: its own, else one that names both."""
    if one.message:
        return one.message
    label, stands = form.properties[name].label, _STANDS[one.relation].format(other=_other(form, one))
    if one.relation == Relation.WORKING_DAY:
        day = day_of(value)
        return f"“{label}”{stands}，{day_text(day) if day else '这一天'}不是工作日，请另选一天。"
    if one.today:
        return f"“{label}”{stands}，今天是{day_text(on)}，请核对后重新填写。"
    return f"“{label}”{stands}，请核对这两项。"


def _other(form: Form, one: Comparison) -> str:
    if one.field is None:
        return _TODAY
    question = form.properties.get(one.field)
    return f"“{question.label if question else one.field}”"


def of(question: Question, value: Any, breaches: list[tuple[str, Any]], on: date) -> str:  # noqa: ANN401
    """Return one sentence for the gravest of what an answer breaks: first its sort, then its bounds."""
    by_keyword = dict(reversed(breaches))
    if "format" in by_keyword and "type" not in by_keyword:
        return formats.fault(by_keyword["format"], value, on) or wrong_type(question)
    for keyword, sentence in _SENTENCES.items():
        if keyword in by_keyword:
            return sentence(question, value, by_keyword[keyword])
    return wrong_type(question)


def _too_short(question: Question, _: Any, limit: int) -> str:  # noqa: ANN401
    return f"{question.label}至少填写{limit}个字。"


def _too_long(question: Question, value: str, limit: int) -> str:
    return f"{question.label}最多填写{limit}个字，现在有{len(value)}个字，请精简。"


def _too_small(question: Question, _: Any, limit: float) -> str:  # noqa: ANN401
    return f"{question.label}不能小于{limit:g}{question.unit or ''}。"


def _not_more(question: Question, _: Any, limit: float) -> str:  # noqa: ANN401
    return f"{question.label}必须大于{limit:g}{question.unit or ''}。"


def _too_large(question: Question, _: Any, limit: float) -> str:  # noqa: ANN401
    return f"{question.label}不能大于{limit:g}{question.unit or ''}，请核对。"


def _unlike(question: Question, _: Any, __: Any) -> str:  # noqa: ANN401
    """Say what is expected in the words of the form: of the pattern, else the hint; a pattern alone says nothing."""
    if question.pattern_message is None and question.help:
        return f"{question.label}没有按要求填写，请核对：{question.help.rstrip('。')}。"
    return question.pattern_message or wrong_type(question)


def _sort(question: Question, _: Any, __: Any) -> str:  # noqa: ANN401
    return wrong_type(question)


def _too_few(question: Question, _: Any, limit: int) -> str:  # noqa: ANN401
    if question.kind == Kind.TABLE:
        return f"{question.label}至少填写{limit}行。"
    return f"{question.label}至少选择{limit}项。"


def _too_many(question: Question, value: list[Any], limit: int) -> str:
    if question.kind == Kind.TABLE:
        return f"{question.label}最多填写{limit}行，现在有{len(value)}行，请删去多出的。"
    return f"{question.label}最多选择{limit}项。"


# In order of gravity.
_SENTENCES: dict[str, Callable[[Question, Any, Any], str]] = {
    "type": _sort,
    "minLength": _too_short,
    "maxLength": _too_long,
    "pattern": _unlike,
    "minimum": _too_small,
    "exclusiveMinimum": _not_more,
    "maximum": _too_large,
    "minItems": _too_few,
    "maxItems": _too_many,
}
