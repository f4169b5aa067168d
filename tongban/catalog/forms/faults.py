"""What is wrong with a definition that every single key allows: the faults between its parts, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tongban.catalog.forms.comparable import Compared
from tongban.catalog.forms.conditions import tests_of
from tongban.catalog.forms.definition import Condition, Form, Is, Kind, Question, Scalar, Table

_ONLY_FOR = {
    "min_length": {"string"},
    "max_length": {"string"},
    "pattern": {"string"},
    "format": {"string"},
    "one_of": {"string"},
    "minimum": {"integer", "number"},
    "maximum": {"integer", "number"},
    "exclusive_minimum": {"integer", "number"},
    "at_most_field": {"integer", "number"},
    "const": {"boolean"},
    "items": {"array"},
    "min_items": {"array"},
    "max_items": {"array"},
    "unique_items": {"array"},
}

_BOUNDS = (
    ("minimum", "maximum", "的最小值比最大值大，没有人能填，请核对这两个数"),
    ("min_length", "max_length", "的最少字数比最多字数多，没有人能填，请核对这两个数"),
    ("min_items", "max_items", "的最少项数比最多项数多，没有人能填，请核对这两个数"),
)


def form_faults(form: Form) -> list[str]:
    """Return every fault of a form as a Chinese sentence; none when it may be published."""
    faults = list(_of_groups(form))
    earlier: dict[str, Question] = {}
    compared = Compared()
    for name, question in form.ordered():
        where = f"表单字段 {name}（{question.label}）"
        faults += [f"{where}{fault}" for fault in _of_question(form, name, question)]
        faults += [f"{where}的显示条件{fault}" for fault in condition_faults(question.when, earlier)]
        faults += [f"{where}{fault}" for fault in compared.faults(name, question, earlier)]
        earlier[name] = question
    return faults


def condition_faults(condition: Condition | None, fields: dict[str, Question]) -> list[str]:
    """Return what is wrong with a condition that may look at these fields only."""
    return [fault for test in tests_of(condition) if (fault := _of_test(test, fields))]


def _of_groups(form: Form) -> Iterator[str]:
    counts = Counter(group.id for group in form.groups)
    yield from (f"表单分组 {name} 重复" for name, count in counts.items() if count > 1)
    used = {question.group for question in form.properties.values()}
    yield from (f"表单分组 {name} 没有字段" for name in counts if name not in used)
    places = Counter((question.group, question.order) for question in form.properties.values())
    yield from (f"表单分组 {group} 里有两个字段的次序都是 {order}" for (group, order), n in places.items() if n > 1)
    yield from (f"必填字段 {name} 不在表单里" for name in form.required if name not in form.properties)


def _of_question(form: Form, name: str, question: Question) -> Iterator[str]:
    if question.group not in {group.id for group in form.groups}:
        yield f"的分组 {question.group} 不存在"
    if name in form.required and question.when is not None:
        yield "有显示条件，应使用 x-required-when-visible，不能写入 required"
    if question.required_when_visible and question.when is None:
        yield "没有显示条件，应写入 required，不能使用 x-required-when-visible"
    if question.criterion is not None and question.kind != Kind.BOOLEAN:
        yield "不是是否字段，不能使用 x-criterion"
    yield from _of_keywords(question)
    other = question.at_most_field
    if other and (other not in form.properties or form.properties[other].type not in {"integer", "number"}):
        yield f"的上限字段 {other} 不存在或不是数字"


def _of_keywords(question: Question) -> Iterator[str]:
    for key, types in _ONLY_FOR.items():
        if getattr(question, key) is not None and question.type not in types:
            yield f"的类型是 {question.type}，不能使用 {type(question).model_fields[key].alias or key}"
    if question.within is not None and question.kind != Kind.REGION:
        yield "不是区域字段，不能使用 x-within"
    if question.down_to is not None and question.kind != Kind.REGION:
        yield "不是区域字段，不能使用 x-down-to"
    if (question.type == "array") != (question.items is not None):
        yield "是多选字段或表格，必须列出选项或每一行要填的内容"
    if question.table is not None:
        yield from _of_table(question, question.table)
    if (question.pattern is None) != (question.pattern_message is None):
        yield "的 pattern 与 x-pattern-message 必须同时给出"
    yield from _of_bounds(question)
    codes = Counter(option.const for option in question.options)
    yield from (f"的选项 {code} 重复" for code, count in codes.items() if count > 1)


def _of_bounds(question: Question) -> Iterator[str]:
    for least, most, fault in _BOUNDS:
        low, high = getattr(question, least), getattr(question, most)
        if low is not None and high is not None and low > high:
            yield fault
    above, high = question.exclusive_minimum, question.maximum
    if above is not None and high is not None and above >= high:
        yield "要大于的数不比最大值小，没有人能填，请核对这两个数"
    if question.options and question.min_items is not None and question.min_items > len(question.options):
        yield "的最少项数比选项还多，没有人能填，请减少或者增加选项"


def _of_table(question: Question, table: Table) -> Iterator[str]:
    if question.max_items is None:
        yield "是表格，要写明最多几行（maxItems）"
    if question.unique_items:
        yield "是表格，不能使用 uniqueItems"
    if any(column.sensitive for column in table.properties.values()) and not question.sensitive:
        yield "里有敏感个人信息，表格自己也要写 x-sensitive"
    yield from (f"的每一行里，{fault}" for fault in form_faults(table.form))


def _of_test(test: Is, fields: dict[str, Question]) -> str | None:
    question = fields.get(test.field)
    if question is None:
        return f"引用了 {test.field}，它不存在或排在后面"
    allowed: set[Scalar] = {option.const for option in question.options} or {True, False}
    if not question.options and question.type != "boolean":
        return f"引用了 {test.field}，只能引用选择或是否字段"
    unknown = [str(value) for value in test.one_of if value not in allowed]
    return f"引用了 {test.field} 没有的选项 {'、'.join(unknown)}" if unknown else None
