"""What a verb changes of a case it has held before it read it: whoever waited for the row goes by what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cases.samples import ITEM, PAGES, PDF, Desk
from tests.cases.test_hearing import told_known
from tests.cases.versions import adjusted, less_to_hand_in
from tests.conftest import in_threads
from tests.launch.running import eventually
from tests.web_cases.test_at_the_same_moment import somebody_waits
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.archive import api as archive
from tongban.cases.hearing import api as hearing
from tongban.cases.hearing.tables import ToldParty
from tongban.cases.models import Case
from tongban.cases.promises.reminding import remind_of_condition
from tongban.cases.services import accepting, promising
from tongban.cases.window import api as window
from tongban.ledger import api as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def while_held(first: Callable[[], object], second: Callable[[], Any]) -> Any:  # noqa: ANN401 -- whatever it returns
    """Do the first in a transaction that ends only when the second waits for it; return what the second came to."""
    done = Event()

    def holding() -> None:
        with transaction.atomic():
            first()
            done.set()
            assert eventually(somebody_waits)

    def waiting() -> Any:  # noqa: ANN401 -- whatever it returns
        assert done.wait(20)
        return second()

    return in_threads(holding, waiting)[1]


def test_what_is_handed_in_while_one_begins_again_keeps_its_guide_and_a_new_draft_begins(desk: Desk) -> None:
    case = desk.filled()
    before = desk.now()
    adjusted(desk, less_to_hand_in)
    after = desk.now()

    again = while_held(
        lambda: cases.submit(draft=case.pk, token=desk.token, by=desk.applicant, at=before),
        lambda: cases.open_draft(item=ITEM, by=desk.applicant, at=after),
    )

    received = Case.objects.get(pk=case.pk)
    assert (received.state, received.guide.version) == (cases.State.RECEIVED, 1)
    assert (again.state, again.guide.version, again.pk == case.pk) == (cases.State.DRAFT, 2, False)
    assert [one.verb for one in ledger.history(kind="case", subject=case.pk)][-1] == "case.submit"


def test_a_page_saved_while_one_begins_again_with_what_was_said_of_the_situation_is_not_lost(desk: Desk) -> None:
    case = desk.draft()
    saved = desk.now()
    said = {"with_automat": ["false"]}

    while_held(
        lambda: cases.save_answers(
            draft=case.pk, group="operator", posted=PAGES["operator"], by=desk.applicant, at=saved
        ),
        lambda: cases.open_draft(item=ITEM, by=desk.applicant, at=saved + timedelta(seconds=1), preset=said),
    )

    kept = queries.answers(Case.objects.get(pk=case.pk))
    assert kept["legal_rep_id"] == PAGES["operator"]["legal_rep_id"][0]
    assert kept["with_automat"] is False


def test_what_an_interested_party_says_while_a_newer_guide_is_adopted_is_kept(desk: Desk) -> None:
    case = desk.accepted()
    row, by = told_known(desk, case)
    adjusted(desk, less_to_hand_in)
    cases.propose_version(number=case.number, reason="对申请人有利。", by=desk.staff("examiner"), at=desk.now())
    at = desk.now()

    while_held(
        lambda: cases.adopt_version(number=case.number, reason="同意。", by=desk.staff("decider"), at=at),
        lambda: hearing.say(told=row.pk, words="反对。", by=by, ticket="", at=at + timedelta(seconds=5)),
    )

    assert Case.objects.get(pk=case.pk).guide.version == 2
    assert ToldParty.objects.get(pk=row.pk).views_at is not None


def test_nothing_is_joined_to_a_row_of_a_case_that_is_held(desk: Desk) -> None:
    """What is joined drops the row while it is waited for, as if there were no such case."""
    case = desk.promised(m4=cases.Promised.DEFERRED)
    desk.decided(case)
    files = [cases.Upload("4", PDF, "清单.pdf")]
    desk.token, desk.replaced = uuid4(), {}
    row, neighbour = told_known(desk, desk.examined())
    begun, clerk = desk.draft(), desk.staff("receiver")
    acts: dict[str, Callable[[], object]] = {
        "sweep": lambda: accepting.sweep(case=case.pk, at=desk.now()),
        "remind": lambda: promising.remind_deferred(case=case.pk, at=desk.now()),
        "remind of a condition": lambda: remind_of_condition(case=case.pk, at=desk.now()),
        "supply": lambda: window.supply_at_window(
            number=case.number, applicant=desk.party, uploads=files, by=clerk, at=desk.now()
        ),
        "archive": lambda: archive.archive_all(cases=[case.pk], at=desk.now()),
        "begin again": desk.draft,
        "take over": lambda: window.take_over_draft(
            draft=begun.pk, applicant=desk.party, agreed=True, by=clerk, at=desk.now(), place="ZP320213"
        ),
        "say": lambda: hearing.say(told=row.pk, words="反对。", by=neighbour, ticket="", at=desk.now()),
    }

    held = {name: holding(act) for name, act in acts.items()}

    assert {name for name, written in held.items() if not written} == set()
    assert {name for name, written in held.items() if any("JOIN" in one for one in written)} == set()


def holding(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        act()
    written = [one["sql"] for one in asked.captured_queries]
    return [one for one in written if "FOR UPDATE" in one and 'FROM "cases_case"' in one]
