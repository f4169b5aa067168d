"""Rules of the form: whoever answers wrongly learns what is right, and days that belong together are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.catalog.forms.definition import Form, Kind
from tongban.catalog.guide.document import Guide
from tongban.catalog.lint.findings import Code, Finding

# What only says that something is wrong; whatever else stands in a sentence may say what is right.
_EMPTY = re.compile(
    r"(?:格式|写法|填写|输入|内容|号码|编号|不符合|不正确|不对|有误|错误|要求|规定|重新|核对|检查|[的请您，。、！ ])+"
)


def told(guide: Guide) -> Iterator[Finding]:
    """Whoever breaks a pattern has to read what is right: the pattern itself tells nobody."""
    for name, form, place in _forms(guide.form):
        for key, question in form.properties.items():
            message = (question.pattern_message or "").replace(question.label, "")
            if question.pattern and _EMPTY.fullmatch(message):
                where = f"{name}“{question.label}”"
                sentence = (
                    f"{where}不符合格式时只说“{question.pattern_message}”，请写明要怎样填，例如“编号是13位数字”。"
                )
                yield Finding(Code.TOLD, place or f"form.{key}", sentence)


def days(guide: Guide) -> Iterator[Finding]:
    """Where a page asks for several days, each is compared with another: else the end may come before the beginning."""
    for name, form, place in _forms(guide.form):
        for key, label in _loose(form):
            sentence = f"{name}“{label}”没有与同一页里别的日期比较，填反了也能提交，请写明谁早谁晚。"
            yield Finding(Code.DAYS, place or f"form.{key}", sentence)


def _forms(form: Form) -> Iterator[tuple[str, Form, str]]:
    """Yield the form and each of its tables, each with how its questions are called and where all of them stand."""
    yield "", form, ""
    for name, question in form.properties.items():
        if question.table:
            yield f"“{question.label}”里的", question.table.form, f"form.{name}"


def _loose(form: Form) -> Iterator[tuple[str, str]]:
    """Yield the days that stand on a page with others and are held against none."""
    asked = {key: one for key, one in form.ordered() if one.kind == Kind.DATE}
    held = {(key, rule.field) for key, one in asked.items() for rule in one.compare or () if rule.field}
    tied = {key for pair in held for key in pair}
    for key, one in asked.items():
        if key not in tied and sum(other.group == one.group for other in asked.values()) > 1:
            yield key, one.label
