"""What kinds of persons there are, and how surely somebody is who they say."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.codes.document_type import DocumentType

__all__ = ["LEVEL_NAMES", "DocumentType", "PartyKind", "RealNameLevel"]


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
