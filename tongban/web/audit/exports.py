"""Which list a copy was taken from: found by the serial number that stands on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.ledger import api as ledger
from tongban.web.audit.words import EXPORTS, WHO
from tongban.web.fields import Field
from tongban.web.guards import staff_only
from tongban.web.request import Request


@require_GET
@staff_only
def exports(request: Request) -> HttpResponse:
    """Find who took a list away, when and what for, by the serial number on a copy that turned up somewhere."""
    typed = request.GET.get("serial", "").strip()[:40]
    serial = ledger.read_serial(typed)
    fault = "序列号是 16 位字母和数字，四位一组，例如 ABCD-EFGH-2345-6789。" if typed and not serial else ""
    wanted = ledger.Wanted(subject=ledger.export_id(serial), kind="export")
    found = ledger.audited(by=request.actor, wanted=wanted, limit=1) if serial else []
    if not serial:
        ledger.audited(by=request.actor, wanted=wanted, limit=1)  # refuses whoever is no audit administrator
    if found:
        ledger.note_reading(
            at=timezone.now(),
            actor=request.actor,
            kind="entry",
            subject=request.actor.id,
            about=tuple(found[0].about),
            purpose=ledger.Purpose.AUDIT,
            facts={"position": found[0].position},
        )
    names = identity.staff_names({entry.actor_id for entry in found}, by=request.actor)
    context = {
        "field": Field("serial", "序列号", value=typed, error=fault, width="20", autocomplete="off"),
        "faults": {"serial": fault} if fault else {},
        "asked": bool(serial),
        "entry": found[0] if found else None,
        "what": EXPORTS.get(str(found[0].facts.get("what")), "清单") if found else "",
        "who": names.get(found[0].actor_id) or WHO[ActorKind(found[0].actor_kind)] if found else "",
        "purpose": ledger.PURPOSE_NAMES[ledger.Purpose(found[0].purpose)] if found else "",
    }
    return render(request, "web/audit/exports.html", context, status=422 if fault else 200)
