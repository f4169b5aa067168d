from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from tests.city import City
from tongban.web.ops.probes import CHECKS

pytestmark = pytest.mark.django_db
PARTS = [check.name for check in CHECKS]


@pytest.fixture
def dead_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that answers nothing, whichever way it is asked, as when its server is gone."""

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed: password=secret")

    with monkeypatch.context() as patch:
        patch.setattr(type(connections[DEFAULT_DB_ALIAS]), "ensure_connection", gone)
        yield


class TestHealth:
    def test_is_good_when_people_can_be_served(self, client: Client) -> None:
        response = client.get("/healthz")

        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.usefixtures("dead_database")
    def test_names_the_part_that_fails_and_nothing_else(self, client: Client) -> None:
        response = client.get("/healthz")

        assert (response.status_code, response.json()) == (503, {"status": "failing", "parts": ["database"]})

    @pytest.mark.usefixtures("dead_database")
    def test_fails_in_the_same_words_to_who_is_signed_in(self, client: Client) -> None:
        client.cookies["sessionid"] = "a" * 32

        assert client.get("/healthz").status_code == 503

    @pytest.mark.usefixtures("dead_database")
    def test_process_lives_without_a_database(self, client: Client) -> None:
        assert client.get("/livez").status_code == 200

    def test_is_only_read(self, client: Client) -> None:
        assert client.post("/healthz").status_code == 405
        assert client.head("/healthz").status_code == 200

    def test_sets_no_cookie(self, client: Client) -> None:
        assert not client.get("/healthz").cookies

    def test_ends_nobodys_session(self, client: Client) -> None:
        client.cookies["sessionid"] = "a" * 32

        assert not client.get("/healthz").cookies


class TestMetrics:
    def read(self, client: Client) -> dict[str, dict[tuple[str, ...], float]]:
        response = client.get("/metrics")
        assert response.status_code == 200
        families = text_string_to_metric_families(response.content.decode())
        return {
            family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
            for family in families
        }

    def test_give_the_state_of_every_part_and_its_figures(self, client: Client) -> None:
        found = self.read(client)

        assert {labels[0] for labels in found["tongban_part_state"]} == set(PARTS)
        assert found["tongban_part_state"]["database",] == 0
        assert found["tongban_part_figure"]["free_bytes", "disk"] > 0

    def test_give_the_timings_of_requests(self, client: Client) -> None:
        client.get("/livez")

        assert "tongban_request_seconds" in self.read(client)

    def test_are_summed_over_the_processes_when_there_are_several(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))

        found = self.read(client)

        assert "tongban_part_state" in found
        assert "python_info" not in found  # what this one process knows of itself is not the house's

    def test_are_refused_to_other_machines(self, client: Client) -> None:
        response = client.get("/metrics", REMOTE_ADDR="10.0.0.7")

        assert response.status_code == 403
        assert "tongban_" not in response.content.decode()

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
    def test_are_refused_to_who_comes_through_a_proxy_on_this_machine(self, client: Client, header: str) -> None:
        assert client.get("/metrics", headers={header: "203.0.113.9"}).status_code == 403

    @pytest.mark.parametrize("address", ["", "unix:", "127.0.0.1.example"])
    def test_are_refused_to_who_comes_from_nowhere(self, client: Client, address: str) -> None:
        assert client.get("/metrics", REMOTE_ADDR=address).status_code == 403

    @pytest.mark.parametrize(
        ("given", "status"),
        [("Bearer right", 200), ("Bearer wrong", 403), ("right", 403), ("Bearer ", 403), ("令牌", 403)],
    )
    def test_are_given_to_the_holder_of_the_token(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, given: str, status: int
    ) -> None:
        monkeypatch.setenv("TONGBAN_METRICS_TOKEN", "right")

        response = client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION=given)

        assert response.status_code == status

    def test_without_a_token_set_an_empty_one_opens_nothing(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TONGBAN_METRICS_TOKEN", "")

        assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer ").status_code == 403

    @pytest.mark.usefixtures("dead_database")
    def test_are_there_without_a_database(self, client: Client) -> None:
        assert self.read(client)["tongban_part_state"]["database",] == 2


class Words(HTMLParser):
    """The text of the main part of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(page[page.index("<main") :])

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.usefixtures("city")
class TestStatusPage:
    def test_tells_everybody_the_state_of_every_part_in_words(self, client: Client) -> None:
        response = client.get("/status/")

        words = Words(response.content.decode()).text
        assert response.status_code == 200
        assert [check.title for check in CHECKS if check.title not in words] == []
        assert "正常" in words

    def test_broken_part_is_not_yet_a_broken_house(self, client: Client) -> None:
        words = Words(client.get("/status/").content.decode()).text

        assert "运行状态：部分受影响" in words  # no worker runs in this test

    def test_shows_no_figures_to_the_public(self, client: Client) -> None:
        words = Words(client.get("/status/").content.decode()).text

        assert "剩余空间" not in words
        assert "应答用时" not in words
        assert "版本" not in words

    def test_shows_no_figures_to_staff_who_do_not_run_the_system(self, client: Client, city: City) -> None:
        client.force_login(city.user("acceptor"))

        assert "剩余空间" not in Words(client.get("/status/").content.decode()).text

    def test_shows_figures_to_operators(self, client: Client, city: City) -> None:
        client.force_login(city.user("operator"))

        words = Words(client.get("/status/").content.decode()).text

        assert "剩余空间" in words
        assert "版本" in words

    def test_stands_for_staff_at_their_desk_and_for_others_in_the_portal(self, client: Client, city: City) -> None:
        assert "人员和岗位" not in client.get("/status/").text
        client.force_login(city.user("operator"))

        page = client.get("/status/").text

        assert 'href="/status/" aria-current="page">运行状态</a>' in page
        assert [word for word in ("停办公告", "找回", "人员和岗位") if f">{word}</a>" not in page] == []
        assert "tb-bottombar" not in page

    def test_still_tells_when_the_database_is_gone(self, client: Client, request: pytest.FixtureRequest) -> None:
        client.cookies["sessionid"] = "a" * 32
        request.getfixturevalue("dead_database")

        response = client.get("/status/")

        assert response.status_code == 200
        assert "运行状态：故障" in response.content.decode()
        assert "secret" not in response.content.decode()
        assert "10.1.2.3" not in response.content.decode()
