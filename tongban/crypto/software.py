"""Keys in files, for development and trials. Production wires a security module in their place (密评, GB/T 39786)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from tongban.crypto import rules
from tongban.crypto.errors import KeyInUse, KeyMissing, KeysUnsafe
from tongban.crypto.keyfiles import KeyFiles
from tongban.crypto.ports import PublicKey
from tongban.crypto.signing import KINDS, SigningKey
from tongban.crypto.states import Suite

_MASTER_LENGTH: Final = 32


# Installations from before the lasting key made these digests under their first master key, and they must not change:
# they are in proofs that people hold. What they were derived with is kept beside the lasting key.
_INHERITED: Final = "digest/1/ledger.person"


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys as they were read: by id, oldest first, with the number of each file.

    ``derived``: what was derived from them, of which there is one for each purpose that the code names; it goes with
    the ring, so that no key outlives the one that it came from.
    """

    stamp: int
    masters: dict[bytes, bytes]
    numbers: dict[bytes, int]
    derived: dict[tuple[bytes, str, int], bytes] = field(default_factory=dict)


class SoftwareKeys:
    """Master keys of 32 random bytes in ``master-<n>.key``: the newest encrypts and indexes, all of them open.

    What must never change is derived from ``lasting-1.key``. The folder is looked at on every use, so that a key which
    was added or retired by another process is known at once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        head: str = "",
        closed: Callable[[bytes], bytes] = bytes,
        opened: Callable[[bytes], bytes] = bytes,
    ) -> None:
        """Name the folder; nothing is read or made before the first use.

        ``head``: how the names of the files begin. ``closed``, ``opened``: how a key is wrapped for its file.
        """
        self._opened = opened
        self._files = KeyFiles(folder, f"{head}master", lambda: closed(secrets.token_bytes(_MASTER_LENGTH)))
        self._lasting_files = KeyFiles(folder, f"{head}lasting", lambda: closed(self._new_lasting()))
        self._read: Ring | None = None

    def current(self) -> bytes:
        """Return the id of the newest master key."""
        return self.held()[-1]

    def held(self) -> tuple[bytes, ...]:
        """Return the ids of all master keys, oldest first."""
        return tuple(self._ring().masters)

    def derive(self, key_id: bytes, *, info: str, length: int) -> bytes:
        """Return bytes derived from the named master key; KeyMissing if it is not here."""
        ring = self._ring()
        if key_id not in ring.masters:
            raise KeyMissing
        wanted = (key_id, info, length)
        if wanted not in ring.derived:
            ring.derived[wanted] = rules.hkdf_sm3(ring.masters[key_id], info=info, length=length)
        return ring.derived[wanted]

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        """Return bytes derived from the lasting key."""
        lasting = self._lasting
        if info == _INHERITED and len(lasting) > _MASTER_LENGTH:
            return lasting[_MASTER_LENGTH:]
        return rules.hkdf_sm3(lasting[:_MASTER_LENGTH], info=info, length=length)

    def add(self) -> bytes:
        """Make a newer master key."""
        self.derive_lasting(info="lasting", length=_MASTER_LENGTH)  # made while the oldest key is still here
        self._files.add()
        return self.current()

    def retire(self, key_id: bytes) -> None:
        """Take a master key out of use."""
        ring = self._ring()
        if key_id not in ring.masters:
            raise KeyMissing
        if key_id == self.current():
            raise KeyInUse
        self._files.retire(ring.numbers[key_id])

    def _ring(self) -> Ring:
        stamp = self._files.stamp()
        if self._read is None or self._read.stamp != stamp or self._stale():
            self._read = self._load(stamp)
        return self._read

    def _stale(self) -> bool:
        return False

    def _load(self, stamp: int) -> Ring:
        found = {number: self._opened(content) for number, content in self._files.numbered().items()}
        if any(len(master) != _MASTER_LENGTH for master in found.values()):
            raise KeysUnsafe
        ids = {number: _id(master) for number, master in found.items()}
        return Ring(
            stamp,
            masters={ids[number]: master for number, master in found.items()},
            numbers={key_id: number for number, key_id in ids.items()},
        )

    @cached_property
    def _lasting(self) -> bytes:
        (lasting,) = (self._opened(content) for content in self._lasting_files.load()[:1])
        if len(lasting) not in {_MASTER_LENGTH, 2 * _MASTER_LENGTH}:
            raise KeysUnsafe
        return lasting

    def _new_lasting(self) -> bytes:
        fresh = secrets.token_bytes(_MASTER_LENGTH)
        if not self._files.exist():
            return fresh
        oldest = self.held()[0]
        return fresh + self.derive(oldest, info=_INHERITED, length=_MASTER_LENGTH)


def _id(master: bytes) -> bytes:
    """Name a key after itself, so an envelope of another installation is named as such and not as damaged."""
    return rules.hmac_sm3(master, b"tongban key id")[: rules.KEY_ID_LENGTH]


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
