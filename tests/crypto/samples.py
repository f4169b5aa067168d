"""A key service outside, as any of them looks from here: it wraps and unwraps, or does not answer."""

from __future__ import annotations

from tongban.crypto import api as crypto

MARK = b"wrapped:"


class Service:
    """Wraps by a mark and a turn of every bit; counts how often it is asked to open something."""

    name = "测试密钥服务"

    def __init__(self) -> None:
        self.up = True
        self.opened = 0

    def wrap(self, plain: bytes) -> bytes:
        self._answer()
        return MARK + _turned(plain)

    def unwrap(self, wrapped: bytes) -> bytes:
        self._answer()
        self.opened += 1
        if not wrapped.startswith(MARK):
            raise crypto.Unreadable
        return _turned(wrapped.removeprefix(MARK))

    def _answer(self) -> None:
        if not self.up:
            raise crypto.KeyServiceDown


def _turned(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)
