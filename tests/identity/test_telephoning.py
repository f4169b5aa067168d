from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from tests.identity.conftest import MOBILE, Person, Staff
from tongban.identity import api as identity
from tongban.identity.models import Account, Party
from tongban.identity.queries import mobile_of
from tongban.identity.services import telephoning
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.errors import Broken, NotAllowed
from tongban.ledger import api as ledger
from tongban.messages import api as messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
NEW, HERE = "19900000088", "this browser"


@pytest.fixture
def me(person: Person, at: datetime) -> Actor:
    return identity.actor_of(person("one"), at=at)


def ask(me: Actor, at: datetime, mobile: str = NEW, browser: str = HERE) -> str:
    identity.ask_new_mobile(mobile=mobile, browser=browser, address="", by=me, at=at)
    found = re.search(r"更换手机号的验证码(\d{6})", messages.outbox(1)[0].words)
    assert found
    return found[1]


def change(me: Actor, code: str, at: datetime, mobile: str = NEW) -> None:
    identity.change_mobile(mobile=mobile, code=code, browser=HERE, address="", keep="", by=me, at=at)


def kept(me: Actor) -> str:
    assert me.party
    return mobile_of(Party.objects.get(pk=me.party))


def test_the_new_telephone_opens_the_account_and_the_old_one_does_not(me: Actor, at: datetime) -> None:
    change(me, ask(me, at), at)

    later = at + timedelta(minutes=2)
    assert kept(me) == NEW
    identity.send_code(mobile=NEW, purpose=identity.CodePurpose.SIGN_IN, browser=HERE, address="", at=later)
    assert "登录验证码" in messages.outbox(1)[0].words
    identity.send_code(mobile=MOBILE, purpose=identity.CodePurpose.SIGN_IN, browser=HERE, address="", at=later)
    assert "还没有登记" in messages.outbox(1)[0].words


def test_the_old_telephone_is_told_and_so_is_the_person(me: Actor, at: datetime) -> None:
    change(me, ask(me, at), at)

    told = messages.outbox(1)[0]
    assert (told.number, "手机号已换成另一个" in told.words) == ("199****0011", True)
    assert NEW not in told.words
    assert me.party
    assert messages.inbox(me.party, 1)[0].title == "您的手机号已经更换"


def test_the_level_stays_as_it_was_proven(me: Actor, at: datetime) -> None:
    assert me.party
    identity.prove(party=me.party, level=identity.RealNameLevel.FACE_TO_FACE, by_method="COUNTER", by=SYSTEM, at=at)

    change(me, ask(me, at), at + timedelta(minutes=1))

    held = Party.objects.get(pk=me.party)
    assert (held.real_name_level, held.proven_at) == ("FACE_TO_FACE", at)


def test_the_entry_holds_neither_number(me: Actor, at: datetime) -> None:
    change(me, ask(me, at), at)

    entry = ledger.Entry.objects.get(verb="identity.change_mobile")
    assert (entry.subject, entry.about, entry.facts) == (me.party, [me.party], {"ended": 0})
    assert not any(number in str(list(ledger.Entry.objects.values())) for number in (NEW, MOBILE))


def test_a_wrong_code_and_one_for_another_purpose_change_nothing(me: Actor, at: datetime) -> None:
    ask(me, at)
    with pytest.raises(identity.CodeRefused):
        change(me, "000000", at)
    later = at + timedelta(minutes=2)
    identity.send_code(mobile=NEW, purpose=identity.CodePurpose.SIGN_UP, browser=HERE, address="", at=later)
    found = re.search(r"(\d{6})", messages.outbox(1)[0].words)
    assert found
    with pytest.raises(identity.CodeRefused):
        change(me, found[1], later + timedelta(minutes=10))

    assert kept(me) == MOBILE


def test_a_code_of_another_browser_or_for_another_number_changes_nothing(me: Actor, at: datetime) -> None:
    code = ask(me, at, browser="another browser")
    with pytest.raises(identity.CodeRefused):
        change(me, code, at)
    code = ask(me, at + timedelta(minutes=2))
    with pytest.raises(identity.CodeRefused):
        change(me, code, at + timedelta(minutes=2), mobile="19900000077")

    assert kept(me) == MOBILE


def test_a_code_serves_once(me: Actor, at: datetime) -> None:
    code = ask(me, at)
    change(me, code, at)

    with pytest.raises(Broken, match="现在登记的手机号"):
        change(me, code, at)
    with pytest.raises(identity.CodeRefused):
        change(me, code, at, mobile="19900000077")


@pytest.mark.parametrize("mobile", [MOBILE, "", "12345", "29900000011"])
def test_what_is_kept_already_or_is_no_number_gets_no_code(me: Actor, at: datetime, mobile: str) -> None:
    with pytest.raises(Broken) as refusal:
        identity.ask_new_mobile(mobile=mobile, browser=HERE, address="", by=me, at=at)

    assert refusal.value.field == "mobile"
    assert not messages.outbox(1)


def test_every_other_session_ends(me: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[object, str]] = []

    def end_all(user: identity.User, *, but: str) -> int:
        ended.append((user.pk, but))
        return 1

    monkeypatch.setattr(telephoning, "end_all", end_all)
    identity.change_mobile(mobile=NEW, code=ask(me, at), browser=HERE, address="", keep="mine", by=me, at=at)

    assert ended == [(me.id, "mine")]
    assert ledger.Entry.objects.get(verb="identity.change_mobile").facts == {"ended": 1}


def test_staff_and_who_has_no_account_of_that_person_change_nothing(me: Actor, staff: Staff, at: datetime) -> None:
    Account.objects.filter(party=me.party).delete()

    for by in (me, identity.actor_of(staff("clerk"), at=at), SYSTEM):
        with pytest.raises(NotAllowed):
            identity.ask_new_mobile(mobile=NEW, browser=HERE, address="", by=by, at=at)
