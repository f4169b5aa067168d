from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.actors import ROLE_NAMES, SYSTEM, VISITOR, Actor, ActorKind, Grant, Role

CODES = st.sampled_from(["*", "ZD320200SPJ", "ZD320205SPJ"])
REGIONS = st.sampled_from(["*", "320200", "320205"])
GRANTS = st.frozensets(st.builds(Grant, st.sampled_from(Role), CODES, REGIONS), max_size=5)
WHERE = {"department": "ZD320200SPJ", "region": "320200"}


def staff(*grants: Grant) -> Actor:
    return Actor(id=UUID(int=7), kind=ActorKind.STAFF, grants=frozenset(grants))


@pytest.mark.parametrize(
    ("grant", "roles"),
    [
        (Grant(Role.ACCEPTOR), {Role.ACCEPTOR}),
        (Grant(Role.ACCEPTOR, "ZD320200SPJ", "320200"), {Role.ACCEPTOR}),
        (Grant(Role.ACCEPTOR, "ZD320200SPJ"), {Role.ACCEPTOR}),
        (Grant(Role.ACCEPTOR, "*", "320200"), {Role.ACCEPTOR}),
        (Grant(Role.ACCEPTOR, "ZD320205SPJ", "320200"), set()),
        (Grant(Role.ACCEPTOR, "ZD320200SPJ", "320205"), set()),
    ],
)
def test_a_grant_reaches_its_department_and_region_and_no_other(grant: Grant, roles: set[Role]) -> None:
    assert staff(grant).roles_for(**WHERE) == roles


def test_department_and_region_of_two_grants_do_not_mix() -> None:
    actor = staff(Grant(Role.DECIDER, "ZD320200SPJ", "320205"), Grant(Role.DECIDER, "ZD320205SPJ", "320200"))

    assert actor.roles_for(**WHERE) == frozenset()


@given(GRANTS, GRANTS)
def test_another_grant_never_takes_a_role_away(grants: frozenset[Grant], more: frozenset[Grant]) -> None:
    assert staff(*grants).roles_for(**WHERE) <= staff(*grants, *more).roles_for(**WHERE)


@given(GRANTS)
def test_a_role_that_reaches_somewhere_is_held(grants: frozenset[Grant]) -> None:
    actor = staff(*grants)

    assert all(actor.holds(role) for role in actor.roles_for(**WHERE))
    assert {role for role in Role if actor.holds(role)} == {grant.role for grant in grants}


@pytest.mark.parametrize("actor", [SYSTEM, VISITOR])
def test_neither_the_system_nor_a_visitor_holds_a_granted_role(actor: Actor) -> None:
    assert actor.roles_for(**WHERE) == frozenset()
    assert actor.party is None


def test_every_role_has_a_chinese_name() -> None:
    assert set(ROLE_NAMES) == set(Role)
