from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client, override_settings

from tests.web_ops.conftest import Lines
from tongban.config.logs import JsonFormatter

NAME, NUMBER, PHONE = "欧阳样例", "320213199001010014", "13900000000"
PERSONAL = [NAME, NUMBER, PHONE]


def line_of(
    *, logger: str = "tongban.test", msg: object = "constant", args: tuple[object, ...] = (), **extra: object
) -> Any:  # noqa: ANN401 - any JSON
    record = logging.LogRecord(logger, logging.INFO, "somewhere.py", 7, msg, args, None)
    for name, value in extra.items():
        setattr(record, name, value)
    return json.loads(JsonFormatter().format(record))


@pytest.mark.django_db
class TestPersonalDataNeverAppears:
    @pytest.fixture(autouse=True)
    def _careless_views(self, client: Client) -> Iterator[None]:
        client.raise_request_exception = False
        with override_settings(ROOT_URLCONF="tests.web_ops.urls"):
            yield

    def test_when_a_view_raises_with_it_in_the_message(self, client: Client, written: io.StringIO) -> None:
        posted = {"name": NAME, "number": NUMBER, "phone": PHONE}

        response = client.post(f"/careless/{NUMBER}/?q={PHONE}", posted)

        assert response.status_code == 500
        assert [text for text in PERSONAL if text in written.getvalue()] == []
        assert [text for text in PERSONAL if json.dumps(text)[1:-1] in written.getvalue()] == []

    def test_but_what_failed_and_where_does(self, client: Client, lines: Lines) -> None:
        client.post("/careless/", {"name": NAME, "number": NUMBER, "phone": PHONE})

        [failure] = [line for line in lines() if line["logger"] == "django.request"]
        assert [error["type"] for error in failure["errors"]] == ["builtins.LookupError", "builtins.ValueError"]
        assert any(frame.startswith("tests.web_ops.urls:") for frame in failure["errors"][0]["frames"])
        assert any(frame.endswith(" careless") for frame in failure["errors"][1]["frames"])

    def test_when_the_address_is_unknown(self, client: Client, written: io.StringIO) -> None:
        client.get(f"/nowhere/{NUMBER}?phone={PHONE}")

        assert [text for text in PERSONAL if text in written.getvalue()] == []

    def test_when_the_host_or_the_cookie_is_wrong(self, client: Client, written: io.StringIO) -> None:
        client.get("/careless/", headers={"Host": f"{PHONE}.example"})
        client.cookies["sessionid"] = NUMBER
        client.get("/careless/")

        assert [text for text in PERSONAL if text in written.getvalue()] == []


class TestLine:
    def test_names_where_it_comes_from_when_its_text_is_nothing_but_places(self) -> None:
        line = line_of(logger="django.request", msg="%s: %s", args=("Not Found", NAME), status_code=404)

        assert "message" not in line
        assert (line["source"], line["status"]) == ("somewhere:7", 404)
        assert NAME not in str(line)

    def test_message_is_its_constant_text(self) -> None:
        assert line_of(msg="kept %s", args=(NAME,))["message"] == "kept %s"

    def test_text_that_another_library_put_together_is_left_out(self) -> None:
        line = line_of(logger="elsewhere", msg=f"hello {NAME}")

        assert "message" not in line
        assert line["source"] == "somewhere:7"

    def test_message_that_is_an_object_is_left_out(self) -> None:
        assert "message" not in line_of(msg=ValueError(NAME))

    def test_only_known_fields_are_written(self) -> None:
        line = line_of(verb="case.accept", subject=UUID(int=7), applicant=NAME)

        assert (line["verb"], line["subject"]) == ("case.accept", str(UUID(int=7)))
        assert "applicant" not in line

    def test_object_in_a_known_field_is_named_by_its_type(self) -> None:
        assert line_of(subject=LookupError(NAME))["subject"] == "builtins.LookupError"

    def test_job_is_named_without_its_arguments(self) -> None:
        job = {"id": 12, "task_name": "messages.deliver", "task_kwargs": {"name": NAME}}

        line = line_of(logger="procrastinate.worker", msg=f"Job {NAME} failed", job=job, action="job_error")

        assert (line["task"], line["job"], line["action"]) == ("messages.deliver", 12, "job_error")
        assert NAME not in json.dumps(line, ensure_ascii=False)

    def test_exceptions_that_lead_to_each_other_end(self) -> None:
        first, second = ValueError(NAME), KeyError(PHONE)
        first.__cause__, second.__cause__ = second, first
        record = logging.LogRecord("tongban", logging.ERROR, "", 0, "failed", (), (ValueError, first, None))

        line = json.loads(JsonFormatter().format(record))

        assert [error["type"] for error in line["errors"]] == ["builtins.ValueError", "builtins.KeyError"]

    def test_deep_recursion_keeps_only_the_last_frames(self) -> None:
        def deeper(depth: int) -> None:
            if depth == 0:
                raise RecursionError
            deeper(depth - 1)

        try:
            deeper(100)
        except RecursionError:
            record = logging.LogRecord("tongban", logging.ERROR, "", 0, "failed", (), sys.exc_info())

        line = json.loads(JsonFormatter().format(record))

        assert len(line["errors"][0]["frames"]) == 30
