"""What stands behind an entry: purpose, legal basis, data subjects, and when they may see it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.law import UnknownCitation
from tongban.ledger.api import (
    Decision,
    Disclose,
    EarlierThanLast,
    Entry,
    EntryNotFound,
    NotWithheld,
    Purpose,
    UnfitEntry,
    UnfitReviewDay,
    Wanted,
    Why,
    audited,
    audited_entry,
    disclosed,
    history,
    note_reading,
    record,
    review_disclosure,
    sequence,
    shown_from,
    withheld,
    withheld_for_review,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
PERSON = Actor(id=uuid4(), kind=ActorKind.PERSON, party=uuid4())
CLERK = Actor(id=uuid4(), kind=ActorKind.STAFF)
AUDITOR = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({Grant(Role.AUDITOR)}))


def write(why: Why, subject: UUID | None = None, at: datetime = AT, **more: Any) -> Entry:  # noqa: ANN401 -- whatever record takes
    made = record(at=at, actor=SYSTEM, verb="case.accept", kind="case", subject=subject or uuid4(), why=why, **more)
    return Entry.objects.get(pk=made)


def placed(entry: Entry) -> int:
    sequence()
    return Entry.objects.select_related("place").get(pk=entry.pk).position


def insert(**columns: Any) -> None:  # noqa: ANN401 -- whatever the columns hold
    """Insert a row past every service, as whoever holds the database could."""
    row: dict[str, Any] = dict.fromkeys(["actor_id", "subject", "operation"], uuid4())
    row |= {
        "at": AT,
        "actor_kind": "SYSTEM",
        "verb": "case.x",
        "kind": "case",
        "before": "",
        "after": "",
        "facts": "{}",
    }
    row |= columns
    names, values = ", ".join(row), ", ".join(f"%({name})s" for name in row)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO ledger_entry ({names}) VALUES ({values})", row)  # noqa: S608 -- our own names


def test_an_entry_says_what_for_and_on_which_law() -> None:
    entry = write(Why(Purpose.SUPERVISION, "XKF.32.1.4,GZGF.21.3"))

    assert (entry.purpose, entry.basis, entry.reading) == ("SUPERVISION", "XKF.32.1.4,GZGF.21.3", False)
    assert (entry.disclose, entry.disclose_from, entry.withheld_basis) == ("NOW", None, "")


def test_an_entry_is_about_the_party_it_is_for_unless_others_are_named() -> None:
    one, other = sorted([uuid4(), uuid4()])

    assert write(Why(), for_party=one).about == [one]
    assert write(Why(about=(other, one, other)), for_party=one).about == [one, other]
    assert write(Why()).about == []


def test_a_basis_that_is_no_citation_is_refused() -> None:
    with pytest.raises(UnknownCitation):
        write(Why(basis="行政许可法32"))


def test_nothing_is_withheld_without_a_law() -> None:
    with pytest.raises(UnfitEntry):
        withheld("")
    with pytest.raises(UnfitEntry):
        withheld("BXT.1")
    with pytest.raises(UnknownCitation):
        withheld("because")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"disclose": "FROM"}, "ledger_entry_disclosure"),
        ({"disclose": "NOW", "disclose_from": TODAY}, "ledger_entry_disclosure"),
        ({"disclose": "WITHHELD"}, "ledger_entry_disclosure"),
        ({"disclose": "WITHHELD", "withheld_basis": "secret"}, "ledger_entry_disclosure"),
        ({"disclose": "WITHHELD", "withheld_basis": "GBF.18.1", "disclose_from": TODAY}, "ledger_entry_disclosure"),
        ({"disclose": "NEVER"}, "ledger_entry_disclosure"),
        ({"purpose": "CURIOSITY"}, "ledger_entry_purpose"),
        ({"basis": "some law"}, "ledger_entry_basis_is_cited"),
    ],
)
def test_the_database_refuses_an_entry_without_its_reason(columns: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        insert(**columns)


def test_the_moment_of_recording_is_the_database_s_own_whatever_the_insert_says() -> None:
    subject = uuid4()

    insert(subject=subject, recorded_at=AT - timedelta(days=3000))

    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp(), clock_timestamp()")
        began, now = cursor.fetchone()
    assert began <= history(kind="case", subject=subject)[0].recorded_at <= now


class TestReading:
    def test_a_look_is_never_refused_for_its_moment(self) -> None:
        subject = uuid4()
        write(Why(), subject)

        entry = write(Why(Purpose.AUDIT, reading=True), subject, AT - timedelta(hours=1))

        assert entry.reading

    def test_a_look_never_makes_a_change_be_refused(self) -> None:
        subject = uuid4()
        write(Why(reading=True), subject, AT + timedelta(hours=1))

        write(Why(), subject)

        with pytest.raises(EarlierThanLast):
            write(Why(), subject, AT - timedelta(microseconds=1))

    @pytest.mark.django_db(transaction=True)
    def test_a_look_at_somebody_s_data_is_an_entry_in_a_transaction_of_its_own(self) -> None:
        subject, party = uuid4(), uuid4()

        note_reading(at=AT, actor=CLERK, kind="case", subject=subject, about=(party,), purpose=Purpose.SUPERVISION)

        entry = history(kind="case", subject=subject)[0]
        assert (entry.verb, entry.reading, entry.about, entry.purpose) == ("case.read", True, [party], "SUPERVISION")

    @pytest.mark.django_db(transaction=True)
    def test_a_look_inside_another_transaction_is_a_mistake(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            note_reading(at=AT, actor=CLERK, kind="case", subject=uuid4(), about=(uuid4(),), purpose=Purpose.ENQUIRY)

    def test_a_person_s_own_look_is_no_entry(self) -> None:
        subject = uuid4()
        mine, other = PERSON.party, uuid4()
        assert mine is not None

        own = note_reading(at=AT, actor=PERSON, kind="case", subject=subject, about=(mine,), purpose=Purpose.ENQUIRY)
        of_another = note_reading(
            at=AT, actor=PERSON, kind="case", subject=subject, about=(mine, other), purpose=Purpose.ENQUIRY
        )

        assert own is None
        assert [entry.id for entry in history(kind="case", subject=subject)] == [of_another]


class TestDisclosure:
    def test_a_person_sees_what_is_disclosed_now_or_from_a_day_that_has_come(self) -> None:
        party = uuid4()
        now = placed(write(Why(about=(party,))))
        later = placed(write(Why(about=(party,), disclosure=shown_from(TODAY + timedelta(days=1)))))
        placed(write(Why(about=(party,), disclosure=withheld("GBF.18.1"))))
        placed(write(Why(about=(uuid4(),))))

        def seen(at: datetime) -> list[int]:
            return [entry.position for entry in disclosed(party=party, at=at)]

        assert seen(AT) == [now]
        assert seen(datetime(2026, 9, 1, 15, 59, tzinfo=UTC)) == [now]
        assert seen(datetime(2026, 9, 1, 16, 0, tzinfo=UTC)) == [later, now]

    def test_the_list_is_read_a_page_at_a_time(self) -> None:
        party = uuid4()
        places = [placed(write(Why(about=(party,)))) for _ in range(3)]

        first = disclosed(party=party, at=AT, limit=2)
        second = disclosed(party=party, at=AT, before=first[-1].position, limit=2)

        assert [entry.position for entry in first + second] == places[::-1]

    def test_what_is_withheld_waits_for_the_audit_administrator_until_it_is_reviewed(self) -> None:
        position = placed(write(Why(about=(uuid4(),), disclosure=withheld("JCF.1"))))
        again = TODAY + timedelta(days=30)

        def waiting(at: datetime) -> list[int]:
            return [entry.position for entry in withheld_for_review(by=AUDITOR, at=at)]

        assert waiting(AT) == [position]
        review_disclosure(position=position, decision=Decision.CONFIRMED, day=again, by=AUDITOR, at=AT)
        assert waiting(AT) == []
        assert waiting(AT + timedelta(days=30)) == [position]

    def test_what_a_review_lifts_is_shown_from_its_day(self) -> None:
        party = uuid4()
        position = placed(write(Why(about=(party,), disclosure=withheld("GBF.18.1"))))
        day = TODAY + timedelta(days=2)

        review_disclosure(position=position, decision=Decision.LIFTED, day=day, by=AUDITOR, at=AT)

        assert disclosed(party=party, at=AT) == []
        assert [entry.position for entry in disclosed(party=party, at=AT + timedelta(days=2))] == [position]
        assert withheld_for_review(by=AUDITOR, at=AT + timedelta(days=400)) == []

    def test_a_review_is_an_entry_that_rests_on_the_same_law_and_names_nobody(self) -> None:
        position = placed(write(Why(about=(uuid4(),), disclosure=withheld("GBF.18.1"))))

        review_disclosure(position=position, decision=Decision.LIFTED, day=TODAY, by=AUDITOR, at=AT)

        entry = Entry.objects.get(verb="ledger.review_disclosure")
        assert (entry.before, entry.after, entry.basis, entry.purpose) == ("WITHHELD", "LIFTED", "GBF.18.1", "AUDIT")
        assert (entry.facts, entry.about) == ({"position": position, "day": "2026-09-01"}, [])

    def test_only_the_audit_administrator_reviews(self) -> None:
        position = placed(write(Why(disclosure=withheld("GBF.18.1"))))

        with pytest.raises(NotAllowed):
            review_disclosure(position=position, decision=Decision.LIFTED, day=TODAY, by=CLERK, at=AT)
        with pytest.raises(NotAllowed):
            withheld_for_review(by=CLERK, at=AT)

    @pytest.mark.parametrize("days", [-1, 0, 367])
    def test_what_stays_withheld_is_looked_at_again_within_a_year(self, days: int) -> None:
        position = placed(write(Why(disclosure=withheld("GBF.18.1"))))
        day = TODAY + timedelta(days=days)

        with pytest.raises(UnfitReviewDay):
            review_disclosure(position=position, decision=Decision.CONFIRMED, day=day, by=AUDITOR, at=AT)

    def test_nothing_but_what_is_withheld_is_reviewed(self) -> None:
        shown = placed(write(Why()))
        kept = placed(write(Why(disclosure=withheld("GBF.18.1"))))
        review_disclosure(position=kept, decision=Decision.LIFTED, day=TODAY, by=AUDITOR, at=AT)

        for position in (shown, kept):
            with pytest.raises(NotWithheld):
                review_disclosure(position=position, decision=Decision.LIFTED, day=TODAY, by=AUDITOR, at=AT)
        with pytest.raises(EntryNotFound):
            review_disclosure(position=kept + 100, decision=Decision.LIFTED, day=TODAY, by=AUDITOR, at=AT)


class TestAudit:
    def test_only_the_audit_administrator_reads_everything(self) -> None:
        with pytest.raises(NotAllowed):
            audited(by=CLERK, wanted=Wanted())
        with pytest.raises(NotAllowed):
            audited_entry(by=CLERK, position=1)

    def test_each_filter_narrows_the_list(self) -> None:
        party, subject = uuid4(), uuid4()
        mine = placed(write(Why(Purpose.SUPERVISION, about=(party,), disclosure=withheld("GBF.18.1")), subject))
        other = placed(write(Why()))

        def found(**wanted: Any) -> list[int]:  # noqa: ANN401 -- whatever may be wanted
            return [entry.position for entry in audited(by=AUDITOR, wanted=Wanted(**wanted))]

        assert found() == [other, mine]
        for wanted in (
            {"subject": subject},
            {"about": party},
            {"purpose": "SUPERVISION"},
            {"disclose": Disclose.WITHHELD},
            {"operation": audited_entry(by=AUDITOR, position=mine).operation},
        ):
            assert found(**wanted) == [mine]
        assert found(verb="case.decide") == []
        assert found(reading=True) == []
        assert found(actor=SYSTEM.id, kind="case", from_at=AT, until_at=AT + timedelta(seconds=1)) == [other, mine]
        assert found(until_at=AT) == []

    def test_a_page_goes_on_before_a_position(self) -> None:
        first, second = placed(write(Why())), placed(write(Why()))

        assert [e.position for e in audited(by=AUDITOR, wanted=Wanted(), limit=1)] == [second]
        assert [e.position for e in audited(by=AUDITOR, wanted=Wanted(), before=second)] == [first]

    def test_an_entry_that_is_not_there_is_not_found(self) -> None:
        with pytest.raises(EntryNotFound):
            audited_entry(by=AUDITOR, position=10**9)
