"""Bytes that people open: official documents, and files by a handle that lives a minute, never by a file's id."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.cases import api as cases
from tongban.files import api as files

# Nothing inside an uploaded file may run or load anything here.
LOCKED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def serve_handle(handle: str) -> HttpResponseRedirect:
    """Send the browser to a file by its short-lived handle."""
    return redirect("opened-file", handle=handle)


@require_GET
def opened_file(request: HttpRequest, handle: str) -> HttpResponse:
    """Show the file of a handle; the room that gave the handle has decided who may see it."""
    del request
    opened = files.open_handle(handle, at=timezone.now())
    return _bytes(opened.data, opened.mime, opened.name)


def serve_document(document: cases.Paper) -> HttpResponse:
    """Show an official document as PDF."""
    return _bytes(document.pdf, "application/pdf", f"{document.title}.pdf")


def _bytes(data: bytes, mime: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=mime)
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["Cache-Control"] = "private, no-store"
    return response
