"""What kinds of persons there are, how surely somebody is who they say, and the life of a delegation."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.codes.document_type import DocumentType
from tongban.kernel.moves import Moves, move

__all__ = [
    "DELEGATIONS",
    "GUARDIAN_PROOFS",
    "LEVEL_NAMES",
    "LIVE",
    "DelegationState",
    "DelegationVerb",
    "DocumentType",
    "PartyKind",
    "Proof",
    "RealNameLevel",
    "Side",
]


class PartyKind(StrEnum):
    """A natural person, or an organisation of any legal form."""

    NATURAL = "NATURAL"
    LEGAL = "LEGAL"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [(cls.NATURAL.value, "自然人"), (cls.LEGAL.value, "法人或其他组织")]


class RealNameLevel(StrEnum):
    """How surely somebody is who they say, from the weakest to the strongest.

    BASIC: name, number and telephone agree. FACE_TO_FACE: the document was seen at the counter. STRONG: by the
    national or provincial identity service, or by a reliable electronic identity.
    """

    NONE = "NONE"
    BASIC = "BASIC"
    FACE_TO_FACE = "FACE_TO_FACE"
    STRONG = "STRONG"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [(one.value, LEVEL_NAMES[one]) for one in cls]

    @property
    def label(self) -> str:
        """Return the Chinese word."""
        return LEVEL_NAMES[self]

    @property
    def rank(self) -> int:
        """Return how strong it is: 0 is nothing."""
        return list(RealNameLevel).index(self)

    def reaches(self, least: RealNameLevel) -> bool:
        """Tell whether it is at least as strong as what is asked for."""
        return self.rank >= least.rank


LEVEL_NAMES = {
    RealNameLevel.NONE: "未实名",
    RealNameLevel.BASIC: "初级实名（姓名、证件号码和手机一致）",
    RealNameLevel.FACE_TO_FACE: "当面核验（窗口看过证件原件）",
    RealNameLevel.STRONG: "高级实名（国家、省统一身份认证或者可靠的电子身份）",
}


class DelegationState(StrEnum):
    """Where a delegation stands."""

    OFFERED = "OFFERED"
    IN_FORCE = "IN_FORCE"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


LIVE = (DelegationState.OFFERED, DelegationState.IN_FORCE)


class DelegationVerb(StrEnum):
    """What can be done to a delegation that was made."""

    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    TAKE_BACK = "TAKE_BACK"
    REVOKE = "REVOKE"
    EXPIRE = "EXPIRE"


class Side(StrEnum):
    """Who stands how to a delegation; COUNTER is the receiving clerk before whom the principal stands."""

    PRINCIPAL = "PRINCIPAL"
    AGENT = "AGENT"
    COUNTER = "COUNTER"
    LAW = "LAW"


class Proof(StrEnum):
    """What the clerk has seen: both documents, or by what somebody is a child's guardian."""

    BOTH_DOCUMENTS = "BOTH_DOCUMENTS"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE"
    LICENCE = "LICENCE"


GUARDIAN_PROOFS = {Proof.HOUSEHOLD_REGISTER: "户口簿", Proof.BIRTH_CERTIFICATE: "出生医学证明"}

OFFERED = [DelegationState.OFFERED]
DELEGATIONS = Moves(
    move(DelegationVerb.ACCEPT, OFFERED, DelegationState.IN_FORCE, by=[Side.AGENT], article="MFD.165"),
    move(DelegationVerb.DECLINE, OFFERED, DelegationState.DECLINED, by=[Side.AGENT], article="MFD.165"),
    move(
        DelegationVerb.TAKE_BACK,
        OFFERED,
        DelegationState.WITHDRAWN,
        by=[Side.PRINCIPAL, Side.COUNTER],
        article="MFD.173.1.2",
    ),
    move(
        DelegationVerb.REVOKE,
        [DelegationState.IN_FORCE],
        DelegationState.REVOKED,
        by=[Side.PRINCIPAL, Side.AGENT, Side.COUNTER],
        article="MFD.173.1.2",
    ),
    move(DelegationVerb.EXPIRE, LIVE, DelegationState.EXPIRED, by=[Side.LAW], article="MFD.173.1.1,MFD.175.1.1"),
    labels={
        DelegationState.OFFERED: "等待对方接受",
        DelegationState.IN_FORCE: "有效",
        DelegationState.DECLINED: "对方没有接受",
        DelegationState.WITHDRAWN: "已收回",
        DelegationState.REVOKED: "已解除",
        DelegationState.EXPIRED: "已到期",
        DelegationVerb.ACCEPT: "接受委托",
        DelegationVerb.DECLINE: "不接受",
        DelegationVerb.TAKE_BACK: "收回",
        DelegationVerb.REVOKE: "解除",
        DelegationVerb.EXPIRE: "到期终止",
    },
)


class Kin(StrEnum):
    """How close two persons are, as far as it keeps one out of the other's matters (公务员法74(1), 76)."""

    SPOUSE = "SPOUSE"
    LINEAL = "LINEAL"
    COLLATERAL = "COLLATERAL"
    IN_LAW = "IN_LAW"
    OTHER = "OTHER"


KIN_NAMES = {
    Kin.SPOUSE: "夫妻",
    Kin.LINEAL: "直系血亲",
    Kin.COLLATERAL: "三代以内旁系血亲",
    Kin.IN_LAW: "近姻亲",
    Kin.OTHER: "其他可能影响公正办理的关系",
}
