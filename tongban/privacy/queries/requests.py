"""Requests for correction as the person and the data manager see them, and a closing as the person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.privacy.errors import RequestNotFound
from tongban.privacy.models import Closing, CorrectionRequest
from tongban.privacy.queries.looked import own_party
from tongban.privacy.queries.sealing import unseal
from tongban.privacy.states import REQUESTS, ClosingState, Field, RequestState

SUBJECT_KIND = "data_request"


@dataclass(frozen=True, slots=True)
class Asking:
    """A request: ``right`` is what is right, as the person says; ``answer`` the reason they were told.

    ``now``: what is kept at this moment, for the data manager to compare; ``clock``: by when it must be answered.
    """

    id: UUID
    party: UUID
    name: str
    field: Field
    right: str
    now: str
    proof: UUID | None
    state: RequestState
    state_name: str
    filed_at: datetime
    ended_at: datetime | None
    answer: str
    clock: duties.Clock | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """A closing that is under way. ``open_matters``: what is still to be finished first."""

    asked_at: datetime
    ends_at: datetime


def my_requests(*, by: Actor, at: datetime) -> list[Asking]:
    """Return the requests about the party that somebody acts as, the latest first."""
    rows = CorrectionRequest.objects.filter(party=own_party(by)).select_related("party").order_by("-filed_at")
    return told(list(rows), at)


def waiting_requests(*, by: Actor, at: datetime) -> list[Asking]:
    """Return the requests that wait for a data manager, the oldest first; NotAllowed for anybody else.

    Those about the data manager themselves or about somebody close to them are left out: others decide on them.
    """
    if not by.holds(Role.DATA_MANAGER):
        raise NotAllowed
    rows = CorrectionRequest.objects.filter(state=RequestState.FILED).exclude(party__in=_own_matters(by))
    return told(list(rows.select_related("party").order_by("filed_at")), at)


def request_for(by: Actor, key: UUID) -> CorrectionRequest:
    """Return one request for a data manager; RequestNotFound for none, and for one of their own matters."""
    if not by.holds(Role.DATA_MANAGER):
        raise NotAllowed
    rows = CorrectionRequest.objects.exclude(party__in=_own_matters(by)).select_related("party")
    found = rows.filter(pk=key).first()
    if found is None:
        raise RequestNotFound
    return found


def leaving(*, by: Actor) -> Leaving | None:
    """Return the closing of somebody's own account that is under way, if one is."""
    found = Closing.objects.filter(user=by.id, state=ClosingState.COOLING).first()
    return Leaving(found.asked_at, found.ends_at) if found else None


def told(rows: Sequence[CorrectionRequest], at: datetime) -> list[Asking]:
    """Return requests in the clear, each with its clock."""
    clocks = duties.clocks_of([row.pk for row in rows], at=at)
    return [_told(row, next(iter(clocks.get(row.pk, [])), None)) for row in rows]


def _told(row: CorrectionRequest, clock: duties.Clock | None) -> Asking:
    return Asking(
        id=row.pk,
        party=row.party_id,
        name=row.party.name,
        field=Field(row.field),
        right=unseal(row.pk, row.right),
        now=_now(row),
        proof=row.proof_id,
        state=RequestState(row.state),
        state_name=REQUESTS.label(row.state),
        filed_at=row.filed_at,
        ended_at=row.ended_at,
        answer=unseal(row.pk, row.answer),
        clock=clock,
    )


def _now(row: CorrectionRequest) -> str:
    if row.state != RequestState.FILED or row.field == Field.OTHER:
        return ""
    held = identity.party_view(row.party_id, by=SYSTEM)
    return held.name if row.field == Field.NAME else held.document_number


def _own_matters(by: Actor) -> set[UUID]:
    return {*by.recused, *([by.person] if by.person else [])}
