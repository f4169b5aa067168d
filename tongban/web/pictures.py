"""QR codes, drawn by us and asked of nobody."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=512)
def picture(text: str, *, fluid: bool = False) -> SafeString:
    """Return a QR code as SVG: only paths, nothing of the text stands in it as words.

    ``fluid``: as large as the box it stands in.
    """
    drawn = segno.make(text, micro=False, error="m").svg_inline(
        scale=4, border=4, dark="#000", light="#fff", svgclass="tb-qr", omitsize=fluid
    )
    return mark_safe(drawn)  # noqa: S308 -- drawn here, from digits and paths


def file(text: str) -> str:
    """Return a QR code as an SVG file of its own, for papers."""
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, "svg", xmldecl=False, scale=4, border=1)
    return out.getvalue().decode()
