from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import connection
from pytest_django import Settings

from tests.conftest import in_threads
from tongban.identity import api as identity
from tongban.identity.models import Party, ThrottleCount
from tongban.identity.services.throttling import forget_attempts
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import Refused
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

HALL = "203.0.113.7"
HOME = "198.51.100.4"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def user(db: None, at: datetime) -> identity.User:  # noqa: ARG001 -- it needs the database
    party = Party.objects.create(id=uuid7(at), kind=identity.PartyKind.NATURAL, name="测试用户", created_at=at)
    return identity.open_account(
        username="Citizen", password="right", display_name="测试用户", by=SYSTEM, at=at, party=party
    )


def attempt(
    at: datetime,
    password: str = "wrong",  # noqa: S107 -- it is meant to be wrong
    username: str = "citizen",
    address: str = HOME,
) -> str:
    """Return the name of who signed in, or the code of the refusal."""
    try:
        return identity.sign_in(username=username, password=password, address=address, at=at).user.username
    except Refused as refusal:
        return refusal.code


@pytest.mark.usefixtures("user")
class TestSignIn:
    @pytest.mark.parametrize("typed", ["citizen", " Citizen ", "CITIZEN", "ｃｉｔｉｚｅｎ"])
    def test_lets_in_with_the_right_password_however_the_name_is_typed(self, at: datetime, typed: str) -> None:
        assert attempt(at, "right", typed) == "citizen"

    def test_begins_a_session_in_the_ledger(self, at: datetime, user: identity.User) -> None:
        ledger.sequence()
        last = max((e.position for e in ledger.since(0)), default=0)

        attempt(at, "right")

        ledger.sequence()
        assert [(e.verb, e.kind, e.actor_id) for e in ledger.since(last)] == [("identity.sign_in", "session", user.id)]

    def test_does_not_tell_whether_the_user_exists(self, at: datetime, user: identity.User) -> None:
        user.is_active = False
        user.save()
        refusals = []

        for name in ("citizen", "nobody"):
            with pytest.raises(identity.SignInRefused) as refusal:
                identity.sign_in(username=name, password="right", address=HOME, at=at)
            refusals.append((refusal.value.code, refusal.value.message, refusal.value.field))

        assert refusals[0] == refusals[1]

    def test_an_unknown_name_is_stopped_just_as_a_known_one(self, at: datetime) -> None:
        known = [attempt(at) for _ in range(6)]
        unknown = [attempt(at, username="nobody") for _ in range(6)]

        assert known == unknown == ["sign_in_refused"] * 5 + ["too_many_attempts"]

    def test_stops_after_five_failures_also_the_right_password_until_a_quarter_of_an_hour_has_passed(
        self, at: datetime
    ) -> None:
        for _ in range(5):
            attempt(at)

        later = [attempt(at + wait, "right") for wait in (timedelta(0), QUARTER - timedelta(seconds=1), QUARTER)]

        assert later == ["too_many_attempts", "too_many_attempts", "citizen"]

    def test_what_is_tried_while_stopped_does_not_make_it_longer(self, at: datetime) -> None:
        for minute in range(15):
            attempt(at + timedelta(minutes=max(0, minute - 4)))

        assert attempt(at + QUARTER, "right") == "citizen"

    def test_four_failures_are_forgotten_when_the_right_password_comes(self, at: datetime) -> None:
        tried = [attempt(at, password) for password in ["wrong"] * 4 + ["right"] + ["wrong"] * 4 + ["right"]]

        assert tried.count("citizen") == 2
        assert "too_many_attempts" not in tried

    def test_an_address_is_stopped_after_two_hundred_failures_at_any_names(self, at: datetime) -> None:
        tried = [attempt(at, username=f"name{n}", address=HALL) for n in range(201)]

        assert tried == ["sign_in_refused"] * 200 + ["too_many_attempts"]
        assert attempt(at, "right", address=HALL) == "too_many_attempts"
        assert attempt(at, "right", address=HOME) == "citizen"

    def test_a_class_that_forgot_its_passwords_stops_nobody_else_in_the_school(self, at: datetime) -> None:
        for n in range(30):
            for _ in range(5):
                attempt(at, username=f"pupil{n}", address=HALL)

        assert attempt(at, "right", address=HALL) == "citizen"

    def test_one_name_that_is_tried_without_end_does_not_stop_its_address(self, at: datetime) -> None:
        for _ in range(205):
            attempt(at, username="somebody", address=HALL)

        assert attempt(at, "right", address=HALL) == "citizen"

    def test_what_a_stopped_address_tries_does_not_stop_a_name_elsewhere(self, at: datetime) -> None:
        for n in range(200):
            attempt(at, username=f"name{n}", address=HALL)

        assert [attempt(at, address=HALL) for _ in range(6)] == ["too_many_attempts"] * 6
        assert attempt(at, "right", address=HOME) == "citizen"

    def test_whoever_is_stopped_reads_which_other_ways_are_open(self, at: datetime) -> None:
        for n in range(200):
            attempt(at, username="somebody" if n < 5 else f"name{n}", address=HALL)

        for name, said in (("somebody", "这个用户名登录失败"), ("citizen", "这里登录失败")):
            with pytest.raises(identity.TooManyAttempts, match=f"{said}.*短信验证码.*通行密钥") as refusal:
                identity.sign_in(username=name, password="right", address=HALL, at=at)
            assert "您的账号" not in refusal.value.message

    def test_an_account_of_ones_own_buys_no_guesses_at_others(self, at: datetime) -> None:
        tried = []
        for n in range(201):
            attempt(at, "right", address=HALL)
            tried.append(attempt(at, username=f"name{n}", address=HALL))

        assert tried[-1] == "too_many_attempts"

    def test_keeps_neither_name_nor_address(self, at: datetime) -> None:
        attempt(at)

        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(g::text, ' ') FROM identity_throttlecount g")
            kept = str(cursor.fetchone())

        assert "citizen" not in kept
        assert HOME not in kept
        assert len(kept) > 128

    def test_forgets_failures_that_no_longer_count(self, at: datetime) -> None:
        attempt(at)
        attempt(at + QUARTER, username="somebody", address=HALL)

        removed = forget_attempts(at=at + QUARTER)

        assert removed == 2
        assert ThrottleCount.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_counted_one_by_one(at: datetime) -> None:
    identity.open_account(username="citizen", password="right", display_name="测试用户", by=SYSTEM, at=at)

    tried = in_threads(*[lambda: attempt(at)] * 10)

    assert sorted(tried) == ["sign_in_refused"] * 5 + ["too_many_attempts"] * 5


@pytest.mark.usefixtures("db")
def test_passwords_are_kept_by_argon2(at: datetime, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

    user = identity.open_account(username="citizen", password="right", display_name="测试用户", by=SYSTEM, at=at)

    assert identify_hasher(user.password).algorithm == "argon2"


@pytest.mark.parametrize(("sample", "outcome"), [(True, "citizen"), (False, "sign_in_refused")])
@pytest.mark.usefixtures("city")
def test_the_sample_people_sign_in_in_sample_mode_only(
    at: datetime, settings: Settings, *, sample: bool, outcome: str
) -> None:
    member = identity.cast()[0]

    settings.SAMPLE_MODE = sample

    assert attempt(at, member.password, member.username) == outcome


def test_a_real_user_with_a_user_name_of_the_sample_is_not_meant(at: datetime, user: identity.User) -> None:
    assert user.username == "citizen"
    assert attempt(at, "right") == "citizen"
    assert not identity.has_cast()


@pytest.mark.usefixtures("user")
def test_people_without_an_address_of_their_own_do_not_lock_each_other_out(at: datetime) -> None:
    for number in range(25):
        attempt(at, username=f"guess{number}", address="")

    assert attempt(at, "right", address="") == "citizen"
