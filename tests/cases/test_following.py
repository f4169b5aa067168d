from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.cases.samples import Desk
from tests.city import City
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.kernel.codes import case_number
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

HERE, THERE = "this browser", "another browser"


@pytest.fixture(autouse=True)
def _texts(settings: Settings) -> None:
    settings.SAMPLE_MODE = True


def sent(desk: Desk, number: str, *, browser: str = HERE, address: str = "") -> str:
    """Ask for a code and return it as the telephone shows it; nothing when no text went out."""
    before = len(messages.outbox())
    cases.ask_to_follow(number=number, browser=browser, address=address, at=desk.now())
    texts = messages.outbox()
    found = re.search(r"验证码(\d{6})", texts[0].words) if len(texts) > before else None
    return found[1] if found else ""


def ticket(desk: Desk, number: str, code: str, *, browser: str = HERE) -> str:
    return cases.follow(number=number, code=code, browser=browser, address="", at=desk.now())


def test_who_holds_the_number_and_the_telephone_sees_how_far_it_is_and_no_name(desk: Desk) -> None:
    case = desk.accepted()

    found = cases.read_progress(ticket=ticket(desk, case.number, sent(desk, case.number)), at=desk.now())

    assert (found.number, found.state, found.item_name) == (case.number, cases.State.ACCEPTED, case.item_name)
    assert [step.verb for step in found.steps] == [cases.Verb.SUBMIT, cases.Verb.ACCEPT]
    assert found.clocks
    assert case.applicant.name not in repr(found)
    assert "测试丙" not in repr(found)


def test_a_number_is_known_however_it_was_typed(desk: Desk) -> None:
    number = desk.submitted().number
    typed = f" {number[:6]}-{number[6:].lower()}\0".replace("3", "３")

    assert cases.read_progress(ticket=ticket(desk, typed, sent(desk, typed)), at=desk.now()).number == number


def test_every_look_is_an_entry_about_the_applicant(desk: Desk) -> None:
    case = desk.submitted()

    cases.read_progress(ticket=ticket(desk, case.number, sent(desk, case.number)), at=desk.now())

    entry = ledger.Entry.objects.get(verb="case.read", subject=case.pk)
    assert (entry.actor_kind, entry.purpose) == (ActorKind.VISITOR, ledger.Purpose.ENQUIRY)
    assert case.applicant_id in entry.about
    assert entry.facts == {"part": "progress"}


def test_an_unknown_number_gets_the_same_answer_and_no_text(desk: Desk) -> None:
    assert sent(desk, "32021320260901000000012") == ""

    with pytest.raises(identity.CodeRefused):
        ticket(desk, "32021320260901000000012", "123456")


def test_an_unknown_number_is_braked_like_a_known_one(desk: Desk) -> None:
    known, unknown = desk.submitted().number, "32021320260901000000012"

    for number in (known, unknown):
        cases.ask_to_follow(number=number, browser=HERE, address="", at=desk.at)
        with pytest.raises(identity.TooManyAttempts):
            cases.ask_to_follow(number=number, browser=THERE, address="", at=desk.at)


def test_a_code_serves_once_in_its_browser_and_for_its_number_only(desk: Desk) -> None:
    first = desk.submitted().number
    code = sent(desk, first)

    with pytest.raises(identity.CodeRefused):
        ticket(desk, first, code, browser=THERE)
    with pytest.raises(identity.CodeRefused):
        ticket(desk, first[:-1] + "Z", code)
    assert ticket(desk, first, code)
    with pytest.raises(identity.CodeRefused):
        ticket(desk, first, code)


@pytest.mark.parametrize("forged", ["", "x", "AAAA", "密"])
def test_a_ticket_that_is_none_or_over_opens_nothing(desk: Desk, forged: str) -> None:
    number = desk.submitted().number
    real = ticket(desk, number, sent(desk, number))

    for held, at in ((forged, desk.at), (real, desk.at + cases.LASTS + timedelta(minutes=1))):
        with pytest.raises(cases.FollowingOver):
            cases.read_progress(ticket=held, at=at)


def test_a_telephone_that_had_its_texts_for_the_day_is_not_told_apart(desk: Desk) -> None:
    number = desk.submitted().number
    most = identity.policy().throttles[identity.Throttled.FOLLOW_NUMBER].most
    codes = [sent(desk, number, address=f"10.0.0.{n}") for n in range(most + 1)]

    assert all(codes[:-1])
    assert codes[-1] == ""


def test_one_stranger_with_many_numbers_neither_rings_all_day_nor_keeps_the_holder_out(city: City) -> None:
    desk = Desk(city=city, at=city.at, applicant=city.actor("citizen"))
    numbers = [_another(desk) for _ in range(6)]
    share = identity.policy().throttles[identity.Throttled.CODE_REQUESTER].most

    asked = [sent(desk, one, browser=f"{n}", address="203.0.113.9") for n in range(5) for one in _later(desk, numbers)]
    others = [sent(desk, one, address=f"203.0.113.{n}") for n, one in enumerate(_later(desk, numbers * 5), 10)]

    assert sum(map(bool, asked)) == share
    most = identity.policy().throttles[identity.Throttled.FOLLOW_NUMBER].most
    assert sum(map(bool, asked + others)) == most
    before, mobile = len(messages.outbox()), identity.party_view(desk.party, by=desk.applicant).mobile
    given = {"mobile": mobile, "purpose": identity.CodePurpose.SIGN_IN, "browser": "own", "address": "203.0.113.9"}
    identity.send_code(**given, at=desk.now())  # type: ignore[arg-type]
    assert len(messages.outbox()) == before + 1


def test_whoever_gives_the_codes_back_right_follows_as_many_cases_as_they_have(city: City) -> None:
    desk = Desk(city=city, at=city.at, applicant=city.actor("citizen"))
    most = identity.policy().throttles[identity.Throttled.FOLLOW_NUMBER].most
    number = _another(desk)

    for _ in range(most + 1):
        desk.at += timedelta(minutes=2)
        code = sent(desk, number, address="203.0.113.9")
        assert cases.follow(number=number, code=code, browser=HERE, address="203.0.113.9", at=desk.now())


def _another(desk: Desk) -> str:
    desk.token = uuid4()
    return desk.submitted().number


def _later(desk: Desk, numbers: list[str]) -> list[str]:
    desk.at += timedelta(minutes=2)
    return numbers


def test_an_unknown_number_costs_the_same_statements(desk: Desk) -> None:
    known = desk.submitted().number
    parsed = case_number.parse(known)
    unknown = case_number.build(region=parsed.region, day=parsed.day, sequence=5000).code
    costs: list[list[str]] = []
    for _ in range(2):
        costs = []
        for number in (known, unknown):
            desk.at += timedelta(minutes=3)
            with CaptureQueriesContext(connection) as counted:
                cases.ask_to_follow(number=number, browser=str(uuid4()), address=str(uuid4()), at=desk.at)
            costs.append([query["sql"].split()[0] for query in counted])

    assert costs[0] == [{"ROLLBACK": "RELEASE"}.get(word, word) for word in costs[1]]
    assert len(messages.outbox()) == 2


def test_the_clerk_who_is_asked_sees_how_far_it_is_wherever_it_is_handled(desk: Desk) -> None:
    case, clerk = desk.submitted(), desk.staff("xishan-receiver")

    found = cases.read_progress_at_counter(number=case.number, by=clerk, at=desk.now())

    assert found.state == cases.State.RECEIVED
    assert case.applicant.name not in repr(found)
    entry = ledger.Entry.objects.get(verb="case.read", subject=case.pk)
    assert (entry.actor_id, entry.purpose) == (clerk.id, ledger.Purpose.ENQUIRY)
    with pytest.raises(NotAllowed):
        cases.read_progress_at_counter(number=case.number, by=desk.staff("acceptor"), at=desk.now())
    for number, by in (("X" * 23, clerk), (case.number, replace(clerk, recused=frozenset({case.applicant_id})))):
        with pytest.raises(cases.CaseNotFound):
            cases.read_progress_at_counter(number=number, by=by, at=desk.now())
