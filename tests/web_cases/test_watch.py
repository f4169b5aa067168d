from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.duties import api as duties
from tongban.identity import api as identity

LIST = "/desk/clocks/"


@pytest.fixture
def late(desk: Desk) -> cases.Case:
    """An accepted case on which nobody decided for two months."""
    case = desk.accepted()
    desk.at += timedelta(days=60)
    return case


def test_a_supervisor_sees_what_is_overdue_with_its_explanation(as_: As, late: cases.Case) -> None:
    page = as_("supervisor").get(LIST).text

    assert late.number in page
    assert "已超过" in page
    assert "当天不算，从次日起" in page


def test_filters_narrow_by_light_department_and_kind(as_: As, late: cases.Case) -> None:
    supervisor = as_("supervisor")

    def found(**query: str) -> bool:
        return late.number in supervisor.get(LIST, query).text

    assert found(tab="overdue", department=late.department_id, kind=duties.Kind.STATUTORY)
    assert not found(tab="green")
    assert not found(department="ZD320213HUC")
    assert not found(kind=duties.Kind.DELIVERY)


def test_a_department_sees_its_own_limits_and_no_others(as_: As, late: cases.Case) -> None:
    assert late.number in as_("acceptor").get(LIST).text
    assert late.number not in as_("housing-acceptor").get(LIST, {"department": late.department_id}).text
    assert as_("operator").get(LIST).status_code == 403
    assert as_("auditor").get(f"{LIST}export/").status_code == 403
    assert as_("citizen").get(LIST).status_code == 403


def test_the_list_is_not_taken_away_without_end(as_: As, desk: Desk, late: cases.Case) -> None:
    for _ in range(identity.policy().throttles[identity.Throttled.EXPORT].most):
        identity.throttle(identity.Throttled.EXPORT, str(desk.city.user("supervisor").pk), desk.now())

    answer = as_("supervisor").get(f"{LIST}export/")

    assert (answer.status_code, "导出的次数过多，请一小时后再试" in answer.text) == (429, True)
    assert late.number not in answer.text


def test_the_list_can_be_taken_away_whole_with_who_took_it(as_: As, late: cases.Case) -> None:
    taken = as_("supervisor").get(f"{LIST}export/", {"tab": "overdue"})

    with ZipFile(BytesIO(taken.content)) as book:
        text = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
    assert taken.headers["Content-Disposition"].startswith('attachment; filename="clocks-')
    assert late.number in text
    assert late.applicant.name not in text
    assert "测试监督员 导出于" in text
    assert "仅限工作使用" in text


def test_the_list_that_others_take_away_is_scoped_too(as_: As, late: cases.Case) -> None:
    taken = as_("housing-acceptor").get(f"{LIST}export/", {"tab": "overdue", "department": late.department_id})

    with ZipFile(BytesIO(taken.content)) as book:
        text = b"".join(book.read(name) for name in book.namelist()).decode("utf-8", "replace")
    assert late.number not in text


def test_an_empty_list_says_what_to_do(as_: As, desk: Desk) -> None:
    assert desk
    assert "换一种灯号" in as_("supervisor").get(LIST).text
