"""The arithmetic of the room: derivation, digests and the envelope. No key is kept here and none is made here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tongban.crypto.errors import Unreadable
from tongban.crypto.states import Suite

KEY_LENGTH: Final = 16
KEY_ID_LENGTH: Final = 4
NONCE_LENGTH: Final = 12
TAG_LENGTH: Final = 16
VERSION: Final = b"\x01"
HEADER_LENGTH: Final = len(VERSION) + KEY_ID_LENGTH + NONCE_LENGTH


def _digester_of_cryptography() -> Callable[[bytes], bytes]:
    empty = hashes.Hash(hashes.SM3())  # a copy of it costs two thirds of a new one

    def digester(data: bytes) -> bytes:
        digest = empty.copy()
        digest.update(data)
        return digest.finalize()

    return digester


def _digester_of_python() -> Callable[[bytes], bytes]:
    empty = hashlib.new("sm3")

    def digester(data: bytes) -> bytes:
        digest = empty.copy()
        digest.update(data)
        return digest.digest()

    return digester


def _fastest_sm3() -> Callable[[bytes], bytes]:
    """Choose Python's own SM3, the cheaper to call, or that of ``cryptography`` where this build has none."""
    try:
        return _digester_of_python()
    except ValueError:
        return _digester_of_cryptography()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


_HASHERS: Final = {Suite.SM: _fastest_sm3(), Suite.INTL: _sha256}


def hasher(suite: Suite) -> Callable[[bytes], bytes]:
    """Return the digest of a suite: bytes in, 32 bytes out. As cheap as Python allows, for millions of leaves.

    SM3 (GB/T 32905) or SHA-256, both well below a microsecond for a hundred bytes. Take it once, then call it.
    """
    return _HASHERS[suite]


def sm3(data: bytes) -> str:
    """Return the SM3 digest (GB/T 32905) as 64 lower-case hexadecimal characters."""
    return _HASHERS[Suite.SM](data).hex()


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    """Return the 32-byte HMAC (GB/T 15852.2) with SM3."""
    mac = hmac.HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize()


def hkdf_sm3(master: bytes, *, info: str, length: int) -> bytes:
    """Derive a key of its own for one use (HKDF, RFC 5869, with SM3): knowing one tells nothing about another."""
    return HKDF(algorithm=hashes.SM3(), length=length, salt=b"tongban", info=info.encode()).derive(master)


def seal(key: bytes, *, key_id: bytes, nonce: bytes, data: bytes, context: bytes) -> bytes:
    """Return version 1 of the envelope: version (1), key id (4), nonce (12), ciphertext, tag (16).

    SM4 in GCM (GB/T 32907, GB/T 36624), so that the contents, the header and the context are bound together by one
    tag. A nonce is drawn at random; 2^32 envelopes under one purpose are the limit before a newer master key is due.
    """
    header = VERSION + key_id + nonce
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header + context)
    return b"".join([header, encryptor.update(data), encryptor.finalize(), encryptor.tag])


def key_id_of(envelope: bytes) -> bytes:
    """Return the id of the master key that an envelope names; Unreadable if it is no envelope of ours."""
    if len(envelope) < HEADER_LENGTH + TAG_LENGTH or envelope[:1] != VERSION:
        raise Unreadable
    return envelope[1 : 1 + KEY_ID_LENGTH]


def unseal(key: bytes, *, envelope: bytes, context: bytes) -> bytes:
    """Return the contents of an envelope; Unreadable if one bit of it, the key or the context differs."""
    header, tag = envelope[:HEADER_LENGTH], envelope[-TAG_LENGTH:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(header[-NONCE_LENGTH:], tag)).decryptor()
    decryptor.authenticate_additional_data(header + context)
    data = decryptor.update(envelope[HEADER_LENGTH:-TAG_LENGTH])
    try:
        return data + decryptor.finalize()
    except InvalidTag:
        raise Unreadable from None
