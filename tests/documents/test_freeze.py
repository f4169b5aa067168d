from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.documents import samples
from tests.documents.conftest import AT, CASE, freeze_now
from tests.documents.test_templates import PUBLISHED
from tongban.crypto import api as crypto
from tongban.documents import api as documents
from tongban.documents import rules
from tongban.kernel.days import SHANGHAI

Freeze = Callable[..., documents.IssuedDocument]


class NumbersOfAnotherSystem:
    """A department's own numbering, as far as the port goes."""

    def next(self, *, kind: str, issuer: documents.Issuer, year: int, count: int) -> list[str]:
        return [f"{issuer.code}-{kind}-{year}-{uuid4().hex[:8]}" for _ in range(count)]


@pytest.mark.parametrize("template", samples.KINDS)
def test_every_kind_of_document_can_be_issued(freeze: Freeze, template: str) -> None:
    document = documents.IssuedDocument.objects.get(id=freeze(template).id)

    newest = max(version for name, version in PUBLISHED if name == template)
    assert (document.template, document.template_version) == (template, newest)
    assert (document.subject, document.issued_at) == (CASE, AT)
    assert crypto.verify(document.statement(), document.signature)


def test_what_it_says_lies_encrypted(freeze: Freeze) -> None:
    document = freeze(addressee="李示例")

    assert "李示例".encode() not in bytes(document.sealed_facts)


def test_the_number_has_mark_kind_year_and_sequence_without_zeros(freeze: Freeze) -> None:
    assert freeze().number == "锡梁市监许准〔2026〕1号"
    assert freeze().number == "锡梁市监许准〔2026〕2号"


def test_each_kind_and_each_year_counts_for_itself(freeze: Freeze) -> None:
    freeze()

    assert freeze("refusal").number == "锡梁市监许不准〔2026〕1号"
    assert freeze(at=AT + timedelta(days=60)).number == "锡梁市监许准〔2027〕1号"


def test_the_year_is_that_of_the_legal_day(freeze: Freeze) -> None:
    utc_evening = datetime.fromisoformat("2026-12-31T17:00:00+00:00")

    assert freeze(at=utc_evening).number == "锡梁市监许准〔2027〕1号"


def test_two_authorities_with_one_mark_never_print_the_same_number(freeze: Freeze) -> None:
    other = {**samples.NOTICE["issuer"], "code": "Z3202140001", "name": "无锡市新吴区市场监督管理局"}

    assert freeze().number != freeze(issuer=other).number


def test_a_number_that_was_rolled_back_is_used_again_or_lost_but_never_given_twice(freeze: Freeze) -> None:
    first = freeze().number
    with transaction.atomic():
        freeze()
        transaction.set_rollback(True)

    assert freeze().number != first
    assert documents.IssuedDocument.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_verbs_at_the_same_moment_receive_different_numbers() -> None:
    numbers: list[str] = []
    together = Barrier(6)

    def issue() -> None:
        together.wait()
        numbers.extend(freeze_now().number for _ in range(3))
        connection.close()

    threads = [Thread(target=issue) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == sorted(f"锡梁市监许准〔2026〕{sequence}号" for sequence in range(1, 19))


@pytest.mark.usefixtures("wiring")
def test_a_department_may_bring_its_own_numbers(freeze: Freeze) -> None:
    documents.use(numbering=NumbersOfAnotherSystem())

    assert freeze().number.startswith("Z3202130001-许准-2026-")


@pytest.mark.django_db
def test_several_are_numbered_in_their_order_by_one_statement_for_each_sequence() -> None:
    kinds = ["grant", "refusal", "grant", "grant"]
    drafts = [documents.Draft(kind, samples.KINDS[kind][1], samples.facts(kind), CASE, AT) for kind in kinds]

    with CaptureQueriesContext(connection) as seen:
        frozen = documents.freeze_all(drafts)

    granted = [one.number for one in frozen if one.template == "grant"]
    assert granted == [f"锡梁市监许准〔2026〕{sequence}号" for sequence in (1, 2, 3)]
    assert [one.template for one in frozen] == kinds
    assert len(seen) == len({*kinds}) + 1  # and all of them are written by one
    assert all(documents.said(one.pk)["number"] == one.number for one in frozen)


@pytest.mark.parametrize("kind", ["", "abc", "许准1", "许 准", "许准许准许准许准许", "#许"])
def test_the_kind_of_a_number_is_a_short_chinese_word(kind: str) -> None:
    with pytest.raises(ValueError, match="Chinese"):
        rules.number(mark="锡", kind=kind, year=2026, sequence=1)


@pytest.mark.parametrize(
    ("template", "missing"),
    [
        ("grant", "delivery"),
        ("refusal", "reason"),
        ("refusal", "remedies"),
        ("non_acceptance", "remedies"),
        ("acceptance", "due_on"),
        ("correction", "points"),
        ("receipt", "materials"),
        ("grant", "sample"),
    ],
)
def test_half_a_document_is_never_issued(freeze: Freeze, template: str, missing: str) -> None:
    facts = samples.facts(template)
    del facts[missing]

    with pytest.raises(ValueError, match=missing):
        documents.freeze(template=template, number_kind="许准", facts=facts, subject=CASE, at=AT)

    assert not documents.IssuedDocument.objects.exists()
    assert freeze().number.endswith("〕1号")


@pytest.mark.parametrize(
    "changes", [{"articles": []}, {"addressee": " \u200b"}, {"unknown": "x"}, {"accepted_on": "?"}]
)
def test_empty_or_unknown_facts_are_refused(freeze: Freeze, changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        freeze(**changes)


def test_a_refusal_without_any_remedy_is_refused(freeze: Freeze) -> None:
    with pytest.raises(ValueError, match="remedies"):
        freeze("refusal", remedies=[])


def test_an_unknown_kind_of_document_is_refused(freeze: Freeze) -> None:
    with pytest.raises(ValueError, match="certificate"):
        documents.freeze(template="certificate", number_kind="证", facts={}, subject=CASE, at=AT)

    assert freeze().number.endswith("〕1号")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_issueddocument SET number = 'x'",
        "UPDATE documents_issueddocument SET signature = signature",
        "DELETE FROM documents_issueddocument",
        "TRUNCATE documents_issueddocument CASCADE",
    ],
)
def test_the_database_refuses_every_change_of_an_issued_document(freeze: Freeze, change: str) -> None:
    freeze()

    with (
        pytest.raises((IntegrityError, InternalError), match="stays as it is"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert documents.IssuedDocument.objects.count() == 1


def test_the_same_number_twice_is_refused_by_the_table(freeze: Freeze) -> None:
    document = freeze()
    document.pk = uuid4()

    with pytest.raises(IntegrityError, match="document_number_once"), transaction.atomic():
        documents.IssuedDocument.objects.bulk_create([document])


def test_a_row_without_a_signature_is_refused_by_the_table(freeze: Freeze) -> None:
    document = freeze()
    document.pk, document.number, document.signature = uuid4(), "另一号", ""

    with pytest.raises(IntegrityError, match="document_is_signed"), transaction.atomic():
        documents.IssuedDocument.objects.bulk_create([document])


def test_a_document_and_a_counter_print_as_their_numbers(freeze: Freeze) -> None:
    document = freeze()
    counter = type(document)._meta.apps.get_model("documents", "Counter").objects.get()

    assert str(document) == "锡梁市监许准〔2026〕1号"
    assert str(counter) == "锡梁市监许准 2026: 1"


def test_one_content_has_one_spelling() -> None:
    assert (
        rules.canonical({"b": "无锡", "a": 1})
        == rules.canonical({"a": 1, "b": "无锡"})
        == '{"a":1,"b":"无锡"}'.encode()
    )


def test_the_day_on_the_document_is_the_legal_day() -> None:
    assert AT.astimezone(SHANGHAI).date() == date(2026, 11, 23)
