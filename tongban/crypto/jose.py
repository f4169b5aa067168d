"""Identity tokens: JSON Web Tokens under RS256, signed by a key that signs nothing else.

SM2 has no registered name in JOSE (RFC 7518 and its registry), so no client outside could check such a token.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tongban.crypto.errors import BadToken, KeysUnsafe
from tongban.crypto.keyfiles import KeyFiles
from tongban.crypto.ports import TokenSigner

ALGORITHM: Final = "RS256"
_BITS: Final = 3072  # as strong as SM4: 128 bits
_LEAST_BITS: Final = 2048


class SoftwareTokenSigner:
    """RSA keys in ``token-<n>.key``, PKCS 8 in PEM. The newest signs; tokens of all are recognised."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or made before the first use."""
        self._files = KeyFiles(folder, "token", _make)

    @cached_property
    def _keys(self) -> list[rsa.RSAPrivateKey]:
        return [_load(content) for content in self._files.load()]

    @cached_property
    def _public(self) -> list[Mapping[str, str]]:
        return [_jwk(key.public_key()) for key in self._keys]

    def name(self) -> str:
        """Return the name of the newest key."""
        return self._public[-1]["kid"]

    def sign(self, data: bytes) -> bytes:
        """Sign with the newest key."""
        return self._keys[-1].sign(data, padding.PKCS1v15(), hashes.SHA256())

    def public_keys(self) -> list[Mapping[str, str]]:
        """Return the public halves of all keys."""
        return list(self._public)


def encode(signer: TokenSigner, claims: Mapping[str, Any]) -> str:
    """Return the claims as a signed token in its compact form (RFC 7515)."""
    header = {"alg": ALGORITHM, "kid": signer.name(), "typ": "JWT"}
    signed = f"{_part(_json(header))}.{_part(_json(claims))}"
    return f"{signed}.{_part(signer.sign(signed.encode()))}"


def decode(signer: TokenSigner, token: str) -> dict[str, Any]:
    """Return the claims of a token that one of our keys signed, whatever its dates; BadToken for any other text."""
    keys = KeySet.import_key_set({"keys": [dict(key) for key in signer.public_keys()]})
    try:
        claims = json.loads(jws.deserialize_compact(token, keys, algorithms=[ALGORITHM]).payload)
    except (JoseError, ValueError):
        raise BadToken from None
    if not isinstance(claims, dict):
        raise BadToken
    return claims


def _make() -> bytes:
    return rsa.generate_private_key(public_exponent=65537, key_size=_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _load(content: bytes) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, UnsupportedAlgorithm):
        raise KeysUnsafe from None
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _LEAST_BITS:
        raise KeysUnsafe
    return key


def _jwk(key: rsa.RSAPublicKey) -> Mapping[str, str]:
    numbers = key.public_numbers()
    required = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    # RFC 7638: the required members alone, in this order, without spaces.
    thumbprint = hashlib.sha256(json.dumps(required, separators=(",", ":")).encode()).digest()
    return required | {"kid": _part(thumbprint), "use": "sig", "alg": ALGORITHM}


def _number(number: int) -> str:
    return _part(number.to_bytes((number.bit_length() + 7) // 8))


def _part(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
