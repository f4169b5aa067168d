"""The hybrid check systems of ISO 7064 (GB/T 17710): MOD 37,36 and MOD 11,10.

Both find every single wrong character and almost every swap of two neighbours.
"""

from __future__ import annotations

DIGITS = "0123456789"
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_character(payload: str, *, alphabet: str = ALPHANUMERIC) -> str:
    """Return the check character: MOD 37,36 for letters and digits, MOD 11,10 for ``DIGITS``.

    ValueError if the payload holds a character outside the alphabet.
    """
    size = len(alphabet)
    product = size
    for character in payload:
        total = (product + alphabet.index(character)) % size or size
        product = 2 * total % (size + 1)
    return alphabet[(size + 1 - product) % size]
