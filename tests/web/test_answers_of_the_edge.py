from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tongban.kernel.actors import VISITOR
from tongban.kernel.errors import Broken, NotAllowed, NotFound, Refused, Unavailable, WrongState
from tongban.web import errors, middleware

PUBLIC = [
    "/",
    "/items/",
    "/places/",
    "/search/",
    "/search/?q=食品",
    "/signin/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/design/",
]
STATUS = [(NotAllowed, 403), (NotFound, 404), (WrongState, 409), (Broken, 422), (Unavailable, 503), (Refused, 422)]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_opens_before_anything_is_loaded(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, "/nowhere/"])
def test_every_page_carries_the_strict_policy(client: Client, path: str) -> None:
    headers = client.get(path).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_holds_a_script_or_style_of_its_own(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")


def test_a_stricter_policy_of_a_view_is_left_alone() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'; sandbox"})

    answer = middleware.security_headers(view)(RequestFactory().get("/"))

    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
def test_the_browsers_own_language_is_no_choice(client: Client) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.LANGUAGE_CODE)

    request = RequestFactory().get("/", headers={"Accept-Language": "en"})

    assert middleware.language(view)(request).content == b"zh-hans"
    assert client.get("/about/").headers["Content-Language"]


@pytest.mark.django_db
@pytest.mark.parametrize(("refusal", "status"), STATUS)
def test_a_refusal_becomes_a_page_with_its_sentence(refusal: type[Refused], status: int) -> None:
    request = _visitor()

    answer = middleware.Refusals(_nothing()).process_exception(request, refusal("这件事现在办不了"))

    assert answer is not None
    assert answer.status_code == status
    assert "这件事现在办不了" in answer.content.decode()
    assert "没有任何内容因此丢失" in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_names_what_is_still_open() -> None:
    refusal = WrongState("已经受理", open_verbs=("WITHDRAW",))

    page = errors.refused_page(_visitor(), refusal).content.decode()

    assert "撤回申请" in page
    assert "WITHDRAW" not in page


def test_an_error_of_the_programme_is_not_called_a_refusal() -> None:
    assert middleware.Refusals(_nothing()).process_exception(_visitor(), ValueError()) is None


def test_the_page_for_our_own_failure_needs_no_database_and_says_what_to_do() -> None:
    answer = errors.failed(RequestFactory().get("/"))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "不是您的操作造成的" in page
    assert "12345" in page


@pytest.mark.django_db
def test_an_unknown_address_offers_search_and_the_way_home(client: Client) -> None:
    answer = client.get("/nowhere/")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'href="/search/"' in page
    assert 'href="/"' in page


@pytest.mark.django_db
def test_a_form_left_open_too_long_is_told_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/signin/", {"username": "a", "password": "b"})

    assert answer.status_code == 403
    assert "页面停留太久" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_without_an_address_of_ours_is_forbidden_in_words() -> None:
    answer = errors.forbidden(_visitor(), PermissionError())

    assert answer.status_code == 403
    assert "没有查看这个页面的权限" in answer.content.decode()


def _visitor() -> HttpRequest:
    request = RequestFactory().get("/my/")
    request.actor = VISITOR  # type: ignore[attr-defined]
    return request


def _nothing() -> Callable[[HttpRequest], HttpResponse]:
    return lambda _request: HttpResponse()
