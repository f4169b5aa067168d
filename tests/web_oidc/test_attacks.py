"""What an attacker would try, and what they get."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.identity.systems import BACK, CHALLENGE, REGISTRATION, SECURITY, VERIFIER
from tests.web_oidc.party import Party, claims, said_in, sign_in, submit
from tongban.identity import api as identity
from tongban.identity.models import Login, LoginCode


@pytest.fixture
def come(party: Party) -> Party:
    """The system, with a signed-in citizen in the browser."""
    sign_in(party.browser, "citizen")
    return party


@pytest.fixture
def other(come: Party) -> Party:
    """Another system, which wants to be the first one."""
    row, secret = identity.register_client(said=REGISTRATION, by=SECURITY, at=timezone.now())
    return Party(come.browser, row, secret)


def refused(answer: object, error: str, status: int = 400) -> None:
    assert answer.status_code == status, answer.content  # type: ignore[attr-defined]
    assert answer.json()["error"] == error  # type: ignore[attr-defined]
    assert "access_token" not in answer.json()  # type: ignore[attr-defined]


class TestWhereTo:
    @pytest.mark.parametrize(
        "where",
        [
            "https://evil.example/",
            BACK + "/",
            BACK + "?x=1",
            BACK + "#x",
            "https://gjj.example.cn.evil.example/back",
            "https://gjj.example.cn@evil.example/back",
            "https://GJJ.example.cn/back",
            "https://gjj.example.cn:443/back",
            "https://gjj.example.cn/x/../back",
            "http://gjj.example.cn/back",
            "javascript:alert(1)",
            'https://gjj.example.cn/"<script>',
            "https://例子.cn/",
            "",
        ],
    )
    def test_an_address_that_is_not_registered_letter_by_letter_is_never_gone_to(self, come: Party, where: str) -> None:
        answer = come.begin(redirect_uri=where)

        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert "不能进入这个系统" in answer.content.decode()
        assert "<script>" not in answer.content.decode()

    @pytest.mark.parametrize("code", ["unknown", "", "例", "x" * 3000])
    def test_an_unknown_system_is_never_gone_to(self, come: Party, code: str) -> None:
        answer = come.begin(client_id=code)

        assert answer.status_code == 400
        assert "Location" not in answer.headers

    def test_a_suspended_system_is_never_gone_to(self, come: Party) -> None:
        identity.suspend_client(client=come.row.id, by=SECURITY, at=timezone.now())

        assert come.begin().status_code == 400
        assert come.begin(prompt="none").status_code == 400

    def test_a_parameter_said_twice_is_refused(self, come: Party) -> None:
        address = come.address() + "&redirect_uri=https%3A%2F%2Fevil.example%2F"

        answer = come.browser.get(address)

        assert answer.status_code == 400
        assert "Location" not in answer.headers

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"response_type": "code id_token"}, "unsupported_response_type"),
            ({"response_mode": "form_post"}, "invalid_request"),
            ({"scope": "openid everything"}, "invalid_scope"),
            ({"scope": "profile"}, "invalid_scope"),
            ({"request": "a.b.c"}, "request_not_supported"),
            ({"request_uri": "https://evil.example/"}, "request_uri_not_supported"),
            ({"max_age": "-1"}, "invalid_request"),
            ({"max_age": "soon"}, "invalid_request"),
            ({"nonce": "n" * 256}, "invalid_request"),
            ({"nonce": ""}, "invalid_request"),
            ({"state": ""}, "invalid_request"),
            ({"prompt": "none login"}, "invalid_request"),
        ],
    )
    def test_what_is_not_served_is_told_to_the_system_itself(
        self, come: Party, said: dict[str, str], error: str
    ) -> None:
        assert said_in(come.begin(**said))["error"] == error


class TestProof:
    @pytest.mark.parametrize(
        "said",
        [
            {"code_challenge": "", "code_challenge_method": ""},
            {"code_challenge_method": ""},
            {"code_challenge_method": "plain", "code_challenge": VERIFIER},
            {"code_challenge": ""},
            {"code_challenge": "short"},
            {"code_challenge": CHALLENGE + "A"},
        ],
    )
    def test_a_login_without_proof_of_possession_does_not_begin(self, come: Party, said: dict[str, str]) -> None:
        assert said_in(come.begin(**said))["error"] == "invalid_request"

    @pytest.mark.parametrize("verifier", ["", CHALLENGE, VERIFIER[:-1] + "a", "x" * 43])
    def test_a_stolen_code_is_worth_nothing_without_the_proof(self, come: Party, verifier: str) -> None:
        code = come.code()

        answer = come.redeem(code, code_verifier=verifier)

        assert answer.status_code == 400
        assert answer.json()["error"] in {"invalid_request", "invalid_grant"}  # type: ignore[attr-defined]
        assert come.redeem(code).status_code == 200


class TestCode:
    def test_a_second_use_is_refused_and_ends_the_first_token(self, come: Party) -> None:
        code = come.code()
        first = come.redeem(code).json()["access_token"]  # type: ignore[attr-defined]

        refused(come.redeem(code), "invalid_grant")

        assert come.who_came(first).status_code == 401

    def test_another_system_cannot_redeem_it(self, come: Party, other: Party) -> None:
        code = come.code()

        refused(other.redeem(code), "invalid_grant")
        assert come.redeem(code).status_code == 200

    def test_it_is_bound_to_the_address_it_was_sent_to(self, come: Party) -> None:
        refused(come.redeem(come.code(), redirect_uri="https://gjj.example.cn/"), "invalid_grant")

    def test_an_expired_one_is_refused(self, come: Party) -> None:
        code = come.code()
        LoginCode.objects.update(until_at=timezone.now() - timedelta(seconds=1))

        refused(come.redeem(code), "invalid_grant")

    def test_one_of_a_closed_account_is_refused(self, come: Party) -> None:
        code = come.code()
        identity.User.objects.filter(username="citizen").update(is_active=False)

        refused(come.redeem(code), "invalid_grant")

    @pytest.mark.parametrize("code", ["", "guess", "é", "x" * 5000])
    def test_a_guess_is_refused(self, come: Party, code: str) -> None:
        assert come.redeem(code).status_code == 400

    def test_the_answer_stays_in_no_cache(self, come: Party) -> None:
        assert come.redeem(come.code()).headers["Cache-Control"] == "no-store"


class TestSystem:
    def test_a_wrong_secret_is_refused(self, come: Party) -> None:
        refused(come.redeem(come.code(), secret="guess"), "invalid_client", 401)

    def test_the_secret_of_another_system_is_refused(self, come: Party, other: Party) -> None:
        refused(come.redeem(come.code(), secret=other.secret), "invalid_client", 401)

    def test_no_secret_is_refused(self, come: Party) -> None:
        said = {"grant_type": "authorization_code", "code": come.code(), "client_id": come.row.code}

        answer = Client(SERVER_NAME="localhost").post("/oidc/token/", said)

        refused(answer, "invalid_client", 401)

    def test_a_secret_in_the_form_is_refused(self, come: Party) -> None:
        said = {"grant_type": "authorization_code", "code": come.code(), "client_id": come.row.code}

        answer = Client(SERVER_NAME="localhost").post("/oidc/token/", said | {"client_secret": come.secret})

        refused(answer, "invalid_client", 401)

    def test_a_suspended_system_redeems_nothing(self, come: Party) -> None:
        code = come.code()
        identity.suspend_client(client=come.row.id, by=SECURITY, at=timezone.now())

        refused(come.redeem(code), "invalid_client", 401)

    @pytest.mark.parametrize("kind", ["password", "client_credentials", "refresh_token", "implicit", "", 'é"'])
    def test_there_is_no_other_grant(self, come: Party, kind: str) -> None:
        assert come.redeem(come.code(), grant_type=kind).status_code == 400


class TestToken:
    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer guess", "Basic eDp5", "bearer é"])
    @pytest.mark.usefixtures("come")
    def test_without_a_good_one_nothing_is_told(self, header: str) -> None:
        answer = Client(SERVER_NAME="localhost").get("/oidc/userinfo/", headers={"Authorization": header})

        assert answer.status_code == 401
        assert "sub" not in answer.json()

    def test_a_code_is_no_token(self, come: Party) -> None:
        assert come.who_came(come.code()).status_code == 401

    def test_a_statement_is_no_token(self, come: Party) -> None:
        assert come.who_came(come.tokens()["id_token"]).status_code == 401

    def test_it_is_not_taken_from_the_address(self, come: Party) -> None:
        token = come.tokens()["access_token"]

        assert Client(SERVER_NAME="localhost").get("/oidc/userinfo/", {"access_token": token}).status_code == 401

    def test_a_statement_is_for_the_system_that_asked_with_its_own_nonce(self, come: Party, other: Party) -> None:
        ours, theirs = claims(come.tokens(nonce="ours")), claims(other.tokens(nonce="theirs"))

        assert (ours["aud"], ours["nonce"]) == (come.row.code, "ours")
        assert (theirs["aud"], theirs["nonce"]) == (other.row.code, "theirs")


class TestConsent:
    def test_a_form_of_another_site_agrees_to_nothing(self, come: Party) -> None:
        come.begin()

        answer = come.browser.post(come.address().replace("authorize", "agree"), {"decision": "agree", "who": "x"})

        assert answer.status_code == 403
        assert Login.objects.count() == 0

    def test_who_signed_in_meanwhile_did_not_agree(self, come: Party) -> None:
        page = come.begin()
        page_of_elder = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        sign_in(page_of_elder, "elder")
        # The page of the citizen is still open in the browser in which the elder is signed in now.
        come.browser.cookies["sessionid"] = page_of_elder.cookies["sessionid"].value

        answer = come.decide(page)

        assert answer.headers["Location"].startswith("/oidc/authorize/?")
        assert Login.objects.count() == 0

    def test_agreeing_in_an_address_is_no_agreement(self, come: Party) -> None:
        answer = come.begin(decision="agree", agreed="1", who="x")

        assert "同意并进入" in answer.content.decode()
        assert come.browser.get(come.address().replace("authorize", "agree")).status_code == 405

    def test_more_than_was_shown_cannot_be_slipped_in(self, come: Party) -> None:
        page = come.begin(scope="openid")
        come.decide(page)

        assert "同意并进入" in come.begin(scope="openid phone").content.decode()

    def test_the_page_cannot_be_framed_and_its_form_leads_to_one_host_only(self, come: Party) -> None:
        headers = come.begin().headers

        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "form-action 'self' https://gjj.example.cn;" in headers["Content-Security-Policy"]
        assert "form-action 'self';" in come.browser.get("/about/").headers["Content-Security-Policy"]

    def test_a_chain_that_began_with_our_own_form_is_broken_by_a_page(self, come: Party) -> None:
        come.decide(come.begin())

        answer = come.browser.get(come.address(), headers={"Sec-Fetch-Site": "same-origin"})

        assert answer.status_code == 200
        assert f'content="0; url={BACK}?code=' in answer.content.decode()

    def test_signing_in_anew_never_leads_out_of_the_house(self, come: Party) -> None:
        page = come.begin(prompt="login")

        answer = submit(come.browser, page, next="https://evil.example/")

        assert answer.headers["Location"] == "/signin/?next=/"


def test_without_tls_nothing_is_served_from_another_machine(come: Party) -> None:
    answer = come.browser.get(come.address(), SERVER_NAME="testserver")

    assert answer.status_code == 400
    assert "Location" not in answer.headers
