from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from prometheus_client import REGISTRY

from tests.web_ops.conftest import Lines
from tongban.web.observe import log_fields

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_views")]


@pytest.fixture
def own_views() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.web_ops.urls"):
        yield


def count(route: str, method: str, status: str) -> float:
    labels = {"route": route, "method": method, "status": status}
    return REGISTRY.get_sample_value("tongban_request_seconds_count", labels) or 0.0


class TestRequestId:
    @pytest.mark.parametrize("given", ["0" * 31 + "a", "123e4567-e89b-12d3-a456-426614174000"])
    def test_random_one_of_the_caller_is_kept(self, client: Client, given: str) -> None:
        response = client.get("/onward/", headers={"X-Request-ID": given})

        assert response.headers["X-Request-ID"] == given

    @pytest.mark.parametrize(
        "given",
        ["", "320213199001010014", "张三", "abc", "A" * 32, "a" * 33, "a" * 32 + "\n", "../../etc", "13900000000"],
    )
    def test_anything_a_person_could_have_typed_is_replaced(self, client: Client, given: str) -> None:
        response = client.get("/onward/", headers={"X-Request-ID": given})

        assert re.fullmatch(r"[0-9a-f]{32}", response.headers["X-Request-ID"])
        assert response.headers["X-Request-ID"] != given

    def test_two_requests_never_share_one(self, client: Client) -> None:
        first, second = client.get("/onward/"), client.get("/onward/")

        assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]

    def test_nothing_is_left_behind_after_a_request(self, client: Client) -> None:
        client.get("/onward/")

        assert log_fields() == {}


class TestTrace:
    def test_valid_one_is_passed_on_with_a_new_parent(self, client: Client) -> None:
        response = client.get("/onward/", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})

        passed = re.search(rf"traceparent: 00-{TRACE}-([0-9a-f]{{16}})-01", response.content.decode())
        assert passed is not None
        assert passed[1] != PARENT

    def test_later_version_with_more_parts_is_understood(self, client: Client) -> None:
        response = client.get("/onward/", headers={"traceparent": f"cc-{TRACE}-{PARENT}-02-what-the-future-holds"})

        assert re.search(rf"traceparent: 00-{TRACE}-[0-9a-f]{{16}}-00", response.content.decode())

    @pytest.mark.parametrize(
        "given",
        [
            "",
            f"00-{'0' * 32}-{PARENT}-01",
            f"00-{TRACE}-{'0' * 16}-01",
            f"ff-{TRACE}-{PARENT}-01",
            f"00-{TRACE.upper()}-{PARENT}-01",
            f"00-{TRACE}-{PARENT}-01-more",
            f"00-{TRACE}-{PARENT}",
            "张三",
        ],
    )
    def test_invalid_one_is_dropped(self, client: Client, given: str) -> None:
        response = client.get("/onward/", headers={"traceparent": given})

        assert "traceparent" not in response.content.decode()

    def test_its_identifier_is_on_the_log_line(self, client: Client, lines: Lines) -> None:
        client.get("/onward/", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})

        assert [line["trace_id"] for line in lines() if line["logger"] == "tongban.access"] == [TRACE]


class TestAccessLine:
    def test_names_the_route_and_never_the_path(self, client: Client, lines: Lines) -> None:
        client.raise_request_exception = False

        response = client.post("/careless/32021320261123000001X/?q=secret", {"name": "1"})

        [line] = [line for line in lines() if line["logger"] == "tongban.access"]
        assert line["route"] == "careless-number"
        assert (line["method"], line["status"]) == ("POST", 200)
        assert line["ms"] >= 0
        assert line["request_id"] == response.headers["X-Request-ID"]
        assert set(line) == {"at", "level", "logger", "message", "request_id", "method", "route", "status", "ms"}

    def test_address_that_leads_nowhere_is_not_named(self, client: Client, lines: Lines) -> None:
        client.get("/nowhere/320213199001010014")

        assert [line["route"] for line in lines() if line["logger"] == "tongban.access"] == ["unmatched"]


class TestTiming:
    def test_is_counted_by_route_method_and_status(self, client: Client) -> None:
        before = count("onward", "GET", "200")

        client.get("/onward/")

        assert count("onward", "GET", "200") == before + 1

    def test_invented_methods_share_one_label(self, client: Client) -> None:
        before = count("onward", "OTHER", "200")

        client.generic("BREW", "/onward/")

        assert count("onward", "OTHER", "200") == before + 1
