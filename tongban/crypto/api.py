"""The door of the room."""

from __future__ import annotations

from tongban.crypto.authorities import HttpAuthority
from tongban.crypto.errors import (
    BadTimestamp,
    BadToken,
    KeyMissing,
    KeysUnsafe,
    KeysUnwritable,
    SuiteUnknown,
    TimestampAddressWrong,
    TimestampUnavailable,
    Unreadable,
)
from tongban.crypto.partners import partner_mac, partner_secret, partner_sign, partner_signed
from tongban.crypto.ports import KeyRing, PublicKey, Signer, Timestamp, TimestampAuthority, TokenSigner
from tongban.crypto.rules import hasher, sm3
from tongban.crypto.services import (
    check_timestamp,
    decrypt,
    digest,
    encrypt,
    ensure_keys,
    public_keys,
    read_timestamp,
    read_token,
    sign,
    sign_token,
    stamp,
    suite,
    token_keys,
    use,
    verify,
)
from tongban.crypto.states import Suite

__all__ = [
    "BadTimestamp",
    "BadToken",
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
    "TokenSigner",
    "Unreadable",
    "check_timestamp",
    "decrypt",
    "digest",
    "encrypt",
    "ensure_keys",
    "hasher",
    "partner_mac",
    "partner_secret",
    "partner_sign",
    "partner_signed",
    "public_keys",
    "read_timestamp",
    "read_token",
    "sign",
    "sign_token",
    "sm3",
    "stamp",
    "suite",
    "token_keys",
    "use",
    "verify",
]
