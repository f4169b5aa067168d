"""Drawing: canonical JSON and a template become a PDF, the same bytes every time and on every machine.

What people wrote goes in as data, so nothing in it can be taken for an instruction. Only the fonts we ship are used.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst
from django.conf import settings

from tongban.documents import glyphs
from tongban.documents.errors import FontMissing
from tongban.documents.templates import ROOT, Pinned

_FONTS: Final = ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf")
_PACKAGE: Final = Path("node_modules/@expo-google-fonts/noto-sans-sc")


@dataclass(frozen=True, slots=True)
class _Type:
    fonts: typst.Fonts
    characters: frozenset[int]


def font_dir() -> Path | None:
    """Return the folder with our fonts, in the build or where npm put them; None if they are not there."""
    folders = [Path(settings.BUILD_DIR) / "fonts", Path(settings.BASE_DIR) / _PACKAGE]
    return next((folder for folder in folders if all((folder / font).is_file() for font in _FONTS)), None)


def draw(content: bytes, template: Pinned, *, issued_at: datetime) -> bytes:
    """Return the PDF (A4, tagged, PDF/UA-1) of a document's canonical JSON; FontMissing if it cannot be drawn here."""
    return compiled(content, template.path, root=ROOT, at=issued_at)


def compiled(content: bytes, path: Path, *, root: Path, at: datetime) -> bytes:
    """Return the PDF of canonical JSON in the template at ``path``, which may import what lies under ``root`` only."""
    folder = font_dir()
    if folder is None:
        raise FontMissing
    types = _types(folder)
    pdf = typst.compile(
        str(path),
        root=str(root),
        font_paths=types.fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": _drawable(content, types.characters)},
        timestamp=int(at.timestamp()),
        pdf_standards="ua-1",
    )
    if not isinstance(pdf, bytes):
        message = "a document is one PDF"
        raise TypeError(message)
    return pdf


@lru_cache
def _types(folder: Path) -> _Type:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str((folder / font).parent) for font in _FONTS],
    )
    return _Type(fonts, glyphs.covered(folder / _FONTS[0]))


def _drawable(content: bytes, characters: frozenset[int]) -> str:
    text = content.decode()
    drawn = glyphs.drawable(text, characters)
    return json.dumps({**json.loads(drawn), "lacking": drawn != text}, ensure_ascii=False)
