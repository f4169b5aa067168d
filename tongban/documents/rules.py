"""Numbers and the exact bytes that a digest and a signature are over."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

_KIND: Final = re.compile(r"[\u4e00-\u9fff]{1,8}")


def number(*, mark: str, kind: str, year: int, sequence: int) -> str:
    """Return a document number by GB/T 9704: 锡市监许准〔2026〕12号, hexagonal brackets, no leading zeros."""
    return f"{mark}{checked_kind(kind)}〔{year}〕{sequence}号"


def checked_kind(kind: str) -> str:
    """Return the word for the kind of a number (许准), one to eight Chinese characters, else ValueError."""
    if not _KIND.fullmatch(kind):
        message = "the kind of a number is a short Chinese word"
        raise ValueError(message)
    return kind


def canonical(content: Mapping[str, object]) -> bytes:
    """Return JSON with one spelling for one content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def statement(columns: Mapping[str, str]) -> bytes:
    """Return what is signed: every column that says what the document is, so that none can be exchanged for another."""
    return b"tongban document 1\n" + canonical(columns)
