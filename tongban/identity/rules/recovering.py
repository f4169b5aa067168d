"""Who may help somebody who lost their second factor: two administrators, neither of them that person."""

from __future__ import annotations

from tongban.kernel.actors import Actor, Role


def may_open(by: Actor, whose: Actor) -> bool:
    """Tell whether this administrator may make sure of the person: a security administrator, and not their own case."""
    return by.holds(Role.SECURITY) and not same_person(by, whose)


def may_close(by: Actor, whose: Actor, opened: Actor) -> bool:
    """Tell whether this administrator may let the person enrol anew: a system administrator, and a third person."""
    return by.holds(Role.OPERATOR) and not same_person(by, whose) and not same_person(by, opened)


def same_person(one: Actor, other: Actor) -> bool:
    """Tell whether two actors are one person, be it with two accounts."""
    return one.id == other.id or (one.person is not None and one.person == other.person)
