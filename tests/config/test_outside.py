from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.city import City
from tests.conftest import in_threads
from tests.identity.systems import SECURITY
from tongban.config.outside import CODE, meet
from tongban.identity import api as identity
from tongban.identity.models import Client


@pytest.fixture
def beside(city: City, settings: Settings) -> City:
    settings.OUTSIDE, settings.OUTSIDE_WORD = "http://127.0.0.1:8001", "word-of-this-start"
    return city


def test_the_system_beside_the_sample_is_registered_with_its_addresses_and_word(beside: City) -> None:
    assert meet(at=beside.at)

    row = identity.client(CODE)
    assert row
    assert row.redirects == ["http://127.0.0.1:8001/housing/back", "http://localhost:8001/housing/back"]
    assert identity.has_secret(row, "word-of-this-start")


def test_the_next_start_changes_what_is_other_now_and_nothing_else(beside: City, settings: Settings) -> None:
    meet(at=beside.at)
    assert not meet(at=beside.at)

    settings.OUTSIDE, settings.OUTSIDE_WORD = "http://127.0.0.1:8005", "another-word"
    assert meet(at=beside.at)

    row = identity.client(CODE)
    assert row
    assert row.starts == "http://127.0.0.1:8005/housing/login"
    assert identity.has_secret(row, "another-word")


def test_a_system_that_was_suspended_stays_so(beside: City) -> None:
    meet(at=beside.at)
    identity.suspend_client(client=Client.objects.get().pk, by=SECURITY, at=beside.at)

    meet(at=beside.at)

    assert identity.client(CODE) is None


def test_without_a_neighbour_nothing_is_registered(city: City) -> None:
    assert not meet(at=city.at)
    assert Client.objects.count() == 0


@pytest.mark.usefixtures("db")
def test_where_there_are_no_sample_people_nothing_is_registered(settings: Settings, at: object) -> None:
    settings.OUTSIDE, settings.OUTSIDE_WORD = "http://127.0.0.1:8001", "word"

    assert not meet(at=at)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_processes_that_start_together_register_it_once(beside: City) -> None:
    done = in_threads(*[lambda: meet(at=beside.at)] * 4)

    assert sorted(done) == [False, False, False, True]
    assert Client.objects.count() == 1
