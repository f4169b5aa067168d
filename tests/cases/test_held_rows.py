"""What a verb changes of a case it has held before it read it: whoever waited for the row goes by what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from tests.cases.samples import ITEM, PAGES, Desk
from tests.cases.versions import adjusted, less_to_hand_in
from tests.conftest import in_threads
from tests.launch.running import eventually
from tests.web_cases.test_at_the_same_moment import somebody_waits
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.models import Case
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
