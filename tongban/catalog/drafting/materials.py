"""The materials of a draft: what the facts list, with the conditions turned into what the form decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tongban.catalog.drafting.plan import Choice, Plan, Situation
from tongban.catalog.facts import ItemRow, KnownMaterial
from tongban.catalog.guide.terms import ItemType, MaterialForm, MaterialKind, MaterialSource, Need, PaperKind

AGENT = "by_agent"
_FILES = {"mime": ["application/pdf", "image/jpeg", "image/png"], "max_files": 5, "max_megabytes": 20}
_PICTURE = {"mime": ["image/jpeg", "image/png"], "max_files": 2, "max_megabytes": 5}
# What an applicant says by filling in the form; a report, a plan or a pledge is a document of its own.
_APPLICATION = re.compile(
    r"(申请书|申请表|登记表|申报表|审核表|备案表|备案书|采集表|信息表|注册书|申领表|领取表|（备案）申请书|申请登记表|审批申请"
    r"|申领登记表|登记（备案）申请书|申请|在线填报）|增加信息|申请（联动）|缴存登记表|申请审核表|申请表（告知承诺书）|告知承诺书）)$"
)
_PICTURES = re.compile(r"照片|相片|证件照|彩照|人像")
_PAPERS = re.compile(r"证|照|簿|卡|凭证|保单")
_FORMS = re.compile(r"表|申请|书$")
Entry = dict[str, Any]


def materials_of(row: ItemRow, plan: Plan, *, with_agent: bool) -> list[Entry]:
    """Return the materials, numbered from 1 in the order of the facts; last, what an agent has to show."""
    found = [_material(number, one, row, plan) for number, one in enumerate(row.facts.materials, start=1)]
    return [*found, _of_agent(len(found) + 1)] if with_agent else found


def _material(number: int, known: KnownMaterial, row: ItemRow, plan: Plan) -> Entry:
    adjusted = plan.adjusted_for(row.code)
    name = (adjusted.renamed if adjusted else {}).get(known.name, known.name)
    source = source_of(known, row.type)
    entry: Entry = {
        "id": str(number),
        "name": name,
        "kind": kind_of(name),
        "form": known.form if source != MaterialSource.SYSTEM else MaterialForm.ELECTRONIC,
        "source": source,
        "accepted": _PICTURE if _PICTURES.search(name) else _FILES,
        **_licence(known),
        **_need(known, row, plan),
    }
    if source == MaterialSource.SYSTEM:
        entry |= {"source_name": "由填写的表单代替，不用另外打印或者上传"}
        entry |= {"blank": {"kind": PaperKind.GENERATED, "name": f"{name}（空白表）"}}
    if source == MaterialSource.ON_SITE:
        entry |= {"help": "到窗口时当场采集或者签字，不用自己准备。"}
    return entry


def source_of(known: KnownMaterial, kind: ItemType) -> MaterialSource:
    """Return who makes a material. A form to be filled in is the form itself, except a pleading before an authority."""
    filled = known.source in {MaterialSource.ON_SITE, MaterialSource.SYSTEM, MaterialSource.APPLICANT}
    if kind != ItemType.ADJUDICATION and filled and _APPLICATION.search(known.name):
        return MaterialSource.SYSTEM
    return known.source


def kind_of(name: str) -> MaterialKind:
    """Return the kind of a material by its name."""
    if _FORMS.search(name) and not name.endswith(("证书", "通知书", "意见书", "批准书", "决定书")):
        return MaterialKind.FORM
    return MaterialKind.CERTIFICATE if _PAPERS.search(name) else MaterialKind.OTHER


def _licence(known: KnownMaterial) -> Entry:
    if known.licence:
        return {"licence": known.licence, "exempt_if_licence": known.exempt_if_shared}
    if known.shared_data and known.exempt_if_shared:
        return {"datum": known.shared_data}
    return {"source_name": f"可以通过数据共享核对：{known.shared_data}"} if known.shared_data else {}


def _need(known: KnownMaterial, row: ItemRow, plan: Plan) -> Entry:
    said = known.condition
    if known.required:
        return {"need": Need.ALWAYS} | ({"sample_note": f"说明：{said}。"} if said else {})
    if not said:
        return {"need": Need.OPTIONAL, "help": "资料没有写明什么情形下需要，可以先不交（待核定）。"}
    if choice := choice_of(row.code, said, plan):
        codes = [option.const for option in choice.options if option.condition == said]
        title = next(option.title for option in choice.options if option.condition == said)
        return {"need": Need.WHEN, "when": {"field": choice.key, "in": codes}, "when_text": title}
    situation = situation_of(row.code, said, plan)
    if situation is None:
        return {"need": Need.OPTIONAL, "help": f"需要的情形：{said}。"}
    if situation.optional:
        return {"need": Need.OPTIONAL, "help": situation.optional}
    return {"need": Need.WHEN, "when": _when(situation), "when_text": situation.text or said}


def _when(situation: Situation) -> Entry:
    if situation.field:
        return {"field": situation.field, "in": list(situation.one_of)}
    return {"field": situation.key, "in": [True]}


def choice_of(item: str, condition: str, plan: Plan) -> Choice | None:
    """Return the question of several choices, one of which stands for this condition."""
    of_item = (one for one in plan.choices if one.item == item)
    return next((one for one in of_item if any(option.condition == condition for option in one.options)), None)


def situation_of(item: str, condition: str, plan: Plan) -> Situation | None:
    """Return what the plan makes of a condition of an item."""
    return next((one for one in plan.situations if (one.item, one.condition) == (item, condition)), None)


def _of_agent(number: int) -> Entry:
    return {
        "id": str(number),
        "name": "授权委托书和代理人身份证明",
        "kind": MaterialKind.OTHER,
        "form": MaterialForm.ORIGINAL,
        "source": MaterialSource.APPLICANT,
        "need": Need.WHEN,
        "when": {"field": AGENT, "in": [True]},
        "when_text": "委托他人代为办理",
        "accepted": _FILES,
        "sample_note": "写明委托什么事、到什么时候为止，由委托人签名或者盖章。",
    }


def questions_of(item: str, plan: Plan) -> Iterator[Choice | Situation]:
    """Yield the questions that the form has to ask so that it is known which materials apply."""
    yield from (one for one in plan.choices if one.item == item)
    yield from (one for one in plan.situations if one.item == item and one.ask)
