"""The legal basis of a draft: the laws of the facts as they are known, and those of every matter of its sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tongban.catalog.drafting.plan import Adjusted, Plan
from tongban.catalog.facts import ItemRow, KnownLaw
from tongban.catalog.guide.terms import ItemType
from tongban.kernel.law import numeral

LICENSING = "中华人民共和国行政许可法"
_VALID = "有效"
_UNKNOWN_ARTICLE = "（条号待核定）"
_FROM_MEMORY = "记忆"
_PUBLISHED = "公布的法律文本"
Entry = dict[str, Any]


def legal_of(row: ItemRow, plan: Plan, *, charged: bool) -> list[Entry]:
    """Return the elements of the legal basis; the first are the item's own, ``own-1`` the one its limits name."""
    adjusted = plan.adjusted_for(row.code)
    own = [_own(number, law) for number, law in enumerate(row.facts.legal, start=1)]
    extra = [_fee_basis()] if charged else []
    rules = list(_licensing(row)) if row.type == ItemType.LICENCE else [plan.city_rules.model_dump()]
    longer = [_REGISTERING] if row.facts.extension and extension_law(row) == _REGISTERING["id"] else []
    promised = [plan.commitments.model_dump()] if plan.commitments and adjusted and adjusted.pledges else []
    return own + extra + rules + longer + promised + list(_appeals(adjusted))


def main_law(row: ItemRow) -> str:
    """Return the id of the law that limits are taken to come from: the first verified one, else the first."""
    numbered = list(enumerate(row.facts.legal, start=1))
    return f"own-{next((number for number, law in numbered if law.article_verified), 1)}"


def extension_law(row: ItemRow) -> str:
    """Return the id of the law by which the limit may be made longer, which is not what the item itself rests on.

    The general one of the law of licensing (42(1): 可以延长十日), that of registering who trades, else the item's own.
    """
    known = row.facts.extension
    if any(law.law.endswith(_REGISTRATION) for law in row.facts.legal):
        return str(_REGISTERING["id"])
    general = row.type == ItemType.LICENCE and known is not None and known.amount <= _GENERAL_DAYS
    return "licensing-42" if general else main_law(row)


def _own(number: int, law: KnownLaw) -> Entry:
    known = {} if law.status in {"", _VALID} else {"text": f"效力：{law.status}。"}
    return _with_date(
        {
            "id": f"own-{number}",
            "law": law.law,
            "article": "、".join(f"第{numeral(one)}条" for one in law.articles) or _UNKNOWN_ARTICLE,
            "law_verified": law.law_verified,
            "article_verified": law.article_verified,
            "source": _source(law),
            **known,
        },
        law.effective,
    )


def _source(law: KnownLaw) -> str:
    """Say where a law was found, in words of everybody: the names of the sources are for those who keep the list."""
    if law.article_verified:
        return "公开的法律法规文本（已核对有这一条）"
    return "公开的法律法规目录" if law.law_verified else _FROM_MEMORY


def _with_date(entry: Entry, effective: date | None) -> Entry:
    return entry | ({"effective": effective} if effective else {})


def _fee_basis() -> Entry:
    return {
        "id": "fee-basis",
        "law": "收费文件（待核定）",
        "article": _UNKNOWN_ARTICLE,
        "text": "收费标准凭记忆整理，文件名称和文号由部门核定。",
        "law_verified": False,
        "article_verified": False,
        "source": _FROM_MEMORY,
    }


def _licensing(row: ItemRow) -> Iterator[Entry]:
    """Yield what a licence rests on; 42 only where its limit or extension is meant, 45 only where one stops time."""
    for article, (text, verified) in _OF_LICENSING.items():
        if article not in _SOMETIMES or _SOMETIMES[article](row):
            yield {
                "id": f"licensing-{article}",
                "law": LICENSING,
                "article": f"第{numeral(article)}条",
                "text": text,
                "effective": date(2019, 4, 23),
                "law_verified": True,
                "article_verified": verified,
                "source": _PUBLISHED if verified else _FROM_MEMORY,
            }


def general_limit(row: ItemRow) -> bool:
    """Tell whether the limit is the general one of the law of licensing, as the facts say in so many words."""
    known = row.facts.statutory
    return row.type == ItemType.LICENCE and known is not None and known.note.startswith("许可法一般期限")


_OF_LICENSING = {
    7: ("公民、法人或者其他组织享有陈述权、申辩权；有权依法申请行政复议或者提起行政诉讼。", False),
    31: ("申请人应当如实提交材料，并对申请材料实质内容的真实性负责。", False),
    32: ("材料不齐全的，当场或者五日内一次告知全部补正内容，逾期不告知的，自收到材料之日起即为受理。", True),
    42: ("自受理之日起二十日内作出决定；经本机关负责人批准，可以延长十日。", True),
    44: ("准予许可的，自作出决定之日起十日内颁发、送达许可证件。", True),
    45: ("听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的时间不计算在期限内。", True),
}
_REGISTRATION, _GENERAL_DAYS = "市场主体登记管理条例", 10
_REGISTERING: Entry = {
    "id": "registration-19",
    "law": f"中华人民共和国{_REGISTRATION}",
    "article": "第十九条",
    "text": "不能当场登记的，三个工作日内登记；情形复杂的，经登记机关负责人批准，可以再延长三个工作日。",
    "law_verified": True,
    "article_verified": False,
    "source": _FROM_MEMORY,
}
_SOMETIMES: dict[int, Callable[[ItemRow], bool]] = {
    42: lambda row: general_limit(row) or (row.facts.extension is not None and extension_law(row) == "licensing-42"),
    45: lambda row: bool(row.facts.special),
}


def _appeals(adjusted: Adjusted | None) -> Iterator[Entry]:
    yield {
        "id": "reconsideration-20",
        "law": "中华人民共和国行政复议法",
        "article": "第二十条",
        "text": "自知道或者应当知道该行政行为之日起六十日内提出行政复议申请。",
        "effective": date(2024, 1, 1),
        "law_verified": True,
        "article_verified": False,
        "source": _FROM_MEMORY,
    }
    if adjusted and adjusted.litigation_law:
        yield {
            "id": "litigation-own",
            "law": adjusted.litigation_law,
            "article": adjusted.litigation_article or _UNKNOWN_ARTICLE,
            "law_verified": True,
            "article_verified": False,
            "source": _FROM_MEMORY,
        }
        return
    yield {
        "id": "litigation-46",
        "law": "中华人民共和国行政诉讼法",
        "article": "第四十六条",
        "text": "直接向人民法院提起诉讼的，自知道或者应当知道作出行政行为之日起六个月内提出。",
        "effective": date(2017, 7, 1),
        "law_verified": True,
        "article_verified": False,
        "source": _FROM_MEMORY,
    }
