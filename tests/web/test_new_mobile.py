"""更换手机号, page by page and without a script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.signing_in import sign_in
from tongban.identity import api as identity
from tongban.identity.models import Session

pytestmark = pytest.mark.usefixtures("cast")
PATH, OLD, NEW = "/my/profile/mobile/", "19900000001", "19900000088"


def words(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def code_sent(client: Client) -> str:
    found = re.search(r"更换手机号的验证码(\d{6})", words(client.get("/sample/outbox/")))
    assert found
    return found[1]


def test_is_found_on_the_profile_and_changes_it(client: Client) -> None:
    sign_in(client, "citizen")
    assert f'href="{PATH}"' in words(client.get("/my/profile/"))

    sent = client.post(PATH, {"mobile": NEW, "do": "code"})
    page = words(client.get(PATH))
    done = client.post(PATH, {"code": code_sent(client)})

    assert sent.headers["Location"] == PATH
    assert "199****0088" in page
    assert NEW not in page
    assert done.headers["Location"] == "/my/profile/"
    profile = words(client.get("/my/profile/"))
    assert ("手机号已经更换" in profile, "199****0088" in profile) == (True, True)
    assert "您的手机号已经更换" in words(client.get("/my/messages/"))


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"mobile": "123", "do": "code"}, "手机号"),
        ({"mobile": OLD, "do": "code"}, "这就是现在登记的手机号"),
        ({"code": "000000"}, "验证码不对"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(client: Client, posted: dict[str, str], sentence: str) -> None:
    sign_in(client, "citizen")

    answer = client.post(PATH, posted)

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_who_signed_in_long_ago_confirms_first_and_comes_back(client: Client) -> None:
    sign_in(client, "citizen")
    Session.objects.update(begun_at=timezone.now() - timedelta(hours=1))

    for answer in (client.get(PATH), client.post(PATH, {"mobile": NEW, "do": "code"})):
        assert answer.headers["Location"] == f"/my/confirm/?next={PATH.replace('/', '%2F')}"
    done = client.post("/my/confirm/", {"password": "tongban-sample", "next": PATH})

    assert done.headers["Location"] == PATH
    assert client.get(PATH).status_code == 200


def test_staff_and_visitors_have_no_such_page(client: Client) -> None:
    assert client.get(PATH).status_code == 302
    client.force_login(
        identity.User.objects.get(username="acceptor"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(PATH).status_code == 403


def test_speaks_english(client: Client) -> None:
    sign_in(client, "citizen")
    client.cookies["django_language"] = "en"

    assert "Change mobile number" in words(client.get(PATH))
