from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.rest.conftest import BASE, Ask
from tongban.rest.api import document
from tongban.rest.problems import KINDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
contract = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
contract.app = get_wsgi_application()  # without turns: they would put the connection of the test away


def operations() -> list[dict[str, Any]]:
    return [operation for path in document()["paths"].values() for operation in path.values()]


class TestDocument:
    def test_is_valid_openapi_3_1(self, ask: Ask) -> None:
        served = ask.json("openapi.json")

        assert served["openapi"] == "3.1.0"
        assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(served)] == []

    def test_every_reference_leads_somewhere(self) -> None:
        references = re.findall(r'"\$ref": "#/components/(\w+)/(\w+)"', json.dumps(document()))

        assert references
        assert [ref for ref in references if ref[1] not in document()["components"][ref[0]]] == []

    def test_every_parameter_is_described_in_chinese_with_an_example(self) -> None:
        parameters = [each for operation in operations() for each in operation["parameters"]]

        assert parameters
        assert [each["name"] for each in parameters if not CHINESE.search(each.get("description", ""))] == []
        assert [each["name"] for each in parameters if "example" not in each] == []

    def test_every_field_is_described_in_chinese(self) -> None:
        schemas = document()["components"]["schemas"]
        fields = [
            (name, key, value) for name, each in schemas.items() for key, value in each.get("properties", {}).items()
        ]

        assert [(name, key) for name, key, value in fields if not CHINESE.search(value.get("description", ""))] == []

    def test_every_operation_documents_its_errors(self) -> None:
        for operation in operations():
            in_path = any(each["in"] == "path" for each in operation["parameters"])
            expected = {"200", "304", "405", "422", "500", "503"} | ({"404"} if in_path else set())
            assert set(operation["responses"]) == expected

    def test_nullable_fields_are_written_the_way_of_3_1(self) -> None:
        assert '"nullable"' not in json.dumps(document())
        assert {"type": "null"} in document()["components"]["schemas"]["Region"]["properties"]["parent"]["anyOf"]

    def test_examples_of_errors_fit_their_schema(self) -> None:
        required = set(document()["components"]["schemas"]["Problem"]["required"])

        for kind in KINDS:
            [content] = document()["components"]["responses"][kind.code]["content"].values()
            assert required <= set(content["example"])


class Page(HTMLParser):
    """What the page loads and which parts of it could break the policy."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {given.get("id") or ""}
        if tag == "a":
            self.links.append(given.get("href") or "")
        if (
            tag == "style"
            or (tag == "script" and not given.get("src"))
            or any(k == "style" or k[:2] == "on" for k in given)
        ):
            self.inline.append(tag)


@pytest.mark.usefixtures("city", "closed_days")
class TestDocs:
    def test_shows_every_operation_and_every_error(self, ask: Ask) -> None:
        page = Page(ask("docs").content.decode())

        assert {operation["operationId"] for operation in operations()} <= page.ids
        assert {kind.code for kind in KINDS} <= page.ids

    def test_links_inside_the_page_lead_somewhere(self, ask: Ask) -> None:
        page = Page(ask("docs").content.decode())

        assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []

    def test_examples_can_be_tried_at_once(self, ask: Ask) -> None:
        page = Page(ask("docs").content.decode())
        examples = [
            link for link in page.links if link.startswith(f"{BASE}/") and not link.endswith(("openapi.json", "docs"))
        ]

        answers = {link: ask.client.get(link).status_code for link in examples}

        assert len(answers) == len(operations())
        assert set(answers.values()) == {200}

    def test_nothing_in_it_runs_or_comes_from_elsewhere(self, ask: Ask) -> None:
        response = ask("docs")

        assert Page(response.content.decode()).inline == []
        assert not re.search(r'(?:src|href)="(?:https?:)?//', response.content.decode())
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.fixture
def connection_stays() -> Iterator[None]:
    """Keep the end of a request from closing the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("city", "connection_stays")
class TestWhateverIsSent:
    @contract.parametrize()
    @settings(
        max_examples=25,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test_the_answer_is_one_the_document_promises(self, case: schemathesis.Case[Any]) -> None:
        # A code of the right form may still name nothing: that is no fault of the schema.
        case.call_and_validate(excluded_checks=[schemathesis.checks.positive_data_acceptance])
