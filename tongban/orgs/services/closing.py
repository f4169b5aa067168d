"""Closures and outages: one person declares them from a document, another confirms."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.kernel import law
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs.closing import EVERYWHERE, Declaration, faults
from tongban.orgs.digests import closure_digest
from tongban.orgs.errors import NotYourProposal, OwnConfirmation, OwnProposal, Unfit, UnknownClosure
from tongban.orgs.models import DeclaredClosure, Department, Region
from tongban.orgs.states import CLOSING, CLOSURES, ClosureState, Verb


@transaction.atomic
def propose_closure(*, said: Declaration, by: Actor, at: datetime) -> UUID:
    """Declare days on which an authority cannot be reached, for a second person to confirm; return the id.

    Nothing changes before that. Refuses (Unfit) with every fault at once: days out of order, no document, a department
    or region there is not, a rule for the authority's own clock that cites no law.
    """
    _may(by, said.department, said.region)
    found = faults(said) | _unknown_codes(said)
    if found or said.first is None or said.last is None:
        raise Unfit(found)
    row = DeclaredClosure.objects.create(
        id=uuid7(at),
        kind=said.kind,
        name=said.name,
        first_date=said.first,
        last_date=said.last,
        department=said.department,
        region=said.region,
        source=said.source,
        authority_basis=said.authority_basis,
        proposed_by=by.id,
        proposed_at=at,
    )
    _record(row, "propose", before="", by=by, at=at)
    return row.id


@transaction.atomic
def confirm_closure(*, closure: UUID, by: Actor, at: datetime) -> range:
    """Put a declared closure into effect as a second person; return the years whose clocks it touches.

    Whoever calls has open clocks counted anew. Refuses (OwnProposal) whoever declared it, (WrongState) any other state.
    """
    row = _held(closure)
    before = row.state
    row.state = CLOSURES.target(Verb.CONFIRM, state=before, roles=_roles(by, row))
    if by.id == row.proposed_by:
        raise OwnProposal
    row.confirmed_by, row.confirmed_at, row.recount = by.id, at, True
    row.save()
    _record(row, "confirm", before=before, by=by, at=at)
    return _years(row)


@transaction.atomic
def withdraw_closure(*, closure: UUID, by: Actor, at: datetime) -> range:
    """Take a closure back; return the years whose clocks it touches, none when it was never in effect.

    One that was in effect ends with the day before: days that have passed stay closed (信赖保护, a rule of the city).
    What nobody confirmed is taken back by whoever declared it (else NotYourProposal); what is in effect by anybody but
    who confirmed it (else OwnConfirmation), so that two people agree here as well.
    """
    row = _held(closure)
    before = row.state
    row.state = CLOSURES.target(Verb.WITHDRAW, state=before, roles=_roles(by, row))
    was_in_effect = before == ClosureState.IN_EFFECT
    if was_in_effect and by.id == row.confirmed_by:
        raise OwnConfirmation
    if not was_in_effect and by.id != row.proposed_by:
        raise NotYourProposal
    row.withdrawn_by, row.withdrawn_at, row.recount = by.id, at, was_in_effect
    row.save()
    _record(row, "withdraw", before=before, by=by, at=at)
    return _years(row) if was_in_effect else range(0)


@transaction.atomic
def note_recount(*, closure: UUID) -> range:
    """Note that open clocks are counted anew with this closure as it is now, and return the years to count.

    A mechanism, written in the transaction that counts: the row stays locked until that is done. No years if another
    count was faster.
    """
    row = _held(closure)
    if not row.recount:
        return range(0)
    row.recount = False
    row.save(update_fields=["recount"])
    return _years(row)


def _held(closure: UUID) -> DeclaredClosure:
    row = DeclaredClosure.objects.select_for_update().filter(pk=closure).first()
    if row is None:
        raise UnknownClosure
    return row


def _roles(by: Actor, row: DeclaredClosure) -> frozenset[Role]:
    return by.roles_for(department=row.department, region=row.region)


def _may(by: Actor, department: str, region: str) -> None:
    if Role.OPERATOR not in by.roles_for(department=department, region=region):
        raise NotAllowed


def _unknown_codes(said: Declaration) -> dict[str, str]:
    found = {}
    if said.department != EVERYWHERE and not Department.objects.filter(pk=said.department).exists():
        found["department"] = "没有这个部门，请从列表里选择。"
    if said.region != EVERYWHERE and not Region.objects.filter(pk=said.region).exists():
        found["region"] = "没有这个地区，请从列表里选择。"
    return found


def _years(row: DeclaredClosure) -> range:
    return range(row.first_date.year, row.last_date.year + 1)


def _record(row: DeclaredClosure, verb: str, *, before: str, by: Actor, at: datetime) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=f"closure.{verb}",
        kind="closure",
        subject=row.id,
        before=before,
        after=row.state,
        facts={
            "kind": row.kind,
            "first": row.first_date,
            "last": row.last_date,
            "department": _code(row.department),
            "region": _code(row.region),
            "authority_too": bool(row.authority_basis),
            "digest": closure_digest(row),
        },
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, law.join(filter(None, (CLOSING, row.authority_basis)))),
    )


def _code(code: str) -> str:
    """Return a code as an entry may hold it: an asterisk is no code."""
    return "ALL" if code == EVERYWHERE else code
