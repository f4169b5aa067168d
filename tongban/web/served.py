"""Bytes that people open: official documents, and files by a handle that lives a minute, never by a file's id.

The handle is bound to who asked for it: an address that is passed on, or read in a log, opens nothing for others.
"""

from __future__ import annotations

from urllib.parse import quote

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.cases import api as cases
from tongban.files import api as files

# Nothing inside an uploaded file may run or load anything here; the browser's own PDF viewer is an object.
LOCKED = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
# A picture is no page of ours. Not said of PDF: many browsers in use show no PDF in a sandbox, and what is inside a
# PDF runs, if at all, in the browser's own viewer and never with the rights of our pages.
SANDBOXED = f"{LOCKED}; sandbox"
PDF = "application/pdf"


def serve_handle(request: HttpRequest, handle: str) -> HttpResponseRedirect:
    """Send the browser to a file by its short-lived handle, which opens it for this user only."""
    return redirect("opened-file", handle=_signer(request).sign(handle))


@require_GET
def opened_file(request: HttpRequest, handle: str) -> HttpResponse:
    """Show the file of a handle to whom it was given; the room that gave it has decided who may see the file."""
    try:
        own = _signer(request).unsign(handle)
    except BadSignature:
        raise Http404 from None
    opened = files.open_handle(own, at=timezone.now())
    return inline(opened.data, opened.mime, opened.name)


def serve_document(document: cases.Paper) -> HttpResponse:
    """Show an official document as PDF."""
    return inline(document.pdf, PDF, f"{document.title}.pdf")


def serve_preview(picture: bytes) -> HttpResponse:
    """Show a small picture; it stays in the browser for a moment, so that a list that is drawn again asks once."""
    response = inline(picture, "image/jpeg", "preview.jpg")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"tongban.opened:{request.user.pk}")


def inline(data: bytes, mime: str, name: str) -> HttpResponse:
    """Show bytes in the browser under their name, where nothing in them may run or load anything."""
    response = HttpResponse(data, content_type=mime)
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = LOCKED if mime == PDF else SANDBOXED
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the desk shows a file beside the form
    response.headers["Cache-Control"] = "private, no-store"
    return response
