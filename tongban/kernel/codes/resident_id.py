"""Identity numbers of 18 characters (GB 11643): residents, and those who hold a card of the same make.

The first six digits name the place of first registration, which may have been abolished long ago, so only the
province is checked. The check character is ISO 7064 MOD 11,2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tongban.kernel.codes import text as texts
from tongban.kernel.codes.region import PROVINCES
from tongban.kernel.errors import Broken

LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_OLD = re.compile(r"[0-9]{15}")
_FORM = re.compile(r"[0-9]{17}[0-9X]")


class Card(StrEnum):
    """Which card carries the number."""

    RESIDENT = "RESIDENT"
    RESIDENCE_PERMIT = "RESIDENCE_PERMIT"
    PERMANENT_RESIDENCE = "PERMANENT_RESIDENCE"


CARD_NAMES = {
    Card.RESIDENT: "居民身份证",
    Card.RESIDENCE_PERMIT: "港澳台居民居住证",
    Card.PERMANENT_RESIDENCE: "外国人永久居留身份证",
}


class Sex(StrEnum):
    """What the seventeenth digit says: odd is male."""

    MALE = "MALE"
    FEMALE = "FEMALE"


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which first digits belong to which card, and how we know."""

    card: Card
    prefixes: frozenset[str]
    source: str


SCHEMES = (
    Scheme(
        Card.RESIDENCE_PERMIT, frozenset({"81", "82", "83"}), "港澳台居民居住证申领发放办法（2018），凭记忆，高可信"
    ),
    Scheme(Card.PERMANENT_RESIDENCE, frozenset({"9"}), "新版外国人永久居留身份证（2023-12-01 启用），二手资料，高可信"),
    Scheme(Card.RESIDENT, PROVINCES - {"81", "82"}, "GB 11643、GB/T 2260"),
)


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number that passed every check. It is personal data: neither its repr nor any refusal shows it."""

    code: str = field(repr=False)
    card: Card

    @property
    def region(self) -> str:
        """Return the six digits of the place of first registration; for other cards they mean other things."""
        return self.code[:6]

    @property
    def birth_date(self) -> date:
        """Return the day of birth."""
        return date.fromisoformat(self.code[6:14])

    @property
    def sex(self) -> Sex:
        """Return the sex on record."""
        return Sex.MALE if int(self.code[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """Return what others may see of it."""
        return mask(self.code)


def check_character(first17: str) -> str:
    """Return the eighteenth character for seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK[total % 11]


def mask(code: str) -> str:
    """Show the first three and last four characters, and so neither the county nor the day of birth."""
    return texts.mask(code, head=3, tail=4)


def parse(text: str, *, on: date, schemes: Sequence[Scheme] = SCHEMES) -> ResidentId:
    """Read a number as people type it; ``on`` is the day it is shown, by which its holder must be born."""
    code = texts.clean(text)
    if _OLD.fullmatch(code):
        raise Broken("15位的身份证号码从2013年起已停止使用，请填写现在身份证上的18位号码。")
    if not _FORM.fullmatch(code):
        raise Broken(_what_is_wrong(code))
    card = _card(code, schemes)
    _refuse_impossible_birth(code, on)
    if code[-1] != check_character(code[:-1]):
        raise Broken("身份证号码最后一位不对，可能有一位输错了，请逐位核对。")
    return ResidentId(code, card)


def _what_is_wrong(code: str) -> str:
    if len(code) != LENGTH:
        return f"身份证号码应为18位，您填写了{len(code)}位，请核对。"
    return "身份证号码只能有数字，最后一位可以是X，请核对。"


def _card(code: str, schemes: Sequence[Scheme]) -> Card:
    for scheme in schemes:
        if code.startswith(tuple(scheme.prefixes)):
            return scheme.card
    raise Broken("身份证号码的前两位不对，没有这样的地区，请核对。")


def _refuse_impossible_birth(code: str, on: date) -> None:
    try:
        born = date.fromisoformat(code[6:14])
    except ValueError:
        raise Broken("身份证号码第7至14位是出生日期，没有这一天，请核对。") from None
    if born > on:
        raise Broken("身份证号码里的出生日期在今天之后，请核对。")
