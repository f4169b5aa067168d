from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.signing_in import PASSWORD, sign_in
from tongban.kernel.actors import ActorKind
from tongban.web.middleware import ACTING_FOR

pytestmark = pytest.mark.usefixtures("cast")


def test_the_right_password_leads_where_the_person_was_going(client: Client) -> None:
    assert sign_in(client, "citizen", next="/my/messages/") == "/my/messages/"


@pytest.mark.parametrize(
    ("username", "page"),
    [
        ("acceptor", "/desk/"),
        ("handout", "/desk/"),
        ("receiver", "/counter/"),
        ("supervisor", "/desk/clocks/"),
        ("auditor", "/desk/audit/"),
        ("operator", "/status/"),
        ("security", "/desk/recovery/"),
        ("data-manager", "/desk/data/"),
        ("item-manager", "/desk/items/"),
        ("citizen", "/"),
    ],
)
def test_who_was_going_nowhere_is_led_to_where_their_work_begins(client: Client, username: str, page: str) -> None:
    first = sign_in(client, username)

    assert first == page
    assert client.get(first).status_code == 200


@pytest.mark.parametrize("username", ["operator", "security", "auditor", "data-manager", "item-manager"])
def test_who_handles_no_cases_is_shown_no_empty_inbox(client: Client, username: str) -> None:
    first = sign_in(client, username)

    answer = client.get("/desk/")

    assert (answer.status_code, answer.headers["Location"]) == (302, first)
    assert ">工作台</a>" not in client.get(first).text


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_out_of_the_house(client: Client, where: str) -> None:
    assert sign_in(client, "citizen", next=where) == "/"


@pytest.mark.parametrize("username", ["citizen", "nobody"])
def test_a_wrong_password_says_the_same_whether_or_not_the_name_exists(client: Client, username: str) -> None:
    answer = client.post("/signin/", {"username": username, "password": "wrong"})

    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.content.decode()
    assert "您已填写的内容都还在" not in answer.content.decode()
    assert "sessionid" not in answer.cookies


def test_an_empty_form_names_both_blanks_beside_their_fields(client: Client) -> None:
    answer = client.post("/signin/", {"username": " ", "password": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_username-error"' in page
    assert 'id="id_password-error"' in page
    assert 'href="#id_username"' in page


def test_what_was_typed_as_the_name_is_kept_and_the_password_never(client: Client) -> None:
    page = client.post("/signin/", {"username": "zhang<b>", "password": "secret-word"}).content.decode()

    assert 'value="zhang&lt;b&gt;"' in page
    assert "secret-word" not in page


def test_the_session_gets_a_new_name_when_somebody_signs_in(client: Client) -> None:
    sign_in(client, "citizen")
    first = client.cookies["sessionid"].value
    client.post("/signout/")

    sign_in(client, "citizen")

    assert client.cookies["sessionid"].value != first


def test_signing_out_needs_a_form_and_ends_the_session(client: Client) -> None:
    sign_in(client, "citizen")

    followed = client.get("/signout/")
    answered = client.post("/signout/")

    assert followed.status_code == 405
    assert answered.headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_somebody_signed_in_is_not_asked_again(client: Client) -> None:
    sign_in(client, "citizen")

    assert client.get("/signin/?next=/my/").headers["Location"] == "/my/"


def test_sample_people_are_shown_in_sample_mode_only(client: Client, settings: Settings) -> None:
    shown = client.get("/signin/").content.decode()
    settings.SAMPLE_MODE = False
    hidden = client.get("/signin/").content.decode()

    assert "测试受理员" in shown
    assert PASSWORD not in hidden


def test_a_page_of_a_signed_in_person_stays_in_no_cache(client: Client) -> None:
    before = client.get("/about/").headers["Cache-Control"]
    sign_in(client, "citizen")

    assert before == "private, no-cache"
    assert client.get("/about/").headers["Cache-Control"] == "no-store"


def test_staff_find_their_desk_in_the_navigation_and_citizens_do_not(client: Client) -> None:
    sign_in(client, "citizen")
    citizen = client.get("/about/").content.decode()
    client.post("/signout/")
    sign_in(client, "acceptor")
    staff = client.get("/about/").content.decode()

    assert 'href="/desk/"' not in citizen
    assert 'href="/desk/"' in staff


def test_a_representative_acts_for_the_organisation_they_choose(client: Client) -> None:
    sign_in(client, "owner")
    own, company = parties(client)

    client.post("/acting-for/", {"party": company, "next": "/about/"})

    actor = client.get("/about/").wsgi_request.actor  # type: ignore[attr-defined]
    assert str(actor.party) == company
    assert actor.kind == ActorKind.PERSON
    assert own != company


def test_nobody_acts_for_an_organisation_they_do_not_represent(client: Client) -> None:
    sign_in(client, "owner")
    company = parties(client)[1]
    client.post("/signout/")
    sign_in(client, "citizen")

    answer = client.post("/acting-for/", {"party": company})

    assert answer.status_code == 403
    assert ACTING_FOR not in client.session


def test_a_visitor_acts_for_nobody(client: Client) -> None:
    assert client.post("/acting-for/", {"party": "x"}).status_code == 403


def test_an_organisation_that_may_no_longer_be_represented_is_forgotten(client: Client) -> None:
    sign_in(client, "owner")
    session = client.session
    session[ACTING_FOR] = "00000000-0000-7000-8000-000000000000"
    session.save()

    answer = client.get("/about/")

    assert str(answer.wsgi_request.actor.party) == parties(client)[0]  # type: ignore[attr-defined]


def parties(client: Client) -> list[str]:
    page = client.get("/about/").context["page"]
    return [str(party.id) for party in page.parties]
