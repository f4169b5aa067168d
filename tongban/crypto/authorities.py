"""A timestamp authority outside, reached over HTTP."""

from __future__ import annotations

import secrets
from datetime import datetime
from http.client import HTTPException
from time import monotonic
from typing import Final, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tongban.crypto import asking
from tongban.crypto.errors import BadTimestamp, TimestampAddressWrong, TimestampUnavailable
from tongban.crypto.states import Suite

_QUERY: Final = "application/timestamp-query"
_REPLY: Final = "application/timestamp-reply"
_LONGEST: Final = 64 * 1024


class _NoDetours(HTTPRedirectHandler):
    """The address was configured by a person; an answer cannot send us elsewhere."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow nothing: the answer then counts as the failure that it is."""


class _Reading(Protocol):
    def read1(self, amount: int, /) -> bytes: ...


class HttpAuthority:
    """An authority at an address (RFC 3161, 3.4). Use https unless the way to it is protected otherwise."""

    def __init__(self, url: str, *, seconds: float = 10) -> None:
        """Name the address; TimestampAddressWrong if it is none. Nothing is asked before the first use."""
        self.name = _host(url)
        self._url = url
        self._seconds = seconds
        self._opener = build_opener(_NoDetours)

    def stamp(self, digest: bytes, *, suite: Suite, at: datetime) -> bytes:  # noqa: ARG002 -- it has its own clock
        """Return a token over the digest, checked; TimestampUnavailable for whatever else comes, or nothing."""
        nonce = secrets.randbits(asking.NONCE_BITS)
        answer = self._asked(asking.request(digest, suite=suite, nonce=nonce))
        try:
            return asking.accept(answer, digest=digest, suite=suite, nonce=nonce)
        except BadTimestamp as error:
            raise TimestampUnavailable from error

    def _asked(self, query: bytes) -> bytes:
        headers = {"Content-Type": _QUERY, "Accept": _REPLY}
        question = Request(self._url, data=query, headers=headers)  # noqa: S310 -- http or https, see above
        end = monotonic() + self._seconds
        try:
            with self._opener.open(question, timeout=self._seconds) as answer:
                if answer.headers.get_content_type() != _REPLY:
                    raise TimestampUnavailable
                return _read(answer, end)
        except HTTPError as error:
            error.close()
            raise TimestampUnavailable from None
        except (OSError, HTTPException, ValueError) as error:
            raise TimestampUnavailable from error


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not parts.hostname:
        raise TimestampAddressWrong
    return parts.hostname


def _read(answer: _Reading, end: float) -> bytes:
    """Read to the end of an answer, which may neither be endless nor come drop by drop."""
    parts = bytearray()
    while part := answer.read1(_LONGEST):
        parts += part
        if len(parts) > _LONGEST or monotonic() > end:
            raise TimestampUnavailable
    return bytes(parts)
