from __future__ import annotations

import socket
from pathlib import Path

import pytest

from launch import surroundings
from launch.databases import Urls
from launch.state import State

URLS = Urls("postgresql://app@/tongban", "postgresql://owner@/tongban")


def test_local_names_are_always_allowed() -> None:
    assert surroundings.names("127.0.0.1") == ["127.0.0.1", "localhost", "[::1]"]


def test_the_served_name_and_those_of_the_operator_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_HOSTS", "zwfw.example.cn, ,localhost")

    assert surroundings.names("10.1.2.3") == ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "zwfw.example.cn"]


def test_serving_on_every_address_allows_the_name_of_the_machine_not_everything() -> None:
    assert surroundings.names("0.0.0.0")[3:] == [socket.gethostname()]  # noqa: S104 - nothing is bound


EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


@pytest.mark.parametrize(("host", "where"), [(EVERYWHERE, "127.0.0.1"), ("::", "::1"), ("10.1.2.3", "10.1.2.3")])
def test_a_server_is_asked_where_it_can_be_reached(host: str, where: str) -> None:
    assert surroundings.reachable(host) == where


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert surroundings.bracketed("::1") == "[::1]"


def test_the_programme_is_told_its_state_and_both_roles(tmp_path: Path) -> None:
    told = surroundings.environment(State(tmp_path), URLS, sample=True)

    assert told["TONGBAN_STATE"] == str(tmp_path)
    assert told["TONGBAN_SAMPLE"] == "1"
    assert (told["DATABASE_URL"], told["DATABASE_OWNER_URL"]) == (URLS.application, URLS.owner)


def test_what_serves_visitors_is_not_told_the_password_of_the_owner(tmp_path: Path) -> None:
    told = surroundings.for_serving(State(tmp_path), URLS, sample=True, host="10.1.2.3")

    assert told["DATABASE_URL"] == URLS.application
    assert "DATABASE_OWNER_URL" not in told
    assert "10.1.2.3" in told["TONGBAN_HOSTS"]


def test_without_sample_the_programme_is_not_told_to_load_one(tmp_path: Path) -> None:
    assert surroundings.environment(State(tmp_path), URLS, sample=False)["TONGBAN_SAMPLE"] == ""
