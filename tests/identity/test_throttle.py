from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from tests.conftest import in_threads
from tongban.identity import api as identity
from tongban.identity.api import Throttled, hold_back, throttle
from tongban.identity.models import ThrottleCount
from tongban.identity.services.throttling import forget_attempts
from tongban.kernel.errors import TooOften

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def tried(purpose: Throttled, at: datetime, key: str = "somebody") -> bool:
    try:
        throttle(purpose, key, at)
    except TooOften:
        return False
    return True


@pytest.mark.parametrize("purpose", Throttled)
def test_everything_that_is_counted_is_borne_as_often_as_the_data_say_and_then_refused(
    at: datetime, purpose: Throttled
) -> None:
    limit = identity.policy().throttles[purpose]

    outcomes = [tried(purpose, at) for _ in range(limit.most + 1)]

    assert outcomes == [True] * limit.most + [False]
    assert tried(purpose, at, "somebody else")
    assert tried(purpose, at + limit.window)


def test_a_refusal_says_what_is_too_often_and_what_to_do(at: datetime) -> None:
    throttle(Throttled.CODE_PAUSE, "number", at)

    with pytest.raises(identity.TooManyAttempts, match="60秒后再试") as refusal:
        throttle(Throttled.CODE_PAUSE, "number", at + SECOND)

    assert refusal.value.status == 429


def test_a_window_from_the_first_time_ends_however_busy_somebody_is(at: datetime) -> None:
    most, window = identity.policy().throttles[Throttled.CODE_NUMBER].most, timedelta(days=1)
    for minute in range(most):
        throttle(Throttled.CODE_NUMBER, "number", at + timedelta(minutes=minute))

    assert not tried(Throttled.CODE_NUMBER, at + window - SECOND, "number")
    assert tried(Throttled.CODE_NUMBER, at + window, "number")


def test_a_sliding_window_begins_anew_with_every_failure(at: datetime) -> None:
    most, window = 5, timedelta(minutes=15)
    for minute in range(most):
        throttle(Throttled.SIGN_IN_NAME, "name", at + timedelta(minutes=minute))

    assert not tried(Throttled.SIGN_IN_NAME, at + window, "name")
    assert tried(Throttled.SIGN_IN_NAME, at + window + timedelta(minutes=most - 1), "name")


def test_what_has_no_key_is_not_counted(at: datetime) -> None:
    for _ in range(100):
        throttle(Throttled.SIGN_IN_ADDRESS, "", at)

    assert not ThrottleCount.objects.exists()


def test_two_purposes_do_not_count_for_each_other(at: datetime) -> None:
    throttle(Throttled.CODE_PAUSE, "same", at)

    assert tried(Throttled.CODE_NUMBER, at, "same")


def test_nothing_of_the_key_is_kept(at: datetime) -> None:
    throttle(Throttled.CODE_NUMBER, "19900000011", at)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM identity_throttlecount c")
        assert "19900000011" not in str(cursor.fetchone())


def test_what_no_longer_counts_is_forgotten_and_nothing_else(at: datetime) -> None:
    throttle(Throttled.CODE_PAUSE, "minute", at)
    throttle(Throttled.CODE_NUMBER, "day", at)

    assert forget_attempts(at=at + timedelta(hours=1)) == 1
    assert [row.purpose for row in ThrottleCount.objects.all()] == ["CODE_NUMBER"]


def test_an_installation_says_otherwise_in_a_file_of_its_own(at: datetime, settings: Settings, tmp_path) -> None:
    own = tmp_path / "policy.toml"
    own.write_text("[throttles.CODE_PAUSE]\nmost = 2\n", "utf-8")
    settings.IDENTITY_POLICY = str(own)

    outcomes = [tried(Throttled.CODE_PAUSE, at) for _ in range(3)]

    assert outcomes == [True, True, False]
    assert identity.policy().citizen.idle == timedelta(hours=2)


def test_a_file_with_a_name_that_there_is_not_is_refused(settings: Settings, tmp_path) -> None:
    own = tmp_path / "policy.toml"
    own.write_text("[throttle.CODE_PAUSE]\nmost = 2\n", "utf-8")
    settings.IDENTITY_POLICY = str(own)

    with pytest.raises(ValueError, match="throttle"):
        identity.policy()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one(at: datetime) -> None:
    outcomes = in_threads(*[lambda: tried(Throttled.FACTOR, at)] * 12)

    assert outcomes.count(True) == 5


def test_holding_back_counts_nothing_and_refuses_where_the_next_would_be_refused(at: datetime) -> None:
    limit = identity.policy().throttles[Throttled.LOGIN_ADDRESS]
    for _ in range(limit.most):
        hold_back(Throttled.LOGIN_ADDRESS, "there", at)
        throttle(Throttled.LOGIN_ADDRESS, "there", at)

    with pytest.raises(identity.TooManyAttempts, match="失败的请求太多"):
        hold_back(Throttled.LOGIN_ADDRESS, "there", at + limit.window - SECOND)
    hold_back(Throttled.LOGIN_ADDRESS, "there", at + limit.window)
    hold_back(Throttled.LOGIN_ADDRESS, "elsewhere", at)
    hold_back(Throttled.LOGIN_ADDRESS, "", at)
