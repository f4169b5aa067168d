"""What the room asks of whoever holds the keys: software here, a security module or signature server in production."""

from __future__ import annotations

from typing import Protocol


class KeyRing(Protocol):
    """Holds master keys and hands out keys derived from them, one for each purpose."""

    def current(self) -> bytes:
        """Return the 4-byte id of the master key that new envelopes are made under."""
        ...

    def derive(self, key_id: bytes, *, info: str, length: int) -> bytes:
        """Return ``length`` bytes derived from the master key for this use; KeyMissing if the key is not held."""
        ...

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        """Return bytes derived from the oldest master key: they stay the same when a newer key is added."""
        ...


class Signer(Protocol):
    """Signs in the name of this installation, and recognises its own signatures."""

    def sign(self, data: bytes) -> str:
        """Return a signature as text that names its algorithm and key."""
        ...

    def verify(self, data: bytes, signature: str) -> bool:
        """Tell whether the text is a signature over exactly these bytes by a key of this installation."""
        ...
