"""What lint can find: the rules by code, and one finding with its place in the guide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongban.catalog.guide.elements import SECTIONS

# Raised when a rule is added or judges otherwise: what was found under an older number is found anew.
RULES_VERSION = 7


class Severity(StrEnum):
    """How much a finding weighs: MUST is wrong, SHOULD misleads or leaves people guessing, MAY could be better."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


SEVERITY_NAMES = {Severity.MUST: "必须改", Severity.SHOULD: "应当改", Severity.MAY: "建议改"}


class Code(StrEnum):
    """The rules. The first ten are those in use elsewhere for published guides; the others are ours."""

    IMMEDIATE = "IMMEDIATE"
    RESULT_KIND = "RESULT_KIND"
    TRIPS = "TRIPS"
    POST = "POST"
    ONLINE_DEPTH = "ONLINE_DEPTH"
    FEES = "FEES"
    PHONES = "PHONES"
    AUDIENCE = "AUDIENCE"
    STEPS = "STEPS"
    SAMPLE = "SAMPLE"
    CATCH_ALL = "CATCH_ALL"
    VAGUE = "VAGUE"
    OVER_STATUTORY = "OVER_STATUTORY"
    UNITS = "UNITS"
    CEILING = "CEILING"
    COUNTED_FROM = "COUNTED_FROM"
    NOTICE = "NOTICE"
    LOWER = "LOWER"
    REMEDY = "REMEDY"
    WINDOW = "WINDOW"
    LICENCE = "LICENCE"
    LAW = "LAW"
    ORDER = "ORDER"
    JOINED = "JOINED"
    TOLD = "TOLD"
    DAYS = "DAYS"
    SAME_NAME = "SAME_NAME"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read it: what it asks for, and how much a breach weighs."""

    name: str
    severity: Severity


RULES: dict[Code, Rule] = {
    Code.IMMEDIATE: Rule("即办件就是当场办结的，承诺件要有承诺时限", Severity.MUST),
    Code.RESULT_KIND: Rule("结果的名称与结果类型一致", Severity.SHOULD),
    Code.TRIPS: Rule("要到现场的写明原因，不用到现场的不写", Severity.SHOULD),
    Code.POST: Rule("不用到现场、又不能网上办的，要能邮寄办理", Severity.MUST),
    Code.ONLINE_DEPTH: Rule("全程网上办理的，网上申请不用到现场", Severity.MUST),
    Code.FEES: Rule("收费的写明项目、标准、依据，可以网上支付；不收费的没有网上支付", Severity.SHOULD),
    Code.PHONES: Rule("咨询和投诉的电话不同，都带区号", Severity.MUST),
    Code.AUDIENCE: Rule("服务对象与事项清单、主题一致", Severity.SHOULD),
    Code.STEPS: Rule("行政许可至少有五个环节和一个常见问题", Severity.SHOULD),
    Code.SAMPLE: Rule("结果有样例，要填写的材料有空白表或者样例", Severity.MAY),
    Code.CATCH_ALL: Rule("没有兜底材料", Severity.MUST),
    Code.VAGUE: Rule("没有让人猜的说法", Severity.SHOULD),
    Code.OVER_STATUTORY: Rule("承诺时限不超过法定时限", Severity.MUST),
    Code.UNITS: Rule("承诺时限与法定时限用同一单位", Severity.MAY),
    Code.CEILING: Rule("法定、延长时限超过行政许可法的，有法律、法规依据", Severity.SHOULD),
    Code.COUNTED_FROM: Rule("法定时限从收到申请之日起算的，引用这样规定的条款", Severity.MUST),
    Code.NOTICE: Rule("受理、预审不比一次性告知的期限长", Severity.SHOULD),
    Code.LOWER: Rule("下级机关先审查的，不超过行政许可法的二十日", Severity.SHOULD),
    Code.REMEDY: Rule("写明行政复议和行政诉讼", Severity.MUST),
    Code.WINDOW: Rule("写的窗口真的能去", Severity.MUST),
    Code.LICENCE: Rule("证照的名称在证照类型目录里", Severity.MUST),
    Code.LAW: Rule("法律依据与法律文本核对过", Severity.MAY),
    Code.ORDER: Rule("环节的先后与办件实际办理的先后一致", Severity.MUST),
    Code.JOINED: Rule("有审查环节的别的部门列在部门信息里", Severity.MUST),
    Code.TOLD: Rule("填得不符合格式的，写明要怎样填", Severity.SHOULD),
    Code.DAYS: Rule("同一页里有几个日期的，写明先后", Severity.MAY),
    Code.SAME_NAME: Rule("同名事项的依据一致", Severity.MUST),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: which rule, at which element of the guide, and a sentence that says what to do."""

    code: Code
    place: str
    sentence: str

    @property
    def severity(self) -> Severity:
        """Return how much it weighs."""
        return RULES[self.code].severity

    @property
    def severity_name(self) -> str:
        """Return the Chinese name of the severity."""
        return SEVERITY_NAMES[self.severity]

    @property
    def section(self) -> str:
        """Return in Chinese which of the fourteen elements the place belongs to; the form is part of the materials."""
        return SECTIONS.get(self.place.partition(".")[0], SECTIONS["materials"])
