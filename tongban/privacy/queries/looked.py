"""谁看了我的信息: what was done with a party's data, by whom in which capacity, on what ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.days import SHANGHAI
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.privacy.errors import NoProofNow, NotYourData
from tongban.privacy.rules import speaks_for_own
from tongban.privacy.states import NUMBER_NAMES

PAGE = 30


@dataclass(frozen=True, slots=True)
class Office:
    """In which capacity a member of staff acted: roles, and where. Their name is not in it.

    The law makes the authority answer for what is done with data, and names the authority (个人信息保护法17(1)1, 20);
    which of its people it was is found by the audit administrator from the position of the entry, when there is a
    complaint. A name here would put everybody who does their duty at the mercy of everybody they say no to.
    """

    roles: tuple[Role, ...]
    place: str


@dataclass(frozen=True, slots=True)
class System:
    """A department's system that asked through an interface: what it is called, and whose it is."""

    name: str
    department: str


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was done with a party's data.

    ``mine``: by the account that asks. ``office``: of a member of staff. ``system``: of a department, that did it by
    itself. ``number``, ``item``: the case, if it is one. ``acting``: the name of who did it for the party by a mandate.
    ``shown``: what the number is called that was shown whole. ``hand`` tells apart who did it on a page, and says no
    more.
    """

    position: int
    at: datetime
    verb: str
    kind: str
    purpose: ledger.Purpose
    basis: str
    reading: bool
    actor_kind: ActorKind
    mine: bool
    office: Office | None
    system: System | None
    number: str
    item: str
    acting: str
    shown: str
    facts: dict[str, Any]
    hand: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many entries of a list are not sealed yet, the last position that is, and when the next round is."""

    count: int
    sealed_through: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of the list, newest first; ``older``: the position to go on before, 0 at the end."""

    rows: list[Look]
    older: int


def own_party(actor: Actor) -> UUID:
    """Return whose data somebody has rights over; NotYourData for whoever does not speak for the party itself."""
    if not speaks_for_own(actor) or actor.party is None:
        raise NotYourData
    return actor.party


def looked(*, by: Actor, at: datetime, asked: ledger.Asked, before: int | None = None, limit: int = PAGE) -> Looks:
    """Return what was done with the data of the party that somebody acts as (个人信息保护法44, 45).

    What a law keeps back is left out without a trace of its own. Reading one's own list is nobody's business and no
    entry.
    """
    party = own_party(by)
    found = ledger.disclosed(party=party, at=at, before=before, limit=limit + 1, asked=asked)
    shown = found[:limit]
    return Looks(_told(shown, by), shown[-1].position if len(found) > limit else 0)


def proof_of_list(*, by: Actor, at: datetime, since_at: datetime, until_at: datetime) -> dict[str, Any]:
    """Return the proof of everything about the party that was recorded within a time, and that there is nothing else.

    What is not in it yet is told in it: how many entries wait to be sealed, and when they will be; and how many are
    older than a proof can be long. NoProofNow if nothing was sealed then, or as long as anything about the party is
    kept back anywhere: such a proof opens every position about them. Which of the two it is, is not said.
    """
    party = own_party(by)
    batches = ledger.batches_of(since_at=since_at, until_at=until_at)
    if batches is None or not ledger.all_disclosed(party=party, at=at):
        raise NoProofNow
    last = min(batches[1] + 1, ledger.sealing().batch)  # the next one seals what still waited when the time was over
    first = max(batches[0], last - ledger.MOST_BATCHES + 1)
    left = ledger.outside(party=party, at=at, since_at=since_at, until_at=until_at, batches=(first, last))
    proof = ledger.person_proof(party=party, first_batch=first, last_batch=last)
    return proof | {"left_out": _left_out(left, at)}


def waiting_to_be_sealed(*, by: Actor, at: datetime) -> Waiting:
    """Return how much of the party's list cannot be proven yet, and when it can."""
    count = ledger.count_unsealed(party=own_party(by), at=at)
    return Waiting(count, ledger.sealed_through(), ledger.next_sealing(at))


def proof_of_one(*, by: Actor, at: datetime, position: int) -> dict[str, Any]:
    """Return the proof of one entry of the list; EntryNotFound for whatever is not in it."""
    entry = ledger.disclosed_one(party=own_party(by), position=position, at=at)
    return ledger.entry_proof(position=entry.position)


def _left_out(left: ledger.Outside, at: datetime) -> dict[str, Any]:
    """Say what a proof does not hold, for people and for programmes; the verifier proves the rest without it."""
    said, sealed_at = [], ledger.next_sealing(at).astimezone(SHANGHAI)
    if left.unsealed:
        said.append(f"另有{left.unsealed}条还没有封存，不在这份证明里；{sealed_at:%Y-%m-%d %H:%M}之后重新下载就有。")
    if left.earlier:
        said.append(f"另有{left.earlier}条更早的，一份证明放不下；请选择短一些的日期，分几次下载。")
    return {
        "not_sealed_yet": left.unsealed,
        "sealed_at": sealed_at.isoformat() if left.unsealed else None,
        "earlier": left.earlier,
        "words": "".join(said) or "这段时间已经记下的都在这份证明里。",
    }


def _told(entries: Sequence[ledger.Entry], by: Actor) -> list[Look]:
    staff = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.STAFF}
    offices = identity.offices_of(staff)
    of_cases = cases.headings(by, {entry.subject for entry in entries if entry.kind == "case"})
    systems = identity.systems_of({entry.actor_id for entry in entries if entry.actor_kind == ActorKind.SYSTEM})
    acting = identity.acting_persons({key for entry in entries if (key := _mandate(entry, by))})
    places = _Places()
    hands: dict[UUID, int] = {}
    return [
        Look(
            position=entry.position,
            at=entry.at,
            verb=entry.verb,
            kind=entry.kind,
            purpose=ledger.Purpose(entry.purpose),
            basis=entry.basis,
            reading=entry.reading,
            actor_kind=ActorKind(entry.actor_kind),
            mine=entry.actor_id == by.id,
            office=_office(offices.get(entry.actor_id, []), entry.at, places),
            system=places.of(systems.get(entry.actor_id)),
            number=of_cases.get(entry.subject, ("", ""))[0],
            item=of_cases.get(entry.subject, ("", ""))[1],
            acting=_acting(entry, by, acting),
            shown=_shown(entry),
            facts=entry.facts,
            hand=hands.setdefault(entry.actor_id, len(hands)),
        )
        for entry in entries
    ]


def _mandate(entry: ledger.Entry, by: Actor) -> UUID | None:
    """Return by what somebody acted for this very party; who acts for others is nobody's business here."""
    kept = entry.facts.get("mandate") if entry.for_party == by.party else None
    return UUID(kept) if kept else None


def _acting(entry: ledger.Entry, by: Actor, acting: Mapping[UUID, identity.ActingPerson]) -> str:
    mandate = _mandate(entry, by)
    return acting[mandate].name if mandate is not None and mandate in acting else ""


def _shown(entry: ledger.Entry) -> str:
    if entry.verb != "privacy.unmask":
        return ""
    field = str(entry.facts.get("field", ""))
    return NUMBER_NAMES.get(field) or cases.question_label(entry.subject, field)


class _Places:
    """Names of departments and regions, read once a page."""

    def __init__(self) -> None:
        self._departments: dict[str, str] = {}
        self._regions: dict[str, str] = {}

    def name(self, office: identity.Office) -> str:
        """Return the department; for a post over all departments, the area it is for."""
        self._read()
        return self._departments.get(office.department, "") or self._regions.get(office.region, "")

    def of(self, system: identity.System | None) -> System | None:
        """Return a system with the name of its department."""
        if system is None:
            return None
        self._read()
        return System(system.name, self._departments.get(system.department, ""))

    def _read(self) -> None:
        if not self._departments:
            self._departments = {one.code: one.name for one in orgs.departments()}
            self._regions = {area.code: area.name for area in orgs.areas()}


def _office(held: Sequence[identity.Office], at: datetime, places: _Places) -> Office | None:
    then = [office for office in held if office.from_at <= at and (office.until_at is None or at < office.until_at)]
    if not then:
        return None
    roles = tuple(dict.fromkeys(office.role for office in then))
    return Office(roles, next((name for office in then if (name := places.name(office))), ""))
