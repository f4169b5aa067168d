from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.duties import rules
from tongban.duties.errors import UnknownRegime
from tongban.duties.states import Light, State
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Unit

DUE = datetime(2026, 9, 9, tzinfo=SHANGHAI)
RAW = {
    "code": "X",
    "name": "试行规则",
    "effective_from": date(2024, 1, 1),
    "source": "某法第一条",
    "silence": "NONE",
    "restarts_after_correction": False,
    "notice": {"amount": 5, "unit": "WORKING_DAY", "basis": "某法第二条"},
    "delivery": {"amount": 10, "unit": "NATURAL_DAY", "basis": "某法第三条"},
    "acts": {"receipt": ["某法第四条"]},
}


def light(state: State = State.OPEN, *, ended: datetime | None = None, at: datetime = DUE, left: int = 0) -> Light:
    return rules.light(state=state, due_at=DUE, ended_at=ended, at=at, left=left, yellow=2)


class TestLight:
    def test_is_green_while_there_is_time(self) -> None:
        assert light(at=DUE - timedelta(days=9), left=6) == Light.GREEN

    def test_is_yellow_from_the_policy_on(self) -> None:
        assert light(at=DUE - timedelta(days=3), left=2) == Light.YELLOW

    def test_is_red_on_the_last_day(self) -> None:
        assert light(at=DUE - timedelta(seconds=1), left=0) == Light.RED

    def test_is_overdue_at_the_very_moment_the_limit_ends(self) -> None:
        assert light(at=DUE, left=0) == Light.OVERDUE

    def test_is_met_when_done_before_the_end(self) -> None:
        assert light(State.MET, ended=DUE - timedelta(seconds=1)) == Light.MET

    def test_is_met_late_from_the_moment_the_limit_ended(self) -> None:
        assert light(State.MET, ended=DUE) == Light.MET_LATE

    def test_shows_that_the_law_drew_its_conclusion(self) -> None:
        assert light(State.LAPSED, ended=DUE) == Light.LAPSED

    def test_lifted_in_time_is_owed_by_nobody(self) -> None:
        assert light(State.LIFTED, ended=DUE - timedelta(seconds=1)) == Light.LIFTED

    def test_a_withdrawal_does_not_undo_that_it_was_late(self) -> None:
        assert light(State.LIFTED, ended=DUE) == Light.OVERDUE

    @given(left=st.integers(0, 400), yellow=st.integers(0, 30))
    def test_never_gets_better_as_the_end_comes_nearer(self, left: int, yellow: int) -> None:
        order = [Light.GREEN, Light.YELLOW, Light.RED]

        def seen(days: int) -> int:
            before = DUE - timedelta(days=1)
            shown = rules.light(state=State.OPEN, due_at=DUE, ended_at=None, at=before, left=days, yellow=yellow)
            return order.index(shown)

        assert seen(left) >= seen(left + 1)


class TestRegime:
    def test_is_read_with_its_limits_and_their_articles(self) -> None:
        regime = rules.parse_regime(RAW)

        assert regime.notice == rules.Limit(5, Unit.WORKING_DAY, "某法第二条")
        assert regime.correction is None

    def test_without_a_source_is_an_error_of_the_data(self) -> None:
        with pytest.raises(KeyError):
            rules.parse_regime({key: value for key, value in RAW.items() if key != "source"})

    def test_in_force_is_chosen_by_the_day(self) -> None:
        old = rules.parse_regime({**RAW, "effective_to": date(2026, 1, 1)})
        new = rules.parse_regime({**RAW, "effective_from": date(2026, 1, 1)})

        assert rules.in_force([old, new], "X", date(2025, 12, 31)) == old
        assert rules.in_force([old, new], "X", date(2026, 1, 1)) == new

    def test_before_any_is_in_force_is_refused(self) -> None:
        with pytest.raises(UnknownRegime):
            rules.in_force([rules.parse_regime(RAW)], "X", date(2023, 12, 31))

    def test_of_an_unknown_code_is_refused(self) -> None:
        with pytest.raises(UnknownRegime):
            rules.in_force([rules.parse_regime(RAW)], "Y", date(2026, 1, 1))
