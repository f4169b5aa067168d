"""A form is shown only to whoever may send it: every page of desk and counter, opened by people of every post."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from tests.cases.samples import Desk
from tests.cases.test_complaints import complained
from tests.identity.systems import REGISTRATION, SECURITY
from tests.orgs.samples import NOVEMBER, declare, propose
from tests.privacy.test_requesting import ask
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.cases.archive import api as archive
from tongban.cases.desk import api as room
from tongban.identity import api as identity
from tongban.web.counter.urls import urlpatterns as of_the_counter
from tongban.web.desk.forms import ASKS
from tongban.web.desk.urls import urlpatterns as of_the_desk

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

Places = Mapping[str, Mapping[str, Sequence[object]]]
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
OF_EVERY_PAGE = ("/prefs/", "/signout/")
PEOPLE = (
    "supervisor",
    "auditor",
    "receiver",
    "acceptor",
    "decider",
    "handout",
    "operator",
    "security",
    "data-manager",
)


@pytest.fixture
def places(desk: Desk) -> Places:
    """What stands in the addresses: cases at their stops, and one of each thing that has a page of its own."""
    applicants = [desk.applicant, *(desk.city.actor(name) for name in ("elder", "student", "retired"))]
    hands = [Desk(city=desk.city, at=desk.now(), applicant=one) for one in applicants]
    received, correcting, granted, over = (
        hands[0].submitted(),
        hands[1].correcting(),
        hands[2].granted(),
        hands[3].correcting(),
    )
    desk.at = max(one.at for one in hands)
    cases.withdraw(number=over.number, by=applicants[3], at=desk.now())
    archive.archive_case(number=over.number, by=desk.staff("acceptor"), at=desk.now())
    decider = desk.staff("decider")
    text = room.write_block(
        department=received.department_id,
        verb=cases.Verb.GRANT,
        title="准予",
        text="符合条件。",
        by=decider,
        at=desk.now(),
    )
    numbers = [received.number, correcting.number, granted.number]
    party, nowhere = [received.applicant_id], [UUID(int=1)]
    said: Mapping[str, Sequence[object]] = {
        "number": numbers,
        "field": ["mobile"],
        "verb": list(ASKS),
        "party": party,
        "kind": ["receipt"],
        "row": nowhere,
        "draft": nowhere,
        "delegation": nowhere,
        "job": [1],
        "code": ["none"],
    }
    return {
        "calendar-year": {"number": [2026]},
        "calendar-proposal": {"key": [propose(at=NOVEMBER)]},
        "closure": {"key": [declare(confirmed=False, at=NOVEMBER)]},
        "client": {"key": [identity.register_client(said=REGISTRATION, by=SECURITY, at=desk.now())[0].id]},
        "client-change": {"key": [identity.Client.objects.latest("id").id]},
        "data-request": {"key": [ask(desk, desk.city.actor("citizen"))]},
        "block": {"key": [text.pk]},
        "complaint": {"key": [complained(desk, received)]},
        "archive": {"number": [over.number]},
        "": said,
    }


def addresses(places: Places) -> Iterator[str]:
    """Every address of desk and counter, with each thing that fits into it."""
    for space, patterns in (("desk", of_the_desk), ("counter", of_the_counter)):
        for pattern in patterns:
            yield from filled(space, pattern, places)


def filled(space: str, pattern: URLPattern, places: Places) -> Iterator[str]:
    own = {**places[""], **places.get(pattern.name or "", {})}
    wanted = list(pattern.pattern.converters)
    if not all(name in own for name in wanted):
        assert pattern.name in {"recovery-close", "data-proof", "block-away", "complaint-file"}, pattern.name
        return
    chosen: list[dict[str, object]] = [{}]
    for name in wanted:
        chosen = [{**one, name: value} for one in chosen for value in own[name]]
    for kwargs in chosen:
        yield reverse(f"{space}:{pattern.name}", kwargs=kwargs)


def forms(page: Answer, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms of a page that change something: where each goes, with what it sends as it stands there.

    Of a list to choose from the first is chosen, of several buttons the first is pressed.
    """
    for head, body in re.findall(r"<form([^>]*)>(.*?)</form>", page.content.decode(), re.DOTALL):
        said = dict(ATTRIBUTE.findall(head))
        to = html.unescape(said.get("action", address))
        if said.get("method") == "post" and not to.startswith(OF_EVERY_PAGE):
            tags = [
                dict(ATTRIBUTE.findall(tag)) for tag in re.findall(r'<(?:input type="hidden"|button)([^>]*)>', body)
            ]
            chosen = re.findall(r'<select[^>]* name="([^"]+)".*?<option value="([^"]+)"', body, re.DOTALL)
            yield to, dict(chosen) | {one["name"]: one.get("value", "") for one in reversed(tags) if "name" in one}


@pytest.mark.parametrize("who", PEOPLE)
def test_whoever_sees_a_form_may_send_it(as_: As, places: Places, who: str) -> None:
    browser, shut = as_(who), list[str]()
    for address in addresses(places):
        page = browser.get(address)
        page.getvalue()  # what is streamed is closed once it was read
        assert "/signin/" not in page.headers.get("Location", "")
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            shut += [f"{address} -> {to}" for to, hidden in forms(page, address) if refused(browser, to, hidden)]

    assert shut == [], "\n".join(shut)


def refused(browser: Client, to: str, hidden: dict[str, str]) -> bool:
    """Send a form as it is, undo what came of it, and say whether who sent it may not."""
    before = transaction.savepoint()
    answer = browser.post(to, hidden)
    answer.getvalue()
    transaction.savepoint_rollback(before)
    return answer.status_code in {403, 404}


def test_the_walk_finds_forms_and_a_post_that_is_shut(as_: As, desk: Desk) -> None:
    number = desk.submitted().number
    found = dict(forms(as_("acceptor").get(f"/desk/{number}/do/accept/"), f"/desk/{number}/do/accept/"))

    assert f"/desk/{number}/do/accept/" in found
    assert refused(as_("supervisor"), f"/desk/{number}/do/accept/", {})


def test_how_a_result_is_delivered_is_asked_of_the_window_and_not_of_who_supervises(as_: As, desk: Desk) -> None:
    address = f"/counter/delivery/{desk.granted().number}/"

    assert as_("supervisor").get(address).status_code == 403
    assert 'name="way"' in as_("handout").get(address).content.decode()


def test_where_a_result_was_delivered_the_page_says_so_in_the_place_of_a_form(as_: As, desk: Desk) -> None:
    case = desk.granted()
    cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

    page = as_("citizen").get(f"/my/cases/{case.number}/delivery/")

    assert (page.status_code, 'name="way"' in page.content.decode()) == (200, False)
    assert "这个结果已经送达" in page.content.decode()
