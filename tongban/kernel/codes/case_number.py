"""办件编号: region 6 + day 8 + sequence 8 + check digit 1, all of it digits.

The nation fixes no form (at most 50 characters). The check digit is ISO 7064 MOD 11,10: the number is read out on
the telephone, typed on keypads and copied from paper, where the letters of MOD 37,36 would be taken for 0 and 1.
Sequences may have gaps: a number only has to be the only one of its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tongban.kernel.codes import iso7064
from tongban.kernel.codes.region import parse_current
from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

LAST_SEQUENCE = 99_999_999
_FORM = re.compile(r"[0-9]{23}")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number by which a person asks after a case."""

    region: str
    day: date
    sequence: int

    @property
    def code(self) -> str:
        """Return the 23 digits."""
        payload = f"{self.region}{self.day:%Y%m%d}{self.sequence:08}"
        return payload + iso7064.check_character(payload, alphabet=iso7064.DIGITS)

    def __str__(self) -> str:
        """Return the 23 digits, so that no other form is ever printed."""
        return self.code


def build(*, region: str, day: date, sequence: int) -> CaseNumber:
    """Make the number of a case received on ``day``; of a longer region code the county counts.

    Broken if the region is unknown or abolished, or the sequence is not 0 to 99,999,999.
    """
    if not 0 <= sequence <= LAST_SEQUENCE:
        raise Broken("办件编号的流水号应在0至99999999之间，请联系系统管理员。")
    return CaseNumber(parse_current(region).county, day, sequence)


def parse(text: str) -> CaseNumber:
    """Read a number as people type it; whether there is such a case is for the cases to say."""
    code = clean(text)
    if not _FORM.fullmatch(code):
        raise Broken("办件编号应为23位数字，请核对回执上的编号。")
    if code[22] != iso7064.check_character(code[:22], alphabet=iso7064.DIGITS):
        raise Broken("办件编号不对，可能有一位输错了，请对照回执逐位核对。")
    return CaseNumber(code[:6], _day(code[6:14]), int(code[14:22]))


def _day(digits: str) -> date:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        raise Broken("办件编号第7至14位是日期，没有这一天，请对照回执核对。") from None
