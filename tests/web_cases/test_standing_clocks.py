"""A clock that stands has no end to show: every page that shows clocks says so instead."""

from __future__ import annotations

import pytest

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tongban.duties import api as duties

LIMITS = (duties.Kind.STATUTORY, duties.Kind.PROMISED)


@pytest.fixture
def number(desk: Desk) -> str:
    """An accepted case whose clocks stand while something is inspected."""
    case = desk.accepted()
    ground = duties.regime("ADMINISTRATIVE_LICENCE", on=desk.at.date()).ground("INSPECTION")
    assert ground is not None
    duties.pause(kinds=LIMITS, subject=case.pk, ground=ground, at=desk.now())
    return case.number


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("citizen", "/my/"),
        ("citizen", "/my/cases/{}/"),
        ("citizen", "/my/cases/{}/receipt/"),
        ("examiner", "/desk/"),
        ("examiner", "/desk/{}/"),
    ],
)
def test_every_page_of_a_case_shows_that_its_clock_stands(as_: As, number: str, who: str, page: str) -> None:
    answer = as_(who).get(page.format(number))

    assert answer.status_code == 200
    assert ("计时已暂停" in answer.content.decode()) is ("receipt" not in page)


def test_the_explanation_on_the_page_names_the_ground(as_: As, number: str) -> None:
    page = as_("citizen").get(f"/my/cases/{number}/").content.decode()

    assert "起停止计时（检验，行政许可法第四十五条），恢复计时后还剩" in page
