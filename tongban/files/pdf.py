"""What a PDF must be: it has a page; and where everybody may open it, it does nothing by itself.

Looked at are all the bytes, and what object streams hold, in which newer files keep their objects packed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from tongban.files.errors import DamagedPdf, PdfActs, PdfWithoutPages

MOST_UNPACKED: Final = 64 * 1024 * 1024
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME_ENDS: Final = rb"(?![^\s()<>\[\]{}/%])"
_PAGE: Final = re.compile(rb"/Type\s*/Page" + _NAME_ENDS)
_PACKED: Final = re.compile(rb"/ObjStm" + _NAME_ENDS)
# Going to a page when it is opened is no harm, and many programs write it; what runs, opens or sends something is.
_ACTS: Final = re.compile(rb"/(?:JavaScript|Launch|SubmitForm|ImportData|GoToE|GoToR)" + _NAME_ENDS)


def refuse_without_pages(data: bytes) -> None:
    """Refuse (PdfWithoutPages) what opens empty, so that nobody is asked later for what they believe they handed in.

    What cannot be unpacked here is no reason: a program that people have may still show it, and an examiner looks.
    """
    if _has_page(data):
        return
    try:
        paged = any(_has_page(part) for part in _packed(data))
    except DamagedPdf:
        return
    if not paged:
        raise PdfWithoutPages


def refuse_unfit(data: bytes) -> None:
    """Refuse (PdfWithoutPages, PdfActs) what nobody can look at, and what runs, opens or sends something by itself.

    DamagedPdf for one whose objects are packed in a way that cannot be read.
    """
    objects = [_named(part) for part in (data, *_packed(data))]
    if not any(_PAGE.search(part) for part in objects):
        raise PdfWithoutPages
    if any(_ACTS.search(part) for part in objects):
        raise PdfActs


def _has_page(part: bytes) -> bool:
    return _PAGE.search(_named(part)) is not None


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield what every object stream holds."""
    left = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        dictionary = _named(data[max(data.rfind(b"obj", 0, found.start()), 0) : found.start()])
        if not _PACKED.search(dictionary):
            continue
        end = data.find(b"endstream", found.end())
        body = data[found.end() : len(data) if end < 0 else end]
        held = _unpacked(body, left) if b"/Filter" in dictionary else body
        left -= len(held)
        yield held


def _unpacked(packed: bytes, most: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(packed, max(most, 1))
    except zlib.error:
        raise DamagedPdf from None
    if reader.unconsumed_tail:
        raise DamagedPdf
    return found


def _named(part: bytes) -> bytes:
    """Return a part with its names written plainly: /J#61vaScript is /JavaScript."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part
