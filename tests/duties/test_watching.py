"""What a supervisor watches: the lights told apart in SQL are those of the rule, and nobody sees more than granted."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.duties import api as duties
from tongban.duties import rules
from tongban.duties.models import Duty
from tongban.duties.queries.watching import RUNNING, watched_by
from tongban.kernel.actors import VISITOR, Actor, ActorKind, Grant, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Unit
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
DEPARTMENTS, REGIONS = ("", "ZD-X", "ZD-Y"), ("", "320213", "320206")
MOST = {Unit.HOUR: 400, Unit.MONTH: 2, Unit.YEAR: 1}
NOW = datetime(2026, 9, 16, 15, 30, tzinfo=SHANGHAI)
GRANTS = st.builds(
    Grant, st.sampled_from(sorted(Role)), st.sampled_from(["*", *DEPARTMENTS[1:]]), st.sampled_from(["*", *REGIONS[1:]])
)


def actor(*grants: Grant) -> Actor:
    return Actor(id=UUID(int=9), kind=ActorKind.STAFF, grants=frozenset(grants))


ALL = actor(Grant(Role.SUPERVISOR))


def start(
    event: datetime,
    amount: int = 5,
    unit: Unit = Unit.WORKING_DAY,
    *,
    kind: duties.Kind = duties.Kind.STATUTORY,
    department: str = "ZD-X",
    region: str = "320213",
) -> Duty:
    return duties.start(
        kind=kind,
        subject_kind="case",
        subject=uuid4(),
        owed_by=f"department:{department}",
        owed_to="party:1",
        event="case.accept",
        event_at=event,
        limit=duties.Limit(amount, unit, "测试依据"),
        at=event,
        department=department,
        region=region,
    )


@pytest.fixture(autouse=True)
def _calendars(at: datetime) -> None:
    orgs.load_calendars(at=at)


@pytest.fixture
def many() -> list[Duty]:
    """Clocks of every unit, department, region and light around the middle of September."""
    chance = random.Random(20260916)  # noqa: S311 - the same clocks in every run, not a secret
    units = sorted(set(Unit) - {Unit.NONE, Unit.ON_THE_SPOT})
    started = []
    for number in range(80):
        unit = units[number % len(units)]
        event = NOW - timedelta(hours=chance.randrange(900))
        amount = chance.randint(1, MOST.get(unit, 25))
        department, region = DEPARTMENTS[number % 3], REGIONS[number // 3 % 3]
        started.append(start(event, amount, unit, department=department, region=region))
    started += [start(NOW, 0, Unit.NONE), start(NOW - timedelta(days=1), 0, Unit.ON_THE_SPOT)]
    ground = duties.Ground("HEARING", "听证", "行政许可法第四十五条")
    for duty in started[:20]:
        if duty.due_at is not None and duty.due_at > NOW:
            duties.pause(kinds=(duties.Kind.STATUTORY,), subject=duty.subject, ground=ground, at=NOW)
    duties.meet(kinds=(duties.Kind.STATUTORY,), subject=started[30].subject, at=NOW)
    return started


@pytest.mark.parametrize("hours", [0, 8, 9, 60, 80, 200])
def test_the_lights_of_the_list_are_the_lights_of_the_rule(many: list[Duty], hours: int) -> None:
    at = NOW + timedelta(hours=hours)
    running = list(Duty.objects.open())
    shown = {duty.pk: duties.clocks(subject=duty.subject, at=at)[0].light for duty in running}

    listed = {light: set(duties.watched(ALL, at=at, lights=[light]).values_list("pk", flat=True)) for light in RUNNING}

    assert {pk: light for light, found in listed.items() for pk in found} == shown
    assert sum(map(len, listed.values())) == len(running)
    assert duties.watchlist(ALL, at=at).counts == {light: len(found) for light, found in listed.items()}
    assert many


@given(st.lists(GRANTS, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_clock_is_listed_that_the_policy_denies_and_none_is_missing_that_it_allows(
    many: list[Duty], grants: list[Grant]
) -> None:
    who = actor(*grants)

    listed = {duty.pk for duty in watched_by(who)}

    assert listed == {duty.pk for duty in Duty.objects.open() if rules.REACH.roles_of(who, duty)}
    assert many


@pytest.mark.parametrize("role", [Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER])
def test_who_handles_cases_watches_their_own_department_and_no_grant_for_all_makes_it_more(
    many: list[Duty], role: Role
) -> None:
    own = {duty.department for duty in watched_by(actor(Grant(role, "ZD-X", "*")))}

    assert own == {"ZD-X"}
    assert not watched_by(actor(Grant(role))).exists()
    assert many


@pytest.mark.parametrize("who", [VISITOR, actor(Grant(Role.RECEIVER)), actor(Grant(Role.OPERATOR))])
def test_others_watch_nothing(many: list[Duty], who: Actor) -> None:
    found = duties.watchlist(who, at=NOW, lights=RUNNING)

    assert (found.rows, set(found.counts.values())) == ([], {0})
    assert many


def test_the_list_begins_with_the_longest_overdue_and_is_read_by_pages() -> None:
    for day in range(1, 61):
        start(datetime(2026, 6, 1, 10, tzinfo=SHANGHAI) + timedelta(days=day))

    first, second = (duties.watchlist(ALL, at=NOW, page=page) for page in (1, 2))

    assert (len(first.rows), first.more, len(second.rows), second.more) == (50, True, 10, False)
    seen = [row.clock.due_at or NOW for row in [*first.rows, *second.rows]]
    assert seen == sorted(seen)
    assert first.counts[duties.Light.OVERDUE] == 60


def test_it_is_narrowed_by_department_and_kind(many: list[Duty]) -> None:
    start(NOW - timedelta(days=60), kind=duties.Kind.NOTICE, department="ZD-Y")

    found = duties.watchlist(ALL, at=NOW, lights=RUNNING, department="ZD-Y", kind=duties.Kind.NOTICE)

    assert [row.duty.department for row in found.rows] == ["ZD-Y"]
    assert sum(found.counts.values()) == 1
    assert many


def test_a_page_costs_the_same_for_one_clock_and_for_many(many: list[Duty], django_assert_max_num_queries) -> None:
    del many
    with django_assert_max_num_queries(4):
        duties.watchlist(ALL, at=NOW, lights=RUNNING)


def test_nearly_due_is_what_the_policy_says() -> None:
    start(datetime(2026, 9, 11, 10, tzinfo=SHANGHAI))  # due on Friday 18 September
    seen = {
        day: duties.watchlist(ALL, at=datetime(2026, 9, day, 10, tzinfo=SHANGHAI), lights=RUNNING).rows[0].clock.light
        for day in (15, 16, 18, 19)
    }

    assert seen == {
        15: duties.Light.GREEN,
        16: duties.Light.YELLOW,
        18: duties.Light.RED,
        19: duties.Light.OVERDUE,
    }
    assert Duty.objects.get().due_date == date(2026, 9, 18)
