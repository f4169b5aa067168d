"""People of operations, a whole notice for 2027, and a typhoon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import Refused
from tongban.orgs import api as orgs

OPERATOR = frozenset({Grant(Role.OPERATOR)})
ONE = Actor(UUID(int=11), ActorKind.STAFF, grants=OPERATOR)
TWO = Actor(UUID(int=12), ActorKind.STAFF, grants=OPERATOR)
CLERK = Actor(UUID(int=13), ActorKind.STAFF, grants=frozenset({Grant(Role.ACCEPTOR)}))
NOVEMBER = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)

SOURCE = "国务院办公厅关于2027年部分节假日安排的通知（测试）"
LINES = (
    orgs.Line("元旦", date(2027, 1, 1), date(2027, 1, 3)),
    orgs.Line("春节", date(2027, 2, 5), date(2027, 2, 11), (date(2027, 1, 31), date(2027, 2, 14))),
    orgs.Line("清明节", date(2027, 4, 3), date(2027, 4, 5)),
    orgs.Line("劳动节", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 4, 25), date(2027, 5, 8))),
    orgs.Line("端午节", date(2027, 6, 9), date(2027, 6, 9)),
    orgs.Line("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
    orgs.Line("国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 9, 26), date(2027, 10, 9))),
)
TYPHOON = orgs.Declaration(
    kind="LOCAL_CLOSURE",
    name="台风",
    first=date(2026, 9, 2),
    last=date(2026, 9, 3),
    department="*",
    region="*",
    source="市防汛抗旱指挥部公告〔2026〕9号（测试）",
)


def propose(**changes: Any) -> UUID:  # noqa: ANN401 -- any argument of the verb
    """Write the notice of 2027 down as the first operator, with something else in it."""
    said = {"year": 2027, "source": SOURCE, "published_on": date(2026, 11, 18), "lines": LINES, "by": ONE}
    return orgs.propose_calendar(**{**said, "at": NOVEMBER, **changes})


def with_line(number: int, **changes: Any) -> list[orgs.Line]:  # noqa: ANN401 -- any field
    """Return the lines of the notice with one of them changed."""
    lines = list(LINES)
    lines[number] = replace(lines[number], **changes)
    return lines


def declare(*, confirmed: bool = True, at: datetime | None = None, **changes: Any) -> UUID:  # noqa: ANN401 -- any field
    """Declare the typhoon with something else in it, and confirm it as the second operator."""
    key = orgs.propose_closure(said=replace(TYPHOON, **changes), by=ONE, at=at or NOVEMBER)
    if confirmed:
        orgs.confirm_closure(closure=key, by=TWO, at=at or NOVEMBER)
    return key


def told(work: Callable[[], object]) -> Callable[[], str]:
    """Return work that tells how it went: the code of its refusal, or "done"."""

    def tell() -> str:
        try:
            work()
        except Refused as refusal:
            return refusal.code
        return "done"

    return tell
