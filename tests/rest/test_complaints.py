from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client

from tests.cases.samples import PDF, Desk
from tests.cases.test_complaints import WORDS, answered
from tests.rest.conftest import BASE, refused
from tests.rest.test_own import told
from tests.web_cases.conftest import As, as_, desk
from tongban.cases.complaints import api as complaints
from tongban.files import api as files
from tongban.rest import channel

__all__ = ["as_", "desk"]
SAID = {"about": "COMPLAINT", "words": WORDS}


def say(client: Client, number: str, said: object = SAID, **headers: str) -> Any:  # noqa: ANN401 - an answer of Django
    body = said if isinstance(said, str) else json.dumps(said)
    given = {"content_type": "application/json", **headers}
    client.raise_request_exception = False
    return client.post(f"{BASE}/cases/{number}/complaints", body, **given)  # type: ignore[arg-type]


def test_what_went_wrong_is_said_followed_and_answered(as_: As, desk: Desk) -> None:
    case, citizen = desk.accepted(), as_("citizen")

    made = say(citizen, case.number)

    assert (made.status_code, "no-store" in made.headers["Cache-Control"]) == (201, True)
    before = told(citizen, f"cases/{case.number}/complaints")
    (one,) = before["complaints"]
    assert json.loads(made.content) == {"id": one["id"]}
    assert (one["words"], one["due"], one["answer"], one["answered_at"]) == (WORDS, "2026-09-21", "", None)
    assert before["sayable"] == ["OPINION"]
    assert one["basis"].startswith("政务服务投诉")
    assert "待核定" not in one["basis"]  # a remark for whoever keeps the rules, as on the pages
    again = refused(say(citizen, case.number), 409)
    assert (again.code, again.detail) == ("said_already", complaints.SaidAlready().message)
    answered(desk, complaints.said_of(case, at=desk.at)[0].id)
    (after,) = told(citizen, f"cases/{case.number}/complaints")["complaints"]
    assert (after["answer"], after["due"], bool(after["answered_at"])) == ("已经核实，向您道歉。", None, True)


def test_nobody_says_or_reads_it_of_somebody_elses_case_and_staff_do_so_at_their_desk(as_: As, desk: Desk) -> None:
    case = desk.accepted()
    for who, status, code in (
        ("", 401, "not_signed_in"),
        ("owner", 404, "case_not_found"),
        ("acceptor", 403, "not_allowed"),
        ("housing-acceptor", 404, "case_not_found"),
    ):
        assert refused(say(as_(who), case.number), status).code == code
        assert told(as_(who), f"cases/{case.number}/complaints", status)["code"] == code
    assert not case.complaints.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"about": "PRAISE", "words": WORDS}, "about"),
        ({"about": "OPINION", "words": " "}, "words"),
        ({"about": "OPINION", "words": "长" * 2001}, "words"),
        ({"about": "OPINION"}, "words"),
        ({"about": 7, "words": WORDS}, "about"),
        ([], "body"),
        ("{", "body"),
    ],
)
def test_what_is_not_said_as_it_should_be_is_refused_by_the_name_of_its_field(
    as_: As, desk: Desk, said: object, field: str
) -> None:
    case = desk.accepted()

    assert list(refused(say(as_("citizen"), case.number, said), 422).errors) == [field]
    assert not case.complaints.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 415),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 415),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, 415),
        ({"HTTP_ORIGIN": "null"}, 415),
        ({"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}, 201),
    ],
)
def test_a_page_of_another_site_says_nothing_in_anybodys_name(
    as_: As, desk: Desk, headers: dict[str, str], status: int
) -> None:
    case = desk.accepted()

    assert say(as_("citizen"), case.number, **headers).status_code == status
    assert case.complaints.count() == int(status == 201)


def enclosed(data: bytes, name: str = "门口.pdf") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(data).decode()}


def test_files_go_with_it_as_on_the_pages_also_such_as_no_form_field_could_hold(as_: As, desk: Desk) -> None:
    case, citizen = desk.accepted(), as_("citizen")
    large = PDF.replace(b"trailer", b"%" * (3 * 1024 * 1024) + b"\ntrailer")

    made = say(citizen, case.number, {**SAID, "files": [enclosed(PDF), enclosed(large, "经过.pdf")]})

    assert made.status_code == 201
    (one,) = told(citizen, f"cases/{case.number}/complaints")["complaints"]
    assert one["files"] == 2
    (row,) = complaints.said_of(case, at=desk.at)
    assert [kept.file.name for kept in row.files] == ["门口.pdf", "经过.pdf"]
    handle = complaints.read_own_file(
        number=case.number, row=row.files[1].pk, by=desk.city.actor("citizen"), at=desk.now()
    )
    assert files.open_handle(handle, desk.at).data == large


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([enclosed(b"MZ\x90")], "门口.pdf：只能上传 PDF、JPG 或 PNG 文件"),
        ([enclosed(PDF)] * 6, "5"),
        ([{"name": "门口.pdf", "content": "*"}], "不是正确的Base64编码"),
        ([{"name": "门口.pdf"}], "缺少这个参数"),
        ("门口.pdf", "要写成JSON数组"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_by_its_name_and_nothing_is_said(
    as_: As, desk: Desk, given: object, says: str
) -> None:
    case = desk.accepted()

    refusal = refused(say(as_("citizen"), case.number, {**SAID, "files": given}), 422)

    assert says in refusal.errors["files"]
    assert not case.complaints.exists()


def test_what_is_too_long_is_refused_before_it_is_read(as_: As, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk.accepted()
    monkeypatch.setattr(channel, "LONGEST", 1000)

    assert (
        refused(say(as_("citizen"), case.number, {**SAID, "files": [enclosed(b"0" * 1000)]}), 413).code == "too_large"
    )


@pytest.mark.django_db
def test_the_manual_says_what_is_sent_and_other_methods_are_refused_with_those_there_are() -> None:
    page = Client().get(f"{BASE}/docs").content.decode()
    answer = Client().delete(f"{BASE}/cases/32021320260901000000012/complaints")

    assert "POST /api/v1/cases/{number}/complaints" in page
    assert ("正文（JSON）" in page, "成功时返回（201）" in page) == (True, True)
    assert (refused(answer, 405).code, answer.headers["Allow"]) == ("method_not_allowed", "GET, HEAD, POST")
