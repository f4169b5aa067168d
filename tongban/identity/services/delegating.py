"""委托代办: somebody lets a natural person act for them; both sides agree, and either ends it at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.crypto import api as crypto
from tongban.identity import rules
from tongban.identity.errors import (
    DelegatedAlready,
    DelegationNotFound,
    DelegationToOneself,
    MutualDelegation,
    NoSubdelegation,
    TooYoung,
)
from tongban.identity.models import Delegation, Party
from tongban.identity.queries import DOCUMENT_PURPOSE, document_of, number_of
from tongban.identity.queries.mandates import has_document, lapsed, mandates_of, sides_of
from tongban.identity.rules import delegating
from tongban.identity.rules.delegating import Scope
from tongban.identity.states import DELEGATIONS, LIVE, DelegationState, DelegationVerb, DocumentType, PartyKind
from tongban.kernel.actors import SYSTEM, Actor, MandateKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import Faulty, NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

# 民法典161: 可以通过代理人实施民事法律行为; 165: 授权委托书载明代理事项、权限和期限.
# 个人信息保护法23: 向他人提供个人信息, 单独同意.
OFFERING = "MFD.161,MFD.165,GBF.23"
TAIL = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A natural person as somebody else names them: by name and document."""

    name: str
    number: str
    document_type: str = DocumentType.RESIDENT_ID


@transaction.atomic
def offer_delegation(*, agent: Named, scope: Scope, by: Actor, at: datetime) -> UUID:
    """Offer somebody to act for the party the actor acts as, for some items, data and time; return its id.

    The same answer whether the person named exists or not: nobody is looked up, and the offer waits for whoever holds
    the document under that name. It says what 民法典165 asks for. NoSubdelegation for whoever acts by a mandate
    themselves (169), but for the legal representative of an organisation. Refuses DelegationToOneself,
    MutualDelegation, DelegatedAlready, TooYoung, and Faulty with everything that cannot be right.
    """
    principal = _principal(by)
    fit, scoped = _fit(agent, scope, at)
    _refuse_unfit_agent(by, fit, at)
    if _under_age(principal, at):
        raise TooYoung
    expire_due(principal.id, at)
    digest = crypto.digest(DOCUMENT_PURPOSE, fit.number)
    live = Delegation.objects.filter(principal=principal, state__in=LIVE)
    if live.filter(agent_document_type=fit.document_type, agent_digest=digest).exists():
        raise DelegatedAlready
    made = Delegation.objects.create(
        id=uuid7(at),
        principal=principal,
        authorised_by_id=by.person if by.mandate else None,
        kind=MandateKind.AGENT,
        agent_name=fit.name,
        agent_document_type=fit.document_type,
        agent_digest=digest,
        agent_tail=fit.number[-TAIL:],
        items=scoped.items,
        data=scoped.data,
        state=DelegationState.OFFERED,
        offered_at=at,
        until_at=scoped.until_at,
    )
    note(made, "offer", by=by, at=at, basis=OFFERING, facts=scope_facts(made))
    return made.id


@transaction.atomic
def accept_delegation(*, delegation: UUID, by: Actor, at: datetime) -> None:
    """Accept to act for somebody: from now on, within what was offered. Only whom it was offered to, in person."""
    one = _held(delegation, by, at)
    one.state = _target(one, DelegationVerb.ACCEPT, by)
    if by.party is None:
        raise NotAllowed
    person = Party.objects.get(id=by.party)
    if _under_age(person, at):
        raise TooYoung
    one.agent, one.from_at = person, at
    one.save(update_fields=["state", "agent", "from_at"])
    _noted(one, DelegationVerb.ACCEPT, DelegationState.OFFERED, by, at)


@transaction.atomic
def decline_delegation(*, delegation: UUID, by: Actor, at: datetime) -> None:
    """Not accept what was offered."""
    _end(delegation, DelegationVerb.DECLINE, by, at)


@transaction.atomic
def take_back_delegation(*, delegation: UUID, by: Actor, at: datetime) -> None:
    """Take an offer back before it is answered."""
    _end(delegation, DelegationVerb.TAKE_BACK, by, at)


@transaction.atomic
def revoke_delegation(*, delegation: UUID, by: Actor, at: datetime) -> None:
    """End a delegation at once: either side may, without a reason (民法典173(1)2: 取消委托或者辞去委托).

    The agent's next request is refused; what was done before stands. At the counter a clerk does it for a principal
    who stands there.
    """
    _end(delegation, DelegationVerb.REVOKE, by, at)


@transaction.atomic
def expire_delegations(*, at: datetime, limit: int = 100) -> int:
    """Note which delegations have come to their end (民法典173(1)1, 175(1)1); return how many.

    Rights never wait for it: what is over by time gives nothing from that moment on.
    """
    rows = Delegation.objects.select_for_update(skip_locked=True).filter(state__in=LIVE, until_at__lte=at)[:limit]
    return sum(_expired(one, at) for one in rows)


def note(
    one: Delegation, verb: str, *, by: Actor, at: datetime, basis: str, facts: dict[str, ledger.Fact], before: str = ""
) -> None:
    """Write the one entry of a verb about a delegation: about both sides, as far as they are known."""
    about = tuple(party for party in (one.principal_id, one.agent_id) if party)
    ledger.record(
        at=at,
        actor=by,
        verb=f"identity.{verb}_delegation",
        kind="delegation",
        subject=one.id,
        before=before,
        after=one.state,
        for_party=one.principal_id,
        facts=facts,
        why=ledger.Why(ledger.Purpose.HANDLING, basis, about=about),
    )


def scope_facts(one: Delegation) -> dict[str, ledger.Fact]:
    """Return what the record keeps of how far a delegation goes."""
    until = day_of(one.until_at - timedelta(microseconds=1))
    return {"ground": one.kind, "items": one.items or "ALL", "data": one.data or "ALL", "last_day": until}


def _principal(by: Actor) -> Party:
    if by.mandate is not None and by.mandate.kind != MandateKind.LEGAL_REPRESENTATIVE:
        raise NoSubdelegation
    if by.party is None:
        raise NotAllowed
    # Held, so that two offers at once to the same person are one after the other.
    return Party.objects.select_for_update().get(id=by.party)


def _fit(agent: Named, scope: Scope, at: datetime) -> tuple[rules.Fit, delegating.Fit]:
    """Return who is named and how far it goes; Faulty with the faults of both at once."""
    faults: dict[str, str] = {}
    fit = scoped = None
    try:
        fit = rules.fit_person(agent.document_type, agent.number, agent.name, "", on=day_of(at))
    except Faulty as refusal:
        faults |= {f"agent_{field}": sentence for field, sentence in refusal.faults.items()}
    try:
        scoped = delegating.fit_scope(scope, on=day_of(at), longest=timedelta(days=settings.DELEGATION_DAYS))
    except Faulty as refusal:
        faults |= refusal.faults
    if fit is not None and rules.kind_of(fit.document_type) is not PartyKind.NATURAL:
        faults["agent_document_type"] = "代办人应当是自然人，请选择个人证件。"
    if faults or fit is None or scoped is None:
        raise Faulty(faults)
    return fit, scoped


def _refuse_unfit_agent(by: Actor, fit: rules.Fit, at: datetime) -> None:
    """Refuse oneself and one's own principals: they are known to the actor, so the refusal tells nothing new."""
    digest = crypto.digest(DOCUMENT_PURPOSE, fit.number)
    person = by.person or by.party
    if person is None:
        raise NotAllowed
    if has_document(person, fit.document_type, digest):
        raise DelegationToOneself(field="agent_number")
    if any(has_document(party.id, fit.document_type, digest) for party, _ in mandates_of(person, at=at)):
        raise MutualDelegation(field="agent_number")


def _under_age(party: Party, at: datetime) -> bool:
    document = document_of(party)
    born = delegating.born_on(DocumentType(document.document_type), number_of(document), on=day_of(at))
    return delegating.is_minor(born, at=at)


def _held(delegation: UUID, by: Actor, at: datetime) -> Delegation:
    """Hold a delegation of which the actor is a side, after its time was applied; else DelegationNotFound."""
    one = Delegation.objects.select_for_update(of=("self",)).filter(id=delegation).first()
    if one is None or not sides_of(by, one):
        raise DelegationNotFound
    _expired(one, at)
    return one


def _target(one: Delegation, verb: DelegationVerb, by: Actor) -> str:
    return DELEGATIONS.target(verb, state=one.state, roles=sides_of(by, one))


def _end(delegation: UUID, verb: DelegationVerb, by: Actor, at: datetime) -> None:
    one = _held(delegation, by, at)
    before = one.state
    one.state, one.ended_at = _target(one, verb, by), at
    one.save(update_fields=["state", "ended_at"])
    _noted(one, verb, before, by, at)


def expire_due(principal: UUID, at: datetime) -> None:
    """Apply to what a principal delegated that its time is over."""
    for one in Delegation.objects.select_for_update().filter(principal_id=principal, state__in=LIVE, until_at__lte=at):
        _expired(one, at)


def _expired(one: Delegation, at: datetime) -> bool:
    """Apply that a delegation's time is over, dated at that moment; tell whether it was."""
    if not lapsed(one, at=at):
        return False
    before = one.state
    one.state = DELEGATIONS.target(DelegationVerb.EXPIRE, state=before, roles=sides_of(SYSTEM, one))
    one.ended_at = one.until_at
    one.save(update_fields=["state", "ended_at"])
    _noted(one, DelegationVerb.EXPIRE, before, SYSTEM, one.until_at)
    return True


def _noted(one: Delegation, verb: DelegationVerb, before: str, by: Actor, at: datetime) -> None:
    article = DELEGATIONS.article(verb, before)
    note(one, verb.lower(), by=by, at=at, basis=article, facts=scope_facts(one), before=before)
