"""Why something is done to data about people, on which law, and when they may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from tongban.kernel import law
from tongban.ledger.errors import UnfitEntry


class Purpose(StrEnum):
    """What a verb or a look is for (个人信息保护法6: 明确、合理的目的)."""

    HANDLING = "HANDLING"
    ENQUIRY = "ENQUIRY"
    SUPERVISION = "SUPERVISION"
    AUDIT = "AUDIT"
    ADMINISTRATION = "ADMINISTRATION"
    OPERATION = "OPERATION"


PURPOSE_NAMES = {
    Purpose.HANDLING: "办理",
    Purpose.ENQUIRY: "查询",
    Purpose.SUPERVISION: "监督",
    Purpose.AUDIT: "审计",
    Purpose.ADMINISTRATION: "管理",
    Purpose.OPERATION: "系统运行",
}

LOOKING = {
    Purpose.HANDLING: "GBF.13.1.3,GZGF.22.1",
    Purpose.ENQUIRY: "GBF.13.1.3,GZGF.22.3",
    Purpose.SUPERVISION: "GBF.13.1.3,GZGF.35",
    Purpose.AUDIT: "GBF.54,GZGF.34",
    Purpose.ADMINISTRATION: "GBF.13.1.3,GZGF.34",
    Purpose.OPERATION: "GBF.13.1.3,GZGF.34",
}
"""On which law somebody may look at data about people, by what they look for.

个人信息保护法13(1)3: 为履行法定职责所必需; 54: 定期合规审计.
工作规范22(1): 在线审查材料; 22(3): 查询进度和结果; 34: 安全管理主体责任; 35: 日常考核.
"""


class Disclose(StrEnum):
    """When the persons whom an entry is about may see it."""

    NOW = "NOW"
    FROM = "FROM"
    WITHHELD = "WITHHELD"


DISCLOSE_NAMES = {Disclose.NOW: "可以查看", Disclose.FROM: "到期可以查看", Disclose.WITHHELD: "依法暂不告知"}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """When an entry may be shown to whom it is about: made by ``AT_ONCE``, ``shown_from`` or ``withheld``."""

    disclose: Disclose = Disclose.NOW
    day: date | None = None
    basis: str = ""


AT_ONCE = Disclosure()


def shown_from(day: date) -> Disclosure:
    """Let an entry be shown from the beginning of a legal day."""
    return Disclosure(Disclose.FROM, day)


def withheld(basis: str) -> Disclosure:
    """Keep an entry from those it is about, on a cited legal ground (个人信息保护法18(1), 35), until a review lifts it.

    Refuses (UnknownCitation) what is no citation and (UnfitEntry) no ground at all, or a rule of our own.
    """
    if not basis or any(citation.law == law.OWN for citation in law.parsed(basis)):
        raise UnfitEntry
    return Disclosure(Disclose.WITHHELD, None, basis)


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind an entry: its purpose, the provisions it rests on, whom it is about, when they may see it.

    ``basis`` is citations (``kernel.law``) joined by commas. ``about`` are parties; empty means the party the verb is
    for. ``reading`` is a look that changes nothing.
    """

    purpose: Purpose = Purpose.HANDLING
    basis: str = ""
    about: tuple[UUID, ...] = ()
    disclosure: Disclosure = AT_ONCE
    reading: bool = False


HANDLING = Why()
ADMINISTRATION = Why(Purpose.ADMINISTRATION)
OPERATION = Why(Purpose.OPERATION)

MOST_SUBJECTS = 200


def subjects(why: Why, for_party: UUID | None) -> list[UUID]:
    """Return whom an entry is about, each once, in a fixed order; UnfitEntry for more than an entry can name."""
    about: Iterable[UUID] = why.about or ([for_party] if for_party else [])
    named = sorted(set(about))
    if len(named) > MOST_SUBJECTS:
        raise UnfitEntry
    return named
