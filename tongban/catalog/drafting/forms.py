"""The form of a draft: the item's own where somebody wrote one, else the general form by who applies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.catalog.drafting.materials import AGENT, questions_of
from tongban.catalog.drafting.plan import Choice, Plan, Situation
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.terms import ServiceObject
from tongban.kernel.codes.region import stem

_PERSON, _OTHERS = "PERSON", "ORGANISATION"
_FOR = "applicant_kind"
EXPIRY = "licence_expires_on"
Entry = dict[str, Any]


def own_form(form: Mapping[str, Any], plan: Plan, region: str) -> Entry:
    """Return a written form for one region: a place that must lie in the city lies in the district there."""
    fields = {name: dict(field) for name, field in form["properties"].items()}
    for field in fields.values():
        if field.get("x-within") == stem(plan.city):
            field["x-within"] = stem(region)
    return dict(form) | {"properties": fields}


def general_form(row: ItemRow, plan: Plan, applicants: tuple[ServiceObject, ...], *, with_agent: bool) -> Entry:
    """Return the general form: who applies, how to reach them, what it is about, and what each condition asks."""
    fields: dict[str, Entry] = _applicant(applicants) | _contact(with_agent=with_agent) | _matter(row, plan)
    required = [name for name, field in fields.items() if field.pop("required", False)]
    used = {field["x-group"] for field in fields.values()}
    groups = [{"id": key, **words} for key, words in _GROUPS.items() if key in used]
    return {"x-groups": groups, "required": required, "properties": _placed(fields)}


_GROUPS: dict[str, Entry] = {
    "applicant": {"title": "申请人", "help": "与证件上写的一致。"},
    "contact": {"title": "联系方式"},
    "situation": {"title": "您的情况", "help": "这几项决定您要交哪些材料。"},
    "matter": {"title": "申请内容"},
    "conditions": {"title": "申请条件", "help": "逐条对照，如实回答。回答“否”也可以提交，办理部门会告诉您怎么办。"},
}


# 行政许可法50: until there are electronic licences, the applicant says until when the licence is valid.
_EXPIRY: Entry = {
    "type": "string",
    "format": "date",
    "x-label": "原许可证有效期届满日",
    "x-help": "写在许可证上“有效期至”的那一天。按时申请的，届满以前没有决定就视为准予延续。",
}


def _placed(fields: dict[str, Entry]) -> dict[str, Entry]:
    """Give each field its place in its group, in the order in which they were written."""
    counts: dict[str, int] = {}
    for field in fields.values():
        counts[field["x-group"]] = field["x-order"] = counts.get(field["x-group"], 0) + 1
    return fields


def _applicant(applicants: tuple[ServiceObject, ...]) -> dict[str, Entry]:
    person = ServiceObject.NATURAL_PERSON in applicants
    others = set(applicants) != {ServiceObject.NATURAL_PERSON}
    both = person and others
    fields: dict[str, Entry] = {}
    if both:
        choices = [
            {"const": _PERSON, "title": "个人"},
            {"const": _OTHERS, "title": "企业、个体工商户或者其他组织"},
        ]
        fields[_FOR] = {"type": "string", "oneOf": choices, "x-label": "以谁的名义申请", "required": True}
        fields[_FOR]["x-source"] = {"from": "PARTY", "key": "kind", "name": "您的账户"}
    fields["applicant_name"] = {
        "type": "string",
        "maxLength": 100,
        "x-label": "姓名或者名称" if both else ("姓名" if person else "单位名称"),
        "x-source": {"from": "PARTY", "key": "name", "name": "您的账户"},
        "required": True,
    }
    if person:
        number = {"type": "string", "format": "resident-id", "x-label": "身份证号", "x-sensitive": True}
        source = {"x-source": {"from": "PARTY", "key": "document_number", "name": "您的账户"}}
        fields["applicant_id"] = _shown(number | source, both, _PERSON)
    if others:
        code = {
            "type": "string",
            "format": "credit-code",
            "x-label": "统一社会信用代码",
            "x-help": "营业执照或者登记证书上的18位代码。",
        }
        source = {"x-source": {"from": "PARTY", "key": "credit_code", "name": "营业执照"}}
        fields["credit_code"] = _shown(code | source, both, _OTHERS)
        head = {"type": "string", "maxLength": 50, "x-label": "法定代表人或者负责人姓名"}
        fields["representative"] = _shown(head, both, _OTHERS)
    return {name: field | {"x-group": "applicant"} for name, field in fields.items()}


def _shown(field: Entry, both: bool, value: str) -> Entry:  # noqa: FBT001 - who applies, decided once above
    if not both:
        return field | {"required": True}
    return field | {"x-when": {"field": _FOR, "in": [value]}, "x-required-when-visible": True}


def _contact(*, with_agent: bool) -> dict[str, Entry]:
    fields: dict[str, Entry] = {
        "mobile": {
            "type": "string",
            "format": "cn-mobile",
            "x-label": "联系手机",
            "x-help": "用来通知您办理进展。",
            "x-sensitive": True,
            "x-source": {"from": "PARTY", "key": "mobile", "name": "您的账户"},
            "required": True,
        },
        "address": {
            "type": "string",
            "maxLength": 200,
            "x-label": "联系地址",
            "x-help": "需要邮寄结果的，请写到门牌号。",
            "x-sensitive": True,
        },
    }
    if with_agent:
        fields[AGENT] = {
            "type": "boolean",
            "x-label": "是否委托他人办理",
            "x-help": "选“是”的，要提交授权委托书和代理人身份证明。",
            "required": True,
        }
        fields["agent_name"] = {
            "type": "string",
            "maxLength": 50,
            "x-label": "代理人姓名",
            "x-when": {"field": AGENT, "in": [True]},
            "x-required-when-visible": True,
        }
    return {name: field | {"x-group": "contact"} for name, field in fields.items()}


def _matter(row: ItemRow, plan: Plan) -> dict[str, Entry]:
    fields: dict[str, Entry] = {}
    for one in questions_of(row.code, plan):
        fields[one.key] = question_of(one) | {"x-group": "situation", "required": True}
    adjusted = plan.adjusted_for(row.code)
    if adjusted and adjusted.renewal:
        fields[EXPIRY] = _EXPIRY | {"x-group": "matter", "required": True}
    fields["matter"] = {
        "type": "string",
        "x-long": True,
        "maxLength": 1000,
        "x-label": "要办的事",
        "x-help": f"用自己的话写清楚：为什么申请“{row.name}”，有什么要说明的。",
        "x-group": "matter",
        "required": True,
    }
    for number, text in enumerate(row.facts.criteria, start=1):
        asked = {"type": "boolean", "x-label": f"是否符合：{text.rstrip('。')}", "x-criterion": str(number)}
        fields[f"condition_{number}"] = asked | {"x-group": "conditions", "required": True}
    return fields


def question_of(one: Choice | Situation) -> Entry:
    """Return the field that asks for a situation."""
    if isinstance(one, Situation):
        return {"type": "boolean", "x-label": one.ask}
    options = [
        {"const": option.const, "title": option.title}
        | ({"description": option.description} if option.description else {})
        for option in one.options
    ]
    return {"type": "string", "oneOf": options, "x-label": one.ask} | ({"x-help": one.help} if one.help else {})
