"""Pages by an opaque cursor: the caller hands back what it was given and need not know what is in it."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass

from tongban.kernel.errors import Broken

NO_PAGES = "搜索结果不分页，请去掉cursor，或者换更准确的搜索词。"

_FORM = re.compile(rb"v1:([1-9][0-9]{0,5}):([1-9][0-9]?|100)")


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of which size."""

    number: int
    size: int

    @property
    def first(self) -> int:
        """Return how many come before this page."""
        return (self.number - 1) * self.size

    def after(self, total: int) -> str | None:
        """Return the cursor of the next page; None when this is the last."""
        more = self.first + self.size < total
        return Place(self.number + 1, self.size).cursor() if more else None

    def cursor(self) -> str:
        """Write the place as the caller gets it."""
        return urlsafe_b64encode(f"v1:{self.number}:{self.size}".encode()).decode().rstrip("=")


def place(cursor: str | None, limit: int) -> Place:
    """Read a cursor; without one, the first page. A cursor keeps the size of the page it came with."""
    if cursor is None:
        return Place(1, limit)
    try:
        found = _FORM.fullmatch(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (Error, ValueError):
        found = None
    if found is None:
        raise Broken("翻页标记不对，请原样使用上一页给出的next的值，或者不填，从第一页开始。")
    return Place(int(found[1]), int(found[2]))
