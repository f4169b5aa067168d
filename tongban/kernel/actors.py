"""Who acts: resolved once at the edge, carried through every verb."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tongban.kernel.codes.region import stem


class ActorKind(StrEnum):
    """What sort of actor."""

    PERSON = "PERSON"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"
    VISITOR = "VISITOR"


class Role(StrEnum):
    """What a grant lets its holder do. The first four are never granted: they follow from the matter.

    PARTNER is whoever does a step of a matter that their post alone would not let them examine: that of another
    department (联办), or one that the guide gives to another post. INTERESTED is who was told that a matter bears on an
    important interest of theirs (利害关系人).
    """

    APPLICANT = "APPLICANT"
    LAW = "LAW"
    PARTNER = "PARTNER"
    INTERESTED = "INTERESTED"
    RECEIVER = "RECEIVER"
    ACCEPTOR = "ACCEPTOR"
    EXAMINER = "EXAMINER"
    DECIDER = "DECIDER"
    HANDOUT = "HANDOUT"
    ITEM_MANAGER = "ITEM_MANAGER"
    ITEM_REVIEWER = "ITEM_REVIEWER"
    LEGAL_REVIEWER = "LEGAL_REVIEWER"
    ITEM_APPROVER = "ITEM_APPROVER"
    SUPERVISOR = "SUPERVISOR"
    DATA_MANAGER = "DATA_MANAGER"
    OPERATOR = "OPERATOR"
    SECURITY = "SECURITY"
    AUDITOR = "AUDITOR"


ROLE_NAMES = {
    Role.APPLICANT: "申请人",
    Role.LAW: "依法自动",
    Role.PARTNER: "联办",
    Role.INTERESTED: "利害关系人",
    Role.RECEIVER: "综合窗口收件",
    Role.ACCEPTOR: "受理",
    Role.EXAMINER: "审查",
    Role.DECIDER: "决定",
    Role.HANDOUT: "出件",
    Role.ITEM_MANAGER: "事项管理",
    Role.ITEM_REVIEWER: "事项审核",
    Role.LEGAL_REVIEWER: "合法性审核",
    Role.ITEM_APPROVER: "事项审定",
    Role.SUPERVISOR: "监督",
    Role.DATA_MANAGER: "数据管理",
    Role.OPERATOR: "系统管理",
    Role.SECURITY: "安全管理",
    Role.AUDITOR: "审计管理",
}


NEVER_GRANTED = frozenset({Role.APPLICANT, Role.LAW, Role.PARTNER, Role.INTERESTED})
"""What somebody is in one matter only, and no post gives."""

ADMINISTRATORS = frozenset({Role.OPERATOR, Role.SECURITY, Role.AUDITOR})
"""系统管理、安全管理和审计管理: three different persons, and none of them handles cases (GB/T 22239 8.1.5)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a department and a region: the whole of what a staff member may reach.

    ``department`` is a department code, "*" for all; ``units``: codes of the units below it that are meant as well.
    ``region`` is the code of a region, with everything inside it, "*" for all; ``territory``: the regions that are
    meant in its place, where an organisation runs regions and is none itself. ``instead_of``: the account in whose post
    its holder stands in for a time.
    """

    role: Role
    department: str = "*"
    region: str = "*"
    units: frozenset[str] = frozenset()
    territory: frozenset[str] = frozenset()
    instead_of: UUID | None = None

    @property
    def named(self) -> bool:
        """Tell whether it names a department."""
        return self.department != "*"

    @property
    def departments(self) -> frozenset[str]:
        """Return the departments it reaches, "*" for all."""
        return self.units | {self.department}

    @property
    def stems(self) -> frozenset[str]:
        """Return what the codes of the regions it reaches begin with; none means all of them."""
        return frozenset() if self.region == "*" else frozenset(map(stem, self.territory or (self.region,)))

    def covers(self, *, department: str, region: str) -> bool:
        """Tell whether something of this department and region lies within the grant."""
        inside = not self.stems or region.startswith(tuple(self.stems))
        return inside and (not self.named or department in self.departments)


class MandateKind(StrEnum):
    """On what ground somebody acts for another."""

    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"
    AGENT = "AGENT"
    ASSISTANT = "ASSISTANT"
    GUARDIAN = "GUARDIAN"


MANDATE_NAMES = {
    MandateKind.LEGAL_REPRESENTATIVE: "法定代表人",
    MandateKind.AGENT: "委托代理人",
    MandateKind.ASSISTANT: "帮办代办人",
    MandateKind.GUARDIAN: "监护人",
}


class MandateData(StrEnum):
    """What of the principal's own data a holder of a mandate may see and fill in."""

    DOCUMENT_NUMBER = "DOCUMENT_NUMBER"
    MOBILE = "MOBILE"
    ADDRESS = "ADDRESS"
    EARLIER_CASES = "EARLIER_CASES"


MANDATE_DATA_NAMES = {
    MandateData.DOCUMENT_NUMBER: "证件号码",
    MandateData.MOBILE: "手机号码",
    MandateData.ADDRESS: "住址",
    MandateData.EARLIER_CASES: "委托以前的办件",
}


@dataclass(frozen=True, slots=True)
class Mandate:
    """By what a natural person acts for somebody else, and how far it goes.

    ``since``: from when it holds; ``items``: codes of the items it is for, None for every item; ``data``: names of the
    principal's own data that the holder may see and fill in, None for all of them.
    """

    id: UUID
    kind: MandateKind
    since: datetime
    items: frozenset[str] | None = None
    data: frozenset[str] | None = None

    @property
    def whole(self) -> bool:
        """Tell whether its holder stands in for the principal in everything: what is told to one is told to both."""
        return self.items is None and self.data is None

    def is_for(self, item: str) -> bool:
        """Tell whether an item lies within it."""
        return self.items is None or item in self.items

    def shows(self, data: str) -> bool:
        """Tell whether its holder may see and fill in this of the principal's data."""
        return self.data is None or data in self.data


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts: ``id`` is the account.

    ``party``: the natural or legal person a citizen acts as; staff have none. ``person``: the natural person behind
    the account, of a citizen or of a member of staff, where known. ``mandate``: by what a citizen acts as somebody
    else. ``recused``: the parties in whose matters a member of staff does nothing.
    """

    id: UUID
    kind: ActorKind
    party: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    person: UUID | None = None
    mandate: Mandate | None = None
    recused: frozenset[UUID] = field(default_factory=frozenset)

    def __hash__(self) -> int:
        """Go by the account: what is kept by who acts is looked up often, and few are kept of one account."""
        return hash(self.id)

    def roles_for(self, *, department: str, region: str) -> frozenset[Role]:
        """Return the granted roles that reach something of this department and region."""
        return frozenset(g.role for g in self.grants if g.covers(department=department, region=region))

    @property
    def told_as(self) -> UUID | None:
        """Return whose messages the actor reads: the principal's only by a mandate for everything, else their own."""
        return self.party if self.mandate is None or self.mandate.whole else self.person

    def holds(self, role: Role) -> bool:
        """Tell whether the role is held anywhere at all."""
        return any(g.role == role for g in self.grants)


SYSTEM = Actor(id=UUID(int=1), kind=ActorKind.SYSTEM)
VISITOR = Actor(id=UUID(int=0), kind=ActorKind.VISITOR)
