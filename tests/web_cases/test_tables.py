"""A field that is answered by rows, filled in without a script: rows come and go by the buttons of the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.catalog.test_forms_tables import COOK, STAFF
from tests.web_cases.conftest import As
from tongban.catalog import api as catalog
from tongban.catalog.forms.definition import read
from tongban.web.answers import words

NUMBER = "320200197908229030"
ROW = {"name": "张三", "document": NUMBER, "relation": "本人", "health": "良好", "work": "无业", "income": "0"}


def row(number: int, **given: str) -> dict[str, str]:
    return {f"members[{number}].{column}": value for column, value in (ROW | given).items()}


@pytest.fixture
def citizen(as_: As) -> Client:
    return as_("citizen")


@pytest.fixture
def page(citizen: Client) -> str:
    answer = citizen.post("/apply/ZIZDBZ/", follow=True)
    return f"/apply/draft/{answer.redirect_chain[0][0].split('/')[3]}/form/family/"


def table_of(answer: Any) -> Any:  # noqa: ANN401 - what the test client shows of a page
    return next(field for field, _ in answer.context["fields"] if field.name == "members")


def names(answer: Any) -> list[str]:  # noqa: ANN401
    return [line.cells[0][0].value for line in table_of(answer).lines]


def test_an_empty_table_begins_with_a_row_and_one_more_is_asked_for(citizen: Client, page: str) -> None:
    first = citizen.get(page)
    more = citizen.post(page, row(1) | {"rows": "add:members"})

    assert names(first) == [""]
    assert more.headers["Location"] == f"{page}?more=members#id_members"
    assert names(citizen.get(f"{page}?more=members")) == ["张三", ""]


def test_a_row_is_taken_away_and_the_others_stay(citizen: Client, page: str) -> None:
    three = row(1) | row(2, name="李四") | row(3, name="王五")

    answer = citizen.post(page, three | {"rows": "drop:members[2]"})

    assert answer.headers["Location"] == f"{page}#id_members"
    assert names(citizen.get(page)) == ["张三", "王五"]


@pytest.mark.parametrize("pressed", ["", "drop:", "add:https://example.com/", "drop:members[0]", "nonsense"])
def test_a_button_that_there_is_not_takes_nothing_away_and_leads_nowhere_else(
    citizen: Client, page: str, pressed: str
) -> None:
    answer = citizen.post(page, row(1) | {"rows": pressed})

    assert answer.headers["Location"].partition("#")[0] == page
    assert names(citizen.get(page)) == ["张三"]


def test_a_fault_is_told_with_its_row_and_leads_to_its_cell(citizen: Client, page: str) -> None:
    answer = citizen.post(page, row(1) | row(2, income="很多"))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_members[2].income">第2行：' in html
    assert 'id="id_members[2].income-error"' in html
    assert 'value="很多"' in html


def test_a_faulty_cell_is_mended_on_its_page_and_rows_are_read_in_words(citizen: Client, page: str) -> None:
    citizen.post(page, row(1, income="很多"))
    check = page.replace("form/family", "check")

    answer = citizen.get(check)

    assert (page, "members[1].income") in [(url, name) for url, name, _ in answer.context["mend"]]
    assert "1．姓名：张三；身份证号：" in answer.content.decode()


def test_more_rows_than_may_be_are_not_offered(citizen: Client, page: str) -> None:
    full = {key: value for number in range(1, 21) for key, value in row(number).items()}
    citizen.post(page, full | {"rows": "drop:none"})

    table = table_of(citizen.get(f"{page}?more=members"))

    assert len(table.lines) == 20
    assert table.full


def test_only_the_sensitive_cells_of_a_row_are_masked_for_others() -> None:
    question: catalog.FormField = read(STAFF).properties["staff"]
    rows = [COOK | {"mobile": "13912345678"}]

    assert words(question, rows, masked=True) == "1．姓名：张三；岗位：厨师；手机：139****5678"
    assert "13912345678" in words(question, rows)
