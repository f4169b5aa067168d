"""What people without a telephone do at the counter, with their documents: delegations, guardians, representatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.identity.errors import (
    DelegatedAlready,
    DelegationToOneself,
    MutualDelegation,
    NotAChild,
    NotSeen,
    TooYoung,
)
from tongban.identity.models import Delegation, Party
from tongban.identity.queries import document_of, named_digest, number_of
from tongban.identity.queries.mandates import mandate_of
from tongban.identity.rules import delegating
from tongban.identity.rules.delegating import Scope
from tongban.identity.services.delegating import (
    expire_due,
    note,
    revoke_delegation,
    scope_facts,
    take_back_delegation,
)
from tongban.identity.services.parties import let_represent, register_walk_in
from tongban.identity.states import GUARDIAN_PROOFS, LIVE, DelegationState, DocumentType, PartyKind, Proof
from tongban.kernel.actors import Actor, MandateKind, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, Faulty, NotAllowed
from tongban.kernel.ids import uuid7
from tongban.kernel.wording import day_text
from tongban.ledger import api as ledger
from tongban.messages import api as messages

# 民法典165: 授权委托书; 工作规范20(2): 帮办代办窗口为老年人、残疾人等提供服务; 24: 导办、帮办.
ASSISTING = "MFD.161,MFD.165,GZGF.20.2,GZGF.24"
# 民法典23: 监护人是法定代理人; 27: 父母是未成年子女的监护人; 34: 代理被监护人实施民事法律行为.
# 个人信息保护法31: 未满十四周岁.
GUARDING = "MFD.23,MFD.27,MFD.34.1,GBF.31"


@dataclass(frozen=True, slots=True)
class Card:
    """A document that lies on the counter, as the clerk reads it."""

    name: str
    number: str
    document_type: str = DocumentType.RESIDENT_ID
    mobile: str = ""
    address: str = ""


@transaction.atomic
def register_delegation(
    *, principal: Card, agent: Card, kind: str, scope: Scope, seen: bool, by: Actor, at: datetime
) -> UUID:
    """Make a delegation at the counter, where both stand with their documents; it holds at once; return its id.

    Only a clerk who receives may do so (工作规范20(2), 24). ``kind``: AGENT or ASSISTANT. NotSeen unless the clerk says
    that both were there and their documents were seen; otherwise as ``offer_delegation``.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    faults = {} if seen else {"seen": NotSeen().message}
    if kind not in {MandateKind.AGENT, MandateKind.ASSISTANT}:
        faults["kind"] = "请选择委托的种类。"
    scoped = _scoped(scope, faults, at)
    with ledger.operation():
        one, other = _both(("principal", principal), ("agent", agent), faults, by, at)
        if scoped is None or any(delegating.is_minor(_born(party, at), at=at) for party in (one, other)):
            raise TooYoung
        return _made(one, other, MandateKind(kind), scoped, Proof.BOTH_DOCUMENTS, by=by, at=at)


@transaction.atomic
def register_guardian(*, guardian: Card, child: Card, proof: str, by: Actor, at: datetime) -> UUID:
    """Note that a parent or other guardian acts for a child until the eighteenth birthday; return the delegation's id.

    民法典27, 34; 个人信息保护法31 for children under fourteen. ``proof``: HOUSEHOLD_REGISTER or BIRTH_CERTIFICATE,
    which the clerk has seen. NotAChild for whoever is of age, or whose document does not tell the day of birth. The
    child needs no account.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    faults: dict[str, str] = {}
    if proof not in GUARDIAN_PROOFS:
        faults["proof"] = "请选择看过的证明：户口簿或者出生医学证明。"
    with ledger.operation():
        ward, parent = _both(("child", child), ("guardian", guardian), faults, by, at)
        born = _born(ward, at)
        if born is None or not delegating.is_minor(born, at=at):
            raise NotAChild(field="child_number")
        if delegating.is_minor(_born(parent, at), at=at):
            raise TooYoung
        whole = delegating.Fit(items=None, data=[], until_at=delegating.comes_of_age(born))
        return _made(ward, parent, MandateKind.GUARDIAN, whole, Proof(proof), by=by, at=at)


@transaction.atomic
def register_representative(*, organisation: Card, person: Card, seen: bool, by: Actor, at: datetime) -> UUID:
    """Note who is the legal representative of an organisation, as its licence says; return the organisation's id.

    民法典61: the responsible person whom law or articles name represents the legal person. Whoever was it before is it
    no longer. Only a clerk who receives, with the licence and the person's document on the counter (else NotSeen).
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    faults = {} if seen else {"seen": "请先核对营业执照（登记证书）和本人证件的原件，再勾选。"}
    with ledger.operation():
        company, human = _both(("organisation", organisation), ("person", person), faults, by, at)
        let_represent(person=human, organisation=company, by=by, at=at)
    for side in (company.id, human.id):
        facts = {"organisation": company.name, "person": human.name}
        messages.send(to=side, template="representative.registered", facts=facts, at=at)
    return company.id


@transaction.atomic
def end_delegation(*, delegation: UUID, seen: bool, by: Actor, at: datetime) -> None:
    """End a delegation at the counter for a principal who stands there, or take back what was only offered.

    工作规范20(2); 民法典173(1)2. A guardianship is ended by whoever has seen that it is over (39(1)). Only a clerk who
    receives; NotSeen unless the clerk says that documents were seen; otherwise as ``revoke_delegation``. Both sides are
    told.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    if not seen:
        raise NotSeen("请先当面核对证件和证明的原件，再勾选“已核对”。", field="seen")
    offered = Delegation.objects.filter(id=delegation, state=DelegationState.OFFERED).exists()
    (take_back_delegation if offered else revoke_delegation)(delegation=delegation, by=by, at=at)
    _tell(Delegation.objects.select_related("principal").get(id=delegation), "ended", {}, at)


def _tell(one: Delegation, what: str, more: Mapping[str, str], at: datetime) -> None:
    """Tell both sides what a clerk did between them: neither need have seen it, whatever the clerk has ticked."""
    sort = "guardianship" if one.kind == MandateKind.GUARDIAN else "delegation"
    facts = {"whom": one.principal.name, "agent": one.agent_name, **more}
    for side in (one.principal_id, one.agent_id):
        if side:
            messages.send(to=side, template=f"{sort}.{what}", facts=facts, at=at)


def _both(
    first: tuple[str, Card], second: tuple[str, Card], faults: dict[str, str], by: Actor, at: datetime
) -> list[Party]:
    """Register both as walk-ins; Faulty with what cannot be right on either card, under names of their own."""
    found = [_walked_in(prefix, card, faults, by, at) for prefix, card in (first, second)]
    if faults:
        raise Faulty(faults)
    return [Party.objects.select_for_update().get(id=one) for one in found if one]


def _walked_in(prefix: str, card: Card, faults: dict[str, str], by: Actor, at: datetime) -> UUID | None:
    try:
        return register_walk_in(
            name=card.name, document_type=card.document_type, number=card.number, mobile=card.mobile, by=by, at=at
        )
    except Faulty as refusal:
        faults.update({f"{prefix}_{field}": sentence for field, sentence in refusal.faults.items()})
    except Broken as refusal:
        faults[f"{prefix}_{refusal.field or 'number'}"] = refusal.message
    return None


def _scoped(scope: Scope, faults: dict[str, str], at: datetime) -> delegating.Fit | None:
    try:
        return delegating.fit_scope(scope, on=day_of(at), longest=timedelta(days=settings.DELEGATION_DAYS))
    except Faulty as refusal:
        faults.update(refusal.faults)
        return None


def _born(party: Party, at: datetime) -> date | None:
    document = document_of(party)
    return delegating.born_on(DocumentType(document.document_type), number_of(document), on=day_of(at))


def _made(
    principal: Party, agent: Party, kind: MandateKind, scope: delegating.Fit, proof: Proof, *, by: Actor, at: datetime
) -> UUID:
    """Put a delegation between two who stand there in force; refuse what no two people can have between them."""
    if principal.kind != PartyKind.NATURAL or agent.kind != PartyKind.NATURAL:
        raise Broken("这里只为个人登记；企业由法定代表人登录后授权。", field="principal_document_type")
    if principal == agent:
        raise DelegationToOneself(field="agent_number")
    if mandate_of(principal.id, agent.id, at=at):
        raise MutualDelegation(field="agent_number")
    expire_due(principal.id, at)
    document = document_of(agent)
    named = {"agent_document_type": document.document_type, "agent_digest": named_digest(number_of(document))}
    if Delegation.objects.filter(principal=principal, state__in=LIVE, **named).exists():
        raise DelegatedAlready
    made = Delegation.objects.create(
        id=uuid7(at),
        principal=principal,
        agent=agent,
        kind=kind,
        agent_name=agent.name,
        agent_tail=document.tail,
        items=scope.items,
        data=None if kind is MandateKind.GUARDIAN else scope.data,
        proof=proof,
        state=DelegationState.IN_FORCE,
        offered_at=at,
        from_at=at,
        until_at=scope.until_at,
        **named,
    )
    basis, facts = GUARDING if kind is MandateKind.GUARDIAN else ASSISTING, {**scope_facts(made), "proof": proof}
    note(made, "register", by=by, at=at, basis=basis, facts=facts)
    last_day = day_text(day_of(made.until_at - timedelta(microseconds=1)))
    _tell(made, "registered", {"last_day": last_day}, at)
    return made.id
