"""How a draft is worked through: the steps with who does them, the special procedures, and the ways of applying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tongban.catalog.drafting.materials import source_of
from tongban.catalog.drafting.place import Dept
from tongban.catalog.drafting.plan import Adjusted, Worked
from tongban.catalog.facts import ItemRow
from tongban.catalog.guide.terms import (
    Channel,
    ItemType,
    Level,
    MaterialForm,
    MaterialSource,
    OnlineDepth,
    ResultKind,
    Scope,
    SpecialKind,
    StepKind,
)
from tongban.kernel.actors import Role
from tongban.kernel.limits import Unit

Entry = dict[str, Any]
_SPECIAL: tuple[tuple[str, SpecialKind], ...] = (
    ("听证", SpecialKind.HEARING),
    ("专家评审", SpecialKind.EXPERT_REVIEW),
    ("公示", SpecialKind.PUBLICITY),
    ("公告", SpecialKind.PUBLICITY),
    ("评定", SpecialKind.APPRAISAL),
    ("现场", SpecialKind.SITE_CHECK),
    ("入户", SpecialKind.SITE_CHECK),
    ("备案后核查", SpecialKind.SITE_CHECK),
    ("体检", SpecialKind.INSPECTION),
)
_STOPS = {SpecialKind.HEARING, SpecialKind.EXPERT_REVIEW, SpecialKind.APPRAISAL, SpecialKind.INSPECTION}
_SAID = {
    SpecialKind.HEARING: "依法需要听证的，提前通知您时间、地点。",
    SpecialKind.EXPERT_REVIEW: "需要专家评审的，书面告诉您需要多长时间。",
    SpecialKind.PUBLICITY: "公开名单或者方案，听取意见。",
    SpecialKind.APPRAISAL: "由指定的机构评定，书面告诉您时间、地点。",
    SpecialKind.SITE_CHECK: "工作人员应当出示证件，您或者您委托的人应当在场。",
    SpecialKind.INSPECTION: "按要求检查，结果随申请一起审查。",
    SpecialKind.OTHER: "办理部门会提前告诉您怎么做、要多长时间。",
}
_PERSONALLY = "须本人到场，到窗口一次。"


def steps_of(
    row: ItemRow, dept: Dept, *, immediate: bool, certificate: bool, worked: Sequence[Worked] = ()
) -> list[Entry]:
    """Return the steps from receipt to delivery, done by the department that decides where nobody says otherwise.

    ``worked``: the steps of the examination where there is more than one, as the city works them.
    """
    licence = row.type == ItemType.LICENCE
    notice = {"limit": {"amount": 5, "unit": Unit.WORKING_DAY, "legal": "licensing-32"}} if licence else {}
    handing = {"limit": {"amount": 10, "unit": Unit.WORKING_DAY, "legal": "licensing-44"}} if licence else {}
    spot = "当场" if immediate else ""
    steps: list[Entry] = [
        _step(
            StepKind.RECEIPT,
            "收件",
            Role.RECEIVER,
            "网上提交后系统立即收件，给出收件凭证；到窗口递交的，当场出具收件凭证。",
        ),
        _step(StepKind.ACCEPTANCE, "受理", Role.ACCEPTOR, _ACCEPTING[licence]) | notice,
        *_examining(worked, spot),
        _step(StepKind.DECISION, "决定", Role.DECIDER, f"{spot}{_DECIDING[licence]}"),
    ]
    if certificate or licence:
        steps.append(_step(StepKind.MAKING, "制证", Role.HANDOUT, "制作证件或者文书。"))
    steps.append(_step(StepKind.DELIVERY, "送达", Role.HANDOUT, _DELIVERING) | handing)
    return [{"by": dept.code} | one for one in steps]


def _examining(worked: Sequence[Worked], spot: str) -> list[Entry]:
    usual = _step(StepKind.EXAMINATION, "审查", Role.EXAMINER, f"{spot}核对填写的内容和材料。")
    return [_own(one) for one in worked] or [usual]


def _own(one: Worked) -> Entry:
    said = _step(StepKind.EXAMINATION, one.name, Role.EXAMINER, one.text) | {"id": one.id}
    by = {"by": one.by} if one.by else {}
    limit = {"limit": {"amount": one.limit.amount, "unit": one.limit.unit}} if one.limit else {}
    beside = {"parallel": one.parallel} if one.parallel else {}
    return said | by | limit | beside


_ACCEPTING = {
    True: (
        "材料齐全、符合法定形式的，受理并出具受理通知书；"
        "需要补正的，五日内一次告知全部内容，逾期不告知的，自收到材料之日起即为受理。"
    ),
    False: "材料齐全的，受理；需要补正的，一次告知全部内容；不属于本部门办理的，告诉您向哪里申请。",
}
_DECIDING = {
    True: "作出决定。符合条件的，准予许可；不符合条件的，不予许可，书面说明理由，并告知复议和诉讼的权利。",
    False: "作出决定。符合条件的，予以办理；不符合条件的，书面说明理由，并告知救济途径。",
}
_DELIVERING = "电子文书在网上送达；需要纸质的，到出件窗口领取或者邮寄。"


def _step(kind: StepKind, name: str, role: Role, text: str) -> Entry:
    return {"id": kind.value.lower(), "kind": kind, "name": name, "role": role, "text": text}


def special_of(row: ItemRow) -> list[Entry]:
    """Return the special procedures. Their time is not counted only where the law of licensing says so (art. 45)."""
    found = []
    for number, name in enumerate(row.facts.special, start=1):
        kind = next((kind for word, kind in _SPECIAL if word in name), SpecialKind.OTHER)
        stops = row.type == ItemType.LICENCE and kind in _STOPS
        entry = {"id": f"special-{number}", "kind": kind, "name": name, "text": _SAID[kind]}
        found.append(entry | ({"stops_clock": True, "legal": "licensing-45"} if stops else {}))
    return found


def ways_of(row: ItemRow, adjusted: Adjusted | None) -> Entry:
    """Return by which ways one may apply, and how often one has to come, and why.

    Whatever ends at a window can begin online (工作规范22): where nobody says that the whole is done online, the trip
    that remains is told with its reason.
    """
    labels = set(row.facts.labels)
    online = "网上办" in labels and not (adjusted and adjusted.in_person)
    channels = [Channel.WEB, Channel.MOBILE] if "掌上办" in labels else [Channel.WEB]
    why = _why(row, in_person=bool(adjusted and adjusted.in_person))
    reason = f"到窗口申请的，递交一次。{'' if online else why}"
    depth = [OnlineDepth.CONSULTATION, OnlineDepth.RECEIPT, OnlineDepth.PRE_EXAMINATION]
    whole = [OnlineDepth.CONSULTATION, OnlineDepth.RECEIPT, OnlineDepth.ACCEPTANCE, OnlineDepth.HANDLING]
    return {
        "channels": [*channels, Channel.WINDOW],
        "scope": _scope(labels),
        "online_depth": [*(whole if online else depth), OnlineDepth.RESULT_NOTICE],
        "trips": {"online": 0 if online else 1, "window": 1, "reason": reason},
        **conveniences_of(labels),
    }


def conveniences_of(labels: Iterable[str]) -> Entry:
    """Return what others say of an item and nothing else in its guide shows; nothing where nobody says anything."""
    said = {name: True for name, word in _CONVENIENCES.items() if word in labels}
    banks = {"banks": ["合作银行网点（名单待核定）"]} if "政银合作" in labels else {}
    return {"conveniences": said | banks} if said or banks else {}


_CONVENIENCES = {"near": "就近办", "instant": "秒批", "assisted": "帮办代办"}


def _why(row: ItemRow, *, in_person: bool) -> str:
    if in_person:
        return f"网上申请、预约以后，{_PERSONALLY}"
    taken = [one.name for one in row.facts.materials if source_of(one, row.type) == MaterialSource.ON_SITE]
    if taken:
        return f"网上申请以后，到窗口一次：{'、'.join(taken)}要当场办。"
    shown = [one.name for one in row.facts.materials if _original(one.form, one.source)]
    if shown:
        return f"网上申请以后，到窗口一次，核对原件：{'、'.join(shown)}。"
    return "网上申请以后，是否还要到窗口，由办理部门核定（待核定）。"


def _original(form: MaterialForm, source: MaterialSource) -> bool:
    return form == MaterialForm.ORIGINAL and source == MaterialSource.GOVERNMENT


def _scope(labels: Iterable[str]) -> Scope:
    if "跨省通办" in labels:
        return Scope.CROSS_PROVINCE
    return Scope.CROSS_COUNTY if "全域通办" in labels else Scope.NONE


def level_of(region: str) -> Level:
    """Return the level of government a region code belongs to."""
    by_digits = {9: Level.TOWN, 12: Level.VILLAGE}
    return by_digits.get(len(region)) or (Level.CITY if region.endswith("00") else Level.COUNTY)


def makes_certificate(kind: ResultKind) -> bool:
    """Tell whether something has to be made before it can be handed out."""
    return kind == ResultKind.CERTIFICATE
