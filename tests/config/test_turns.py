"""How many requests are worked on at once, and who waits for what."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest

from tongban.config import turns
from tongban.config.turns import Turns

LONGEST = 1_000_000


class Counted:
    """An application that says how many were in it, and stays in it until it is let go."""

    def __init__(self, *, stays: bool = False) -> None:
        self.here, self.most, self.taken = 0, 0, list[bytes]()
        self.entered, self.go = threading.Semaphore(0), threading.Event()
        self._count = threading.Lock()
        if not stays:
            self.go.set()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        with self._count:
            self.here += 1
            self.most = max(self.most, self.here)
        self.entered.release()
        assert self.go.wait(20)
        self.taken.append(environ["wsgi.input"].read())
        with self._count:
            self.here -= 1
        start("200 OK", [])
        return [b"done"]


def ask(application: Turns, source: Any = None, length: str = "") -> tuple[str, bytes]:  # noqa: ANN401 -- whatever reads
    said: list[str] = []
    environ = {"wsgi.input": source or BytesIO(), "CONTENT_LENGTH": length}
    body = b"".join(application(environ, lambda status, _headers: said.append(status)))
    return said[0], body


def in_background(*works: Callable[[], object]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def test_only_so_many_are_worked_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 20)
    inner = Counted(stays=True)
    application = Turns(inner, at_once=2, longest=LONGEST)

    threads = in_background(*[lambda: ask(application)] * 6)
    assert all(inner.entered.acquire(timeout=10) for _ in range(2))
    assert not inner.entered.acquire(timeout=0.1)
    inner.go.set()
    for thread in threads:
        thread.join(10)

    assert (inner.most, len(inner.taken)) == (2, 6)


def test_who_waited_long_enough_goes_in_without_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    inner = Counted(stays=True)
    application = Turns(inner, at_once=1, longest=LONGEST)

    threads = in_background(*[lambda: ask(application)] * 3)
    assert all(inner.entered.acquire(timeout=10) for _ in range(3))
    inner.go.set()
    for thread in threads:
        thread.join(10)

    monkeypatch.setattr(turns, "PATIENCE", 20)
    assert ask(application) == ("200 OK", b"done")  # nobody gave back a turn that they never had


class Dripping:
    """A body that comes when it is let."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def read(self, size: int) -> bytes:
        self.asked.set()
        assert self.go.wait(20)
        return b"x" * size


def test_who_sends_slowly_has_no_turn_meanwhile() -> None:
    application = Turns(inner := Counted(), at_once=1, longest=LONGEST)
    slow = Dripping()
    (thread,) = in_background(lambda: ask(application, slow, "100"))
    assert slow.asked.wait(10)

    assert ask(application, BytesIO(b"quick"), "5") == ("200 OK", b"done")

    slow.go.set()
    thread.join(10)
    assert inner.taken == [b"quick", b"x" * 100]


@pytest.mark.parametrize("length", [1, turns.IN_MEMORY, turns.IN_MEMORY + 1, LONGEST])
def test_a_body_arrives_as_it_was_sent(length: int) -> None:
    body = bytes(number % 251 for number in range(length))
    application = Turns(inner := Counted(), at_once=1, longest=LONGEST)

    ask(application, BytesIO(body + b"of the next request"), str(length))

    assert inner.taken == [body]


def test_half_a_form_is_not_acted_upon() -> None:
    application = Turns(inner := Counted(), at_once=1, longest=LONGEST)

    assert ask(application, BytesIO(b"half"), "8") == ("400 Bad Request", b"")

    assert inner.taken == []


@pytest.mark.parametrize("length", ["", "0", "-1", "many", "²", str(LONGEST + 1)])
def test_what_has_no_body_or_too_long_a_one_is_left_to_the_application(length: str) -> None:
    application = Turns(inner := Counted(), at_once=1, longest=LONGEST)

    assert ask(application, BytesIO(b"unread"), length) == ("200 OK", b"done")

    assert inner.taken == [b"unread"]


class Answer:
    """As Django's: it knows whether it is a stream, and has to be closed."""

    def __init__(self, *, streaming: bool) -> None:
        self.streaming, self.closed = streaming, False

    def __iter__(self) -> Iterator[bytes]:
        yield b"whole"

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("streaming", [False, True])
def test_an_answer_that_is_written_is_closed_within_its_turn_and_a_stream_by_the_server(*, streaming: bool) -> None:
    answer = Answer(streaming=streaming)

    given = Turns(lambda *_: answer, at_once=1, longest=LONGEST)({}, lambda *_: None)

    assert answer.closed is not streaming
    assert (given is answer) == streaming
    assert list(given) == [b"whole"]


def test_a_turn_is_given_back_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)

    def fails(*_: object) -> list[bytes]:
        raise ValueError

    application = Turns(fails, at_once=1, longest=LONGEST)
    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011 -- nobody else raises one
            application({}, lambda *_: None)

    assert application._turns.acquire(timeout=0)
