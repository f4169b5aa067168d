"""Keys in files, for development and trials. Production wires a security module in their place (密评, GB/T 39786)."""

from __future__ import annotations

import base64
import secrets
from functools import cached_property
from pathlib import Path
from typing import Final

from tongban.crypto import rules
from tongban.crypto.errors import KeyMissing, KeysUnsafe
from tongban.crypto.keyfiles import KeyFiles
from tongban.crypto.ports import PublicKey
from tongban.crypto.signing import KINDS, SigningKey
from tongban.crypto.states import Suite

_MASTER_LENGTH: Final = 32


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
    """A key for each suite: SM2 in ``sm2-<n>.key``, ECDSA in ``signer-<n>.key``. The newest signs; all verify."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or made before the first use."""
        self._files = {kind: KeyFiles(folder, kind.stem, kind.make) for kind in KINDS}

    @cached_property
    def _keys(self) -> dict[PublicKey, SigningKey]:
        keys = [kind.load(content) for kind, files in self._files.items() for content in files.load()]
        return {key.public(): key for key in keys}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], SigningKey]:
        return {(public.algorithm, public.name): key for public, key in self._keys.items()}

    @cached_property
    def _newest(self) -> dict[Suite, tuple[PublicKey, SigningKey]]:
        return {public.suite: (public, key) for public, key in self._keys.items()}

    def sign(self, data: bytes, *, suite: Suite) -> str:
        """Return ``algorithm.key.signature``, the last in URL-safe base64."""
        public, key = self._newest[suite]
        return f"{public.algorithm}.{public.name}.{base64.urlsafe_b64encode(key.sign(data)).decode()}"

    def verify(self, data: bytes, signature: str) -> bool:
        """Tell whether one of our keys signed exactly these bytes; any other text is simply not a signature."""
        algorithm, _, rest = signature.partition(".")
        name, _, encoded = rest.partition(".")
        key = self._by_name.get((algorithm, name))
        try:
            return key is not None and key.verify(data, base64.b64decode(encoded, altchars=b"-_", validate=True))
        except ValueError:
            return False

    def public_keys(self) -> list[PublicKey]:
        """Return the public halves of all keys, oldest first within a suite."""
        return list(self._keys)
