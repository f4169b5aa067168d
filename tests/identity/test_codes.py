from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.conftest import in_threads
from tests.identity.conftest import MOBILE, Person, Staff
from tongban.identity import api as identity
from tongban.identity.api import CodePurpose
from tongban.identity.models import OneTimeCode
from tongban.identity.services.codes import forget_codes
from tongban.kernel.errors import Broken, NotAllowed, Refused, Unavailable
from tongban.ledger import api as ledger
from tongban.messages import api as messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
UNKNOWN = "19900000099"
MINUTE = timedelta(minutes=1)
HERE, THERE = "this browser", "another browser"


def send(
    at: datetime,
    number: str = MOBILE,
    purpose: CodePurpose = CodePurpose.SIGN_IN,
    browser: str = HERE,
    address: str = "",
) -> str:
    """Send a code and return it, as the telephone shows it; nothing when the text holds none."""
    identity.send_code(mobile=number, purpose=purpose, browser=browser, address=address, at=at)
    found = re.search(r"验证码(\d{6})", messages.outbox(1)[0].words)
    return found[1] if found else ""


def signed_in(at: datetime, code: str, number: str = MOBILE, browser: str = HERE) -> str:
    """Return the user name of who was let in, or the code of the refusal."""
    try:
        found = identity.sign_in_by_code(mobile=number, code=code, browser=browser, address="", at=at)
    except Refused as refusal:
        return refusal.code
    return found.user.username if isinstance(found, identity.Admission) else "choose"


class TestSigningIn:
    def test_by_the_code_that_was_sent(self, at: datetime, person: Person) -> None:
        person("one")

        assert signed_in(at, send(at)) == "one"

    def test_lets_whoever_shares_a_telephone_choose(self, at: datetime, person: Person) -> None:
        mother, child = person("mother"), person("child")

        found = identity.sign_in_by_code(mobile=MOBILE, code=send(at), browser=HERE, address="", at=at)

        assert isinstance(found, tuple)
        assert {one.user for one in found} == {mother.pk, child.pk}
        assert identity.admit(user=child.pk, means=identity.Means.SMS, at=at).user == child

    def test_is_in_the_ledger_with_its_means_and_without_the_number(self, at: datetime, person: Person) -> None:
        person("one")

        signed_in(at, send(at))

        entries = list(ledger.Entry.objects.filter(verb__in=["identity.send_code", "identity.sign_in"]).order_by("id"))
        assert [(one.verb, one.facts) for one in entries] == [
            ("identity.send_code", {"purpose": "SIGN_IN"}),
            ("identity.sign_in", {"means": "SMS"}),
        ]

    def test_is_not_for_staff(self, at: datetime, staff: Staff) -> None:
        with pytest.raises(NotAllowed, match="验证器"):
            identity.admit(user=staff("clerk").pk, means=identity.Means.SMS, at=at)

    def test_of_a_closed_account_is_refused(self, at: datetime, person: Person) -> None:
        user = person("one")
        code = send(at)
        user.is_active = False
        user.save()

        assert signed_in(at, code) == "code_refused"
        with pytest.raises(identity.SignInRefused):
            identity.admit(user=user.pk, means=identity.Means.SMS, at=at)


class TestRefused:
    def test_a_code_that_was_used(self, at: datetime, person: Person) -> None:
        person("one")
        code = send(at)

        assert [signed_in(at, code), signed_in(at, code)] == ["one", "code_refused"]

    def test_a_code_in_another_browser(self, at: datetime, person: Person) -> None:
        person("one")

        assert signed_in(at, send(at), browser=THERE) == "code_refused"

    def test_a_code_for_another_number(self, at: datetime, person: Person) -> None:
        person("one")
        person("two", mobile=UNKNOWN)

        assert signed_in(at, send(at), number=UNKNOWN) == "code_refused"

    @pytest.mark.parametrize("purpose", [CodePurpose.SIGN_UP, CodePurpose.RESET])
    def test_a_code_for_another_purpose(self, at: datetime, person: Person, purpose: CodePurpose) -> None:
        person("one")

        assert signed_in(at, send(at, purpose=purpose)) == "code_refused"

    @pytest.mark.parametrize(("after", "outcome"), [(-timedelta(seconds=1), "one"), (timedelta(0), "code_refused")])
    def test_a_code_after_five_minutes(self, at: datetime, person: Person, after: timedelta, outcome: str) -> None:
        person("one")

        assert signed_in(at + 5 * MINUTE + after, send(at)) == outcome

    def test_a_code_after_five_wrong_tries(self, at: datetime, person: Person) -> None:
        person("one")
        code = send(at)
        wrong = "000000" if code != "000000" else "111111"

        tried = [signed_in(at, one) for one in [wrong] * 5 + [code]]

        assert tried == ["code_refused"] * 6

    def test_the_code_of_before_once_another_was_sent(self, at: datetime, person: Person) -> None:
        person("one")
        first, second = send(at), send(at + MINUTE)

        assert [signed_in(at + MINUTE, first), signed_in(at + MINUTE, second)] == (
            ["code_refused", "one"] if first != second else ["one", "code_refused"]
        )

    def test_what_is_no_number(self, at: datetime) -> None:
        for number in ("", "12345", "2990000001"):
            with pytest.raises(Broken) as refusal:
                send(at, number)
            assert refusal.value.field == "mobile"

    def test_a_second_code_within_a_minute_and_a_sixth_in_a_day(self, at: datetime, person: Person) -> None:
        person("one")
        for hour in range(4):
            send(at + timedelta(hours=hour))

        with pytest.raises(identity.TooManyAttempts, match="60秒"):
            send(at + timedelta(hours=3, seconds=59))
        with pytest.raises(identity.TooManyAttempts, match="24小时"):
            send(at + timedelta(hours=4))

    def test_codes_without_end_for_one_telephone_from_wherever(self, at: datetime, person: Person) -> None:
        person("one")
        for n in range(30):
            send(at + n * MINUTE, address=f"203.0.113.{n}")

        with pytest.raises(identity.TooManyAttempts, match="24小时"):
            send(at + 30 * MINUTE, address="203.0.113.99")

    def test_no_code_of_the_holder_because_a_stranger_asked_for_many(self, at: datetime, person: Person) -> None:
        person("one")
        for n in range(20):
            with suppress(identity.TooManyAttempts):
                send(at + n * MINUTE, browser=f"stranger {n}", address="203.0.113.7")

        assert signed_in(at + 20 * MINUTE, send(at + 20 * MINUTE, address="198.51.100.4")) == "one"

    def test_no_code_because_one_signed_in_often(self, at: datetime, person: Person) -> None:
        person("one")

        signed = [signed_in(at + n * MINUTE, send(at + n * MINUTE)) for n in range(12)]

        assert signed == ["one"] * 12

    def test_everything_where_no_texts_can_be_sent(self, at: datetime, settings: Settings) -> None:
        settings.SAMPLE_MODE = False

        with pytest.raises(Unavailable, match="综合窗口"):
            send(at)


class TestNobodyLearns:
    def test_from_the_answer_whether_a_number_is_known(self, at: datetime, person: Person) -> None:
        person("one")
        known, unknown = send(at), send(at, UNKNOWN)

        assert (bool(known), unknown) == (True, "")
        assert "没有登记" in messages.outbox(1)[0].words
        assert signed_in(at, "123456", UNKNOWN) == "code_refused"

    def test_from_the_number_of_statements_whether_a_number_is_known(self, at: datetime, person: Person) -> None:
        person("one")

        sent = [statements(partial(send, at, number)) for number in (MOBILE, UNKNOWN)]
        tried = [statements(partial(signed_in, at, "wrong", number)) for number in (MOBILE, UNKNOWN)]

        assert sent[0] == sent[1]
        assert tried[0] == tried[1]

    def test_the_number_or_the_code_from_what_is_kept(self, at: datetime, person: Person) -> None:
        person("one")
        code = send(at)

        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(c::text, ' ') FROM identity_onetimecode c")
            kept = str(cursor.fetchone())
        assert MOBILE not in kept
        assert f",{code}," not in kept
        assert MOBILE not in messages.outbox(1)[0].number


def test_codes_that_are_over_are_removed_and_no_others(at: datetime, person: Person) -> None:
    person("one")
    send(at)
    send(at + 5 * MINUTE, UNKNOWN)

    assert forget_codes(at=at + 5 * MINUTE) == 1
    assert OneTimeCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_right_code_at_once_one_is_let_in(at: datetime, person: Person) -> None:
    person("one")
    code = send(at)

    outcomes = in_threads(*[lambda: signed_in(at, code)] * 4)

    assert sorted(outcomes) == ["code_refused"] * 3 + ["one"]


def statements(call: Callable[[], object]) -> list[str]:
    """Return what a call asks of the database, by the beginnings of its statements, without names of savepoints."""
    with CaptureQueriesContext(connection) as asked:
        call()
    return [re.sub(r'".*', "", one["sql"][:60]) for one in asked.captured_queries]
