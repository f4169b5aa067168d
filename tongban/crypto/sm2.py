"""SM2 signatures (GB/T 32918.2) with SM3, over DER: what the national standard asks for and no kept library does fast.

Python is not constant-time: who can measure this programme closely may learn about a key. Software keys are for
development, trials and tests; production wires a security module behind the ``Signer`` port. Verifying holds no secret.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from tongban.crypto import curve, rules
from tongban.crypto.curve import LENGTH, N, Point
from tongban.crypto.states import Suite

# The name that stands for the signer where parties have agreed on none (GM/T 0009).
USER_ID: Final = b"1234567812345678"
_sm3: Final = rules.hasher(Suite.SM)
_LONGEST_USER_ID: Final = 0xFFFF // 8

# SEQUENCE { SEQUENCE { id-ecPublicKey, 1.2.156.10197.1.301 }, BIT STRING { 04 X Y } }
_SPKI: Final = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
# PKCS 8 of an RFC 5915 key with its public half: version, the same algorithm, OCTET STRING { 1, d, [1] { 04 X Y } }
_PKCS8: Final = bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")
_PKCS8_PUBLIC: Final = bytes.fromhex("a144034200")
_POINT_LENGTH: Final = 1 + 2 * LENGTH


@dataclass(frozen=True)
class PublicKey:
    """A point of the curve. ``read`` makes one from outside and refuses what is none."""

    point: Point

    @classmethod
    def read(cls, encoded: bytes) -> PublicKey:
        """Return the key of 65 bytes 04 X Y; ValueError if they are no point of the curve."""
        point = int.from_bytes(encoded[1 : 1 + LENGTH]), int.from_bytes(encoded[1 + LENGTH :])
        if len(encoded) != _POINT_LENGTH or encoded[0] != 4 or not curve.on_curve(point):  # noqa: PLR2004 -- "uncompressed"
            raise ValueError("no point of the curve of SM2")
        return cls(point)

    @classmethod
    def from_spki(cls, der: bytes) -> PublicKey:
        """Return the key of a SubjectPublicKeyInfo; ValueError if it is not exactly one of SM2."""
        if not der.startswith(_SPKI):
            raise ValueError("no public key of SM2")
        return cls.read(der[len(_SPKI) :])

    @cached_property
    def encoded(self) -> bytes:
        """The point uncompressed: 04 X Y."""
        return b"\x04" + b"".join(value.to_bytes(LENGTH) for value in self.point)

    def spki(self) -> bytes:
        """Return the SubjectPublicKeyInfo (DER) that certificates and other programmes use."""
        return _SPKI + self.encoded

    def digest(self, data: bytes, user_id: bytes = USER_ID) -> int:
        """Return e = SM3(Z_A ‖ data): Z_A binds the signer's name, the curve and the key into every signature."""
        if len(user_id) > _LONGEST_USER_ID:
            raise ValueError("a user id is shorter than 8192 bytes")
        numbers = b"".join(value.to_bytes(LENGTH) for value in (curve.A, curve.B, *curve.G, *self.point))
        z = _sm3((8 * len(user_id)).to_bytes(2) + user_id + numbers)
        return int.from_bytes(_sm3(z + data))

    def verify(self, data: bytes, signature: bytes, user_id: bytes = USER_ID) -> bool:
        """Tell whether the DER signature is by this key over exactly these bytes; anything else is simply none."""
        try:
            r, s = _parsed(signature)
        except ValueError:
            return False
        factor = (r + s) % N
        if not factor:
            return False
        found = curve.combined(s, factor, self.point)
        return found is not None and (self.digest(data, user_id) + found[0]) % N == r


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """A number from 1 to N - 2. Never shown by ``repr``."""

    number: int

    def __post_init__(self) -> None:
        """Refuse 0 and N - 1, which have no inverse or no point, and what is beyond: ValueError."""
        if not 1 <= self.number <= N - 2:
            raise ValueError("no private key of SM2")

    @classmethod
    def generate(cls) -> PrivateKey:
        """Return a new key from the operating system's random numbers."""
        return cls(1 + secrets.randbelow(N - 2))

    @classmethod
    def from_pkcs8(cls, der: bytes) -> PrivateKey:
        """Return the key of what ``pkcs8`` and ``openssl genpkey`` write; ValueError if it is anything else."""
        key = cls(int.from_bytes(der[len(_PKCS8) : len(_PKCS8) + LENGTH]))
        if not secrets.compare_digest(key.pkcs8(), der):
            raise ValueError("no private key of SM2, or a public half that is not its own")
        return key

    def pkcs8(self) -> bytes:
        """Return the key with its public half as PKCS 8 (DER), not encrypted."""
        return _PKCS8 + self.number.to_bytes(LENGTH) + _PKCS8_PUBLIC + self.public.encoded

    @cached_property
    def public(self) -> PublicKey:
        """The public half."""
        point = curve.times_base(self.number)
        assert point is not None  # noqa: S101 -- the number is below the order
        return PublicKey(point)

    @cached_property
    def _inverse(self) -> int:
        return pow(1 + self.number, -1, N)

    def sign(self, data: bytes, user_id: bytes = USER_ID) -> bytes:
        """Return a DER signature: SEQUENCE of the two numbers r and s.

        k is drawn as RFC 6979 does, with HMAC-SM3 from the key and the digest, and 32 fresh random bytes in addition
        (its section 3.6): a poor random source cannot give the key away, nor can a fault in one of two equal runs.
        """
        digest = self.public.digest(data, user_id)
        fresh = secrets.token_bytes(32)
        found = (self._signed(digest, k) for k in _candidates(self.number, digest % N, fresh))
        return encode_dss_signature(*next(pair for pair in found if pair))

    def _signed(self, digest: int, k: int) -> tuple[int, int] | None:
        """Return r and s for one k, or None where the standard draws another."""
        point = curve.times_base(k)
        r = (digest + point[0]) % N if point else 0
        if r in {0, N - k}:
            return None
        s = self._inverse * (k - r * self.number) % N
        return (r, s) if s else None


def _candidates(number: int, digest: int, fresh: bytes) -> Iterator[int]:
    """Return numbers from 1 to N - 1 as HMAC_DRBG makes them (RFC 6979, 3.2, with SM3)."""
    seed = number.to_bytes(LENGTH) + digest.to_bytes(LENGTH) + fresh
    key, value = bytes(LENGTH), b"\x01" * LENGTH
    for step in (b"\x00" + seed, b"\x01" + seed):
        key = rules.hmac_sm3(key, value + step)
        value = rules.hmac_sm3(key, value)
    while True:
        value = rules.hmac_sm3(key, value)
        if 1 <= (k := int.from_bytes(value)) < N:
            yield k
        key = rules.hmac_sm3(key, value + b"\x00")
        value = rules.hmac_sm3(key, value)


def _parsed(signature: bytes) -> tuple[int, int]:
    """Return r and s; ValueError for anything but the one DER form of two numbers from 1 to N - 1."""
    r, s = decode_dss_signature(signature)
    if not (1 <= r < N and 1 <= s < N and encode_dss_signature(r, s) == signature):
        raise ValueError("no signature of SM2")
    return r, s
