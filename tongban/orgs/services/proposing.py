"""A year's notice put in force by two people: one writes it down, another compares it with the notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs.digests import proposal_digest
from tongban.orgs.errors import (
    NeedsReason,
    NothingNew,
    NoticeInForce,
    NotYourProposal,
    OwnProposal,
    ProposedAlready,
    Unfit,
    UnknownProposal,
)
from tongban.orgs.models import CalendarProposal, CalendarYear
from tongban.orgs.notices import Line, Notice, faults
from tongban.orgs.services.calendars import put_file_in_force, says_the_same
from tongban.orgs.states import NOTICE, OPEN_PROPOSALS, PROPOSALS, CalendarStatus, ProposalState, Verb

LONGEST_REASON = 500


@transaction.atomic
def propose_calendar(
    *,
    year: int,
    source: str,
    published_on: date | None,
    lines: Sequence[Line],
    by: Actor,
    at: datetime,
    correction: str = "",
) -> UUID:
    """Write down the State Council's notice of a year for a second person to approve; return its id.

    ``correction``: why a notice that is in force is put right; needed there and only there. Refuses (Unfit) with every
    fault at once what cannot be such a notice: a statutory day that is worked (全国年节及纪念日放假办法 2), a weekday
    worked in exchange, a day of another year; (NothingNew) what is in force already; (NoticeInForce) another notice of
    an announced year without a reason; (ProposedAlready) a second one for a year while the first is open.
    """
    _operator(by)
    notice = Notice(year, source.strip(), published_on, lines)
    found = faults(notice, today=day_of(at))
    if len(correction) > LONGEST_REASON:
        found["correction"] = f"最多{LONGEST_REASON}个字，请缩短。"
    if found or published_on is None:
        raise Unfit(found)
    proposal = CalendarProposal(
        id=uuid7(at),
        year=year,
        source=notice.source,
        published_on=published_on,
        holidays=[_kept(line) for line in lines],
        correction=correction.strip(),
        proposed_by=by.id,
        proposed_at=at,
    )
    _check_against_what_is_in_force(proposal)
    _create(proposal)
    _record(proposal, "propose", before="", by=by, at=at, published_on=published_on, days=len(proposal.days))
    return proposal.id


@transaction.atomic
def approve_calendar(*, proposal: UUID, by: Actor, at: datetime) -> int:
    """Approve a proposed calendar as a second person; return its year. It is in force when open clocks are recounted.

    Refuses (OwnProposal) whoever proposed it, (NoticeInForce) a year announced meanwhile, (WrongState) what is decided.
    """
    held = _held(proposal)
    before = held.state
    held.state = PROPOSALS.target(Verb.APPROVE, state=before, roles=_roles(by))
    _second_person(held, by)
    _check_against_what_is_in_force(held)
    held.decided_by, held.decided_at = by.id, at
    held.save()
    _record(held, "approve", before=before, by=by, at=at)
    return held.year


@transaction.atomic
def reject_calendar(*, proposal: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Give a proposed calendar back as a second person, with the reason; it stays readable.

    Refuses (OwnProposal) whoever proposed it, (NeedsReason) without a reason, (WrongState) what is decided.
    """
    held = _held(proposal)
    before = held.state
    held.state = PROPOSALS.target(Verb.REJECT, state=before, roles=_roles(by))
    _second_person(held, by)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise NeedsReason(field="reason")
    held.decided_by, held.decided_at, held.verdict, held.ended_at = by.id, at, reason.strip(), at
    held.save()
    _record(held, "reject", before=before, by=by, at=at)


@transaction.atomic
def withdraw_calendar(*, proposal: UUID, by: Actor, at: datetime) -> None:
    """Take a proposal back: the proposer as long as nobody decided, any operator as long as it is not in force.

    The second is for an approval that cannot be carried out. Refuses (NotYourProposal) somebody else before that.
    """
    held = _held(proposal)
    before = held.state
    held.state = PROPOSALS.target(Verb.WITHDRAW, state=before, roles=_roles(by))
    if before == ProposalState.PROPOSED and by.id != held.proposed_by:
        raise NotYourProposal
    held.ended_at = at
    held.save()
    _record(held, "withdraw", before=before, by=by, at=at)


@transaction.atomic
def put_in_force(*, proposal: UUID, at: datetime, by: Actor = SYSTEM) -> int:
    """Make an approved calendar the one in force of its year, and return the year.

    Whoever calls counts open clocks anew in the same transaction. Refuses (WrongState) what nobody approved,
    (NoticeInForce) a year announced meanwhile for which no reason was given.
    """
    held = _held(proposal)
    before = held.state
    held.state = PROPOSALS.target(Verb.PUT_IN_FORCE, state=before, roles=_roles(by))
    _check_reason(held, _in_force(held.year))
    with ledger.operation():
        put_file_in_force(held.file, at, by)
        held.calendar, held.ended_at = _in_force(held.year), at
        held.save()
        _record(held, "put_in_force", before=before, by=by, at=at)
    return held.year


def _roles(by: Actor) -> frozenset[Role]:
    """Return the roles of who acts over the whole city; the house itself carries out what was approved."""
    return frozenset({Role.LAW}) if by.kind is ActorKind.SYSTEM else by.roles_for(department="*", region="*")


def _operator(by: Actor) -> None:
    if Role.OPERATOR not in _roles(by):
        raise NotAllowed


def _second_person(held: CalendarProposal, by: Actor) -> None:
    if by.id == held.proposed_by:
        raise OwnProposal


def _held(proposal: UUID) -> CalendarProposal:
    held = CalendarProposal.objects.select_for_update().filter(pk=proposal).first()
    if held is None:
        raise UnknownProposal
    return held


def _in_force(year: int) -> CalendarYear | None:
    return CalendarYear.objects.filter(year=year, superseded_at__isnull=True).first()


def _check_against_what_is_in_force(proposal: CalendarProposal) -> None:
    old = _in_force(proposal.year)
    if old is not None and says_the_same(old, proposal.file):
        raise NothingNew
    _check_reason(proposal, old)


def _check_reason(proposal: CalendarProposal, old: CalendarYear | None) -> None:
    if old is None or old.status != CalendarStatus.ANNOUNCED or proposal.correction:
        return
    if not says_the_same(old, proposal.file):
        raise NoticeInForce(field="correction")


def _create(proposal: CalendarProposal) -> None:
    """Write the row, unless the year has an open one: two people may press at the same moment."""
    if CalendarProposal.objects.filter(year=proposal.year, state__in=OPEN_PROPOSALS).exists():
        raise ProposedAlready
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise ProposedAlready from error


def _kept(line: Line) -> dict[str, Any]:
    """Return a line as the files of calendars write it."""
    kept = {"name": line.name, "from": str(line.first), "to": str(line.last)}
    return kept | {"make_up": [str(day) for day in line.make_up]}


def _record(
    held: CalendarProposal, verb: str, *, before: str, by: Actor, at: datetime, **facts: date | int | None
) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=f"calendar.{verb}",
        kind="calendar_proposal",
        subject=held.id,
        before=before,
        after=held.state,
        facts={"year": held.year, "digest": proposal_digest(held), **facts},
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, NOTICE),
    )
