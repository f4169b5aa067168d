"""What is exchanged of a case with other systems, as a file: for those who run the exchange and those who audit it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.cases import api as cases
from tongban.web.guards import staff_only
from tongban.web.request import Request


@require_GET
@staff_only
def exchange(request: Request, number: str) -> HttpResponse:
    """Hand out the rows of a case in the order in which they are sent, masked; an empty list before its acceptance."""
    found = cases.read_exchange(number=number, by=request.actor, at=timezone.now())
    rows = [{"set": name, "row": cases.written_row(row)} for name, row in found.in_order()]
    answer = JsonResponse({"number": number, "rows": rows}, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="exchange-{number}.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
