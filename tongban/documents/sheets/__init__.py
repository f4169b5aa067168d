"""Papers that anybody may take along and that nobody issues: no number, no seal, nothing personal, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from tongban.documents import rules, typesetting

ROOT: Final = Path(__file__).parent
KEPT: Final = 128
"""How many drawn sheets a process remembers: drawing takes a tenth of a second, the same again nothing."""


class Sheet(StrEnum):
    """What can be drawn."""

    GUIDE = "guide"
    BLANK = "blank"
    SPECIMEN = "specimen"


def sheet(kind: Sheet, facts: Mapping[str, object], *, at: datetime) -> bytes:
    """Return the PDF of what is public already; the same facts and moment give the same bytes on every machine.

    ``at`` is the date in the file: that of the publication, not of the drawing. FontMissing if it cannot be drawn here.
    """
    return _drawn(kind, rules.canonical(dict(facts)), at)


@lru_cache(maxsize=KEPT)
def _drawn(kind: Sheet, content: bytes, at: datetime) -> bytes:
    return typesetting.compiled(content, ROOT / f"{kind.value}.typ", root=ROOT, at=at)
