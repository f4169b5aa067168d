"""The smallest run of every measurement: that it works, never how fast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from bench import dataset
from bench.crew import Crew
from bench.figures import Load, Pair
from bench.measurements import search
from bench.running import Bench, Plan, found
from tests.city import City
from tongban.identity import api as identity

NAMES = (
    "calendar_api",
    "clocks",
    "growing",
    "guides",
    "importing",
    "ledger",
    "reach",
    "reading",
    "recounting",
    "sealing",
    "search",
    "sequencing",
    "signing_in",
    "submitting",
)
SERVED = (
    "calendar_api",
    "growing",
    "guides",
    "reach",
    "reading",
    "search",
    "signing_in",
    "submitting",
)  # these start a web server


@pytest.fixture
def bench(city: City, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:  # noqa: ARG001 -- it needs the city
    """One round of a hundredth of a second, in threads of this process, on the database of the test."""
    search.filled.cache_clear()  # this database is another
    monkeypatch.setenv("TONGBAN_WEB_PROCESSES", "1")  # how many there are is no matter where nothing is measured
    settings.SECRET_KEY = "development-only-session.key"  # noqa: S105 -- what a server in a new state folder has
    # A server knows only the hashers of the house; all who sign in have the password of the owner, their model.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    word = make_password(identity.cast()[0].password)
    identity.User.objects.filter(username__in=("owner", dataset.CLERK)).update(password=word)
    with ExitStack() as stack:
        yield Bench(
            Plan(
                rounds=1,
                seconds=0.01,
                cases=4,
                entries=10,
                duties=30,
                reached=300,
                searched=300,
                imported=20,
                opened=10,
            ),
            Crew(),
            stack,
        )


def test_every_file_is_a_measurement() -> None:
    assert tuple(found()) == NAMES


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SERVED else []) for name in NAMES]
)
def test_the_smallest_run_works(bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "importing":  # among services that another measurement has put into more regions
        monkeypatch.setattr(search, "KINDS", ("",))
        search.filled(2 * bench.plan.searched)

    figures = list(found()[name](bench))
    pairs = [one for one in figures if isinstance(one, Pair)]
    loads = [one for one in figures if isinstance(one, Load)]

    assert pairs
    assert all(len(pair.ours) == len(pair.floor) == 1 for pair in pairs)
    assert all(one.rate > 0 for pair in pairs for one in (*pair.ours, *pair.floor))
    assert all(len(load.rounds) == 1 and load.latency(0.99) > 0 for load in loads)
    assert len({one.name for one in figures}) == len(figures)
