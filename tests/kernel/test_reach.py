"""What a declaration says of one row: the reading that every rule has; its other reading, SQL, is held to this one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.reach import ALL, NONE, Among, Except, Reach, among, as_it_is, either, every

HOLDER, RELATIVE = UUID(int=5), UUID(int=7)


@dataclass(frozen=True)
class Row:
    department: str = "ZDA"
    region: str = "320213"
    party: UUID = HOLDER
    state: str = "OPEN"
    neighbours: frozenset[UUID] = frozenset()


REACH = Reach(
    roles={Role.EXAMINER: ALL, Role.HANDOUT: among("state", "DONE"), Role.SUPERVISOR: ALL},
    own=lambda actor: NONE if actor.party is None else among("party", actor.party),
    recusing={"party": as_it_is},
    bearing={"neighbours": "neighbour__party"},
    named=frozenset({Role.SUPERVISOR}),
)


def staff(*grants: Grant, recused: frozenset[UUID] = frozenset()) -> Actor:
    return Actor(UUID(int=9), ActorKind.STAFF, grants=frozenset(grants), recused=recused)


@pytest.mark.parametrize(
    ("grant", "row", "reached"),
    [
        (Grant(Role.EXAMINER, "ZDA", "320213"), Row(), True),
        (Grant(Role.EXAMINER, "ZDA", "320213"), Row(department="ZDB"), False),
        (Grant(Role.EXAMINER, "ZDA", "320213", units=frozenset({"ZDB"})), Row(department="ZDB"), True),
        (Grant(Role.EXAMINER, "ZDA", "320213"), Row(region="320213021"), True),
        (Grant(Role.EXAMINER, "ZDA", "320213021"), Row(), False),
        (Grant(Role.EXAMINER, "ZDA", "320200"), Row(), True),
        (Grant(Role.EXAMINER, "ZDA", "320200"), Row(region="320500"), False),
        (Grant(Role.EXAMINER, "ZDA", "320213"), Row(region=""), False),
        (Grant(Role.EXAMINER, "ZDA", "ZDJKQ", territory=frozenset({"320211008"})), Row(region="320211008001"), True),
        (Grant(Role.EXAMINER, "ZDA", "ZDJKQ", territory=frozenset({"320211008"})), Row(region="320211"), False),
        (Grant(Role.HANDOUT), Row(), False),
        (Grant(Role.HANDOUT), Row(state="DONE"), True),
        (Grant(Role.SUPERVISOR), Row(), False),
        (Grant(Role.SUPERVISOR, "ZDA"), Row(), True),
        (Grant(Role.DECIDER), Row(), False),
    ],
)
def test_a_grant_reaches_its_department_and_units_in_its_region_and_inside(
    grant: Grant, row: Row, *, reached: bool
) -> None:
    assert REACH.visible(staff(grant)).holds(row) is reached
    assert bool(REACH.roles_of(staff(grant), row)) is reached


def test_what_one_has_to_keep_out_of_does_not_exist_whatever_is_granted() -> None:
    grants = [Grant(Role.EXAMINER, "ZDA"), Grant(Role.SUPERVISOR, "ZDA")]
    one = staff(*grants, recused=frozenset({RELATIVE}))

    assert REACH.roles_of(one, Row()) == {Role.EXAMINER, Role.SUPERVISOR}
    assert REACH.roles_of(one, Row(party=RELATIVE)) == frozenset()
    assert not REACH.visible(one).holds(Row(party=RELATIVE))
    assert REACH.but_for_recusal(one).holds(Row(party=RELATIVE))
    assert not REACH.but_for_recusal(one).holds(Row())
    assert not REACH.but_for_recusal(one).holds(Row(party=RELATIVE, department="ZDB"))


def test_one_keeps_out_of_what_bears_on_somebody_as_of_what_is_theirs() -> None:
    one = staff(Grant(Role.EXAMINER, "ZDA"), recused=frozenset({RELATIVE}))
    theirs = Row(neighbours=frozenset({HOLDER, RELATIVE}))

    assert REACH.roles_of(one, Row(neighbours=frozenset({HOLDER}))) == {Role.EXAMINER}
    assert REACH.roles_of(one, theirs) == frozenset()
    assert not REACH.granted(one).holds(theirs)
    assert REACH.but_for_recusal(one).holds(theirs)


def test_recusal_is_of_staff_and_takes_nobody_s_own_matter_away() -> None:
    citizen = Actor(UUID(int=9), ActorKind.PERSON, party=HOLDER, recused=frozenset({HOLDER}))

    assert REACH.visible(citizen).holds(Row())


def test_the_parts_of_a_condition_have_no_row_in_common_and_make_the_whole() -> None:
    one = staff(
        Grant(Role.EXAMINER, "ZDA", "320213", units=frozenset({"ZDB"})),
        Grant(Role.HANDOUT, "ZDB", "320200"),
        recused=frozenset({RELATIVE}),
    )
    rows = [
        Row(department, region, party, state)
        for department in ("ZDA", "ZDB", "ZDC")
        for region in ("320200", "320213", "320213021", "320205")
        for party in (HOLDER, RELATIVE)
        for state in ("OPEN", "DONE")
    ]

    found = [row for codes, head in REACH.heads(one) for row in rows if row.department in codes and head.holds(row)]

    assert [codes for codes, _ in REACH.heads(one)] == [["ZDA"], ["ZDB"]]
    assert sorted(map(repr, found)) == sorted(repr(row) for row in rows if REACH.granted(one).holds(row))


def test_departments_that_are_reached_alike_are_one_part() -> None:
    one = staff(Grant(Role.EXAMINER, "ZDA", "320213", units=frozenset({"ZDB", "ZDC"})))

    assert [codes for codes, _ in REACH.heads(one)] == [["ZDA", "ZDB", "ZDC"]]


def test_a_grant_for_every_department_cannot_be_parted() -> None:
    one = staff(Grant(Role.EXAMINER, "*", "320213"), Grant(Role.EXAMINER, "ZDA"), Grant(Role.EXAMINER, "ZDB"))

    assert REACH.heads(one) == []


def test_conditions_that_say_nothing_are_left_out() -> None:
    here = among("state", "OPEN")

    assert every(ALL, here, here) == either(NONE, here) == here
    assert every(NONE, here) == NONE
    assert either(ALL, here) == ALL
    assert Except(Among("state", frozenset())).holds(Row())
