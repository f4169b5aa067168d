"""Asking for a correction, and answering it (个人信息保护法46, 50)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.duties import api as duties
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7
from tongban.kernel.limits import Unit
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.privacy import queries
from tongban.privacy.errors import AskedAlready, ReasonMissing, RequestNotFound
from tongban.privacy.models import CorrectionRequest
from tongban.privacy.queries.requests import SUBJECT_KIND, Asking, request_for, told
from tongban.privacy.queries.sealing import seal, unseal
from tongban.privacy.states import FIELD_NAMES, REQUESTS, Field, RequestState, RequestVerb

ANSWERING = "个人信息保护法第四十六条第二款、第五十条：及时核实、更正、答复"  # the days: policy.toml
KIND = "data_request"


@transaction.atomic
def ask_correction_of_data(
    *, field: str, right: str, by: Actor, at: datetime, proof: tuple[bytes, str] | None = None
) -> UUID:
    """Ask that what is kept about oneself be put right; return the id of the request.

    ``field``: a ``Field``; ``right``: what is right, in one's own words; ``proof``: contents and name of a file. Only
    who speaks for the party itself (NotYourData). AskedAlready while the same is being checked, a second click
    included. The authority owes an answer within the days of the policy.
    """
    party = queries.own_party(by)
    if field not in FIELD_NAMES:
        raise Broken("请选择要更正哪一项。", field="field")
    words = _fit(right, "right", at)
    key = uuid7(at)
    stored = files.store(data=proof[0], name=proof[1], owner_kind=KIND, by=by, at=at) if proof else None
    row = CorrectionRequest(
        id=key,
        party_id=party,
        field=field,
        right=seal(key, words),
        proof=stored,
        state=RequestState.FILED,
        filed_by=by.id,
        filed_at=at,
    )
    _file(row)
    _owe(row, at)
    _note(row, "privacy.ask_correction", by, at, "GBF.46.1", facts={"field": field, "proof": bool(proof)})
    return key


@transaction.atomic
def grant_correction(*, request: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Put right what was asked, and tell the person (个人信息保护法46(2): 予以核实，并及时更正、补充).

    A name or a number is changed by this verb itself, in the same transaction; for anything else the reason says what
    was done. Refusals of identity (a number that is somebody else's, what is no name) leave everything as it was.
    """
    row = _locked(request, by)
    _end(row, RequestVerb.GRANT, reason, by, at)
    right = unseal(row.pk, row.right)
    if row.field == Field.NAME:
        identity.correct_name(party=row.party_id, name=right, by=by, at=at)
    elif row.field == Field.DOCUMENT_NUMBER:
        identity.correct_number(party=row.party_id, number=right, by=by, at=at)
    messages.send(to=row.party_id, template="privacy.granted", facts={}, at=at)


@transaction.atomic
def refuse_correction(*, request: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Leave what is kept as it is, and tell the person why (个人信息保护法50(1): 拒绝的，应当说明理由)."""
    row = _locked(request, by)
    _end(row, RequestVerb.REFUSE, reason, by, at)
    messages.send(to=row.party_id, template="privacy.refused", facts={}, at=at)


@transaction.atomic
def take_back_request(*, request: UUID, by: Actor, at: datetime) -> None:
    """Take one's own request back; RequestNotFound for somebody else's."""
    rows = CorrectionRequest.objects.select_for_update(of=("self",)).filter(party=queries.own_party(by))
    row = rows.filter(pk=request).first()
    if row is None:
        raise RequestNotFound
    before = row.state
    row.state = REQUESTS.target(RequestVerb.TAKE_BACK, state=row.state, roles=[Role.APPLICANT])
    row.ended_by, row.ended_at = by.id, at
    row.save()
    duties.lift(kinds=(duties.Kind.STATUTORY,), subject=row.pk, at=at)
    article = REQUESTS.article(RequestVerb.TAKE_BACK, before)
    _note(row, "privacy.take_back", by, at, article, before=before)


def read_request(*, request: UUID, by: Actor, at: datetime) -> Asking:
    """Return a request in the clear for a data manager, and record the look; RequestNotFound for none."""
    row = request_for(by, request)
    ledger.note_reading(
        at=at, actor=by, kind=KIND, subject=row.pk, about=(row.party_id,), purpose=ledger.Purpose.HANDLING
    )
    (found,) = told([row], at)
    return found


def read_proof(*, request: UUID, by: Actor, at: datetime) -> str:
    """Return a short-lived handle for the file handed in with a request, and record the look."""
    row = request_for(by, request)
    if row.proof_id is None:
        raise RequestNotFound
    ledger.note_reading(
        at=at,
        actor=by,
        kind=KIND,
        subject=row.pk,
        about=(row.party_id,),
        purpose=ledger.Purpose.HANDLING,
        facts={"part": "proof"},
    )
    return files.handle(row.proof_id, at=at)


def _file(row: CorrectionRequest) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AskedAlready from None


def _owe(row: CorrectionRequest, at: datetime) -> None:
    duties.start(
        kind=duties.Kind.STATUTORY,
        subject_kind=SUBJECT_KIND,
        subject=row.pk,
        owed_by="data-manager",
        owed_to=f"party:{row.party_id}",
        event="privacy.ask_correction",
        event_at=at,
        limit=duties.Limit(queries.policy(day_of(at)).answer_days, Unit.WORKING_DAY, ANSWERING),
        at=at,
    )


def _locked(request: UUID, by: Actor) -> CorrectionRequest:
    request_for(by, request)
    return CorrectionRequest.objects.select_for_update().get(pk=request)


def _end(row: CorrectionRequest, verb: RequestVerb, reason: str, by: Actor, at: datetime) -> None:
    before = row.state
    row.state = REQUESTS.target(verb, state=before, roles=[Role.DATA_MANAGER])
    row.answer = seal(row.pk, _fit(reason, "reason", at))
    row.ended_by, row.ended_at = by.id, at
    row.save()
    duties.meet(kinds=(duties.Kind.STATUTORY,), subject=row.pk, at=at)
    _note(row, f"privacy.{verb.lower()}", by, at, REQUESTS.article(verb, before), before=before)


def _fit(text: str, field: str, at: datetime) -> str:
    plain, most = text.strip(), queries.policy(day_of(at)).longest_text
    if not plain:
        raise ReasonMissing("请写明内容。" if field == "right" else "", field=field)
    if len(plain) > most:
        raise Broken(f"最多 {most} 个字，请写得简短一些。", field=field)
    return plain


def _note(
    row: CorrectionRequest,
    verb: str,
    by: Actor,
    at: datetime,
    basis: str,
    *,
    before: str = "",
    facts: dict[str, ledger.Fact] | None = None,
) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind=KIND,
        subject=row.pk,
        before=before,
        after=row.state,
        for_party=row.party_id,
        facts=facts,
        why=ledger.Why(ledger.Purpose.HANDLING, basis),
    )
