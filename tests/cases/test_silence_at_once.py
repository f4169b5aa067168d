"""Silence applied to many cases at once is the same as applied to each: the same rows, words and entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Min, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.cases.samples import Desk
from tests.cases.test_clocks_never_act import undone
from tongban.cases import api as cases
from tongban.cases import tasks
from tongban.cases.models import Case, CaseDocument, CaseStep
from tongban.cases.services import silence
from tongban.cases.services.accepting import sweep_all
from tongban.cases.services.papers import issue_all
from tongban.documents import api as documents
from tongban.duties.models import Duty
from tongban.kernel.errors import Refused
from tongban.ledger.models import Entry
from tongban.messages.models import Message

OWN = {"id", "case_id", "subject", "operation", "recorded_at", "document_id", "number"}


def silent(desk: Desk) -> list[cases.Case]:
    """Three cases of which nobody said anything: as handed in, with something promised, and after a correction."""
    found = []
    for make in (desk.submitted, lambda: desk.promised(m4=cases.Promised.DEFERRED), desk.corrected):
        desk.token, desk.replaced = uuid4(), {}
        found.append(make())
    desk.at += timedelta(days=30)
    return found


def written(case: UUID) -> dict[str, Any]:
    """All that stands of a case, but for ids and numbers of papers, which are another's each time."""
    steps = CaseStep.objects.filter(case=case).order_by("place")
    clocks = Duty.objects.filter(subject__in=[case, *steps.values_list("pk", flat=True)]).order_by("kind", "event_at")
    papers = CaseDocument.objects.filter(case=case).order_by("at", "kind")
    told = Message.objects.filter(facts__number=Case.objects.get(pk=case).number).order_by("created_at", "template")
    return {
        "case": bare(Case.objects.filter(pk=case)),
        "clocks": bare(clocks),
        "steps": bare(steps),
        "papers": [(row.kind, row.at, said(row.document_id)) for row in papers],
        "told": bare(told),
        "record": bare(Entry.objects.filter(subject=case, reading=False).order_by("at", "id")),
    }


def bare(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in OWN} for row in rows.values()]


def said(document: UUID) -> object:
    content = documents.said(document)
    return {name: value for name, value in content.items() if name != "number"}


def outcome(found: list[cases.Case], act: Callable[[list[UUID]], object]) -> list[dict[str, Any]]:
    with undone():
        act([case.pk for case in found])
        return [written(case.pk) for case in found]


def test_many_at_once_are_written_as_each_by_itself(desk: Desk) -> None:
    found = silent(desk)
    one_by_one = outcome(found, lambda keys: [cases.sweep(case=key, at=desk.at) for key in keys])
    at_once = outcome(found, lambda keys: sweep_all(cases=keys, at=desk.at))

    assert [one["case"][0]["state"] for one in at_once] == ["ACCEPTED"] * 3
    assert at_once == one_by_one


def test_a_batch_sends_the_same_statements_for_two_cases_and_for_twenty(desk: Desk) -> None:
    found = waiting(desk, 20)
    sent = []
    for keys in (found[:2], found):
        with undone(), CaptureQueriesContext(connection) as seen:
            assert sweep_all(cases=keys, at=desk.at) == len(keys)
        sent.append([one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]])
    first, second = ([text for text in texts if "FOR UPDATE" not in text] for texts in sent)  # it lists the keys
    assert first == second
    assert len(sent[0]) == len(sent[1]) <= 10


def test_what_was_promised_or_corrected_costs_no_statement_of_its_own(desk: Desk) -> None:
    found = [case.pk for case in silent(desk)]
    counts = []
    for keys in (found[:1], found):
        with undone(), CaptureQueriesContext(connection) as sent:
            sweep_all(cases=keys, at=desk.at)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_row_of_each_case_is_written_once_and_says_what_ends_first(desk: Desk) -> None:
    found = waiting(desk, 3)
    with undone():
        before = rewritten()
        sweep_all(cases=found, at=desk.at)
        assert rewritten() - before == len(found)
        for case in Case.objects.filter(pk__in=found):
            assert case.due_at == Duty.objects.open().filter(subject=case.pk).aggregate(first=Min("due_at"))["first"]


def rewritten() -> int:
    """How often this transaction has written a row of a case anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'cases_case'")
        return int(cursor.fetchone()[0])


def waiting(desk: Desk, count: int) -> list[UUID]:
    """So many cases of which nobody said anything."""
    found = []
    for _ in range(count):
        desk.token = uuid4()
        found.append(desk.submitted().pk)
    desk.at += timedelta(days=30)
    return found


def test_what_somebody_works_on_is_left_to_their_verb(desk: Desk) -> None:
    first, second, _ = silent(desk)
    with undone():
        accepted = sweep_all(cases=[first.pk, second.pk], at=first.received_at or desk.at)
        assert accepted == 0  # nothing was due then
        assert sweep_all(cases=[first.pk, first.pk], at=desk.at) == 1
        assert sweep_all(cases=[first.pk, second.pk], at=desk.at) == 1  # the first was applied already


def test_one_that_cannot_be_moved_does_not_keep_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = silent(desk)

    def refusing(due: Sequence[tuple[Case, datetime]], kind: str) -> list[CaseDocument]:
        if any(case.pk == found[0].pk for case, _ in due):
            raise Refused
        return issue_all(due, kind)

    monkeypatch.setattr(silence, "issue_all", refusing)
    monkeypatch.setattr("tongban.cases.tasks.timezone.now", lambda: desk.at)
    with undone(), transaction.atomic():
        assert tasks._sweep_all([case.pk for case in found], desk.at) == 2
        states = [Case.objects.get(pk=case.pk).state for case in found]
    assert states == ["RECEIVED", "ACCEPTED", "ACCEPTED"]

    # The oldest first, and one that nobody could move is passed by: those behind it do not wait for it.
    monkeypatch.setattr(tasks, "BATCH", 1)
    with undone(), transaction.atomic():
        assert tasks.apply_silence(timestamp=0) == 2
        assert [Case.objects.get(pk=case.pk).state for case in found] == states
