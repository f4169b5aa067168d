"""What the room asks of whoever holds the keys: software here, a security module or signature server in production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tongban.crypto.states import Suite


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others need to check our signatures without us.

    ``name``: the middle of a signature's text. ``algorithm``: its beginning. ``pem``: the SubjectPublicKeyInfo.
    ``point``: the same key as a point, uncompressed (04 X Y), in hexadecimal.
    """

    name: str
    algorithm: str
    suite: Suite
    pem: str
    point: str


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What a checked token says: that these 32 bytes were there at this moment.

    ``moment``: with its zone. ``serial``: the token's number with this authority. ``imprint``, ``suite``: the digest
    and how it was made. ``policy``: the authority's rules, a dotted number. ``authority``: as its certificate says.
    ``certificate``: that certificate in PEM, so that others can check the token against what the authority publishes.
    """

    moment: datetime
    serial: int
    imprint: bytes
    suite: Suite
    policy: str
    authority: str
    certificate: str


class KeyRing(Protocol):
    """Holds master keys and hands out keys derived from them, one for each purpose.

    A key is named by 4 bytes that follow from it. Nobody outside the ring ever sees a master key.
    """

    def current(self) -> bytes:
        """Return the id of the master key that new envelopes and indexes are made under: the newest."""
        ...

    def held(self) -> tuple[bytes, ...]:
        """Return the ids of all master keys that open envelopes, the oldest first; more than one while keys rotate."""
        ...

    def derive(self, key_id: bytes, *, info: str, length: int) -> bytes:
        """Return ``length`` bytes derived from the master key for this use; KeyMissing if the key is not held."""
        ...

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        """Return bytes that stay the same for the life of the installation, whatever master keys come and go."""
        ...

    def add(self) -> bytes:
        """Make a new master key, for good, and return its id: from now on it is the current one."""
        ...

    def retire(self, key_id: bytes) -> None:
        """Take a master key out of use; KeyMissing if it is not held, KeyInUse if it is the current one."""
        ...


class KeyService(Protocol):
    """A key service outside (KMS, 密码服务平台): wraps what it is given under a key that never leaves it.

    Two calls, as every such service has them. KeyServiceDown if it does not answer; Unreadable for what is not its own.
    """

    name: str

    def wrap(self, plain: bytes) -> bytes:
        """Return the bytes wrapped under the service's own key."""
        ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return what was wrapped."""
        ...


class Signer(Protocol):
    """Signs in the name of this installation, and recognises its own signatures."""

    def sign(self, data: bytes, *, suite: Suite) -> str:
        """Return a signature of this suite as ``algorithm.key.signature``; the last is DER in base64 for URLs."""
        ...

    def verify(self, data: bytes, signature: str) -> bool:
        """Tell whether the text is a signature over exactly these bytes by a key of this installation."""
        ...

    def public_keys(self) -> list[PublicKey]:
        """Return the public half of every key whose signatures are recognised."""
        ...


class TokenSigner(Protocol):
    """Signs the identity tokens that other systems check with RS256, the algorithm that every OpenID client knows.

    A key of its own: what it signs is partly chosen by strangers (a nonce), so it must never sign anything else.
    """

    def name(self) -> str:
        """Return the name (``kid``) of the key that signs now: its thumbprint by RFC 7638."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the RSASSA-PKCS1-v1_5 signature with SHA-256 over the data, by the key that signs now."""
        ...

    def public_keys(self) -> list[Mapping[str, str]]:
        """Return the public half of every key whose tokens are recognised, as JSON Web Keys, oldest first."""
        ...


class TimestampAuthority(Protocol):
    """Says, signed, that a digest was there at a moment (RFC 3161)."""

    name: str

    def stamp(self, digest: bytes, *, suite: Suite, at: datetime) -> bytes:
        """Return a TimeStampToken (CMS ContentInfo, DER) over 32 bytes; TimestampUnavailable if none can be had.

        ``at``: the caller's moment. An authority outside has a clock of its own and ignores it; only the one for
        development has none and says what it is told.
        """
        ...
