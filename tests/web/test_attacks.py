"""What somebody tries who has no business here; each test shows the refusal."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils import timezone

from tests.city import City
from tests.signing_in import FACTOR, PASSWORD, sign_in, unused_code
from tongban.identity import api as identity
from tongban.identity.models import Session
from tongban.messages import api as messages
from tongban.web.sessions import name_of
from tongban.web.signin.entering import BACKEND
from tongban.web.signin.urls import urlpatterns

pytestmark = pytest.mark.usefixtures("cast")
MOBILE, UNKNOWN = "19900000001", "19900000098"
PAGES_OF_THE_DESK = ["/desk/", "/my/security/", "/my/devices/", "/desk/recovery/"]


@pytest.fixture(autouse=True)
def _shell_is_read(cast: City) -> None:
    """What every page shows is read once in a process: who asks first pays for it, whoever they ask about."""
    assert cast
    Client().get("/signin/")


def asked_of_the_database(client: Client, path: str, form: dict[str, str]) -> tuple[list[str], str]:
    """Return the statements a form costs, by their beginnings, and the words of the answer."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(path, form)
    statements = [re.sub(r'"s\d+_x\d+"', "", one["sql"])[:24] for one in asked.captured_queries]
    words = re.sub(r'(value|name="csrfmiddlewaretoken")="[^"]*"|\d{2}:\d{2}', "", answer.content.decode())
    return statements, f"{answer.status_code} {words}"


class TestEnumeration:
    def test_a_password_tells_nothing_by_words_or_work(self) -> None:
        known, unknown = (
            asked_of_the_database(Client(), "/signin/", {"username": name, "password": "wrong"})
            for name in ("citizen", "nobody")
        )

        assert known == unknown
        assert known[1].startswith("422")

    def test_a_password_of_staff_tells_no_more_than_a_citizen_s(self) -> None:
        assert asked_of_the_database(
            Client(), "/signin/", {"username": "acceptor", "password": "wrong"}
        ) == asked_of_the_database(Client(), "/signin/", {"username": "nobody", "password": "wrong"})

    @pytest.mark.parametrize("path", ["/signin/code/", "/signin/forgotten/"])
    def test_a_text_tells_nothing_by_words_or_work(self, path: str) -> None:
        first, second = Client(), Client()

        known = asked_of_the_database(first, path, {"mobile": MOBILE})
        unknown = asked_of_the_database(second, path, {"mobile": UNKNOWN})

        assert known == unknown
        pages = [one.get(path.replace("code/", "?by=sms")).content.decode() for one in (first, second)]
        assert [page.count("id_code") for page in pages] == [pages[0].count("id_code")] * 2

    @pytest.mark.parametrize(
        ("send", "give"), [("/signin/code/", "/signin/sms/"), ("/signin/forgotten/", "/signin/forgotten/code/")]
    )
    def test_a_wrong_code_tells_nothing_by_words_or_work(self, send: str, give: str) -> None:
        told = []
        for number in (MOBILE, UNKNOWN):
            client = Client()
            client.post(send, {"mobile": number})
            statements, words = asked_of_the_database(client, give, {"code": "wrong"})
            told.append((statements, words.replace("199****0001", "").replace("199****0098", "")))

        assert told[0] == told[1]


class TestBruteForce:
    def guess(self, client: Client, path: str, form: dict[str, str], times: int) -> list[bool]:
        return ["15分钟后再试" in client.post(path, form).content.decode() for _ in range(times)]

    def test_at_a_name_is_stopped_after_five(self, client: Client) -> None:
        stopped = self.guess(client, "/signin/", {"username": "citizen", "password": "wrong"}, 6)

        assert stopped == [False] * 5 + [True]
        assert sign_in(Client(), "citizen") == ""

    def test_from_an_address_is_stopped_after_two_hundred(self, client: Client) -> None:
        stopped = [self.guess(client, "/signin/", {"username": f"n{n}", "password": "wrong"}, 1)[0] for n in range(201)]

        assert stopped == [False] * 200 + [True]

    def test_at_a_code_is_stopped_after_five(self, client: Client) -> None:
        client.post("/signin/code/", {"mobile": MOBILE})
        code = sent_code()
        wrong = "000000" if code != "000000" else "111111"

        answers = [client.post("/signin/sms/", {"code": one}).status_code for one in [wrong] * 5 + [code]]

        assert answers == [422] * 6

    def test_at_the_authenticator_is_stopped_after_five_whatever_the_browser(self) -> None:
        stopped = []
        for _ in range(6):
            client = Client()
            client.post("/signin/", {"username": "acceptor", "password": PASSWORD})
            stopped += self.guess(client, FACTOR, {"code": "not it"}, 1)

        assert stopped == [False] * 5 + [True]

    def test_at_an_invitation_is_stopped_after_twenty(self, client: Client) -> None:
        assert self.guess(client, "/signin/invitation/", {"code": "nonsense"}, 21) == [False] * 20 + [True]


class TestReplay:
    def test_of_a_text_code(self, client: Client) -> None:
        client.post("/signin/code/", {"mobile": MOBILE})
        code = sent_code()
        client.post("/signin/sms/", {"code": code})
        client.post("/signout/")

        assert client.post("/signin/sms/", {"code": code}).status_code == 422

    def test_of_a_text_code_in_another_browser(self, client: Client) -> None:
        client.post("/signin/code/", {"mobile": MOBILE})
        code, thief = sent_code(), Client()

        assert thief.post("/signin/sms/", {"code": code}).status_code == 422
        assert client.post("/signin/sms/", {"code": code}).status_code == 302

    def test_of_a_text_code_for_another_purpose(self, client: Client) -> None:
        client.post("/signin/forgotten/", {"mobile": MOBILE})

        assert client.post("/signin/sms/", {"code": sent_code()}).status_code == 422

    def test_of_the_authenticator_s_code(self) -> None:
        code = unused_code("acceptor")
        outcomes = []
        for _ in range(2):
            client = Client()
            client.post("/signin/", {"username": "acceptor", "password": PASSWORD})
            outcomes.append(client.post(FACTOR, {"code": code}).status_code)

        assert outcomes == [302, 422]


class TestFixation:
    def test_a_name_given_beforehand_is_worth_nothing_afterwards(self, client: Client) -> None:
        client.post("/signin/code/", {"mobile": MOBILE})
        planted = client.cookies["sessionid"].value
        client.post("/signin/sms/", {"code": sent_code()})

        thief = Client()
        thief.cookies["sessionid"] = planted
        assert thief.get("/my/").status_code == 302
        assert client.cookies["sessionid"].value != planted

    def test_a_name_nobody_made_is_not_taken_over(self, client: Client) -> None:
        client.cookies["sessionid"] = "a" * 32

        sign_in(client, "citizen")

        assert client.cookies["sessionid"].value != "a" * 32
        assert not Session.objects.filter(name=name_of("a" * 32)).exists()

    def test_the_name_changes_between_the_factors_and_after_them(self, client: Client) -> None:
        client.post("/signin/", {"username": "acceptor", "password": PASSWORD})
        pending = client.cookies["sessionid"].value
        client.post(FACTOR, {"code": unused_code("acceptor")})

        assert client.cookies["sessionid"].value != pending
        assert not Session.objects.filter(name=name_of(pending)).exists()


class TestPending:
    @pytest.mark.parametrize("path", PAGES_OF_THE_DESK)
    def test_second_factor_is_no_session(self, client: Client, path: str) -> None:
        client.post("/signin/", {"username": "operator", "password": PASSWORD})

        assert client.get(path).headers["Location"].startswith("/signin/")

    def test_second_factor_counts_in_its_own_browser_only(self, client: Client) -> None:
        client.post("/signin/", {"username": "acceptor", "password": PASSWORD})

        answer = Client().post(FACTOR, {"code": unused_code("acceptor")})

        assert answer.headers["Location"] == "/signin/"

    def test_second_factor_is_waited_for_five_minutes(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        client.post("/signin/", {"username": "acceptor", "password": PASSWORD})
        later = timezone.now() + identity.policy().factors.pending
        monkeypatch.setattr(timezone, "now", lambda: later)

        assert client.post(FACTOR, {"code": unused_code("acceptor")}).headers["Location"] == "/signin/"

    def test_choice_among_a_family_takes_nobody_else(self, client: Client) -> None:
        session = client.session
        session["choosing"] = {"people": [[str(user_id("citizen")), "甲"]], "to": "/", "at": timezone.now().isoformat()}
        session.save()
        client.cookies["sessionid"] = str(session.session_key)

        answer = client.post("/signin/who/", {"who": str(user_id("elder"))})

        assert answer.status_code == 404
        assert client.get("/my/").status_code == 302


class TestOthers:
    def test_session_is_not_found_and_goes_on(self, client: Client) -> None:
        victim = Client()
        sign_in(victim, "citizen")
        sign_in(client, "elder")

        answer = client.post("/my/devices/end/", {"session": name_of(victim.cookies["sessionid"].value)})

        assert answer.status_code == 404
        assert victim.get("/my/").status_code == 200

    def test_session_name_in_the_table_opens_nothing(self, client: Client) -> None:
        sign_in(Client(), "citizen")
        client.cookies["sessionid"] = Session.objects.get(user__isnull=False).name

        assert client.get("/my/").status_code == 302

    def test_session_that_was_revoked_opens_nothing(self, client: Client) -> None:
        sign_in(client, "citizen")
        kept = client.cookies["sessionid"].value
        client.post("/signout/")
        client.cookies["sessionid"] = kept

        assert client.get("/my/").status_code == 302


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "//user@evil.example",
        "https://localhost@evil.example",
        "%2F%2Fevil.example",
        "/%09/evil.example",
        "evil.example",
    ],
)
@pytest.mark.parametrize("username", ["citizen", "acceptor"])
def test_no_way_of_signing_in_leads_out_of_the_house(client: Client, where: str, username: str) -> None:
    led = sign_in(client, username, next=where)

    assert led.startswith("/")
    assert not led.startswith(("//", "/\\", "/\t"))
    assert "evil" not in str(getattr(client.get(led, follow=True), "redirect_chain", []))


POSTS = [
    f"/signin/{pattern.pattern}"
    for pattern in urlpatterns
    if isinstance(pattern, URLPattern) and pattern.name != "session-left"
]


@pytest.mark.parametrize(
    "path",
    [
        *POSTS,
        "/signout/",
        "/my/devices/end/",
        "/my/devices/end-others/",
        "/my/security/password/",
        "/my/security/passkey/",
        "/my/security/passkey/00000000-0000-0000-0000-000000000007/remove/",
        "/my/security/authenticator/",
        "/desk/recovery/open/",
    ],
)
def test_a_form_of_another_site_is_refused(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(identity.User.objects.get(username="security"), backend=BACKEND)
    form = {"username": "citizen", "password": PASSWORD}

    answer = client.post(path, form, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "没有生效" in answer.content.decode()


def sent_code() -> str:
    found = re.search(r"验证码(\d{6})", messages.outbox(1)[0].words)
    assert found
    return found[1]


def user_id(username: str) -> object:
    return identity.User.objects.get(username=username).pk
