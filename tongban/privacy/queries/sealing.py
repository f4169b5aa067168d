"""Words of people about their data are kept encrypted, each bound to its row."""

from __future__ import annotations

from uuid import UUID

from tongban.crypto import api as crypto
from tongban.privacy.models import WORDS


def seal(row: UUID, words: str) -> bytes:
    """Return the words encrypted for this row; nothing for nothing."""
    return crypto.encrypt(WORDS, words.encode(), row.bytes) if words else b""


def unseal(row: UUID, sealed: bytes | memoryview[int] | None) -> str:
    """Return what was sealed for this row."""
    return crypto.decrypt(WORDS, bytes(sealed), row.bytes).decode() if sealed else ""
