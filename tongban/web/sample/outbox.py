"""The texts of the sample city, which in earnest would go to telephones."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.messages import api as messages
from tongban.web.request import Request


@require_GET
def outbox(request: Request) -> HttpResponse:
    """Show the latest texts, newest first; outside sample mode there is no such page."""
    return render(request, "web/sample/outbox.html", {"texts": messages.outbox()})
