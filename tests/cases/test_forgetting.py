"""A draft that nobody goes on with is not kept for ever, and nobody loses one unwarned (个人信息保护法19, 47)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.samples import PAGES, Desk
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases import policy, rules, tasks
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.services.forgetting import forget_abandoned, untouched
from tongban.files.api import StoredFile
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI, day_of
from tongban.ledger import api as ledger
from tongban.messages import api as messages

WARNED = "您的草稿快要删除了"


@pytest.fixture
def days(desk: Desk) -> policy.Forgetting:
    return policy.forgetting(day_of(desk.at))


def night(desk: Desk, passed: int) -> int:
    """Let days pass, and do what the task does in the night after; return with how many drafts something was done."""
    desk.at += timedelta(days=passed)
    found = untouched(at=desk.now(), limit=99)
    return sum(forget_abandoned(draft=one, at=desk.at) for one in found)


def warnings(desk: Desk) -> int:
    return [one.title for one in messages.inbox(desk.party)].count(WARNED)


def test_it_is_reminded_of_once_and_thrown_away_after_the_day_that_was_told(
    desk: Desk, days: policy.Forgetting
) -> None:
    case = desk.filled()
    held = days.days - days.remind

    assert (night(desk, held), warnings(desk)) == (0, 0)
    assert (night(desk, 1), warnings(desk)) == (1, 1)
    told = next(one for one in messages.inbox(desk.party) if one.title == WARNED)
    last = day_of(desk.at) + timedelta(days=days.remind)
    assert last.isoformat() in told.body
    assert (night(desk, days.remind), warnings(desk)) == (0, 1)
    assert Case.objects.filter(pk=case.pk).exists()
    assert night(desk, 1) == 1

    assert not Case.objects.filter(pk=case.pk).exists()
    assert not CaseMaterial.objects.filter(case=case.pk).exists()
    assert not StoredFile.objects.exists()
    last_entry = ledger.history(kind="case", subject=case.pk)[-1]
    assert (last_entry.verb, last_entry.actor_id, last_entry.basis) == ("case.discard", SYSTEM.id, "GBF.19,GBF.47")
    assert night(desk, 1) == 0


@pytest.mark.parametrize("touched", ["written", "file"])
def test_whoever_goes_on_with_it_begins_the_time_anew(desk: Desk, days: policy.Forgetting, touched: str) -> None:
    case = desk.filled()
    night(desk, days.days - days.remind + 1)
    if touched == "written":
        page = PAGES["operator"]
        cases.save_answers(draft=case.pk, group="operator", posted=page, by=desk.applicant, at=desk.now())
    else:
        desk.attach(case, "6")

    assert night(desk, days.remind + 1) == 0
    assert night(desk, days.days - 2 * days.remind) == 1
    assert (warnings(desk), Case.objects.filter(pk=case.pk).exists()) == (2, True)


def test_nothing_is_thrown_away_unwarned_however_long_no_worker_was_awake(desk: Desk, days: policy.Forgetting) -> None:
    case = desk.filled()

    assert night(desk, days.days * 3) == 1
    assert night(desk, days.remind) == 0
    assert (warnings(desk), Case.objects.filter(pk=case.pk).exists()) == (1, True)
    assert night(desk, 1) == 1


def test_what_was_handed_in_is_no_draft(desk: Desk, days: policy.Forgetting) -> None:
    case = desk.submitted()

    assert night(desk, days.days * 2) == 0
    assert not forget_abandoned(draft=case.pk, at=desk.at)


def test_the_task_reminds_and_one_that_fails_keeps_no_other_from_it(
    desk: Desk, days: policy.Forgetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.filled()
    moment = desk.at + timedelta(days=days.days)
    monkeypatch.setattr("tongban.cases.tasks.timezone.now", lambda: moment)
    monkeypatch.setattr("tongban.cases.tasks.untouched", lambda **_: [None, case.pk])

    assert tasks.forget_abandoned_drafts(timestamp=0) == 1
    assert warnings(desk) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(desk: Desk, days: policy.Forgetting) -> None:
    case = desk.filled()
    at = desk.at + timedelta(days=days.days)

    done = in_threads(*[lambda: forget_abandoned(draft=case.pk, at=at)] * 2)

    assert sorted(done) == [False, True]
    assert warnings(desk) == 1


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(tzinfo=SHANGHAI))  # noqa: DTZ001 - the zone comes after


@given(touched=MOMENTS, later=st.integers(0, 400), warned=st.integers(0, 60))
def test_never_before_the_day_that_was_told_is_over(touched: datetime, later: int, warned: int) -> None:
    reminded = touched + timedelta(days=later)
    told = rules.kept_until(days=180, remind=14, touched=touched, at=reminded)
    night = reminded + timedelta(days=warned)

    since = rules.untouched_since(days=180, remind=14, at=night)

    assert (touched < since.to_forget and reminded < since.warned) == (day_of(night) > told)
