"""Views that do what a careless programmer might do, behind the real middleware."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tongban.web.observe import onward_headers

logger = logging.getLogger("tongban.careless")
foreign = logging.getLogger("elsewhere")


@csrf_exempt
def careless(request: HttpRequest, number: str = "") -> HttpResponse:
    try:
        int(request.POST["name"])
    except ValueError as error:
        logger.warning("could not keep %s", request.POST["name"])
        foreign.error("failed for " + request.POST["phone"])
        message = f"no such person: {request.POST['number']} {number}"
        raise LookupError(message) from error
    return HttpResponse()


def onward(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(f"{name}: {value}" for name, value in onward_headers().items()))


urlpatterns = [
    path("careless/", careless, name="careless"),
    path("careless/<str:number>/", careless, name="careless-number"),
    path("onward/", onward, name="onward"),
]
