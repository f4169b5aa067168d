"""谁看了我的信息: what was done with a party's data, by whom in which capacity, on what ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.privacy.errors import NoProofNow, NotYourData
from tongban.privacy.rules import speaks_for_own

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
class Look:
    """One thing that was done with a party's data.

    ``mine``: by the account that asks. ``office``: of a member of staff. ``number``, ``item``: the case, if it is one.
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
    number: str
    item: str
    facts: dict[str, Any]


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
    """Return the proof of everything about the party that was sealed within a time, and that there is nothing else.

    NoProofNow if nothing was sealed then, or as long as anything about the party is kept back anywhere: such a proof
    opens every position about them. Which of the two it is, is not said.
    """
    party = own_party(by)
    batches = ledger.batches_of(since_at=since_at, until_at=until_at)
    if batches is None or not ledger.all_disclosed(party=party, at=at):
        raise NoProofNow
    first, last = batches
    return ledger.person_proof(party=party, first_batch=max(first, last - ledger.MOST_BATCHES + 1), last_batch=last)


def proof_of_one(*, by: Actor, at: datetime, position: int) -> dict[str, Any]:
    """Return the proof of one entry of the list; EntryNotFound for whatever is not in it."""
    entry = ledger.disclosed_one(party=own_party(by), position=position, at=at)
    return ledger.entry_proof(position=entry.position)


def _told(entries: Sequence[ledger.Entry], by: Actor) -> list[Look]:
    staff = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.STAFF}
    offices = identity.offices_of(staff)
    of_cases = cases.headings(by, {entry.subject for entry in entries if entry.kind == "case"})
    places = _Places()
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
            number=of_cases.get(entry.subject, ("", ""))[0],
            item=of_cases.get(entry.subject, ("", ""))[1],
            facts=entry.facts,
        )
        for entry in entries
    ]


class _Places:
    """Names of departments and regions, read once a page."""

    def __init__(self) -> None:
        self._departments: dict[str, str] | None = None
        self._regions: dict[str, str] = {}

    def name(self, office: identity.Office) -> str:
        """Return the department; for a post over all departments, the area it is for."""
        if self._departments is None:
            self._departments = {one.code: one.name for one in orgs.departments()}
            self._regions = {area.code: area.name for area in orgs.areas()}
        return self._departments.get(office.department, "") or self._regions.get(office.region, "")


def _office(held: Sequence[identity.Office], at: datetime, places: _Places) -> Office | None:
    then = [office for office in held if office.from_at <= at and (office.until_at is None or at < office.until_at)]
    if not then:
        return None
    roles = tuple(dict.fromkeys(office.role for office in then))
    return Office(roles, next((name for office in then if (name := places.name(office))), ""))
