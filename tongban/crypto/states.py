"""The two families of algorithms an installation can sign with."""

from __future__ import annotations

from enum import StrEnum


class Suite(StrEnum):
    """Which digest goes with which signature. The names stand in settings and records and never change."""

    # 国密: SM3 (GB/T 32905) and SM2 (GB/T 32918)
    SM = "SM"
    # SHA-256 and ECDSA on P-256 (FIPS 180-4, FIPS 186-5)
    INTL = "INTL"
