"""Whoever applied is told, once, when a closure or a calendar moved the day by which they must act."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.cases.samples import Desk
from tests.orgs.samples import TWO, declare
from tongban.cases import api as cases
from tongban.cases import tasks
from tongban.cases.services import telling_moves
from tongban.duties import api as duties
from tongban.kernel.days import SHANGHAI
from tongban.messages import api as messages


@pytest.fixture
def case(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> cases.Case:
    """A case to be corrected within thirty working days of 1 September; a typhoon will close on 2 and 3."""
    case = desk.correcting()
    monkeypatch.setattr(timezone, "now", desk.now)
    return case


def close(desk: Desk) -> None:
    key = declare(confirmed=False, at=desk.now())
    duties.confirm_closure(closure=key, by=TWO, at=desk.now())
    duties.recount_closure(closure=key, at=desk.now())


def told(desk: Desk) -> list[str]:
    return [one.body for one in messages.inbox(desk.party) if one.title == "您的期限有变动"]


def test_from_which_day_to_which_is_told_and_only_once(case: cases.Case, desk: Desk) -> None:
    close(desk)

    assert tasks.tell_of_moves(timestamp=0) == 1
    assert tasks.tell_of_moves(timestamp=0) == 0

    (body,) = told(desk)
    assert "期限由2026-10-19 24:00改为2026-10-21 24:00" in body
    assert case.number in body


def test_whoever_was_told_of_a_right_is_told_that_its_time_moved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cases.tell_interested(
        number=desk.examined().number,
        name="测试酉",
        document="320200195807129082",
        matter="排烟口离窗太近。",
        by=desk.staff("examiner"),
        at=desk.now(),
    )
    monkeypatch.setattr(timezone, "now", desk.now)
    close(desk)

    assert tasks.tell_of_moves(timestamp=0) == 3

    assert row.party_id is not None
    moved = [one.body for one in messages.inbox(row.party_id) if one.title == "您的期限有变动"]
    assert len(moved) == 2
    assert all(row.code in body and "由2026-09-08 24:00改为2026-09-10 24:00" in body for body in moved)
    assert len(told(desk)) == 1


def test_who_has_handed_in_already_is_told_nothing(case: cases.Case, desk: Desk) -> None:
    close(desk)
    duties.meet(kinds=(duties.Kind.CORRECTION,), subject=case.pk, at=desk.now())

    assert tasks.tell_of_moves(timestamp=0) == 0
    assert told(desk) == []
    assert duties.moved_for_parties(subject_kind="case") == []


def test_a_message_that_cannot_be_sent_is_tried_again_and_holds_up_nothing(
    case: cases.Case, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(desk)

    def fails(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(telling_moves, "tell", fails)
        assert tasks.tell_of_moves(timestamp=0) == 0
    assert told(desk) == []

    assert tasks.tell_of_moves(timestamp=0) == 1
    assert len(told(desk)) == 1
    del case


def test_an_end_in_hours_is_told_to_the_minute() -> None:
    at = datetime(2026, 9, 8, 16, 30, tzinfo=SHANGHAI)

    assert telling_moves._written(at) == "2026-09-08 16:30"
    assert telling_moves._written(at.replace(hour=0, minute=0) + timedelta(days=1)) == "2026-09-08 24:00"
