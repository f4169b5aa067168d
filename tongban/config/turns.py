"""Few requests are worked on at once; the others wait for their turn, or for what is still on its way.

The threads of a process share one interpreter: where more than two of them are at work, each is mostly woken to find
that it may not go on. But a thread also waits for whoever sends a photograph over a slow line, so there have to be more
threads than turns. Hence the body of a request is taken in before it asks for a turn, and a turn ends when the answer
is made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import IO, Any, Final, cast

from tongban.statements import api as statements

PATIENCE: Final = 0.25  # seconds to wait for a turn; who works that long may be waiting for somebody outside
IN_MEMORY: Final = 256 * 1024  # bytes of a body; a longer one waits on disk
_PART: Final = 64 * 1024

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class Turns:
    """A WSGI application that lets only so many requests into another one at a time.

    A turn is a courtesy and no lock: who has waited a quarter of a second goes in without one, so that requests which
    themselves wait (for a lock, for a service outside) cannot stop everybody else.
    """

    def __init__(self, application: Application, *, at_once: int, longest: int) -> None:
        """``longest``: how many bytes of a body are taken in; what is longer is left to the application to refuse."""
        self._application = application
        self._turns = BoundedSemaphore(at_once)
        self._longest = longest
        self._lanes = statements.Lanes()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        length = _length(environ)
        if not 0 < length <= self._longest:
            return self._in_turn(environ, start)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            if _take_in(environ["wsgi.input"], body, length) < length:
                # Whoever sent half a form and went away did not mean the half.
                start("400 Bad Request", [("Content-Length", "0")])
                return [b""]
            body.seek(0)
            environ["wsgi.input"] = body
            return self._in_turn(environ, start)

    def _in_turn(self, environ: Environ, start: Start) -> Iterable[bytes]:
        got = self._turns.acquire(timeout=PATIENCE)
        try:
            self._lanes.take()
            answer = self._application(environ, start)
            if getattr(answer, "streaming", True):
                return answer  # sent without a turn; what reads the database for it keeps its connection
            parts = _whole(answer)
            self._lanes.give()
            return parts
        finally:
            if got:
                self._turns.release()


def _length(environ: Environ) -> int:
    given = str(environ.get("CONTENT_LENGTH") or "0")
    return int(given) if given.isascii() and given.isdigit() else 0


def _take_in(source: IO[bytes], body: IO[bytes], length: int) -> int:
    """Return how many bytes came before nothing more did."""
    left = length
    while left and (part := source.read(min(left, _PART))):
        body.write(part)
        left -= len(part)
    return length - left


def _whole(answer: Iterable[bytes]) -> list[bytes]:
    """Return the parts of an answer that is written already, which the server sends at once, and be done with it."""
    parts = list(answer)
    cast("Any", answer).close()
    return parts
