"""Who reads by the API may do what they may do at that moment, however often their session was read before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.samples import Desk
from tests.identity.offices import known_as, known_as_nobody, without_posts
from tests.rest.test_own import told
from tests.web_cases.conftest import As, as_, desk
from tongban.identity import api as identity
from tongban.identity.models import Leave, StaffPost
from tongban.ledger import api as ledger
from tongban.web.sessions import name_of

__all__ = ["as_", "desk"]

CAST = ("acceptor", "examiner", "examiner-two", "decider", "supervisor", "auditor", "security", "citizen", "owner")


@pytest.mark.parametrize("who", CAST)
def test_who_acts_is_the_same_read_with_the_session_as_alone(as_: As, desk: Desk, who: str) -> None:
    name = name_of(as_(who).cookies[settings.SESSION_COOKIE_NAME].value)
    alone = identity.actor_of(desk.city.user(who), at=desk.at)

    found = [identity.browser_session(name, at=desk.at) for _ in range(2)]

    users = [one.user for one in found if one is not None and one.user is not None]
    assert [identity.actor_of(user, at=desk.at) for user in users] == [alone, alone]
    assert [user.standing is not None for user in users] == [False, bool(alone.grants)]


def test_a_post_that_ended_reaches_nothing_with_the_next_request_and_leaves_no_look(as_: As, desk: Desk) -> None:
    case, browser = desk.submitted(), as_("acceptor")
    for _ in range(2):
        told(browser, f"cases/{case.number}")
    without_posts(desk.city, "acceptor")

    assert told(browser, f"cases/{case.number}", 404)["code"] == "case_not_found"

    StaffPost.objects.filter(user=desk.city.user("acceptor")).update(until_at=None)
    told(browser, f"cases/{case.number}")
    assert ledger.Entry.objects.filter(subject=case.pk, reading=True).count() == 3


def test_who_went_away_reaches_nothing_with_the_next_request(as_: As, desk: Desk) -> None:
    case, browser = desk.submitted(), as_("acceptor")
    for _ in range(2):
        told(browser, f"cases/{case.number}")
    user = desk.city.user("acceptor")
    Leave.objects.create(user=user, from_at=desk.at, until_at=desk.at + timedelta(days=1))

    assert told(browser, f"cases/{case.number}", 404)["code"] == "case_not_found"


def test_what_somebody_keeps_out_of_does_not_exist_for_them_from_the_next_request_on(as_: As, desk: Desk) -> None:
    case, browser = desk.submitted(), as_("acceptor")
    for _ in range(2):
        told(browser, f"cases/{case.number}")
    known_as(desk.city, "acceptor", "citizen")

    assert told(browser, f"cases/{case.number}", 404)["code"] == "case_not_found"

    known_as_nobody(desk.city, "acceptor")
    assert told(browser, f"cases/{case.number}")["number"] == case.number


def test_a_look_of_staff_is_three_statements_and_the_applicants_two(as_: As, desk: Desk) -> None:
    case = desk.submitted()

    for who, most in (("acceptor", 3), ("citizen", 2)):
        browser = as_(who)
        told(browser, f"cases/{case.number}")
        with CaptureQueriesContext(connection) as sent:
            told(browser, f"cases/{case.number}")
        assert len(sent) == most, [each["sql"] for each in sent]
