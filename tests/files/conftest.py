from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from pytest_django import Settings

from tongban.files import api as files
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.days import SHANGHAI

AT = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
CITIZEN = Actor(id=UUID(int=7), kind=ActorKind.PERSON)
BARE = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
"""A PDF without a page: it opens and shows nothing."""

PDF = BARE.replace(b"trailer", b"2 0 obj\n<< /Type /Page >>\nendobj\ntrailer")


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, form)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A picture of a few bytes whose header promises a great many pixels."""
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    body = b"IDAT" + zlib.compress(b"\0")
    chunks = [header, body, b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks
    )


@pytest.fixture(autouse=True)
def state(settings: Settings, tmp_path: Path) -> Path:
    settings.STATE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def stored(db: None) -> Callable[..., files.StoredFile]:  # noqa: ARG001 - a fixture cannot be marked to use another
    def store(data: bytes = PDF, name: str = "租赁合同.pdf") -> files.StoredFile:
        return files.store(data=data, name=name, owner_kind="case.material", by=CITIZEN, at=AT)

    return store


def kept(state: Path) -> list[Path]:
    """Every file in the vault, finished or not."""
    return sorted(path for path in (state / "files" / "uploads").rglob("*") if path.is_file())
