from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.cases.samples import Desk
from tests.rest.conftest import BASE
from tests.web_cases.conftest import As, as_, desk
from tongban.ledger import api as ledger
from tongban.rest.api import document, own_document

__all__ = ["as_", "desk"]


def told(client: Client, path: str, status: int = 200) -> Any:  # noqa: ANN401 - any JSON
    answer = client.get(f"{BASE}/{path}")
    assert answer.status_code == status, answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    return json.loads(answer.content)


def test_a_person_reads_their_own_cases_and_no_name_is_in_them(as_: As, desk: Desk) -> None:
    case = desk.accepted()
    desk.draft()
    citizen = as_("citizen")

    listed, one = told(citizen, "cases"), told(citizen, f"cases/{case.number}")

    assert [each["number"] for each in listed["cases"]] == [case.number]
    assert (one["state"], one["open_verbs"]) == ("ACCEPTED", ["ADD", "WITHDRAW"])
    assert [step["verb"] for step in one["steps"]] == ["SUBMIT", "ACCEPT"]
    assert {clock["kind"] for clock in one["clocks"]} == {"STATUTORY", "PROMISED"}
    assert case.applicant.name not in json.dumps(one, ensure_ascii=False)


@pytest.mark.parametrize("number", ["{number}", "32021320260901000000019"])
def test_somebody_elses_case_is_as_unknown_as_none(as_: As, desk: Desk, number: str) -> None:
    case = desk.submitted()

    problem = told(as_("owner"), f"cases/{number.format(number=case.number)}", 404)

    assert problem["code"] == "case_not_found"
    assert told(as_("owner"), "cases") == {"cases": []}


def test_staff_read_what_they_reach_and_the_look_is_recorded(as_: As, desk: Desk) -> None:
    case = desk.submitted()

    assert told(as_("acceptor"), f"cases/{case.number}")["number"] == case.number
    assert case.number in [each["number"] for each in told(as_("acceptor"), "cases")["cases"]]
    assert told(as_("housing-acceptor"), f"cases/{case.number}", 404)["code"] == "case_not_found"
    assert {entry.verb for entry in ledger.Entry.objects.filter(verb__contains=".read")} == {
        "case.read",
        "case_list.read",
    }


@pytest.mark.django_db
def test_the_published_document_names_them_with_the_session_that_they_ask_for() -> None:
    whole = json.loads(Client().get("/api/v1/openapi.json").content)
    page = Client().get("/api/v1/docs").content.decode()

    for path in ("/api/v1/cases", "/api/v1/cases/{number}"):
        (scheme,) = whole["paths"][path]["get"]["security"][0]
        assert whole["components"]["securitySchemes"][scheme]["in"] == "cookie"
        assert f"GET {path}" in page
        assert f'href="{path.partition("{")[0]}' not in page  # without a session there is nothing to try at once
    assert "security" not in whole["paths"]["/api/v1/items"]["get"]
    both = document()["components"]["schemas"].keys() & own_document()["components"]["schemas"].keys()
    assert {name: whole["components"]["schemas"][name] for name in both} == {
        name: document()["components"]["schemas"][name] for name in both
    }


@pytest.mark.parametrize("path", ["cases", "cases/32021320260901000000019"])
def test_a_visitor_is_asked_to_sign_in(as_: As, path: str) -> None:
    assert told(as_(""), path, 401)["code"] == "not_signed_in"


def test_its_document_is_valid_and_names_what_a_visitor_is_answered() -> None:
    document = json.loads(json.dumps(own_document()))

    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []
    assert all("401" in operation["responses"] for path in document["paths"].values() for operation in path.values())
