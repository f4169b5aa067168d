"""The pages around the API: its document, its manual, and the answer for addresses that do not exist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tongban.rest import manual, problems
from tongban.rest.api import own_document, whole_document


@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """Give the OpenAPI 3.1 document."""
    return JsonResponse(whole_document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def own_openapi(_request: HttpRequest) -> JsonResponse:
    """Give the OpenAPI 3.1 document of what is told to those who are signed in."""
    return JsonResponse(own_document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the same document as a page for people; it needs no script."""
    whole = whole_document()
    context = {"document": whole, "groups": manual.groups(whole), "kinds": problems.KINDS}
    return render(request, "rest/docs.html", context)


@csrf_exempt
def nowhere(_request: HttpRequest, **_captured: str) -> HttpResponse:
    """Answer for every address below the API that leads nowhere, whatever the method."""
    return problems.answer(problems.NOT_FOUND)
