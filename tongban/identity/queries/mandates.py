"""By what somebody acts for whom, at a moment; and what both sides see of a delegation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.identity.errors import DelegationNotFound
from tongban.identity.models import Delegation, Party, PartyDocument, Representation
from tongban.identity.queries.periods import in_force
from tongban.identity.queries.proving import known_well, may_delegate
from tongban.identity.queries.sealing import named_digest, number_of, told_digest
from tongban.identity.states import DELEGATIONS, LIVE, DelegationState, DelegationVerb, DocumentType, Proof, Side
from tongban.kernel.actors import SYSTEM, Actor, Mandate, MandateKind, Role
from tongban.statements import api as statements

MANDATED = {
    MandateKind.LEGAL_REPRESENTATIVE: "法定代表人：{name}",
    MandateKind.AGENT: "代办人：{name}（委托代理）",
    MandateKind.ASSISTANT: "代办人：{name}（帮办代办）",
    MandateKind.GUARDIAN: "监护人：{name}",
}
# Every page of a case and every list asks it: one small statement, and a legal representative has no kind of their own.
_ACTING = """
SELECT id, agent_name, kind FROM identity_delegation WHERE id = ANY(%(mandates)s) AND agent_id IS NOT NULL
UNION ALL
SELECT held.key, person.name, NULL FROM identity_representation held JOIN identity_party person
    ON person.id = held.person_id WHERE held.key = ANY(%(mandates)s)
"""


@dataclass(frozen=True, slots=True)
class ActingPerson:
    """Who acts for an applicant, and on what ground, as papers and pages name them."""

    name: str
    kind: MandateKind

    @property
    def words(self) -> str:
        """Return the person with the ground: 代办人：测试丁（帮办代办）."""
        return MANDATED[self.kind].format(name=self.name)


def mandate_of(person: UUID, party: UUID, *, at: datetime) -> Mandate | None:
    """Return by what a natural person acts for a party at this moment, as legal representative first, or None."""
    held = Representation.objects.filter(in_force(at), person_id=person, organisation_id=party).first()
    if held is not None:
        return _represents(held)
    delegated = _standing(at).filter(agent_id=person, principal_id=party).order_by("from_at", "id").first()
    return _delegated(delegated) if delegated else None


def all_mandates_of(person: UUID, party: UUID, *, at: datetime) -> list[Mandate]:
    """Return everything by which a natural person acts for a party at this moment, as legal representative first."""
    held = Representation.objects.filter(in_force(at), person_id=person, organisation_id=party)
    given = _standing(at).filter(agent_id=person, principal_id=party).order_by("from_at", "id")
    return [*map(_represents, held), *map(_delegated, given)]


def mandates_of(person: UUID, *, at: datetime) -> list[tuple[Party, Mandate]]:
    """Return for whom a natural person may act at this moment and by what, organisations first; each party once."""
    found = [(one.organisation, _represents(one)) for one in _HELD.all(person, at)]
    known = {party.id for party, _ in found}
    return found + [(one.principal, _delegated(one)) for one in _GIVEN.all(person, at) if one.principal_id not in known]


def mandate_holds(mandate: UUID, *, at: datetime) -> bool:
    """Tell whether a mandate, of whatever kind, is in force at this moment, in one statement whatever there is."""
    given = _standing(at).filter(id=mandate).order_by().values_list("id")
    return bool(given.union(Representation.objects.filter(in_force(at), key=mandate).order_by().values_list("key")))


def acting_persons(mandates: Collection[UUID]) -> dict[UUID, ActingPerson]:
    """Return who acts by each of these mandates, whether they still hold or not."""
    if not mandates:
        return {}
    return {
        mandate: ActingPerson(name, MandateKind(kind or MandateKind.LEGAL_REPRESENTATIVE))
        for mandate, name, kind in statements.fetch(_ACTING, {"mandates": list(mandates)})
    }


def bound_to(person: UUID, *, at: datetime) -> frozenset[UUID]:
    """Return whom a natural person is bound to at this moment by representation, delegation or guardianship.

    Both ways: for whom they act, and who acts for them. They do nothing for the authority in matters of any of these.
    """
    acted_for = {party.id for party, _ in mandates_of(person, at=at)}
    return frozenset(acted_for | set(_standing(at).filter(principal_id=person).values_list("agent_id", flat=True)))


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation as either side and the counter see it. ``agent_tail``: the last four of the agent's document.

    ``verbs``: what the viewer can do with it now; ``state`` is what it is at this moment, swept or not.
    """

    id: UUID
    principal: UUID
    principal_name: str
    agent_name: str
    agent_tail: str
    kind: MandateKind
    items: list[str] | None
    data: list[str] | None
    offered_at: datetime
    from_at: datetime | None
    until_at: datetime
    ended_at: datetime | None
    state: DelegationState
    proof: Proof | None
    verbs: tuple[str, ...]

    @property
    def state_name(self) -> str:
        """Return the Chinese word of the state."""
        return DELEGATIONS.label(self.state)

    @property
    def live(self) -> bool:
        """Tell whether it is offered or in force."""
        return self.state in LIVE

    @property
    def by_law(self) -> bool:
        """Tell whether it is no agreement of two but guardianship, which neither of them ends (民法典27, 39)."""
        return self.kind == MandateKind.GUARDIAN


@dataclass(frozen=True, slots=True)
class Delegations:
    """What somebody gave, what they were given, what waits for their answer, and what is over."""

    given: list[DelegationView]
    received: list[DelegationView]
    waiting: list[DelegationView]
    past: list[DelegationView]


def delegations_of(by: Actor, *, at: datetime) -> Delegations:
    """Return the delegations of the party an actor acts as: each side sees its own, the latest first."""
    if by.party is None:
        return Delegations([], [], [], [])
    answerable = Q(state__in=(DelegationState.OFFERED, DelegationState.DECLINED))
    mine = Q(principal_id=by.party) | Q(agent_id=by.party) | answerable & addressed_to(by.party)
    views = [view_of(one, by, at=at) for one in _named().filter(mine).order_by("-offered_at", "-id")]
    live = [one for one in views if one.live]
    return Delegations(
        given=[one for one in live if one.principal == by.party],
        received=[one for one in live if one.principal != by.party and one.state == DelegationState.IN_FORCE],
        waiting=[one for one in live if one.principal != by.party and one.state == DelegationState.OFFERED],
        past=[one for one in views if not one.live],
    )


def given_by(principal: UUID, *, by: Actor, at: datetime) -> list[DelegationView]:
    """Return what a party has delegated, the latest first, for those who may see it; nothing for anybody else."""
    if by.party != principal and not by.holds(Role.RECEIVER):
        return []
    rows = _named().filter(principal_id=principal).order_by("-offered_at", "-id")
    return [view_of(one, by, at=at) for one in rows]


def delegation_for(by: Actor, delegation: UUID, *, at: datetime) -> DelegationView:
    """Return a delegation for one of its sides, or the counter; DelegationNotFound also for somebody else's."""
    found = _named().filter(id=delegation).first()
    if found is None or not sides_of(by, found):
        raise DelegationNotFound
    return view_of(found, by, at=at)


def view_of(one: Delegation, by: Actor, *, at: datetime) -> DelegationView:
    """Return a delegation as an actor sees it at a moment."""
    state = DelegationState.EXPIRED if lapsed(one, at=at) else DelegationState(one.state)
    verbs = DELEGATIONS.open_to(state=state, roles=sides_of(by, one))
    return DelegationView(
        id=one.id,
        principal=one.principal_id,
        principal_name=one.principal.name,
        agent_name=one.agent_name,
        agent_tail=one.agent_tail,
        kind=MandateKind(one.kind),
        items=one.items,
        data=one.data,
        offered_at=one.offered_at,
        from_at=one.from_at,
        until_at=one.until_at,
        ended_at=one.ended_at or (one.until_at if state == DelegationState.EXPIRED else None),
        state=state,
        proof=Proof(one.proof) if one.proof else None,
        verbs=tuple(DelegationVerb(verb) for verb in verbs),
    )


def lapsed(one: Delegation, *, at: datetime) -> bool:
    """Tell whether a delegation has come to its end by time alone."""
    return one.state in LIVE and at >= one.until_at


def sides_of(by: Actor, one: Delegation) -> frozenset[Side]:
    """Return how an actor stands to a delegation; nothing for those who are no side of it.

    The principal acts in person, an organisation by its legal representative. Nobody is a side by a narrower mandate:
    an agent who acts as the principal cannot accept, withdraw or revoke in the principal's name. A guardian and a ward
    see what is between them and can do nothing with it (民法典27, 39).
    """
    sides = set()
    by_law = one.kind == MandateKind.GUARDIAN
    organ = by.mandate is None or by.mandate.kind == MandateKind.LEGAL_REPRESENTATIVE
    if by.party is not None and by.party == one.principal_id and organ:
        sides.add(Side.WARD if by_law else Side.PRINCIPAL)
    if by.person is not None and by.mandate is None and (one.agent_id == by.person or _addressed(one, by.person)):
        sides.add(Side.GUARDIAN if by_law else Side.AGENT)
    if by.holds(Role.RECEIVER):
        sides.add(Side.COUNTER)
    if by == SYSTEM:
        sides.add(Side.LAW)
    return frozenset(sides)


def addressed_to(person: UUID) -> Q:
    """Select what was offered to whoever holds a document of this person, under the person's own name."""
    condition = Q(pk__in=[])
    for held in _DOCUMENTS.all(person):
        condition |= Q(
            agent_document_type=held.document_type,
            agent_digest=named_digest(number_of(held)),
            agent_name=held.party.name,
        )
    return condition


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Under which name a party is registered, and the digests (``told_digest``) of its numbers."""

    name: str
    digests: frozenset[str]


def known_as(by: Actor) -> KnownAs | None:
    """Return how somebody finds what they were told before they were registered, as whom they act.

    None for who has not shown who they are well enough to be acted for (``may_delegate``), and for who acts by a
    mandate for some things only.
    """
    whole = by.party is not None and (by.mandate is None or by.mandate.whole)
    held = _DOCUMENTS.all(by.party) if whole else []
    if not held or not (known_well(held[0].party) if by.mandate is None else may_delegate(by)):
        return None
    return KnownAs(held[0].party.name, frozenset(told_digest(number_of(one)) for one in held))


def _addressed(one: Delegation, person: UUID) -> bool:
    return one.agent_id is None and Delegation.objects.filter(addressed_to(person), id=one.id).exists()


def has_document(party: UUID, document_type: DocumentType, digest: str) -> bool:
    """Tell whether one of a party's documents is the one that was named by this digest."""
    held = PartyDocument.objects.filter(party_id=party, document_type=document_type)
    return any(named_digest(number_of(document)) == digest for document in held)


def _named() -> QuerySet[Delegation]:
    return Delegation.objects.select_related("principal")


def _standing(at: datetime) -> QuerySet[Delegation]:
    return Delegation.objects.filter(in_force(at), state=DelegationState.IN_FORCE)


def _represents(held: Representation) -> Mandate:
    return Mandate(id=held.key, kind=MandateKind.LEGAL_REPRESENTATIVE, since=held.from_at)


def _delegated(one: Delegation) -> Mandate:
    return Mandate(
        id=one.id,
        kind=MandateKind(one.kind),
        since=one.from_at or one.offered_at,
        items=None if one.items is None else frozenset(one.items),
        data=None if one.data is None else frozenset(one.data),
    )


# Every page of a citizen asks for whom they may act.
_HELD = statements.Asked(
    lambda person, at: (
        Representation.objects.filter(in_force(at), person_id=person)
        .select_related("organisation")
        .order_by("from_at", "id")
    ),
    UUID,
    datetime,
)
_GIVEN = statements.Asked(
    lambda person, at: _standing(at).filter(agent_id=person).select_related("principal").order_by("from_at", "id"),
    UUID,
    datetime,
)
_DOCUMENTS = statements.Asked(
    lambda person: PartyDocument.objects.filter(party_id=person).select_related("party"), UUID
)
