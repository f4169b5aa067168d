"""The door of the room."""

from __future__ import annotations

from tongban.crypto.authorities import HttpAuthority
from tongban.crypto.errors import (
    BadTimestamp,
    KeyMissing,
    KeysUnsafe,
    KeysUnwritable,
    SuiteUnknown,
    TimestampAddressWrong,
    TimestampUnavailable,
    Unreadable,
)
from tongban.crypto.ports import KeyRing, PublicKey, Signer, Timestamp, TimestampAuthority
from tongban.crypto.rules import hasher, sm3
from tongban.crypto.services import (
    check_timestamp,
    decrypt,
    digest,
    encrypt,
    ensure_keys,
    public_keys,
    read_timestamp,
    sign,
    stamp,
    suite,
    use,
    verify,
)
from tongban.crypto.states import Suite

__all__ = [
    "BadTimestamp",
    "HttpAuthority",
    "KeyMissing",
    "KeyRing",
    "KeysUnsafe",
    "KeysUnwritable",
    "PublicKey",
    "Signer",
    "Suite",
    "SuiteUnknown",
    "Timestamp",
    "TimestampAddressWrong",
    "TimestampAuthority",
    "TimestampUnavailable",
    "Unreadable",
    "check_timestamp",
    "decrypt",
    "digest",
    "encrypt",
    "ensure_keys",
    "hasher",
    "public_keys",
    "read_timestamp",
    "sign",
    "sm3",
    "stamp",
    "suite",
    "use",
    "verify",
]
