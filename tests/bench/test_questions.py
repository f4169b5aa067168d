"""What the measurement of the search asks, so that neither the most nor the load is measured on what is remembered."""

from __future__ import annotations

import pytest

from bench.crew import Turn
from bench.measurements import search


def test_no_question_is_asked_twice_before_all_others_whoever_asks_in_whichever_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "questions", lambda: [str(number) for number in range(60)])
    monkeypatch.setattr(search, "_walk", {})
    turns = [Turn(number, 2, writer, 4) for number in range(3) for writer in (1, 3)]

    asked = [search.unasked(turn) for _ in range(10) for turn in turns]

    assert sorted(asked) == sorted(search.questions())
    assert asked[0] == "15"
