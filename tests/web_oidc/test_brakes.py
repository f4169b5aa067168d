"""Systems and strangers that try again and again are told to wait; whoever gets it right is never counted."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from tests.web_oidc.party import Party, sign_in
from tongban.identity import api as identity
from tongban.identity.models import ThrottleCount
from tongban.identity.rules.policy import Throttle


@pytest.fixture
def come(party: Party) -> Party:
    """The system, with a signed-in citizen in the browser."""
    sign_in(party.browser, "citizen")
    return party


@pytest.fixture
def limits() -> dict[identity.Throttled, Throttle]:
    return dict(identity.policy().throttles)


def told_to_wait(answer: HttpResponse) -> bool:
    assert answer.status_code == 429, answer.content
    assert answer.json()["error"] == "temporarily_unavailable"  # type: ignore[attr-defined]
    assert answer.content.isascii()
    assert answer.headers["Retry-After"] == "900"
    return answer.headers["Cache-Control"] == "no-store"


def test_wrong_secrets_from_one_address_are_stopped_and_so_is_the_right_one_there(
    come: Party, limits: dict[identity.Throttled, Throttle]
) -> None:
    code = come.code()
    for _ in range(limits[identity.Throttled.LOGIN_ADDRESS].most):
        assert come.redeem("guess", secret="guess").status_code == 401

    assert told_to_wait(come.redeem(code))


def test_guessed_tokens_from_one_address_are_stopped(come: Party, limits: dict[identity.Throttled, Throttle]) -> None:
    token = come.tokens()["access_token"]
    for _ in range(limits[identity.Throttled.LOGIN_ADDRESS].most):
        assert come.who_came("guess").status_code == 401

    assert told_to_wait(come.who_came(token))


def test_codes_that_are_none_are_counted_for_the_system_that_showed_its_secret(
    come: Party, limits: dict[identity.Throttled, Throttle]
) -> None:
    for _ in range(limits[identity.Throttled.LOGIN_CLIENT].most):
        come.redeem("guess")
    ThrottleCount.objects.filter(purpose=identity.Throttled.LOGIN_ADDRESS).delete()  # as from another address

    assert told_to_wait(come.redeem(come.code()))


def test_a_stranger_without_the_secret_locks_no_system_out(
    come: Party, limits: dict[identity.Throttled, Throttle]
) -> None:
    for _ in range(limits[identity.Throttled.LOGIN_ADDRESS].most + 1):
        come.redeem("guess", secret="guess")
    ThrottleCount.objects.filter(purpose=identity.Throttled.LOGIN_ADDRESS).delete()  # as from another address

    assert come.redeem(come.code()).status_code == 200


def test_what_comes_out_right_is_not_counted(come: Party) -> None:
    token = come.tokens()["access_token"]

    assert come.who_came(token).status_code == 200

    purposes = {identity.Throttled.LOGIN_ADDRESS, identity.Throttled.LOGIN_CLIENT}
    assert not ThrottleCount.objects.filter(purpose__in=purposes).exists()
