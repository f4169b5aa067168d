"""The door of the room."""

from __future__ import annotations

from tongban.files.errors import (
    Altered,
    DamagedPdf,
    DamagedPicture,
    Empty,
    EncryptedPdf,
    HandleExpired,
    HandleUnknown,
    Missing,
    PdfActs,
    PdfWithoutPages,
    PictureTooLarge,
    StorageFailed,
    TooLarge,
    WrongType,
)
from tongban.files.models import StoredFile
from tongban.files.rules import MAX_BYTES, Mime
from tongban.files.services import OpenFile, forget, handle, open_handle, preview, store
from tongban.files.vault import Vault

__all__ = [
    "MAX_BYTES",
    "Altered",
    "DamagedPdf",
    "DamagedPicture",
    "Empty",
    "EncryptedPdf",
    "HandleExpired",
    "HandleUnknown",
    "Mime",
    "Missing",
    "OpenFile",
    "PdfActs",
    "PdfWithoutPages",
    "PictureTooLarge",
    "StorageFailed",
    "StoredFile",
    "TooLarge",
    "Vault",
    "WrongType",
    "forget",
    "handle",
    "open_handle",
    "preview",
    "store",
]
