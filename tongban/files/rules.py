"""What may be handed in, told from the bytes themselves and never from a name or a header."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from tongban.files.errors import (
    DamagedPdf,
    DamagedPicture,
    Empty,
    EncryptedPdf,
    PictureTooLarge,
    TooLarge,
    WrongType,
)
from tongban.files.pdf import refuse_unfit, refuse_without_pages

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PIXELS: Final = 80_000_000
"""What the largest ordinary telephone pictures need; decoding one takes about 240 MB for a moment."""

PREVIEW: Final = (320, 320)
"""What a list shows of a picture, in pixels: enough to see which one it is, too few to read it over a shoulder."""

_NAME_BYTES: Final = 180
_WIDE: Final = str.maketrans('<>:"|?*', "＜＞：＂｜？＊")
_TAIL: Final = 1024
_ENCRYPT_ENTRY: Final = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R\b")


class Mime(StrEnum):
    """The kinds of file that are kept."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


_SIGNATURES: Final = {Mime.PDF: b"%PDF-", Mime.JPEG: b"\xff\xd8\xff", Mime.PNG: b"\x89PNG\r\n\x1a\n"}
_PILLOW: Final = {Mime.JPEG: "JPEG", Mime.PNG: "PNG"}
_EXTENSIONS: Final = {Mime.PDF: (".pdf",), Mime.JPEG: (".jpg", ".jpeg"), Mime.PNG: (".png",)}


def checked(data: bytes, *, published: bool = False) -> Mime:
    """Return what the bytes are, after looking through all of them; the refusals say what the person can do.

    ``published``: what the city itself shows to everybody is held to more (``pdf.refuse_unfit``). What an applicant
    hands in must have a page, and may act: a form of an authority that was filled in often calculates by itself.
    """
    if not data:
        raise Empty
    if len(data) > MAX_BYTES:
        raise TooLarge
    mime = next((kind for kind, signature in _SIGNATURES.items() if data.startswith(signature)), None)
    if mime is None:
        raise WrongType
    if mime is Mime.PDF:
        _check_pdf(data)
        (refuse_unfit if published else refuse_without_pages)(data)
    else:
        _check_picture(data, _PILLOW[mime])
    return mime


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-_TAIL:]:
        raise DamagedPdf
    if _ENCRYPT_ENTRY.search(data):
        raise EncryptedPdf


def _check_picture(data: bytes, form: str) -> None:
    """Check its parts, then decode every pixel: a picture that nobody can look at is found out now and not at the desk.

    The size in the header is judged before anything is decoded, so a small file cannot fill the memory.
    """
    try:
        with Image.open(BytesIO(data), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureTooLarge
            picture.verify()
        with Image.open(BytesIO(data), formats=[form]) as picture:
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise DamagedPicture from None


def preview(data: bytes, mime: Mime) -> bytes:
    """Return a picture as JPEG no larger than PREVIEW in either direction, the right way up; WrongType for a PDF."""
    if mime is Mime.PDF:
        raise WrongType
    with Image.open(BytesIO(data), formats=[_PILLOW[mime]]) as picture:
        picture.draft("RGB", PREVIEW)
        small = ImageOps.exif_transpose(picture)
        small.thumbnail(PREVIEW)
        out = BytesIO()
        small.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def safe_name(given: str, mime: Mime) -> str:
    """Return the name as given, made safe to show and to save: no folders, no hidden marks, an ending that is true.

    Marks that some file systems or a page could take for more than a mark become their wide twins, so that the name
    reads as given. Marks that turn the reading direction could make “exe.pdf” read as “fdp.exe”. The name fits the
    255 bytes of a file system with room for “(1)”.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    name = "".join(mark for mark in name if unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    name = " ".join(name.split()).translate(_WIDE).rstrip(". ")
    endings = _EXTENSIONS[mime]
    stem, ending = _parted(name, endings)
    while len((stem + ending).encode()) > _NAME_BYTES:
        stem = stem[:-1]
    return (stem.strip(". ") or "未命名") + ending


def _parted(name: str, endings: tuple[str, ...]) -> tuple[str, str]:
    for ending in endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)], name[-len(ending) :]
    return name, endings[0]
