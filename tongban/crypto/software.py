"""Keys in files, for development and trials. Production wires a security module in their place (密评, GB/T 39786)."""

from __future__ import annotations

import base64
import secrets
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tongban.crypto import rules
from tongban.crypto.errors import KeyMissing, KeysUnsafe
from tongban.crypto.keyfiles import KeyFiles

_MASTER_LENGTH: Final = 32
_ALGORITHM: Final = "ecdsa-p256-sha256"
_ECDSA: Final = ec.ECDSA(hashes.SHA256())


class SoftwareKeys:
    """Master keys of 32 random bytes in ``master-<n>.key``. The newest encrypts; all decrypt; the oldest digests."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or made before the first use."""
        self._files = KeyFiles(folder, "master", lambda: secrets.token_bytes(_MASTER_LENGTH))

    @cached_property
    def _masters(self) -> dict[bytes, bytes]:
        masters = self._files.load()
        if any(len(master) != _MASTER_LENGTH for master in masters):
            raise KeysUnsafe
        # The id follows from the key, so an envelope of another installation is named as such and not as damaged.
        return {rules.hmac_sm3(master, b"tongban key id")[: rules.KEY_ID_LENGTH]: master for master in masters}

    def current(self) -> bytes:
        """Return the id of the newest master key."""
        return list(self._masters)[-1]

    def derive(self, key_id: bytes, *, info: str, length: int) -> bytes:
        """Return bytes derived from the named master key; KeyMissing if it is not here."""
        if key_id not in self._masters:
            raise KeyMissing
        return rules.hkdf_sm3(self._masters[key_id], info=info, length=length)

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        """Return bytes derived from the oldest master key."""
        return rules.hkdf_sm3(next(iter(self._masters.values())), info=info, length=length)


class SoftwareSigner:
    """ECDSA on P-256, keys in ``signer-<n>.key`` (PKCS 8). The newest signs; all verify. SM2 joins with the seals."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or made before the first use."""
        self._files = KeyFiles(folder, "signer", _new_signing_key)

    @cached_property
    def _keys(self) -> dict[str, ec.EllipticCurvePrivateKey]:
        return {_name(key): key for key in map(_loaded, self._files.load())}

    def sign(self, data: bytes) -> str:
        """Return ``algorithm.key.signature``, the last in URL-safe base64."""
        name, key = list(self._keys.items())[-1]
        signature = base64.urlsafe_b64encode(key.sign(data, _ECDSA)).decode()
        return f"{_ALGORITHM}.{name}.{signature}"

    def verify(self, data: bytes, signature: str) -> bool:
        """Tell whether one of our keys signed exactly these bytes; any other text is simply not a signature."""
        algorithm, _, rest = signature.partition(".")
        name, _, encoded = rest.partition(".")
        key = self._keys.get(name)
        if algorithm != _ALGORITHM or key is None:
            return False
        try:
            key.public_key().verify(base64.b64decode(encoded, altchars=b"-_", validate=True), data, _ECDSA)
        except (InvalidSignature, ValueError):
            return False
        return True


def _new_signing_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _loaded(content: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except ValueError:
        raise KeysUnsafe from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeysUnsafe
    return key


def _name(key: ec.EllipticCurvePrivateKey) -> str:
    """Name a key by its public half, so that a signature can be checked by others who hold only that."""
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return rules.sm3(public)[:16]
