"""The nine feature lists of article 9 (第九条), each a rule over the facts of a published guide.

A list holds exactly the items whose guide has the facts; where a fact is missing, the item is not on the list. Each
rule returns why an item is on its list, in words, or nothing. What counts is a reading of the house: article 9 names
the lists and gives no definition (待核定); a rule that is changed gets a new day and a new ``RULES_VERSION``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import (
    Channel,
    MaterialKind,
    MaterialSource,
    Need,
    OnlineDepth,
    ProjectType,
    Scope,
)

RULES_VERSION = 2
SINCE = date(2026, 9, 1)
NEAR_LEVELS = frozenset({"TOWN", "VILLAGE"})
CITYWIDE = frozenset({Scope.NATION, Scope.CROSS_PROVINCE, Scope.CROSS_CITY, Scope.CROSS_COUNTY})
_WHOLLY = frozenset({OnlineDepth.ACCEPTANCE, OnlineDepth.HANDLING})
LICENCES_VERIFIED = False
"""Whether electronic licences are verified here, so that what they spare is spared today and not only once they are."""
Levels = Mapping[str, str]


class Feature(StrEnum):
    """The lists that article 9 names, in its order. The codes are never renamed."""

    CITYWIDE = "CITYWIDE"
    AT_ONCE = "AT_ONCE"
    NEARBY = "NEARBY"
    ONLINE = "ONLINE"
    MOBILE = "MOBILE"
    DOCUMENT_FREE = "DOCUMENT_FREE"
    INSTANT = "INSTANT"
    ASSISTED = "ASSISTED"
    BANKS = "BANKS"


@dataclass(frozen=True, slots=True)
class Rule:
    """A list: its name in article 9, what it takes to be on it, since when that is the rule, and the test itself.

    ``why`` is given a guide and the levels of the places it names, by their codes.
    """

    name: str
    text: str
    why: Callable[[Guide, Levels], str]
    since: date = SINCE

    @property
    def slug(self) -> str:
        """Return how the list is addressed."""
        return next(code.value.lower().replace("_", "-") for code, rule in RULES.items() if rule is self)


def features_of(guide: Guide, levels: Levels) -> dict[Feature, str]:
    """Return the lists an item is on by its guide, each with why."""
    found = {code: rule.why(guide, levels) for code, rule in RULES.items()}
    return {code: why for code, why in found.items() if why}


def wholly_online(guide: Guide) -> bool:
    """Tell whether an application is made and handled online without coming in person."""
    basics = guide.basics
    return Channel.WEB in basics.channels and basics.trips.online == 0 and bool(_WHOLLY & set(basics.online_depth))


def _citywide(guide: Guide, _: Levels) -> str:
    return f"通办范围是{label(guide.basics.scope)}" if guide.basics.scope in CITYWIDE else ""


def _at_once(guide: Guide, _: Levels) -> str:
    spot = guide.limits.promised.amount == 0 and guide.basics.project_type == ProjectType.IMMEDIATE
    return "即办件，承诺当场办结" if spot else ""


def _nearby(guide: Guide, levels: Levels) -> str:
    near = [window.name for window in guide.windows if levels.get(window.place) in NEAR_LEVELS]
    if near:
        return f"在{'、'.join(dict.fromkeys(near))}有窗口"
    if Channel.KIOSK in guide.basics.channels:
        return "可以在自助终端办理"
    return "便民服务中心（站）可以代为受理" if guide.basics.conveniences.near else ""


def _online(guide: Guide, _: Levels) -> str:
    return "网上申请、网上办理，不用到现场" if wholly_online(guide) else ""


def _mobile(guide: Guide, _: Levels) -> str:
    return "可以在手机上申请" if Channel.MOBILE in guide.basics.channels else ""


def _document_free(guide: Guide, _: Levels) -> str:
    """Every certificate that a government issued is taken from its electronic licence, and there is one at least."""
    issued = [
        one
        for one in guide.materials
        if one.kind == MaterialKind.CERTIFICATE
        and one.source == MaterialSource.GOVERNMENT
        and one.need != Need.OPTIONAL
    ]
    if not issued or not all(one.exempt_if_licence and one.paper_legal is None for one in issued):
        return ""
    spared = "有电子证照就免交" if LICENCES_VERIFIED else "电子证照核验开通后免交，目前请提交"
    return f"{spared}：{'、'.join(dict.fromkeys(one.name for one in issued))}"


def _instant(guide: Guide, _: Levels) -> str:
    return "系统按规则自动办结，不用等人工审批" if guide.basics.conveniences.instant else ""


def _assisted(guide: Guide, _: Levels) -> str:
    return "有帮办代办人员免费帮助办理" if guide.basics.conveniences.assisted else ""


def _banks(guide: Guide, _: Levels) -> str:
    banks = guide.basics.conveniences.banks
    return f"合作银行网点可以办：{'、'.join(banks)}" if banks else ""


_SPARED = "要用到政府部门核发的证件，并且每一件都可以用电子证照免交。"
_SPARED_LATER = "要用到政府部门核发的证件，并且每一件在电子证照核验开通后免交。核验还没有开通，目前请照常提交。"
RULES: dict[Feature, Rule] = {
    Feature.CITYWIDE: Rule("全域通办", "通办范围在县（区）以上：跨县（区）、跨市、跨省或者全国通办。", _citywide),
    Feature.AT_ONCE: Rule("马上办", "即办件，并且承诺时限是当场办结。", _at_once),
    Feature.NEARBY: Rule("就近办", "便民服务中心（站）有窗口或者可以代为受理，或者可以在自助终端办理。", _nearby),
    Feature.ONLINE: Rule("网上办", "可以网上申请，受理或者办理也在网上，不用到现场。", _online),
    Feature.MOBILE: Rule("掌上办", "办理形式里有手机办理。", _mobile),
    Feature.DOCUMENT_FREE: Rule("免证办", _SPARED if LICENCES_VERIFIED else _SPARED_LATER, _document_free),
    Feature.INSTANT: Rule("智能秒办、秒批", "由系统按公开的规则自动办结。", _instant),
    Feature.ASSISTED: Rule("帮办代办", "有帮办代办人员帮助办理。", _assisted),
    Feature.BANKS: Rule("政银合作", "合作银行的网点可以办理。", _banks),
}
