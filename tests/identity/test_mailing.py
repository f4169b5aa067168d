from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.conftest import usual_ways
from tests.identity.conftest import Person
from tongban.identity import api as identity
from tongban.identity.models import Party
from tongban.identity.queries import email_of
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.messages.api import Way
from tongban.messages.models import Dispatch, TextWish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
NEW, OTHER, HERE = "zhang.san@example.com", "another@example.com", "this browser"
FACTS = {"number": "32021320260901000000010", "item": "食品经营许可"}


@pytest.fixture
def me(person: Person, at: datetime) -> Actor:
    return identity.actor_of(person("one"), at=at)


def ask(me: Actor, at: datetime, email: str = NEW, browser: str = HERE) -> str:
    identity.ask_new_email(email=email, browser=browser, address="", by=me, at=at)
    messages.deliver(at=at)
    found = re.search(r"验证邮箱的验证码(\d{6})", messages.outbox(1)[0].words)
    assert found
    return found[1]


def change(me: Actor, code: str, at: datetime, email: str = NEW) -> None:
    identity.change_email(email=email, code=code, browser=HERE, address="", by=me, at=at)


def own(me: Actor) -> UUID:
    assert me.party
    return me.party


def kept(me: Actor) -> str:
    return email_of(Party.objects.get(pk=own(me)))


def test_a_mailbox_is_kept_when_its_code_comes_back_and_stands_in_no_entry(me: Actor, at: datetime) -> None:
    change(me, ask(me, at, " Zhang.San@Example.COM "), at, "Zhang.San@Example.COM")

    assert kept(me) == "Zhang.San@example.com"
    assert NEW.encode() not in bytes(Party.objects.get(pk=own(me)).email_cipher)
    entry = ledger.Entry.objects.get(verb="identity.change_email")
    assert (entry.subject, entry.facts) == (me.party, {"kept": True})
    assert "xample" not in str(list(ledger.Entry.objects.values()))
    assert messages.inbox(own(me), 1)[0].title == "您的邮箱已经更换"


def test_the_mailbox_of_before_is_told_and_so_is_whoever_takes_theirs_out(me: Actor, at: datetime) -> None:
    change(me, ask(me, at), at)
    later = at + timedelta(minutes=2)
    change(me, ask(me, later, OTHER), later, OTHER)
    messages.deliver(at=later)
    told = messages.outbox(1)[0]
    assert (told.number, "邮箱已换成另一个" in told.words, OTHER in told.words) == ("z****@example.com", True, False)

    identity.take_out_email(by=me, at=later)

    assert kept(me) == ""
    with pytest.raises(Broken, match="没有登记邮箱"):
        identity.take_out_email(by=me, at=later)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a b@@example.com", "张三@example.com", f"{'a' * 120}@example.com"]
)
def test_what_is_no_address_gets_no_code(me: Actor, at: datetime, email: str) -> None:
    with pytest.raises(Broken) as refusal:
        identity.ask_new_email(email=email, browser=HERE, address="", by=me, at=at)

    assert refusal.value.field == "email"
    assert not Dispatch.objects.exists()


def test_a_code_serves_its_mailbox_in_its_browser_once(me: Actor, at: datetime) -> None:
    code = ask(me, at, browser="another browser")
    with pytest.raises(identity.CodeRefused):
        change(me, code, at)
    later = at + timedelta(minutes=2)
    code = ask(me, later)
    with pytest.raises(identity.CodeRefused):
        change(me, code, later, OTHER)
    change(me, code, later)
    with pytest.raises(Broken, match="现在登记的邮箱"):
        change(me, code, later)


def test_only_the_party_itself_says_where_it_is_told(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        identity.take_out_email(by=SYSTEM, at=at)


class TestWhatGoesOut:
    @pytest.fixture(autouse=True)
    def _ways(self) -> Iterator[None]:
        usual_ways()
        yield
        usual_ways()

    def send(self, me: Actor, at: datetime, template: str = "case.correction") -> list[Way]:
        before = len(messages.outbox())
        messages.send(to=own(me), template=template, facts=FACTS, at=at)
        messages.deliver(at=at)
        return [one.way for one in messages.outbox()[: len(messages.outbox()) - before]]

    def test_a_letter_goes_beside_the_text_once_a_mailbox_is_kept(self, me: Actor, at: datetime) -> None:
        assert self.send(me, at) == [Way.TEXT]
        change(me, ask(me, at), at)

        assert set(self.send(me, at)) == {Way.TEXT, Way.EMAIL}
        assert self.send(me, at, "case.received") == []
        assert "张三" not in messages.outbox(1)[0].words

    def test_each_way_is_wished_for_itself(self, me: Actor, at: datetime) -> None:
        change(me, ask(me, at), at)
        messages.choose_ways(text="NONE", email="ALL", wechat="NONE", by=me, at=at)

        assert self.send(me, at, "case.received") == [Way.EMAIL]
        entry = ledger.Entry.objects.get(verb="messages.choose_ways")
        assert entry.facts == {"text": "NONE", "email": "ALL", "wechat": "NONE"}

    def test_a_party_that_wants_nothing_costs_one_question_at_most(
        self, me: Actor, at: datetime, django_assert_max_num_queries: object
    ) -> None:
        TextWish.objects.create(party=own(me), wish="NONE", email="NONE")

        with django_assert_max_num_queries(1):  # type: ignore[operator]
            identity.Outside().deliver([messages.Telling(own(me), "case.correction", FACTS, at)])

    def test_what_no_letter_brought_is_told_by_a_text_whatever_was_wished(self, me: Actor, at: datetime) -> None:
        change(me, ask(me, at), at)
        messages.choose_ways(text="NONE", email="ACTION", wechat="NONE", by=me, at=at)
        messages.send(to=own(me), template="case.grant", facts=FACTS, at=at)
        messages.use(identity.Outside(), carriers={Way.EMAIL: Refusing()}, fallback=identity.ByText())

        messages.deliver(at=at)

        assert messages.outbox(1)[0].way is Way.TEXT
        assert FACTS["number"] in messages.outbox(1)[0].words


class Refusing:
    """A carrier to which no mailbox is one."""

    def available(self) -> bool:
        return True

    def carry(self, letter: messages.Letter, *, key: UUID, at: datetime) -> None:
        assert (letter.address, key.version, at.tzinfo is None) == (NEW, 7, False)
        raise messages.NotCarried("SMTP:550", for_good=True)
