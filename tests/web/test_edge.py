from __future__ import annotations

import runpy
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from pytest_django import Settings

from tongban.kernel.actors import VISITOR
from tongban.kernel.errors import NotAllowed, Refused
from tongban.ledger import api as ledger
from tongban.web import errors, middleware
from tongban.web.request import client_address

PROXY = "127.0.0.1"
CITIZEN = "203.0.113.7"
STRICT = "default-src 'none'"


@pytest.fixture
def dead_database(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 -- it dies when it is there
    """A database that answers nothing, whichever way it is asked, as when its server is gone."""

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed")

    with monkeypatch.context() as patch:
        patch.setattr(type(connections[DEFAULT_DB_ALIAS]), "ensure_connection", gone)
        yield


class TestAddress:
    @pytest.mark.parametrize(
        ("remote", "forwarded", "expected"),
        [
            (CITIZEN, None, CITIZEN),
            (PROXY, CITIZEN, CITIZEN),
            (PROXY, f"198.51.100.1, {CITIZEN}", CITIZEN),
            (PROXY, f"{CITIZEN}, 10.0.0.2, {PROXY}", CITIZEN),
            (PROXY, "2001:DB8::1", "2001:db8::1"),
            (PROXY, "unknown", ""),
            (PROXY, f"{CITIZEN}, nonsense", ""),
            (PROXY, None, ""),
            (PROXY, "", ""),
            ("10.0.0.9", CITIZEN, "10.0.0.9"),
        ],
    )
    def test_behind_a_trusted_proxy_is_the_last_hop_that_is_none(
        self, remote: str, forwarded: str | None, expected: str
    ) -> None:
        meta = {"REMOTE_ADDR": remote} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})

        assert client_address(meta, {PROXY, "10.0.0.2"}) == expected

    @pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"])
    @pytest.mark.parametrize(("remote", "expected"), [("127.0.0.1", ""), ("::1", ""), (CITIZEN, CITIZEN)])
    def test_behind_an_undeclared_proxy_on_this_machine_is_unknown(
        self, header: str, remote: str, expected: str
    ) -> None:
        assert client_address({"REMOTE_ADDR": remote, header: "198.51.100.1"}, ()) == expected

    @pytest.mark.parametrize("remote", ["", "unix:"])
    def test_of_nowhere_is_unknown(self, remote: str) -> None:
        assert client_address({"REMOTE_ADDR": remote}, ()) == ""

    @pytest.mark.usefixtures("cast")
    def test_one_guesser_behind_the_proxy_does_not_lock_out_the_city(self, client: Client, settings: Settings) -> None:
        settings.PROXIES = frozenset({PROXY})
        for number in range(201):
            guess = {"username": f"guess{number}", "password": "wrong"}
            refused = client.post("/signin/", guess, headers={"X-Forwarded-For": "198.51.100.1"})

        right = {"username": "citizen", "password": "tongban-sample"}
        admitted = client.post("/signin/", right, headers={"X-Forwarded-For": CITIZEN})

        assert "登录失败次数过多" in refused.content.decode()
        assert admitted.status_code == 302


class TestHeaders:
    @pytest.mark.usefixtures("dead_database")
    @pytest.mark.parametrize("path", ["/", "/my/", "/items/", "/api/v1/regions"])
    def test_are_there_without_a_database(self, client: Client, path: str) -> None:
        client.raise_request_exception = False
        client.cookies["sessionid"] = "a" * 32

        answer = client.get(path)

        assert answer.status_code in {500, 503}
        assert answer.headers["Content-Security-Policy"].startswith(STRICT)
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.usefixtures("dead_database")
    def test_do_not_turn_a_problem_of_the_api_into_a_page(self, client: Client) -> None:
        client.cookies["sessionid"] = "a" * 32

        answer = client.get("/api/v1/regions")

        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert answer.headers["Content-Type"] == "application/problem+json"

    @pytest.mark.django_db
    def test_are_on_static_files(self, settings: Settings, tmp_path: Path) -> None:
        settings.STATIC_ROOT = tmp_path
        (tmp_path / "some.css").write_text("p {}")

        answer = Client().get("/static/some.css")

        assert b"".join(answer.streaming_content) == b"p {}"  # type: ignore[attr-defined]
        assert answer.headers["Content-Security-Policy"].startswith(STRICT)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


class TestDeadDatabase:
    @pytest.mark.usefixtures("dead_database")
    @pytest.mark.parametrize("path", ["/", "/my/", "/places/", "/nowhere/"])
    def test_is_told_with_when_to_come_back(self, client: Client, path: str) -> None:
        client.raise_request_exception = False
        client.cookies["sessionid"] = "a" * 32

        answer = client.get(path)

        page = answer.content.decode()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert "暂时无法使用" in page
        assert "10.1.2.3" not in page

    @pytest.mark.usefixtures("dead_database")
    def test_is_told_when_it_dies_outside_of_any_view(self) -> None:
        try:
            connection.cursor()
        except OperationalError:
            answer = errors.failed(RequestFactory().get("/"))

        assert answer.status_code == 503

    def test_is_told_in_the_language_chosen(self, client: Client, request: pytest.FixtureRequest) -> None:
        request.getfixturevalue("dead_database")
        client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"

        assert '<html lang="en">' in client.get("/").content.decode()


@pytest.mark.django_db
class TestUnreadable:
    @pytest.mark.parametrize("path", ["/items/%00/", "/places/a%00b/", "/%00", "/items/%1f/"])
    def test_address_is_not_found(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("query", ["q=%00", "q=a%01b", "area=%7f", "%00=a", "q=%C2%85"])
    def test_value_in_an_address_is_refused_in_words(self, client: Client, query: str) -> None:
        answer = client.get(f"/search/?{query}")

        assert answer.status_code == 422
        assert "无法识别的字符" in answer.content.decode()

    @pytest.mark.parametrize("word", ["a\x00", "\x00", "a\x1bb"])
    @pytest.mark.parametrize("field", ["username", "password", "next"])
    def test_value_in_a_form_is_refused_in_words(self, client: Client, field: str, word: str) -> None:
        answer = client.post("/signin/", {"username": "a", "password": "b"} | {field: word})

        assert answer.status_code == 422
        assert "您填写的内容还在上一页" in answer.content.decode()

    def test_half_of_a_pair_is_refused(self, client: Client) -> None:
        body = b'--B\r\nContent-Disposition: form-data; name="username"\r\n\r\n+2AA-\r\n--B--\r\n'

        answer = client.generic("POST", "/signin/", body, "multipart/form-data; boundary=B; charset=utf-7")

        assert "无法识别的字符" in answer.content.decode()

    def test_cookie_is_passed_over(self, client: Client) -> None:
        client.cookies["sessionid"] = "a" * 32 + "\x00"

        assert client.get("/my/").status_code == 302

    def test_words_of_several_lines_are_read(self) -> None:
        request = RequestFactory().post("/", {"reason": "第一行\r\n\t第二行\n𠮷"})

        assert middleware.readable(_fine)(request).status_code == 200

    @pytest.mark.parametrize("path", ["items/%00", "places?q=%00", "regions/%00"])
    def test_words_for_the_api_are_refused_by_the_api(self, client: Client, path: str) -> None:
        answer = client.get(f"/api/v1/{path}")

        assert answer.status_code in {404, 422}
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["//[::1", "http://[", "//[", "/\\[::1"])
def test_an_address_that_is_none_leads_to_the_first_page(client: Client, where: str) -> None:
    answer = client.post("/prefs/", {"next": where, "elder": "1"})

    assert answer.headers["Location"] == "/"


class Overtaken:
    """A view that is overtaken by another step some times, and then done."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.read: list[bytes] = []

    def __call__(self, request: HttpRequest, number: str) -> HttpResponse:
        self.read.append(b"".join(file.read() for _, files in request.FILES.lists() for file in files))
        if self.refusals:
            raise self.refusals.pop(0)
        return HttpResponse(f"done {number}")

    def answer(self) -> HttpResponse:
        """Pass a form through the view as Django would after the first refusal."""
        request = RequestFactory().post("/items/7/", {"file": SimpleUploadedFile("a.pdf", b"%PDF")})
        request.actor = VISITOR  # type: ignore[attr-defined]
        match = resolve("/items/7/")
        match.func, match.args, match.kwargs = self, (), {"number": "7"}
        request.resolver_match = match
        with closing(request):
            with pytest.raises(Refused) as first:
                self(request, "7")
            answer = middleware.Refusals(_fine).process_exception(request, first.value)
        assert answer is not None
        return answer


@pytest.mark.django_db
class TestOvertaken:
    def test_step_is_done_again_with_its_files(self) -> None:
        view = Overtaken(ledger.EarlierThanLast())

        answer = view.answer()

        assert answer.content == b"done 7"
        assert view.read == [b"%PDF", b"%PDF"]

    @pytest.mark.parametrize(
        ("second", "status"),
        [(ledger.EarlierThanLast(), 409), (NotAllowed(), 403), (OperationalError(), 503)],
    )
    def test_step_is_done_again_once_only(self, second: Exception, status: int) -> None:
        view = Overtaken(ledger.EarlierThanLast(), second)

        assert view.answer().status_code == status
        assert len(view.read) == 2

    def test_other_refusals_are_final(self) -> None:
        view = Overtaken(NotAllowed())

        assert view.answer().status_code == 403
        assert len(view.read) == 1


@pytest.mark.django_db
class TestEndedSession:
    FORM = "/apply/draft/0190a0a0-0000-7000-8000-000000000000/form/1/"

    def test_in_the_middle_of_a_form_is_told_and_leads_back(self, client: Client) -> None:
        answer = client.post(self.FORM, {"a": "b"}, headers={"Referer": f"http://testserver{self.FORM}?page=2"})

        page = client.get(answer.headers["Location"]).content.decode()
        assert "刚才提交的内容没有保存" in page
        assert f'name="next" value="{self.FORM}?page=2"' in page

    @pytest.mark.parametrize("came", ["", "https://evil.example/", "http://testserver.evil.example/", "//[::1"])
    def test_never_leads_out_of_the_house(self, client: Client, came: str) -> None:
        answer = client.post(self.FORM, headers={"Referer": came})

        page = client.get(answer.headers["Location"]).content.decode()
        assert f'name="next" value="{self.FORM}"' in page

    def test_is_not_spoken_of_to_who_only_looks(self, client: Client) -> None:
        answer = client.get("/my/")

        assert "没有保存" not in client.get(answer.headers["Location"]).content.decode()

    def test_is_still_told_beside_a_wrong_password(self, client: Client) -> None:
        answer = client.post("/signin/", {"username": "", "password": "", "unsaved": "1"})

        assert "刚才提交的内容没有保存" in answer.content.decode()


class TestTls:
    @pytest.mark.parametrize(("https", "header"), [("1", ("HTTP_X_FORWARDED_PROTO", "https")), ("", None)])
    def test_is_believed_of_the_proxy_only_where_there_is_one(
        self, monkeypatch: pytest.MonkeyPatch, https: str, header: object
    ) -> None:
        monkeypatch.setenv("TONGBAN_HTTPS", https)
        monkeypatch.setenv("TONGBAN_PROXIES", "127.0.0.1, ::1,")

        read = runpy.run_path(str(configured.BASE_DIR / "tongban" / "config" / "settings.py"))

        assert read["SECURE_PROXY_SSL_HEADER"] == header
        assert read["PROXIES"] == {"127.0.0.1", "::1"}

    @pytest.mark.django_db
    def test_keeps_browsers_to_https(self, settings: Settings) -> None:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.SECURE_HSTS_SECONDS = 31_536_000

        answer = Client().get("/about/", headers={"X-Forwarded-Proto": "https"})

        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"

    @pytest.mark.django_db
    def test_means_that_figures_need_the_token(self, client: Client, settings: Settings) -> None:
        settings.HTTPS = True

        assert client.get("/metrics").status_code == 403


def _fine(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
