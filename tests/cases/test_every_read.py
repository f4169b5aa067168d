"""No read returns a row that the policy denies, and none is missing that it allows: of random worlds, for anybody.

Every read of cases and clocks that is asked for an actor stands in one table. A new one that is not there fails a test,
so that nothing is read past the compiler.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from itertools import product
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.samples import Desk
from tests.city import City
from tongban.cases import api as cases
from tongban.cases import queries, rules
from tongban.cases.models import Case, CaseStep, Channel, ToldParty
from tongban.cases.queries.finding import MOST_RUNNING
from tongban.cases.states import CLOSED, DELIVERABLE, OPEN, State
from tongban.cases.steps.rules import JOINT
from tongban.cases.steps.states import DOERS, IN_HAND, StepState
from tongban.duties import api as duties
from tongban.duties import rules as watching
from tongban.duties.models import Duty
from tongban.duties.queries.watching import RUNNING
from tongban.identity import api as identity
from tongban.kernel.actors import (
    NEVER_GRANTED,
    SYSTEM,
    VISITOR,
    Actor,
    ActorKind,
    Grant,
    Mandate,
    MandateData,
    MandateKind,
    Role,
)
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotFound
from tongban.kernel.reach import EVERYWHERE

# A body with units of two depths and one of another region, a neighbour, and a name that only begins like another.
DEPARTMENTS = ("ZD320213ADM", "ZD320213ADMINV", "ZD320213HUC", "ZD320200FIN", "ZD320200FINO", "ZD320200PSB")
REGIONS = ("320200", "320213", "320213021", "320213021001", "320211", "320205")
TERRITORY = frozenset({"320213021"})
ITEMS = ("ZISPJY", "ZIGSSL", "ZIGTSL")
PARTIES = 4
WORLD = 40
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The cases and clocks there are, and the parties and accounts that they are about."""

    at: datetime
    cases: list[Case]
    clocks: list[Duty]
    parties: list[UUID]
    accounts: list[UUID]
    steps: list[CaseStep]
    told: dict[UUID, set[UUID]]

    @cached_property
    def ends(self) -> dict[UUID, datetime]:
        """Return the end of the clock of each case that has one."""
        return {clock.subject: clock.due_at for clock in self.clocks if clock.due_at}

    def allowed(self, actor: Actor) -> list[Case]:
        """Return what the policy allows, row by row."""
        return [case for case in self.cases if rules.roles_of(actor, queries.standing(case)) - {Role.LAW}]

    def worked_on(self, actor: Actor) -> list[Case]:
        """Return what staff see: what they are granted, without drafts; nobody's own matter is their work."""
        mine = [case for case in self.cases if rules.REACH.roles_of(actor, queries.standing(case))]
        return [case for case in mine if case.state != State.DRAFT]

    def in_hand(self, actor: Actor) -> list[Case]:
        """Return what is not decided of what the policy allows."""
        return [case for case in self.allowed(actor) if case.state in OPEN]

    def kept_from(self, actor: Actor) -> set[UUID]:
        """Return the cases of anybody whom a member of staff keeps out of, as applicant or for one."""
        staff = actor.kind is ActorKind.STAFF
        return {case.pk for case in self.cases if staff and {case.applicant_id, case.agent_id} & actor.recused}

    def bearing_on(self, actor: Actor) -> set[UUID]:
        """Return the cases that bear on an interest of somebody whom a member of staff keeps out of."""
        return {case.pk for case in self.cases if actor.kind is ActorKind.STAFF and self.told[case.pk] & actor.recused}

    def watched(self, actor: Actor) -> list[Duty]:
        return [duty for duty in self.clocks if watching.REACH.roles_of(actor, duty)]


def ids(rows: Iterable[Any]) -> Counter[UUID]:
    """Return the keys with how often each is there: a row that a list shows twice is as wrong as one too many."""
    return Counter(row.pk for row in rows)


def pages(read: Callable[[int], list[Any]]) -> list[Any]:
    found: list[Any] = []
    number = 1
    while page := read(number):
        found += page
        number += 1
    return found


def asked(world: World, read: Callable[[Case], Any]) -> Counter[UUID]:
    """Return the cases that a read of a single one opens."""
    opened = []
    for case in world.cases:
        try:
            read(case)
        except NotFound:
            continue
        opened.append(case)
    return ids(opened)


def check_visible_to(world: World, actor: Actor) -> None:
    assert ids(cases.visible_to(actor)) == ids(world.allowed(actor))


def check_case_for(world: World, actor: Actor) -> None:
    expected = ids(case for case in world.allowed(actor) if case.number)
    assert asked(world, lambda case: cases.case_for(actor, case.number)) == expected


def check_draft_for(world: World, actor: Actor) -> None:
    assert asked(world, lambda case: cases.draft_for(actor, case.pk)) == ids(world.allowed(actor))


def check_inbox(world: World, actor: Actor) -> None:
    expected = world.worked_on(actor)
    found = pages(lambda page: cases.inbox(actor, page=page))

    assert ids(found) == ids(expected)
    assert [case.pk for case in found] == [
        case.pk for case in sorted(expected, key=lambda case: (world.ends.get(case.pk, NEVER), case.pk))
    ]
    for states in (sorted(OPEN), sorted(CLOSED), [State.ACCEPTED]):
        some = pages(partial(_page, actor, states))
        assert ids(some) == ids(case for case in expected if case.state in states)
    waiting = pages(lambda page: cases.inbox(actor, undelivered=True, page=page))
    assert ids(waiting) == ids(case for case in expected if case.undelivered)


def _page(actor: Actor, states: list[State], page: int) -> list[Case]:
    return cases.inbox(actor, states=states, page=page)


def check_search(world: World, actor: Actor) -> None:
    expected = ids(world.worked_on(actor))
    for case in world.cases:
        if case.number:
            assert ids(cases.inbox(actor, text=case.number)) == Counter({case.pk: 1} if case.pk in expected else {})
    by_name = pages(lambda page: cases.inbox(actor, text="", page=page))
    assert ids(by_name) == expected


def check_counts(world: World, actor: Actor) -> None:
    in_hand = [case for case in world.worked_on(actor) if case.state in OPEN or case.undelivered]
    assert cases.counts(actor) == Counter(State(case.state) for case in in_hand)


def check_done(world: World, actor: Actor) -> None:
    ended = [case for case in world.worked_on(actor) if case.state in CLOSED and not case.undelivered]
    assert cases.done(actor) == len(ended)


def check_tally(world: World, actor: Actor) -> None:
    check_counts(world, actor)
    check_done(world, actor)
    joint = cases.joint_count(actor)
    assert cases.tally(actor) == cases.Tally(cases.counts(actor), cases.done(actor), joint=joint)
    check_narrowed(world, actor)


def check_narrowed(world: World, actor: Actor) -> None:
    """What is looked for narrows the list and the counts alike, and lets nobody see more."""
    online = queries.condition(queries.Narrow(channel=Channel.WEB), at=world.at)
    expected = [case for case in world.worked_on(actor) if case.channel == Channel.WEB]
    found = pages(lambda page: cases.inbox(actor, page=page, only=online))

    assert ids(found) == ids(expected)
    in_hand = Counter(State(case.state) for case in expected if case.state in OPEN or case.undelivered)
    assert cases.tally(actor, only=online).in_hand == in_hand


def check_joint_work(world: World, actor: Actor) -> None:
    """Of other departments' matters there is what a step in hand opens, once for each case."""
    mine = [step for step in world.steps if JOINT.roles_of(actor, queries.part_of(step)) and step.state in IN_HAND]
    found = pages(lambda page: cases.joint_inbox(actor, page=page))

    assert {case.pk for case in found} == {step.case_id for step in mine}
    assert cases.joint_count(actor) == len(mine)
    named = cases.step_headings(actor, [step.pk for step in world.steps])
    reached = {case.pk for case in world.allowed(actor) if case.number}
    assert named.keys() == {step.pk for step in world.steps if step.case_id in reached}


def check_exists_for(world: World, actor: Actor) -> None:
    allowed = ids(world.allowed(actor))
    assert ids(case for case in world.cases if cases.exists_for(actor, draft=case.pk)) == allowed
    numbered = [case for case in world.cases if case.number]
    found = ids(case for case in numbered if cases.exists_for(actor, number=case.number))
    assert found == ids(case for case in numbered if case.pk in allowed)
    assert not cases.exists_for(actor)


def check_running(world: World, actor: Actor) -> None:
    """Whether somebody has the same in hand already is told of what is reached, the latest first and not of all."""
    for item, party in product(ITEMS, world.parties):
        same = [case for case in world.in_hand(actor) if (case.item_code, case.applicant_id) == (item, party)]
        found = cases.running(item, party, by=actor)

        assert [case.pk for case in found] == [case.pk for case in latest(same)][:MOST_RUNNING]


def latest(rows: list[Case]) -> list[Case]:
    return sorted(rows, key=lambda case: (case.received_at, case.pk), reverse=True)


def check_hearing_verbs(world: World, actor: Actor) -> None:
    """What is said and done about a hearing finds no case that does not exist for who does it."""
    allowed = ids(world.allowed(actor))
    hidden = [case for case in world.cases if case.number and case.pk not in allowed][:2]
    for case, verb in product(hidden, HEARING_VERBS):
        kept = world.kept_from(actor) | world.bearing_on(actor)
        with pytest.raises(NotFound if case.pk not in kept else (NotFound, identity.Recused)):
            verb(number=case.number, by=actor, at=world.at)


HEARING_VERBS: tuple[Callable[..., object], ...] = (
    partial(cases.tell_interested, name="测试酉", matter="排烟口离窗太近。"),
    partial(cases.state_views, words="排烟口离窗太近。"),
    cases.ask_hearing,
    cases.waive_hearing,
    partial(cases.postpone_hearing, begins_at=NEVER, reason="主持人生病。"),
    partial(cases.call_hearing, begins_at=NEVER, venue="三楼会议室", presider="测试主持人"),
    partial(cases.record_hearing, minutes="同意加装净化设备。", attended="申请人到场，核对后签字。"),
)


def check_assigned_count(world: World, actor: Actor) -> None:
    assert cases.assigned_count(actor) == 0 <= len(world.cases)
    assert cases.inbox(actor, only=queries.waits_for(actor)) == []


def check_headings(world: World, actor: Actor) -> None:
    expected = {case.pk for case in world.allowed(actor) if case.number}
    assert set(cases.headings(actor, [case.pk for case in world.cases])) == expected


def check_affected(world: World, actor: Actor) -> None:
    for item in {case.item_code for case in world.cases}:
        running = [case for case in world.worked_on(actor) if case.item_code == item and case.state in OPEN]
        assert sorted(cases.affected(item=item, by=actor).numbers) == sorted(case.number for case in running)


def check_mine(world: World, actor: Actor) -> None:
    expected = [case for case in world.allowed(actor) if case.applicant_id == actor.party]
    assert ids(cases.mine(actor)) == ids(cases.latest(actor)) == ids(expected)


def check_linked(world: World, actor: Actor) -> None:
    anew = [Case(id=uuid4(), follows_id=case.pk) for case in world.cases]
    found = [one for case in anew for _, one in cases.linked(case, by=actor)]
    assert ids(found) == ids(world.allowed(actor))


def check_keeps_out(world: World, actor: Actor) -> None:
    free = replace(actor, recused=frozenset())
    for case in world.cases:
        if case.number:
            staff = actor.kind is ActorKind.STAFF
            missed = staff and case in world.allowed(free) and case not in world.allowed(actor)
            assert queries.keeps_out(actor, case.number) is missed


def check_open_verbs(world: World, actor: Actor) -> None:
    allowed = ids(world.allowed(actor))
    for case in world.cases:
        if case.pk not in allowed:
            assert cases.open_verbs(actor, case, at=world.at) == ()


def check_subject_of(world: World, actor: Actor) -> None:
    for case in world.cases[:3]:
        if case.number and actor.holds(Role.AUDITOR):
            assert cases.subject_of(actor, case.number) == case.pk


def check_watchlist(world: World, actor: Actor) -> None:
    expected = world.watched(actor)
    first = duties.watchlist(actor, at=world.at, lights=RUNNING)
    found = pages(
        lambda page: [one.duty for one in duties.watchlist(actor, at=world.at, lights=RUNNING, page=page).rows]
    )

    assert ids(found) == ids(expected)
    assert {duty.subject for duty in found}.isdisjoint(world.kept_from(actor))
    assert sum(first.counts.values()) == len(expected)
    for department in DEPARTMENTS[:3]:
        some = duties.watchlist(actor, at=world.at, lights=RUNNING, department=department)
        assert sum(some.counts.values()) == sum(duty.department == department for duty in expected)


def check_watched(world: World, actor: Actor) -> None:
    export = duties.watched(actor, at=world.at, lights=RUNNING)
    streamed = [one.duty for one in duties.in_stream(export, at=world.at, limit=1000)]
    assert ids(streamed) == ids(world.watched(actor))
    assert export.count() == len(world.watched(actor))


def check_watching(world: World, actor: Actor) -> None:
    assert bool(world.watched(actor)) <= bool(duties.watching(actor))


READS: dict[str, Callable[[World, Actor], None]] = {
    "cases.linked": check_linked,
    "cases.visible_to": check_visible_to,
    "cases.case_for": check_case_for,
    "cases.draft_for": check_draft_for,
    "cases.inbox": check_inbox,
    "cases.search": check_search,
    "cases.counts": check_counts,
    "cases.done": check_done,
    "cases.tally": check_tally,
    "cases.headings": check_headings,
    "cases.joint_inbox": check_joint_work,
    "cases.joint_count": check_joint_work,
    "cases.step_headings": check_joint_work,
    "cases.assigned_count": check_assigned_count,
    "cases.affected": check_affected,
    "cases.latest": check_mine,
    "cases.mine": check_mine,
    "cases.exists_for": check_exists_for,
    "cases.running": check_running,
    "cases.tell_interested": check_hearing_verbs,
    "cases.state_views": check_hearing_verbs,
    "cases.ask_hearing": check_hearing_verbs,
    "cases.waive_hearing": check_hearing_verbs,
    "cases.call_hearing": check_hearing_verbs,
    "cases.postpone_hearing": check_hearing_verbs,
    "cases.record_hearing": check_hearing_verbs,
    "cases.keeps_out": check_keeps_out,
    "cases.open_verbs": check_open_verbs,
    "cases.subject_of": check_subject_of,
    "duties.watchlist": check_watchlist,
    "duties.watched": check_watched,
    "duties.watching": check_watching,
}
BY_A_CASE = {
    "cases.opinion_list": "is asked about a case that was read for the actor before",
    "cases.step_list": "is asked about a case that was read for the actor before",
    "cases.work_of": "is asked about a case that was read for the actor before",
    "cases.consultations": "is asked about a case that was read for the actor before",
    "cases.roles_of": "is asked about a case that was read for the actor before",
    "cases.carried": "is asked about a draft that was read for the actor before, and tells of what is in it",
    "cases.prefilled": "is asked about a case that was read for the actor before",
    "cases.shown_mark": "is told what was read of a draft for the actor before, and says by whom it would be signed",
    "cases.sees_all_answers": "is asked about a case that was read for the actor before",
    "cases.unseen": "is asked about a draft that was read for the actor before, and tells what of it is masked",
}
"""What takes an actor and reads nothing of its own accord, and why."""

codes = st.sampled_from((EVERYWHERE, *DEPARTMENTS))
GRANTS = st.builds(
    Grant,
    role=st.sampled_from(sorted(set(Role) - NEVER_GRANTED)),
    department=codes,
    region=st.sampled_from((EVERYWHERE, *REGIONS)),
    units=st.frozensets(st.sampled_from(DEPARTMENTS), max_size=2),
    territory=st.sampled_from((frozenset(), frozenset(), TERRITORY)),
    instead_of=st.sampled_from((None, UUID(int=77))),
).map(lambda grant: grant if grant.department != EVERYWHERE else replace(grant, units=frozenset()))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(DEPARTMENTS),
        st.sampled_from(REGIONS),
        st.integers(0, PARTIES - 1),
        st.integers(0, PARTIES - 1),
        st.sampled_from(sorted(State)),
        st.sampled_from(sorted(Channel)),
        st.booleans(),
        st.sampled_from((None, None, *range(PARTIES))),
        st.sampled_from(ITEMS),
        st.integers(0, 5),
    ),
    min_size=5,
    max_size=WORLD,
)


MANDATES = st.none() | st.builds(
    Mandate,
    id=st.just(UUID(int=88)),
    kind=st.sampled_from(sorted(MandateKind)),
    since=st.integers(0, 5).map(lambda days: datetime(2026, 9, 1, 10, tzinfo=SHANGHAI) - timedelta(days=days)),
    items=st.none() | st.frozensets(st.sampled_from(ITEMS), max_size=2),
    data=st.none() | st.frozensets(st.sampled_from(sorted(MandateData)), max_size=2),
)


@dataclass(frozen=True)
class Drawn:
    """Somebody as they are drawn: of what kind, with which grants, as whom and by what, and what they keep out of."""

    kind: str
    grants: list[Grant]
    party: int
    account: int
    mandate: Mandate | None
    recused: list[int]


WHO = st.builds(
    Drawn,
    kind=st.sampled_from(("staff", "staff", "staff", "citizen", "citizen", "nobody")),
    grants=st.lists(GRANTS, max_size=5),
    party=st.integers(0, PARTIES - 1),
    account=st.integers(0, PARTIES - 1),
    mandate=MANDATES,
    recused=st.lists(st.integers(0, PARTIES - 1), max_size=2),
)


@pytest.fixture
def model(desk: Desk, city: City) -> Case:
    """A case that has everything a row needs, and parties for others."""
    for name in ("citizen", "elder", "owner"):
        assert city.actor(name).party
    return desk.submitted()


def world_of(model: Case, rows: list[tuple[Any, ...]], at: datetime) -> World:
    parties = list(type(model.applicant).objects.order_by("pk").values_list("pk", flat=True)[:PARTIES])
    accounts = [UUID(int=1000 + number) for number in range(PARTIES)]
    Duty.objects.all().delete()
    template = {field.attname: getattr(model, field.attname) for field in Case._meta.concrete_fields}
    made = [Case(**template | _row(row, place, parties, accounts, at)) for place, row in enumerate(rows)]
    made = list({(c.applicant_id, c.channel): c for c in made if c.state == State.DRAFT}.values()) + [
        case for case in made if case.state != State.DRAFT
    ]
    Case.objects.bulk_create(made)
    clocks = [_clock(case, at, place) for place, case in enumerate(made)]
    Duty.objects.bulk_create(clocks)
    steps = [_joint(case, at, place) for place, case in enumerate(made) if place % 2 and case.state != State.DRAFT]
    CaseStep.objects.bulk_create(steps)
    told = [_told(case, parties, at, place) for place, case in enumerate(made) if place % 3 == 0 and case.number]
    ToldParty.objects.bulk_create(told)
    bears: dict[UUID, set[UUID]] = {case.pk: set() for case in [model, *made]}
    for row in told:
        bears[row.case_id] |= {row.party_id} if row.party_id else set()
    return World(at, [model, *made], clocks, parties, accounts, steps, bears)


def _told(case: Case, parties: list[UUID], at: datetime, place: int) -> ToldParty:
    """Let somebody have been told that a case bears on an interest of theirs, now and then nobody who is known."""
    party = None if place % 9 == 0 else parties[place % len(parties)]
    return ToldParty(
        id=uuid4(), case=case, party_id=party, code=f"T{place:011d}", told=b"", told_at=at, told_by=UUID(int=1)
    )


def _joint(case: Case, at: datetime, place: int) -> CaseStep:
    """Give another department a step of a case, waiting or in hand."""
    return CaseStep(
        id=uuid4(),
        case=case,
        step="joint",
        kind="EXAMINATION",
        name="联办",
        department_id=DEPARTMENTS[place % len(DEPARTMENTS)],
        region_id=REGIONS[place % len(REGIONS)],
        role=sorted(DOERS)[place % len(DOERS)],
        turn=1,
        place=1,
        joint=True,
        applicant=case.applicant_id,
        agent=case.agent_id,
        state=(StepState.OPEN, StepState.RETURNED, StepState.WAITING, StepState.DROPPED)[place // 2 % 4],
        opened_at=at,
    )


def _row(row: tuple[Any, ...], place: int, parties: list[UUID], accounts: list[UUID], at: datetime) -> dict[str, Any]:
    department, region, party, account, state, channel, delivered, agent, item, age = row
    closed = state in CLOSED
    draft = state == State.DRAFT
    return {
        "id": uuid4(),
        "number": "" if draft else f"TEST{place:08d}",
        "department_id": department,
        "region_id": region,
        "applicant_id": parties[party],
        "opened_by": accounts[account],
        "agent_id": parties[agent] if agent is not None else None,
        "mandate": UUID(int=88) if agent is not None else None,
        "item_code": item,
        "opened_at": at - timedelta(days=age),
        "state": state,
        "channel": channel,
        "submission": None,
        "received_at": None if draft else at - timedelta(hours=place % 7),
        "accepted_at": None if draft else at,
        "closed_at": at if closed else None,
        "delivered_at": at if closed and delivered and state in DELIVERABLE else None,
    }


def _clock(case: Case, at: datetime, place: int) -> Duty:
    body, party = f"department:{case.department_id}", f"party:{case.applicant_id}"
    by, to = (body, party) if place % 3 else (party, body)
    return Duty(
        id=uuid4(),
        kind=duties.Kind.STATUTORY,
        subject_kind="case",
        subject=case.pk,
        owed_by=by,
        owed_to=to,
        agent=f"party:{case.agent_id}" if case.agent_id else "",
        department="" if place % 11 == 0 else case.department_id,
        region="" if place % 11 == 0 else case.region_id,
        event="case.accept",
        event_at=at,
        event_date=at.date(),
        amount=5,
        unit="WORKING_DAY",
        basis="XKF.42.1",
        due_date=at.date() + timedelta(days=place % 5),
        due_at=at + timedelta(days=place % 5 - 1),
    )


def somebody(world: World, drawn: Drawn) -> Actor:
    if drawn.kind == "nobody":
        return VISITOR
    account, party = world.accounts[drawn.account], world.parties[drawn.party]
    if drawn.kind == "citizen":
        return Actor(account, ActorKind.PERSON, party=party, person=world.parties[0], mandate=drawn.mandate)
    recused = frozenset(world.parties[one] for one in drawn.recused)
    return Actor(account, ActorKind.STAFF, grants=frozenset(drawn.grants), recused=recused)


@given(rows=ROWS, drawn=WHO)
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_read_returns_what_the_policy_denies_or_misses_what_it_allows(
    model: Case, at: datetime, rows: list[tuple[Any, ...]], drawn: Drawn
) -> None:
    with transaction.atomic():
        world = world_of(model, rows, at)
        actor = somebody(world, drawn)
        for read in dict.fromkeys(READS.values()):
            read(world, actor)
        transaction.set_rollback(True)


def _takes_an_actor(found: object) -> bool:
    if not inspect.isfunction(found) or ".services." in found.__module__:  # verbs, and looks that ask these reads
        return False
    return any(one.annotation == "Actor" for one in inspect.signature(found).parameters.values())


@pytest.mark.parametrize("room", [cases, duties], ids=["cases", "duties"])
def test_every_read_that_is_asked_for_an_actor_stands_in_the_table(room: ModuleType) -> None:
    name = room.__name__.split(".")[1]
    opened = {f"{name}.{one}" for one in room.__all__ if _takes_an_actor(getattr(room, one))}

    assert opened - READS.keys() - BY_A_CASE.keys() == set()


def test_the_law_itself_reaches_by_no_list(model: Case) -> None:
    assert not cases.visible_to(SYSTEM).exists()
    assert rules.roles_of(SYSTEM, queries.standing(model)) == {Role.LAW}
