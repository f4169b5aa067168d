from __future__ import annotations

import html
import json
import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.authenticator import Authenticator
from tests.signing_in import PASSWORD, sign_in, unused_code
from tongban.identity import api as identity
from tongban.identity.models import Account, Party, Session
from tongban.identity.rules import totp
from tongban.kernel.actors import SYSTEM, Role
from tongban.messages import api as messages

pytestmark = pytest.mark.usefixtures("cast")
MOBILE = "19900000001"
NEW = "Lake-heron-7731"
BY_NAME = {"headers": {"Host": "localhost"}}


def code_of(client: Client, mobile: str = MOBILE, path: str = "/signin/code/") -> str:
    """Ask for a code and read it off the page of the sample's texts."""
    client.post(path, {"mobile": mobile})
    page = client.get("/sample/outbox/").content.decode()
    found = re.search(r"验证码(\d{6})", page)
    assert found
    return found[1]


def options_of(page: str) -> dict[str, object]:
    found = re.search(r'data-options="([^"]*)"', page)
    assert found
    return json.loads(html.unescape(found[1]))  # type: ignore[no-any-return]


class TestTabs:
    def test_are_links_and_one_is_open(self, client: Client) -> None:
        page = client.get("/signin/?by=sms&next=/my/").content.decode()

        assert '?by=sms&amp;next=/my/" aria-current="page">短信验证码' in page
        assert '?by=passkey&amp;next=/my/">通行密钥' in page

    @pytest.mark.parametrize("by", ["", "nonsense", "password"])
    def test_open_the_password_unless_another_is_asked_for(self, client: Client, by: str) -> None:
        assert 'id="id_password"' in client.get(f"/signin/?by={by}").content.decode()

    def test_begin_with_the_text_and_large_keys_in_large_letters(self, client: Client) -> None:
        client.cookies["tb_elder"] = "1"

        page = client.get("/signin/").content.decode()

        assert page.index(">短信验证码<") < page.index(">密码<")
        assert page.count("data-key=") == 12
        assert 'id="id_mobile"' in page

    @pytest.mark.parametrize("by", ["password", "sms", "passkey"])
    def test_lead_all_to_registering_and_to_a_forgotten_password(self, client: Client, by: str) -> None:
        page = client.get(f"/signin/?by={by}").content.decode()

        assert 'href="/signup/"' in page
        assert 'href="/signin/forgotten/"' in page

    def test_of_passkeys_lists_nobody_of_the_sample_whose_passkey_there_is_not(self, client: Client) -> None:
        listed = {by: "cast-title" in client.get(f"/signin/?by={by}").content.decode() for by in ("sms", "passkey")}

        assert listed == {"sms": True, "passkey": False}

    def test_in_large_letters_leave_out_what_pushes_the_keys_below_the_screen(self, client: Client) -> None:
        ordinary = client.get("/signin/").content.decode()
        client.cookies["tb_elder"] = "1"

        large = client.get("/signin/").content.decode()

        for words in ('role="search"', "查指南、找大厅不需要登录"):
            assert words in ordinary
            assert words not in large

    def test_say_kindly_where_no_text_can_be_sent(self, client: Client, settings: Settings) -> None:
        settings.SAMPLE_MODE = False

        assert "短信服务还没有接通" in client.get("/signin/?by=sms").content.decode()

    def test_say_kindly_that_no_passkey_works_under_an_address(self, client: Client) -> None:
        page = client.get("/signin/?by=passkey", headers={"Host": "127.0.0.1"}).content.decode()

        assert "IP 地址" in page
        assert 'href="http://localhost/signin/?by=passkey"' in page

    def test_fill_in_the_name_of_one_of_the_cast(self, client: Client) -> None:
        assert 'value="elder"' in client.get("/signin/?username=elder").content.decode()


class TestTexts:
    def test_let_in_and_lead_on(self, client: Client) -> None:
        answer = client.post("/signin/sms/", {"code": code_of(client), "next": "/my/messages/"})

        assert answer.headers["Location"] == "/my/messages/"
        assert "短信验证码" in client.get("/my/devices/").content.decode()

    def test_ask_who_where_a_family_shares_a_telephone(self, client: Client) -> None:
        elder = Account.objects.get(user__username="elder").party
        Party.objects.filter(pk=elder.pk).update(
            mobile_digest=Account.objects.get(user__username="citizen").party.mobile_digest
        )

        answer = client.post("/signin/sms/", {"code": code_of(client), "next": "/my/"}, follow=True)
        chosen = client.post("/signin/who/", {"who": str(elder.account.user_id)})

        assert "您是哪一位" in answer.content.decode()
        assert chosen.headers["Location"] == "/my/"
        assert client.get("/about/").wsgi_request.actor.party == elder.pk  # type: ignore[attr-defined]

    def test_show_the_number_masked(self, client: Client) -> None:
        code_of(client)

        page = client.get("/signin/?by=sms").content.decode()
        assert "199****0001" in page.split("样例人物")[0]

    def test_of_the_sample_are_on_no_page_in_earnest(self, client: Client, settings: Settings) -> None:
        settings.SAMPLE_MODE = False

        assert client.get("/sample/outbox/").status_code == 404

    def test_are_asked_for_again_without_typing_the_number_again(self, client: Client) -> None:
        code_of(client)

        answer = client.post("/signin/code/", {})

        assert "60秒后再试" in answer.content.decode()


class TestForgotten:
    def test_password_is_set_anew_by_text(self, client: Client) -> None:
        other = Client()
        sign_in(other, "citizen")

        client.post("/signin/forgotten/code/", {"code": code_of(client, path="/signin/forgotten/")})
        answer = client.post("/signin/forgotten/password/", {"new": NEW, "again": NEW}, follow=True)

        assert "新密码已经设好" in answer.content.decode()
        assert client.post("/signin/", {"username": "citizen", "password": NEW}).status_code == 302
        assert other.get("/my/").status_code == 302

    def test_password_too_weak_is_asked_for_again(self, client: Client) -> None:
        client.post("/signin/forgotten/code/", {"code": code_of(client, path="/signin/forgotten/")})

        answer = client.post("/signin/forgotten/password/", {"new": "short", "again": "short"})

        assert (answer.status_code, "至少要有10个字符" in answer.content.decode()) == (422, True)

    def test_password_is_not_set_without_a_code(self, client: Client) -> None:
        for path in ("/signin/forgotten/code/", "/signin/forgotten/password/"):
            assert client.post(path, {"new": NEW, "again": NEW}).headers["Location"] == "/signin/forgotten/"


class TestPasskey:
    def test_is_added_and_then_opens_the_account(self, client: Client) -> None:
        device = Authenticator()
        sign_in(client, "acceptor")
        self.add(client, device)
        visitor = Client(headers={"Host": "localhost"})
        asked = options_of(visitor.get("/signin/?by=passkey").content.decode())

        answer = visitor.post("/signin/passkey/", {"credential": device.get(asked, "http://localhost")})

        assert answer.headers["Location"] == "/desk/"
        assert "通行密钥" in visitor.get("/my/devices/").content.decode()

    def add(self, client: Client, device: Authenticator) -> None:
        page = client.get("/my/security/passkey/", headers={"Host": "localhost"}).content.decode()
        made = device.create(options_of(page), "http://localhost")
        answer = client.post(
            "/my/security/passkey/", {"password": PASSWORD, "credential": made}, headers={"Host": "localhost"}
        )
        assert answer.headers["Location"] == "/my/security/"

    def test_question_serves_once(self, client: Client) -> None:
        device = Authenticator()
        sign_in(client, "citizen")
        self.add(client, device)
        visitor = Client(headers={"Host": "localhost"})
        asked = options_of(visitor.get("/signin/?by=passkey").content.decode())
        answer = device.get(asked, "http://localhost")
        visitor.post("/signin/passkey/", {"credential": answer})
        visitor.post("/signout/")

        again = visitor.post("/signin/passkey/", {"credential": answer})

        assert (again.status_code, "没有通过通行密钥的验证" in again.content.decode()) == (422, True)

    def test_is_removed_by_its_holder(self, client: Client) -> None:
        sign_in(client, "citizen")
        self.add(client, Authenticator())
        key = identity.factors_of(identity.User.objects.get(username="citizen")).passkeys[0]

        path = f"/my/security/passkey/{key.id}/remove/"
        assert f'href="{path}"' in client.get("/my/security/").content.decode()
        assert 'type="password"' in client.get(path).content.decode()
        client.post(path, {"password": PASSWORD})

        assert identity.factors_of(identity.User.objects.get(username="citizen")).passkeys == ()

    def test_is_not_removed_by_who_sits_at_an_open_page(self, client: Client) -> None:
        sign_in(client, "citizen")
        self.add(client, Authenticator())
        key = identity.factors_of(identity.User.objects.get(username="citizen")).passkeys[0]

        for word in ("", "guess"):
            answer = client.post(f"/my/security/passkey/{key.id}/remove/", {"password": word})
            assert (answer.status_code, "现在的密码不对" in answer.content.decode()) == (422, True)

        assert identity.factors_of(identity.User.objects.get(username="citizen")).passkeys == (key,)

    def test_without_a_password_is_removed_by_who_signed_in_lately_only(self, client: Client) -> None:
        sign_in(client, "citizen")
        self.add(client, Authenticator())
        user = identity.User.objects.get(username="citizen")
        user.set_unusable_password()
        user.save(update_fields=["password"])
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        key = identity.factors_of(user).passkeys[0]
        path = f"/my/security/passkey/{key.id}/remove/"
        Session.objects.update(begun_at=timezone.now() - timedelta(hours=1))

        stale = client.post(path)
        Session.objects.update(begun_at=F("seen_at"))
        asked = client.get(path)
        done = client.post(path)

        assert stale.headers["Location"].startswith("/my/confirm/?next=")
        assert 'type="password"' not in asked.content.decode()
        assert done.headers["Location"] == "/my/security/"
        assert identity.factors_of(user).passkeys == ()

    def test_of_somebody_else_is_not_found(self, client: Client) -> None:
        sign_in(client, "citizen")
        self.add(client, Authenticator())
        key = identity.factors_of(identity.User.objects.get(username="citizen")).passkeys[0]
        other = Client()
        sign_in(other, "owner")

        for answer in (
            other.get(f"/my/security/passkey/{key.id}/remove/"),
            other.post(f"/my/security/passkey/{key.id}/remove/", {"password": PASSWORD}),
        ):
            assert answer.status_code == 404


class TestInvitation:
    def test_leads_to_a_password_an_authenticator_and_the_desk(self, client: Client) -> None:
        by = identity.actor_of(identity.User.objects.get(username="operator"), at=timezone.now())
        made = identity.open_staff_account(
            username="new",
            name="测试新人",
            number="T9001",
            department="ZD320213ADM",
            document_number="320200198501019028",
            by=by,
            at=timezone.now(),
        )

        assert made.code in client.get(f"/signin/invitation/?code={made.code}").content.decode()
        answer = client.post("/signin/invitation/", {"code": made.code}, follow=True)
        code = totp.code_of(totp.read(answer.context["secret"]), totp.step_of(timezone.now()))
        done = client.post("/signin/invitation/enrol/", {"new": NEW, "again": NEW, "code": code})

        assert len(done.context["codes"]) == 10
        assert client.get("/desk/").status_code == 200
        assert client.get("/signin/invitation/enrol/").headers["Location"] == "/signin/invitation/"

    def test_picture_holds_no_script_and_no_style(self, client: Client) -> None:
        sign_in(client, "acceptor")

        page = client.get("/my/security/authenticator/").content.decode()

        assert "<svg" in page
        assert " style=" not in page
        assert page.count("<script") == page.count("<script src=")

    def test_authenticator_is_changed_by_its_holder(self, client: Client) -> None:
        sign_in(client, "acceptor")
        secret = client.get("/my/security/authenticator/").context["secret"]
        code = totp.code_of(totp.read(secret), totp.step_of(timezone.now()))

        done = client.post("/my/security/authenticator/", {"password": PASSWORD, "code": code})

        assert len(done.context["codes"]) == 10
        assert client.get("/desk/").status_code == 200


class TestRecovery:
    def test_goes_through_two_desks_to_a_code_shown_once(self, client: Client) -> None:
        security, operator = Client(), Client()
        sign_in(security, "security")
        sign_in(operator, "operator")

        security.post("/desk/recovery/open/", {"username": "acceptor", "checked": "IN_PERSON"})
        (row,) = operator.get("/desk/recovery/").context["rows"]
        address = f"/desk/recovery/{row.id}/"
        assert "不能恢复" in operator.get(address).content.decode()
        assert operator.post(address, {"verdict": "confirm"}).status_code == 422
        shown = operator.post(address, {"verdict": "confirm", "reason": "ASKED_OPENER"}).context["made"].code

        assert client.post("/signin/invitation/", {"code": shown}).headers["Location"] == "/signin/invitation/enrol/"
        assert shown not in operator.get("/desk/recovery/").content.decode()

    def test_is_refused_to_one_person_alone_and_to_all_others(self, client: Client) -> None:
        sign_in(client, "security")
        client.post("/desk/recovery/open/", {"username": "acceptor", "checked": "IN_PERSON"})
        row = client.get("/desk/recovery/").context["rows"][0]

        alone = client.post(f"/desk/recovery/{row.id}/", {"verdict": "confirm"})
        clerk = Client()
        sign_in(clerk, "examiner")

        assert alone.status_code == 403
        assert clerk.get("/desk/recovery/").status_code == 403

    def test_faults_stand_beside_their_fields(self, client: Client) -> None:
        sign_in(client, "security")

        page = client.post("/desk/recovery/open/", {"username": "nobody", "checked": "IN_PERSON"}).content.decode()

        assert 'id="id_username-error"' in page


def test_staff_without_a_factor_are_told_whom_to_ask(client: Client) -> None:
    user = identity.open_account(
        username="bare", password=NEW, display_name="测试", by=SYSTEM, at=timezone.now() - timedelta(days=1)
    )
    identity.appoint(user=user, role=Role.ACCEPTOR, department="*", region="*", by=SYSTEM, at=timezone.now())

    client.post("/signin/", {"username": "bare", "password": NEW})
    page = client.post("/signin/factor/", {"code": "123456"}).content.decode()

    assert "联系安全管理员办理找回" in page


def test_the_second_page_shows_the_sample_code_and_it_works(client: Client) -> None:
    unused_code("acceptor")
    page = client.post("/signin/", {"username": "acceptor", "password": PASSWORD}, follow=True)
    found = re.search(r"data-sample-code>(\d{6})<", page.content.decode())

    assert found
    assert client.post("/signin/factor/", {"code": found[1]}).headers["Location"] == "/desk/"
    assert messages.outbox() == []
