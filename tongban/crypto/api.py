"""The door of the room."""

from __future__ import annotations

from tongban.crypto.errors import KeyMissing, KeysUnsafe, KeysUnwritable, Unreadable
from tongban.crypto.ports import KeyRing, Signer
from tongban.crypto.rules import sm3
from tongban.crypto.services import decrypt, digest, encrypt, ensure_keys, sign, use, verify

__all__ = [
    "KeyMissing",
    "KeyRing",
    "KeysUnsafe",
    "KeysUnwritable",
    "Signer",
    "Unreadable",
    "decrypt",
    "digest",
    "encrypt",
    "ensure_keys",
    "sign",
    "sm3",
    "use",
    "verify",
]
