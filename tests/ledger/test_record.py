from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.ledger.api import EarlierThanLast, UnfitEntry, history, operation, record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
CITIZEN = Actor(id=uuid4(), kind=ActorKind.PERSON, party=uuid4())


def write(subject: UUID, at: datetime = AT, verb: str = "case.accept", **more: Any) -> int:  # noqa: ANN401 -- whatever record takes
    return record(at=at, actor=more.pop("actor", SYSTEM), verb=verb, kind="case", subject=subject, **more)


def test_an_entry_says_who_for_whom_what_and_when() -> None:
    subject = uuid4()

    write(subject, actor=CITIZEN, before="SUBMITTED", after="ACCEPTED", facts={"item": "Z0001", "due_date": AT.date()})

    entry = history(kind="case", subject=subject)[0]
    assert (entry.at, entry.verb, entry.before, entry.after) == (AT, "case.accept", "SUBMITTED", "ACCEPTED")
    assert (entry.actor_id, entry.actor_kind, entry.for_party) == (CITIZEN.id, "PERSON", CITIZEN.party)
    assert entry.facts == {"item": "Z0001", "due_date": "2026-09-01"}
    assert entry.position == 0


def test_an_entry_at_the_counter_is_for_the_person_who_came() -> None:
    subject, walk_in = uuid4(), uuid4()

    write(subject, for_party=walk_in)

    assert history(kind="case", subject=subject)[0].for_party == walk_in


def test_the_database_stamps_when_it_was_recorded() -> None:
    subject = uuid4()

    write(subject)

    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp(), clock_timestamp()")
        began, now = cursor.fetchone()
    assert began <= history(kind="case", subject=subject)[0].recorded_at <= now


def test_a_verb_earlier_than_the_last_of_its_subject_is_refused() -> None:
    subject = uuid4()
    write(subject)

    with pytest.raises(EarlierThanLast) as refusal:
        write(subject, at=AT - timedelta(microseconds=1))

    assert refusal.value.code == "earlier_than_last"
    assert len(history(kind="case", subject=subject)) == 1


def test_a_verb_at_the_same_moment_or_on_another_subject_is_kept() -> None:
    subject, other = uuid4(), uuid4()
    write(subject)

    write(subject, verb="case.examine")
    write(other, at=AT - timedelta(days=1))

    assert [e.verb for e in history(kind="case", subject=subject)] == ["case.accept", "case.examine"]
    assert len(history(kind="case", subject=other)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        write(uuid4())


def test_an_entry_goes_with_the_transaction_of_its_verb() -> None:
    subject = uuid4()

    with transaction.atomic():
        write(subject)
        transaction.set_rollback(True)

    assert history(kind="case", subject=subject) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET after = 'X' WHERE id = 0",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "UPDATE ledger_position SET number = number + 1",
        "DELETE FROM ledger_position",
        "TRUNCATE ledger_position",
    ],
)
def test_the_database_refuses_to_change_the_record(change: str) -> None:
    write(uuid4())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "测试甲"},
        {"note": "please call back"},
        {"mobile": "13800000000"},
        {"mobile": 13800000000},
        {"mobile": "+8613800000000"},
        {"number": "320200199001019011"},
        {"number": "32020019900101901X"},
        {"code": "Ａ1"},
        {"code": "A" * 65},
        {"amount": 1.5},
        {"nested": {"a": "b"}},
        {"list": ["A1", "张三"]},
        {"list": ["A"] * 201},
        {"Key": "A"},
        {"钥匙": "A"},
        {"": "A"},
        {f"k{n}": "A" for n in range(31)},
    ],
)
def test_facts_that_could_hold_more_than_a_code_are_refused(facts: dict[str, Any]) -> None:
    subject = uuid4()

    with pytest.raises(UnfitEntry):
        write(subject, facts=facts)

    assert history(kind="case", subject=subject) == []


def test_facts_may_be_codes_numbers_dates_ids_and_digests() -> None:
    subject, one = uuid4(), uuid4()
    facts = {
        "number": "320213202609010000000017",
        "department": "Z320213-SJ",
        "organisation": "113202000140078363",
        "digest": "a" * 64,
        "at": AT,
        "file": one,
        "files": [one],
        "pages": -3,
        "deemed": True,
        "none": None,
        "empty": "",
    }

    write(subject, facts=facts)

    kept = history(kind="case", subject=subject)[0].facts
    assert kept == facts | {"at": "2026-09-01T02:00:00+00:00", "file": str(one), "files": [str(one)]}


def test_the_database_itself_refuses_facts_in_words() -> None:
    with (
        pytest.raises(IntegrityError, match="ledger_entry_facts_are_codes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO ledger_entry (at, actor_id, actor_kind, verb, kind, subject, before, after, operation, facts)"
            " VALUES (now(), %(id)s, 'SYSTEM', 'case.accept', 'case', %(id)s, '', '', %(id)s, %(facts)s)",
            {"id": uuid4(), "facts": '{"name": "测试甲"}'},
        )


@pytest.mark.parametrize(
    "words",
    [{"verb": "accept"}, {"verb": "Case.accept"}, {"verb": "case.受理"}, {"before": "已 受理"}, {"after": "A B"}],
)
def test_words_that_are_not_of_the_vocabulary_are_refused(words: dict[str, Any]) -> None:
    with pytest.raises(UnfitEntry):
        write(uuid4(), **words)


class TestOperation:
    def test_verbs_inside_verbs_share_one_operation(self) -> None:
        subject = uuid4()

        with operation() as outer:
            write(subject)
            with operation() as inner:
                write(subject, verb="case.examine")

        assert inner == outer
        assert {e.operation for e in history(kind="case", subject=subject)} == {outer}

    def test_verbs_one_after_another_do_not(self) -> None:
        subject = uuid4()

        with operation():
            write(subject)
        write(subject, verb="case.examine")
        write(subject, verb="case.decide")

        assert len({e.operation for e in history(kind="case", subject=subject)}) == 3
