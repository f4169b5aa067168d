"""What an application costs, ends in, and what one may do against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tongban.catalog.drafting.place import Around, Dept
from tongban.catalog.drafting.plan import Adjusted, Charge, Plan
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.terms import DeliveryWay, ItemType, PaperKind, RemedyKind, ResultKind
from tongban.kernel.limits import Unit

_ENDINGS = (
    (re.compile(r"批复$"), ResultKind.APPROVAL),
    (re.compile(r"(证|证书|执照|护照|户口簿|保障卡|凭证)(（.*）)?$"), ResultKind.CERTIFICATE),
    (re.compile(r"(书|文|文件|通知|通知单|决定|回执|表|函|介绍信|服务单|证明)(（.*）)?$"), ResultKind.DOCUMENT),
)
_YEARS = re.compile(r"^(\d+)年$")
_TWO = re.compile(r"[、/](?![^（]*）)")
_AUTHORITIES = {"GOVERNMENT", "BRANCH", "VERTICAL", "FUNCTIONAL_COMMITTEE", "PARTY"}
FREE = "不收费。"
Entry = dict[str, Any]


def fees_of(row: ItemRow, plan: Plan) -> Entry:
    """Return the fees: nothing charged, or what the plan makes of the words of the facts."""
    said = row.facts.fee
    if not said or said == FREE.rstrip("。"):
        return {"note": FREE}
    charge = charge_of(row, plan)
    if charge is None or charge.free:
        return {"note": charge.note if charge else f"{said}（待核定）。"}
    entry = {
        "id": "1",
        "name": charge.name or "收费",
        "kind": charge.kind,
        "standard": charge.standard or said,
        "legal": "fee-basis",
    }
    return {"entries": [entry], "note": charge.note or "收费标准凭记忆整理，以收费目录为准（待核定）。"}


def charge_of(row: ItemRow, plan: Plan) -> Charge | None:
    """Return what the plan makes of the words in which the facts tell the fee."""
    return next((one for one in plan.charges if one.said == row.facts.fee), None)


def charged(row: ItemRow, plan: Plan) -> bool:
    """Tell whether anything is charged."""
    return bool(fees_of(row, plan).get("entries"))


def results_of(row: ItemRow, around: Around, contents: list[str]) -> list[Entry]:
    """Return what the application can end in: what the facts name, and a refusal in writing."""
    names = [part.strip() for part in _TWO.split(row.facts.result or "办理结果") if part.strip()]
    found = [_result(str(number), name, row, around) for number, name in enumerate(names, start=1)]
    found[0]["contents"] = contents
    refusal = "不予行政许可决定书" if row.type == ItemType.LICENCE else "不予办理决定书"
    no = {
        "id": str(len(found) + 1),
        "name": refusal,
        "kind": ResultKind.DOCUMENT,
        "delivery": _WAYS,
        "sample_note": "写明不予办理的理由、依据，以及申请行政复议和提起行政诉讼的途径、期限。",
        "sample": sample_of(refusal),
    }
    return [*found, no]


_WAYS = [DeliveryWay.ELECTRONIC, DeliveryWay.COLLECTION, DeliveryWay.POST]


def _result(number: str, name: str, row: ItemRow, around: Around) -> Entry:
    entry: Entry = {"id": number, "name": name, "kind": kind_of(name), "delivery": _WAYS, "sample": sample_of(name)}
    if name in around.licences:
        entry["licence"] = name
    said = row.facts.validity
    if years := _YEARS.match(said):
        entry["validity"] = {"amount": int(years[1]), "unit": Unit.YEAR}
    elif said:
        entry["sample_note"] = f"有效期：{said}。"
    return entry


def sample_of(name: str) -> Entry:
    """Return the sample of a result that is drawn from the guide: nobody has handed in a real one."""
    return {"kind": PaperKind.GENERATED, "name": f"{name}（样例）"}


def kind_of(name: str) -> ResultKind:
    """Return the kind of a result by how its name ends."""
    return next((kind for ending, kind in _ENDINGS if ending.search(name)), ResultKind.OTHER)


def remedies_of(dept: Dept, plan: Plan, around: Around, adjusted: Adjusted | None) -> list[Entry]:
    """Return both remedies with the authority that hears an appeal against this department (行政复议法24、27)."""
    to = (adjusted.reconsideration if adjusted else None) or _above(dept, plan, around)
    return [*_both(dept, to, adjusted)]


def _above(dept: Dept, plan: Plan, around: Around) -> str:
    """Return who hears an appeal: the government of the department, of vertical bodies the next one above them."""
    if dept.line in plan.appeals:
        return plan.appeals[dept.line]
    if dept.line == _GOVERNMENT:
        return plan.province_government
    if dept.kind == "BRANCH" or dept.region == plan.city:
        return plan.city_government
    return f"{plan.city_government.removesuffix('人民政府')}{around.regions[dept.region[:6]]}人民政府"


_GOVERNMENT = "GOV"


def _both(dept: Dept, to: str, adjusted: Adjusted | None) -> Iterator[Entry]:
    against = "决定" if dept.kind in _AUTHORITIES else "办理结果中属于行政行为的部分"
    first = bool(adjusted and adjusted.first_reconsideration)
    must = "应当先申请行政复议；" if first else ""
    yield {
        "id": "reconsideration",
        "kind": RemedyKind.RECONSIDERATION,
        "to": to,
        "within": {"amount": 60, "unit": Unit.NATURAL_DAY, "legal": "reconsideration-20"},
        "text": f"对{against}不服的，{must}可以自知道或者应当知道之日起六十日内，向{to}申请（复议机关待核定）。",
    }
    own = adjusted.litigation if adjusted else None
    within = {"amount": own.amount, "unit": own.unit} if own else {"amount": 6, "unit": Unit.MONTH}
    length = own.text if own else "六个月"
    how = "对复议决定仍不服的，" if first else f"对{against}不服的，也"
    yield {
        "id": "litigation",
        "kind": RemedyKind.LITIGATION,
        "to": "有管辖权的人民法院",
        "within": within | {"legal": "litigation-own" if own else "litigation-46"},
        "text": f"{how}可以在{length}内向有管辖权的人民法院提起行政诉讼。",
    }
