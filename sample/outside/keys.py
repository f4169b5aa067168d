"""What a city is given when it signs up with a provider: secrets, a key pair, and the provider's public key.

In earnest these come from the provider's console; here they are made at each start and laid where the portal is told
to look for them.
"""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from sample.outside import place

SECRETS = ("wechat", "national", "jiangsu", "lingxi", "realname", "cards", "post")
BITS = 2048
DONE = "done"


@cache
def _made() -> dict[str, str]:
    """Make everything once a process; return the secrets."""
    folder = place.keys()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    words = {name: secrets.token_urlsafe(24) for name in SECRETS}
    for name, word in words.items():
        _lay(folder / f"{name}.secret", word.encode())
    ours, theirs = (rsa.generate_private_key(public_exponent=65537, key_size=BITS) for _ in range(2))
    _lay(folder / "alipay-app.pem", _private(ours))
    _lay(folder / "alipay-app-public.pem", _public(ours))
    _lay(folder / "alipay-public.pem", _public(theirs))
    _lay(folder / "alipay-own.pem", _private(theirs))
    return words


def make() -> None:
    """Lay everything down before the first request."""
    _made()


def secret(name: str) -> str:
    """Return the secret that was agreed on with a provider."""
    return _made()[name]


def mac(name: str, data: bytes) -> str:
    """Return HMAC-SM3 under a secret, in hexadecimal."""
    one = hmac.HMAC(secret(name).encode(), hashes.SM3())
    one.update(data)
    return one.finalize().hex()


def alipay_signed(data: bytes, signature: bytes) -> bool:
    """Tell whether the city signed this."""
    _made()
    key = serialization.load_pem_public_key((place.keys() / "alipay-app-public.pem").read_bytes())
    try:
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg,arg-type]
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no signature
        return False
    return True


def alipay_sign(data: bytes) -> bytes:
    """Sign as the provider."""
    _made()
    key = serialization.load_pem_private_key((place.keys() / "alipay-own.pem").read_bytes(), password=None)
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg,arg-type]


def _lay(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _private(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
