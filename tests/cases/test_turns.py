"""行政许可法57: where the number is limited, the order of acceptance is the order of the grants."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases.samples import WENT, Desk
from tongban.cases import api as cases
from tongban.cases.api import State
from tongban.cases.desk.rules import in_turn
from tongban.cases.errors import NeedsReason


def limited(document: dict[str, Any]) -> None:
    document["basics"]["quota"] = "全区每年二十家。"


def two(desk: Desk) -> tuple[cases.Case, cases.Case]:
    """Return one that was accepted first and not examined, and one that was accepted after it and examined."""
    first = desk.accepted()
    later = desk.accepted()
    by = desk.staff("examiner")
    cases.examine(number=later.number, passed=True, opinion="符合。", others=WENT, by=by, at=desk.now())
    return first, later


def grant(desk: Desk, case: cases.Case, out_of_turn: str = "") -> cases.Case:
    by = desk.staff("decider")
    return cases.grant(number=case.number, opinion="符合。", out_of_turn=out_of_turn, by=by, at=desk.now())


def test_who_was_accepted_later_waits_for_who_was_accepted_first(desk: Desk) -> None:
    desk.guided(limited)
    first, later = two(desk)

    with pytest.raises(NeedsReason, match="还有1件先受理的") as refusal:
        grant(desk, later)

    assert refusal.value.field == "out_of_turn"
    assert desk.fresh(later).state == State.EXAMINED
    cases.withdraw(number=first.number, by=desk.applicant, at=desk.now())
    assert grant(desk, later).state == State.GRANTED


def test_another_law_is_named_in_the_opinion(desk: Desk) -> None:
    desk.guided(limited)
    _, later = two(desk)

    grant(desk, later, "按招标结果，行政许可法第五十三条。")

    words = desk.fresh(later).opinions.get(verb="GRANT").text
    assert words == "符合。\n没有按受理的先后，依据：按招标结果，行政许可法第五十三条。"


def test_the_first_never_waits_and_without_a_limit_nobody_does(desk: Desk) -> None:
    _, later = two(desk)

    assert cases.ahead(desk.fresh(later)) == 0
    assert grant(desk, later).state == State.GRANTED


def test_what_is_said_without_anybody_before_one_is_not_kept() -> None:
    assert in_turn(0, "行政许可法第五十三条") == ""
