"""Which characters a font can draw, read from its own table (OpenType ``cmap``, format 12).

A name on a decision must never turn into an empty box: what the font lacks is printed as 〓 with its code and a note.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path
from typing import Final

GETA: Final = "〓"
_FORMAT: Final = 12


@lru_cache
def covered(path: Path) -> frozenset[int]:
    """Return the characters of a TrueType font; a ValueError if it has no full table of them."""
    data = path.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">L", data, start + 4 + 8 * index + 4)
        if struct.unpack_from(">H", data, start + offset)[0] == _FORMAT:
            return _characters(data, start + offset)
    message = "the font has no table of all its characters"
    raise ValueError(message)


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    message = "the font lacks a table"
    raise ValueError(message)


def _characters(data: bytes, start: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">L", data, start + 12)
    groups = (struct.unpack_from(">LLL", data, start + 16 + 12 * index) for index in range(count))
    return frozenset(mark for first, last, _ in groups for mark in range(first, last + 1))


def drawable(text: str, font: frozenset[int]) -> str:
    """Return the text with each character that the font lacks as 〓 and its code: 张〓（U+20BB7）."""
    for mark in {mark for mark in text if ord(mark) not in font}:
        text = text.replace(mark, f"{GETA}（U+{ord(mark):04X}）")
    return text
