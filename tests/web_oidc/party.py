"""A relying party written by hand, so that it can also do what no library would."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.identity.systems import BACK, CHALLENGE, VERIFIER
from tongban.crypto import api as crypto
from tongban.identity import api as identity

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "tongban-sample"  # noqa: S105 - shown on the sign-in page of the sample
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WHO = re.compile(r'name="who" value="([^"]+)"')


@dataclass
class Party:
    """A system with its secret, and the browser it sends to the provider."""

    browser: Client
    row: identity.Client
    secret: str

    def address(self, **other: str) -> str:
        """Return the address that begins a login; a value of "" leaves a parameter out."""
        said = {
            "response_type": "code",
            "client_id": self.row.code,
            "redirect_uri": BACK,
            "scope": "openid profile",
            "state": "state-1",
            "nonce": "nonce-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return "/oidc/authorize/?" + urlencode({name: value for name, value in (said | other).items() if value})

    def begin(self, **other: str) -> HttpResponse:
        """Send the browser to the provider."""
        return self.browser.get(self.address(**other))  # type: ignore[return-value]

    def decide(self, page: HttpResponse, decision: str = "agree", *, browser: Client | None = None) -> HttpResponse:
        """Press a button of the consent page."""
        return submit(browser or self.browser, page, decision=decision)

    def code(self, **other: str) -> str:
        """Come in with consent; return the code."""
        answer = self.begin(**other)
        if answer.status_code == 200:
            answer = self.decide(answer)
        return said_in(answer)["code"]

    def redeem(self, code: str, *, secret: str = "", **other: str) -> HttpResponse:
        """Exchange the code as the system itself does it, from elsewhere."""
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
        } | other
        return Client(SERVER_NAME="localhost").post(  # type: ignore[return-value]
            "/oidc/token/",
            {name: value for name, value in body.items() if value},
            headers={"Authorization": basic(self.row.code, secret or self.secret)},
        )

    def tokens(self, **other: str) -> dict[str, str]:
        """Come in and exchange the code."""
        answer = self.redeem(self.code(**other))
        assert answer.status_code == 200, answer.content
        told: dict[str, str] = answer.json()  # type: ignore[attr-defined]
        return told

    def who_came(self, token: str) -> HttpResponse:
        """Ask who came, by a token."""
        return Client(SERVER_NAME="localhost").get(  # type: ignore[return-value]
            "/oidc/userinfo/", headers={"Authorization": f"Bearer {token}"}
        )


def sign_in(browser: Client, username: str, **more: str) -> None:
    page = browser.get("/signin/")
    token = TOKEN.search(page.content.decode())
    assert token
    said = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1], **more}
    assert browser.post("/signin/", said).status_code == 302


def enter_as_staff(browser: Client, username: str) -> None:
    """Let a member of staff in who has passed both factors."""
    browser.force_login(identity.User.objects.get(username=username), backend=BACKEND)


def submit(browser: Client, page: HttpResponse, **said: str) -> HttpResponse:
    """Send the form of a page with its hidden fields to where it says."""
    text = page.content.decode()
    main = text[text.index("<main") :]
    action = re.search(r'<form method="post" action="([^"]+)"', main)
    token = TOKEN.search(main)
    assert action, text
    assert token
    hidden = dict(re.findall(r'<input type="hidden" name="(who|next)" value="([^"]*)"', main))
    where = action[1].replace("&amp;", "&")
    return browser.post(where, {**hidden, **said, "csrfmiddlewaretoken": token[1]})  # type: ignore[return-value]


def said_in(answer: HttpResponse) -> dict[str, str]:
    """Return what an answer says to the system in its address."""
    assert answer.status_code == 302, answer.content.decode()[:3000]
    address = answer.headers["Location"]
    assert address.startswith(BACK), address
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def basic(code: str, secret: str) -> str:
    return "Basic " + b64encode(f"{code}:{secret}".encode()).decode()


def claims(told: dict[str, str]) -> dict[str, object]:
    return crypto.read_token(told["id_token"])
