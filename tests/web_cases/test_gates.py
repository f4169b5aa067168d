from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client

from tests.cases.samples import PAGES, Desk
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.cases.api import State

UNKNOWN = "32021320260901999999990"


def pages_of(number: str, draft: object) -> dict[str, str]:
    return {
        "form": f"/apply/draft/{draft}/form/operator/",
        "materials": f"/apply/draft/{draft}/materials/",
        "check": f"/apply/draft/{draft}/check/",
        "resume": f"/apply/draft/{draft}/",
        "my case": f"/my/cases/{number}/",
        "receipt": f"/my/cases/{number}/receipt/",
        "paper": f"/my/cases/{number}/documents/receipt/",
        "material": f"/my/cases/{number}/materials/{UUID(int=9)}/",
        "supplement": f"/my/cases/{number}/supplement/",
        "withdraw": f"/my/cases/{number}/withdraw/",
    }


NAMES = list(pages_of("", ""))
STAFF_PAGES = [
    "/desk/items/",
    "/desk/items/ZIGSSL/",
    "/desk/quality/",
    "/desk/",
    f"/desk/{UNKNOWN}/",
    f"/desk/{UNKNOWN}/do/accept/",
    "/counter/",
    f"/counter/person/{UUID(int=9)}/",
]


@pytest.mark.parametrize(
    "path", [*pages_of(UNKNOWN, UUID(int=9)).values(), *STAFF_PAGES, "/my/", "/my/messages/", "/apply/ZISPJY/"]
)
def test_a_visitor_signs_in_first_and_comes_back(as_: As, path: str) -> None:
    answer = as_("").get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/signin/?next={quote(path)}"


def test_signing_in_leads_on_to_where_the_visitor_was_going(as_: As) -> None:
    visitor = as_("")
    page = visitor.get("/apply/ZISPJY/", follow=True)
    assert 'name="next" value="/apply/ZISPJY/"' in page.content.decode()

    answer = visitor.post("/signin/", {"username": "citizen", "password": "tongban-sample", "next": "/apply/ZISPJY/"})

    assert answer.headers["Location"] == "/apply/ZISPJY/"


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_a_citizen_is_refused_at_the_desk_and_at_the_counter(as_: As, path: str) -> None:
    answer = as_("citizen").get(path)

    assert answer.status_code == 403
    assert "没有任何内容因此丢失" in answer.content.decode()


@pytest.mark.parametrize("username", ["acceptor", "examiner", "decider", "handout", "supervisor"])
def test_only_receivers_take_in_at_the_counter(as_: As, username: str) -> None:
    assert as_(username).get("/counter/").status_code == 403


def test_staff_who_open_their_own_affairs_are_led_to_the_desk(as_: As) -> None:
    assert as_("acceptor").get("/my/").headers["Location"] == "/desk/"


@pytest.mark.parametrize("name", ["my case", "receipt", "paper", "supplement", "withdraw"])
def test_staff_read_a_case_at_the_desk_only_where_it_is_masked(as_: As, desk: Desk, name: str) -> None:
    case = desk.submitted()

    answer = as_("acceptor").get(pages_of(case.number, case.pk)[name])

    assert answer.status_code == 403
    assert "320200197908229030" not in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", [State.DRAFT, State.RECEIVED])
def test_the_case_of_somebody_else_is_not_told_from_one_that_does_not_exist(
    as_: As, desk: Desk, name: str, state: State
) -> None:
    case = desk.in_state(state)
    stranger = as_("elder")

    theirs = stranger.get(pages_of(case.number or UNKNOWN, case.pk)[name])
    nobodys = stranger.get(pages_of(UNKNOWN, UUID(int=9))[name])

    assert theirs.status_code == nobodys.status_code == 404
    assert _told(theirs) == _told(nobodys)


def _told(answer: object) -> str:
    html: str = answer.content.decode()  # type: ignore[attr-defined]
    return html[html.index("<h1>") : html.index("</main>")]


def test_a_draft_is_no_case_for_staff(as_: As, desk: Desk) -> None:
    draft = desk.filled()

    assert as_("acceptor").get(f"/apply/draft/{draft.pk}/check/").status_code == 404


@pytest.mark.parametrize("username", ["housing-acceptor", "operator"])
def test_another_department_does_not_reach_the_case(as_: As, desk: Desk, username: str) -> None:
    number = desk.submitted().number
    browser = as_(username)

    assert browser.get(f"/desk/{number}/").status_code == 404
    assert browser.post(f"/desk/{number}/do/accept/").status_code == 404
    assert number not in browser.get("/desk/").content.decode()


def test_an_unknown_verb_is_no_page(as_: As, desk: Desk) -> None:
    number = desk.submitted().number
    clerk = as_("acceptor")

    assert clerk.get(f"/desk/{number}/do/abolish/").status_code == 404
    assert clerk.post(f"/desk/{number}/do/deem_accepted/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/apply/draft/none/check/", "/apply/ZNOTHING/", "/counter/person/none/", "/opened/none/", "/desk/none/"],
)
def test_an_address_that_leads_nowhere_is_not_found(as_: As, path: str) -> None:
    assert as_("receiver").get(path).status_code == 404


def test_a_person_the_counter_does_not_know_is_not_found(as_: As) -> None:
    assert as_("receiver").get(f"/counter/person/{UUID(int=9)}/").status_code == 404


@pytest.mark.parametrize("path", ["/apply/draft/{draft}/submit/", "/my/cases/{number}/deliver/"])
def test_coming_back_from_signing_in_to_what_was_only_pressed_shows_a_page(as_: As, desk: Desk, path: str) -> None:
    case = desk.granted()

    answer = as_("citizen").get(path.format(draft=case.pk, number=case.number), follow=True)

    assert answer.status_code == 200
    assert case.number in answer.content.decode()


def test_without_any_cookie_left_it_is_told_what_was_saved_and_what_was_not(as_: As, desk: Desk) -> None:
    draft, applicant = desk.draft(), as_("citizen")
    applicant.post(f"/apply/draft/{draft.pk}/form/operator/", PAGES["operator"])
    lost = Client(enforce_csrf_checks=True)  # a browser without any of its cookies

    answer = lost.post(f"/apply/draft/{draft.pk}/form/place/", PAGES["place"])

    words = answer.content.decode()
    assert answer.status_code == 403
    assert "没有任何内容因此丢失" not in words
    assert "已经保存的没有丢：登录以后，在“我的办件”里可以接着填写" in words
    assert "还没有保存的，可能要重新填写" in words
    assert 'href="/my/"' in words
    assert f"/apply/draft/{draft.pk}/" in as_("citizen").get("/my/").content.decode()
    assert (
        PAGES["operator"]["subject_name"][0]
        in applicant.get(f"/apply/draft/{draft.pk}/form/operator/").content.decode()
    )
    assert "biz_address" not in cases.answers(desk.fresh(draft))


def test_a_refused_form_does_not_promise_what_was_typed_on_it(as_: As, desk: Desk) -> None:
    number = desk.submitted().number

    shown, sent = as_("citizen").get("/desk/"), as_("citizen").post(f"/desk/{number}/do/accept/")

    assert "没有任何内容因此丢失" in shown.content.decode()
    assert (sent.status_code, "没有任何内容因此丢失" in sent.content.decode()) == (403, False)
    assert "还没有保存的，可能要重新填写" in sent.content.decode()
