"""The journey of a case does not depend on whether somebody has loaded the next calendar; 2027 is the last here."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cases.samples import Desk
from tongban.cases import api as cases
from tongban.duties import api as duties
from tongban.kernel.days import SHANGHAI


def clock(case: cases.Case, kind: duties.Kind, at: datetime) -> duties.Clock:
    return next(one for one in cases.clocks(case, at=at) if one.kind == kind)


@pytest.fixture
def late(desk: Desk) -> Desk:
    """The desk on Tuesday 28 December 2027."""
    desk.at = datetime(2027, 12, 28, 10, tzinfo=SHANGHAI)
    return desk


def test_a_submission_before_a_year_that_is_not_loaded_is_received_and_its_limit_is_estimated(late: Desk) -> None:
    case = late.submitted()

    notice = clock(case, duties.Kind.NOTICE, late.at)
    assert case.state == cases.State.RECEIVED
    assert (notice.due_date, notice.estimated) == (date(2028, 1, 4), True)


def test_silence_over_the_end_of_that_year_is_acceptance_from_receipt(late: Desk) -> None:
    case = late.submitted()

    cases.sweep(case=case.pk, at=datetime(2028, 1, 5, 0, 1, tzinfo=SHANGHAI))

    fresh = late.fresh(case)
    assert fresh.accepted_at == case.received_at
    assert clock(fresh, duties.Kind.NOTICE, late.at).light == duties.Light.LAPSED
    assert clock(fresh, duties.Kind.STATUTORY, late.at).estimated


@pytest.mark.parametrize("year", [2028, 2031])
def test_a_case_of_2026_is_seen_years_later(desk: Desk, year: int) -> None:
    case = desk.accepted()

    seen = cases.clocks(case, at=datetime(year, 3, 3, 10, tzinfo=SHANGHAI))

    assert {one.kind: one.light for one in seen} == {
        duties.Kind.NOTICE: duties.Light.MET,
        duties.Kind.STATUTORY: duties.Light.OVERDUE,
        duties.Kind.PROMISED: duties.Light.OVERDUE,
    }
    assert all("2026年9月" in one.explanation for one in seen)
