"""Master keys that lie wrapped by a key service outside: its own key never leaves it (密评: 密钥管理, GB/T 39786)."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from tongban.crypto.errors import KeyServiceWrong
from tongban.crypto.ports import KeyService
from tongban.crypto.software import Ring, SoftwareKeys

KEPT_SECONDS: Final = 900.0
"""How long unwrapped keys are used before the service is asked again (本系统默认，待核定)."""


class ServiceKeys(SoftwareKeys):
    """Master keys in ``service-master-<n>.key``, each wrapped by the service; unwrapped they are in memory only.

    The service is asked at the first use and every quarter of an hour, not for every envelope. When it is down, what is
    in memory serves until its time is over; then every use is refused (KeyServiceDown) and nothing is written in the
    clear or under another key. Who takes the files alone has nothing; whom the service cuts off, soon has nothing.
    """

    def __init__(self, folder: Path, service: KeyService, *, kept: float = KEPT_SECONDS) -> None:
        """Name the folder and the service; ``kept``: seconds for which unwrapped keys are used."""
        super().__init__(folder, head="service-", closed=service.wrap, opened=service.unwrap)
        self._kept = kept
        self._asked = float("-inf")

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        """Return bytes derived from the lasting key, which is kept no longer than the others."""
        self._ring()
        return super().derive_lasting(info=info, length=length)

    def _stale(self) -> bool:
        return time.monotonic() - self._asked >= self._kept

    def _load(self, stamp: int) -> Ring:
        ring = super()._load(stamp)
        self.__dict__.pop("_lasting", None)
        self._asked = time.monotonic()
        return ring


def key_service(setting: str) -> KeyService:
    """Return the adapter that a setting ``module:name`` names, called without arguments; KeyServiceWrong otherwise."""
    module, _, name = setting.partition(":")
    try:
        return cast("KeyService", getattr(import_module(module), name)())
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise KeyServiceWrong from error
