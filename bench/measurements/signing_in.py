"""Signing in, and what it costs to know at every request who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from django.contrib.auth.hashers import check_password

from bench import dataset
from bench.crew import Operation, Turn
from bench.figures import Pair
from bench.running import Bench
from bench.web import Server, client
from tongban.identity import api as identity

AT_ONCE = 4
PATH = "/signin/left/"


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield sign-ins a second, and requests of somebody signed in beside the same requests of a visitor."""
    made = bench.city
    ours = partial(signed_in, server=bench.server, people=made.drafts)
    yield bench.pair(
        f"sign in through HTTP, {AT_ONCE} at once", ours, "the check of the password alone", checked, writers=AT_ONCE
    )
    known = partial(asked, server=bench.server, session=dataset.session_of(0))
    visitor = partial(asked, server=bench.server, session="")
    yield bench.pair(
        f"GET by somebody signed in, {AT_ONCE} at once", known, "the same by a visitor", visitor, writers=AT_ONCE
    )


@contextmanager
def signed_in(turn: Turn, *, server: Server, people: int) -> Iterator[Operation]:
    """Sign one person after another in, each with a browser of their own."""
    (word,) = {one.password for one in identity.cast()}
    places = count(turn.writer)

    with client(server) as browser:

        def operation() -> object:
            name = f"bench-{next(places) * AT_ONCE % people}"
            return browser.post("/signin/", f"username={name}&password={word}", session="")

        yield operation


@contextmanager
def checked(_turn: Turn) -> Iterator[Operation]:
    """Check the same password, by the same hasher, and nothing else."""
    (word,) = {one.password for one in identity.cast()}
    kept = identity.User.objects.get(username=dataset.CLERK).password
    yield partial(check_password, word, kept)


@contextmanager
def asked(_turn: Turn, *, server: Server, session: str) -> Iterator[Operation]:
    """Ask for what costs least: how long the session lasts."""
    with client(server) as browser:
        yield partial(browser.get, PATH, session=session)
