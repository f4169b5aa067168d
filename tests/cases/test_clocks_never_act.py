"""A clock never acts: whether a machine was awake, and when, changes no right. The next verb and the sweep agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.samples import PAIR, PDF, WENT, Desk
from tongban.cases import api as cases
from tongban.cases.models import Case, CaseDocument
from tongban.duties.models import Duty, Pause
from tongban.kernel.days import day_of, end_of
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

Act = Callable[[Desk, str, datetime], object]


def accept(desk: Desk, number: str, at: datetime) -> object:
    return cases.accept(number=number, by=desk.staff("acceptor"), at=at)


def ask_correction(desk: Desk, number: str, at: datetime) -> object:
    points = [cases.Point("materials.3", "请补交清晰的版本。")]
    return cases.ask_correction(number=number, points=points, by=desk.staff("acceptor"), at=at)


def supplement(desk: Desk, number: str, at: datetime) -> object:
    upload = cases.Upload(material="3", data=PDF, name="布局图.pdf")
    return cases.supplement(number=number, uploads=[upload], replies={}, by=desk.applicant, at=at)


def refuse_acceptance(desk: Desk, number: str, at: datetime) -> object:
    return cases.refuse_acceptance(
        number=number, ground=cases.Ground.NOT_NEEDED, reason="不需要许可。", by=desk.staff("acceptor"), at=at
    )


def examine(desk: Desk, number: str, at: datetime) -> object:
    return cases.examine(number=number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=at)


def send_back(desk: Desk, number: str, at: datetime) -> object:
    return cases.send_back(number=number, reason="请核对。", by=desk.staff("decider"), at=at)


def grant(desk: Desk, number: str, at: datetime) -> object:
    return cases.grant(number=number, opinion="准予。", by=desk.staff("decider"), at=at)


def refuse(desk: Desk, number: str, at: datetime) -> object:
    return cases.refuse(number=number, reason="不符合。", by=desk.staff("decider"), at=at)


def deliver(desk: Desk, number: str, at: datetime) -> object:
    return cases.deliver(number=number, by=desk.applicant, at=at)


def withdraw(desk: Desk, number: str, at: datetime) -> object:
    return cases.withdraw(number=number, by=desk.applicant, at=at)


def extend(desk: Desk, number: str, at: datetime) -> object:
    return cases.extend(number=number, reason="需要再次核查。", by=desk.staff("decider"), at=at)


def suspend(desk: Desk, number: str, at: datetime, ground: str = "EXPERT_REVIEW") -> object:
    until = day_of(at) + timedelta(days=7)
    by = desk.staff("examiner")
    return cases.suspend(
        number=number, ground=ground, expected_until=until, reason="新工艺。", by=by, at=at, others=PAIR
    )


def suspend_again(desk: Desk, number: str, at: datetime) -> object:
    """Begin another procedure, which may overlap the first."""
    return suspend(desk, number, at, "TESTING")


def resume(desk: Desk, number: str, at: datetime, ground: str = "EXPERT_REVIEW") -> object:
    return cases.resume(number=number, ground=ground, by=desk.staff("examiner"), at=at)


def resume_again(desk: Desk, number: str, at: datetime) -> object:
    return resume(desk, number, at, "TESTING")


ACTS: tuple[Act, ...] = (
    accept,
    ask_correction,
    supplement,
    refuse_acceptance,
    examine,
    send_back,
    grant,
    refuse,
    deliver,
    withdraw,
    extend,
    suspend,
    suspend_again,
    resume,
    resume_again,
)
TIMED = (suspend, suspend_again, resume, resume_again, extend)
# What leads somewhere is tried more often than what is mostly refused; a gap of a fortnight passes a limit.
LIKELY = st.sampled_from([ask_correction, supplement, accept, examine, grant, *ACTS])
GAPS = st.one_of(st.integers(1, 24 * 60), st.integers(5 * 24 * 60, 20 * 24 * 60))


@dataclass(frozen=True, slots=True)
class Step:
    """A wait in minutes, how often within it a machine is awake and sweeps, and what somebody does then."""

    wait: int
    sweeps: tuple[float, ...]
    act: Act


STEPS = st.lists(
    st.builds(Step, GAPS, st.lists(st.floats(0, 1), max_size=3).map(sorted).map(tuple), LIKELY), min_size=1, max_size=6
)


# Once a case is accepted: mostly what touches its clocks, hours and days apart.
TIMED_STEPS = st.lists(
    st.builds(
        Step,
        st.integers(1, 4 * 24 * 60),
        st.lists(st.floats(0, 1), max_size=2).map(sorted).map(tuple),
        st.sampled_from([*TIMED, *TIMED, examine, grant, refuse, send_back, withdraw]),
    ),
    min_size=1,
    max_size=8,
)


@contextmanager
def undone() -> Iterator[None]:
    """Let what happens inside never have been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lived(desk: Desk, case: UUID, number: str, begun: datetime, steps: list[Step], *, awake: bool) -> dict[str, Any]:
    """Let the steps happen, with or without a machine awake in between, and tell how everything stands afterwards."""
    at, refused = begun, []
    for step in steps:
        if awake:
            for share in step.sweeps:
                cases.sweep(case=case, at=at + timedelta(minutes=int(step.wait * share)))
        at += timedelta(minutes=step.wait)
        try:
            step.act(desk, number, at)
        except Refused as refusal:
            refused.append((step.act.__name__, refusal.code))
    at += timedelta(days=60)
    cases.sweep(case=case, at=at)
    return {"refused": refused, **standing(case)}


def standing(case: UUID) -> dict[str, Any]:
    """Tell all that a case is: its row, its clocks with their ends, its papers and what is recorded of it."""
    row = Case.objects.filter(pk=case).values("state", "received_at", "accepted_at", "closed_at", "delivered_at")
    clocks = Duty.objects.filter(subject=case).order_by("kind", "event_at", "due_at")
    return {
        "case": row.get(),
        "clocks": list(clocks.values("kind", "event", "event_at", "due_date", "due_at", "paused", "state", "ended_at")),
        "papers": list(CaseDocument.objects.filter(case=case).order_by("at", "kind").values("kind", "at")),
        "record": [(entry.verb, entry.at, entry.after) for entry in ledger.history(kind="case", subject=case)],
    }


def test_whoever_comes_first_the_next_verb_or_the_sweep_everything_stands_the_same(desk: Desk) -> None:
    case = desk.submitted()

    @given(STEPS)
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def both_ways(steps: list[Step]) -> None:
        seen = []
        for awake in (False, True):
            with undone():
                seen.append(lived(desk, case.pk, case.number, desk.at, steps, awake=awake))
        assert seen[0] == seen[1]

    both_ways()


def test_whatever_stops_and_lengthens_a_limit_no_clock_moves_against_the_law(desk: Desk) -> None:
    case = desk.accepted()

    @given(TIMED_STEPS)
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def lawful(steps: list[Step]) -> None:
        seen = []
        for awake in (False, True):
            with undone():
                seen.append(lived(desk, case.pk, case.number, desk.at, steps, awake=awake))
                check_clocks(case.pk)
        assert seen[0] == seen[1]
        assert len(steps) == len(seen[0]["refused"]) + len(seen[0]["record"]) - len(before)

    before = ledger.history(kind="case", subject=case.pk)
    lawful()


def check_clocks(case: UUID) -> None:
    """Count every limit to decide again from what is recorded of it, day by day (行政许可法42, 45)."""
    calendar = orgs.work_calendar()
    for duty in Duty.objects.filter(subject=case, kind__in=["STATUTORY", "PROMISED"]):
        pauses = list(duty.pauses.all())
        extensions = list(duty.extensions.all())
        assert duty.amount == {"STATUTORY": 10, "PROMISED": 5}[duty.kind]
        assert duty.extension == sum(one.amount for one in extensions) <= {"STATUTORY": 5, "PROMISED": 0}[duty.kind]
        assert all(one.expected_until and one.expected_until > day_of(one.began_at) for one in pauses)
        left, day = duty.amount + duty.extension, duty.event_date
        while left and day < duty.event_date + timedelta(days=400):
            day += timedelta(days=1)
            left -= calendar.is_workday(day) and not stands(pauses, end_of(day))
        assert duty.due_date == (None if left else day)


def stands(pauses: list[Pause], at: datetime) -> bool:
    """Tell whether a clock stands at a moment."""
    return any(one.began_at < at and (one.ended_at is None or one.ended_at >= at) for one in pauses)


def test_the_sequences_do_pass_limits_in_silence(desk: Desk) -> None:
    """What the property compares is not only cases in which nothing fell due."""
    case = desk.submitted()
    waits = [Step(60 * 24 * 14, (0.9,), examine), Step(60 * 24, (), grant)]

    with undone():
        slept = lived(desk, case.pk, case.number, desk.at, waits, awake=False)
    with undone():
        swept = lived(desk, case.pk, case.number, desk.at, waits, awake=True)

    assert slept == swept
    assert "case.deem_accepted" in [verb for verb, _, _ in slept["record"]]
    assert slept["case"]["state"] == cases.State.GRANTED
