"""Citations: a provision as a code that a record can keep for ever, and the words that people read.

``XKF.32.1.4`` is 行政许可法第三十二条第一款第四项: the law, then 条, 款 and 项, each only after the one before it.
``120-1`` is 第一百二十条之一. Several provisions are joined by commas. Rules of this system, which no law orders, are
cited like a law (``BXT.1``) and read as what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from tongban.kernel.errors import Broken

LAWS = {
    "XKF": "行政许可法",
    "GZGF": "工作规范",
    "MFD": "民法典",
    "FJBF": "全国年节及纪念日放假办法",
    "GBF": "个人信息保护法",
    "SJF": "数据安全法",
    "WAF": "网络安全法",
    "DZQMF": "电子签名法",
    "BMF": "保守国家秘密法",
    "JCF": "监察法",
    "XSSSF": "刑事诉讼法",
    "XZFYF": "行政复议法",
    "DAF": "档案法",
    "GKTL": "政府信息公开条例",
    "DJTL": "市场主体登记管理条例",
    "ZXFWGD": "国务院关于在线政务服务的若干规定",
    "TFSJF": "突发事件应对法",
    "GWYF": "公务员法",
}
"""What is cited in full, by the code of the law. Codes are never renamed; a law joins when something rests on it."""

CITED = r"^([A-Z]{3,8}\.[0-9][0-9.-]*(,[A-Z]{3,8}\.[0-9][0-9.-]*)*)?$"
"""The form of codes joined by commas, for a database to hold to; no text, no citation."""

OWN = "BXT"
OWN_RULES = {
    1: "申请人在决定作出前可以撤回申请",
    2: "提交和批准由两个人分别办理",
    3: "注销账号在冷静期内可以撤回",
    4: "办件可以转给同岗位的同事，可以征求同事和联办部门的意见，时限照常计算",
    5: "部门的常用语由本部门审查、决定岗位维护，写进文书以前由办理人核对",
    6: "申请人可以在办件里提意见、投诉，由没有经办的决定岗位或者监督人员答复，办件和时限不变",
}

_CODE = re.compile(r"([A-Z]{3,8})\.([1-9]\d{0,3})(?:-([1-9]))?(?:\.([1-9]\d?)(?:\.([1-9]\d?))?)?")
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


class UnknownCitation(Broken):
    """法律依据的写法不对。请写成“法律代码.条.款.项”的形式，例如 XKF.32.1.4，多项依据用逗号分开。"""

    code = "unknown_citation"


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision; 0 where the article is cited whole, or the paragraph is."""

    law: str
    article: int
    extra: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def whole(self) -> str:
        """Return the words down to the paragraph, without the item."""
        if self.law == OWN:
            return f"{OWN_RULES[self.article]}（本系统规则）"
        extra = f"之{numeral(self.extra)}" if self.extra else ""
        paragraph = f"第{numeral(self.paragraph)}款" if self.paragraph else ""
        return f"{LAWS[self.law]}第{numeral(self.article)}条{extra}{paragraph}"


def parse(code: str) -> Citation:
    """Read one code; UnknownCitation if it is not of the form, or of a law that is not in the table."""
    found = _CODE.fullmatch(code)
    if found is None or found[1] not in {*LAWS, OWN}:
        raise UnknownCitation
    numbers = [int(number or 0) for number in found.groups()[1:]]
    if found[1] == OWN and (numbers[0] not in OWN_RULES or any(numbers[1:])):
        raise UnknownCitation
    return Citation(found[1], *numbers)


def parsed(codes: str) -> tuple[Citation, ...]:
    """Read codes joined by commas; no text, no citation."""
    return tuple(map(parse, codes.split(","))) if codes else ()


def rests_on_law(codes: str) -> bool:
    """Tell whether at least one of the provisions is a law's and not only a rule of this system."""
    return any(one.law != OWN for one in parsed(codes))


def join(codes: Iterable[str]) -> str:
    """Join codes as they are kept, each of them checked."""
    joined = ",".join(codes)
    parsed(joined)
    return joined


def cite(codes: str) -> str:
    """Return the words: ``XKF.32.1.1,XKF.32.1.2`` is 行政许可法第三十二条第一款第一、二项."""
    return "、".join(_words(parsed(codes)))


def _words(citations: Iterable[Citation]) -> Iterator[str]:
    for whole, together in groupby(citations, key=lambda one: (one.whole, bool(one.item))):
        items = "、".join(numeral(one.item) for one in together if one.item)
        yield f"{whole[0]}第{items}项" if items else whole[0]


def numeral(number: int) -> str:
    """Write a number from 1 to 9999 as statutes do: 十, 二十一, 一百零五, 一千二百六十."""
    text, zero = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        text += (_DIGITS[0] if zero and digit else "") + (_DIGITS[digit] + _PLACES[place] if digit else "")
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text
