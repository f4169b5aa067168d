"""The door of the room."""

from __future__ import annotations

from tongban.crypto.errors import KeyMissing, KeysUnsafe, KeysUnwritable, SuiteUnknown, Unreadable
from tongban.crypto.ports import KeyRing, PublicKey, Signer
from tongban.crypto.rules import hasher, sm3
from tongban.crypto.services import (
    decrypt,
    digest,
    encrypt,
    ensure_keys,
    public_keys,
    sign,
    suite,
    use,
    verify,
)
from tongban.crypto.states import Suite

__all__ = [
    "KeyMissing",
    "KeyRing",
    "KeysUnsafe",
    "KeysUnwritable",
    "PublicKey",
    "Signer",
    "Suite",
    "SuiteUnknown",
    "Unreadable",
    "decrypt",
    "digest",
    "encrypt",
    "ensure_keys",
    "hasher",
    "public_keys",
    "sign",
    "sm3",
    "suite",
    "use",
    "verify",
]
