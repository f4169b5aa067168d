"""The people of the moving city: invented by a number, so that everybody is the same at every start.

Identity numbers begin with 320200, the city's own code, which is not given to persons; those of the cast end in a
sequence from 90x, these from 91x on. Names begin with 测试; telephones and firms are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tongban.identity import api as identity
from tongban.kernel.codes import credit_code, resident_id

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
GIVEN = "春夏秋冬东南西北山川江河松竹梅兰云霞星月"
TRADES = ("餐饮管理", "食品", "商贸", "文化传播", "建筑工程", "医药", "物流", "科技")
EARLIEST, STEP, YEARS = date(1950, 1, 1), 53, 45 * 365
OF_AGENTS = 5000
"""From here on the numbers of who acts for somebody of a smaller number."""


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person, by their name, identity number and telephone."""

    name: str
    number: str
    mobile: str


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise, by its name and credit code."""

    name: str
    number: str


def person(place: int) -> Person:
    """Return the n-th person; the first four hundred have names of their own."""
    surname, given = SURNAMES[place % len(SURNAMES)], GIVEN[place // len(SURNAMES) % len(GIVEN)]
    born = EARLIEST + timedelta(days=place * STEP % YEARS)
    first = f"320200{born:%Y%m%d}9{10 + place % 90}"
    return Person(f"测试{surname}{given}", first + resident_id.check_character(first), f"199{80_000_000 + place}")


def of_cast(username: str) -> Person:
    """Return one of the cast, whom everybody can sign in as."""
    one = next(one for one in identity.cast() if one.username == username)
    return Person(one.name, one.number, one.mobile)


def firm(place: int) -> Firm:
    """Return the n-th enterprise."""
    first, second = GIVEN[place % len(GIVEN)], GIVEN[(place * 7 + place // len(GIVEN)) % len(GIVEN)]
    body = f"MAYX{place:04}"
    body += credit_code.organisation_check_character(body)
    number = f"91320200{body}"
    name = f"无锡测试{first}{second}{TRADES[place % len(TRADES)]}有限公司"
    return Firm(name, number + credit_code.check_character(number))
