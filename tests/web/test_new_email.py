"""登记邮箱 and choosing by which way one is told, page by page and without a script."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.signing_in import sign_in
from tongban.messages import api as messages

pytestmark = pytest.mark.usefixtures("cast")
PATH, NEW = "/my/profile/email/", "zhang@example.com"


def words(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def code_sent(client: Client) -> str:
    messages.deliver(at=timezone.now())
    found = re.search(r"验证邮箱的验证码(\d{6})", words(client.get("/sample/outbox/")))
    assert found
    return found[1]


def test_is_found_on_the_profile_proven_chosen_and_taken_out(client: Client) -> None:
    sign_in(client, "citizen")
    assert f'href="{PATH}"' in words(client.get("/my/profile/"))
    assert f'href="{PATH}"' in words(client.get("/my/messages/"))

    sent = client.post(PATH, {"email": NEW, "do": "code"})
    page = words(client.get(PATH))
    done = client.post(PATH, {"code": code_sent(client)})

    assert (sent.headers["Location"], done.headers["Location"]) == (PATH, "/my/profile/")
    assert ("z****@example.com" in page, NEW in page) == (True, False)
    assert "z****@example.com" in words(client.get("/my/profile/"))
    client.post("/my/messages/texts/", {"EMAIL": "ALL"})
    assert 'id="EMAIL-all" name="EMAIL" value="ALL" checked' in words(client.get("/my/messages/"))
    assert 'id="TEXT-action" name="TEXT" value="ACTION" checked' in words(client.get("/my/messages/"))
    assert "邮箱已经取消" in words(client.post(PATH, {"do": "none"}, follow=True))


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [({"email": "nobody", "do": "code"}, "name@example.com"), ({"code": "000000"}, "验证码不对")],
)
def test_what_does_not_fit_is_said_beside_its_field(client: Client, posted: dict[str, str], sentence: str) -> None:
    sign_in(client, "citizen")

    answer = client.post(PATH, posted)

    assert answer.status_code == 422
    assert sentence in words(answer)
