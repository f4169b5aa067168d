"""Codes that are handed out on paper or by word: invitations and recovery codes, in letters nobody mistakes."""

from __future__ import annotations

import unicodedata

# Without I, L, O and U: what is read as one of them means 1, 1, 0 and V (Crockford).
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans("OILU", "011V", " -")
GROUP = 5
INVITATION_LENGTH = 20
"""A hundred bits."""
RECOVERY_LENGTH = 10
"""Fifty bits, behind a password and a brake."""


def fit(text: str) -> str:
    """Return the letters of a code however it was typed."""
    return unicodedata.normalize("NFKC", text).upper().translate(_MEANT)[: 2 * INVITATION_LENGTH]


def spelt(code: str) -> str:
    """Return a code in groups, as it is written down."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
