"""Signing by what was agreed with a partner outside: keys and secrets that are theirs to give and to take back.

They lie in files that the settings name, one for each partner, and sign nothing but messages to this partner.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tongban.crypto import rules
from tongban.crypto.errors import KeysUnsafe
from tongban.crypto.keyfiles import read_key


def partner_secret(file: Path) -> str:
    """Return the word that a partner gave us, from a file that nobody else can read; KeysUnsafe otherwise."""
    try:
        return read_key(file).decode().strip()
    except UnicodeDecodeError:
        raise KeysUnsafe from None


def partner_mac(secret: str, data: bytes) -> str:
    """Return HMAC-SM3 of the data under the word agreed with a partner, in hexadecimal."""
    return rules.hmac_sm3(secret.encode(), data).hex()


def partner_sign(file: Path, data: bytes) -> bytes:
    """Sign with our RSA key for a partner (SHA-256, PKCS 1 v1.5, which Alipay calls RSA2); KeysUnsafe for no key."""
    try:
        key = serialization.load_pem_private_key(read_key(file), password=None)
    except (ValueError, UnsupportedAlgorithm):
        raise KeysUnsafe from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeysUnsafe
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def partner_signed(file: Path, data: bytes, signature: bytes) -> bool:
    """Tell whether the partner whose public RSA key lies in the file signed exactly these bytes."""
    try:
        key = serialization.load_pem_public_key(read_key(file))
    except (ValueError, UnsupportedAlgorithm):
        raise KeysUnsafe from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise KeysUnsafe
    try:
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
