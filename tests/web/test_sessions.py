from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.signing_in import PASSWORD, sign_in
from tongban.identity import api as identity
from tongban.identity.models import Session
from tongban.web.sessions import name_of
from tongban.web.signin import devices

pytestmark = pytest.mark.usefixtures("cast")
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0"
Clock = Callable[[timedelta], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let time pass for everybody."""
    moment = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def pass_by(span: timedelta) -> None:
        moment[0] += span

    return pass_by


def signed_in(client: Client) -> bool:
    return client.get("/my/security/").status_code == 200


class TestTime:
    @pytest.mark.parametrize(("username", "minutes"), [("citizen", 120), ("acceptor", 30)])
    def test_ends_a_session_after_its_idle_time_exact_to_a_minute(
        self, client: Client, wait: Clock, username: str, minutes: int
    ) -> None:
        sign_in(client, username)

        wait(minutes * MINUTE)
        still = signed_in(client)
        wait((minutes + 1) * MINUTE)

        assert (still, signed_in(client)) == (True, False)

    def test_begins_anew_with_every_page_but_is_written_at_most_once_a_minute(
        self, client: Client, wait: Clock
    ) -> None:
        sign_in(client, "citizen")
        begun = Session.objects.get(user__isnull=False).seen_at
        written = []
        for _ in range(7):
            wait(20 * SECOND)
            signed_in(client)
            written.append(Session.objects.get(user__isnull=False).seen_at - begun)

        assert written == [SECOND * s for s in (0, 0, 60, 60, 60, 120, 120)]

    @pytest.mark.parametrize(("username", "hours"), [("citizen", 24), ("acceptor", 12)])
    def test_ends_a_session_that_is_never_idle(self, client: Client, wait: Clock, username: str, hours: int) -> None:
        sign_in(client, username)
        for _ in range(hours * 3 - 1):
            wait(20 * MINUTE)
            assert signed_in(client)

        wait(20 * MINUTE)

        assert not signed_in(client)

    def test_is_told_before_it_is_over(self, client: Client, wait: Clock) -> None:
        sign_in(client, "acceptor")
        page = client.get("/my/devices/").content.decode()
        wait(25 * MINUTE)

        assert 'data-idle="1800"' in page
        assert "30 分钟没有打开别的页面会自动退出登录" in page
        assert client.get("/signin/left/").json() == {"seconds": 1800}

    def test_of_a_visitor_is_none(self, client: Client) -> None:
        assert client.get("/signin/left/").json() == {"seconds": 0}
        assert "data-idle" not in client.get("/about/").content.decode()


class TestCost:
    def test_of_the_check_is_one_look_up_that_brings_the_person(self, client: Client) -> None:
        sign_in(client, "citizen")
        client.get("/signin/left/")

        with CaptureQueriesContext(connection) as asked:
            client.get("/signin/left/")

        (only,) = asked.captured_queries
        assert 'FROM "identity_session" LEFT OUTER JOIN "identity_user"' in only["sql"]

    def test_a_visitor_who_only_reads_gets_no_session(self, client: Client) -> None:
        client.get("/about/")
        client.get("/signin/")

        assert not Session.objects.exists()
        assert "sessionid" not in client.cookies


class TestKept:
    def test_is_a_digest_of_the_name_and_what_one_knows_the_device_by(self, client: Client) -> None:
        client.post("/signin/", {"username": "citizen", "password": PASSWORD}, headers={"User-Agent": EDGE})

        row = Session.objects.get(user__isnull=False)
        assert row.name == name_of(client.cookies["sessionid"].value)
        assert client.cookies["sessionid"].value not in row.name
        assert (row.means, row.device, row.address) == ("PASSWORD", "Windows · Edge", "127.0.0.*")

    def test_the_cookie_ends_with_the_browser_and_is_for_no_script(self, client: Client) -> None:
        sign_in(client, "citizen")

        cookie = client.cookies["sessionid"]
        assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")

    @pytest.mark.parametrize(
        ("agent", "said"),
        [
            (EDGE, "Windows · Edge"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit Version/18.0 Safari/604.1", "iPhone · Safari"),
            ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile MicroMessenger/8.0", "Android · WeChat"),
            ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4 Chrome/114 HuaweiBrowser/5", "HarmonyOS · Huawei"),
            ("curl/8", ""),
            ("", ""),
        ],
    )
    def test_devices_are_described_by_their_sort(self, agent: str, said: str) -> None:
        assert devices.describe(agent) == said

    @pytest.mark.parametrize(
        ("address", "shown"),
        [("203.0.113.77", "203.0.113.*"), ("2001:db8:1:2::5", "2001:db8:1:*"), ("", "")],
    )
    def test_addresses_lose_the_end_that_tells_the_single_device(self, address: str, shown: str) -> None:
        assert devices.masked(address) == shown


class TestDevices:
    def test_are_listed_with_this_one_first_and_ended_at_once(self, client: Client) -> None:
        other = Client()
        sign_in(other, "citizen")
        sign_in(client, "citizen")

        page = client.get("/my/devices/")
        rows = [one for one, _ in page.context["devices"]]
        heads = re.findall(r"<strong>(.*?)</strong>", page.content.decode().partition("tb-devices")[2])
        answer = client.post("/my/devices/end/", {"session": rows[1].name})

        assert [row.current for row in rows] == [True, False]
        assert ["最近使用" in head for head in heads] == [False, True]
        assert answer.headers["Location"] == "/my/devices/"
        assert "那台设备已经退出登录" in client.get("/my/devices/").content.decode()
        assert (signed_in(client), signed_in(other)) == (True, False)

    def test_of_others_are_ended_all_at_once(self, client: Client) -> None:
        others = [Client(), Client()]
        for one in (*others, client):
            sign_in(one, "citizen")

        client.post("/my/devices/end-others/")

        assert [signed_in(one) for one in (client, *others)] == [True, False, False]

    def test_this_one_is_left_by_ending_it(self, client: Client) -> None:
        sign_in(client, "citizen")

        answer = client.post("/my/devices/end/", {"session": name_of(client.cookies["sessionid"].value)})

        assert answer.headers["Location"] == "/"
        assert not signed_in(client)

    def test_are_there_for_staff_with_the_desk_around_them(self, client: Client) -> None:
        sign_in(client, "acceptor")

        page = client.get("/my/devices/").content.decode()

        assert "tb-nav--desk" in page
        assert "密码和验证器" in page


class TestPassword:
    NEW = "Lake-heron-7731"

    def change(self, client: Client, **more: str) -> str:
        form = {"old": PASSWORD, "new": self.NEW, "again": self.NEW} | more
        return client.post("/my/security/password/", form).content.decode()

    def test_changed_signs_every_other_device_out_and_keeps_this_one(self, client: Client) -> None:
        other = Client()
        sign_in(other, "citizen")
        sign_in(client, "citizen")
        before = client.cookies["sessionid"].value

        self.change(client)

        assert (signed_in(client), signed_in(other)) == (True, False)
        assert client.cookies["sessionid"].value != before
        assert identity.sign_in(username="citizen", password=self.NEW, address="", at=timezone.now())

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"old": "wrong"}, "现在的密码不对"),
            ({"new": "short", "again": "short"}, "至少要有10个字符"),
            ({"again": "Lake-heron-7732"}, "两次输入的密码不一样"),
            ({"new": "mobile-19900000001", "again": "mobile-19900000001"}, "不要包含"),
        ],
    )
    def test_is_not_changed_with_a_fault(self, client: Client, wrong: dict[str, str], said: str) -> None:
        sign_in(client, "citizen")

        assert said in self.change(client, **wrong)
        assert identity.sign_in(username="citizen", password=PASSWORD, address="", at=timezone.now())

    def test_of_now_is_not_guessed_at_an_open_page(self, client: Client) -> None:
        sign_in(client, "citizen")
        for _ in range(5):
            self.change(client, old="wrong")

        assert "15分钟后再试" in self.change(client)


def test_a_closed_account_is_signed_out_at_once(client: Client) -> None:
    sign_in(client, "citizen")

    identity.User.objects.filter(username="citizen").update(is_active=False)

    assert not signed_in(client)


def test_nothing_is_brought_back_that_was_ended_meanwhile(client: Client) -> None:
    sign_in(client, "citizen")
    store = client.session
    store["flash"] = ["x"]
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        store.save()

    assert not Session.objects.exists()
