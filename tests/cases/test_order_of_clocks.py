"""The inbox is in the order of the clocks, whoever moves them: a verb, a special procedure, a count of all anew."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from tests.cases.samples import Desk
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.models import Case
from tongban.cases.services.ordering import mend_order
from tongban.duties import api as duties
from tongban.duties.models import Duty


def first_end(case: cases.Case) -> datetime | None:
    ends = Duty.objects.filter(subject=case.pk, state=duties.State.OPEN, due_at__isnull=False)
    return ends.order_by("due_at").values_list("due_at", flat=True).first()


def kept(case: cases.Case) -> datetime | None:
    return Case.objects.values_list("due_at", flat=True).get(pk=case.pk)


@pytest.mark.parametrize("state", [state for state in cases.State if state != cases.State.DRAFT])
def test_a_case_carries_the_first_end_of_its_running_clocks_in_every_state(desk: Desk, state: cases.State) -> None:
    case = desk.in_state(state)

    assert kept(case) == first_end(case)


def test_a_special_procedure_puts_a_case_last_and_its_end_back_in_its_place(desk: Desk) -> None:
    case = desk.accepted()
    before = kept(case)

    stands = kept(desk.suspended(case))
    desk.at += timedelta(days=3)
    runs = kept(desk.resumed(case))

    assert before is not None
    assert stands is None
    assert runs is not None
    assert runs > before


def test_what_ends_first_is_first_whatever_was_received_before(desk: Desk) -> None:
    """The notice of five days ends before the correction of fifteen that was told of what came earlier."""
    earlier = desk.correcting()
    later = Desk(city=desk.city, at=desk.now(), applicant=desk.city.actor("citizen")).submitted()

    found = cases.inbox(desk.staff("acceptor"))

    assert earlier.received_at
    assert later.received_at
    assert earlier.received_at < later.received_at
    assert [case.number for case in found] == [later.number, earlier.number]


def test_clocks_that_many_rows_move_at_once_move_their_cases(desk: Desk) -> None:
    case = desk.accepted()

    Duty.objects.filter(subject=case.pk).update(due_at=desk.at + timedelta(days=90))

    assert kept(case) == desk.at + timedelta(days=90)


@pytest.mark.django_db(transaction=True)
def test_moving_clocks_never_waits_for_a_verb_that_holds_the_case_and_the_night_puts_it_right(desk: Desk) -> None:
    case = desk.accepted()
    end = desk.at + timedelta(days=90)

    def recount() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            Duty.objects.filter(subject=case.pk).update(due_at=end)

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        in_threads(recount)
        assert kept(case) != end

    assert mend_order() == 1
    assert kept(case) == end
    assert mend_order() == 0


def test_narrowing_by_light_agrees_with_the_light_that_is_shown(desk: Desk) -> None:
    case = desk.accepted()
    clerk = desk.staff("examiner")

    for days in range(12):
        at = desk.at + timedelta(days=days)
        shown = min(
            (one for one in cases.clocks(case, at=at) if one.state == duties.State.OPEN and one.due_at),
            key=lambda one: one.due_at or at,
        ).light
        found = {
            light
            for light in duties.Light
            if light in queries.LIGHTS
            and cases.inbox(clerk, only=queries.condition(queries.Narrow(light=light), at=at))
        }
        assert found == {shown}
