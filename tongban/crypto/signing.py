"""The two kinds of software signing key: how each is kept in a file, signs, and is shown to others."""

from __future__ import annotations

from typing import ClassVar, Final, Protocol, Self

from asn1crypto import pem
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tongban.crypto import rules, sm2
from tongban.crypto.errors import KeysUnsafe
from tongban.crypto.ports import PublicKey
from tongban.crypto.states import Suite

_ECDSA: Final = ec.ECDSA(hashes.SHA256())
_DER: Final = serialization.Encoding.DER
_SPKI: Final = serialization.PublicFormat.SubjectPublicKeyInfo
_POINT: Final = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class SigningKey(Protocol):
    """A key of one algorithm. Its files are ``<stem>-<n>.key``, PKCS 8 in PEM, as ``openssl genpkey`` writes them."""

    suite: ClassVar[Suite]
    algorithm: ClassVar[str]
    stem: ClassVar[str]

    @classmethod
    def make(cls) -> bytes:
        """Return a new key as the contents of its file."""
        ...

    @classmethod
    def load(cls, content: bytes) -> Self:
        """Return the key of a file; KeysUnsafe if it is damaged or of another kind."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the DER signature of the data."""
        ...

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Tell whether this key signed exactly these bytes."""
        ...

    def public(self) -> PublicKey:
        """Return the public half, named by itself."""
        ...


class Sm2Key:
    """SM2 with SM3, under the user id that holds where none was agreed on."""

    suite: ClassVar[Suite] = Suite.SM
    algorithm: ClassVar[str] = "sm2-sm3"
    stem: ClassVar[str] = "sm2"

    def __init__(self, key: sm2.PrivateKey) -> None:
        """Hold the key."""
        self._key = key

    @classmethod
    def make(cls) -> bytes:
        """Return a new key as the contents of its file."""
        return bytes(pem.armor("PRIVATE KEY", sm2.PrivateKey.generate().pkcs8()))

    @classmethod
    def load(cls, content: bytes) -> Self:
        """Return the key of a file; KeysUnsafe if it is damaged or of another kind."""
        try:
            _, _, der = pem.unarmor(content)
            return cls(sm2.PrivateKey.from_pkcs8(der))
        except ValueError:
            raise KeysUnsafe from None

    def sign(self, data: bytes) -> bytes:
        """Return the DER signature of the data."""
        return self._key.sign(data)

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Tell whether this key signed exactly these bytes."""
        return self._key.public.verify(data, signature)

    def public(self) -> PublicKey:
        """Return the public half, named by itself."""
        return _shown(self, spki=self._key.public.spki(), point=self._key.public.encoded)


class EcdsaKey:
    """ECDSA on P-256 with SHA-256."""

    suite: ClassVar[Suite] = Suite.INTL
    algorithm: ClassVar[str] = "ecdsa-p256-sha256"
    stem: ClassVar[str] = "signer"

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        """Hold the key."""
        self._key = key

    @classmethod
    def make(cls) -> bytes:
        """Return a new key as the contents of its file."""
        return ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @classmethod
    def load(cls, content: bytes) -> Self:
        """Return the key of a file; KeysUnsafe if it is damaged or of another kind."""
        try:
            key = serialization.load_pem_private_key(content, password=None)
        except (ValueError, UnsupportedAlgorithm):
            raise KeysUnsafe from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise KeysUnsafe
        return cls(key)

    def sign(self, data: bytes) -> bytes:
        """Return the DER signature of the data."""
        return self._key.sign(data, _ECDSA)

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Tell whether this key signed exactly these bytes."""
        try:
            self._key.public_key().verify(signature, data, _ECDSA)
        except InvalidSignature:
            return False
        return True

    def public(self) -> PublicKey:
        """Return the public half, named by itself."""
        key = self._key.public_key()
        return _shown(self, spki=key.public_bytes(_DER, _SPKI), point=key.public_bytes(*_POINT))


KINDS: Final[tuple[type[SigningKey], ...]] = (Sm2Key, EcdsaKey)


def _shown(key: SigningKey, *, spki: bytes, point: bytes) -> PublicKey:
    """Name a key by its public half, so that a signature can be checked by others who hold only that."""
    return PublicKey(
        name=rules.sm3(spki)[:16],
        algorithm=key.algorithm,
        suite=key.suite,
        pem=pem.armor("PUBLIC KEY", spki).decode(),
        point=point.hex(),
    )
