"""Where something stands in a form, as whoever designs it calls it: which group or question, which setting of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

GROUPS, QUESTIONS, REQUIRED = "x-groups", "properties", "required"
SETTINGS: dict[str, str] = {
    "x-label": "问题",
    "x-order": "先后次序",
    "x-help": "提示",
    "x-when": "出现的条件",
    "x-required-when-visible": "出现时必填",
    "x-sensitive": "敏感信息",
    "x-long": "多行填写",
    "x-unit": "单位",
    "x-within": "只能选这个区划代码里面的",
    "x-down-to": "选到哪一级",
    "x-at-most-field": "不能大于哪个问题",
    "x-compare": "与别的回答或者日期比较",
    "is": "怎么比",
    "today": "提交的当天",
    "message": "不符合时怎么说",
    "x-criterion": "答“否”就是不符合哪条受理条件",
    "x-pattern-message": "不符合时怎么说",
    "x-group": "在哪一组",
    "x-groups": "表单的组",
    "x-source": "从哪里带出",
    "x-row": "每一行叫什么",
    "type": "答案的类型",
    "format": "答案的格式",
    "pattern": "要符合的格式（正则表达式）",
    "minLength": "至少几个字",
    "maxLength": "最多几个字",
    "minimum": "最小",
    "maximum": "最大",
    "exclusiveMinimum": "必须大于",
    "const": "固定的值",
    "oneOf": "选项",
    "items": "每一项",
    "minItems": "至少几项",
    "maxItems": "最多几项",
    "uniqueItems": "不能重复",
    "required": "必填的问题",
    "properties": "问题",
    "additionalProperties": "别的内容",
    "title": "名称",
    "description": "说明",
    "all": "同时符合",
    "any": "符合其一",
    "field": "看哪个问题",
    "in": "回答是",
    "from": "来源",
    "key": "编号",
    "name": "名称",
}
"""What the settings of a question are called by the keys of the form language, on the screen as in messages."""


def place_in(form: object, path: Sequence[int | str]) -> str:
    """Return a place of a form in words: 问题“姓名” · 写法. What is no setting is named as it was written."""
    return " · ".join(_named(form, list(path)))


def _named(held: object, path: list[int | str]) -> Iterator[str]:
    while path:
        name = path.pop(0)
        held = _within(held, name)
        if name in {GROUPS, QUESTIONS} and path:
            key = path.pop(0)
            held = _within(held, key)
            yield _group(key, held) if name == GROUPS else _question(key, held)
        elif isinstance(name, int):
            yield f"第{name + 1}项"
        elif not (name == "items" and path and path[0] == QUESTIONS):
            yield SETTINGS.get(name, f"“{name}”")


def _group(key: int | str, held: object) -> str:
    title = held.get("title") if isinstance(held, Mapping) else None
    number = f"第{key + 1}组" if isinstance(key, int) else "组"
    return f"{number}“{title}”" if title and isinstance(title, str) else number


def _question(key: int | str, held: object) -> str:
    label = held.get("x-label") if isinstance(held, Mapping) else None
    return f"问题“{label}”（{key}）" if label and isinstance(label, str) else f"问题 {key}"


def _within(held: object, name: int | str) -> object:
    if isinstance(held, Mapping):
        return held.get(name)
    if isinstance(held, list) and isinstance(name, int) and 0 <= name < len(held):
        return held[name]
    return None
