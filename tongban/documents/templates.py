"""Templates by version. A version that was once used stays as it is for ever: documents issued with it point at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tongban.crypto import api as crypto
from tongban.documents.errors import TemplateChanged

ROOT: Final = Path(__file__).parent / "templates"
_IMPORT: Final = re.compile(r'^#import "/([a-z_]+/\d+\.typ)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pinned:
    """One version of a template. ``digest`` is over its text and the texts that it imports."""

    name: str
    version: int
    digest: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return ROOT / self.name / f"{self.version}.typ"


@cache
def current(name: str) -> Pinned:
    """Return the newest version of a template: the one that a document is issued with from now on."""
    return _pinned(name, max(int(path.stem) for path in (ROOT / name).glob("*.typ")))


def pinned(name: str, version: int, digest: str) -> Pinned:
    """Return the very template that a document was issued with; TemplateChanged if it is gone or differs."""
    try:
        found = _pinned(name, version)
    except OSError as error:
        raise TemplateChanged from error
    if found.digest != digest:
        raise TemplateChanged
    return found


def _pinned(name: str, version: int) -> Pinned:
    text = (ROOT / name / f"{version}.typ").read_text(encoding="utf-8")
    parts = [text, *((ROOT / path).read_text(encoding="utf-8") for path in _IMPORT.findall(text))]
    return Pinned(name, version, crypto.sm3("\0".join(parts).encode()))
