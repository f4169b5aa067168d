"""Who may help somebody who lost their second factor: two administrators, neither of them that person."""

from __future__ import annotations

from collections.abc import Collection

from tongban.kernel.actors import Actor, Grant, Role


def opening(held: Collection[Grant]) -> frozenset[Role]:
    """Return in which roles one makes sure of somebody with these posts: the security administrator.

    Of a security administrator the audit administrator may as well: a city may have only one of each, and the person
    themself never does.
    """
    return _or_audit(Role.SECURITY, held)


def closing(held: Collection[Grant]) -> frozenset[Role]:
    """Return in which roles one lets somebody with these posts enrol anew: the system administrator.

    A system administrator may be let in by the audit administrator as well, for the same reason.
    """
    return _or_audit(Role.OPERATOR, held)


def _or_audit(role: Role, held: Collection[Grant]) -> frozenset[Role]:
    return frozenset({role, Role.AUDITOR} if any(grant.role == role for grant in held) else {role})


def may_open(by: Actor, whose: Actor, *, held: Collection[Grant]) -> bool:
    """Tell whether this administrator may make sure of the person: in the right role, and not their own case."""
    return any(map(by.holds, opening(held))) and not same_person(by, whose)


def may_close(by: Actor, whose: Actor, opened: Actor, *, held: Collection[Grant]) -> bool:
    """Tell whether this administrator may let the person enrol anew: in the right role, and a third person."""
    return any(map(by.holds, closing(held))) and not same_person(by, whose) and not same_person(by, opened)


def same_person(one: Actor, other: Actor) -> bool:
    """Tell whether two actors are one person, be it with two accounts."""
    return one.id == other.id or (one.person is not None and one.person == other.person)
