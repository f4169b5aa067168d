"""What keeps posts apart and within bounds: predicates over grants, without a database and without a clock."""

from __future__ import annotations

from collections.abc import Iterable

from tongban.kernel.actors import ADMINISTRATORS, Actor, ActorKind, Grant, Role
from tongban.kernel.reach import ALL, EVERYWHERE, Reach

SEPARATED = (
    frozenset({Role.EXAMINER, Role.DECIDER}),
    frozenset({Role.ITEM_REVIEWER, Role.LEGAL_REVIEWER, Role.ITEM_APPROVER}),
)
"""审查与决定: who examined a matter does not also decide it in somebody else's place (行政许可法34, 38; 待核定).

The same for 审核, 合法性审核 and 审定 of what is published of an item; that one person does not do two of them in one
matter is held there, by who did what.
"""


def within(by: Actor, grant: Grant, *roles: Role) -> bool:
    """Tell whether a grant lies within what an administrator may give or take in one of these roles.

    Nobody gives more than they oversee themselves: department, its units, and region have to lie inside one grant. What
    the system does itself, when a city is set up, lies within everything.
    """
    return by.kind is ActorKind.SYSTEM or any(own.role in roles and _inside(grant, own) for own in by.grants)


def home(department: str, region: str) -> Grant:
    """Return where somebody works as the scope that an administrator has to oversee; everywhere, where nobody said."""
    return Grant(Role.APPLICANT, department or EVERYWHERE, region or EVERYWHERE)


def departments_given(by: Actor, among: Iterable[str]) -> frozenset[str]:
    """Return of some departments, "*" for all, those in which a security administrator gives posts at all."""
    own = [grant for grant in by.grants if grant.role is Role.SECURITY]
    return frozenset(code for code in among if any(not one.named or code in one.departments for one in own))


def regions_given(by: Actor, among: Iterable[str]) -> frozenset[str]:
    """Return of some regions, "*" for all, those in which a security administrator gives posts at all."""
    own = [grant for grant in by.grants if grant.role is Role.SECURITY]
    return frozenset(code for code in among if any(code == one.region or _lies_in(code, one) for one in own))


def _lies_in(region: str, own: Grant) -> bool:
    return not own.stems or region.startswith(tuple(own.stems))


def apart(role: Role, others: Iterable[Role]) -> bool:
    """Tell whether a role can be held beside others: an administrator holds no other role, of either sort."""
    beside = set(others) - {role}
    return not beside or (role not in ADMINISTRATORS and not beside & ADMINISTRATORS)


def separated(grant: Grant, others: Iterable[Grant]) -> bool:
    """Tell whether somebody with other grants would examine and decide the same matters with this one."""
    against = {role for group in SEPARATED if grant.role in group for role in group} - {grant.role}
    return any(other.role in against and overlap(grant, other) for other in others)


def overlap(one: Grant, other: Grant) -> bool:
    """Tell whether two grants reach something in common."""
    departments = not one.named or not other.named or bool(one.departments & other.departments)
    return departments and _regions_meet(one.stems, other.stems)


def _inside(grant: Grant, own: Grant) -> bool:
    departments = not own.named or (grant.named and grant.departments <= own.departments)
    if not own.stems:
        return departments
    return departments and bool(grant.stems) and all(stem.startswith(tuple(own.stems)) for stem in grant.stems)


def _regions_meet(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


REACH = Reach(roles={Role.SECURITY: ALL, Role.OPERATOR: ALL})
"""Which records of staff exist for whom: those of the home department and region that an administrator oversees."""

SYSTEMS = Reach(roles={Role.SECURITY: ALL})
"""Which departments' systems exist for whom: those whose department a security administrator oversees."""


def oversees(actor: Actor, *, department: str, region: str) -> bool:
    """Tell whether an actor oversees posts of a department and region, "*" for all."""
    return any(within(actor, Grant(role, department, region), role) for role in REACH.roles)
