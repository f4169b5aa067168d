from __future__ import annotations

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rest.conftest import BASE, Ask, refused
from tongban.kernel.errors import Broken, NotAllowed, NotFound, Refused, Unavailable, WrongState
from tongban.rest import problems
from tongban.rest.api import document

MARK = "zz<script>320213199001010014"


class TestAddresses:
    @pytest.mark.parametrize("path", ["", "nowhere", "regions/", "calendar", "places/ZP1/more", "../admin", "docs/x"])
    def test_that_lead_nowhere_are_problems(self, ask: Ask, path: str) -> None:
        assert refused(ask(path), 404).code == "not_found"

    def test_that_lead_nowhere_are_not_found_by_any_method(self, client: Client) -> None:
        assert refused(client.post(f"{BASE}/nowhere"), 404).code == "not_found"

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
    def test_refuse_methods_they_do_not_have(self, client: Client, method: str) -> None:
        response = client.generic(method, f"{BASE}/regions")

        assert refused(response, 405).code == "method_not_allowed"
        assert response.headers["Allow"] == "GET, HEAD"

    def test_openapi_document_and_docs_are_only_read(self, client: Client) -> None:
        for path in ("openapi.json", "docs"):
            assert client.post(f"{BASE}/{path}").status_code == 405


@pytest.mark.usefixtures("small_city")
class TestQueries:
    def test_misspelt_filter_is_refused_with_the_right_names(self, ask: Ask) -> None:
        problem = refused(ask("regions", leve="CITY"), 422)

        assert "level、parent" in problem.errors["query"]

    def test_operation_without_parameters_takes_none(self, ask: Ask) -> None:
        assert "不用任何" in refused(ask("calendar/2026", all=1), 422).errors["query"]

    def test_parameter_given_twice_is_refused(self, client: Client) -> None:
        problem = refused(client.get(f"{BASE}/regions?level=CITY&level=TOWN"), 422)

        assert problem.errors == {"level": "这个参数只能写一次。"}


@pytest.mark.usefixtures("small_city")
class TestCaching:
    def test_same_content_is_not_sent_again(self, ask: Ask, client: Client) -> None:
        first = ask("regions")

        second = client.get(f"{BASE}/regions", headers={"If-None-Match": first.headers["ETag"]})

        assert (second.status_code, second.content) == (304, b"")
        assert second.headers["ETag"] == first.headers["ETag"]

    def test_other_content_is(self, ask: Ask, client: Client) -> None:
        first = ask("regions", level="CITY")

        second = client.get(f"{BASE}/regions", {"level": "TOWN"}, headers={"If-None-Match": first.headers["ETag"]})

        assert second.status_code == 200

    def test_answers_may_be_kept_by_anybody_for_a_while(self, ask: Ask) -> None:
        assert ask("calendar/2026").headers["Cache-Control"] == "public, max-age=3600"

    def test_errors_may_not_be_kept(self, ask: Ask) -> None:
        assert ask("regions/320299").headers["Cache-Control"] == "no-store"

    def test_head_has_the_headers_of_get_and_no_body(self, ask: Ask, client: Client) -> None:
        whole = ask("regions")

        head = client.head(f"{BASE}/regions")

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == whole.headers["ETag"]
        assert head.headers["Content-Length"] == str(len(whole.content))

    def test_nobody_is_remembered(self, ask: Ask) -> None:
        assert not ask("regions").cookies


class Finer(WrongState):
    """更细的拒绝。"""

    code = "finer"


class TestRefusals:
    @pytest.mark.parametrize(
        ("refusal", "status", "kind"),
        [
            (NotAllowed(), 403, "not_allowed"),
            (NotFound(), 404, "not_found"),
            (WrongState(), 409, "wrong_state"),
            (Broken(), 422, "rule_broken"),
            (Refused(), 422, "rule_broken"),
            (Unavailable(), 503, "unavailable"),
        ],
    )
    def test_of_the_domain_have_a_status_by_their_family(self, refusal: Refused, status: int, kind: str) -> None:
        problem = refused(as_response(refusal), status)

        assert (problem.code, problem.detail) == (refusal.code, refusal.message)
        assert problem.body["type"] == f"{BASE}/docs#{kind}"

    def test_finer_code_is_kept_and_what_is_open_is_told(self) -> None:
        problem = refused(as_response(Finer(open_verbs=("accept",))), 409)

        assert (problem.code, problem.body["open_verbs"]) == ("finer", ["accept"])
        assert problem.body["type"].endswith("#wrong_state")

    def test_field_is_named(self) -> None:
        assert refused(as_response(Broken("太短了。", field="name")), 422).errors == {"name": "太短了。"}

    def test_unavailable_says_when_to_come_again(self) -> None:
        assert as_response(Unavailable()).headers["Retry-After"] == "60"


def as_response(refusal: Refused) -> HttpResponse:
    return problems.refused(HttpRequest(), refusal)


@pytest.mark.usefixtures("small_city")
class TestFaultsOfOurs:
    def test_are_a_problem_that_tells_nothing_of_the_inside(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError(MARK)

        monkeypatch.setattr("tongban.orgs.api.regions", fail)

        response = ask("regions")

        problem = refused(response, 500)
        assert problem.code == "internal"
        assert MARK not in response.content.decode()
        assert "RuntimeError" not in response.content.decode()
        assert [record.levelno for record in caplog.records if record.name == "tongban.rest"] == [logging.ERROR]


def operations() -> list[tuple[str, str]]:
    """Return every parameter of every operation: (path with the parameter's place left, name)."""
    return [
        (path, parameter["name"])
        for path, methods in document()["paths"].items()
        for operation in methods.values()
        for parameter in operation["parameters"]
    ]


@pytest.mark.usefixtures("small_city")
class TestInputIsNeverRepeated:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_in_any_refusal(self, ask: Ask, data: st.DataObject) -> None:
        path, name = data.draw(st.sampled_from(operations()))
        wrong = data.draw(st.sampled_from([MARK, f"ZP{MARK}", f"ZD{MARK}", f"2026-{MARK}", f"320200{MARK}"]))
        filled = (
            path.replace(f"{{{name}}}", wrong.replace("/", "")).replace("{code}", "320200").replace("{year}", "2026")
        )
        query = {} if filled != path else {name: wrong}

        response = ask(filled.removeprefix(f"{BASE}/"), **query)

        assert response.status_code in {200, 422}
        if name != "q":
            assert response.status_code == 422
        assert "zz" not in response.content.decode()
        assert "0101" not in response.content.decode()

    @pytest.mark.parametrize("query", [{MARK: "1"}, {"level": "CITY", MARK: ""}])
    def test_not_even_the_name_of_an_unknown_parameter(self, ask: Ask, query: dict[str, str]) -> None:
        assert "zz" not in ask("regions", **query).content.decode()
