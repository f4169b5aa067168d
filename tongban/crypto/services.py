"""What the room does for others: digests, envelopes and signatures under the keys that were wired in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.crypto import jose, rules, tokens
from tongban.crypto.devauthority import SoftwareAuthority
from tongban.crypto.errors import SuiteUnknown
from tongban.crypto.ports import KeyRing, PublicKey, Signer, Timestamp, TimestampAuthority, TokenSigner
from tongban.crypto.software import SoftwareKeys, SoftwareSigner
from tongban.crypto.states import Suite

HEAD_LENGTH = len(rules.VERSION) + rules.KEY_ID_LENGTH
_PURPOSE = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")


@dataclass(slots=True)
class _Wiring:
    keys: KeyRing | None = None
    signer: Signer | None = None
    timestamps: TimestampAuthority | None = None
    tokens: TokenSigner | None = None


_wiring = _Wiring()


def use(
    *,
    keys: KeyRing | None = None,
    signer: Signer | None = None,
    timestamps: TimestampAuthority | None = None,
    tokens: TokenSigner | None = None,
) -> None:
    """Put another holder of keys or another authority in place of the software ones. Called once, at start."""
    _wiring.keys, _wiring.signer, _wiring.timestamps, _wiring.tokens = keys, signer, timestamps, tokens


@lru_cache
def _software(folder: Path) -> tuple[SoftwareKeys, SoftwareSigner, SoftwareAuthority]:
    return SoftwareKeys(folder), SoftwareSigner(folder), SoftwareAuthority(folder)


def key_ring() -> KeyRing:
    """Return who holds the keys; for the other files of this room."""
    return _wiring.keys or _software(settings.STATE_DIR / "keys")[0]


def _signer() -> Signer:
    return _wiring.signer or _software(settings.STATE_DIR / "keys")[1]


@lru_cache
def _software_tokens(folder: Path) -> jose.SoftwareTokenSigner:
    return jose.SoftwareTokenSigner(folder)


def _tokens() -> TokenSigner:
    return _wiring.tokens or _software_tokens(settings.STATE_DIR / "keys")


def _timestamps() -> TimestampAuthority:
    return _wiring.timestamps or _own_authority()


def _own_authority() -> SoftwareAuthority:
    return _software(settings.STATE_DIR / "keys")[2]


def _info(use_: str, purpose: str) -> str:
    if not _PURPOSE.fullmatch(purpose):
        message = "a purpose is a short lower-case name"
        raise ValueError(message)
    return f"{use_}/1/{purpose}"


def ensure_keys() -> None:
    """Make the keys if there are none, and refuse at once if they cannot be made, read or trusted."""
    key_ring().derive_lasting(info=_info("digest", "keys.here"), length=32)
    key_ring().current()
    sign(b"tongban: the keys are here")
    _tokens().name()
    if _wiring.timestamps is None:
        _own_authority().ensure()


def digest(purpose: str, text: str) -> str:
    """Return a keyed digest (HMAC-SM3) as 64 hexadecimal characters: the same text and purpose, the same digest.

    It stays the same for the life of the installation, also when master keys rotate: for what is compared years later
    and cannot be made again, because the text itself is not kept. Nobody without the key can try out all numbers, and
    digests of two purposes cannot be joined. For a column by which rows are found, use ``index``.
    """
    key = key_ring().derive_lasting(info=_info("digest", purpose), length=32)
    return rules.hmac_sm3(key, text.encode()).hex()


def index(purpose: str, text: str) -> str:
    """Return the digest under which a row is found whose text is kept encrypted beside it, under the current key.

    Its key rotates with the master keys. The version of an index is the key that the envelope in its row names: the
    two are always written together (``declare``).
    """
    return _indexed(key_ring().current(), purpose, text)


def indexes(purpose: str, text: str) -> tuple[str, ...]:
    """Return every digest that the text may be found under now, the newest key's first: several while keys rotate."""
    return tuple(_indexed(key_id, purpose, text) for key_id in reversed(key_ring().held()))


def _indexed(key_id: bytes, purpose: str, text: str) -> str:
    key = key_ring().derive(key_id, info=_info("digest", purpose), length=32)
    return rules.hmac_sm3(key, text.encode()).hex()


def encrypt(purpose: str, data: bytes, context: bytes = b"") -> bytes:
    """Return the data in an envelope (SM4-GCM, see ``rules.seal``) that opens only with this purpose and context.

    The context is not kept in the envelope: give what the data belongs to (an id, a column), so that an envelope
    cannot be moved to another row. The envelope is 33 bytes longer than the data.
    """
    keys = key_ring()
    key_id = keys.current()
    key = keys.derive(key_id, info=_info("encrypt", purpose), length=rules.KEY_LENGTH)
    return rules.seal(key, key_id=key_id, nonce=os.urandom(rules.NONCE_LENGTH), data=data, context=context)


def decrypt(purpose: str, envelope: bytes, context: bytes = b"") -> bytes:
    """Return the data of an envelope.

    Unreadable if the envelope was altered or belongs to another purpose or context; KeyMissing if its master key is
    not held here.
    """
    key = key_ring().derive(rules.key_id_of(envelope), info=_info("encrypt", purpose), length=rules.KEY_LENGTH)
    return rules.unseal(key, envelope=envelope, context=context)


def is_current(head: bytes) -> bool:
    """Tell from its first bytes (``HEAD_LENGTH``) whether an envelope is under the current master key; no bytes are."""
    return not head or head[1 : 1 + rules.KEY_ID_LENGTH] == key_ring().current()


def suite() -> Suite:
    """Return the suite this installation signs and seals with; SuiteUnknown if the setting names none."""
    try:
        return Suite(settings.SIGNATURE_SUITE)
    except ValueError:
        raise SuiteUnknown from None


_own_suite = suite  # ``sign`` has a parameter of that name


def sign(data: bytes, *, suite: Suite | None = None) -> str:
    """Sign in the name of this installation, with its own suite or the one asked for.

    Begin the data with what it is, and never with something a stranger chose, so that no signature fits two uses. The
    text is ``algorithm.key.signature``: it names all that ``verify``, or somebody with ``public_keys``, has to know.
    """
    return _signer().sign(data, suite=suite or _own_suite())


def verify(data: bytes, signature: str) -> bool:
    """Tell whether the signature was made here, over exactly these bytes, in whatever suite and with whatever key."""
    return _signer().verify(data, signature)


def public_keys() -> list[PublicKey]:
    """Return the public half of every key of this installation, so that others can check without asking it."""
    return _signer().public_keys()


def stamp(digest: bytes, *, at: datetime, suite: Suite | None = None) -> bytes:
    """Return an RFC 3161 token (DER) over a digest of 32 bytes, made with ``hasher`` of the same suite.

    ``at``: now; an authority outside goes by its own clock. TimestampUnavailable if it gives none or a wrong one. It
    may take ten seconds: ask outside of any transaction that others wait for.
    """
    return _timestamps().stamp(digest, suite=suite or _own_suite(), at=at)


def read_timestamp(token: bytes) -> Timestamp:
    """Return what a token says; BadTimestamp if it was altered or is none."""
    return tokens.read(token)


def check_timestamp(token: bytes, digest: bytes, *, suite: Suite | None = None) -> Timestamp:
    """Return what a token says; BadTimestamp unless it is whole and over exactly this digest."""
    return tokens.check(token, digest=digest, suite=suite or _own_suite())


def sign_token(claims: Mapping[str, Any]) -> str:
    """Return the claims as an identity token (JWT, RS256) that others check with ``token_keys``."""
    return jose.encode(_tokens(), claims)


def read_token(token: str) -> dict[str, Any]:
    """Return the claims of an identity token of ours, also of one that has expired; BadToken for any other text."""
    return jose.decode(_tokens(), token)


def token_keys() -> list[Mapping[str, str]]:
    """Return the public keys of identity tokens as JSON Web Keys (RFC 7517)."""
    return _tokens().public_keys()
