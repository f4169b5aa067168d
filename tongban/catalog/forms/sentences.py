"""What a person reads beside a field: what is wrong and what to do, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tongban.catalog.forms import formats
from tongban.catalog.forms.definition import Kind, Question

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
