from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from tests.city import City
from tests.connectors.browser import browser
from tongban.identity import api as identity
from tongban.identity.models import Account, Party
from tongban.messages import api as messages

WORD = "ordinary-Lantern-42"
NEW = {"name": "测试新来", "number": "320200199511059095", "mobile": "19900000099", "password": WORD}
ELSE = "19900000098"
pytestmark = pytest.mark.usefixtures("wired")


def post(client: Client, **said: str):  # noqa: ANN201 - the test client's own answer
    return client.post("/signup/", NEW | said)


def code_sent() -> str:
    found = re.search(r"验证码(\d{6})", messages.outbox(1)[0].words)
    assert found
    return found[1]


def sign_up(client: Client, **said: str):  # noqa: ANN201 - the same
    assert post(client, do="code", **said).status_code == 200
    return post(client, do="open", code=code_sent(), **said)


def signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def accounts() -> int:
    return Account.objects.count()


def test_a_person_whose_telephone_and_identity_agree_gets_an_account() -> None:
    client, before = browser(), accounts()

    answer = sign_up(client)

    assert answer.headers["Location"] == "/my/"
    assert accounts() == before + 1
    party = Party.objects.get(name="测试新来")
    assert (party.real_name_level, party.proven_by) == ("BASIC", "REALNAME")
    username = Account.objects.get(party=party).user.username
    assert username in client.get("/my/").content.decode()
    again = browser().post("/signin/", {"username": username, "password": WORD})
    assert again.status_code == 302


def test_a_second_code_within_the_minute_is_refused_beside_the_telephone() -> None:
    post(browser(), do="code")

    answer = post(browser(), do="code")

    assert answer.status_code == 422
    assert answer.context["faults"] == {"mobile": "验证码刚刚发送过，请60秒后再试。"}


def test_a_weak_password_and_a_wrong_code_are_told_together_and_a_right_code_stays_good() -> None:
    client = browser()
    assert post(client, do="code").status_code == 200
    code = code_sent()
    wrong = f"{(int(code) + 1) % 10**6:06}"

    both = post(client, do="open", code=wrong, password="short").content.decode()
    weak = post(client, do="open", code=code, password="short").content.decode()

    assert [f'id="id_{name}-error"' in both for name in ("password", "code")] == [True, True]
    assert [f'id="id_{name}-error"' in weak for name in ("password", "code")] == [True, False]
    assert (f'value="{code}"' in weak, f'value="{wrong}"' in both) == (True, False)
    assert post(client, do="open", code=code).headers["Location"] == "/my/"


def test_somebody_registered_at_a_counter_takes_their_record_over(wired: City) -> None:
    known = {"document_type": "RESIDENT_ID", "name": NEW["name"], "number": NEW["number"], "mobile": ""}
    party = identity.register_walk_in(**known, by=wired.actor("receiver"), at=timezone.now())

    sign_up(browser())

    account = Account.objects.get(party_id=party)
    held = Party.objects.get(pk=party)
    assert account.user.has_usable_password()
    assert held.mobile_tail == "0099"
    assert held.real_name_level == "FACE_TO_FACE"


@pytest.mark.parametrize(
    "lie",
    [
        {"name": "张三"},
        {"number": "320200198804169015"},
        {"name": "测试甲", "number": "320200198804169015"},
        {"name": "测试乙", "number": "320200198804169015", "mobile": "19900000001"},
    ],
)
def test_what_does_not_agree_is_refused_alike_for_known_and_unknown(lie: dict[str, str]) -> None:
    client, before = browser(), accounts()

    answer = sign_up(client, **lie)

    assert answer.status_code == 422
    assert "没有通过实名核验" in answer.content.decode()
    assert "已经有通办账号" not in answer.content.decode()
    assert accounts() == before
    assert not signed_in(client)


def test_who_has_an_account_is_told_so_only_after_proving_who_they_are() -> None:
    citizen = {"name": "测试甲", "number": "320200198804169015", "mobile": "19900000001"}
    client = browser()
    before = post(client, do="open", code="000000", **citizen).content.decode()

    answer = sign_up(client, **citizen)

    assert "已经有通办账号" not in before
    assert "已经有通办账号" in answer.content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize("mobile", ["19900000001", ELSE])
def test_a_code_is_sent_with_the_same_words_to_every_number(mobile: str) -> None:
    answer = post(browser(), do="code", mobile=mobile)

    assert answer.status_code == 200
    assert "验证码已经发出" in answer.content.decode()
    assert "没有登记" not in messages.outbox(1)[0].words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("number", "320200199511059096"),
        ("mobile", "123"),
        ("password", "short"),
        ("code", "000000"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(field: str, value: str) -> None:
    client = browser()
    post(client, do="code")

    answer = post(client, do="open", **{"code": code_sent(), field: value})

    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert WORD not in answer.content.decode()


@pytest.mark.parametrize(("field", "value"), [("number", "320200199511059096"), ("name", "")])
def test_what_cannot_be_right_is_said_before_a_text_is_sent(field: str, value: str) -> None:
    before = len(messages.outbox())

    answer = post(browser(), do="code", **{field: value})

    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert len(messages.outbox()) == before


def test_what_is_asked_of_a_password_and_whom_the_sample_accepts_are_said_beforehand() -> None:
    page = browser().get("/signup/").content.decode()

    assert "至少10个字符" in page
    (new,) = identity.newcomers()
    assert all(one in page for one in (new.name, new.number, new.mobile))
    assert (new.name, new.number, new.mobile) == (NEW["name"], NEW["number"], NEW["mobile"])


def test_a_code_of_another_browser_or_for_signing_in_opens_nothing() -> None:
    post(browser(), do="code")

    assert post(browser(), do="open", code=code_sent()).status_code == 422


def test_without_a_check_nobody_registers_online() -> None:
    providers = identity.providers()
    identity.use(providers=providers)
    client = browser()
    post(client, do="code")

    answer = post(client, do="open", code=code_sent())

    assert "综合窗口" in answer.content.decode()
    assert not signed_in(client)


def test_a_form_of_another_site_opens_nothing() -> None:
    client = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8000")

    assert post(client, do="open", code="000000").status_code == 403


def test_a_telephone_with_which_many_persons_were_tried_is_asked_about_no_more() -> None:
    for _ in range(identity.policy().throttles[identity.Throttled.SIGN_UP_CHECK].most):
        identity.throttle(identity.Throttled.SIGN_UP_CHECK, NEW["mobile"], timezone.now())
    before = accounts()

    answer = sign_up(browser())

    assert answer.status_code == 422
    assert "这个手机号今天核验身份的次数已经很多" in answer.content.decode()
    assert accounts() == before


def test_a_number_that_cannot_be_right_is_told_before_a_text_is_sent() -> None:
    client = browser()

    answer = client.post("/signup/", NEW | {"number": NEW["number"][:-1] + "0", "do": "code"})

    assert answer.status_code == 422
    assert "身份证号码最后一位不对" in answer.content.decode()
    assert "分钟内有效" not in client.get("/signup/").content.decode()


def test_what_is_asked_of_the_password_is_said_beforehand() -> None:
    assert "至少10个字符，混用大小写字母" in browser().get("/signup/").content.decode()
