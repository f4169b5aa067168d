"""What the parts of a guide are called where they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tongban.catalog import api as catalog
from tongban.catalog.revising.api import FORM_SETTINGS
from tongban.kernel.actors import ROLE_NAMES, Role
from tongban.kernel.limits import UNIT_NAMES, Unit
from tongban.kernel.terms import WITHOUT_AMOUNT
from tongban.web.fields import Choice

_NAMES = {
    "item": "事项编码",
    "name": "名称",
    "type": "类型",
    "level": "行使层级",
    "power_source": "权力来源",
    "project_type": "办件类型",
    "service_objects": "服务对象",
    "channels": "办理形式",
    "scope": "通办范围",
    "online_depth": "网上办理深度",
    "trips": "到现场次数",
    "online": "网上",
    "window": "窗口",
    "reason": "必须到现场的原因",
    "quota": "数量限制",
    "conveniences": "便民服务",
    "near": "就近办",
    "instant": "智能秒办",
    "assisted": "帮办代办",
    "banks": "政银合作的银行",
    "outside": "不进驻服务中心的理由",
    "summary": "一句话介绍",
    "prescreen": "预审",
    "renewal": "延续",
    "expiry": "许可有效期届满日是哪一项",
    "apply": "届满前多久提出申请",
    "region": "管辖区划",
    "nature": "实施主体性质",
    "entrusted_by": "委托部门",
    "receives": "收件",
    "accepts": "受理",
    "examines": "审查",
    "decides": "决定",
    "delivers": "送达",
    "supervises": "监管",
    "joint": "联办机构",
    "place": "服务场所编码",
    "counters": "哪几个窗口",
    "note": "说明",
    "text": "内容",
    "legal": "依据",
    "amount": "数量",
    "unit": "单位",
    "statutory": "法定时限",
    "promised": "承诺时限",
    "counted_from": "从哪天起算",
    "extension": "可以延长",
    "approver": "由谁批准",
    "entries": "收费项目",
    "pay_online": "可以网上支付",
    "kind": "种类",
    "standard": "收费标准",
    "reduction": "减免",
    "licence": "证照名称",
    "validity": "有效期",
    "contents": "决定书写明的内容",
    "delivery": "送达方式",
    "sample_note": "样例说明",
    "sample": "样例",
    "blank": "空白表",
    "size": "大小",
    "sm3": "文件摘要",
    "law": "法律、法规或者文件名称",
    "article": "条款",
    "effective": "施行日期",
    "law_verified": "这部法已核对",
    "article_verified": "条号已与法律文本核对",
    "source": "从哪里核对的",
    "question": "问题",
    "answer": "回答",
    "consultation": "咨询",
    "complaint": "投诉",
    "phones": "电话",
    "rights": "申请人的权利",
    "duties": "申请人的义务",
    "to": "向谁提出",
    "within": "多长时间内提出",
    "role": "由什么岗位",
    "by": "部门编码",
    "limit": "时限",
    "when": "条件",
    "when_text": "什么情形下需要",
    "need": "必要性",
    "form": "形式",
    "copies": "份数",
    "source_name": "由谁出具",
    "photocopies": "另交复印件份数",
    "page": "纸张规格",
    "datum": "可以代替它的共享数据",
    "defer": "容缺：多久以内补交",
    "commitment": "告知承诺：决定以后多久以内核查",
    "wording": "承诺书的文字",
    "told": "告知的内容",
    "meet": "决定以后多久以内达到条件",
    "spares": "承诺的不用交哪些材料",
    "mime": "文件格式",
    "max_files": "最多几个文件",
    "max_megabytes": "每个文件最多几兆",
    "parallel": "与哪些环节同时办理",
    "special": "可能有的特别程序",
    "exempt_if_licence": "有电子证照免交",
    "paper_legal": "要求纸质的依据",
    "accepted": "可以交的文件",
    "help": "提示",
    "stops_clock": "不计入时限",
    "title": "标题",
}
_IN = {
    "materials.kind": "材料类型",
    "materials.form": "材料形式",
    "materials.source": "来源渠道",
    "materials.legal": "要求它的依据",
    "materials.licence": "可以代替它的电子证照",
    "process.kind": "哪个环节",
    "process.by": "由哪个部门",
    "process.text": "做什么",
    "special.text": "怎么做",
    "contacts.place": "地点",
    "contacts.online": "网上渠道",
    "windows.name": "窗口名称",
    "criteria.legal": "规定这个条件的依据",
    "limits.legal": "法律依据",
    "results.name": "结果名称",
    "fees.name": "收费名称",
    "fees.entries.kind": "收费方式",
}
# The parts of a question of the form, by what they are called in its file.
HINTS = {
    "phones": "一行一个，带区号，例如 0510-12345678",
    "place": "写几个字的名称，再从列出的场所里选；选了以后这里是它的编码",
    "amount": "当场办结的写 0",
    "counted_from": "不选就是自受理之日起；法律、法规规定“自收到申请之日起”的才选，并引用那一条",
    "counters": "例如：A01 至 A05 综合窗口",
    "contents": "批准以后决定书要写明的，都是表单里的项目",
    "quota": "没有数量限制不用填；填了的，按受理的先后作出准予决定",
    "reason": "不用到现场不填",
    "near": "镇（街道）、村（社区）的便民服务中心（站）可以代为受理",
    "instant": "系统按公布的规则自动办结，不用等人工审批",
    "assisted": "有人免费帮助办理",
    "banks": "一行一家，写到能办的网点为止；没有不填",
    "outside": "在政务服务中心能办的不填；不能的写明为什么、在哪里办",
    "renewal": "只用于延续许可的事项：届满前没有决定的，依法视为准予延续",
    "expiry": "写表单里那一项的编号，要是必填的日期",
    "apply": "不填就是届满三十日前；特别规定不同的才填，要写明依据",
    "prescreen": "只有法律要求当面提交纸质材料或者亲笔签名的事项才有，要写明依据",
    "commitment": "申请人可以书面承诺代替这份材料；写明核查期限、依据和承诺书的文字",
    "told": "写明条件的具体要求（可以核对，没有兜底条款）、核查怎样进行、承诺不实或者没有做到的法律责任",
    "meet": "申请时就要符合的不填；核查期限要比它长",
    "spares": "用来证明这个条件的材料；都要核验的不选",
    "entrusted_by": "受委托组织才填",
    "copies": "不写就是 1 份",
    "photocopies": "除了上面的份数以外；没有就不写",
    "datum": "例如：不动产登记信息。数据核验开通以后免交",
    "licence": "有这种电子证照就可以代替；只能选证照类型目录里的",
    "when_text": "给办事人看的一句话；没有条件的不填",
    "help": "办事人最常问的，例如：复印件要不要盖章",
}


def name_of(section: str, path: Sequence[str]) -> str:
    """Return what a part is called: by its place in the section where that says more."""
    words = [one for one in path if not one.isdigit()]
    if not words:
        return f"第{path[-1]}项" if path else catalog.SECTION_NAMES[section]
    last = words[-1]
    for key in (".".join((section, *words)), f"{section}.{last}"):
        if key in _IN:
            return _IN[key]
    return _NAMES.get(last, last)


def place_name(section: str, path: Sequence[str]) -> str:
    """Return a place in words: the names on the way to it, rows by their number."""
    found = []
    for place, one in enumerate(path):
        found.append(_NAMES.get(one, one) if not one.isdigit() else f"第{one}项")
        if place == len(path) - 1 and not one.isdigit():
            found[-1] = name_of(section, path)
    return " · ".join(found)


@dataclass(frozen=True, slots=True)
class NamedChange:
    """What differs, with its section and its place in words.

    ``parts``: what of a row came, went or changed: what it is called, what it was and what it is.
    """

    section: str
    place: str
    change: catalog.Changed
    parts: Sequence[tuple[str, str, str]] = ()


def named_changes(changes: Sequence[catalog.Changed]) -> list[NamedChange]:
    """Return what differs, each with its section and its place in words; of a whole row its name and what is in it."""
    return [NamedChange(catalog.SECTION_NAMES[one.section], _changed_place(one), one, _parts(one)) for one in changes]


def _parts(one: catalog.Changed) -> list[tuple[str, str, str]]:
    return [(_within(part) or "内容", part.before, part.after) for part in one.parts]


def _changed_place(one: catalog.Changed) -> str:
    if one.parts:
        return f"{'删去' if one.removed else '新增' if one.added else '修改'}“{one.before or one.after}”"
    within = _within(one)
    return " · ".join(filter(None, (f"问题“{one.question}”" if one.question else "", within)))


def _within(one: catalog.Changed) -> str:
    if one.section != "form":
        return place_name(one.section, one.path)
    return " · ".join(
        f"第{part}项" if part.isdigit() else FORM_SETTINGS.get(part, _NAMES.get(part, part)) for part in one.path
    )


def choices_of(kind: type[StrEnum]) -> list[Choice]:
    """Return the values of an enumeration with their Chinese names."""
    if kind is Unit:
        return [Choice(one.value, UNIT_NAMES[one]) for one in Unit if one not in WITHOUT_AMOUNT]
    if kind is Role:
        return [Choice(one.value, ROLE_NAMES[one]) for one in Role]
    return [Choice(one.value, catalog.label(one)) for one in kind]
