"""QR codes, drawn by us and asked of nobody."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe


def followed_at(request: HttpRequest, number: str) -> str:
    """Return the address at which anybody follows a case who is sent the code; it goes into a picture."""
    return request.build_absolute_uri(f"{reverse('progress:ask')}?{urlencode({'number': number})}")


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
