from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.city import City
from tests.identity.systems import BACK, REGISTRATION, SECURITY, STATUTORY
from tests.web_oidc.party import Party, claims, enter_as_staff, said_in, sign_in, submit
from tongban.identity import api as identity
from tongban.identity.models import Login
from tongban.kernel.days import day_of
from tongban.web.sessions import SIGNED_IN


def test_who_is_signed_in_comes_to_the_system_without_a_second_login(party: Party) -> None:
    sign_in(party.browser, "citizen")
    party.decide(party.begin())

    answer = party.begin(state="again")

    assert said_in(answer)["state"] == "again"
    assert said_in(answer)["iss"] == "http://localhost"


def test_a_visitor_signs_in_first_and_is_brought_back(party: Party) -> None:
    answer = party.begin()

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/signin/?next=/oidc/authorize/")


def test_the_person_reads_what_is_given_to_whom_and_why(party: Party) -> None:
    sign_in(party.browser, "citizen")

    page = party.begin(scope="openid profile document").content.decode()

    assert "示例公积金系统" in page
    assert "核对申请人身份，办理公积金提取" in page
    assert "住房和城乡建设局" in page
    assert "证件号码" in page
    assert "320200198804169015" not in page


def test_a_statutory_system_tells_on_which_law_and_asks_nothing(city: City, party: Party) -> None:
    row, secret = identity.register_client(said=STATUTORY, by=SECURITY, at=timezone.now())
    told = Party(party.browser, row, secret)
    sign_in(told.browser, "citizen")

    page = told.begin()

    assert "工作规范第三十四条" in page.content.decode()
    assert "知道了，继续" in page.content.decode()
    assert said_in(told.decide(page))["code"]
    assert said_in(told.begin(scope="openid profile"))["code"]
    assert city


def test_who_declines_goes_back_and_nothing_is_given(party: Party) -> None:
    sign_in(party.browser, "citizen")

    said = said_in(party.decide(party.begin(), "decline"))

    assert said["error"] == "access_denied"
    assert said["state"] == "state-1"
    assert Login.objects.count() == 0


def test_the_statement_says_who_came_by_number_alone(party: Party) -> None:
    sign_in(party.browser, "citizen")
    told = party.tokens()

    said = claims(told)

    assert set(said) == {"iss", "aud", "sub", "sid", "iat", "exp", "at_hash", "nonce", "auth_time"}
    assert (said["iss"], said["aud"], said["nonce"]) == ("http://localhost", party.row.code, "nonce-1")
    assert told["token_type"] == "Bearer"  # noqa: S105 - the kind of a token
    assert "refresh_token" not in told


def test_the_system_is_told_what_was_agreed_to_and_no_more(party: Party) -> None:
    sign_in(party.browser, "citizen")

    told = party.who_came(party.tokens(scope="openid phone")["access_token"]).json()  # type: ignore[attr-defined]

    assert told == {"sub": told["sub"], "phone_number": "+8619900000001"}


def test_the_number_of_a_document_is_told_with_its_type(party: Party) -> None:
    sign_in(party.browser, "citizen")

    told = party.who_came(party.tokens(scope="openid document")["access_token"]).json()  # type: ignore[attr-defined]

    assert told["document"] == {"kind": "RESIDENT_ID", "type": "111", "number": "320200198804169015"}


def test_the_enterprise_one_acts_for_comes_along(party: Party) -> None:
    sign_in(party.browser, "owner")
    act_for_company(party.browser)

    told = party.who_came(party.tokens(scope="openid enterprise profile")["access_token"]).json()  # type: ignore[attr-defined]

    assert told["enterprise"]["credit_code"] == "91320200MAYYYY0169"
    assert told["name"] == "测试丙"
    assert told["acting_for"]["sub"] != told["sub"]


class TestForSomebodyElse:
    def test_a_child_is_no_organisation(self, party: Party) -> None:
        sign_in(party.browser, "parent")
        act_for_company(party.browser)

        page = party.begin(scope="openid enterprise").content.decode()

        assert "对方不是单位，不提供单位信息" in page
        assert "（监护人）" in page

    def test_a_mandate_for_certain_matters_is_refused_before_anything_is_asked(self, city: City, party: Party) -> None:
        at = timezone.now()
        named = identity.Named(name="测试申", number="320200200604039080")
        scope = identity.Scope(items=None, data=["MOBILE"], until=day_of(at))
        offered = identity.offer_delegation(agent=named, scope=scope, by=city.actor("citizen"), at=at)
        identity.accept_delegation(delegation=offered, by=city.actor("student"), at=at)
        sign_in(party.browser, "student")
        act_for_company(party.browser)

        page = party.begin()

        assert page.status_code == 403
        assert "请先换回本人" in page.content.decode()
        assert "同意并进入" not in page.content.decode()
        assert said_in(party.begin(prompt="none"))["error"] == "interaction_required"


def test_staff_are_not_let_through_a_citizens_system(party: Party) -> None:
    enter_as_staff(party.browser, "acceptor")

    answer = party.begin()

    assert answer.status_code == 403
    assert "工作人员账号不能用来登录" in answer.content.decode()
    assert said_in(party.begin(prompt="none"))["error"] == "login_required"


class TestPrompt:
    def test_none_asks_nothing_and_says_what_is_missing(self, party: Party) -> None:
        assert said_in(party.begin(prompt="none"))["error"] == "login_required"
        sign_in(party.browser, "citizen")
        assert said_in(party.begin(prompt="none"))["error"] == "consent_required"
        party.decide(party.begin())
        assert said_in(party.begin(prompt="none"))["code"]

    def test_login_wants_a_fresh_sign_in(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        party.decide(party.begin())

        page = party.begin(prompt="login")
        signed_out = submit(party.browser, page)
        back = signed_out.headers["Location"]

        assert "请重新登录" in page.content.decode()
        assert back.startswith("/signin/?next=/oidc/authorize/")
        assert "prompt" not in back
        assert "max_age%3D60" in back
        assert "_auth_user_id" not in party.browser.session

    def test_consent_asks_again(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        party.decide(party.begin())

        assert "同意并进入" in party.begin(prompt="consent").content.decode()

    @pytest.mark.parametrize(("age", "fresh"), [("3600", True), ("600", False), ("0", False)])
    def test_max_age_is_held(self, party: Party, age: str, fresh: bool) -> None:  # noqa: FBT001 -- a table
        sign_in(party.browser, "citizen")
        party.decide(party.begin())
        session = party.browser.session
        session[SIGNED_IN] |= {"at": (timezone.now() - timedelta(minutes=20)).isoformat()}
        session.save()

        answer = party.begin(max_age=age, prompt="none")

        assert said_in(answer).get("error", "") == ("" if fresh else "login_required")

    def test_the_statement_says_when_the_person_signed_in(self, party: Party) -> None:
        before = int(timezone.now().timestamp())
        sign_in(party.browser, "citizen")

        said = claims(party.tokens())

        assert before <= int(str(said["auth_time"])) <= int(str(said["iat"]))


class TestDiscovery:
    def test_it_names_every_endpoint_by_the_issuer(self, party: Party) -> None:
        told = party.browser.get("/.well-known/openid-configuration").json()

        assert told["issuer"] == "http://localhost"
        assert all(told[name].startswith("http://localhost/oidc/") for name in told if name.endswith("_endpoint"))
        assert told["code_challenge_methods_supported"] == ["S256"]

    def test_the_issuer_is_what_the_settings_say(self, party: Party, settings: Settings) -> None:
        settings.PORTAL_ADDRESS = "https://zwfw.example.cn"

        assert party.browser.get("/.well-known/openid-configuration").json()["issuer"] == "https://zwfw.example.cn"

    def test_the_keys_are_public_only(self, party: Party) -> None:
        [key] = party.browser.get("/oidc/jwks/").json()["keys"]

        assert "d" not in key


class TestSigningOut:
    def test_at_the_portal_ends_the_systems_too(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        token = party.tokens()["access_token"]
        assert party.who_came(token).status_code == 200

        submit_header_form(party.browser, "/signout/")

        assert party.who_came(token).status_code == 401

    def test_a_system_that_shows_the_statement_signs_out_at_once_and_is_gone_back_to(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        told = party.tokens()

        answer = leave(
            party, id_token_hint=told["id_token"], post_logout_redirect_uri="https://gjj.example.cn/", state="s"
        )

        assert answer.headers["Location"] == "https://gjj.example.cn/?state=s"
        assert "_auth_user_id" not in party.browser.session
        assert party.who_came(told["access_token"]).status_code == 401

    def test_without_a_statement_the_person_is_asked(self, party: Party) -> None:
        sign_in(party.browser, "citizen")

        page = leave(party)

        assert "要退出登录吗" in page.content.decode()
        assert "_auth_user_id" in party.browser.session
        assert submit(party.browser, page).headers["Location"] == "/"
        assert "_auth_user_id" not in party.browser.session

    def test_another_browser_s_statement_does_not_sign_anybody_out(self, party: Party) -> None:
        other = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
        sign_in(other, "elder")
        told = Party(other, party.row, party.secret).tokens()
        sign_in(party.browser, "citizen")

        answer = leave(party, id_token_hint=told["id_token"])

        assert answer.status_code == 200
        assert "_auth_user_id" in party.browser.session

    @pytest.mark.parametrize("where", ["https://evil.example/", BACK, "https://gjj.example.cn/x", "//evil.example"])
    def test_it_leads_only_where_the_system_registered(self, party: Party, where: str) -> None:
        sign_in(party.browser, "citizen")
        told = party.tokens()

        answer = leave(party, id_token_hint=told["id_token"], post_logout_redirect_uri=where)

        assert answer.headers["Location"] == "/"

    def test_a_statement_of_somebody_else_s_making_leads_nowhere(self, party: Party) -> None:
        answer = leave(party, id_token_hint="a.b.c", post_logout_redirect_uri="https://gjj.example.cn/")

        assert answer.status_code == 400


def leave(party: Party, **said: str):  # noqa: ANN201 - the test client's own answer
    return party.browser.get("/oidc/logout/", said)


def submit_header_form(browser: Client, action: str) -> None:
    page = browser.get("/about/").content.decode()
    token = page[page.index(f'action="{action}"') :].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post(action, {"csrfmiddlewaretoken": token}).status_code == 302


def act_for_company(browser: Client) -> None:
    page = browser.get("/about/")
    company = page.context["page"].parties[1]
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    browser.post("/acting-for/", {"party": str(company.id), "csrfmiddlewaretoken": token})


def test_registration_is_not_open(party: Party) -> None:
    assert REGISTRATION.name == party.row.name
    assert party.browser.post("/oidc/register/").status_code in {403, 404}
