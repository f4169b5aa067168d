"""A whole draft: the fourteen elements of article 7, the regime and the form, out of what is known of an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalog.drafting.forms import EXPIRY, general_form, own_form
from tongban.catalog.drafting.grounds import legal_of, main_law
from tongban.catalog.drafting.limits import immediate, limits_of
from tongban.catalog.drafting.materials import materials_of
from tongban.catalog.drafting.outcome import charged, fees_of, remedies_of, results_of
from tongban.catalog.drafting.place import Around, Dept
from tongban.catalog.drafting.plan import Adjusted, Plan, Pledged
from tongban.catalog.drafting.process import level_of, makes_certificate, special_of, steps_of, ways_of
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.limits import Statutory
from tongban.catalog.guide.parts import Limit
from tongban.catalog.guide.terms import Audience, ItemType, Nature, PowerSource, ProjectType, ServiceObject

Entry = dict[str, Any]
_REGIMES = {
    ItemType.LICENCE: "ADMINISTRATIVE_LICENCE",
    ItemType.PAYMENT: "PAYMENT",
    ItemType.CONFIRMATION: "CONFIRMATION",
    ItemType.PUBLIC_SERVICE: "PUBLIC_SERVICE",
}
_DEFAULT = "CITY_DEFAULT"
_OTHERS = (
    ServiceObject.ENTERPRISE,
    ServiceObject.INSTITUTION,
    ServiceObject.SOCIAL_ORGANISATION,
    ServiceObject.UNINCORPORATED,
)
_STATUTORY = {"GOVERNMENT", "BRANCH", "VERTICAL", "PARTY", "FUNCTIONAL_COMMITTEE"}


def draft(row: ItemRow, plan: Plan, around: Around, form: Mapping[str, Any] | None) -> Entry:
    """Return the document of an item's guide. ``form``: the item's own, None for the general one.

    What the facts do not know is said to be not known (待核定); nothing is made up for it.
    """
    adjusted = plan.adjusted_for(row.code)
    dept = around.dept(str(row.decides))
    applicants = _applicants(row, adjusted)
    agent = form is None and not (adjusted and adjusted.in_person)
    written = _form(row, plan, form, dept, applicants, agent=agent)
    results = results_of(row, around, _contents(written))
    quick = immediate(row, adjusted)
    return {
        "schema_version": 1,
        "regime": (adjusted.regime if adjusted else None) or _REGIMES.get(row.type, _DEFAULT),
        "basics": _basics(row, dept, adjusted, applicants, results[0]["name"], quick=quick)
        | _besides(row, plan, adjusted),
        "department": _departments(row, dept, around, adjusted),
        "windows": _windows(row, dept, around, plan.outside_of(row.code)),
        "criteria": _criteria(row, adjusted),
        "materials": materials_of(row, plan, with_agent=agent),
        "process": steps_of(
            row,
            dept,
            immediate=quick,
            certificate=makes_certificate(results[0]["kind"]),
            worked=adjusted.steps if adjusted else (),
        ),
        "special": special_of(row),
        "limits": limits_of(row, adjusted),
        "fees": fees_of(row, plan),
        "results": results,
        "legal": legal_of(row, plan, charged=charged(row, plan)),
        "questions": list(_questions(row, plan, adjusted)),
        "contacts": _contacts(dept, plan, around),
        "rights": _rights(row.type),
        "remedies": remedies_of(dept, plan, around, adjusted),
        "form": written,
    }


def _form(
    row: ItemRow,
    plan: Plan,
    form: Mapping[str, Any] | None,
    dept: Dept,
    applicants: tuple[ServiceObject, ...],
    *,
    agent: bool,
) -> Entry:
    if form is not None:
        return own_form(form, plan, dept.region)
    return general_form(row, plan, applicants, with_agent=agent)


def _contents(form: Mapping[str, Any]) -> list[str]:
    """Return what a decision has to state: the first field of the form, which names whom it is about."""
    named = [name for name, field in form["properties"].items() if field.get("x-order") == 1]
    first = form["x-groups"][0]["id"]
    stated = (name for name in named if form["properties"][name]["x-group"] == first)
    return ["applicant_name"] if "applicant_name" in form["properties"] else list(stated)


def _applicants(row: ItemRow, adjusted: Adjusted | None) -> tuple[ServiceObject, ...]:
    if adjusted and adjusted.applicants:
        return adjusted.applicants
    person = (ServiceObject.NATURAL_PERSON,) if Audience.PERSON in row.audiences else ()
    return person + (_OTHERS if Audience.ORGANISATION in row.audiences else ())


def _basics(
    row: ItemRow,
    dept: Dept,
    adjusted: Adjusted | None,
    applicants: tuple[ServiceObject, ...],
    result: str,
    *,
    quick: bool,
) -> Entry:
    return {
        "item": row.code,
        "name": row.name,
        "type": row.type,
        "level": level_of(dept.region),
        "power_source": PowerSource.OWN,
        "project_type": ProjectType.IMMEDIATE if quick else ProjectType.PROMISED,
        "service_objects": list(applicants),
        "summary": _summary(row, dept, result),
        **ways_of(row, adjusted),
    }


def _besides(row: ItemRow, plan: Plan, adjusted: Adjusted | None) -> Entry:
    return _outside(row, plan) | _prescreen(adjusted) | _renewal(row, adjusted)


def _outside(row: ItemRow, plan: Plan) -> Entry:
    reason = plan.outside_of(row.code)
    return {"outside": reason} if reason else {}


def _prescreen(adjusted: Adjusted | None) -> Entry:
    found = adjusted.prescreen if adjusted else None
    return {"prescreen": found.model_dump(exclude_none=True)} if found else {}


def _renewal(row: ItemRow, adjusted: Adjusted | None) -> Entry:
    found = adjusted.renewal if adjusted else None
    if found is None:
        return {}
    own = found.apply.model_dump() | {"legal": main_law(row)} if found.apply else None
    return {"renewal": {"expiry": EXPIRY} | ({"apply": own} if own else {})}


def _summary(row: ItemRow, dept: Dept, result: str) -> str:
    said = "".join(f"“{word}”" for word in row.search_words[:2])
    also = f"也就是大家常说的{said}。" if said else ""
    return f"符合条件的，向{dept.name}申请；办好后拿到的是“{result}”。{also}"


def _departments(row: ItemRow, dept: Dept, around: Around, adjusted: Adjusted | None) -> Entry:
    own = {"code": dept.code, "name": dept.name}
    found: Entry = {
        "region": dept.region,
        "nature": Nature.STATUTORY if dept.kind in _STATUTORY else Nature.OTHER,
        **dict.fromkeys(("receives", "accepts", "examines", "decides", "delivers"), own),
    }
    for code in row.supervises[:1]:
        found["supervises"] = {"code": code, "name": around.dept(code).name}
    doing = (one.by for one in (adjusted.steps if adjusted else ()) if one.by)
    joint = [around.dept(code) for code in dict.fromkeys([*row.supervises[1:], *doing])]
    return found | ({"joint": [{"code": one.code, "name": one.name} for one in joint]} if joint else {})


def _windows(row: ItemRow, dept: Dept, around: Around, outside: str) -> list[Entry]:
    hall = around.hall(dept.region)
    window = {"id": "1", "place": hall.code, "name": hall.name}
    if outside:
        return [window | {"counters": "综合咨询窗口", "note": f"{outside}大厅只提供咨询（待核定）。"}]
    near = "也可能就近到便民服务中心办，" if "就近办" in row.facts.labels else ""
    note = f"{near}请先打电话确认（窗口设置待核定）。"
    return [window | {"counters": "综合窗口", "note": note}]


def _criteria(row: ItemRow, adjusted: Adjusted | None) -> list[Entry]:
    said = row.facts.criteria or ("条件由办理部门核定（待核定）",)
    may = {one.criterion: one for one in adjusted.pledges} if adjusted else {}
    return [
        {"id": str(number), "text": f"{text}。"} | _pledge(may.get(number)) for number, text in enumerate(said, start=1)
    ]


def _pledge(may: Pledged | None) -> Entry:
    return {"commitment": may.model_dump(mode="json", exclude={"criterion"}, exclude_none=True)} if may else {}


def _questions(row: ItemRow, plan: Plan, adjusted: Adjusted | None) -> Iterator[Entry]:
    limits = limits_of(row, adjusted)
    promised = Limit.model_validate(limits["promised"]).text
    statutory = f"法律规定最长{Statutory.model_validate(limits['statutory']).said}。" if limits["statutory"] else ""
    yield {"id": "1", "question": "要多长时间？", "answer": f"承诺{promised}办好，从受理算起。{statutory}"}
    yield {"id": "2", "question": "要交钱吗？", "answer": _cost(row, plan)}
    if notes := [note for note in row.facts.notes if not _INSIDE.intersection(note)]:
        yield {"id": "3", "question": "还要注意什么？", "answer": f"{'；'.join(notes)}。"}
    yield {
        "id": "4",
        "question": "这份指南可靠吗？",
        "answer": _RELIABLE.format(row.facts.confidence),
    }


_RELIABLE = "这是样例，不是官方指南。资料的可信程度：{}；写着“待核定”的，要由部门核定后才能用。"


def _cost(row: ItemRow, plan: Plan) -> str:
    fees = fees_of(row, plan)
    parts = [f"{one['name']}：{one['standard']}" for one in fees.get("entries", [])]
    return "".join((f"{'；'.join(parts)}。" if parts else "", fees["note"]))


# Notes for those who keep the list speak of memory, of the data and of the sample.
_INSIDE = frozenset({"记", "样", "码", "库"})


def _contacts(dept: Dept, plan: Plan, around: Around) -> Entry:
    hall = around.hall(dept.region).name
    return {
        "consultation": {
            "phones": [plan.consultation],
            "place": f"{hall}综合咨询窗口",
            "online": "本网站的办件页面可以留言咨询。",
        },
        "complaint": {"phones": list(plan.complaint), "place": f"{hall}“办不成事”反映窗口"},
    }


def _rights(kind: ItemType) -> Entry:
    licence = kind == ItemType.LICENCE
    heard, true = ("licensing-7", "licensing-31") if licence else ("reconsideration-20", "")
    return {
        "rights": [
            {"id": "1", "text": "知道要交什么材料、什么时候办好、进展到哪一步。"},
            {"id": "2", "text": "陈述、申辩；对决定不服的，依法申请行政复议或者提起行政诉讼。", "legal": heard},
            {"id": "3", "text": "自己选择网上或者窗口申请，不因选择不同而增加要求；电子材料和纸质材料效力相同。"},
        ],
        "duties": [
            {"id": "4", "text": "如实填写和提交材料，对内容的真实性负责。"} | ({"legal": true} if true else {}),
            {"id": "5", "text": "配合核对和核查，按时领取结果。"},
        ],
    }
