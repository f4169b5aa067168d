"""The people of the sample city: who they are, how to sign in as them, what to try first. Only in sample mode."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from tongban.identity import api as identity
from tongban.web.request import Request

app_name = "sample"


@require_safe
def people(request: Request) -> HttpResponse:
    """List everybody of the cast, each with a link to the sign-in page with the name filled in; 404 in earnest."""
    if not settings.SAMPLE_MODE:
        raise Http404
    everybody = identity.cast()
    context = {
        "citizens": [one for one in everybody if not one.is_staff],
        "staff": [one for one in everybody if one.is_staff],
        "others": identity.without_account(),
        "password": everybody[0].password if everybody else "",
    }
    return render(request, "web/sample.html", context)


urlpatterns = [path("", people, name="people")]
