from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.city import City
from tests.identity.systems import REGISTRATION, SECURITY
from tests.web_oidc.party import Party, enter_as_staff, sign_in
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Role

SAID = {
    "name": "示例公积金系统",
    "department": "ZD320213HUC",
    "purpose": "办理公积金提取",
    "scopes": ["profile", "phone"],
    "ground": "CONSENT",
    "redirects": "https://gjj.example.cn/back\r\nhttps://gjj.example.cn/other",
}


@pytest.fixture
def desk(city: City) -> Client:
    """The desk of the security administrator."""
    at = timezone.now()
    user = identity.open_account(
        username="guard", password="tongban-sample", display_name="测试安全员", by=SYSTEM, at=at
    )
    identity.appoint(user=user, role=Role.SECURITY, department="*", region="*", by=SYSTEM, at=at)
    browser = Client()
    enter_as_staff(browser, "guard")
    assert city
    return browser


def test_a_system_is_registered_and_its_secret_shown_once(desk: Client) -> None:
    answer = desk.post("/desk/clients/register/", SAID)

    [row] = identity.clients(by=SECURITY)
    secret = re.search(r'<code class="tb-hash">([^<]+)</code>', answer.content.decode())
    assert secret
    assert identity.has_secret(row, secret[1])
    assert row.redirects == ["https://gjj.example.cn/back", "https://gjj.example.cn/other"]
    assert row.scopes == ["openid", "profile", "phone"]
    assert secret[1] not in desk.get(f"/desk/clients/{row.pk}/").content.decode()


def test_a_department_beyond_ones_own_is_refused_beside_its_field(city: City) -> None:
    browser = Client()
    enter_as_staff(browser, "security-liangxi")
    assert city

    offered = browser.get("/desk/clients/register/").content.decode()
    answer = browser.post("/desk/clients/register/", SAID)

    assert 'value="ZD320213ADM"' in offered
    assert 'value="ZD320213HUC"' not in offered
    assert answer.status_code == 422
    assert 'id="id_department-error"' in answer.content.decode()
    assert identity.clients(by=SECURITY) == []


def test_what_cannot_be_right_is_shown_beside_its_field_and_kept(desk: Client) -> None:
    answer = desk.post("/desk/clients/register/", SAID | {"redirects": "http://x.example/", "ground": "STATUTORY"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_redirects-error"' in page
    assert 'id="id_basis-error"' in page
    assert "http://x.example/" in page
    assert identity.clients(by=SECURITY) == []


def test_a_registration_is_changed(desk: Client) -> None:
    row, _ = identity.register_client(said=REGISTRATION, by=SECURITY, at=timezone.now())
    assert "核对申请人身份" in desk.get(f"/desk/clients/{row.pk}/change/").content.decode()

    answer = desk.post(f"/desk/clients/{row.pk}/change/", SAID | {"name": "新名称"})

    assert answer.headers["Location"] == f"/desk/clients/{row.pk}/"
    assert identity.client_for(row.pk, by=SECURITY).name == "新名称"


def test_a_system_is_stopped_and_let_in_again(desk: Client) -> None:
    row, _ = identity.register_client(said=REGISTRATION, by=SECURITY, at=timezone.now())

    desk.post(f"/desk/clients/{row.pk}/", {"verb": "suspend"})
    assert identity.client(row.code) is None
    assert "已停用" in desk.get("/desk/clients/").content.decode()

    desk.post(f"/desk/clients/{row.pk}/", {"verb": "resume"})
    assert identity.client(row.code) == row


def test_a_new_secret_is_shown_once(desk: Client) -> None:
    row, old = identity.register_client(said=REGISTRATION, by=SECURITY, at=timezone.now())

    page = desk.post(f"/desk/clients/{row.pk}/", {"verb": "renew"}).content.decode()

    row.refresh_from_db()
    assert not identity.has_secret(row, old)
    assert "只在这里显示一次" in page


@pytest.mark.parametrize("where", ["", "register/", "00000000-0000-7000-8000-000000000000/"])
@pytest.mark.parametrize("who", ["citizen", "operator", "auditor", "decider"])
def test_nobody_else_gets_there(city: City, who: str, where: str) -> None:
    browser = Client()
    enter_as_staff(browser, who)

    assert browser.get(f"/desk/clients/{where}").status_code == 403
    assert browser.post(f"/desk/clients/{where}", SAID).status_code in {403, 405}
    assert city


@pytest.mark.parametrize("verb", ["", "delete"])
def test_a_verb_that_is_none_is_not_found(desk: Client, verb: str) -> None:
    row, _ = identity.register_client(said=REGISTRATION, by=SECURITY, at=timezone.now())

    assert desk.post(f"/desk/clients/{row.pk}/", {"verb": verb}).status_code == 404


class TestLinks:
    def test_the_person_sees_what_was_given_and_ends_it(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        token = party.tokens()["access_token"]

        page = party.browser.get("/my/links/").content.decode()
        assert "示例公积金系统" in page
        assert "姓名、实名等级" in page
        press(party.browser, page, "end")

        assert party.who_came(token).status_code == 401
        assert "现在的登录" not in party.browser.get("/my/links/").content.decode()

    def test_consent_is_taken_back(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        token = party.tokens()["access_token"]

        press(party.browser, party.browser.get("/my/links/").content.decode(), "withdraw")

        assert party.who_came(token).status_code == 401
        assert "同意并进入" in party.begin().content.decode()
        assert "您还没有用通办的账号进入过其他系统" in party.browser.get("/my/links/").content.decode()

    def test_somebody_else_s_login_cannot_be_ended(self, party: Party) -> None:
        sign_in(party.browser, "citizen")
        token = party.tokens()["access_token"]
        page = party.browser.get("/my/links/").content.decode()
        stranger = Client()
        sign_in(stranger, "elder")

        subject = re.search(r'name="subject" value="([^"]+)"', page)
        assert subject
        answer = stranger.post("/my/links/", {"verb": "end", "subject": subject[1]})

        assert answer.status_code == 403
        assert party.who_came(token).status_code == 200

    @pytest.mark.parametrize("said", [{}, {"verb": "end", "subject": "x"}, {"verb": "x", "subject": "x"}])
    def test_what_is_no_verb_is_not_found(self, party: Party, said: dict[str, str]) -> None:
        browser = Client()
        sign_in(browser, "citizen")

        assert browser.post("/my/links/", said).status_code == 404
        assert party.row

    def test_staff_have_none(self, city: City) -> None:
        browser = Client()
        enter_as_staff(browser, "acceptor")

        assert browser.get("/my/links/").status_code == 403
        assert isinstance(city.at, datetime)


def press(browser: Client, page: str, verb: str) -> None:
    forms = re.findall(r'<form method="post">.*?</form>', page, re.DOTALL)
    [form] = [one for one in forms if f'value="{verb}"' in one]
    said = dict(re.findall(r'name="(csrfmiddlewaretoken|subject)" value="([^"]+)"', form))
    assert browser.post("/my/links/", said | {"verb": verb}).status_code == 302
