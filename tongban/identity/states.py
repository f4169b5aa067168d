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
