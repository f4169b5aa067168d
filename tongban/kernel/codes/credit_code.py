"""统一社会信用代码 (GB 32100): 18 characters without I, O, S, V and Z.

Characters 9 to 17 are the organisation code (GB 11714) with a check of its own; the eighteenth checks the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_MISREAD = re.compile("[IOSVZ]")
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECK = "0123456789X"

AUTHORITIES = MappingProxyType(
    {
        "1": "机构编制",
        "2": "外交",
        "3": "司法行政",
        "4": "文化",
        "5": "民政",
        "6": "旅游",
        "7": "宗教",
        "8": "工会",
        "9": "市场监管",
        "A": "中央军委改革和编制办公室",
        "N": "农业农村",
        "Y": "其他",
    }
)

# GB 32100 as amended, from secondary sources; 54 from memory. A second character that is missing here is not
# refused: authorities add sorts, and two check characters find the typing errors.
KINDS = MappingProxyType(
    {
        "11": "机关",
        "12": "事业单位",
        "13": "群众团体",
        "21": "外国常驻新闻机构",
        "31": "律师执业机构",
        "32": "公证处",
        "33": "基层法律服务所",
        "34": "司法鉴定机构",
        "35": "仲裁委员会",
        "41": "外国在华文化中心",
        "51": "社会团体",
        "52": "民办非企业单位",
        "53": "基金会",
        "54": "基层群众性自治组织",
        "61": "外国旅游部门常驻代表机构",
        "62": "港澳台地区旅游部门常驻代表机构",
        "71": "宗教活动场所",
        "72": "宗教院校",
        "81": "基层工会",
        "91": "企业",
        "92": "个体工商户",
        "93": "农民专业合作社",
        "A1": "军队事业单位",
        "N1": "组级集体经济组织",
        "N2": "村级集体经济组织",
        "N3": "乡镇级集体经济组织",
        "Y1": "其他组织",
    }
)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that passed both checks. It is public and need not be masked."""

    code: str

    @property
    def kind(self) -> str:
        """Return in Chinese what sort of organisation carries it."""
        return KINDS.get(self.code[:2], "其他组织")

    @property
    def authority(self) -> str:
        """Return in Chinese which branch of government registered it."""
        return AUTHORITIES[self.code[0]]

    @property
    def region(self) -> str:
        """Return the six digits of the registering authority's region; 100000 is the nation."""
        return self.code[2:8]

    @property
    def organisation(self) -> str:
        """Return the organisation code, nine characters."""
        return self.code[8:17]


def check_character(first17: str) -> str:
    """Return the eighteenth character for the first seventeen."""
    total = sum(weight * ALPHABET.index(c) for weight, c in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """Return the ninth character of an organisation code; letters count from A = 10 to Z = 35."""
    total = sum(weight * int(c, 36) for weight, c in zip(_ORGANISATION_WEIGHTS, first8, strict=True))
    return _ORGANISATION_CHECK[-total % 11]


def parse(text: str) -> CreditCode:
    """Read a credit code as people type it."""
    code = clean(text)
    if not _FORM.fullmatch(code):
        raise Broken(_what_is_wrong(code))
    if code[0] not in AUTHORITIES:
        raise Broken("统一社会信用代码的第1位不是登记管理部门的代码，请对照证照核对。")
    if code[16] != organisation_check_character(code[8:16]):
        raise Broken("统一社会信用代码第9至17位（组织机构代码）不对，可能有一位输错了，请对照证照逐位核对。")
    if code[17] != check_character(code[:17]):
        raise Broken("统一社会信用代码最后一位不对，可能有一位输错了，请对照证照逐位核对。")
    return CreditCode(code)


def _what_is_wrong(code: str) -> str:
    if len(code) != LENGTH:
        return f"统一社会信用代码应为18位，您填写了{len(code)}位，请对照证照核对。"
    if _MISREAD.search(code):
        return "统一社会信用代码里没有字母I、O、S、V、Z，请看看是不是数字1、0、5或2。"
    return "统一社会信用代码只有数字和大写字母，第3至8位是数字，请对照证照核对。"
