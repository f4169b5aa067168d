"""What kinds of persons and documents there are."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """A natural person, or an organisation of any legal form."""

    NATURAL = "NATURAL"
    LEGAL = "LEGAL"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [(cls.NATURAL.value, "自然人"), (cls.LEGAL.value, "法人或其他组织")]


class DocumentType(StrEnum):
    """Kind of identity document, by the holder codes of GB/T 36903."""

    CREDIT_CODE = "001"
    RESIDENT_ID = "111"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [(cls.CREDIT_CODE.value, "统一社会信用代码"), (cls.RESIDENT_ID.value, "居民身份证")]


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
