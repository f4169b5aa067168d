"""What people type, made ready for checking; what people may see, made safe for showing."""

from __future__ import annotations

import unicodedata

_DROPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})
_ASCII_DROPPED = {code: None for code in range(128) if unicodedata.category(chr(code)) in _DROPPED}
_MINUS = "\u2212"


def clean(text: str) -> str:
    """Return full-width forms as ASCII, letters in capitals, without spaces, hyphens and invisible characters.

    Only spelling is changed: what is left still has to be checked, for it may hold any character.
    """
    if text.isascii():
        return text.upper().translate(_ASCII_DROPPED)
    # One by one, so that what is dropped never lets its neighbours melt together.
    plain = "".join(unicodedata.normalize("NFKC", c) for c in text).upper()
    return "".join(c for c in plain if c != _MINUS and unicodedata.category(c) not in _DROPPED)


def mask(text: str, *, head: int, tail: int) -> str:
    """Show the first ``head`` and last ``tail`` characters; what is too short to hide anything is hidden whole."""
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[head + hidden :] if hidden > 0 else "*" * len(text)
