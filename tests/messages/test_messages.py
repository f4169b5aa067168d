from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.conftest import usual_ways
from tongban.messages import api as messages
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db
FACTS = {"number": "32021320260901000000010", "item": "食品经营许可"}


def send(to: UUID, at: datetime, template: str = "case.received") -> None:
    messages.send(to=to, template=template, facts=FACTS, at=at)


def test_a_message_reaches_its_party_and_nobody_else(at: datetime) -> None:
    party, other = uuid4(), uuid4()

    send(party, at)

    message = messages.inbox(party)[0]
    assert (message.title, message.number, message.at, message.read_at) == ("申请已收到", FACTS["number"], at, None)
    assert "食品经营许可" in message.body
    assert messages.inbox(other) == []


def test_the_newest_message_comes_first_and_a_limit_holds(at: datetime) -> None:
    party = uuid4()
    for day in range(3):
        send(party, at + timedelta(days=day))

    latest = messages.inbox(party, limit=2)

    assert [m.at for m in latest] == [at + timedelta(days=2), at + timedelta(days=1)]


def test_messages_are_unread_until_marked_and_later_ones_stay_unread(at: datetime) -> None:
    party, other = uuid4(), uuid4()
    send(party, at)
    send(other, at)
    send(party, at + timedelta(days=1))

    marked = messages.mark_read(to=party, at=at + timedelta(hours=1))

    assert marked == 1
    assert (messages.unread(party), messages.unread(other)) == (1, 1)
    assert messages.mark_read(to=party, at=at + timedelta(hours=1)) == 0


def test_words_are_in_the_language_of_the_reader(at: datetime) -> None:
    party = uuid4()
    send(party, at)

    with translation.override("en"):
        title = messages.inbox(party)[0].title

    assert title == "Application received"


@pytest.mark.parametrize("code", sorted(messages.TEMPLATES))
def test_every_template_speaks_both_languages_with_the_same_slots(code: str, at: datetime) -> None:
    party, template = uuid4(), messages.TEMPLATES[code]
    slots = [
        {name for _, name, _, _ in string.Formatter().parse(words.title + words.body) if name}
        for words in (template.zh, template.en)
    ]

    messages.send(to=party, template=code, facts=dict.fromkeys(template.slots, "甲"), at=at)

    assert slots[0] == slots[1] == template.slots
    assert "{" not in messages.inbox(party)[0].body


DATED = sorted(code for code, template in messages.TEMPLATES.items() if template.dated)


@pytest.mark.parametrize("code", DATED)
def test_a_message_that_may_name_a_day_reads_whole_with_it_and_without_it(code: str, at: datetime) -> None:
    party = uuid4()

    for day, facts in enumerate((FACTS, FACTS | {"until": "2026-12-01"})):
        messages.send(to=party, template=code, facts=facts, at=at + timedelta(days=day))

    with_it, without = messages.inbox(party)
    assert "2026-12-01" in with_it.title
    assert "2026-12-01" in with_it.body
    with translation.override("en"):
        assert all("2026-12-01" in text for text in (messages.inbox(party)[0].title, messages.inbox(party)[0].body))
    assert not {mark for mark in "{}" if mark in without.title + without.body}
    with pytest.raises(messages.UnfitMessage):
        messages.send(to=party, template=code, facts=FACTS | {"until": "2026-12-01", "by": "2026-12-01"}, at=at)


@pytest.mark.parametrize(
    "code",
    [
        *(f"case.{name}" for name in ("bring_originals", "originals_due", "originals_differ")),
        *(f"case.{name}" for name in ("hearing_rights", "hearing_called", "hearing_moved")),
    ],
)
def test_who_is_to_come_somewhere_is_told_by_text_where_they_said_nothing(code: str) -> None:
    usual = messages.Wishes()

    assert code in messages.TEMPLATES
    assert messages.wanted(code, usual.text)
    assert not messages.wanted("case.originals_seen", usual.text)


@pytest.mark.parametrize(
    ("template", "facts"),
    [
        ("case.unheard_of", FACTS),
        ("case.received", {"number": "1"}),
        ("case.received", FACTS | {"document": "320200199003079051"}),
        ("case.received", FACTS | {"item": "长" * 201}),
    ],
)
def test_facts_that_do_not_fit_the_template_are_refused(template: str, facts: dict[str, str], at: datetime) -> None:
    with pytest.raises(messages.UnfitMessage):
        messages.send(to=uuid4(), template=template, facts=facts, at=at)

    assert not Message.objects.exists()


def test_slots_of_a_fact_are_not_filled_again(at: datetime) -> None:
    party = uuid4()

    messages.send(to=party, template="case.received", facts=FACTS | {"item": "{number.__class__}"}, at=at)

    assert "{number.__class__}" in messages.inbox(party)[0].body


def test_a_message_goes_with_the_transaction_of_its_verb(at: datetime) -> None:
    party = uuid4()

    with transaction.atomic():
        send(party, at)
        transaction.set_rollback(True)

    assert messages.unread(party) == 0


def test_the_database_refuses_a_message_read_before_it_was_sent(at: datetime) -> None:
    send(uuid4(), at)

    with pytest.raises(IntegrityError, match="messages_read_after_sent"), transaction.atomic():
        Message.objects.update(read_at=at - timedelta(seconds=1))


class Telephone:
    """A channel of a higher room, as config would wire it."""

    def __init__(self) -> None:
        self.sent: list[tuple[UUID, str, Mapping[str, str], datetime]] = []

    def deliver(self, told: Sequence[messages.Telling]) -> None:
        self.sent += [(one.to, one.template, one.facts, one.at) for one in told]


class TestChannels:
    @pytest.fixture(autouse=True)
    def _only_the_inbox_afterwards(self) -> Iterator[None]:
        yield
        usual_ways()

    def test_another_channel_gets_what_the_inbox_gets(self, at: datetime) -> None:
        party, telephone = uuid4(), Telephone()
        messages.use(telephone)

        send(party, at)

        assert telephone.sent == [(party, "case.received", FACTS, at)]
        assert messages.unread(party) == 1

    def test_several_are_handed_over_at_once_and_kept_by_one_statement(self, at: datetime) -> None:
        parties, telephone = [uuid4(), uuid4(), uuid4()], Telephone()
        messages.use(telephone)

        with CaptureQueriesContext(connection) as seen:
            messages.send_all([messages.Telling(party, "case.received", FACTS, at) for party in parties])

        assert len(seen) == 1
        assert telephone.sent == [(party, "case.received", FACTS, at) for party in parties]
        assert [messages.unread(party) for party in parties] == [1, 1, 1]

    def test_of_several_one_that_does_not_fit_lets_none_go(self, at: datetime) -> None:
        told = [messages.Telling(uuid4(), code, FACTS, at) for code in ("case.received", "case.nothing")]

        with pytest.raises(messages.UnfitMessage):
            messages.send_all(told)
        assert not Message.objects.exists()

    def test_wiring_again_replaces_what_was_wired(self, at: datetime) -> None:
        party, old = uuid4(), Telephone()
        messages.use(old)
        messages.use()

        send(party, at)

        assert old.sent == []
        assert messages.unread(party) == 1
