from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ninja.responses import NinjaJSONEncoder
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.cases.samples import Desk
from tests.cases.test_hearing import MATTER, told_known
from tests.cases.test_promising import LIST
from tests.rest.conftest import BASE
from tests.web_cases.conftest import As, as_, desk
from tongban.cases import api as cases
from tongban.cases.hearing.tables import ToldParty
from tongban.identity import api as identity
from tongban.ledger import api as ledger
from tongban.rest.api import document, own_document
from tongban.rest.own import CaseInFull

__all__ = ["as_", "desk"]

BESIDE = {cases.State.ACCEPTED: 1, cases.State.EXAMINED: 2}
"""What is asked besides of who may be heard, and what was found, before a decision."""
WHOLE = {cases.State.CORRECTED: 1}
"""What is left to hand in of a correction is told by the notice and its files: such a case is read whole."""


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


@pytest.mark.parametrize("state", sorted(set(cases.State) - {cases.State.DRAFT}))
def test_in_every_state_the_answer_is_as_it_is_described_and_nothing_is_read_for_it_that_it_does_not_tell(
    as_: As, desk: Desk, state: cases.State
) -> None:
    case = desk.in_state(state)

    for who in ("acceptor", "decider", "citizen"):
        browser = as_(who)
        told(browser, f"cases/{case.number}")  # calendars and guides are read once a process
        with CaptureQueriesContext(connection) as sent:
            one = told(browser, f"cases/{case.number}")

        described = CaseInFull.model_validate(one).model_dump()
        assert one == json.loads(NinjaJSONEncoder().encode(described))
        assert one["state"] == state
        asked = [each["sql"] for each in sent]
        assert len([sql for sql in asked if "cases_hanging" in sql]) == WHOLE.get(state, 0)
        assert len([sql for sql in asked if "cases_progress" in sql]) == 1
        of_theirs = 2 if who == "citizen" else 3  # the session with posts, the case; the look of staff
        assert len(asked) <= of_theirs + BESIDE.get(state, 0) + WHOLE.get(state, 0), asked


def test_what_was_promised_is_told_as_on_the_page_until_when_it_is_due_and_how_it_ended(as_: As, desk: Desk) -> None:
    case = desk.promised(**{"m4": cases.Promised.DEFERRED, "criteria.5": cases.Promised.COMMITMENT})
    citizen = as_("citizen")
    before = told(citizen, f"cases/{case.number}")["promises"]
    desk.decided(case)

    for who in ("citizen", "examiner"):
        after = told(as_(who), f"cases/{case.number}")["promises"]
        assert [(one["element"], one["until"], one["check_due"]) for one in after] == [
            ("materials.4", "2026-09-08", None),
            ("criteria.5", "2026-10-08", "2026-11-30"),
        ]
    assert [(one["until"], one["check_due"]) for one in before] == [(None, None)] * 2
    assert {one["state"] for one in before + after} == {"STANDING"}
    assert [one["words"] for one in after] == [cases.promised_words(one) for one in cases.promises(desk.fresh(case))]
    cases.supply_deferred(number=case.number, uploads=[LIST], by=desk.applicant, at=desk.now())
    ended = told(citizen, f"cases/{case.number}")["promises"][0]
    assert (ended["state"], ended["state_name"], ended["until"]) == ("SUPPLIED", "已补交", None)


@pytest.mark.parametrize("number", ["{number}", "32021320260901000000012"])
def test_somebody_elses_case_is_as_unknown_as_none(as_: As, desk: Desk, number: str) -> None:
    case = desk.submitted()

    problem = told(as_("owner"), f"cases/{number.format(number=case.number)}", 404)

    assert problem["code"] == "case_not_found"
    assert told(as_("owner"), "cases") == {"cases": [], "next": None}


def test_staff_read_what_they_reach_and_the_look_is_recorded(as_: As, desk: Desk) -> None:
    case = desk.submitted()

    assert told(as_("acceptor"), f"cases/{case.number}")["number"] == case.number
    assert case.number in [each["number"] for each in told(as_("acceptor"), "cases")["cases"]]
    assert told(as_("housing-acceptor"), f"cases/{case.number}", 404)["code"] == "case_not_found"
    assert {entry.verb for entry in ledger.Entry.objects.filter(verb__contains=".read")} == {
        "case.read",
        "case_list.read",
    }


@pytest.mark.parametrize("user", ["citizen", "acceptor"])
def test_past_a_page_the_list_goes_on_to_its_end_with_each_case_once(as_: As, desk: Desk, user: str) -> None:
    numbers = [desk.submitted().number, desk.submitted().number]
    desk.draft()
    browser, cursor, read = as_(user), "", []

    for _ in range(3):
        page = told(browser, f"cases?limit=1{cursor}")
        read += [case["number"] for case in page["cases"]]
        cursor = f"&cursor={page['next']}"

    assert read == (numbers if user == "acceptor" else numbers[::-1])
    assert page == {"cases": [], "next": None}
    assert told(browser, "cases")["next"] is None
    assert told(browser, "cases?cursor=nonsense", 422)["errors"][0]["field"] == "cursor"


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


@pytest.mark.parametrize("registered", [True, False])
def test_who_was_told_of_a_matter_reads_it_and_nobody_else(as_: As, desk: Desk, *, registered: bool) -> None:
    case = desk.examined()
    row, _ = told_known(desk, case)
    if not registered:
        digest = identity.told_digest("320200195807129082")
        ToldParty.objects.filter(pk=row.pk).update(party=None, number_digest=digest)
    neighbour = as_("retired")

    listed, one = told(neighbour, "told"), told(neighbour, f"told/{row.pk}")

    assert [each["code"] for each in listed["told"]] == [row.code]
    assert (one["matter"], one["ask_until"], one["hearing"]["begins_at"]) == (MATTER, "2026-09-08", None)
    assert case.applicant.name not in json.dumps(one, ensure_ascii=False)
    assert case.number not in json.dumps(one)
    for other in ("citizen", "owner", "examiner"):
        assert told(as_(other), f"told/{row.pk}", 404)["code"] == "told_not_found"
        assert told(as_(other), "told") == {"told": []}


@pytest.mark.parametrize("path", ["cases", "cases/32021320260901000000012", "told"])
def test_a_visitor_is_asked_to_sign_in(as_: As, path: str) -> None:
    assert told(as_(""), path, 401)["code"] == "not_signed_in"


def test_its_document_is_valid_and_names_what_a_visitor_is_answered() -> None:
    document = json.loads(json.dumps(own_document()))

    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []
    assert all("401" in operation["responses"] for path in document["paths"].values() for operation in path.values())
