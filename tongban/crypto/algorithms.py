"""Algorithms by the numbers under which certificates and timestamps name them, the national ones included."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tongban.crypto import rules, sm2
from tongban.crypto.states import Suite

SM3: Final = "1.2.156.10197.1.401"
SHA256: Final = "2.16.840.1.101.3.4.2.1"
SHA384: Final = "2.16.840.1.101.3.4.2.2"
SHA512: Final = "2.16.840.1.101.3.4.2.3"
SM2_WITH_SM3: Final = "1.2.156.10197.1.501"
ECDSA_WITH_SHA256: Final = "1.2.840.10045.4.3.2"
DIGEST_OF: Final[Mapping[Suite, str]] = {Suite.SM: SM3, Suite.INTL: SHA256}

_DIGESTERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    SM3: rules.hasher(Suite.SM),
    SHA256: rules.hasher(Suite.INTL),
    SHA384: lambda data: hashlib.sha384(data).digest(),
    SHA512: lambda data: hashlib.sha512(data).digest(),
}
_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    SHA256: hashes.SHA256(),
    SHA384: hashes.SHA384(),
    SHA512: hashes.SHA512(),
}
# What each signature algorithm is and the digest it goes with; plain RSA leaves the digest to the field for it.
_SIGNATURES: Final[Mapping[str, tuple[str, str | None]]] = {
    SM2_WITH_SM3: ("sm2", SM3),
    ECDSA_WITH_SHA256: ("ecdsa", SHA256),
    "1.2.840.10045.4.3.3": ("ecdsa", SHA384),
    "1.2.840.10045.4.3.4": ("ecdsa", SHA512),
    "1.2.840.113549.1.1.1": ("rsa", None),
    "1.2.840.113549.1.1.11": ("rsa", SHA256),
    "1.2.840.113549.1.1.12": ("rsa", SHA384),
    "1.2.840.113549.1.1.13": ("rsa", SHA512),
}
_LEAST_RSA_BITS: Final = 2048


def digester(oid: str) -> Callable[[bytes], bytes]:
    """Return the digest of a number; KeyError for one that is unknown here or no longer safe (MD5, SHA-1)."""
    return _DIGESTERS[oid]


def verified(*, key: bytes, algorithm: str, digest: str, data: bytes, signature: bytes) -> bool:
    """Tell whether the key (SubjectPublicKeyInfo) signed the data with exactly this algorithm and digest.

    KeyError or ValueError if the algorithm, the digest or the key is none that is known here.
    """
    kind, own = _SIGNATURES[algorithm]
    if own not in {None, digest}:
        return False
    if kind == "sm2":
        return sm2.PublicKey.from_spki(key).verify(data, signature)
    return _verified_abroad(kind, key, _HASHES[digest], data, signature)


def _verified_abroad(kind: str, der: bytes, digest: hashes.HashAlgorithm, data: bytes, signature: bytes) -> bool:
    try:
        key = load_der_public_key(der)
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey) and key.key_size >= _LEAST_RSA_BITS:
            key.verify(signature, data, padding.PKCS1v15(), digest)
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(digest))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
