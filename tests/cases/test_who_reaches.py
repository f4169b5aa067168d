"""Which case exists for which post, written down by hand: the random worlds take the product's own rule as law."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.cases import rules
from tongban.cases.api import State
from tongban.cases.models import Channel
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Grant, Role

WEB, COUNTER = Channel.WEB, Channel.COUNTER
ALL = frozenset(State)
RECEIVED = ALL - {State.DRAFT}
RESULTS = frozenset({State.GRANTED, State.REFUSED, State.NOT_ACCEPTED, State.TERMINATED})
# 工作规范21: anybody may bring corrected papers in person, and the originals (22); what is decided is handed out.
BY_HAND: dict[str, dict[str, frozenset[State]]] = {
    Role.RECEIVER: {WEB: frozenset({State.CORRECTION, State.PRESCREENED}), COUNTER: ALL},
    Role.HANDOUT: {WEB: RESULTS, COUNTER: RESULTS},
    **{
        role: {WEB: RECEIVED, COUNTER: RECEIVED}
        for role in (Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.SUPERVISOR)
    },
}
NOBODY: frozenset[State] = frozenset()
CASE = rules.Standing("ZD1", "320213", WEB, State.DRAFT, UUID(int=1), None, "ZI1", UUID(int=2), datetime.now(UTC))


def reached(role: Role, channel: str, department: str = "ZD1", region: str = "320213") -> frozenset[State]:
    actor = Actor(UUID(int=9), ActorKind.STAFF, grants=frozenset({Grant(role, department, region)}))
    stands = {state: rules.roles_of(actor, replace(CASE, channel=channel, state=state)) for state in State}
    assert all(roles <= {role} for roles in stands.values())
    return frozenset(state for state, roles in stands.items() if roles)


@pytest.mark.parametrize("channel", [WEB, COUNTER])
@pytest.mark.parametrize("role", sorted(Role))
def test_a_post_reaches_these_states_and_no_other(role: Role, channel: str) -> None:
    assert reached(role, channel) == BY_HAND.get(role, {}).get(channel, NOBODY)
    assert reached(role, channel, department="*") == reached(role, channel)


@pytest.mark.parametrize("role", sorted(BY_HAND))
def test_no_post_reaches_another_department_or_another_region(role: str) -> None:
    assert reached(Role(role), COUNTER, department="ZD2") == NOBODY
    assert reached(Role(role), COUNTER, region="320205") == NOBODY


@pytest.mark.parametrize("whose", ["applicant_id", "agent_id"])
def test_whoever_keeps_out_of_the_applicant_or_of_the_agent_is_told_so_when_they_act(desk: Desk, whose: str) -> None:
    case = desk.accepted()
    assert case.agent_id != case.applicant_id
    examiner = replace(desk.staff("examiner"), recused=frozenset({getattr(case, whose)}))

    with pytest.raises(identity.Recused):
        cases.examine(number=case.number, passed=True, opinion="符合。", by=examiner, at=desk.now())

    assert desk.fresh(case).state == State.ACCEPTED
