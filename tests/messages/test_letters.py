"""Letters: written in the verb's transaction, carried by the worker, tried again, and never the only way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from tests.conftest import usual_ways
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import NotAllowed
from tongban.messages import api as messages
from tongban.messages.api import NotCarried, Way
from tongban.messages.dispatching import KEPT, LEASE, forget_dispatches
from tongban.messages.models import Dispatch, SampleText, TextWish

pytestmark = pytest.mark.django_db
FACTS = {"number": "32021320260901000000010", "item": "食品经营许可"}
ADDRESS = "zhang@example.com"


@dataclass
class Post:
    """A carrier that does what it is told: takes a letter, or says why not."""

    faults: list[Exception] = field(default_factory=list)
    taken: list[tuple[str, UUID]] = field(default_factory=list)
    told: list[tuple[UUID, str]] = field(default_factory=list)

    def available(self) -> bool:
        return True

    def carry(self, letter: messages.Letter, *, key: UUID, at: datetime) -> None:
        assert at.tzinfo
        self.taken.append((letter.address, key))
        if self.faults:
            raise self.faults.pop(0)

    def tell(self, *, to: UUID, template: str, facts: Mapping[str, str], at: datetime) -> bool:
        assert (facts, at.tzinfo is not None) == (FACTS, True)
        self.told.append((to, template))
        return True


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    messages.use(carriers={Way.EMAIL: made}, fallback=made)
    yield made
    usual_ways()


def write(at: datetime, template: str = "case.correction", to: UUID | None = None) -> Dispatch:
    to = to or uuid4()
    messages.dispatch_about(way=Way.EMAIL, address=ADDRESS, to=to, template=template, facts=FACTS, at=at)
    return Dispatch.objects.get(to_party=to)


def test_a_letter_is_carried_once_and_neither_address_nor_words_are_kept(post: Post, at: datetime) -> None:
    letter = write(at)
    assert ADDRESS.encode() not in bytes(letter.letter_cipher)

    assert [messages.deliver(at=at), messages.deliver(at=at)] == [1, 0]

    letter.refresh_from_db()
    assert (post.taken, letter.carried_at, bytes(letter.letter_cipher)) == ([(ADDRESS, letter.pk)], at, b"")


def test_a_letter_goes_with_the_transaction_of_its_verb_and_is_carried_at_once(at: datetime) -> None:
    with transaction.atomic():
        write(at)
        transaction.set_rollback(True)
    assert not Dispatch.objects.exists()

    write(at)

    assert ProcrastinateJob.objects.filter(task_name="messages.deliver", status="todo").count() == 1


def test_what_was_not_taken_is_tried_again_after_the_waits_and_then_told_by_a_text(post: Post, at: datetime) -> None:
    letter, moment = write(at), at
    TextWish.objects.create(party=letter.to_party, wish="NONE")
    post.faults = [NotCarried("AWAY")] * 9
    for wait in configured.MESSAGE_RETRIES:
        messages.deliver(at=moment)
        moment += wait
        messages.deliver(at=moment - timedelta(seconds=1))
    assert (len(post.taken), post.told) == (len(configured.MESSAGE_RETRIES), [])

    messages.deliver(at=moment)
    messages.deliver(at=moment + timedelta(days=9))

    letter.refresh_from_db()
    assert [key for _, key in post.taken] == [letter.pk] * (len(configured.MESSAGE_RETRIES) + 1)
    assert (letter.failed_at, letter.fault, bytes(letter.letter_cipher)) == (moment, "AWAY", b"")
    assert post.told == [(letter.to_party, "case.correction")]
    assert [one.pk for one in messages.not_carried()] == [letter.pk]


@pytest.mark.parametrize(
    ("template", "text", "told"),
    [("case.grant", "NONE", 1), ("case.grant", "ACTION", 0), ("case.received", "NONE", 0)],
    ids=["a result is told by a text", "unless one went out", "nothing is asked of them"],
)
def test_what_is_refused_for_good_is_not_tried_again(
    post: Post, at: datetime, template: str, text: str, told: int
) -> None:
    to = uuid4()
    TextWish.objects.create(party=to, wish=text)
    write(at, template, to)
    post.faults = [NotCarried("SMTP:550", for_good=True)]

    messages.deliver(at=at)
    messages.deliver(at=at + timedelta(days=1))

    assert (len(post.taken), len(post.told)) == (1, told)


def test_what_an_adapter_gets_wrong_stops_no_other_letter(post: Post, at: datetime) -> None:
    first = write(at)
    write(at + timedelta(seconds=1))
    post.faults = [RuntimeError(f"{ADDRESS} is not understood")]

    assert messages.deliver(at=at + timedelta(seconds=1)) == 1

    first.refresh_from_db()
    assert first.fault == "FAULT:RuntimeError"


def test_a_letter_whose_worker_was_killed_is_carried_by_the_next(post: Post, at: datetime) -> None:
    letter = write(at)
    post.faults = [SystemExit()]  # type: ignore[list-item]
    with pytest.raises(SystemExit):
        messages.deliver(at=at)

    assert messages.deliver(at=at + LEASE - timedelta(seconds=1)) == 0
    assert messages.deliver(at=at + LEASE) == 1
    assert [key for _, key in post.taken] == [letter.pk] * 2


def test_without_a_carrier_nothing_is_lost_before_its_time(at: datetime) -> None:
    letter = write(at)

    assert messages.deliver(at=at) == 0

    letter.refresh_from_db()
    assert (letter.fault, letter.next_at) == ("AWAY", at + configured.MESSAGE_RETRIES[0])
    known = messages.letters(since=at, at=at + timedelta(hours=1))
    assert (known.waiting, known.oldest, known.failed) == (1, letter.next_at, 0)


def test_the_outbox_of_the_sample_shows_a_letter_without_its_address(at: datetime, settings: Settings) -> None:
    settings.SAMPLE_MODE = True
    write(at)

    messages.deliver(at=at)

    shown = messages.outbox(1)[0]
    assert (shown.way, shown.number) == (Way.EMAIL, "z****@example.com")
    assert FACTS["number"] in shown.words
    assert SampleText.objects.count() == 1


def test_the_database_keeps_no_address_of_what_is_over(at: datetime) -> None:
    letter = write(at)

    with pytest.raises(IntegrityError, match="messages_dispatch_waits_or_is_over"), transaction.atomic():
        Dispatch.objects.filter(pk=letter.pk).update(carried_at=at, next_at=None)


def test_what_is_long_over_is_forgotten(post: Post, at: datetime) -> None:
    assert not post.taken
    write(at)
    messages.deliver(at=at)
    waiting = write(at)

    assert forget_dispatches(at=at + KEPT) == 1
    assert list(Dispatch.objects.all()) == [waiting]


def test_wishes_are_the_partys_own(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        messages.choose_ways(text="ALL", email="ALL", wechat="NONE", by=SYSTEM, at=at)
    with pytest.raises(messages.UnfitMessage):
        messages.choose_ways(text="ALL", email="", wechat="NONE", by=SYSTEM, at=at)
