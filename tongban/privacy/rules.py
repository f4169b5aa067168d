"""The law of the room as predicates: who may act for whose data, and what a closing waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tongban.kernel.actors import Actor, ActorKind, MandateKind, Role

FOR_THEMSELVES = frozenset({MandateKind.LEGAL_REPRESENTATIVE, MandateKind.GUARDIAN})
"""Who stands in for a party altogether: the law makes them speak for it (民法典61, 23; 个人信息保护法31)."""

NEEDS_NUMBERS = frozenset({Role.RECEIVER, Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.HANDOUT})


@dataclass(frozen=True, slots=True)
class Policy:
    """The figures in force from a day on, and where they come from."""

    effective_from: date
    cooling_days: int
    answer_days: int
    fresh_minutes: int
    longest_text: int
    unmask_seconds: int
    source: str


def speaks_for_own(actor: Actor) -> bool:
    """Tell whether somebody exercises the rights over the data of the party they act as.

    The person themselves; the legal representative of an enterprise; the guardian of a child. An agent or a helper has
    been trusted with a matter, not with these rights: they read nothing of it (民法典162: 在代理权限内).
    """
    if actor.kind is not ActorKind.PERSON or actor.party is None:
        return False
    return actor.mandate is None or actor.mandate.kind in FOR_THEMSELVES


def is_the_person(actor: Actor) -> bool:
    """Tell whether a natural person acts as themselves: nobody else closes an account, or changes its contact data."""
    return speaks_for_own(actor) and actor.mandate is None and actor.person in {None, actor.party}


def needs_numbers(roles: frozenset[Role]) -> bool:
    """Tell whether somebody with these roles towards a case handles it; who only supervises needs no whole number."""
    return bool(roles & NEEDS_NUMBERS)


def ends_at(asked_at: datetime, days: int) -> datetime:
    """Return when the time to think is over: whole days of twenty-four hours from the moment it was asked."""
    return asked_at + timedelta(days=days)


def may_close(*, ends_at: datetime, at: datetime, open_matters: int) -> bool:
    """Tell whether the account can be closed now: the time is over, and no matter needs the person any more.

    What was applied for is decided and delivered first: the notices and remedies of a running case are the person's
    rights, which closing must not take (行政许可法38, 44). Until then the account stays open, and the closing can be
    taken back.
    """
    return at >= ends_at and not open_matters
