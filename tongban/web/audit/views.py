"""The audit administrator's pages. Whoever is not one is refused by the ledger itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.identity import api as identity
from tongban.kernel import law
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.web import flash
from tongban.web.audit.facts import told as told_facts
from tongban.web.audit.finding import asked, fields
from tongban.web.audit.words import WHO, kind_name, state_name, verb_name
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import staff_only
from tongban.web.request import Request

PAGE = 50
LONGEST_POSITION = 18


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in words: who, what, to what, what for."""

    entry: ledger.Entry
    who: str
    verb: str
    kind: str
    purpose: str
    before: str
    after: str


@require_GET
@staff_only
def index(request: Request) -> HttpResponse:
    """List what was recorded, newest first, narrowed by the filters in the address."""
    at = timezone.now()
    found = asked(request.GET.dict(), by=request.actor)
    entries = ledger.audited(by=request.actor, wanted=found.wanted, before=_before(request), limit=PAGE + 1)
    if found.faults:  # a filter that was not understood must not look like one that found everything
        entries = []
    shown = entries[:PAGE]
    if found.wanted.about is not None:
        _note(request, found.wanted.about)
    elif found.wanted.subject is not None and shown:
        _note(request, *_told(shown))
    context = {
        "rows": _rows(shown, request.actor),
        "fields": fields(found),
        "faults": found.faults,
        "anything": found.anything,
        "party": found.wanted.about,
        "older": shown[-1].position if len(entries) > PAGE else 0,
        "first": _before(request) is None,
        "waiting": len(ledger.withheld_for_review(by=request.actor, at=at)),
    }
    return render(request, "web/audit/index.html", context, status=422 if found.faults else 200)


@require_http_methods(["GET", "POST"])
@staff_only
def entry(request: Request, position: int) -> HttpResponse:
    """Show one entry with its reasons and its seal; take the review of what is withheld."""
    refusal: Broken | None = None
    if request.method == "POST":
        try:
            _review(request, position)
        except Broken as broken:
            refusal = broken
        else:
            flash.say(request, "复核决定已经记录。")
            return redirect("audit:entry", position=position)
    found = _looked_at(request, position)
    context = {
        "row": _rows([found], request.actor)[0],
        "entry": found,
        "facts": told_facts(found, request.actor),
        "basis": law.cite(found.basis),
        "withheld_basis": law.cite(found.withheld_basis),
        "disclose": ledger.DISCLOSE_NAMES[ledger.Disclose(found.disclose)],
        "reviews": [(one, ledger.DECISION_NAMES[ledger.Decision(one.decision)]) for one in _reviews(found)],
        "review_fields": _review_fields(request, refusal),
        "open_review": not any(one.decision == ledger.Decision.LIFTED for one in _reviews(found)),
        "batch": ledger.sealed_in(position),
        "faults": {refusal.field: refusal.message} if refusal else {},
    }
    return render(request, "web/audit/entry.html", context, status=422 if refusal else 200)


@require_GET
@staff_only
def withheld(request: Request) -> HttpResponse:
    """List what is kept from the people it is about and waits to be looked at again."""
    found = ledger.withheld_for_review(by=request.actor, at=timezone.now())
    return render(request, "web/audit/withheld.html", {"rows": _rows(found, request.actor)})


@require_GET
@staff_only
def proof(request: Request, position: int) -> HttpResponse:
    """Hand out the proof of an entry as a file that the verifier takes."""
    _looked_at(request, position)
    document = ledger.entry_proof(position=position)
    return _download(request, document, f"entry-{position}", what="entry-proof", rows=1)


@require_GET
@staff_only
def person(request: Request, party: UUID) -> HttpResponse:
    """Hand out the proof of everything about one person in the newest batches, and that there is nothing else."""
    wanted = ledger.Wanted(about=party)
    ledger.audited(by=request.actor, wanted=wanted, limit=1)
    last = ledger.sealing().batch
    document = ledger.person_proof(party=party, first_batch=max(1, last - ledger.MOST_BATCHES + 1), last_batch=last)
    identity.throttle(identity.Throttled.EXPORT, str(request.actor.id), timezone.now())
    _note(request, party)
    rows = sum(len(batch.get("positions", ())) for batch in document["batches"])
    return _download(request, document, f"person-{party}", what="person-proof", rows=rows)


def _download(request: Request, document: dict[str, Any], name: str, *, what: str, rows: int) -> HttpResponse:
    """Hand out a proof with a serial number of its own, by which a copy is traced; the look itself is noted already."""
    serial = ledger.mark_export(what=what, rows=rows, purpose=ledger.Purpose.AUDIT, by=request.actor, at=timezone.now())
    marked = document | {"serial": serial}
    response = HttpResponse(json.dumps(marked, ensure_ascii=True), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.proof.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _reviews(found: ledger.Entry) -> list[ledger.Review]:
    return sorted(found.reviews.all(), key=lambda one: one.at)


def _review(request: Request, position: int) -> None:
    decision = request.POST.get("decision", "")
    if decision not in ledger.DECISION_NAMES:
        raise Broken("请选择复核决定。", field="decision")
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Broken("请选择日期，例如 2026-09-29。", field="day") from None
    ledger.review_disclosure(
        position=position, decision=ledger.Decision(decision), day=day, by=request.actor, at=timezone.now()
    )


def _review_fields(request: Request, refusal: Broken | None) -> list[Field]:
    wrong = {refusal.field: refusal.message} if refusal else {}
    choices = [Choice(decision, name) for decision, name in ledger.DECISION_NAMES.items()]
    hint = "继续暂不告知的，填下次复核的日期（一年之内）；予以告知的，填从哪一天起可以查看。"
    posted = request.POST.get
    return [
        Field(
            "decision",
            "复核决定",
            FieldKind.RADIOS,
            posted("decision", ""),
            choices=choices,
            error=wrong.get("decision", ""),
        ),
        Field("day", "日期", FieldKind.DATE, posted("day", ""), hint=hint, error=wrong.get("day", "")),
    ]


def _rows(entries: Sequence[ledger.Entry], actor: Actor) -> list[Row]:
    names = identity.staff_names({entry.actor_id for entry in entries}, by=actor)
    return [
        Row(
            entry,
            names.get(entry.actor_id) or WHO[ActorKind(entry.actor_kind)],
            verb_name(entry.verb),
            kind_name(entry.kind),
            ledger.PURPOSE_NAMES[ledger.Purpose(entry.purpose)],
            state_name(entry.kind, entry.before),
            state_name(entry.kind, entry.after),
        )
        for entry in entries
    ]


def _looked_at(request: Request, position: int) -> ledger.Entry:
    """Return an entry for the audit administrator; who opens one that is about people has looked at them."""
    found = ledger.audited_entry(by=request.actor, position=position)
    if found.about:
        _note(request, *_told([found]), position=position)
    return found


def _told(entries: Sequence[ledger.Entry]) -> set[UUID]:
    """Return whom entries are about, without those that are kept from them: the look would tell what is kept."""
    return {party for entry in entries if _shown(entry) for party in entry.about}


def _shown(entry: ledger.Entry) -> bool:
    if entry.disclose == ledger.Disclose.FROM and entry.disclose_from is not None:
        return entry.disclose_from <= day_of(timezone.now())
    return entry.disclose == ledger.Disclose.NOW


def _note(request: Request, *parties: UUID, position: int | None = None) -> None:
    """Who asks for everything about somebody, or about their affair, has looked at them: one entry a page."""
    ledger.note_reading(
        at=timezone.now(),
        actor=request.actor,
        kind="entry",
        subject=request.actor.id,
        about=parties,
        purpose=ledger.Purpose.AUDIT,
        facts={} if position is None else {"position": position},
    )


def _before(request: Request) -> int | None:
    raw = request.GET.get("before", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= LONGEST_POSITION else None
